"""What is wrong between the parts of a scenario is told at the key where it is to be mended."""

from typing import Any

import pytest

from worlds import out, problems, service, services, world

POINTS = [{"name": "X", "at": "0 km"}, {"name": "Y", "at": "5 km"}]
OTHER = {
    "source": "invented", "gauge": "1520 mm", "points": POINTS, "tracks": {"siding": 2, "station": 4},
    "useful_length": "850 m", "speed_limit": "60 km/h", "headway": "10 min",
}  # fmt: skip


def between(start: str, end: str, **keys: Any) -> dict[str, Any]:
    """Another line, between two points."""
    return {"lines.other": OTHER | {"points": [{"name": start, "at": "0 km"}, {"name": end, "at": "5 km"}]} | keys}


def test_a_sound_world_has_no_problems() -> None:
    assert problems() == {}


TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    ("kilometres that fall", {"lines.line.points[1].at": "40 km"}, "lines.line.points[2].at",
     'must rise along the line: "C" at 30 km is not beyond "B" at 40 km'),
    ("kilometres that stay", {"lines.line.points[1].at": "0 km"}, "lines.line.points[1].at",
     'must rise along the line: "B" at 0 km is not beyond "A" at 0 km'),
    ("a point twice", {"lines.line.points[1].name": "A"}, "lines.line.points[1].name",
     '"A" appears twice on this line'),
    ("sidings after the last point", {"lines.line.fill": [{"after": "C", "count": 1}]}, "lines.line.fill[0].after",
     'names "C", which is not a point of this line with another after it (known names: A, B)'),
    ("two fills after one point", {"lines.line.fill": [{"after": "A", "count": 1}, {"after": "A", "count": 2}]},
     "lines.line.fill[1]", 'would create a second point "A loop 1"; list its sidings as points'),
    ("fills of two lines after one point",
     {"lines.line.fill": [{"after": "A", "count": 1}]} | between("A", "Y", fill=[{"after": "A", "count": 1}]),
     "lines.other.fill[0]", 'would create a second point "A loop 1"; list its sidings as points'),
    ("a second track to nowhere", {"lines.line.second_track": [{"start": "A", "end": "CC", "opens": "2025-01-01"}]},
     "lines.line.second_track[0].end", 'names "CC", which is not a point of this line (did you mean "C"?)'),
    ("a second track against the kilometres",
     {"lines.line.second_track": [{"start": "C", "end": "A", "opens": "2025-01-01"}]}, "lines.line.second_track[0]",
     'must run in order of kilometres: "C" is not before "A"'),
    ("a second track that ends where no train can stand",
     {"lines.line.points[1].tracks": 1, "lines.line.second_track": [{"start": "A", "end": "B", "opens": "2025-01-01"}]},
     "lines.line.second_track[0].end",
     '"B" must have at least 2 tracks: a second track begins and ends where trains can stand'),
    ("an end of one track", {"lines.line.points[0].tracks": 1}, "lines.line.points[0]",
     '"A" must have at least 2 tracks: trains start or end there'),
    ("a ring", between("A", "C"), "lines",
     'must form a tree: two routes between "A" and "C" could deadlock. Remove one line'),
    ("a line beside another", between("A", "B"), "lines",
     'must form a tree: two routes between "A" and "B" could deadlock. Remove one line'),
    ("a direction that is none", {"crossings.Gate.under_way": {"HERE->THER": 1}}, "crossings.Gate.under_way.HERE->THER",
     'names "HERE->THER", which is not a direction of this crossing (did you mean "HERE->THERE"?)'),
    ("a direction left out", {"crossings.Gate.accepts": {"HERE->THERE": "1 trains/day"}}, "crossings.Gate.accepts",
     'must give the trains accepted in the direction "THERE->HERE"'),
    ("levels out of order",
     {"crossings.Gate.accepts.HERE->THERE": [
         {"trains": "1 trains/day"}, {"trains": "2 trains/day", "since": "2025-02-01"},
         {"trains": "3 trains/day", "since": "2025-01-01"}]},
     "crossings.Gate.accepts.HERE->THERE[2]", "must begin after the previous limit (since: 2025-07-01)"),
    ("a second level without its day",
     {"crossings.Gate.accepts.HERE->THERE": [{"trains": "1 trains/day"}, {"trains": "2 trains/day"}]},
     "crossings.Gate.accepts.HERE->THERE[1]", "must begin after the previous limit (since: 2025-07-01)"),
    ("one country on both sides",
     {"crossings.Gate.far.country": "HERE", "crossings.Gate.accepts": {"HERE->HERE": "1 trains/day"},
      "traffic.flows.out.direction": "HERE->HERE"},
     "crossings.Gate.far.country", 'must differ from the near station\'s (got "HERE")'),
    ("no tracks beyond", {"crossings.Gate.far.own_tracks": None}, "crossings.Gate.far",
     "must give own_tracks: the far station is not on a line of this corridor"),
    ("tracks said twice", {"crossings.Gate.near.own_tracks": 4}, "crossings.Gate.near.own_tracks",
     'must be omitted: the line gives the tracks of "C"'),
    ("a crossing in the fields", {"crossings.Gate.near.station": "CC"}, "crossings.Gate.near.station",
     'names "CC", which is not a point of a line (did you mean "C"?)'),
    ("a gauge that is not the line's", {"crossings.Gate.near.gauge": "1067 mm"}, "crossings.Gate.near.gauge",
     "must be the gauge of its line, 1520 mm (got 1067 mm)"),
    ("an end in the fields", {"ends.West.at": "Z"}, "ends.West.at",
     'names "Z", which is not a point of a line or far station (known names: A, B, C, D)'),
    ("a far station without an end", {"ends.East": None}, "crossings.Gate.far.station",
     '"D" must have an end (ends: ... at: D)'),
    ("a consist unknown", {"traffic.flows.out.consists": {"boxs": 1}}, "traffic.flows.out.consists.boxs",
     'names "boxs", which is not a consist (did you mean "boxes"?)'),
    ("shares of consists", {"traffic.flows.out.consists.boxes": "90 %"}, "traffic.flows.out.consists",
     "must add up to 100 % (got 90 %)"),
    ("shares of ends", {"traffic.flows.out.inland.West": "50 %"}, "traffic.flows.out.inland",
     "must add up to 100 % (got 50 %)"),
    ("an inland end unknown", {"traffic.flows.out.inland": {"Wst": 1}}, "traffic.flows.out.inland.Wst",
     'names "Wst", which is not a distant end (did you mean "West"?)'),
    ("an inland end beyond the border", {"traffic.flows.out.inland": {"East": 1}}, "traffic.flows.out.inland.East",
     'must lie at a point of a line other than "C", where the flow begins or ends'),
    ("an inland end at the crossing",
     {"ends.South": {"at": "C", "accepts": "9 trains/day"}, "traffic.flows.out.inland": {"South": 1}},
     "traffic.flows.out.inland.South",
     'must lie at a point of a line other than "C", where the flow begins or ends'),
    ("a crossing unknown", {"traffic.flows.out.crossing": "Gat"}, "traffic.flows.out.crossing",
     'names "Gat", which is not a crossing (did you mean "Gate"?)'),
    ("a direction unknown", {"traffic.flows.out.direction": "HERE->HERE"}, "traffic.flows.out.direction",
     'names "HERE->HERE", which is not a direction of Gate (did you mean "THERE->HERE"?)'),
    ("a line that does not reach",
     between("X", "Y")
     | {"ends.South": {"at": "X", "accepts": "9 trains/day"}, "traffic.flows.out.inland": {"South": 1}},
     "traffic.flows.out.inland.South", 'no line leads from "X" to "C"'),
    ("a line that opens after the window", {"lines.line.opens": "2025-01-03"}, "traffic.flows.out.inland.West",
     'uses the line "line", which opens on 2025-01-03, after the window'),
    ("a train longer than the loops", {"consists.boxes.wagons": 100}, "consists.boxes.wagons",
     'a train of 1400 m does not fit the tracks of "A", where it starts or ends: 850 m '
     "(useful_length of the point or its line)"),
    ("no month with traffic", {"traffic.monthly": [0] * 12}, "traffic.monthly",
     "must not be 0 in every month"),
    ("half a train", {"crossings.Gate.accepts.HERE->THERE": "1.5 trains/day"}, "crossings.Gate.accepts.HERE->THERE",
     "must be a whole number of trains in 24 hours (got 1.5)"),
    ("a crossing that accepts none", {"crossings.Gate.accepts.HERE->THERE": "0 trains/day"},
     "crossings.Gate.accepts.HERE->THERE",
     "must accept a train on some day; to close a crossing, remove its flows"),
    ("nothing that runs", {"traffic.flows": {}}, "traffic", "must have a flow or a service: nothing would run"),
    ("a service to nowhere", services(car=service("A", "Z")), "traffic.services.car.end",
     'names "Z", which is not a point of a line (known names: A, B, C)'),
    ("a service that stays", services(car=service("A", "A")), "traffic.services.car.end",
     "must differ from start"),
    ("a figure of nothing", {"observed": {"dwell": {"Gat": "1 h"}}}, "observed.dwell.Gat",
     'names "Gat", which is not a crossing (did you mean "Gate"?)'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    assert problems(changes) == {key: message}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"ends.East.accepts": "0 trains/day"}, "ends.East.accepts"),
        ({"consists.boxes.load": "0 t"}, "consists.boxes.load"),
        ({"lines.line.headway": "0 min"}, "lines.line.headway"),
        ({"window.warm_up": "36 h"}, "window.warm_up"),
        ({"rules.start_and_stop": "2 days"}, "rules.start_and_stop"),
        ({"consists.boxes.transshipment.variation": 11}, "consists.boxes.transshipment.variation"),
    ],
)
def test_a_number_that_nothing_could_be_made_of_is_refused(changes: dict[str, Any], key: str) -> None:
    assert list(problems(changes)) == [key]


