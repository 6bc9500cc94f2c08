"""Scenarios side by side: paired differences, and what differs in their inputs."""

from typing import Any

import pytest

from corridorsim.comparison.study import Difference, compare
from corridorsim.measures.numbers import TONNES, Number, OfCrossing
from corridorsim.study import Estimate
from two_crossings import two
from worlds import OUT, into, out, world

VARIED: dict[str, Any] = {
    "consists.boxes.transshipment.variation": 0.5,
    "window": {"start": "2025-01-01", "length": "6 days", "warm_up": "1 days"},
    "replications": 3,
}
BASE = world(VARIED, out=out(9), back=into(6))
NARROW = BASE.change({"name": "narrow", "crossings.Gate.accepts.HERE->THERE": "4 trains/day"})
TOTAL = Number(TONNES)
NOTHING = Estimate(0, 0, 0, 3)


def differences(*scenarios: Any) -> dict[str, Difference]:
    told = compare(scenarios)
    return {told.named.name(each.number): each for each in told.differences}


def test_a_scenario_compared_with_itself_differs_by_exactly_nothing() -> None:
    told = compare([BASE, BASE])
    assert told.inputs == ()
    assert len(told.differences) > 10
    assert all(each.change == NOTHING and not each.is_clear for each in told.differences)


def test_a_difference_is_taken_replication_by_replication() -> None:
    told = compare([BASE, NARROW])
    base, narrow = (study.values(TOTAL) for study in told.studies)
    [tonnes] = [each for each in told.differences if each.number == TOTAL]
    assert tonnes.change == Estimate.of([b - a for a, b in zip(base, narrow, strict=True)])
    assert tonnes.change.mean == pytest.approx(tonnes.other.mean - tonnes.base.mean)
    assert tonnes.is_clear
    assert tonnes.change.high < 0


def test_what_a_change_does_not_touch_does_not_differ_at_all() -> None:
    """Trains out are held back at A by the crossing; the in-bound trains take their own tracks of double lines."""
    double = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-01"}]}
    limit = {"crossings.Gate.under_way": {"HERE->THERE": 3}, "crossings.Gate.accepts.HERE->THERE": "4 trains/day"}
    roomy = {"crossings.Gate.one_way": 0.5, "lines.line.points[2].tracks": 20, "crossings.Gate.far.own_tracks": 20,
             "crossings.Gate.near.control.lanes": 20, "crossings.Gate.far.control.lanes": 20}  # fmt: skip
    told = differences(BASE.change(double | roomy), BASE.change(double | roomy | limit))
    assert told["trains.Gate THERE->HERE trains/day"].change == NOTHING
    assert told["trains.Gate HERE->THERE trains/day"].change.high < 0


def test_paired_intervals_are_narrower_than_those_of_the_two_means() -> None:
    """A little longer forming makes every train a little later, with the same luck."""
    change = {"crossings.Gate.forming.mean": "40 min", "consists.boxes.transshipment.variation": 1}
    told = differences(BASE.change({"consists.boxes.transshipment.variation": 1}), BASE.change(change))["dwell.Gate h"]
    assert told.change.mean == pytest.approx(10 / 60, abs=0.1)
    assert told.change.high - told.change.low < (told.base.high - told.base.low) / 2


def test_all_run_with_the_seed_and_the_replications_of_the_first() -> None:
    told = compare([BASE, BASE.change({"seed": 7, "replications": 9})])
    assert [len(study.replications) for study in told.studies] == [3, 3]
    assert all(each.change == NOTHING for each in told.differences)


def test_each_scenario_is_held_against_the_first() -> None:
    told = compare([BASE, NARROW, BASE.change({"name": "double", "traffic.scale": 2})])
    assert [each.scenario for each in told.differences if each.number == TOTAL] == ["narrow", "double"]


# what is clear


def difference(changes: list[float], base: float = 10.0) -> Difference:
    other = [base + change for change in changes]
    return Difference(TOTAL, "other", *map(Estimate.of, ([base] * len(changes), other, changes)))


