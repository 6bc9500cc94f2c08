"""When sections are occupied and how many tracks are in use: by hand for a few trains, by slow loops for many."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.itineraries import Activity
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import free_units
from corridorsim.string_line.occupation import (
    TrackCounts,
    section_occupation,
    section_passages,
    section_shares,
    station_shares,
    track_counts,
    union,
)
from worlds import Run, into, out, ran, service, services, world

DAY = 86_400
DOUBLE = {"lines.line.second_track": [{"start": "B", "end": "C", "opens": "2024-01-01"}]}
OPENS = {"lines.line.second_track": [{"start": "B", "end": "C", "opens": "2025-01-02"}]}


def passages_of(run: Run, begin: int = 0, end: int = DAY) -> list[tuple[str, str, bool, int, int]]:
    found = section_passages(run.plan, run.outcome, begin, end)
    rows = zip(*(column.tolist() for column in found[:5]), strict=True)
    return [(run.plan.legend.trains[t], run.plan.layout.sections[s].name, up, a, b) for t, s, up, a, b in rows]


def spans_of(run: Run, begin: int = 0, end: int = DAY) -> list[tuple[str, int, int, int]]:
    found = section_occupation(run.plan, run.outcome, begin, end)
    rows = zip(*(column.tolist() for column in found), strict=True)
    return [(run.plan.layout.sections[s].name, track, a, b) for s, track, a, b in rows]


def counts_of(run: Run, station: str, begin: int = 0, end: int = DAY) -> list[tuple[int, int, int, int]]:
    """Begin, end, tracks in use and tracks open."""
    row = [name for name, _ in run.plan.layout.stations[0]].index(station)
    found = track_counts(run.plan, run.outcome, 0, begin, end)
    rows = zip(*(column.tolist() for column in found), strict=True)
    return [tuple(more) for place, *more in rows if place == row]  # type: ignore[misc]


def test_a_train_occupies_a_section_until_its_exit_is_clear() -> None:
    """780 s to B and 1,200 s to C, and 60 s each until another train may come against it."""
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert passages_of(run) == [("out 1", "A - B", True, 0, 840), ("out 1", "B - C", True, 780, 2040)]


def test_the_way_back_goes_down_the_kilometres() -> None:
    """It leaves C after 1,380 s on the section, stop and start among them, and runs through B."""
    run = ran(world(services(car=service("C", "A"))), {"car to C 1": 3 * DAY, "car to A 1": 0})
    assert passages_of(run)[:2] == [("car to A 1", "B - C", False, 0, 1440), ("car to A 1", "A - B", False, 1380, 2040)]


def test_a_passage_is_cut_at_the_window() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert passages_of(run, 800, 1000) == [("out 1", "A - B", True, 800, 840), ("out 1", "B - C", True, 800, 1000)]
    assert passages_of(run, 2040, DAY) == []


def test_a_train_that_the_end_of_the_run_stops_occupies_its_section_to_the_end() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 2 * DAY - 1000})
    assert passages_of(run, DAY, 3 * DAY)[-1] == ("out 1", "B - C", True, 2 * DAY - 220, 2 * DAY)


def test_single_track_is_one_track_for_both_directions() -> None:
    """West is over B - C at 1,440 and clear of A - B at 2,040; east waits at B for it and follows to C at once."""
    run = ran(world(services(car=service("A", "C"))))
    assert spans_of(run) == [("A - B", 0, 0, 840), ("A - B", 0, 1380, 2040), ("B - C", 0, 0, 2880)]


def test_double_track_has_a_track_for_each_direction() -> None:
    """East 1,200 s from 780 on; west 1,380 s from 0 on; each gives its last block back as it arrives."""
    run = ran(world(services(car=service("A", "C")) | DOUBLE))
    assert [span for span in spans_of(run) if span[0] == "B - C"] == [("B - C", 1, 780, 1980), ("B - C", 2, 0, 1380)]


def test_a_section_has_two_tracks_from_the_day_the_second_opens() -> None:
    run = ran(world(services(car=service("A", "C")) | OPENS))
    assert {track for name, track, _, _ in spans_of(run) if name == "B - C"} == {0}
    assert {track for name, track, _, _ in spans_of(run, DAY, 2 * DAY) if name == "B - C"} == {1, 2}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 9)), max_size=12))
def test_a_union_is_the_seconds_that_any_interval_has(rows: list[tuple[int, int, int]]) -> None:
    columns = [np.array([row[i] for row in rows], np.int64) for i in range(3)]
    spans = list(zip(*(c.tolist() for c in union(columns[0], columns[1], columns[1] + columns[2])), strict=True))
    assert {(g, s) for g, a, b in spans for s in range(a, b)} == {(g, s) for g, a, n in rows for s in range(a, a + n)}
    assert spans == sorted(spans)
    assert all(g < h or b < c for (g, _, b), (h, c, _) in pairwise(spans))


def test_shares_are_of_the_window() -> None:
    """A - B 840 and 660 of 3,000 s, B - C 2,880; B's two tracks 1,380 s both and 60 s one of them."""
    run = ran(world(services(car=service("A", "C"))))
    shares = section_shares(section_occupation(run.plan, run.outcome, 0, 3000), 2, 0, 3000)
    assert shares.tolist() == [[1500 / 3000, 0, 0], [2880 / 3000, 0, 0]]
    used, full = station_shares(track_counts(run.plan, run.outcome, 0, 0, 3000), 3, 0, 3000)
    assert (used[1], full[1]) == (2820 / 6000, 1380 / 3000)


