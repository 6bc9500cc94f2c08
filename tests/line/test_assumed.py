"""Capacity over what is not known of a line: where its sidings lie, and how its second track is signalled."""

from datetime import date
from typing import Any

import pytest

from corridorsim.line.assumed import Hauls, by_hauls, by_signalling
from corridorsim.line.capacity import CapacitySettings, line_capacities
from corridorsim.model import Scenario
from corridorsim.planning.demand.free_flow import traffic_of
from worlds import into, out, world

DAY = date(2025, 1, 1)
ENDS = [{"name": name, "at": f"{km} km", "kind": "station"} for name, km in (("A", 0), ("C", 30))]


def filled(**keys: Any) -> Scenario:
    """Two sidings somewhere in 30 km: hauls of 10 km if they lie evenly."""
    changes = {
        "lines.line.points": ENDS, "lines.line.fill": [{"after": "A", "count": 2} | keys],
        "rules.arrival_interval": "4 min",
    }  # fmt: skip
    return world(changes, out=out(5), back=into(5))


def hauls(**keys: Any) -> Hauls:
    found = by_hauls(traffic_of(filled(**keys)), "line", DAY)
    assert found is not None
    return found


def test_the_longest_haul_decides_the_least_that_a_line_carries() -> None:
    """1.5 x 10 km: T is 2 x (15 + 1 + 3) min if both directions leave it without a stop."""
    assert hauls().least.bound == pytest.approx(1440 / 38)
    assert hauls().most.bound > 1440 / 30


def test_the_range_is_that_of_the_assumption() -> None:
    assumed = {"assumed": 1, "range": [1, 2], "reason": "invented"}
    assert hauls(longest=assumed).least.bound == pytest.approx(1440 / 48)


def test_a_haul_told_without_a_range_may_still_be_any_of_them() -> None:
    told = hauls(longest=1.2)
    assert told.least.bound == pytest.approx(1440 / 32)
    known = hauls(longest=1.2, longest_at=2)
    assert known.least.bound == known.most.bound == pytest.approx(1440 / 32)


def test_a_line_whose_kilometres_are_known_has_no_range() -> None:
    assert by_hauls(traffic_of(world()), "line", DAY) is None


def test_a_planner_reads_from_the_least_to_the_most() -> None:
    (capacity,) = line_capacities(filled(), ["line"], CapacitySettings(replications=2)).told
    low, high = capacity.planned
    assert low < high == pytest.approx(capacity.recommended.pairs, rel=0.02)
    assert capacity.sentence.startswith(
        f"Plan with {low:.1f} to {high:.1f} freight pairs a day, by where the longest haul lies: the kilometres of 2 "
        "sidings are not published."
    )


def test_a_second_track_is_told_under_both_kinds_of_block() -> None:
    """A follower comes 14 min after the one ahead, or when that has arrived: 1,200 + 180 + 60 s later on B - C."""
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
    automatic, semi = by_signalling(traffic_of(world(second, out=out(5), back=into(5))), "line", DAY)
    assert (automatic.what, semi.what) == ("automatic block, as here", "semi-automatic block")
    assert automatic.bound == pytest.approx(1440 / 14)
    assert semi.bound == pytest.approx(86_400 / (1200 + 180 + 60))


@pytest.mark.parametrize("changes", [{}, {"lines.line.block": "automatic"}])
def test_single_track_and_a_line_of_automatic_block_have_one_kind(changes: dict[str, Any]) -> None:
    assert by_signalling(traffic_of(world(changes, out=out(5), back=into(5))), "line", DAY) == ()
