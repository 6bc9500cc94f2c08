"""Running times of every train type over every section in both directions, worked out at once.

Four runs differ by what happens at a section's ends: pass or start at its beginning, pass or stop at its end. A train
that passes enters with the speed it has at the end of the section before, and a line's first section as fast as is
allowed; one that starts, starts from a stand. What starting and stopping lose is the difference to passing. Where a
consist or service has a plain speed, or a table of times, these hold instead, with the losses that the table or the
rules give.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation
from corridorsim.running.directed_lines import MARKS, Restrictions, SectionCells, columns_of, directed_lines
from corridorsim.running.powered import Powered, run_powered
from corridorsim.running.trains import TrainType, train_types

CELL = 100.0  # m; no cell is longer
AT_ONCE = 8192  # runs worked out together: their arrays stay small, and Python's share of the time too


class Run(NamedTuple):
    """Seconds of one train type over one section in one direction."""

    passing: float  # pass to pass
    start: float  # lost by starting from a stand at the section's beginning
    stop: float  # lost by stopping at its end
    clearing: float  # from the head's passing of the section's end until the tail has cleared it


@dataclass(frozen=True, eq=False)
class RunningTimes:
    """Times by train type, section and direction; the second index runs over the sections of all directed lines."""

    types: Mapping[Formation, int]  # row of each train type
    sections: Mapping[tuple[str, str], int]  # column of each section, by its ends in the direction of running
    passing: Floats  # (types, sections), s
    start: Floats
    stop: Floats
    clearing: Floats
    elapsed: Floats  # (marks + 1, types, sections): seconds since passing the beginning, at equal distances
    charged_later: Floats  # (types, sections), s of the stop loss that one who did not mean to stop pays as it goes on
    failures: Mapping[tuple[int, int], str]  # what is said of a type that cannot run a section

    def over(self, train: Formation, here: str, there: str) -> Run:
        """Times of a train type over the section from one place to the next.

        Raises CorridorError if there is no such train or section, or if the train cannot climb it or start on it.
        """
        at = self._at(train, here, there)
        return Run(*(float(each[at]) for each in (self.passing, self.start, self.stop, self.clearing)))

    def later(self, train: Formation, here: str, there: str) -> float:
        """Seconds of the stop loss that a train pays as it goes on, where it had to wait and did not mean to stop.

        All of it if physics gives it. None if it is given apart from the start loss, because a wait covers it then.
        """
        return float(self.charged_later[self._at(train, here, there)])

    def parts(self, train: Formation, here: str, there: str, count: int) -> list[float]:
        """Share of the passing time spent in each of so many equal lengths of the section."""
        elapsed = self.elapsed[:, *self._at(train, here, there)]
        bounds = np.linspace(0.0, len(elapsed) - 1, count + 1)
        reached = np.interp(bounds, np.arange(len(elapsed)), elapsed)
        shares: list[float] = (np.diff(reached) / elapsed[-1]).tolist()
        return shares

    def _at(self, train: Formation, here: str, there: str) -> tuple[int, int]:
        if train not in self.types:
            raise CorridorError(
                f'there is no train "{train}"{did_you_mean(str(train), [str(each) for each in self.types])}'
            )
        if (here, there) not in self.sections:
            names = [" - ".join(ends) for ends in self.sections]
            raise CorridorError(f"there is no section {here} - {there}{did_you_mean(f'{here} - {there}', names)}")
        at = self.types[train], self.sections[here, there]
        if at in self.failures:
            raise CorridorError(self.failures[at])
        return at


def running_times(scenario: Scenario, restrictions: Restrictions | None = None, on: date | None = None) -> RunningTimes:
    """Running times of all train types of a scenario.

    Restrictions are further speed limits, by line, in its kilometres. Second tracks that are open `on` a day bring
    their own speed limit; with no day, none has. A train that cannot climb a section makes no error until `over` is
    asked for it.
    """
    columns = columns_of(list(directed_lines(scenario, restrictions or {}, on)), CELL)
    kinds = list(train_types(scenario))
    found = _plain(columns, [kind for kind in kinds if not kind.train], scenario.rules.losses)
    powered = [kind for kind in kinds if kind.train]
    batch = max(1, AT_ONCE // len(columns.cell))
    batches = [powered[first : first + batch] for first in range(0, len(powered), batch)]
    found += [(few, run_powered(columns, [kind.train for kind in few if kind.train])) for few in batches]
    return _gathered(columns, found)


Found = list[tuple[list[TrainType], Powered]]


def _plain(columns: SectionCells, kinds: list[TrainType], losses: tuple[float, float]) -> Found:
    """Runs at plain speeds: the length over the lower of the train's and the line's speed, and the losses of the rules.

    A train without a speed runs over no section but those of its table.
    """
    if not kinds:
        return []
    shape = len(kinds), len(columns.cell)
    allowed = np.empty((*shape, columns.cells))
    for number, line in enumerate(columns.lines):
        nodes = line.nodes(columns.cells)
        for row, kind in enumerate(kinds):
            own = line.allowed(nodes, kind.length, kind.speed or np.inf)
            allowed[row, columns.of(number)] = own.reshape(-1, columns.cells)
    spent = (columns.cell[:, None] / allowed).reshape(*shape, MARKS, -1).sum(axis=3)
    elapsed = np.cumsum(np.pad(np.moveaxis(spent, 2, 0), ((1, 0), (0, 0), (0, 0))), axis=0)
    start, stop = (np.full(shape, loss) for loss in losses)
    untold = {
        (
            row,
            column,
        ): f'"{kind.formation}" has neither a locomotive nor a plain speed, and its running_times do not tell '
        f'"{" - ".join(ends)}"'
        for row, kind in enumerate(kinds)
        for column, ends in enumerate(columns.ends)
        if kind.speed is None
    }
    return [(kinds, Powered(start, stop, allowed[:, :, -1], elapsed, untold))]


def _gathered(columns: SectionCells, found: Found) -> RunningTimes:
    kinds = [kind for few, _ in found for kind in few]
    elapsed = np.concatenate([runs.elapsed for _, runs in found], axis=1)
    start, stop, leaving = (
        np.concatenate([getattr(runs, name) for _, runs in found]) for name in ("start", "stop", "leaving")
    )
    later = np.array([float(kind.train is not None) for kind in kinds])[:, None] * stop
    clearing = np.array([kind.length for kind in kinds])[:, None] / leaving
    failures: dict[tuple[int, int], str] = {}
    first = 0
    for few, runs in found:
        failures |= {(first + row, column): said for (row, column), said in runs.failures.items()}
        first += len(few)
    columns_by_name = {" - ".join(ends): column for column, ends in enumerate(columns.ends)}
    for row, kind in enumerate(kinds):
        for name, told in kind.running_times.items():
            column = columns_by_name[name]
            elapsed[:, row, column] *= told.passing / elapsed[-1, row, column]
            clearing[row, column] = kind.length * told.passing / (columns.cell[column] * columns.cells)
            start[row, column] = start[row, column] if told.start is None else told.start
            stop[row, column] = stop[row, column] if told.stop is None else told.stop
            later[row, column] = later[row, column] if told.stop is None else 0.0
            failures.pop((row, column), None)
    rows = {kind.formation: row for row, kind in enumerate(kinds)}
    sections = {ends: column for column, ends in enumerate(columns.ends)}
    return RunningTimes(rows, sections, elapsed[-1], start, stop, clearing, elapsed, later, failures)
