"""Two countries' clocks: what a time by the one is by the other, before and after Kazakhstan changed its own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.errors import CorridorError
from corridorsim.model.clock import CHINA, KAZAKHSTAN, ClockOffset, LocalClock, clock_of, near_spans, simulated
from corridorsim.model.lines.movement import WEEKDAYS, Days, Span

HOUR, DAY = 3600, 86_400
LEAP_DAY, FIRST_OF_MARCH = date(2024, 2, 29), date(2024, 3, 1)
FORWARD: LocalClock = ((date.min, 5 * HOUR), (FIRST_OF_MARCH, 6 * HOUR))


def spans(when: Days, start: date, days: int, clock: LocalClock = CHINA, near: LocalClock = KAZAKHSTAN) -> list[Span]:
    return list(near_spans([when], clock, near, start, days * DAY))


@pytest.mark.parametrize(("day", "hours"), [(date(2018, 1, 1), 2), (date(2024, 2, 28), 2), (date(2024, 3, 2), 3)])
def test_china_is_two_hours_ahead_of_kazakhstan_and_three_since_march_2024(day: date, hours: int) -> None:
    noon = DAY // 2
    assert simulated(noon, CHINA, KAZAKHSTAN, day) == noon - hours * HOUR
    assert simulated(noon, KAZAKHSTAN, CHINA, day) == noon + hours * HOUR


@pytest.mark.parametrize(
    ("in_china", "near"),
    [(-15, -17), (0, -2), (1, -1), (2, 0), (2.5, 0), (3, 0), (3.5, 0.5), (9, 6), (24, 21)],
)
def test_the_night_in_which_kazakhstan_put_its_clocks_back(in_china: float, near: float) -> None:
    """Hours from midnight of 1 March 2024. China's 00:00 is 16:00 UTC, 22:00 at UTC+6; its 02:00 is 18:00 UTC, midnight
    at UTC+6, when clocks went back to 23:00 of UTC+5; its 03:00 is 19:00 UTC, midnight at UTC+5."""
    assert simulated(round(in_china * HOUR), CHINA, KAZAKHSTAN, FIRST_OF_MARCH) == round(near * HOUR)


@pytest.mark.parametrize(("holiday", "begin", "end"), [(29, -26, -2), (1, -2, 21), (2, 21, 45)])
def test_a_holiday_in_china_by_hours_from_midnight_of_1_march_2024(holiday: int, begin: int, end: int) -> None:
    """A day there is 24 h here, but for the one of 1 March: 22:00 of 29 February to 21:00 of 1 March, 23 h."""
    day = LEAP_DAY if holiday == 29 else date(2024, 3, holiday)
    found = spans(Days(since=f"{day}", until=f"{day + timedelta(days=1)}"), date(2024, 2, 20), 20)
    midnight = 10 * DAY
    assert found == [(midnight + begin * HOUR, midnight + end * HOUR)]


def test_a_holiday_of_days_over_the_change_is_an_hour_shorter() -> None:
    """29 February to 3 March in China, four days of 96 h: from 22:00 of 28 February to 21:00 of 3 March."""
    when = Days(since="2024-02-29", until="2024-03-04")
    assert spans(when, date(2024, 2, 28), 10) == [(22 * HOUR, 5 * DAY - 3 * HOUR)]


def test_a_day_in_kazakhstan_has_25_hours_in_china_as_it_puts_its_clocks_back() -> None:
    """29 February there: from 18:00 UTC, 02:00 in China, to 19:00 UTC, 03:00 of 1 March in China."""
    when = Days(since="2024-02-29", until="2024-03-01")
    assert spans(when, LEAP_DAY, 5, clock=KAZAKHSTAN, near=CHINA) == [(2 * HOUR, DAY + 3 * HOUR)]


def test_what_is_closed_within_the_hour_that_is_left_out_is_not_closed() -> None:
    quarter = Days(since="2024-03-01", until="2024-03-02", at="02:15", length="30 min")
    assert spans(quarter, LEAP_DAY, 5) == []
    assert len(spans(quarter, LEAP_DAY, 5, near=CHINA)) == 1


@pytest.mark.parametrize(("utc", "near"), [(-1, -1), (0, 1), (1, 2)])
def test_simulated_time_that_is_put_forward_has_an_hour_that_nobody_else_has(utc: int, near: int) -> None:
    """Hours from the change, midnight at UTC+5, which is 01:00 at UTC+6: nothing happens by UTC in the hour between."""
    assert simulated((19 + utc) * HOUR, clock_of("UTC"), FORWARD, LEAP_DAY) == DAY + near * HOUR


@pytest.mark.parametrize(("local", "utc"), [(-1, -1), (0, 0), (0.5, 0), (1, 0), (2, 1)])
def test_an_hour_that_a_clock_leaves_out_is_the_moment_at_which_it_does(local: float, utc: int) -> None:
    """Hours from midnight of the change, which is 19:00 UTC: that clock goes from 00:00 to 01:00."""
    assert simulated(DAY + round(local * HOUR), FORWARD, clock_of("UTC"), LEAP_DAY) == (19 + utc) * HOUR


CLOCKS = [KAZAKHSTAN, CHINA, FORWARD, clock_of("UTC-3")]


@given(st.sampled_from(CLOCKS), st.sampled_from(CLOCKS), st.integers(0, 4 * DAY), st.integers(0, 4 * DAY))
def test_no_clock_ever_goes_back_and_by_its_own_every_time_is_itself(
    clock: LocalClock, near: LocalClock, one: int, other: int
) -> None:
    told = [simulated(second, clock, near, LEAP_DAY) for second in sorted((one, other))]
    assert told[0] <= told[1]
    assert simulated(one, near, near, LEAP_DAY) == one


@given(st.sampled_from(CLOCKS), st.integers(0, 23), st.integers(1, 24), st.sets(st.sampled_from(WEEKDAYS), min_size=1))
def test_days_by_simulated_time_itself_are_as_they_are_told(
    clock: LocalClock, at: int, length: int, days: set[str]
) -> None:
    when = Days(at=f"{at:02}:00", length=f"{length} h", days=sorted(days))
    assert spans(when, date(2024, 2, 27), 9, clock, clock) == list(when.spans(date(2024, 2, 27), 9 * DAY))


def test_a_clock_is_a_country_an_offset_or_levels() -> None:
    levels = [ClockOffset(offset="UTC+6"), ClockOffset(since="2024-03-01", offset="UTC+5")]
    assert clock_of("Kazakhstan") == clock_of(levels) == KAZAKHSTAN
    assert clock_of("UTC+8") == CHINA == clock_of("China")
    told = [clock_of(text)[0][1] for text in ("UTC", "UTC-3", "UTC+5:30")]
    assert told == [0, -3 * HOUR, 19_800]


@pytest.mark.parametrize("text", ["Chine", "UTC+15", "UTC5", "+8", "UTC+8:75"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(CorridorError, match="must be a country or an offset such as UTC"):
        clock_of(text)


def test_a_misspelt_country_is_asked_after() -> None:
    with pytest.raises(CorridorError, match=r'did you mean "China"\?'):
        clock_of("Chna")


def test_levels_that_go_back_in_time_are_refused() -> None:
    levels = [ClockOffset(offset="UTC+6"), *[ClockOffset(since="2024-03-01", offset="UTC+5")] * 2]
    with pytest.raises(CorridorError, match="must begin"):
        clock_of(levels)


def test_nine_in_china_is_seven_and_then_six() -> None:
    """A run of four days over the night of the change, which has no hour twice: the far country's day comes sooner."""
    nine = spans(Days(at="09:00", length="2 h"), date(2024, 2, 28), 4)
    assert [begin - n * DAY for n, (begin, _) in enumerate(nine)] == [7 * HOUR, 7 * HOUR, 6 * HOUR, 6 * HOUR]
    assert all(end - begin == 2 * HOUR for begin, end in nine)


def test_a_far_monday_begins_on_the_near_sunday() -> None:
    """6 January 2025 is a Monday; its first hour in China is 21:00 to 22:00 of Sunday in Kazakhstan."""
    monday = Days(days=["Mon"], length="1 h")
    assert spans(monday, date(2025, 1, 1), 7) == [(4 * DAY + 21 * HOUR, 4 * DAY + 22 * HOUR)]


def test_what_begins_before_the_run_is_there_as_it_begins() -> None:
    """1 January in China is 21:00 of 31 December to 21:00 of 1 January; the run begins at midnight."""
    day = Days(since="2025-01-01", until="2025-01-02")
    assert spans(day, date(2025, 1, 1), 7) == [(0, 21 * HOUR)]
