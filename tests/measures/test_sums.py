"""The sums that compiled code makes in one pass are those that numpy makes of whole columns."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from border_world import BUSY
from corridorsim.arrays import Ints
from corridorsim.itineraries import Activity, Kind, Plan
from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.conservation import take_account
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import seconds_of
from worlds import into, out, ran, world

BUSY_WORLDS = pytest.mark.parametrize("changes", BUSY, ids=["plain", "warm", "embargo", "dated"])


def crowd(changes: dict[str, Any]) -> Columns:
    return ran(world(changes, out=out(30), back=into(20))).columns


def left(columns: Columns, moment: Ints) -> Ints:
    """Seconds of the window after each moment, none after NEVER."""
    return np.where(moment == NEVER, 0, columns.end - np.clip(moment, columns.begin, columns.end))


def by(row: Ints, weights: Ints, size: int) -> list[int]:
    return np.bincount(row, weights, size).astype(int).tolist()


@BUSY_WORLDS
def test_what_is_held_and_waited_for_is_added_up(changes: dict[str, Any]) -> None:
    columns = crowd(changes)
    p, step, train = columns.plan.program, columns.plan.program.operation_step, columns.plan.program.operation_train
    ready, started = (moments.astype(np.int64) for moments in (columns.outcome.ready, columns.outcome.started))
    waited = left(columns, ready) - left(columns, started)
    held = np.zeros(p.resources, np.int64)
    for row in np.flatnonzero((started != NEVER) & columns.is_train[train]).tolist():
        for take in range(p.take_first[step[row]], p.take_first[step[row] + 1]):
            held[p.take_resource[take]] += p.take_units[take] * left(columns, started[row])
        for put in range(p.put_first[step[row]], p.put_first[step[row] + 1]):
            held[p.put_resource[put]] -= p.put_units[put] * left(columns, started[row] + p.put_after[put])
    assert waited.any()
    assert columns.use.held.tolist() == held.tolist()
    assert columns.use.step_waited.tolist() == by(step, waited, p.steps)
    assert columns.use.train_waited.tolist() == by(train, waited, p.trains)


@BUSY_WORLDS
def test_runs_over_the_lines_are_counted_by_step_and_kind(changes: dict[str, Any]) -> None:
    columns = crowd(changes)
    p, steps, started = columns.plan.program, columns.plan.layout.steps, columns.outcome.started.astype(np.int64)
    moves = (steps.activity == Activity.RUN) & (steps.line >= 0)
    stands = (steps.activity == Activity.ARRIVE) & (steps.line >= 0) & np.append(moves[1:], False)
    inside = (started >= columns.begin) & (started < columns.end)
    goes_on = np.append(started[1:], NEVER) != NEVER
    rows = np.flatnonzero((moves | stands)[p.operation_step] & inside & goes_on)
    cell = p.operation_step[rows] * (len(Kind) + 1) + columns.kind[p.operation_train[rows]]
    size = p.steps * (len(Kind) + 1)
    assert columns.runs.times.ravel().tolist() == by(cell, np.ones(len(rows)), size)
    assert columns.runs.seconds.ravel().tolist() == by(cell, started[rows + 1] - started[rows], size)
    assert columns.runs.unhindered.ravel().tolist() == by(cell, p.duration[rows], size)
    over = np.zeros_like(columns.runs.over)
    rows = np.flatnonzero(moves[p.operation_step] & inside)
    over[p.operation_train[rows], steps.line[p.operation_step[rows]]] = True
    assert over.any()
    assert np.array_equal(columns.runs.over, over)


@BUSY_WORLDS
def test_waits_and_stays_are_gathered_place_by_place(changes: dict[str, Any]) -> None:
    columns = crowd(changes)
    asked, waits, stays = stands_slowly(columns)
    assert columns.stands.asked.tolist() == asked
    assert sorted(columns.stands.waits.tolist()) == sorted(place << 32 | seconds for place, seconds in waits)
    assert sorted(columns.stands.stays.tolist()) == sorted(place << 32 | seconds for place, seconds in stays)
    assert waits
    assert stays


def stands_slowly(columns: Columns) -> tuple[list[int], list[tuple[int, int]], list[tuple[int, int]]]:
    """The same by dictionaries and lists: how often something was asked, each wait and each stay."""
    p, steps, outcome = columns.plan.program, columns.plan.layout.steps, columns.outcome
    asked, waits, stays = [0] * len(columns.plan.layout.places), [], []
    for train in np.flatnonzero(columns.is_train).tolist():
        visits: list[list[int]] = []
        previous = NEVER
        for row in range(p.operation_first[train], p.operation_first[train + 1]):
            step, started = int(p.operation_step[row]), int(outcome.started[row])
            place, section, further = int(steps.place[step]), int(steps.section[step]), False
            further, previous = section != NEVER and section == previous, section
            if started == NEVER or steps.activity[step] == Activity.CALL:
                continue
            if p.take_first[step] < p.take_first[step + 1] and columns.begin <= started < columns.end:
                asked[place] += 1
                waits += [(place, started - int(outcome.ready[row]))] if started > outcome.ready[row] else []
            if not further and visits and steps.place[p.operation_step[visits[-1][-1]]] == place:
                visits[-1].append(row)
            elif not further:
                visits.append([row])
        for rows in visits:
            leaves = steps.activity[p.operation_step[rows[-1]]] in (Activity.RUN, Activity.CROSS, Activity.END)
            if len(rows) > 1 and leaves and columns.begin <= outcome.started[rows[-1]] < columns.end:
                place = int(steps.place[p.operation_step[rows[0]]])
                stays.append((place, int(outcome.started[rows[-1]] - outcome.started[rows[0]])))
    return asked, waits, stays


def test_what_comes_back_after_the_window_is_held_to_its_end() -> None:
    """The section comes back 60 s after an arrival at 800 (entry at 20): the window ends at 830."""
    columns = ran(world(out=out(0.5)), {"out 1": 20}).columns
    short = Columns(cut(columns, 830), columns.outcome)
    section = list(columns.plan.legend.resources).index("A - B")
    assert short.use.held[section] == 830 - 20


def cut(columns: Columns, until: int) -> Plan:
    return replace(columns.plan, program=replace(columns.plan.program, until=until))


@BUSY_WORLDS
def test_blocks_of_few_trains_tell_the_same_as_all_at_once(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = crowd(changes)
    one, account = whole.stands, take_account(whole)
    monkeypatch.setattr("corridorsim.measures.columns.A_BLOCK", 50)
    monkeypatch.setattr("corridorsim.operations.ledger.MOST_TRAINS", 3)
    parts = crowd(changes)
    assert len(parts.blocks) > 5
    for mine, theirs in zip(one, parts.stands, strict=True):
        assert mine.tolist() == theirs.tolist()
    assert account.at_end.tolist() == take_account(parts).at_end.tolist()
    trains = np.flatnonzero(whole.is_train)
    steps = np.full(len(trains), 2)
    own = [whole.plan.program.duration[first : first + 2].sum() for first in whole.plan.program.operation_first[trains]]
    assert seconds_of(whole.plan.program, trains, steps).tolist() == own
