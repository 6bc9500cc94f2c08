"""Which resources a line and a yard become, how many units they have, and which of them are closed until when."""

from typing import Any

import numpy as np
import pytest

from corridorsim.itineraries import Plan, Role
from corridorsim.planning import plan
from worlds import closings, into, out, problems, resources, service, services, world

DAY = 86_400
CAR = services(car=service("A", "C"))


def second_track(opens: str, start: str = "A", end: str = "C") -> dict[str, Any]:
    return {"lines.line.second_track": [{"start": start, "end": end, "opens": opens}]}


def planned(changes: dict[str, Any] | None = None) -> Plan:
    return plan(world(CAR | (changes or {})))


# sections


def test_a_single_line_is_one_unit_a_section() -> None:
    """And one follower each way, who has his turn after the other direction."""
    assert resources(planned(), "A - B") == {"A - B": 1, "A - B follower": 1}
    assert resources(planned(), "B - C") == {"B - C": 1, "B - C follower": 1}
    assert closings(planned()) == {}


def test_double_track_is_a_row_of_blocks_each_way_behind_a_headway() -> None:
    """A headway of 840 s leaves 660 s to run after 180 s for the start: 600 s are one block."""
    both = planned(second_track("2025-01-01"))
    assert resources(both, "A - B") == {
        "A - B headway": 1, "A - B track 1 block 1": 1, "A - B track 2 block 1": 1,
    }  # fmt: skip
    assert resources(both, "B - A") == {"B - A headway": 1}
    assert resources(both, "B - C track") == {
        "B - C track 1 block 1": 1, "B - C track 1 block 2": 1, "B - C track 2 block 1": 1, "B - C track 2 block 2": 1,
    }  # fmt: skip
    assert closings(both) == {}


@pytest.mark.parametrize(
    ("headway", "blocks"), [("3 min", 7), ("6 min", 7), ("8 min", 4), ("9 min", 4), ("20 min", 2), ("3 h", 1)]
)
def test_blocks_are_as_many_as_the_headway_asks_for_and_never_none(headway: str, blocks: int) -> None:
    """Of 1,200 s each block may take the headway less 180 s; where nothing is left of it, the headway itself."""
    found = resources(planned(second_track("2025-01-01") | {"lines.line.headway": headway}), "B - C track 1")
    assert len(found) == blocks


def test_blocks_of_a_length_fit_a_section_that_is_a_whole_number_of_them() -> None:
    """90.1 to 100.3 km are 10.2 km, six blocks of 1.7 km, though the floats' difference is a little more."""
    points = [{"name": "A", "at": "90.1 km"}, {"name": "B", "at": "100.3 km"}, {"name": "C", "at": "120.3 km"}]
    line = {"lines.line.points": [point | {"kind": "station"} for point in points]}
    both = planned(line | second_track("2025-01-01") | {"lines.line.block_length": "1700 m"})
    assert len(resources(both, "A - B track 1")) == 6


@pytest.mark.parametrize("useful", ["500.14 m", "0.50014 km", "500.140 m"])
def test_a_train_exactly_as_long_as_the_tracks_fits_them(useful: str) -> None:
    """34 wagons of 14.71 m, on the line and at the border, where everything is as with a metre more."""
    train = {"consists.boxes.wagons": 34, "consists.boxes.wagon_length": "14.71 m"}
    border = {f"crossings.Gate.far.{key}": useful for key in ("own_length", "other_length")}
    flows = {"there": out(6), "back": into(6)}
    exact, roomy = (
        plan(world(train | {"lines.line.useful_length": length} | border, **flows)) for length in (useful, "501.14 m")
    )
    assert exact.legend.steps == roomy.legend.steps
    assert exact.legend.resources == roomy.legend.resources


def test_a_train_a_millimetre_longer_than_the_tracks_does_not_fit() -> None:
    train = {"consists.boxes.wagons": 34, "consists.boxes.wagon_length": "14.71 m"}
    said = problems(train | {"lines.line.useful_length": "500.139 m"})
    assert "a train of 500.14 m does not fit" in said["consists.boxes.wagons"]
    far = problems(train | {"crossings.Gate.far.other_length": "500.139 m"})
    assert "too short for a train" in far["crossings.Gate.far.other_length"]


def test_a_train_that_clears_its_block_in_whole_seconds_takes_no_second_more() -> None:
    """At 33 km/h 550 m clear in 60 s, though their float quotient is a little more."""
    train = {"consists.boxes.speed": "33 km/h", "consists.boxes.wagon_length": "55 m"}
    program = plan(world(train | second_track("2025-01-01"), there=out())).program
    assert 60 in program.put_after
    assert 61 not in program.put_after


