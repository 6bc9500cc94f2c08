"""The stairs of a few trains, worked out by hand, and what must hold for those of any day."""

from itertools import pairwise

import numpy as np
import pytest

from corridorsim.operations import NEVER
from corridorsim.string_line.occupation import section_passages
from corridorsim.string_line.stairs import blocking_stairway
from worlds import Run, into, out, ran, service, services, world

DAY = 86_400
DOUBLE = {"lines.line.second_track": [{"start": "B", "end": "C", "opens": "2024-01-01"}]}
OPENS = {"lines.line.second_track": [{"start": "B", "end": "C", "opens": "2025-01-02"}]}
KEYS = pytest.mark.parametrize("keys", [{}, DOUBLE, OPENS], ids=["single", "double", "opens"])


def stairs_of(run: Run, begin: int = 0, end: int = DAY) -> list[tuple[str, str, int, int, float, float]]:
    """Train, block, begin, end, and the kilometres from and to."""
    stairs = blocking_stairway(run.plan, run.outcome, 0, begin, end)
    blocks = ["" if row == NEVER else run.plan.legend.resources[row] for row in stairs.resource]
    trains = [run.plan.legend.trains[row] for row in stairs.train]
    km = [(stairs.from_at / 1000).tolist(), (stairs.to_at / 1000).tolist()]
    return list(zip(trains, blocks, stairs.begin.tolist(), stairs.end.tolist(), *km, strict=True))


def test_single_track_is_one_stair() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert stairs_of(run) == [("out 1", "A - B", 0, 840, 0, 10), ("out 1", "B - C", 780, 2040, 10, 30)]


def test_double_track_is_climbed_block_by_block() -> None:
    """Two blocks of 10 km, 600 s each; a block is held until the train's tail has left it for the next."""
    first, second = stairs_of(ran(world(DOUBLE, out=out(0.5)), {"out 1": 0}))[1:]
    assert first[:3] == ("out 1", "B - C track 1 block 1", 780)
    assert second[:3] == ("out 1", "B - C track 1 block 2", 1380)
    assert (first[4:], second[4:]) == ((10, 20), (20, 30))
    assert 1380 <= first[3] < 1400
    assert 1980 <= second[3] < 2000


def test_the_way_back_is_climbed_from_the_other_end() -> None:
    """1,380 s in two parts, the start and the stop among them."""
    run = ran(world(DOUBLE | services(car=service("C", "A"))), {"car to C 1": 3 * DAY, "car to A 1": 0})
    first, second = stairs_of(run)[:2]
    assert first[:3] == ("car to A 1", "B - C track 2 block 1", 0)
    assert second[:2] == ("car to A 1", "B - C track 2 block 2")
    assert (first[4:], second[4:]) == ((30, 20), (20, 10))
    assert 600 < second[2] <= first[3] < 900
    assert second[3] >= 1380


def test_before_its_second_track_opens_a_section_is_blocked_as_one() -> None:
    """Also by a train that runs over its blocks; afterwards each block is a stair."""
    run = ran(world(OPENS, out=out(0.5)), {"out 1": 0})
    assert stairs_of(run)[1:] == [("out 1", "B - C", 780, 2040, 10, 30)]
    later = ran(world(OPENS, out=out(0.5)), {"out 1": DAY})
    assert [block for _, block, *_ in stairs_of(later, DAY, 2 * DAY)[1:]] == [
        "B - C track 1 block 1",
        "B - C track 1 block 2",
    ]


def test_what_is_left_of_a_section_when_its_blocks_are_free_is_no_stair() -> None:
    """That the train has left the section is known for sure at 2,040, when its last block has been free for a while."""
    run = ran(world(OPENS, out=out(0.5)), {"out 1": DAY})
    last = stairs_of(run, DAY, 2 * DAY)[-1]
    assert last[1] == "B - C track 1 block 2"
    assert last[3] < DAY + 2040
    assert stairs_of(run, last[3] - 1, DAY + 2100) == [last]
    assert stairs_of(run, last[3], DAY + 2100) == []


def test_stairs_that_reach_into_the_window_are_whole() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 0})
    assert stairs_of(run, 839, 840) == [("out 1", "A - B", 0, 840, 0, 10), ("out 1", "B - C", 780, 2040, 10, 30)]
    assert stairs_of(run, 840, 841) == [("out 1", "B - C", 780, 2040, 10, 30)]
    assert stairs_of(run, 2040, DAY) == []


def test_a_section_of_many_without_blocks_is_a_stair_for_each_train() -> None:
    """B - C lets in two at a time: what they hold has no name of its own, and they may be there together."""
    scenario = world(out=out(1))
    names = ran(scenario).plan.legend.resources
    capacity = ran(scenario).plan.program.capacity.copy()
    capacity[[names.index("B - C"), names.index("B - C follower")]] = 2
    run = ran(scenario, {"out 1": 0, "out 2": 900}, capacity=capacity)
    assert [stair for stair in stairs_of(run) if stair[4] == 10] == [
        ("out 1", "", 780, 2040, 10, 30),
        ("out 2", "", 1680, 2940, 10, 30),
    ]


@KEYS
def test_a_window_shows_the_stairs_of_the_whole_run_that_reach_into_it(keys: dict[str, object]) -> None:
    """In the hours around midnight, when a second track opens in one of the worlds."""
    run = ran(world(keys, out=out(20), back=into(20)))
    every = stairs_of(run, 0, 2 * DAY)
    for begin in range(DAY - 7200, DAY + 7200, 500):
        inside = [stair for stair in every if stair[2] < begin + 1500 and stair[3] > begin]
        assert stairs_of(run, begin, begin + 1500) == inside
    assert len(every) > 40


@KEYS
def test_stairs_of_one_block_never_overlap(keys: dict[str, object]) -> None:
    run = ran(world(keys, out=out(20), back=into(20)))
    stairs = blocking_stairway(run.plan, run.outcome, 0, 0, 2 * DAY)
    assert len(set(stairs.train.tolist())) > 20
    assert np.all(stairs.resource != NEVER)
    for resource in np.unique(stairs.resource):
        own = np.flatnonzero(stairs.resource == resource)
        own = own[np.argsort(stairs.begin[own])]
        assert np.all(stairs.end[own][:-1] <= stairs.begin[own][1:])


@KEYS
def test_the_stairs_of_a_passage_cover_its_section_without_gaps(keys: dict[str, object]) -> None:
    """From one end of the section to the other, in the order of running, and as long as the section is occupied."""
    run = ran(world(keys, out=out(12), back=into(12)))
    stairs = blocking_stairway(run.plan, run.outcome, 0, 0, 2 * DAY)
    passages = section_passages(run.plan, run.outcome, 0, 2 * DAY)
    done = np.flatnonzero(passages.end < 2 * DAY)
    assert len(done) > 20
    for i in done:
        own = np.flatnonzero((stairs.train == passages.train[i]) & (stairs.section == passages.section[i]))
        section = run.plan.layout.sections[passages.section[i]]
        ends = [section.start_at, section.end_at][:: 1 if passages.rising[i] else -1]
        assert [stairs.from_at[own[0]], stairs.to_at[own[-1]]] == ends
        assert all(stairs.to_at[a] == stairs.from_at[b] and stairs.end[a] >= stairs.begin[b] for a, b in pairwise(own))
        assert stairs.begin[own[0]] == passages.begin[i]
