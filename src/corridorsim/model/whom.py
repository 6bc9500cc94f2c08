"""Whose number it is: all trains together, a crossing, a direction, a line, a service, a stretch of crews.

These are values: two that are called alike are two all the same. Only their printed names must differ, which
``distinguished`` provides.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from corridorsim.model.counting import TrainCount
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


@dataclass(frozen=True)
class OfKind(Whom):
    """Trains of one kind over a crossing in one direction, accepted by a number of their own."""

    crossing: str
    direction: str
    kind: str

    @property
    def name(self) -> str:
        """Such as "Dostyk KZ->CN grain"."""
        return f"{self.crossing} {self.direction} {self.kind}"

    @property
    def longer(self) -> str:
        """Such as "crossing Dostyk, direction KZ->CN, kind grain"."""
        return f"crossing {self.crossing}, direction {self.direction}, kind {self.kind}"


class OfCrossing(_Called):
    """A crossing in both directions."""

    noun = "crossing"


@dataclass(frozen=True)
class OfGoods(Whom):
    """One commodity: at all crossings, or at a crossing, in a direction, or both."""

    goods: str
    within: Whom

    @property
    def name(self) -> str:
        """Such as "coal", or "coal, Dostyk KZ->CN"."""
        return self.goods if isinstance(self.within, Total) else f"{self.goods}, {self.within.name}"

    @property
    def longer(self) -> str:
        """Such as "goods coal, crossing Dostyk"."""
        return f"goods {self.goods}, {self.within.longer}"


@dataclass(frozen=True)
class OfCount(Whom):
    """Trains past the place of a count: of all kinds or of one, both ways or one."""

    called: str
    use: str = ""  # loaded, empty, passenger, local
    toward: str = ""  # "to" or "from" a point

    @property
    def name(self) -> str:
        """Such as "west of Aktogay, loaded, to Moiynty"."""
        return ", ".join(filter(None, (self.called, self.use, self.toward)))

    @property
    def longer(self) -> str:
        """Such as "count west of Aktogay, loaded"."""
        return f"count {self.name}"


@dataclass(frozen=True)
class OfMovement(Whom):
    """The border stations of a country, for trains that leave it or for those that enter it."""

    country: str
    movement: str  # "leaving" or "entering"

    @property
    def name(self) -> str:
        """Such as "leaving CN"."""
        return f"{self.movement} {self.country}"

    @property
    def longer(self) -> str:
        """Such as "trains leaving CN"."""
        return f"trains {self.name}"


@dataclass(frozen=True)
class OfStation(Whom):
    """A border station, for trains that leave its country or for those that enter it."""

    station: str
    country: str
    movement: str  # "leaving" or "entering"

    @property
    def name(self) -> str:
        """Such as "Alashankou leaving CN"."""
        return f"{self.station} {self.movement} {self.country}"

    @property
    def longer(self) -> str:
        """Such as "station Alashankou, leaving CN"."""
        return f"station {self.station}, {self.movement} {self.country}"


class AtPlace(_Called):
    """Trains that stand at a border station, or where they leave the corridor; both directions."""

    noun = "place"

    @property
    def name(self) -> str:
        """Such as "at Dostyk"."""
        return f"at {self.called}"


class AlongLine(_Called):
    """Trains that stand along a line, its border stations left out."""

    noun = "line"

    @property
    def name(self) -> str:
        """Such as "on Dostyk-Moiynty"."""
        return f"on {self.called}"


class Outside(_Called):
    """Trains that are not yet let in where their run begins."""

    noun = "trains outside"

    @property
    def name(self) -> str:
        """Such as "outside Moiynty"."""
        return f"outside {self.called}"


class OfLine(_Called):
    """A line."""

    noun = "line"


class OfService(_Called):
    """A passenger or local service one way, such as "railcar to Border"."""

    noun = "service"


class OfFlow(_Called):
    """The goods of a flow, whichever crossing they use."""

    noun = "flow"


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


def distinguished(whoms: Iterable[Someone], others: Collection[str] = ()) -> dict[Someone, str]:
    """How each is printed: by its name; where that is taken, by its longer name, and with more "the"s if need be.

    ``others`` are names that are taken already.

    The program's own words keep their names before those that a scenario gives: a crossing called "total" is printed
    as "crossing total".
    """
    names: dict[Someone, str] = {}
    taken = set(others)
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
    """The crossings and directions that may have numbers at the border: of all goods, then of each commodity."""
    everywhere = list(_places(scenario))
    yield from everywhere
    carriers = (scenario.consists.get(name) for flow in scenario.traffic.flows.values() for name in flow.consists)
    for goods in dict.fromkeys(each.commodity for each in carriers if each is not None and each.commodity):
        yield from (OfGoods(goods, whom) for whom in everywhere)


def _places(scenario: "Description") -> Iterator[Whom]:
    yield Total()
    for name, crossing in scenario.crossings.items():
        yield OfCrossing(name)
        yield from (OfDirection(direction) for direction in crossing.directions)
        yield from (Route(name, direction) for direction in crossing.directions)


USES = ("loaded", "empty", "passenger", "local")  # what trains past a place may be


def at_stations(scenario: "Description") -> Iterator[Whom]:
    """Whose times at border stations a scenario may have: all, by country and movement, by station and movement."""
    yield Total()
    sides = [side for crossing in scenario.crossings.values() for side in (crossing.near, crossing.far)]
    for movement in ("leaving", "entering"):
        yield from (OfMovement(country, movement) for country in dict.fromkeys(side.country for side in sides))
        yield from (OfStation(side.station, side.country, movement) for side in sides)


def of_counts(counts: Mapping[str, "TrainCount"]) -> Iterator[OfCount]:
    """Whose numbers the counts of a scenario have."""
    for name, count in counts.items():
        for way in ("", *ways_of(count)):
            yield from (OfCount(name, use, way) for use in ("", *USES))


def ways_of(count: "TrainCount") -> tuple[str, str]:
    """The two directions past the place of a count: toward its second point, and from there."""
    return f"to {count.toward}", f"from {count.toward}"
