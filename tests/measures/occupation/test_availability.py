"""What the plan leaves open: levels, hours, overlapping closings, whole lots."""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Plan
from corridorsim.measures.occupation.availability import Availability, Hours, measure_availability
from worlds import CLOSED, out, ran, world

DAY = 86_400
WEEKEND = {"days": ["Fri", "Sat", "Sun"]}
NIGHT = {"at": "22:00", "length": "8 h"}


def column(plan: Plan, name: str) -> int:
    return list(plan.legend.resources).index(name)


def test_a_level_that_holds_for_days_counts_in_units() -> None:
    """4 a day, and 8 from the second of two days."""
    level = [{"trains": "4 trains/day"}, {"trains": "8 trains/day", "since": "2025-01-02"}]
    plan = ran(world({"crossings.Gate.accepts.HERE->THERE": level}, out=out())).plan
    opening = measure_availability(plan, np.array([column(plan, "Gate HERE->THERE accepted in 24 h")]))
    assert (opening.units.tolist(), opening.share.tolist()) == ([6], [1])
    accepted = np.array([column(plan, "Gate HERE->THERE accepted in 24 h")])
    assert [measure_availability(plan, accepted, at).units.tolist() for at in (0, DAY)] == [[4], [8]]


def test_a_storm_on_the_day_is_no_level_of_it() -> None:
    """Closed for the second of four days, whichever day is asked for: three quarters of the border track."""
    storm = {"closes": {"crossing": "Gate"}, "dated": {"since": "2025-01-02", "until": "2025-01-03"}}
    plan = ran(world({"window.length": "4 days", "disruptions": {"storm": storm}}, out=out())).plan
    track = np.array([column(plan, "Gate border track 1520 mm")])
    on = [measure_availability(plan, track, at * DAY).units.tolist() for at in range(4)]
    assert on == [[0.75]] * 4


def test_what_never_opens_has_no_units() -> None:
    plan = ran(world(CLOSED, out=out())).plan
    opening = measure_availability(plan, np.array([column(plan, "Gate HERE->THERE accepted in 24 h")]))
    assert (opening.units.tolist(), opening.share.tolist()) == ([0], [0])


def test_possessions_are_hours_of_opening() -> None:
    """The one track of A - B is taken out of service for 6 hours of each day."""
    window = {"lines.line.possessions": [{"start": "A", "end": "B", "at": "06:00", "length": "6 h"}]}
    plan = ran(world(window, out=out())).plan
    opening = measure_availability(plan, np.array([column(plan, "A - B")]))
    assert (opening.units.tolist(), opening.share.tolist()) == ([1], [0.75])


def lanes(closed: list[dict[str, Any]], **changes: Any) -> Availability:
    """C's three lanes, closed at times, over 28 days from a Wednesday."""
    change = {"window.length": "28 days", "crossings.Gate.near.control.closed": closed} | changes
    plan = ran(world(change, out=out())).plan
    return measure_availability(plan, np.array([column(plan, "C control lanes")]))


def hours(closed: list[dict[str, Any]]) -> Hours:
    return lanes(closed).hours[0]


@pytest.mark.parametrize(
    ("closed", "units", "share"),
    [
        ([NIGHT], 3, 16 / 24),
        ([NIGHT, NIGHT], 3, 16 / 24),
        ([NIGHT, {"at": "00:00", "length": "8 h"}], 3, 14 / 24),
        ([NIGHT, {"days": ["Sun"]}], 3, 18 / 7 / 3 * 16 / 24),  # the night into Monday begins on Sunday
        ([NIGHT | {"units": 1}, NIGHT | {"units": 1}], 3, (16 * 3 + 8) / 72),
        ([NIGHT | {"units": 2}, NIGHT | {"units": 2}], 3, 16 / 24),
    ],
)
def test_closings_that_overlap_close_no_more_than_there_is(
    closed: list[dict[str, Any]], units: float, share: float
) -> None:
    found = lanes(closed)
    assert found.units[0] == pytest.approx(units)
    assert found.share[0] == pytest.approx(share, rel=0.01)


