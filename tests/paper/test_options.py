"""Options that several commands share."""

import pytest

from corridorsim.errors import CorridorError
from corridorsim.paper.options import hours_of_day

HOUR, DAY = 3600, 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, (6 * HOUR, 10 * HOUR)),
        ("14:00-18:30", (14 * HOUR, 18 * HOUR + 1800)),
        ("6:05 - 7:00", (6 * HOUR + 300, 7 * HOUR)),
        ("00:00-24:00", (0, DAY)),
    ],
)
def test_hours_are_seconds_of_the_day(text: str | None, seconds: tuple[int, int]) -> None:
    assert hours_of_day(text) == seconds


@pytest.mark.parametrize("text", ["", "6-10", "10:00-06:00", "06:00-24:01", "06:60-10:00"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(CorridorError, match="must be two times of one day, the earlier first"):
        hours_of_day(text)
