"""Things that happen to some trains only, such as an inspection or a refusal: drawn per train, shown by its itinerary.

A step cannot exist for one train and not for the next, but trains of a stream can have different itineraries. An
itinerary is written with all its steps, and its variants omit those that do not happen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from corridorsim.planning.demand.streams import uniform

Table = npt.NDArray[np.int64]
RARE = 1e-3  # probability that a train would have been refused once more than the maximum


@dataclass(frozen=True)
class Chance:
    """Something that happens to a share of the trains; to that share of these a second time, and so on."""

    purpose: str
    share: float  # strictly between 0 and 1
    most: int = 1

    def times(self, seed: int, replication: int, stream: str, count: int) -> Table:
        """How often it happens to each train: u < share, u < share^2, ..., so random numbers are kept as the share
        grows."""
        u = uniform(seed, replication, stream, self.purpose, count)
        happens: Table = np.floor(np.log(u) / np.log(self.share)).astype(np.int64)
        return np.minimum(happens, self.most)


class When(NamedTuple):
    """A step that exists if something happens for at least the nth time."""

    chance: Chance
    nth: int = 1

    @property
    def share(self) -> float:
        """Share of the trains that have the step."""
        return self.chance.share**self.nth


class Conditional(Protocol):
    """A step that may be omitted."""

    @property
    def when(self) -> When | None:
        """When it exists; if None, always."""


S = TypeVar("S", bound=Conditional)


def until_rare(purpose: str, share: float) -> Chance:
    """Something that may happen repeatedly, up to a number of times that fewer than one in a thousand trains exceed."""
    most = int(np.ceil(np.log(RARE) / np.log(share) - 1e-9)) - 1
    return Chance(purpose, share, max(1, most))


def chances_of(steps: Sequence[Conditional]) -> list[Chance]:
    """The chances of an itinerary, in the order of its steps."""
    return list(dict.fromkeys(step.when.chance for step in steps if step.when is not None))


Happens = tuple[tuple[str, int], ...]
"""What happens less often than it may, by its purpose, and how often: by this the variants of an itinerary differ."""


def variants(steps: Sequence[S]) -> Iterator[tuple[Happens, list[S]]]:
    """An itinerary with all its steps, and every other of its variants."""
    chances = chances_of(steps)
    for times in product(*(range(chance.most, -1, -1) for chance in chances)):
        happens = dict(zip(chances, times, strict=True))
        kept = [step for step in steps if step.when is None or happens[step.when.chance] >= step.when.nth]
        yield happening(chances, times), kept


def happening(chances: Sequence[Chance], times: Sequence[int]) -> Happens:
    """Which variant has a train to which each of these happens so often; empty for the one with all steps."""
    return tuple((chance.purpose, n) for chance, n in zip(chances, times, strict=True) if n < chance.most)
