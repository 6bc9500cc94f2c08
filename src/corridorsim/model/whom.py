"""Whose number it is: all trains together, a crossing, a direction, a line, a service, a stretch of crews.

These are values: two that are called alike are two all the same. Only their printed names must differ, which
``distinguished`` provides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from corridorsim.model.description import Description


@dataclass(frozen=True)
class Whom:
    """Whose number it is; ``name`` is how it is printed where nothing else is called so, ``longer`` where it is."""

    @property
    def name(self) -> str:
        """Such as "Dostyk"."""
        raise NotImplementedError

    @property
    def longer(self) -> str:
        """Such as "crossing Dostyk"."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """How sentences and tables for people call it."""
        return self.name

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Total(Whom):
    """All that the number can be of, together."""

    @property
    def name(self) -> str:
        """Always "total"."""
        return "total"

    @property
    def longer(self) -> str:
        """Never needed: no other comes before it."""
        return "total of all"

    @property
    def words(self) -> str:
        """Always "all"."""
        return "all"


@dataclass(frozen=True)
class _Called(Whom):
    """What has a name of its own."""

    called: str
    noun = ""

    @property
    def name(self) -> str:
        """Its own name."""
        return self.called

    @property
    def longer(self) -> str:
        """What it is, and its name."""
        return f"{self.noun} {self.called}"


class OfDirection(_Called):
    """All crossings in one direction, such as "KZ->CN"."""

    noun = "direction"


@dataclass(frozen=True)
class Route(Whom):
    """One crossing in one direction."""

    crossing: str
    direction: str

    @property
    def name(self) -> str:
        """Such as "Dostyk KZ->CN"."""
        return f"{self.crossing} {self.direction}"

    @property
    def longer(self) -> str:
        """Such as "crossing Dostyk, direction KZ->CN"."""
        return f"crossing {self.crossing}, direction {self.direction}"


class OfCrossing(_Called):
    """A crossing in both directions."""

    noun = "crossing"


class OfLine(_Called):
    """A line."""

    noun = "line"


class OfService(_Called):
    """A passenger or local service one way, such as "railcar to Border"."""

    noun = "service"


class OfFlow(_Called):
    """The goods of a flow, whichever crossing they use."""

    noun = "flow"


class OfCommodity(_Called):
    """The goods of a commodity, of all flows."""

    noun = "commodity"


class OfLoadingStop(_Called):
    """A rule that stops loading."""

    noun = "loading stop"


@dataclass(frozen=True)
class OfCrews(Whom):
    """Crews of all pools between two of their changes."""

    begin: str
    end: str
    line: str

    @property
    def name(self) -> str:
        """Such as "Dostyk to Aktogay on Dostyk-Moiynty"."""
        return f"{self.begin} to {self.end} on {self.line}"

    @property
    def longer(self) -> str:
        """Such as "crews from Dostyk to Aktogay on line Dostyk-Moiynty"."""
        return f"crews from {self.begin} to {self.end} on line {self.line}"


Someone = TypeVar("Someone", bound=Whom)
_FIRST: tuple[type[Whom], ...] = (Total, OfDirection, Route, OfCrossing)  # of two called alike, who keeps its name


def distinguished(whoms: Iterable[Someone]) -> dict[Someone, str]:
    """How each is printed: by its name; where that is taken, by its longer name, and with more "the"s if need be.

    The program's own words keep their names before those that a scenario gives: a crossing called "total" is printed
    as "crossing total".
    """
    names: dict[Someone, str] = {}
    taken: set[str] = set()
    there = list(dict.fromkeys(whoms))
    for whom in sorted(there, key=_order):
        names[whom] = next(name for name in _longer_and_longer(whom) if name not in taken)
        taken.add(names[whom])
    return {whom: names[whom] for whom in there}


def _order(whom: Whom) -> int:
    return _FIRST.index(type(whom)) if type(whom) in _FIRST else len(_FIRST)


def _longer_and_longer(whom: Whom) -> Iterator[str]:
    yield whom.name
    name = whom.longer
    while True:
        yield name
        name = f"the {name}"


def of_the_border(scenario: "Description") -> Iterator[Whom]:
    """The crossings and directions that may have numbers at the border."""
    yield Total()
    for name, crossing in scenario.crossings.items():
        yield OfCrossing(name)
        yield from (OfDirection(direction) for direction in crossing.directions)
        yield from (Route(name, direction) for direction in crossing.directions)
