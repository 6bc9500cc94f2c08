"""What would be too much for one run is refused before it is drawn."""

import pytest

from corridorsim.errors import CorridorError, InputError
from corridorsim.planning import lay_out, plan
from worlds import out, problems, service, services, world

HOURS = {"at": "22:00", "length": "8 h"}


def test_more_loaded_trains_than_a_run_can_hold_are_told() -> None:
    """A train a day carries 365 kt a year: 2 days at 1,000,000 times that are two million trains."""
    told = problems({"traffic.scale": 1_000_000}, out=out(1))
    assert list(told) == ["traffic.flows"]
    assert told["traffic.flows"].startswith("must be at most 1,000,000 trains in the run (got about 2,000,000)")
    assert problems({"traffic.scale": 400_000}, out=out(1)) == {}


def test_more_services_than_a_run_can_hold_are_told() -> None:
    """10,000 pairs for 100 days are two million trains."""
    car = services(car=service("A", "C", pairs="10000 trains/day"))
    told = problems(car | {"window.length": "100 days"})
    assert told["traffic.services"].startswith("must be at most 1,000,000 trains in the run (got about 2,000,000)")
    assert problems(car | {"window.length": "10 days"}) == {}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("crossings.Gate.near.control.lanes", 2_147_483_647, "must be at most 10,000 (got 2147483647)"),
        ("crossings.Gate.near.control.lanes", 20_000, "must be at most 10,000 (got 20000)"),
        ("crossings.Gate.border.near_tracks", 99_999_999_999, "must be at most 10,000 (got 99999999999)"),
        ("consists.boxes.wagons", 10_000_000, "must be at most 1,000,000 (got 10000000)"),
        ("crossings.Gate.accepts.HERE->THERE", "1e9 trains/day",
         'must be at most 10000 trains/day (got "1e9 trains/day")'),
        ("consists.boxes.transshipment.mean", "1e9 days", 'must be at most 18250 days (got "1e9 days")'),
        ("lines.line.speed_limit", "2000 km/h", 'must be at most 1000 km/h (got "2000 km/h")'),
        ("lines.line.speed_limit", "0.5 km/h", 'must be at least 1 km/h (got "0.5 km/h")'),
        ("traffic.scale", 1e12, "must be at most 1,000,000 (got 1000000000000.0)"),
    ],
)  # fmt: skip
def test_a_number_beyond_what_can_be_simulated_is_told_at_its_key(key: str, value: object, message: str) -> None:
    assert problems({key: value}) == {key: message}


def test_more_closings_of_lanes_than_a_run_can_hold_are_told() -> None:
    """10,000 lanes on 200 nights."""
    changes = {"window.length": "200 days", "crossings.Gate.near.control.lanes": 10_000,
               "crossings.Gate.near.control.closed": [HOURS]}  # fmt: skip
    with pytest.raises(CorridorError, match=r'^"C control lanes" and all other closings must make at most 1,000,000'):
        lay_out(world(changes, out=out()))


def test_more_closings_by_disruptions_than_a_run_can_hold_are_told() -> None:
    changes = {"window.length": "200 days", "crossings.Gate.near.control.lanes": 10_000,
               "disruptions": {"nights": {"closes": "C control", "dated": HOURS}}}  # fmt: skip
    with pytest.raises(CorridorError, match=r'^"C control lanes" and all other closings must make at most 1,000,000'):
        plan(world(changes, out=out()))


def test_more_places_of_calendar_days_than_a_run_can_hold_are_told() -> None:
    """10,000 trains on each of 1,000 days."""
    changes = {"window.length": "1000 days", "crossings.Gate.accepts.HERE->THERE": "10000 trains/day",
               "crossings.Gate.day_begins": {"HERE->THERE": "18:00"}}  # fmt: skip
    told = r"^crossings.Gate.accepts.HERE->THERE: must be at most 5,000,000 places .* \(got 10,000 on 1,000 days\)"
    with pytest.raises(CorridorError, match=told):
        lay_out(world(changes, out=out()))


def test_all_of_it_is_one_error_and_no_traceback() -> None:
    with pytest.raises(InputError) as raised:
        world({"crossings.Gate.near.control.lanes": 99_999_999_999})
    assert "\n" not in str(raised.value)


def test_a_window_lies_in_the_years_for_which_a_calendar_is_meant() -> None:
    for start in ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-30"):
        assert problems({"window.start": start}) == {
            "window.start": f"must be in the years 1900 to 2199 (got {start})",
        }  # fmt: skip
    assert problems({"window.start": "1900-01-01", "window.warm_up": "10 days"}) == {}
    assert problems({"window.start": "2199-12-29"}) == {}
    assert problems({"window.start": "2199-12-31"}) == {
        "window.length": "must end by 2199: 2 days from 2199-12-31 end on 2200-01-02",
    }  # fmt: skip


@pytest.mark.parametrize("length", ["14601 days", "15000 days", "100000 days", "9e9 days"])
def test_a_window_that_is_too_long_is_told_its_own_bound_whatever_is_written(length: str) -> None:
    assert problems({"window.length": length}) == {"window.length": f'must be at most 14600 days (got "{length}")'}