def test_blocks_keep_the_slowest_train_of_the_section_within_the_headway() -> None:
    """At 30 km/h the 20 km take 2,400 s: four blocks of 600 s. A slow consist that runs elsewhere does not count."""
    slow = services(car=service("A", "C", speed="30 km/h"))
    assert len(resources(planned(second_track("2025-01-01") | slow), "B - C track 1")) == 4
    elsewhere = {"consists.boxes.speed": "30 km/h"}
    assert len(resources(planned(second_track("2025-01-01") | elsewhere), "B - C track 1")) == 2


def test_blocks_by_their_length() -> None:
    """20 km in blocks of at most 6 km are four of 5 km."""
    found = resources(planned(second_track("2025-01-01") | {"lines.line.block_length": "6 km"}), "B - C track 1")
    assert len(found) == 4


def test_a_second_track_that_opens_in_the_run_is_a_single_track_whose_other_units_are_closed() -> None:
    """Two blocks each way let four trains in, of which three must wait for the second day; so must their followers.

    Four may follow each other each way then: as many as there are blocks, one on its way out, and one that enters.
    """
    dated = planned(second_track("2025-01-02"))
    assert resources(dated, "A - B")["A - B"] == 2
    assert resources(dated, "B - C")["B - C"] == 4
    followers = {"A - B": 3, "B - A": 3, "B - C": 4, "C - B": 4}
    assert {way: resources(dated, way)[f"{way} follower"] for way in followers} == followers
    assert closings(dated) == {
        "A - B": [(0, DAY)], "B - C": [(0, DAY)] * 3,
        **{f"{way} follower": [(0, DAY)] * (most - 1) for way, most in followers.items()},
    }  # fmt: skip


def test_a_second_track_that_opens_after_the_run_is_not_there() -> None:
    assert resources(planned(second_track("2025-01-03"))) == resources(planned())


def test_a_second_track_is_double_from_the_start_if_it_opened_in_the_past() -> None:
    assert resources(planned(second_track("2001-01-01"))) == resources(planned(second_track("2025-01-01")))


def test_a_second_track_doubles_only_its_own_sections() -> None:
    part = resources(planned(second_track("2025-01-01", end="B")))
    assert "A - B track 1 block 1" in part
    assert part["B - C"] == 1


def test_the_warm_up_counts_into_the_day_of_opening() -> None:
    dated = planned(second_track("2025-01-02") | {"window.warm_up": "3 days"})
    assert closings(dated)["A - B"] == [(0, 4 * DAY)]


# lines that open


def test_a_single_line_that_opens_in_the_run_is_closed_until_then() -> None:
    late = planned({"lines.line.opens": "2025-01-02"})
    assert closings(late) == {"A - B": [(0, DAY)], "B - C": [(0, DAY)]}


def test_into_a_double_line_that_opens_in_the_run_nobody_may_enter_until_then() -> None:
    late = planned(second_track("2025-01-01") | {"lines.line.opens": "2025-01-02"})
    headways = [name for name in resources(late) if name.endswith("headway")]
    assert closings(late) == {name: [(0, DAY)] for name in headways}


def test_a_line_that_opens_and_is_doubled_later_opens_a_unit_at_a_time() -> None:
    changes = second_track("2025-01-03") | {"lines.line.opens": "2025-01-02", "window.length": "3 days"}
    assert sorted(closings(planned(changes))["B - C"]) == [(0, DAY)] + [(0, 2 * DAY)] * 3


def test_a_second_track_waits_for_its_line() -> None:
    changes = second_track("2025-01-02") | {"lines.line.opens": "2025-01-03", "window.length": "3 days"}
    assert closings(planned(changes))["B - C"] == [(0, 2 * DAY)] * 4


# yards: m tracks, at most m - 1 for each exit


def test_a_yard_of_two_exits_keeps_a_track_for_the_other() -> None:
    found = resources(planned())
    assert {name: found[name] for name in ("B tracks", "B toward A", "B toward C")} == {
        "B tracks": 2, "B toward A": 1, "B toward C": 1,
    }  # fmt: skip


def test_a_train_that_ends_its_run_is_an_exit_of_its_own() -> None:
    found = resources(planned())
    assert {name: found[name] for name in ("C tracks", "C toward B", "C toward end of run")} == {
        "C tracks": 4, "C toward B": 3, "C toward end of run": 3,
    }  # fmt: skip


def test_a_yard_of_one_exit_gives_it_every_track() -> None:
    """The wagons of the other gauge at D go nowhere but to the transshipment."""
    found = resources(plan(world(out=out())))
    assert (found["D 1520 mm tracks"], found["D 1520 mm toward transshipment"]) == (4, 4)
    assert (found["A tracks"], found["A toward B"]) == (4, 4)  # nothing comes back to A


def shares(one_way: str, tracks: int) -> list[int]:
    changes = {"crossings.Gate.one_way": one_way, "lines.line.points[2].tracks": tracks}
    found = resources(plan(world(changes, out=out(), back=into())))
    return [found["C toward D"], found["C toward B"]]


