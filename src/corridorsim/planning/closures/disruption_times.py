"""When disruptions occur in one replication: by the calendar, at random in a season, or as failures and repairs."""

import numpy as np

from corridorsim.arrays import DAY, Floats, Ints
from corridorsim.model.description import Window
from corridorsim.model.disruptions.disruption import MONTHS, Disruption, Failures, Lengths, Random
from corridorsim.model.lines.movement import Span
from corridorsim.planning.demand.streams import exponential, lognormal, uniform
from corridorsim.planning.track.sections import united

LONGEST = 20  # of so many times their mean length hardly a disruption lasts
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def spans_of(name: str, disruption: Disruption, window: Window, seed: int, replication: int) -> list[Span]:
    """Seconds [from, until) of the run in which a disruption lasts, in order and without overlap.

    Random numbers are drawn by the disruption's own name: adding or removing another one does not change them. A storm
    that began before the run and lasts into it is included; equipment that may fail works at the start of the run.
    """
    if disruption.dated:
        return united(list(window.spans(disruption.dated, disruption.clock)))
    luck = Luck(f"disruption {name}", seed, replication)
    if disruption.random is not None:
        begin, length = _at_random(disruption.random, window, luck)
        begun, lasts = _begun_before(disruption.random, window, luck)
        begin, length = np.concatenate((begun, begin)), np.concatenate((lasts, length))
    else:
        assert disruption.failures is not None
        begin, length = _failing(disruption.failures, window.until, luck)
    spans = zip(np.floor(begin).astype(int).tolist(), np.maximum(1, np.rint(length)).astype(int).tolist(), strict=True)
    inside = [(max(0, first), min(first + seconds, window.until)) for first, seconds in spans]
    return united([(first, last) for first, last in inside if first < last])


class Luck:
    """The random numbers of one disruption in one replication, by purpose."""

    def __init__(self, stream: str, seed: int, replication: int) -> None:
        self.key = seed, replication, stream

    def exponential(self, purpose: str, count: int) -> Floats:
        """Draws with mean 1."""
        return exponential(uniform(*self.key, purpose, count))

    def lengths(self, said: Lengths, mean: float, count: int, purpose: str = "length") -> Floats:
        """Length of each in seconds."""
        if said.distribution == "exponential":
            return mean * self.exponential(purpose, count)
        return lognormal(uniform(*self.key, purpose, count), mean, 1.0 if said.variation is None else said.variation)


def _at_random(random: Random, window: Window, luck: Luck) -> tuple[Floats, Floats]:
    """When disruptions begin at the rate of their season (a Poisson process), and how long each lasts."""
    begin = _moments(random, window, np.arange(-(-window.until // DAY)), luck, "begin")
    return begin, luck.lengths(random, random.mean, len(begin))


def _begun_before(random: Random, window: Window, luck: Luck) -> tuple[Floats, Floats]:
    """Disruptions from before the run, so far back that hardly any of them lasts into it; the last one first."""
    days = -(-LONGEST * random.mean // DAY)
    begin = -_moments(random, window, -1 - np.arange(days), luck, "begun before")
    return begin, luck.lengths(random, random.mean, len(begin), "length of one begun before")


def _moments(random: Random, window: Window, days: Ints, luck: Luck, purpose: str) -> Floats:
    """Seconds from the start of the run, by days in order (or backwards), at which disruptions begin."""
    in_season = np.isin(np.array(MONTHS), random.months)
    month = (np.datetime64(window.simulation_start, "D") + days).astype("datetime64[M]").astype(int) % 12
    a_day = random.per_year / MONTH_DAYS[in_season].sum()
    expected = np.concatenate(([0.0], np.cumsum(a_day * in_season[month])))
    due = np.cumsum(luck.exponential(purpose, _enough(expected[-1])))
    begin: Floats = np.interp(due[due < expected[-1]], expected, np.arange(len(expected)) * float(DAY))
    return begin


def _failing(failures: Failures, until: int, luck: Luck) -> tuple[Floats, Floats]:
    """When equipment that works at the start of the run fails, and how long each repair takes (a renewal process)."""
    count = _enough(until / failures.between)
    works = failures.between * luck.exponential("begin", count)
    repair = luck.lengths(failures, failures.repair, count)
    begin: Floats = np.cumsum(works) + np.concatenate(([0.0], np.cumsum(repair)[:-1]))
    return begin, repair


def _enough(expected: float) -> int:
    """Number of draws that is certainly enough for an expected number."""
    return int(np.ceil(expected)) + 6 * int(np.sqrt(expected)) + 20
