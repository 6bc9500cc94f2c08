"""The stairway of two trains that meet at B, worked out by hand.

The train out holds A - B from 01:00 to 01:10 and B - C from 01:15 to 01:35; the train in B - C from 00:55 to 01:15 and
A - B until 01:25.
"""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from corridorsim.paper import style
from corridorsim.string_line import draw_stairway, hours_on_line, stairway_rows
from corridorsim.string_line.names import name_trains, running
from corridorsim.string_line.paper import draw_paper
from corridorsim.string_line.pieces import Pieces
from report.tiny import DAY, IN, OUT, PASSENGER, Train, tiny

HOUR = 3600
MEET: tuple[Train, ...] = (("out 1", OUT, 3600), ("in 1", IN, 3300))
TWO_HOURS = (0, 2 * HOUR)
DOWN, UP = (to_hex(tint, keep_alpha=True) for tint, _ in style.DIRECTIONS)


def steps_of(axes: Axes, colour: str) -> list[list[float]]:
    """Left, first kilometre, right and last kilometre of each step of a tint."""
    drawn = [patch for patch in axes.patches if to_hex(patch.get_facecolor(), keep_alpha=True) == colour]
    corners = [patch.get_path().vertices.reshape(-1, 5, 2)[:, [0, 2]] for patch in drawn]
    return np.round(np.concatenate(corners).reshape(-1, 4), 3).tolist() if corners else []


def names_on(axes: Axes) -> list[str]:
    return sorted(text.get_text() for text in axes.texts)


def test_the_steps_as_numbers() -> None:
    rows = stairway_rows(hours_on_line(*tiny(*MEET), 0, 0, TWO_HOURS))
    assert list(rows) == [
        "train",
        "class",
        "direction",
        "section",
        "block",
        "begin",
        "end",
        "from_km",
        "to_km",
        "blocking_s",
    ]
    columns = [rows[name].tolist() for name in ("train", "direction", "block", "from_km", "to_km", "blocking_s")]
    assert list(zip(*columns, strict=True)) == [
        ("out 1", "KZ->CN", "A - B", 0, 10, 600),
        ("out 1", "KZ->CN", "B - C", 10, 30, 1200),
        ("in 1", "CN->KZ", "B - C", 30, 10, 1200),
        ("in 1", "CN->KZ", "A - B", 10, 0, 600),
    ]
    assert [str(second)[11:16] for second in rows["begin"]] == ["01:00", "01:15", "00:55", "01:15"]
    assert [str(second)[11:16] for second in rows["end"]] == ["01:10", "01:35", "01:15", "01:25"]


def test_numbers_are_whole_where_the_picture_is_cut() -> None:
    hours = (HOUR, HOUR + 300)
    rows = stairway_rows(hours_on_line(*tiny(*MEET), 0, 0, hours))
    assert rows["blocking_s"].tolist() == [600, 1200]
    axes = draw_stairway(hours_on_line(*tiny(*MEET), 0, 0, hours)).axes[0]
    assert steps_of(axes, DOWN) == [[1, 0, 1.083, 10]]
    assert steps_of(axes, UP) == [[1, 30, 1.083, 10]]


def test_each_direction_has_its_tint() -> None:
    figure = draw_stairway(hours_on_line(*tiny(*MEET), 0, 0, TWO_HOURS))
    assert steps_of(figure.axes[0], DOWN) == [[1, 0, 1.167, 10], [1.25, 10, 1.583, 30]]
    assert steps_of(figure.axes[0], UP) == [[0.917, 30, 1.25, 10], [1.25, 10, 1.417, 0]]
    labels = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    assert labels[-2:] == ["Held by a train to C", "Held by a train to A"]


def test_a_later_day_has_its_own_hours() -> None:
    later = tuple((name, stream, second + DAY) for name, stream, second in MEET)
    figure = draw_stairway(hours_on_line(*tiny(*later), 0, 1, TWO_HOURS))
    assert steps_of(figure.axes[0], DOWN) == [[1, 0, 1.167, 10], [1.25, 10, 1.583, 30]]
    assert figure.texts[0].get_text() == "A-C, 2025-03-02, 00:00 to 02:00"
    assert steps_of(draw_stairway(hours_on_line(*tiny(*later), 0, 0, TWO_HOURS)).axes[0], DOWN) == []


def test_hours_without_a_train_say_so() -> None:
    axes = draw_stairway(hours_on_line(*tiny(*MEET), 0, 0, (12 * HOUR, 24 * HOUR))).axes[0]
    assert names_on(axes) == ["No train was on this line in these hours"]
    assert axes.get_xlim() == (12, 24)


def test_a_closed_section_is_hatched() -> None:
    figure = draw_stairway(hours_on_line(*tiny(closed=("A - B", 6 * HOUR, 8 * HOUR)), 0, 0, (5 * HOUR, 9 * HOUR)))
    assert [patch.get_bbox().extents.tolist() for patch in figure.axes[0].patches] == [[6, 0, 8, 10]]  # type: ignore[attr-defined]


def test_trains_are_named_along_their_paths() -> None:
    assert names_on(draw_stairway(hours_on_line(*tiny(*MEET), 0, 0, TWO_HOURS)).axes[0]) == ["in 1", "out 1"]


@pytest.mark.parametrize(("behind", "named"), [(60, ["out 1"]), (1800, ["in 1", "out 1"])])
def test_a_name_that_would_hide_another_is_left_out(behind: int, named: list[str]) -> None:
    """Two trains over 30 km in half an hour, the second so many seconds behind and a little slower."""
    plan, _ = tiny(*MEET)
    axes = style.frame(style.sheet(16, 11.3, ""), 1, 1, 1, 1)
    draw_paper(axes, plan.layout.stations[0], (0, 4))
    begin, end = np.array([0.0, behind]), np.array([1801.0, behind + 1800])
    name_trains(axes, plan, Pieces(np.array([1, 2]), begin, end, np.zeros(2), np.full(2, 3e4)), 0)
    assert names_on(axes) == named


def test_a_name_longer_than_every_run_of_its_train_is_left_out() -> None:
    """Two hundred letters take ten inches, more than the way from A to C."""
    long = tiny(("x" * 200, PASSENGER, 3600))
    assert names_on(draw_stairway(hours_on_line(*long, 0, 0, (0, DAY))).axes[0]) == []


def test_runs_at_one_speed_are_put_together() -> None:
    """A block of 10 km and one of 20 km at a minute a kilometre, then a stand, then 10 km twice as fast."""
    pieces = Pieces(
        np.array([3, 3, 3, 3, 4]),
        np.array([0.0, 600, 1800, 2000, 2300]),
        np.array([600.0, 1800, 2000, 2300, 2600]),
        np.array([0.0, 10, 30, 30, 40]),
        np.array([10.0, 30, 30, 40, 50]),
    )
    runs = running(pieces)
    assert list(zip(*(column.tolist() for column in runs), strict=True)) == [
        (3, 0, 1800, 0, 30),
        (3, 2000, 2300, 30, 40),
        (4, 2300, 2600, 40, 50),
    ]


def test_the_same_stairway_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        draw_stairway(hours_on_line(*tiny(*MEET), 0, 0, TWO_HOURS), tmp_path / name)
    for ending in ("svg", "png"):
        first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("first", "second"))
        assert first == second
