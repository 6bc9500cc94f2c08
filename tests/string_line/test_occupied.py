"""What lies under the trains, and its numbers: worked out by hand for two trains that meet at B.

The train out is on A - B from 01:00 to 01:10, at B until 01:15, on B - C until 01:35. The train in is on B - C from
00:55 to 01:15 and on A - B until 01:25. Each takes a track of B with the section that leads there.
"""

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from corridorsim.paper import style
from corridorsim.string_line import day_on_line, draw_string_line, occupation_rows
from corridorsim.string_line.occupied import SHADES
from report.tiny import DAY, IN, OUT, Train, tiny

MEET: tuple[Train, ...] = (("out 1", OUT, 3600), ("in 1", IN, 3300))
NEXT_DAY: tuple[Train, ...] = tuple((name, stream, second + DAY) for name, stream, second in MEET)


def rows_of(*trains: Train, day: int = 0, **more: Any) -> list[tuple[str, ...]]:
    rows = occupation_rows(day_on_line(*tiny(*trains, **more), 0, day))
    clock = [[str(time)[11:16] for time in rows[name]] for name in ("begin", "end")]
    columns = (rows["place"].tolist(), rows["direction"].tolist(), *clock, rows["units"].tolist(), rows["capacity"])
    return list(zip(*columns, strict=True))


def shapes_of(axes: Axes, colour: str) -> list[list[float]]:
    """Left, top, right and bottom of each rectangle of a colour."""
    drawn = [patch for patch in axes.patches if to_hex(patch.get_facecolor()) == colour]
    corners = [patch.get_path().vertices.reshape(-1, 5, 2)[:, [0, 2]] for patch in drawn]
    return np.round(np.concatenate(corners).reshape(-1, 4), 3).tolist() if corners else []


def test_a_section_has_a_row_for_each_time_it_is_occupied() -> None:
    """A - B without a gap from 01:00, when the one is there, to 01:25, when the other has left."""
    assert [row for row in rows_of(*MEET) if "-" in row[0]] == [
        ("A - B", "", "01:00", "01:10", 1, 1),
        ("A - B", "", "01:15", "01:25", 1, 1),
        ("B - C", "", "00:55", "01:35", 1, 1),
    ]


def test_double_track_has_rows_by_direction() -> None:
    """On the second day B - C has its second track."""
    assert [row for row in rows_of(*NEXT_DAY, day=1) if row[0] == "B - C"] == [
        ("B - C", "to C", "01:15", "01:35", 1, 1),
        ("B - C", "to A", "00:55", "01:15", 1, 1),
    ]


def test_a_station_has_its_tracks_in_use_from_midnight_to_midnight() -> None:
    assert [row for row in rows_of(*MEET) if row[0] == "B"] == [
        ("B", "", "00:00", "00:55", 0, 2),
        ("B", "", "00:55", "01:00", 1, 2),
        ("B", "", "01:00", "01:15", 2, 2),
        ("B", "", "01:15", "00:00", 0, 2),
    ]


def test_a_closed_track_is_not_open() -> None:
    assert [row for row in rows_of(closed=("B tracks", 6 * 3600, 8 * 3600)) if row[0] == "B"] == [
        ("B", "", "00:00", "06:00", 0, 2),
        ("B", "", "06:00", "08:00", 0, 1),
        ("B", "", "08:00", "00:00", 0, 2),
    ]


def test_kinds_are_told_apart() -> None:
    rows = occupation_rows(day_on_line(*tiny(*MEET), 0, 0))
    assert dict(zip(rows["place"].tolist(), rows["kind"].tolist(), strict=True)) == {
        "A - B": "section",
        "B - C": "section",
        "B": "station",
    }


def test_a_band_lies_over_the_section_while_it_is_occupied() -> None:
    axes = draw_string_line(day_on_line(*tiny(*MEET), 0, 0)).axes[0]
    assert shapes_of(axes, style.OCCUPIED) == [[1, 0, 1.167, 10], [1.25, 0, 1.417, 10], [0.917, 10, 1.583, 30]]


def test_on_double_track_each_direction_has_its_half() -> None:
    """The train that runs down the page in the lower half, the other in the upper."""
    axes = draw_string_line(day_on_line(*tiny(*NEXT_DAY), 0, 1)).axes[0]
    lower, upper = (shape for shape in shapes_of(axes, style.OCCUPIED) if shape[1] >= 10)
    assert (lower[0], lower[2], lower[3]) == (1.25, 1.583, 30)
    assert (upper[0], upper[1], upper[2]) == (0.917, 10, 1.25)
    assert upper[3] < lower[1]


def test_a_station_is_darker_the_more_tracks_are_in_use_and_coloured_when_all_are() -> None:
    axes = draw_string_line(day_on_line(*tiny(*MEET), 0, 0)).axes[0]
    half, full = (shapes_of(axes, SHADES[number][1]) for number in (1, 3))
    assert [(left, right) for left, _, right, _ in half] == [(0.917, 1)]
    assert [(left, right) for left, _, right, _ in full] == [(1, 1.25)]
    assert all(top < 10 < bottom for _, top, _, bottom in half + full)
    assert SHADES[3][1] == style.FULL


def test_the_panel_shows_shares_of_the_day() -> None:
    """A - B 20 minutes and B - C 40 of 1,440; B's two tracks 5 + 2 x 15 minutes, and 15 minutes full."""
    shares = draw_string_line(day_on_line(*tiny(*MEET), 0, 0)).axes[2]
    lengths = [right for _, _, right, _ in shapes_of(shares, style.SHARE)]
    assert [length for length in lengths if length] == pytest.approx([100 * 20 / 1440, 100 * 40 / 1440], abs=1e-3)
    assert [s[2] for s in shapes_of(shares, style.IN_USE) if s[2]] == pytest.approx([100 * 35 / 2880], abs=1e-3)
    assert [s[2] for s in shapes_of(shares, style.FULL) if s[2]] == pytest.approx([100 * 15 / 1440], abs=1e-3)
    assert [text.get_text() for text in shares.texts] == ["3 %"]


def test_an_empty_day_has_no_bands_and_nothing_fullest() -> None:
    figure = draw_string_line(day_on_line(*tiny(*MEET), 0, 1))
    assert shapes_of(figure.axes[0], style.OCCUPIED) == []
    assert not figure.axes[2].texts
