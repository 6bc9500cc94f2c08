"""UIC 406: timetables pressed together by hand, and by trying every shift."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.errors import CorridorError
from corridorsim.formulas.compression import (
    MIXED,
    Blockings,
    blockings,
    compress,
    directed_blockings,
    entering,
    more_paths,
    occupation,
)

Row = tuple[int, int, int, int, int]  # train, part, resource, begin, end


def table(*rows: Row) -> Blockings:
    return blockings(*np.array(rows).reshape(-1, 5).T)


def test_trains_on_one_section_are_moved_until_their_blocking_times_touch() -> None:
    """10 + 20 + 5 min of section at 0, 60 and 200: pressed they occupy 35."""
    pressed = compress(table((1, 0, 0, 0, 10), (2, 0, 0, 60, 80), (3, 0, 0, 200, 205)))
    assert pressed.begin.tolist() == [0, 10, 30]
    found = occupation(pressed)
    assert (found.seconds.tolist(), found.trains.tolist()) == ([35], [3])


def test_a_fast_train_is_moved_only_to_where_it_meets_the_slow_one() -> None:
    """Two blocks: slow [0, 30] [30, 60], fast [100, 110] [110, 120]. In the second block they touch: fast begins at 50.

    The first block is occupied for 60, the second for 40: a train like the slow one could enter 60 after it did.
    """
    pressed = compress(table((1, 0, 1, 0, 30), (1, 0, 2, 30, 60), (2, 0, 1, 100, 110), (2, 0, 2, 110, 120)))
    assert pressed.begin.tolist() == [0, 30, 50, 60]
    found = occupation(pressed)
    assert (found.seconds.tolist(), found.limiting.tolist()) == ([60], [1])


def test_trains_that_meet_at_a_station_keep_their_order_on_both_sides() -> None:
    """A forward train over sections 1, 2 and a backward one over 2, 1 meet between them.

    Forward [100, 110] [130, 140], backward on 2 [115, 125], on 1 [127, 137]: on 2 backward goes first, on 1 forward.
    Backward may be moved by 15 until it begins with the first train, but on 1 it must stay behind 110: by 17 at most.
    """
    pressed = compress(table((1, 0, 1, 100, 110), (1, 0, 2, 130, 140), (2, 0, 2, 115, 125), (2, 0, 1, 127, 137)))
    assert pressed.begin.tolist() == [100, 130, 100, 112]
    assert occupation(pressed).seconds.tolist() == [40]


def test_a_meet_without_slack_stays_as_it_is() -> None:
    rows = table((1, 0, 1, 0, 10), (1, 0, 2, 20, 30), (2, 0, 2, 10, 20), (2, 0, 1, 10, 20))
    assert np.array_equal(compress(rows).begin, rows.begin)


def test_an_overlap_of_rounding_at_a_meet_without_slack_is_no_conflict() -> None:
    """On 1 backward enters 1e-9 s before forward leaves; on 2 it leaves just when forward enters."""
    rows = blockings([1, 1, 2, 2], 0, [1, 2, 2, 1], [0, 20, 10, 10 - 1e-9], [10, 30, 20, 20])
    assert compress(rows).begin == pytest.approx(rows.begin, abs=1e-6)


def test_sections_between_stations_are_pressed_on_their_own() -> None:
    """The same meet with each section its own part: 10 + 10 on each; waiting at the station between is no matter."""
    pressed = compress(table((1, 1, 1, 100, 110), (1, 2, 2, 130, 140), (2, 2, 2, 115, 125), (2, 1, 1, 127, 137)))
    found = occupation(pressed)
    assert (found.part.tolist(), found.seconds.tolist(), found.limiting.tolist()) == ([1, 2], [20, 20], [1, 2])


def test_two_tracks_do_not_hold_up_each_other() -> None:
    pressed = compress(table((1, 0, 1, 0, 10), (2, 0, 2, 50, 60), (3, 0, 1, 70, 80)))
    assert pressed.begin.tolist() == [0, 0, 10]


def test_the_trains_that_enter_a_part_in_the_time_looked_at_count_with_all_they_block_there() -> None:
    rows = table((1, 0, 0, 0, 10), (2, 0, 0, 55, 70), (3, 0, 0, 60, 75), (3, 1, 1, 50, 65))
    hour = entering(rows, 0, 60)
    assert list(zip(hour.train.tolist(), hour.part.tolist(), strict=True)) == [(1, 0), (2, 0), (3, 1)]
    assert occupation(compress(hour)).seconds[0] / 60 == pytest.approx(25 / 60)


def test_nothing_to_press() -> None:
    found = occupation(compress(table()))
    assert [column.size for column in found] == [0, 0, 0, 0]


def test_trains_in_each_others_way_are_no_timetable() -> None:
    with pytest.raises(CorridorError, match="no timetable to compress"):
        compress(table((1, 0, 1, 0, 10), (2, 0, 1, 5, 15), (2, 0, 2, 0, 10), (1, 0, 2, 5, 15)))


def test_more_paths_fit_until_the_recommended_limit() -> None:
    """Three trains of 20 min occupy an hour of a day; 60 % of it are 864 min, so 40 more of 20 min fit."""
    rows = table((1, 0, 0, 0, 1200), (2, 0, 0, 3000, 4200), (3, 0, 0, 8000, 9200))
    part, number = more_paths(rows, table((9, 0, 0, 0, 1200)), room=MIXED.day * 86_400)
    assert (part.tolist(), number.tolist()) == ([0], [40])


def test_the_first_path_behind_a_slow_train_costs_more_than_the_next() -> None:
    """Slow [0, 30] [30, 60]; fast paths of 10 in each block. The first begins at 50, each next 10 later.

    The first block is then occupied for 60, 70, 80...: 5 fit in 100.
    """
    part, number = more_paths(
        table((1, 7, 1, 0, 30), (1, 7, 2, 30, 60)), table((1, 7, 1, 0, 10), (1, 7, 2, 10, 20)), room=100
    )
    assert (part.tolist(), number.tolist()) == ([7], [5])


def test_a_pair_of_opposing_trains_is_a_path_too_and_parts_without_room_take_none() -> None:
    """A pair takes 25 of part 0, where 30 are used, and 20 of part 1, where all 100 are: 2 and 0 more."""
    rows = table((1, 0, 0, 0, 30), (1, 1, 1, 30, 140))
    pair = table((5, 0, 0, 0, 10), (6, 0, 0, 40, 55), (5, 1, 1, 10, 20), (6, 1, 1, 20, 30))
    part, number = more_paths(rows, pair, room=100)
    assert (part.tolist(), number.tolist()) == ([0, 1], [2, 0])


def test_paths_fit_a_part_that_nobody_uses() -> None:
    part, number = more_paths(table((1, 3, 3, 0, 30)), table((9, 4, 4, 0, 10)), room=100)
    assert (part.tolist(), number.tolist()) == ([4], [10])


def test_a_path_that_blocks_nothing_is_refused() -> None:
    with pytest.raises(CorridorError, match="more than 0 s"):
        more_paths(table((1, 0, 0, 0, 30)), table((9, 0, 0, 10, 10)), room=100)


Directed = tuple[int, int, int, int, int, int, int]  # train, part, resource, direction, begin, follow, end


def directed(*rows: Directed) -> Blockings:
    return directed_blockings(*np.array(rows).reshape(-1, 7).T)


def test_followers_share_the_track_and_the_opposing_train_waits_for_all_of_them() -> None:
    """Run 20, followers 8 apart: forward at 0 and 30, backward at 90 pressed to 8 + 20 = 28, occupied to 48."""
    pressed = compress(directed((1, 0, 0, 0, 0, 8, 20), (2, 0, 0, 0, 30, 38, 50), (3, 0, 0, 1, 90, 98, 110)))
    assert pressed.begin.tolist() == [0, 8, 28]
    assert occupation(pressed).seconds.tolist() == [48]


def test_a_fast_follower_that_arrives_first_still_leaves_the_opposing_train_waiting_for_the_slow_one() -> None:
    pressed = compress(directed((1, 0, 0, 0, 0, 8, 40), (2, 0, 0, 0, 30, 33, 45), (3, 0, 0, 1, 90, 98, 110)))
    assert pressed.begin.tolist() == [0, 8, 40]


def kept(row: Directed, other: Directed) -> int:
    """Until when the first keeps its resource from the second."""
    return row[5] if row[3] == other[3] else row[6]


def apart(row: Directed, other: Directed) -> bool:
    return row[2] != other[2] or kept(row, other) <= other[4] or kept(other, row) <= row[4]


def moved(row: Directed, by: int) -> Directed:
    return (*row[:4], row[4] + by, row[5] + by, row[6] + by)


@st.composite
def timetables(draw: st.DrawFn) -> list[Directed]:
    """Up to three trains over some of three resources in any order; each is later than it would be until it fits."""
    rows: list[Directed] = []
    for train in range(draw(st.integers(1, 3))):
        path: list[Directed] = []
        direction, at = draw(st.integers(0, 1)), draw(st.integers(0, 4))
        for resource in draw(st.permutations(range(3)))[: draw(st.integers(1, 2))]:
            follow = at + draw(st.integers(1, 2))
            path.append((train, 0, resource, direction, at, follow, follow + draw(st.integers(0, 2))))
            at = path[-1][6] + draw(st.integers(-1, 2))
        while not all(apart(mine, other) for mine in path for other in rows):
            path = [moved(row, 1) for row in path]
        rows += path
    return rows


def fits(rows: list[Directed]) -> bool:
    """Whether no train has a resource before every one ahead of it, in the order of the rows, lets it."""
    pairs = combinations(rows, 2)
    return all(row[2] != other[2] or kept(row, other) <= other[4] for row, other in pairs)


@given(timetables())
def test_trying_every_shift_finds_none_that_begins_any_train_earlier(rows: list[Directed]) -> None:
    """The oracle moves every train to every moment from the first beginning to its own."""
    in_order = sorted(rows, key=lambda row: row[4])
    opening = in_order[0][4]
    first = {train: min(row[4] for row in rows if row[0] == train) for train in range(rows[-1][0] + 1)}
    shifts = list(product(*(range(opening - begin, 1) for begin in first.values())))
    good = [by for by in shifts if fits([moved(row, by[row[0]]) for row in in_order])]
    pressed = compress(directed(*in_order))
    shift = {row[0]: int(begin - row[4]) for begin, row in zip(pressed.begin, in_order, strict=True)}
    assert shift == {train: min(by[train] for by in good) for train in first}


@given(timetables())
def test_pressed_trains_keep_their_runs_and_what_is_pressed_stays(rows: list[Directed]) -> None:
    given_rows, pressed = directed(*rows), compress(directed(*rows))
    for train in np.unique(pressed.train):
        mine = pressed.train == train
        assert np.ptp((pressed.begin - given_rows.begin)[mine]) == 0
    assert np.array_equal(pressed.end - pressed.begin, given_rows.end - given_rows.begin)
    assert np.array_equal(compress(pressed).begin, pressed.begin)


@given(timetables())
def test_fractions_of_a_second_are_pressed_like_whole_ones(rows: list[Directed]) -> None:
    whole = directed(*rows)
    sevenths = whole._replace(begin=whole.begin / 7 + 1e5, follow=whole.follow / 7 + 1e5, end=whole.end / 7 + 1e5)
    assert compress(sevenths).begin == pytest.approx(compress(whole).begin / 7 + 1e5, abs=1e-6)


@given(timetables(), st.integers(1, 60))
def test_as_many_paths_fit_as_can_be_added_one_by_one(rows: list[Directed], room: int) -> None:
    """The oracle adds a pair of opposing trains far behind, presses, and looks."""
    pair = [(9, 0, 0, 0, 0, 2, 3), (9, 0, 1, 0, 1, 4, 4), (10, 0, 1, 1, 5, 6, 7)]

    def occupied(number: int) -> float:
        added = [moved((2 * n + t, *row), 500 * n) for n in range(1, number + 1) for t, *row in pair]
        return float(occupation(compress(directed(*rows, *added))).seconds[0])

    expected = 0
    while occupied(expected + 1) <= room:
        expected += 1
    assert more_paths(directed(*rows), directed(*pair), room)[1].tolist() == [expected]
