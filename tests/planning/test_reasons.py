"""What each resource is and why it is closed, as planning says it."""

from typing import Any

import pytest

from corridorsim.itineraries import Plan, Reason, Role
from corridorsim.planning import plan
from worlds import into, out, world

DAY = 86_400
DOUBLED = {"lines.line.second_track": [{"start": "A", "end": "B", "opens": "2025-01-02"}]}
KINDS = {
    "crossings.Gate.kinds": {"HERE->THERE": {"rest": "200 wagons/day"}},
    "lines.line.cuts": [{"start": "A", "end": "B", "trains": "9 trains/day", "since": "2025-01-02"}],
}
POSSESSION = {"start": "A", "end": "B", "tracks": "one", "since": "2025-01-02", "until": "2025-01-03", "length": "6 h"}


def reasons(planned: Plan) -> set[tuple[str, Reason | None, int, int]]:
    """What is closed, why, from when to when."""
    program, found = planned.program, set()
    for row, stream in enumerate(planned.train_stream.tolist()):
        each = planned.streams[stream]
        if each.reason in (Reason.NOT_YET_OPEN, Reason.POSSESSION):
            reopens = int(program.not_before[program.operation_first[row] + 1])
            found.add((each.itinerary.at[0], each.reason, int(program.train_ready[row]), reopens))
    return found


@pytest.mark.parametrize("block", ["automatic", "semi-automatic"])
def test_a_possession_from_the_opening_on_is_told_apart_from_it(block: str) -> None:
    """The second track opens on the second day, and is taken out of service for its first six hours."""
    changes = DOUBLED | {"lines.line.possessions": [POSSESSION], "lines.line.block": block}
    found = {(why, begin, end) for _, why, begin, end in reasons(plan(world(changes, out=out(2), back=into(2))))}
    assert found == {(Reason.NOT_YET_OPEN, 0, DAY), (Reason.POSSESSION, DAY, DAY + 6 * 3600)}


def test_a_possession_before_the_opening_is_part_of_it() -> None:
    """Until it opens there is one track anyway."""
    before = POSSESSION | {"since": "2025-01-01", "until": "2025-01-02"}
    found = reasons(plan(world(DOUBLED | {"lines.line.possessions": [before]}, out=out(2))))
    assert {(why, begin, end) for _, why, begin, end in found} == {(Reason.NOT_YET_OPEN, 0, DAY)}


@pytest.mark.parametrize(
    ("changes", "roles"),
    [
        ({"lines.line.block": "automatic"}, {
            "A - B trains": Role.ONE_WAY, "A - B headway": Role.HEADWAY, "A - B door": Role.TURN,
            "A - B asks": Role.ASKED, "A - B begun": Role.BEGUN, "A - B watch": Role.WATCH,
        }),
        ({}, {"A - B": Role.SECTION, "A - B follower": Role.FOLLOWER, "B - A follower": Role.FOLLOWER}),
        ({"crossings.Gate.day_begins": {"HERE->THERE": "18:00"}}, {
            "Gate HERE->THERE accepted in a day": Role.ACCEPTED, "Gate HERE->THERE accepted in a day: used": Role.USED,
            "Gate HERE->THERE accepted in a day: change of day": Role.CHANGE_OF_DAY,
        }),
        (KINDS, {
            "Gate HERE->THERE accepted in 24 h": Role.ACCEPTED, "Gate HERE->THERE rest accepted in 24 h": Role.ACCEPTED,
            "Gate HERE->THERE rest next in line": Role.NEXT_IN_LINE, "A - B: trains a day": Role.CUT,
        }),
        ({}, {
            "C tracks": Role.TRACKS, "C toward D": Role.EXIT, "entering at A": Role.ENTERING, "East accepts": Role.END,
            "D 1520 mm tracks": Role.YARD, "C control lanes": Role.WORKER,
            "Gate border track 1520 mm": Role.BORDER_TRACK,
        }),
    ],
)  # fmt: skip
def test_every_resource_says_what_it_is(changes: dict[str, Any], roles: dict[str, Role]) -> None:
    planned = plan(world(changes, out=out(), back=into()))
    found = dict(zip(planned.legend.resources, planned.layout.resources.role.tolist(), strict=True))
    assert {name: Role(found[name]) for name in roles} == roles


def test_a_kind_and_its_next_in_line_belong_to_their_crossing_and_direction() -> None:
    layout = plan(world(KINDS, out=out(), back=into())).layout
    stages = [layout.stages[row] for row in layout.resources.stage[layout.resources.have(Role.NEXT_IN_LINE)]]
    assert [(each.crossing, each.direction, each.label) for each in stages] == [
        ("Gate", "HERE->THERE", "next of the rest")
    ]


def test_a_cut_of_a_stretch_is_a_level_by_date() -> None:
    """Until 2 January nothing is cut; from then on nine trains a day may enter."""
    planned = plan(world(KINDS, out=out(), back=into()))
    closings = [stream for stream in planned.streams if stream.itinerary.at == ("A - B: trains a day",)]
    assert {stream.reason for stream in closings} == {Reason.LEVEL}