def test_a_station_whose_tracks_are_not_counted_has_no_share() -> None:
    counts = TrackCounts(*(np.array([value], np.int64) for value in (1, 0, 10, 1, 2)))
    used, full = station_shares(counts, 2, 0, 10)
    assert (used[1], full[1]) == (0.5, 0)
    assert np.isnan([used[0], full[0]]).all()


def test_tracks_in_use_are_counted_over_time() -> None:
    """East takes its track at B on entry, leaves at 1,440; west has the other from 0 and leaves at 1,380."""
    run = ran(world(services(car=service("A", "C"))))
    assert counts_of(run, "B") == [(0, 1380, 2, 2), (1380, 1440, 1, 2), (1440, DAY, 0, 2)]


def test_a_window_without_a_train_is_one_row() -> None:
    run = ran(world(services(car=service("A", "C"))))
    assert counts_of(run, "B", 5000, 9000) == [(5000, 9000, 0, 2)]
    assert counts_of(run, "B", 1400, 1500) == [(1400, 1440, 1, 2), (1440, 1500, 0, 2)]


@pytest.mark.parametrize("keys", [{}, DOUBLE, OPENS], ids=["single", "double", "opens"])
def test_counts_are_the_levels_of_the_tracks(keys: dict[str, object]) -> None:
    """Told from the intervals and told from the sums: at every second of a busy day the same."""
    run = ran(world(keys, out=out(12), back=into(12)))
    program, level = run.plan.program, free_units(run.plan.program, run.outcome)
    for name, _ in run.plan.layout.stations[0]:
        row = list(run.plan.legend.resources).index(f"{name} tracks")
        counts = counts_of(run, name, DAY // 2, 2 * DAY)
        assert [a for a, *_ in counts][1:] == [b for _, b, *_ in counts][:-1]
        assert (counts[0][0], counts[-1][1]) == (DAY // 2, 2 * DAY)
        seconds = np.array([a for a, *_ in counts], np.int64)
        used = program.capacity[row] - level.at(row, seconds)
        assert [c[2] for c in counts] == used.tolist()


@pytest.mark.parametrize("keys", [{}, DOUBLE, OPENS], ids=["single", "double", "opens"])
def test_a_train_on_a_section_occupies_it(keys: dict[str, object]) -> None:
    """A plain loop over the runs of a busy day: from each start to the next step the section is occupied."""
    run = ran(world(keys, out=out(12), back=into(12)))
    plan, started, spans = run.plan, run.outcome.started.tolist(), spans_of(run, 0, 2 * DAY)
    runs = 0
    for operation, step in enumerate(plan.program.operation_step.tolist()):
        if plan.layout.steps.activity[step] != Activity.RUN or started[operation] == NEVER:
            continue
        until = 2 * DAY if started[operation + 1] == NEVER else started[operation + 1]
        name = plan.layout.sections[plan.layout.steps.section[step]].name
        assert any(s == name and a <= started[operation] and until <= b for s, _, a, b in spans)
        runs += 1
    assert runs > 20
