"""What a planner is warned of: from the means over replications, whoever it concerns."""

from typing import Any

import pytest

from corridorsim.study import replicate
from corridorsim.study.concerns import Concern, LateService, OverloadedRoute, OverlongTrips, concerns
from worlds import into, out, service, services, world

TWO = {"replications": 2, "window.length": "10 days", "window.warm_up": "1 days"}
CREWS = {"lines.line.crew_changes": ["A", "C"]}


def told(changes: dict[str, Any], **flows: dict[str, Any]) -> tuple[Concern, ...]:
    return concerns(replicate(world(TWO | changes, **flows)))


def test_where_all_is_well_nothing_is_told() -> None:
    assert told(CREWS | services(car=service("A", "C")), out=out(1), back=into(1)) == ()


def test_crew_trips_over_the_limit_are_told_where_there_are_no_services() -> None:
    """A trip takes 1,980 s, and 30 min are allowed."""
    found = told(CREWS | {"rules.crew_duty": "30 min"}, out=out(1))
    assert [type(each) for each in found] == [OverlongTrips]
    [trips] = found
    assert isinstance(trips, OverlongTrips)
    assert (trips.name, trips.share.mean, trips.hours) == ("A to C on line", 1, 0.5)


def test_one_crew_trip_in_ten_over_the_limit_is_not_told_and_more_are() -> None:
    """All of the trips at 33 min are as long as they may be."""
    assert told(CREWS | {"rules.crew_duty": "33 min"}, out=out(1)) == ()


def test_a_service_that_loses_more_than_its_own_run_is_told() -> None:
    """More pairs than the line carries: trains wait outside for hours."""
    found = told(services(car=service("A", "C", pairs="100 trains/day")))
    assert [type(each) for each in found] == [LateService, LateService]
    for each in found:
        assert isinstance(each, LateService)
        assert each.booked.mean == pytest.approx(1980 / 3600)
        assert each.lateness.mean > 10
        assert each.within_the_hour.mean < 0.5


@pytest.mark.parametrize(("accepts", "overloaded"), [("3 trains/day", True), ("6 trains/day", False)])
def test_a_direction_is_overloaded_where_less_than_half_of_its_trains_pass(accepts: str, overloaded: bool) -> None:
    found = told({"crossings.Gate.accepts.HERE->THERE": accepts}, out=out(8), back=into(2))
    assert [each.name for each in found if isinstance(each, OverloadedRoute)] == ["Gate HERE->THERE"] * overloaded


def test_a_direction_that_hardly_passes_is_told_with_what_passes_and_what_wants_to() -> None:
    """The network beyond D takes one train in five days, of 5 a day."""
    [found] = told({"ends.East.accepts": "0.2 trains/day"}, out=out(5))
    assert isinstance(found, OverloadedRoute)
    assert found.passed.mean == pytest.approx(0.2, abs=0.1)
    assert found.due.mean == pytest.approx(5, abs=0.2)
    assert found.growth.mean == pytest.approx(10 * (5 - 0.2), abs=2)


def test_imports_that_are_handed_over_and_hardly_arrive_are_overloaded() -> None:
    """The network beyond A takes one train in five days; 40 tracks hold those that were handed over."""
    changes = {"ends.West.accepts": "0.2 trains/day", "crossings.Gate.near.other_tracks": 99,
               "crossings.Gate.near.fronts": 9, "lines.line.points[2].tracks": 99}  # fmt: skip
    [found] = told(changes, back=into(5))
    assert isinstance(found, OverloadedRoute)
    assert found.passed.mean < 0.5
