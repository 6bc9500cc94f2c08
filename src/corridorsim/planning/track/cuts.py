"""Stretches that are cut to a number of trains a day: what a train takes as it enters one, and when it comes back.

A unit comes back 24 hours after it was taken, by the clock. It is taken with the first section of the stretch, or with
the track of the place before it where the train is too long to stand and wait: ``docs/gridlock.md``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from corridorsim.arrays import DAY
from corridorsim.errors import dotted
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import CUT, Stage
from corridorsim.model.demand.formation import Formation
from corridorsim.model.description import Window
from corridorsim.model.lines.movement import Cut
from corridorsim.model.lines.movement_checks import MOST_CUT
from corridorsim.operations import Put
from corridorsim.planning.track.tracks import Tracks


@dataclass(frozen=True)
class StretchPermits:
    """The permits for the stretches that a train enters on its way, by the place before each."""

    with_track: Mapping[str, Sequence[str]]  # taken with the track of a place where it does not fit
    leaving: Mapping[str, Sequence[str]]  # taken as it departs from a place

    @cached_property
    def permits(self) -> frozenset[str]:
        """All of them; each comes back a day after it is taken."""
        return frozenset(name for each in (self.with_track, self.leaving) for own in each.values() for name in own)

    def given_back(self, takes: Iterable[str | tuple[str, int]]) -> list[Put]:
        """The puts of the permits among some takes."""
        return [Put(take, after=DAY) for take in takes if isinstance(take, str) and take in self.permits]


NO_PERMITS = StretchPermits(MappingProxyType({}), MappingProxyType({}))


def permits_on(tracks: Tracks, train: Formation, way: Sequence[str]) -> StretchPermits:
    """What a train takes for the stretches on its way that are cut."""
    with_track: dict[str, list[str]] = {}
    leaving: dict[str, list[str]] = {}
    before: set[tuple[str, int]] = set()
    for section, here in zip(tracks.scenario.network.sections_on(way), way, strict=False):
        cuts = set(_cuts_over(tracks, section.line, section.start_at, section.end_at))
        forward = here == section.start
        stands = here == way[0] or tracks.fits(here, train)
        for line, number in sorted(cuts - before):
            permit = _permit(tracks, line, number, forward)
            (leaving if stands else with_track).setdefault(here, []).append(permit)
        before = cuts
    return StretchPermits(with_track, leaving)


def _cuts_over(tracks: Tracks, line: str, start_at: float, end_at: float) -> Iterator[tuple[str, int]]:
    at = {point.name: point.at for point in tracks.scenario.lines[line].points}
    for number, cut in enumerate(tracks.scenario.lines[line].cuts):
        if at[cut.start] < end_at and start_at < at[cut.end]:
            yield line, number


def _permit(tracks: Tracks, line: str, number: int, forward: bool) -> str:
    """The pool of a cut; where it counts pairs, that of one direction."""
    cut = tracks.scenario.lines[line].cuts[number]
    ends = (cut.start, cut.end) if forward or cut.pairs is None else (cut.end, cut.start)
    stretch, before = " - ".join(ends), tracks.scenario.lines[line].cuts[:number]
    again = f", cut {number + 1}" if any((cut.start, cut.end) == (each.start, each.end) for each in before) else ""
    name, window = f"{stretch}: trains a day{again}", tracks.scenario.window
    stage = Stage(name, CUT, dotted(("lines", line, "cuts", number, cut.counted)))
    return tracks.resources.limit(name, _dated(cut, window), window.until, stage, Role.CUT)


def _dated(cut: Cut, window: Window) -> list[tuple[int, int]]:
    """Units by second of the run: those of the cut while it holds, and more than any line carries otherwise."""
    units = round((cut.trains or 0) if cut.pairs is None else cut.pairs)
    begin = 0 if cut.since is None else max(window.second_of(cut.since), 0)
    limits = [(0, units)] if begin == 0 else [(0, MOST_CUT), (begin, units)]
    return limits if cut.until is None else [*limits, (window.second_of(cut.until), MOST_CUT)]
