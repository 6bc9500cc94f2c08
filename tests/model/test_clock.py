"""Two countries' clocks: what a time by the one is by the other, before and after Kazakhstan changed its own."""

from datetime import date

import pytest

from corridorsim.errors import CorridorError
from corridorsim.model.clock import CHINA, KAZAKHSTAN, ClockLevel, ahead, clock_of, near_spans, shift
from corridorsim.model.movement import Days

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(("day", "hours"), [(date(2024, 2, 29), -2), (date(2024, 3, 1), -3), (date(2018, 1, 1), -2)])
def test_china_is_two_hours_ahead_of_kazakhstan_and_three_since_march_2024(day: date, hours: int) -> None:
    assert shift(CHINA, day) == hours * HOUR
    assert shift(KAZAKHSTAN, day, near=CHINA) == -hours * HOUR


def test_a_clock_is_a_country_an_offset_or_levels() -> None:
    levels = [ClockLevel(offset="UTC+6"), ClockLevel(since="2024-03-01", offset="UTC+5")]
    assert clock_of("Kazakhstan") == clock_of(levels) == KAZAKHSTAN
    assert clock_of("UTC+8") == CHINA == clock_of("China")
    assert [ahead(clock_of(text), date(2025, 1, 1)) for text in ("UTC", "UTC-3", "UTC+5:30")] == [0, -3 * HOUR, 19_800]


@pytest.mark.parametrize("text", ["Chine", "UTC+15", "UTC5", "+8", "UTC+8:75"])
def test_another_word_is_refused(text: str) -> None:
    with pytest.raises(CorridorError, match="must be a country or an offset such as UTC"):
        clock_of(text)


def test_a_misspelt_country_is_asked_after() -> None:
    with pytest.raises(CorridorError, match=r'did you mean "China"\?'):
        clock_of("Chna")


def test_levels_that_go_back_in_time_are_refused() -> None:
    levels = [ClockLevel(offset="UTC+6"), *[ClockLevel(since="2024-03-01", offset="UTC+5")] * 2]
    with pytest.raises(CorridorError, match="must begin"):
        clock_of(levels)


def test_nine_in_china_is_seven_and_then_six() -> None:
    """A run of four days over the night of the change, which has no hour twice: the far country's day comes sooner."""
    nine = Days(at="09:00", length="2 h")
    spans = list(near_spans([nine], CHINA, date(2024, 2, 28), 4 * DAY))
    assert [begin - n * DAY for n, (begin, _) in enumerate(spans)] == [7 * HOUR, 7 * HOUR, 6 * HOUR, 6 * HOUR]
    assert all(end - begin == 2 * HOUR for begin, end in spans)


def test_a_far_monday_begins_on_the_near_sunday() -> None:
    """6 January 2025 is a Monday; its first hour in China is 21:00 to 22:00 of Sunday in Kazakhstan."""
    monday = Days(days=["Mon"], length="1 h")
    assert list(near_spans([monday], CHINA, date(2025, 1, 1), 7 * DAY)) == [(4 * DAY + 21 * HOUR, 4 * DAY + 22 * HOUR)]


def test_what_begins_before_the_run_is_there_as_it_begins() -> None:
    """1 January in China is 21:00 of 31 December to 21:00 of 1 January; the run begins at midnight."""
    day = Days(since="2025-01-01", until="2025-01-02")
    assert list(near_spans([day], CHINA, date(2025, 1, 1), 7 * DAY)) == [(0, 21 * HOUR)]