def test_opening_hours_closed_for_three_days_are_hours_and_no_level() -> None:
    """Fridays to Sundays: 4 of 7 days, whichever day is asked for. How long they last does not matter."""
    plan = ran(world({"window.length": "28 days", "crossings.Gate.near.control.closed": [WEEKEND]}, out=out())).plan
    row = np.array([column(plan, "C control lanes")])
    for day in (None, 0, 2 * DAY):  # a Wednesday, a Friday
        found = measure_availability(plan, row, day)
        assert (found.units.tolist(), found.share.tolist()) == ([3], [pytest.approx(4 / 7)])


def test_what_is_closed_from_a_date_to_another_is_a_level() -> None:
    """One of three lanes for the second week of four."""
    week = {"since": "2025-01-08", "until": "2025-01-15", "units": 1}
    plan = ran(world({"window.length": "28 days", "crossings.Gate.near.control.closed": [week]}, out=out())).plan
    row = np.array([column(plan, "C control lanes")])
    assert measure_availability(plan, row).units.tolist() == [2.75]
    assert [measure_availability(plan, row, day * DAY).units.tolist() for day in (6, 7, 13, 14)] == [[3], [2], [2], [3]]


def test_a_storm_of_six_hours_is_no_level_of_its_day_either() -> None:
    """With a failure at the same time: what two disruptions close together comes and goes as either does."""
    first = {"closes": {"crossing": "Gate"}, "dated": {"since": "2025-01-02", "until": "2025-01-03", "length": "6 h"}}
    plan = ran(world({"window.length": "4 days", "disruptions": {"a": first, "b": first}}, out=out())).plan
    track = np.array([column(plan, "Gate border track 1520 mm")])
    for day in (None, 0, DAY):
        found = measure_availability(plan, track, day)
        assert (found.units.tolist(), found.share.tolist()) == ([15 / 16], [1])


def test_a_strike_of_a_week_leaves_the_nights_of_the_others() -> None:
    """16 hours on 21 of 28 days."""
    strike = {"closes": "C control", "dated": {"since": "2025-01-08", "until": "2025-01-15"}}
    found = lanes([NIGHT], disruptions={"strike": strike})
    assert float((found.units * found.share)[0]) == pytest.approx(3 * 21 / 28 * 16 / 24)


def test_how_long_something_is_shut_at_a_time() -> None:
    weekend = [{"days": ["Sat", "Sun"]}]
    assert hours([]).shut == 0
    assert (hours([NIGHT]).shut, hours([NIGHT]).cycle) == (8 * 3600, pytest.approx(DAY))
    assert (hours(weekend).shut, hours(weekend).cycle) == (2 * DAY, pytest.approx(7 * DAY))
    assert np.isnan(hours([NIGHT, {"days": ["Sun"]}]).shut)
    assert np.isnan(hours([{"since": "2025-01-08", "until": "2025-01-10"}]).shut)


def test_units_closed_in_part_are_told_by_their_part_of_the_time() -> None:
    found = hours([NIGHT | {"units": 1}])
    assert (found.units.tolist(), found.shut, found.closed) == ([2, 3], 0, 0)
    assert found.share == pytest.approx([8 / 24, 16 / 24])


def machines(closed: list[dict[str, Any]]) -> float:
    """Units open of three machines of which two work a train."""
    yard = {"commodities": ["boxes"], "fronts": 9, "machines": 3, "per_train": 2, "works": "wagons", "rate": 10}
    change = {"consists.boxes.commodity": "boxes", "crossings.Gate.far.gauge_break": {"y": yard | {"closed": closed}}}
    plan = ran(world({"window.length": "28 days"} | change, out=out())).plan
    found = measure_availability(plan, np.array([column(plan, "D y machines")]))
    return float((found.units * found.share)[0])


def test_of_lots_only_whole_ones_are_open() -> None:
    """One pair; with a machine closed at night still one, with all three none."""
    assert machines([]) == 2
    assert machines([NIGHT | {"units": 1}]) == 2
    assert machines([NIGHT | {"units": 3}]) == pytest.approx(2 * 16 / 24)
