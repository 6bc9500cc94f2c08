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
    ("a follower sooner than a crossing", {"rules.following_interval": "30 s"}, "rules.following_interval",
     "must be at least the crossing interval, 60 s (got 30 s)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    assert problems(changes)[key] == message


def test_a_crossover_between_two_double_sections_is_sound() -> None:
    assert problems(DOUBLE | {"lines.line.points[1].kind": "crossover"}) == {}
