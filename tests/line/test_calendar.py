"""What possessions make of a line's days, by hand."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from corridorsim.line.calendar import (
    begin_every_day,
    calendar_of,
    closings_on,
    days_that_stand_for,
    disruptions_of,
    possessions_of,
)
from corridorsim.model import Scenario
from worlds import world

WEDNESDAY = date(2025, 1, 1)
WORKS = {"start": "A", "end": "B", "at": "22:00", "length": "4 h"}


def closed(*possessions: dict[str, Any]) -> Scenario:
    return world({"lines.line.possessions": [WORKS | each for each in possessions]})


def test_a_line_without_possessions_is_open_all_the_time() -> None:
    calendar = calendar_of(world(), "line", WEDNESDAY, 10)
    assert calendar.share.tolist() == [1]
    assert not calendar.closed.any()
    assert calendar.days_with == 0


def test_a_night_counts_on_both_its_days_and_for_its_hours() -> None:
    """Thursday night from 22 to 2: two days have a part of it; of ten days it takes four hours, only from A to B."""
    calendar = calendar_of(closed({"days": ["Thu"]}), "line", WEDNESDAY, 7)
    assert calendar.days_with == 2
    shut = calendar.closed[:, 0]
    assert (calendar.share @ shut) * 7 * 24 == pytest.approx(4)
    assert (calendar.share_with @ shut) * 2 * 24 == pytest.approx(4)
    assert not calendar.closed[:, 1].any()
    assert calendar.spell[shut].tolist() == [4 * 3600]


def test_where_one_track_and_all_are_closed_at_the_same_time_all_are() -> None:
    calendar = calendar_of(closed({"tracks": "one", "at": "10:00"}, {"at": "12:00"}), "line", WEDNESDAY, 4)
    hours = [(calendar.share @ states[:, 0]) * 24 for states in (calendar.one, calendar.closed)]
    assert hours == pytest.approx([2, 4])


def test_the_days_that_stand_for_a_period_have_each_possession_as_often() -> None:
    """On 4 of 7 days, over 28 days: 16. Never more than three in a row, as they are spread."""
    closings = closings_on(closed({"days": ["Mon", "Tue", "Wed", "Thu"]}), "line")
    days = days_that_stand_for(closings, WEDNESDAY, 364, 28)
    begins = "".join("x" if each else "." for each in days)
    assert begins.count("x") == 16
    assert "xxxx" not in begins


def test_what_begins_every_day_is_written_without_dates() -> None:
    scenario = closed({"since": "2025-01-01"})
    closings = closings_on(scenario, "line")
    assert begin_every_day(closings, WEDNESDAY, 10)
    assert possessions_of(scenario, "line", closings, [frozenset({0})] * 3, WEDNESDAY) == [WORKS]


def test_what_begins_on_some_days_is_written_day_by_day() -> None:
    scenario = closed({"days": ["Mon"]})
    closings = closings_on(scenario, "line")
    written = possessions_of(scenario, "line", closings, [frozenset(), frozenset({0})], WEDNESDAY)
    assert written == [WORKS | {"since": "2025-01-02", "until": "2025-01-03"}]


def test_a_disruption_by_the_calendar_is_a_closing_of_the_line_it_is_on() -> None:
    """The one of its dates that is on the line; what comes at random is none."""
    works = {"closes": ["B - C", "Gate HERE->THERE: acceptance"], "dated": {"at": "10:00", "length": "4 h"}}
    storm = {"closes": "B - C", "random": {"per_year": 5, "mean": "6 h"}}
    scenario = world({"disruptions": {"works": works, "storm": storm}})
    (closing,) = closings_on(scenario, "line")
    assert closing.reached.tolist() == [False, True]
    (told,) = disruptions_of([closing], [frozenset({0})] * 2, WEDNESDAY).values()
    assert [each.stage for each in told.closes] == ["B - C"]
    assert np.diff(next(told.dated[0].spans(WEDNESDAY, 86_400))).tolist() == [4 * 3600]