@pytest.mark.parametrize(
    ("one_way", "tracks", "most"),
    [("60 %", 10, 6), ("60 %", 8, 4), ("100 %", 10, 9), ("95 %", 10, 9), ("10 %", 4, 1), ("50 %", 2, 1)],
    ids=["6 of 10", "4.8 of 8", "m - 1", "m - 1 is less", "never none", "half"],
)
def test_a_border_yard_keeps_a_share_of_its_tracks_from_each_direction(one_way: str, tracks: int, most: int) -> None:
    assert shares(one_way, tracks) == [most, most]


def test_the_share_holds_at_the_far_station_too() -> None:
    """6 tracks, half of them for either direction."""
    found = resources(plan(world({"crossings.Gate.one_way": "50 %"}, out=out(), back=into())))
    assert (found["D toward East"], found["D toward C"]) == (3, 3)


def test_the_share_does_not_hold_elsewhere() -> None:
    found = resources(plan(world({"crossings.Gate.one_way": "50 %"}, out=out(), back=into())))
    assert (found["A toward B"], found["A toward West"]) == (3, 3)


@pytest.mark.parametrize("name", ["B", "end of run", "loading", "transshipment"])
def test_an_end_called_as_another_place_or_work_is_an_exit_of_its_own(name: str) -> None:
    """At A trains go to B, to the distant end of that name, or end their run: three exits."""
    ends = {"East": {"at": "D", "accepts": "48 trains/day"}, name: {"at": "A", "accepts": "24 trains/day"}}
    change = {"ends": ends, "traffic.services": {"car": service("A", "C")}}
    layout = plan(world(change, out=out(inland={name: 1}), back=into(inland={name: 1}))).layout
    at_a = layout.resources.yard == layout.station_tracks["A"]
    exits = at_a & layout.resources.have(Role.EXIT)
    assert sorted(np.array(layout.resources.exits)[exits].tolist()) == sorted(["B", "end of run", name])


# levels


def levels(*told: tuple[str | None, float], **changes: Any) -> Plan:
    each = [{"trains": f"{n} trains/day"} | ({"since": since} if since else {}) for since, n in told]
    return plan(world({"crossings.Gate.accepts.HERE->THERE": each} | changes, out=out()))


ACCEPTED = "Gate HERE->THERE accepted in 24 h"


def test_a_limit_that_rises_is_the_highest_with_the_rest_closed_until_its_day() -> None:
    rising = levels((None, 3), ("2025-01-02", 5))
    assert resources(rising)[ACCEPTED] == 5
    assert closings(rising) == {ACCEPTED: [(0, DAY), (0, DAY)]}


def test_a_limit_that_falls_is_closed_from_its_day_on() -> None:
    falling = levels((None, 3), ("2025-01-02", 2))
    assert resources(falling)[ACCEPTED] == 3
    assert closings(falling) == {ACCEPTED: [(DAY, 2 * DAY)]}


def test_a_limit_that_rose_before_the_run_is_what_it_is() -> None:
    risen = levels((None, 3), ("2024-12-01", 5))
    assert (resources(risen)[ACCEPTED], closings(risen)) == (5, {})


@pytest.mark.parametrize("day", ["2025-06-01", "2399-01-01"])
def test_a_limit_that_rises_after_the_run_stays_what_it_is(day: str) -> None:
    later = levels((None, 3), (day, 5))
    assert closings(later) == {ACCEPTED: [(0, 2 * DAY)] * 2}


# names of keys


def test_a_stage_names_the_key_of_the_line_that_its_place_is_on() -> None:
    """Sidings that fill a line have the tracks of that line's sidings, also where another line is filled."""
    data = world().document.data
    other = data["lines"]["line"] | {"points": [{"name": "C", "at": "0 km"}, {"name": "E", "at": "40 km"}]}
    changes = {
        "lines.line.fill": [{"after": "B", "count": 1}],
        "lines.other": other | {"fill": [{"after": "C", "count": 1}]},
    }
    found = plan(world(changes | services(car=service("A", "E")))).layout.stages
    keys = {stage.name: stage.key for stage in found}
    assert keys["B loop 1 tracks"] == "lines.line.tracks.siding"
    assert keys["C loop 1 tracks"] == "lines.other.tracks.siding"
    assert keys["B tracks"] == "lines.line.points[1].tracks"


def test_a_key_with_a_dot_in_its_name_is_quoted() -> None:
    data = world().document.data
    ends = {"St. Pauli": data["ends"]["West"], "East": data["ends"]["East"]}
    scenario = world({"ends": ends}, out=out(inland={"St. Pauli": 1}), back=into(inland={"St. Pauli": 1}))
    [stage] = [stage for stage in plan(scenario).layout.stages if stage.name == "taken by St. Pauli"]
    assert stage.key == 'ends."St. Pauli".accepts'
    assert scenario.change({stage.key: "9 trains/day"}).ends["St. Pauli"].accepts == 9
