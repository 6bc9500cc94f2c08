"""What is said of places of change and pools of crews that do not fit the rest of a scenario."""

from typing import Any

import pytest

from worlds import out, problems

DEPOT = {"line": "line", "start": "A", "end": "C", "size": 2, "rest": "9 h"}
AT_B = {"lines.line.crew_changes": ["B"]}


def crews(**keys: Any) -> dict[str, Any]:
    return {"pools": {"crews": {"depot": DEPOT | keys}}}


WRONG = {
    "a change": ({"lines.line.crew_changes": ["X"]}, "lines.line.crew_changes[0]", "point of this line"),
    "a line": (crews(line="Line"), "pools.crews.depot.line", 'not a line (did you mean "line"?)'),
    "a start": (crews(start="X"), "pools.crews.depot.start", "not a point of this line"),
    "an end": (crews(end="D"), "pools.crews.depot.end", "not a point of this line"),
    "the wrong way round": (crews(start="C", end="A"), "pools.crews.depot", "must run in order of kilometres"),
    "nowhere to": (crews(end="A"), "pools.crews.depot", "must run in order of kilometres"),
    "no place of change": (crews(end="B"), "pools.crews.depot.end", 'add "B" to crew_changes'),
    "a change between": (crews() | AT_B, "pools.crews.depot", 'crews change at "B", between its start and end'),
    "two pools": (
        {"pools": {"crews": {"depot": DEPOT, "other": DEPOT}}}, "pools.crews.other", 'already has crews ("depot")',
    ),
    "no crew": (crews(size=0), "pools.crews.depot.size", "at least 1"),
    "one crew for two ways": (crews(size=1), "pools.crews.depot.size", "at least 2: half of the crews"),
    "no rest but less": (crews(rest="-1 h"), "pools.crews.depot.rest", "must not be negative"),
    "a year of rest": (crews(rest="366 days"), "pools.crews.depot.rest", "at most"),
    "no track to wait on": (
        crews(end="B") | AT_B | {"lines.line.points[1].tracks": 1}, "pools.crews.depot.end", "at least 2 tracks",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_told(changes: dict[str, Any], key: str, message: str) -> None:
    told = {where.replace('"', ""): what for where, what in problems(changes, out=out(1)).items()}
    assert message in told[key]


JUNCTION = {
    "lines.branch": {
        "source": "invented", "gauge": "1520 mm", "tracks": {"siding": 2, "station": 4}, "useful_length": "850 m",
        "speed_limit": "60 km/h",
        "points": [{"name": "B", "at": "0 km"}, {"name": "Q", "at": "10 km", "kind": "station"}],
    },
}  # fmt: skip
SOUND = {
    "from end to end": crews(),
    "to where crews change": crews(end="B") | AT_B,
    "to where trains leave the line": crews(end="B") | JUNCTION,
    "to a distant end on the way": crews(end="B") | {"ends.South": {"at": "B", "accepts": "4 trains/day"}},
}


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND)
def test_what_fits_is_not(changes: dict[str, Any]) -> None:
    assert problems(changes, out=out(1)) == {}