def test_several_problems_are_told_at_once() -> None:
    told = problems({"ends.West.at": "Z", "consists.boxes.wagons": 100, "traffic.flows.out.consists.boxes": 0.5})
    assert set(told) == {"ends.West.at", "traffic.flows.out.consists"}  # from "Z" no way is looked for


def test_what_needs_sound_lines_is_not_asked_of_broken_ones() -> None:
    told = problems({"lines.line.points[1].at": "40 km", "ends.West.at": "Z"})
    assert list(told) == ["lines.line.points[2].at"]


def test_a_line_may_open_on_the_last_day_of_the_window() -> None:
    assert problems({"lines.line.opens": "2025-01-02"}) == {}


def test_lines_that_no_train_uses_may_open_when_they_will() -> None:
    assert problems(between("A", "Y", opens="2099-01-01")) == {}


def test_a_train_fits_loops_of_just_its_length() -> None:
    assert problems({"lines.line.useful_length": "140 m"}) == {}


def test_thirds_add_up() -> None:
    ends = {name: {"at": "A", "accepts": "9 trains/day"} for name in ("West", "South", "North")}
    east = {"East": {"at": "D", "accepts": "9 trains/day"}}
    flow = out(inland={"West": 0.3333333, "South": 0.3333333, "North": 0.3333334})
    assert problems({"ends": ends | east}, out=flow) == {}


def test_a_flow_that_comes_in_is_held_to_the_same() -> None:
    assert world({}, back=out(direction="THERE->HERE")).problems() == []
