"""Meets: what each scheme costs, and schemes that agree along a line."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.errors import CorridorError
from corridorsim.formulas.meets import (
    SectionTimes,
    StationIntervals,
    WhoStands,
    agreeing_schemes,
    allowed_stands,
    hardest_section,
    meet_periods,
    own_schemes,
    repeating_schemes,
    scheme_name,
    schemes_of,
    where_trains_fit,
    with_double_track,
    with_groups,
)

FORWARD, BACKWARD, BOTH, NEITHER = WhoStands
SINGLE = np.zeros(1, bool)


def line(runs: list[tuple[float, float]]) -> np.ndarray:
    """Periods of a line in minutes: 2 to start, 1 to stop, 4 between arrivals, 1 to cross."""
    return meet_periods(SectionTimes(np.array(runs, float).T, start=2, stop=1), StationIntervals(arrival=4, crossing=1))


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (BACKWARD, FORWARD, 30 + 2 * 4 + 2 * 1),  # both enter in motion: two stops, two arrivals
        (FORWARD, BACKWARD, 30 + 2 * 1 + 2 * 2),  # both leave in motion: two starts, two crossings
        (BACKWARD, BACKWARD, 30 + 4 + 1 + 2 + 1),  # the backward train starts and stops
        (FORWARD, FORWARD, 30 + 4 + 1 + 2 + 1),
        (BOTH, BOTH, 30 + 2 * 1 + 2 * 2 + 2 * 1),  # both start and stop, with two crossings
        (BOTH, FORWARD, 30 + 1 + 4 + 2 + 2 * 1),
        (NEITHER, NEITHER, 30 + 2 * 4),
    ],
)
def test_the_period_of_a_scheme(first: WhoStands, last: WhoStands, period: float) -> None:
    assert line([(14, 16)])[0, first, last] == period


def test_directions_and_stations_have_times_of_their_own() -> None:
    """A digit for each term: in scheme III the backward train starts at the last station and stops at the first."""
    running = SectionTimes(run=[[1], [10]], start=[[100], [1_000]], stop=[[10_000], [100_000]])
    periods = meet_periods(running, StationIntervals(arrival=[2e6, 3e6], crossing=[4e7, 5e7]))[0]
    assert periods[BACKWARD, BACKWARD] == 2e6 + 5e7 + 101_011
    assert periods[FORWARD, FORWARD] == 4e7 + 3e6 + 10_111


def test_many_cases_at_once_are_each_as_alone() -> None:
    runs = np.arange(24.0).reshape(4, 2, 3) + 10
    start = np.array([1.0, 2, 3, 4])[:, None, None]
    together = meet_periods(SectionTimes(runs, start, 1.0), StationIntervals(4.0, [1.0, 2.0, 1.0, 3.0]))
    assert together.shape == (4, 3, 4, 4)
    for case in range(4):
        alone = meet_periods(SectionTimes(runs[case], start[case], 1.0), StationIntervals(4.0, [1.0, 2.0, 1.0, 3.0]))
        assert np.array_equal(together[case], alone)
    every = agreeing_schemes(together, allowed_stands(np.zeros((4, 3), bool)))
    assert np.array_equal(every.period[2], agreeing_schemes(together[2], allowed_stands(np.zeros(3, bool))).period)


def test_classic_schemes_have_their_numbers_and_others_say_who_stands() -> None:
    assert scheme_name(BACKWARD, FORWARD).startswith("I:")
    assert scheme_name(FORWARD, FORWARD).startswith("IV:")
    assert scheme_name(BOTH, FORWARD) == "standing: both at the first station, forward at the last"


def test_at_the_ends_both_directions_stand_and_trains_pass_in_motion_only_beside_double_track() -> None:
    allowed = allowed_stands([False, False, True])
    assert allowed.tolist() == [
        [False, False, True, False],
        [True, True, True, False],
        [True, True, True, True],
        [False, False, True, False],
    ]


def test_two_sections_cannot_both_have_the_scheme_that_suits_each() -> None:
    """Each end adds 4 to the runs. At the middle station the section whose train departs there adds 3, the other 5.

    Both cannot have 3. If one direction stands there the periods are 27 and 29; if both do, 28 each.
    """
    periods = line([(10, 10), (10, 10)])
    allowed = allowed_stands([False, False])
    assert own_schemes(periods, allowed).period.tolist() == [27, 27]
    assert schemes_of(periods, [BOTH, FORWARD, BOTH]).period.tolist() == [29, 27]
    together = agreeing_schemes(periods, allowed)
    assert together.period.tolist() == [28, 28]
    assert together.last[0] == together.first[1] == BOTH


def test_the_longer_section_has_the_shorter_scheme() -> None:
    together = agreeing_schemes(line([(10, 10), (15, 15)]), allowed_stands([False, False]))
    assert together.period.tolist() == [29, 37]
    assert together.first[1] == FORWARD


def test_a_section_with_two_tracks_costs_the_same_in_every_scheme_and_lets_trains_pass_at_its_ends() -> None:
    """Single, double, single: at the inner stations nobody need stand; the end costs 4, the inner station 4 or 3."""
    double = np.array([False, True, False])
    periods = with_double_track(line([(10, 10), (30, 30), (10, 10)]), double, 12.0)
    together = agreeing_schemes(periods, allowed_stands(double))
    assert together.period.tolist() == [27, 12, 27]
    passing = schemes_of(periods, [BOTH, NEITHER, NEITHER, BOTH])
    assert passing.period.tolist() == [28, 12, 28]


def test_a_group_of_two_shares_one_change_of_direction_whatever_the_scheme() -> None:
    """Scheme II: 36 for one pair; with followers at 10 and 12 two pairs take 58, 29 each."""
    pair = with_groups(line([(14, 16)]), [[10.0], [12.0]], 2)
    assert pair[0, FORWARD, BACKWARD] == 29
    assert np.array_equal(with_groups(line([(14, 16)]), [[10.0], [12.0]], 1), line([(14, 16)]))


def test_the_classical_rule_repeats_one_way_priority_along_the_line() -> None:
    """Cheap starts of backward trains and short non-simultaneous arrival: scheme III is the shortest everywhere."""
    running = SectionTimes(np.full((2, 3), 10.0), start=np.array([[9.0], [0]]), stop=np.array([[9.0], [0]]))
    periods = meet_periods(running, StationIntervals(arrival=1, crossing=1))
    repeated = repeating_schemes(periods, allowed_stands(np.zeros(3, bool)), 1)
    assert repeated.first.tolist() == [BOTH, BACKWARD, BACKWARD]
    assert repeated.last.tolist() == [BACKWARD, BACKWARD, BOTH]


def test_the_hardest_section_has_the_longest_runs_of_both_directions() -> None:
    assert hardest_section([[20, 11, 5], [1, 11, 16]]).tolist() == 1


def test_a_train_longer_than_the_loop_makes_the_others_stand() -> None:
    """Forward trains do not fit at the middle station: there the backward train stands in both sections."""
    allowed = where_trains_fit(allowed_stands([False, False]), [[True, False, True], [True, True, True]])
    together = agreeing_schemes(line([(10, 10), (15, 15)]), allowed)
    assert together.last[0] == together.first[1] == BACKWARD


def test_where_nobody_can_stand_there_is_no_timetable() -> None:
    allowed = where_trains_fit(allowed_stands([False, False]), [[True, False, True], [True, False, True]])
    with pytest.raises(CorridorError, match="cannot meet"):
        agreeing_schemes(line([(10, 10), (15, 15)]), allowed)


minutes = st.integers(0, 9)


@st.composite
def lines(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """The periods of a random line of up to four sections, some of them double, and who may stand where."""
    n = draw(st.integers(1, 4))

    def table(*shape: int) -> np.ndarray:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(minutes, min_size=size, max_size=size)), float).reshape(shape)

    running = SectionTimes(table(2, n) + 5, table(2, n), table(2, n))
    double = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    periods = meet_periods(running, StationIntervals(table(n + 1), table(n + 1)))
    return with_double_track(periods, double, table(n) + 1), allowed_stands(double)


@given(lines())
def test_schemes_that_agree_are_the_best_of_all_that_agree(case: tuple[np.ndarray, np.ndarray]) -> None:
    """Of every way to let trains stand: least greatest period first, least sum next."""
    periods, allowed = case
    ways = product(*(np.flatnonzero(station).tolist() for station in allowed))
    best = min((max(found), sum(found)) for found in (schemes_of(periods, way).period.tolist() for way in ways))
    together = agreeing_schemes(periods, allowed)
    assert (together.period.max(), together.period.sum()) == best
    assert np.array_equal(together.last[:-1], together.first[1:])


@given(lines())
def test_no_agreement_beats_a_section_alone(case: tuple[np.ndarray, np.ndarray]) -> None:
    periods, allowed = case
    alone = own_schemes(periods, allowed)
    assert (alone.period <= agreeing_schemes(periods, allowed).period).all()
    for section, period in enumerate(alone.period):
        pairs = product(np.flatnonzero(allowed[section]), np.flatnonzero(allowed[section + 1]))
        assert period == min(periods[section, a, b] for a, b in pairs)
