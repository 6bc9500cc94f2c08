"""What is said of possessions, restrictions, blocks and crossovers that cannot be, and at which key."""

from typing import Any

import pytest

from worlds import problems

DOUBLE = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    ("followers without a headway", DOUBLE | {"lines.line.headway": None}, "lines.line",
     "must give headway or block_length: trains follow each other under automatic block here"),
    ("groups without a headway", {"lines.line.block": "automatic", "lines.line.headway": None}, "lines.line",
     "must give headway or block_length: trains follow each other under automatic block here"),
    ("a possession of nowhere", {"lines.line.possessions": [{"start": "A", "end": "CC"}]},
     "lines.line.possessions[0].end", 'names "CC", which is not a point of this line (did you mean "C"?)'),
    ("a possession backwards", {"lines.line.possessions": [{"start": "C", "end": "A"}]},
     "lines.line.possessions[0]", 'must run in order of kilometres: "C" is not before "A"'),
    ("a possession of no day",
     {"lines.line.possessions": [{"start": "A", "end": "C", "since": "2025-02-01", "until": "2025-02-01"}]},
     "lines.line.possessions[0].until",
     "must be after 2025-02-01, its first day: until is the day after the last (got 2025-02-01)"),
    ("a cut of nowhere", {"lines.line.cuts": [{"start": "A", "end": "CC", "trains": "4 trains/day"}]},
     "lines.line.cuts[0].end", 'names "CC", which is not a point of this line (did you mean "C"?)'),
    ("a cut backwards", {"lines.line.cuts": [{"start": "C", "end": "A", "trains": "4 trains/day"}]},
     "lines.line.cuts[0]", 'must run in order of kilometres: "C" is not before "A"'),
    ("a cut to no number", {"lines.line.cuts": [{"start": "A", "end": "C"}]},
     "lines.line.cuts[0]", "must give either trains or pairs a day (got neither)"),
    ("a cut to two numbers",
     {"lines.line.cuts": [{"start": "A", "end": "C", "trains": "4 trains/day", "pairs": "2 trains/day"}]},
     "lines.line.cuts[0]", "must give either trains or pairs a day (got both)"),
    ("a cut to nothing for good", {"lines.line.cuts": [{"start": "A", "end": "C", "pairs": "0 trains/day"}]},
     "lines.line.cuts[0].pairs", "must let a train run on some day; to close the stretch, give since or until"),
    ("a cut to half a train", {"lines.line.cuts": [{"start": "A", "end": "C", "trains": "1.5 trains/day"}]},
     "lines.line.cuts[0].trains", "must be a whole number of trains in 24 hours, at most 1,440 (got 1.5)"),
    ("a cut of no day", {"lines.line.cuts": [
        {"start": "A", "end": "C", "trains": "4 trains/day", "since": "2025-02-01", "until": "2025-01-01"}]},
     "lines.line.cuts[0].until",
     "must be after 2025-02-01, its first day: until is the day after the last (got 2025-01-01)"),
    ("a restriction beyond the line",
     {"lines.line.restrictions": [{"start": "20 km", "end": "31 km", "speed": "40 km/h"}]},
     "lines.line.restrictions[0]",
     "must lie on the line, with its start before its end: 0 to 30 km (got 20 to 31 km)"),
    ("a crossover on single track", {"lines.line.points[1].kind": "crossover"}, "lines.line.points[1].kind",
     '"B" cannot be a crossover: A - B is not double track when the run begins'),
    ("a block post with tracks", {"lines.line.points[1].kind": "block post", "lines.line.points[1].tracks": 2},
     "lines.line.points[1].tracks",
     "must be omitted at a block post, where no train stands (got 2); with tracks it is a siding or a station"),
    ("two kinds of block on one line",
     {"lines.line.block": "automatic",
      "lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01", "block": "semi-automatic"}]},
     "lines.line.second_track[0].block",
     "must be automatic, as the single track of this line is (block: automatic)"),
    ("a haul longer than all", {"lines.line.fill": [{"after": "B", "count": 1, "longest": 2}]},
     "lines.line.fill[0].longest", "must be less than 2, the number of hauls (got 2)"),
    ("a haul that is not there", {"lines.line.fill": [{"after": "B", "count": 1, "longest_at": 3}]},
     "lines.line.fill[0].longest_at", "must be at most 2, the number of hauls (got 3)"),
    ("a second track to nowhere",
     {"lines.line.fill": [{"after": "B", "count": 1}],
      "lines.line.second_track": [{"start": "A", "end": "B loop 2", "opens": "2024-01-01"}]},
     "lines.line.second_track[0].end",
     'names "B loop 2", which is not a point of this line (did you mean "B loop 1"?)'),
    ("a second track backwards to a filled siding",
     {"lines.line.fill": [{"after": "B", "count": 1}],
      "lines.line.second_track": [{"start": "B loop 1", "end": "B", "opens": "2024-01-01"}]},
     "lines.line.second_track[0]", 'must run in order of kilometres: "B loop 1" is not before "B"'),
    ("a follower sooner than a crossing", {"rules.following_interval": "30 s"}, "rules.following_interval",
     "must be at least the crossing interval, 60 s (got 30 s)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    assert problems(changes)[key] == message


def test_a_second_track_under_semi_automatic_block_needs_no_headway() -> None:
    second = {"start": "A", "end": "C", "opens": "2024-01-01", "block": "semi-automatic"}
    assert problems({"lines.line.second_track": [second], "lines.line.headway": None}) == {}


def test_a_crossover_between_two_double_sections_is_sound() -> None:
    assert problems(DOUBLE | {"lines.line.points[1].kind": "crossover"}) == {}