def test_nothing_is_clear_below_what_the_table_shows() -> None:
    """All of -0.002 to -0.004: on the screen +0.00, +0.00 to +0.00."""
    assert difference([-0.002, -0.003, -0.004]).is_clear is False
    assert difference([-0.019, -0.03, -0.041]).is_clear is False  # -0.06 to -0.00
    assert difference([-0.02, -0.02, -0.02]).is_clear is True


def test_what_is_told_in_thousands_is_clear_by_whole_units() -> None:
    assert difference([0.3, 0.3, 0.3], base=250_000).is_clear is False
    assert difference([3.0, 3.0, 3.0], base=250_000).is_clear is True


def test_one_replication_gives_no_interval_and_no_verdict() -> None:
    told = compare([BASE.change({"replications": 1}), NARROW])
    assert len(told.differences) > 10
    assert all(each.is_clear is None and not each.change.has_interval for each in told.differences)


def test_a_number_that_only_some_replications_have_is_paired_over_these() -> None:
    """A train in 25 days: of three replications of six days some have none."""
    rare = world(VARIED | {"replications": 8}, out=out(1 / 25))
    slower = rare.change({"name": "slower", "crossings.Gate.forming.mean": "40 min"})
    told = differences(rare, slower)["dwell.Gate h"]
    assert 0 < told.change.observed < 8
    assert told.base.observed == told.other.observed == told.change.observed
    assert told.change.mean == pytest.approx(10 / 60)
    assert told.change.mean == pytest.approx(told.other.mean - told.base.mean)


# what only one of two scenarios has

ALONE = two(None).change({"replications": 2, "window.length": "6 days", "name": "alone"})
DOORS = OUT | {"tonnes": "1460 kt/year", "crossing": "Door", "inland": {"west": "100 %"}}
BOTH = ALONE.change({"traffic.flows.door": DOORS, "name": "both"})
DOOR = "tonnes.Door Mt/year"


def test_a_number_that_only_one_scenario_has_is_told_in_either_order() -> None:
    late, early = differences(ALONE, BOTH)[DOOR], differences(BOTH, ALONE)[DOOR]
    assert late.base is late.change is early.other is early.change is None
    assert late.other == early.base
    assert late.other is not None
    assert [late.only_in("alone"), early.only_in("both")] == ["both"] * 2
    assert not late.is_clear


def test_how_many_replications_stand_behind_it_is_told_for_either() -> None:
    """A dwell time that only one scenario has in some of its replications."""
    rare = world(VARIED | {"replications": 8}, out=out(1 / 25))
    closed = rare.change(
        {"name": "closed", "crossings.Gate.closed": {"HERE->THERE": [{"since": "2024-12-01", "until": "2025-02-01"}]}}
    )
    told = differences(rare, closed)["dwell.Gate h"]
    assert told.other is told.change is told.is_clear is None
    assert told.only_estimate is told.base is not None
    assert 0 < told.base.observed < 8
    assert told.pairs == 0


def test_of_three_scenarios_a_number_is_told_beside_those_that_have_it() -> None:
    told = list(compare([ALONE, ALONE.change({"traffic.scale": 2}), BOTH]).differences)
    assert [each.scenario for each in told if each.number == Number(TONNES, OfCrossing("Door"))] == ["both"]


def test_it_is_among_the_numbers_read_first_beside_its_kind() -> None:
    for scenarios in ([ALONE, BOTH], [BOTH, ALONE]):
        told = compare(scenarios)
        names = [told.named.name(each.number) for each in told.headline]
        tonnes = [name for name in names if name.startswith("tonnes.")]
        assert tonnes == ["tonnes.total Mt/year", "tonnes.Gate Mt/year", DOOR]
        assert names[: len(tonnes)] == tonnes


def test_all_numbers_are_compared_not_only_those_read_first() -> None:
    told = compare([BASE, NARROW])
    assert {each.number for each in told.differences} == set(told.studies[0].estimates.by_number)
    assert len(told.headline) < len(told.differences)


def test_scenarios_of_one_name_are_told_apart() -> None:
    told = compare([BASE, BASE.change({"traffic.scale": 2}), BASE])
    assert told.labels == ("world", "world (2)", "world (3)")
    assert {each.scenario for each in told.differences} == {"world (2)", "world (3)"}
