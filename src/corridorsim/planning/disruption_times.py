"""When disruptions come in one replication: by the calendar, at random moments of a season, or failure after repair."""

import numpy as np

from corridorsim.model.description import Window
from corridorsim.model.disruption import MONTHS, Disruption, Failures, Lengths, Random
from corridorsim.model.movement import Span
from corridorsim.planning.sections import united
from corridorsim.planning.streams import Floats, exponential, lognormal, uniform

DAY = 86_400
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def spans_of(name: str, disruption: Disruption, window: Window, seed: int, replication: int) -> list[Span]:
    """Seconds [from, until) of the run in which a disruption lasts, in order and apart.

    Its luck is drawn by its own name: another disruption more or less leaves it as it was. One that would have begun
    before the run is not drawn.
    """
    if disruption.dated:
        return united(list(window.spans(disruption.dated, disruption.clock)))
    luck = Luck(f"disruption {name}", seed, replication)
    if disruption.random is not None:
        begin, length = _at_random(disruption.random, window, luck)
    else:
        assert disruption.failures is not None
        begin, length = _failing(disruption.failures, window.until, luck)
    spans = zip(np.floor(begin).astype(int).tolist(), np.maximum(1, np.rint(length)).astype(int).tolist(), strict=True)
    return united([(first, min(first + seconds, window.until)) for first, seconds in spans if first < window.until])


class Luck:
    """The draws of one disruption in one replication, by purpose."""

    def __init__(self, stream: str, seed: int, replication: int) -> None:
        self.key = seed, replication, stream

    def exponential(self, purpose: str, count: int) -> Floats:
        """Draws of mean 1."""
        return exponential(uniform(*self.key, purpose, count))

    def lengths(self, said: Lengths, mean: float, count: int) -> Floats:
        """Seconds that each lasts."""
        if said.distribution == "exponential":
            return mean * self.exponential("length", count)
        return lognormal(uniform(*self.key, "length", count), mean, 1.0 if said.variation is None else said.variation)


def _at_random(random: Random, window: Window, luck: Luck) -> tuple[Floats, Floats]:
    """When disruptions begin at the rate of their season (a Poisson process), and how long each lasts."""
    in_season = np.isin(np.array(MONTHS), random.months)
    first = np.datetime64(window.simulation_start, "D")
    day = first + np.arange(-(-window.until // DAY))
    month = day.astype("datetime64[M]").astype(int) % 12
    a_day = random.per_year / MONTH_DAYS[in_season].sum()
    expected = np.concatenate(([0.0], np.cumsum(a_day * in_season[month])))
    due = np.cumsum(luck.exponential("begin", _enough(expected[-1])))
    begin: Floats = np.interp(due[due < expected[-1]], expected, np.arange(len(expected)) * float(DAY))
    return begin, luck.lengths(random, random.mean, len(begin))


def _failing(failures: Failures, until: int, luck: Luck) -> tuple[Floats, Floats]:
    """When equipment that works as the run begins fails, and how long each repair takes (a renewal process)."""
    count = _enough(until / failures.between)
    works = failures.between * luck.exponential("begin", count)
    repair = luck.lengths(failures, failures.repair, count)
    begin: Floats = np.cumsum(works) + np.concatenate(([0.0], np.cumsum(repair)[:-1]))
    return begin, repair


def _enough(expected: float) -> int:
    """How many draws are enough for this many expected, beyond all doubt."""
    return int(np.ceil(expected)) + 6 * int(np.sqrt(expected)) + 20
