"""What trains could use and what they used of it: closings, gates, lots and days, by hand and at random."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim import example, read
from corridorsim.model import Scenario
from planning.test_no_gridlock_disrupted import disrupted_trees
from planning.test_random_crossings import crossings
from worlds import Run, into, out, ran, resources, service, world

OUT = "HERE->THERE"
NEAR = 1e-9


def shares(run: Run, resource: str) -> tuple[float, float]:
    row = [*resources(run.plan)].index(resource)
    return float(run.result.occupation.occupied[row]), float(run.result.occupation.open_units[row])


def test_what_is_held_while_a_gate_is_closed_counts_neither_above_nor_below() -> None:
    """Open from 00:00 to 06:00. D's only tracks are held from the crossing at 05:00 on, of four for 1 of 6 h."""
    changes = {
        "window.length": "1 days", "crossings.Gate.closed": {OUT: [{"at": "06:00", "length": "18 h"}]}
    }  # fmt: skip
    run = ran(world(changes, out=out(1)), {"out 1": 5 * 3600 - 3780})
    assert run.times("out 1")["C - D"] == 5 * 3600
    assert shares(run, "D 1520 mm tracks") == (1 / (4 * 6), 4 / 4)


@pytest.mark.parametrize("length", ["9 h", "14 h"])
def test_two_tracks_beyond_a_gate_were_in_use_for_109_and_131_percent_of_their_time(length: str) -> None:
    change = {"far.other_tracks": 2, "closed": {OUT: [{"at": "21:00", "length": length}]}}
    scenario = read(example()).change({f"crossings.Border.{key}": value for key, value in change.items()})
    assert 0.9 < shares(ran(scenario), "Beyond 1520 mm tracks")[0] <= 1


def test_of_lots_those_count_that_are_whole_while_some_units_are_closed() -> None:
    """Three machines, two work a train; from the second of two days on one is closed: one lot both days, not 5/6."""
    yard = {"commodities": ["boxes"], "fronts": 9, "machines": 3, "per_train": 2, "works": "wagons", "rate": 10}
    changes: dict[str, Any] = {
        "consists.boxes.commodity": "boxes", "consists.boxes.transshipment": {"mean": "3 h"},
        "crossings.Gate.far.gauge_break": {"y": yard},
        "disruptions": {"repair": {"closes": "D y machines", "units": 1, "dated": {"since": "2025-01-02"}}},
    }  # fmt: skip
    assert shares(ran(world(changes, out=out(22))), "D y machines")[1] == 2
    changes["disruptions"]["repair"]["dated"] = {"at": "12:00", "length": "24 h"}
    assert shares(ran(world(changes, out=out(22))), "D y machines")[0] <= 1


def test_a_day_whose_number_is_closed_for_some_hours_keeps_its_places() -> None:
    """All 4 places of a day closed until noon, then 4 trains: all of the day's places are used, not twice as many."""
    changes = {
        "window.length": "1 days", f"crossings.Gate.accepts.{OUT}": "4 trains/day",
        "crossings.Gate.day_begins": {OUT: "00:00"},
        "disruptions": {"strike": {"closes": f"Gate {OUT}: acceptance", "dated": {"at": "00:00", "length": "12 h"}}},
    }  # fmt: skip
    run = ran(world(changes, out=out(4)), {f"out {n}": 0 for n in range(1, 5)})
    assert shares(run, f"Gate {OUT} accepted in a day") == (1, 4)


def test_a_gate_that_is_mostly_closed_is_used_as_much_as_it_lets_trains_through() -> None:
    """Open for six hours of a day, the border track is held for half an hour: three trains of the twelve it could."""
    changes = {"window.length": "1 days", "crossings.Gate.closed": {OUT: [{"at": "06:00", "length": "18 h"}]}}
    run = ran(world(changes, out=out(3)), {"out 1": 0, "out 2": 4000, "out 3": 8000})
    assert run.plan.program.capacity[[*resources(run.plan)].index("D 1520 mm tracks")] == 4
    assert shares(run, f"Gate {OUT} open")[0] == 3 / 8  # two turns of four tracks, 3.3 h each, are fewer


@st.composite
def closed_corridors(draw: st.DrawFn) -> Scenario:
    """A crossing at random with what closes gates, tracks and sections of a line, by the clock and by luck."""
    some = draw(crossings())
    hours = {"at": draw(st.sampled_from(["03:00", "21:00"])), "length": draw(st.sampled_from(["5 h", "9 h", "14 h"]))}
    possession = {"start": "B", "end": "C", "tracks": draw(st.sampled_from(["one", "all"]))} | hours
    single = possession["tracks"] == "all"
    storm = {"closes": {"crossing": "Gate"}, "random": {"per_year": 200, "mean": "9 h"}}
    failing = {"line": "line", "start": "A", "end": draw(st.sampled_from(["B", "C"]))}
    failures = {"between": draw(st.sampled_from(["6 h", "20 h"])), "repair": draw(st.sampled_from(["1 h", "6 h"]))}
    changes: dict[str, Any] = {
        "crossings.Gate.closed": draw(st.sampled_from([{}, {OUT: [hours]}, {OUT: [hours], "THERE->HERE": [hours]}])),
        "lines.line.possessions": draw(st.sampled_from([[], [possession]])),
        "lines.line.block": draw(st.sampled_from(["semi-automatic", "automatic"])),
        "lines.line.second_track": [] if single else [{"start": "B", "end": "C", "opens": "2020-01-01"}],
        "disruptions": draw(
            st.sampled_from([{}, {"storm": storm}, {"failing": {"closes": failing, "failures": failures}}])
        ),
        "traffic.services": draw(st.sampled_from([{}, {"railcar": service("A", "C", kind="passenger")}])),
    }
    return some.change(changes)


def assert_within_the_whole(run: Run) -> None:
    occupation, names = run.result.occupation, np.array(run.plan.legend.resources)
    wrong = (occupation.occupied > 1 + NEAR) | (occupation.work > occupation.occupied + NEAR)
    wrong |= (occupation.work < -NEAR) | (occupation.open_units < -NEAR)
    assert not names[wrong].tolist()


@given(closed_corridors())
@settings(max_examples=60)
def test_nothing_is_used_for_more_than_all_of_its_time_nor_for_less_than_none(scenario: Scenario) -> None:
    assert_within_the_whole(ran(scenario))


@given(disrupted_trees())
@settings(max_examples=40)
def test_nor_is_it_on_random_trees_where_anything_is_closed(scenario: Scenario) -> None:
    assert_within_the_whole(ran(scenario))


@pytest.mark.parametrize("trains", [5, 22])
def test_a_direction_that_is_only_tested_is_a_gate_behind_which_trains_stay(
    trains: int,
) -> None:
    """Failures of a stretch under automatic block: the section was in use for 106 % of its time."""
    stretch = {"line": "line", "start": "A", "end": "C"}
    failing = {"closes": stretch, "failures": {"between": "6 h", "repair": "6 h"}}
    for block in ("semi-automatic", "automatic"):
        changes = {"window.length": "10 days", "lines.line.block": block, "disruptions": {"failing": failing}}
        assert_within_the_whole(ran(world(changes, out=out(trains))))
        assert_within_the_whole(ran(world(changes, out=out(trains), back=into(trains))))
