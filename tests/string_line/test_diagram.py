"""The string-line diagram tells where each train was, and when, as worked out by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from corridorsim.errors import CorridorError
from corridorsim.paper import style
from corridorsim.string_line import day_on_line, draw_string_line, string_line_rows
from corridorsim.string_line.trains import STANDING
from report.tiny import DAY, IN, OUT, PASSENGER, Train, tiny

MEET: tuple[Train, ...] = (("out 1", OUT, 3600), ("in 1", IN, 3300))


def points(*trains: Train, day: date | int = 0, **more: Any) -> list[tuple[str, str, float, str]]:
    """Train, station, kilometre and time of day (or date and time, after the first day) of each point."""
    rows = string_line_rows(day_on_line(*tiny(*trains, **more), 0, day))
    times = [str(time).removeprefix("2025-03-01T") for time in rows["time"]]
    return list(zip(rows["train"].tolist(), rows["station"].tolist(), rows["at_km"].tolist(), times, strict=True))


def lines_of(axes: Axes, colour: str, width: float | None = None) -> list[list[float]]:
    """Hours and kilometres of what is drawn in a colour, without the gaps."""
    drawn = [
        np.column_stack(line.get_data()).tolist()
        for line in axes.lines
        if to_hex(str(line.get_color())) == colour and width in (None, line.get_linewidth())
    ]
    return [[round(x, 3), round(y, 3)] for line in drawn for x, y in line if x == x]


def rules_of(figure: Figure) -> list[tuple[float, float, float]]:
    """Each rule of the strip: its place across, and from which kilometre to which."""
    rules = [line.get_data() for line in figure.axes[1].lines if line.get_linestyle() == "-"]
    return [(float(x[0]), float(y[0]), float(y[1])) for x, y in rules if len(x) == 2]


def labels_of(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def texts_of(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_two_trains_meet_where_one_stands() -> None:
    """The train out comes to B at 01:10 and waits 5 minutes for the train in, then for the lane at C until 02:00."""
    assert points(*MEET) == [
        ("out 1", "A", 0.0, "01:00:00"),
        ("out 1", "B", 10.0, "01:10:00"),
        ("out 1", "B", 10.0, "01:15:00"),
        ("out 1", "C", 30.0, "01:35:00"),
        ("out 1", "C", 30.0, "02:00:00"),
        ("in 1", "C", 30.0, "00:55:00"),
        ("in 1", "B", 10.0, "01:15:00"),
        ("in 1", "A", 0.0, "01:25:00"),
    ]


def test_rows_name_class_and_direction() -> None:
    rows = string_line_rows(day_on_line(*tiny(("out 1", OUT, 7200), ("fast 1", PASSENGER, 20_000)), 0, 0))
    assert [*dict.fromkeys(zip(rows["class"].tolist(), rows["direction"].tolist(), strict=True))] == [
        ("freight", "KZ->CN"),
        ("passenger", ""),
    ]


def test_a_train_that_is_on_the_way_at_midnight_is_cut_there() -> None:
    """It leaves A five minutes before midnight: at midnight it is half way to B."""
    late = ("out 1", OUT, DAY - 300)
    assert points(late) == [("out 1", "A", 0.0, "23:55:00"), ("out 1", "", 5.0, "2025-03-02T00:00:00")]
    assert points(late, day=date(2025, 3, 2)) == [
        ("out 1", "", 5.0, "2025-03-02T00:00:00"),
        ("out 1", "B", 10.0, "2025-03-02T00:05:00"),
        ("out 1", "C", 30.0, "2025-03-02T00:25:00"),
    ]


def test_a_train_that_waits_when_the_run_ends_stands_until_then() -> None:
    first = points(("out 1", OUT, 3600), lane_opens=3 * DAY)
    assert first[-2:] == [("out 1", "C", 30.0, "01:30:00"), ("out 1", "C", 30.0, "2025-03-02T00:00:00")]
    assert points(("out 1", OUT, 3600), lane_opens=3 * DAY, day=1) == [
        ("out 1", "C", 30.0, "2025-03-02T00:00:00"),
        ("out 1", "C", 30.0, "2025-03-03T00:00:00"),
    ]


def test_a_train_that_runs_when_the_run_ends_is_cut_there() -> None:
    """It leaves A five minutes before the end of the run, and B is never reached."""
    assert points(("out 1", OUT, 2 * DAY - 300), day=1)[-1] == ("out 1", "", 5.0, "2025-03-03T00:00:00")


def test_a_day_without_trains_has_no_rows() -> None:
    assert points(*MEET, day=1) == []


@pytest.mark.parametrize("day", [date(2025, 2, 28), date(2025, 3, 3), -1, 2])
def test_a_day_outside_the_run_is_refused(day: date | int) -> None:
    with pytest.raises(CorridorError, match=r"2025-03-01 to 2025-03-02 or 0 to 1 \(got "):
        day_on_line(*tiny(), 0, day)


def test_classes_and_directions_have_their_own_colours() -> None:
    figure = draw_string_line(day_on_line(*tiny(*MEET, ("fast 1", PASSENGER, 20_000)), 0, 0))
    axes = figure.axes[0]
    assert labels_of(figure)[:3] == ["Freight KZ \u2192 CN", "Freight CN \u2192 KZ", "Passenger"]
    assert lines_of(axes, style.VERMILLION) == [[0.917, 30], [1.25, 10], [1.25, 10], [1.417, 0]]
    assert lines_of(axes, style.INK, width=1.6)[0] == [5.556, 0]


def test_a_train_that_stands_is_a_thick_level_piece() -> None:
    axes = draw_string_line(day_on_line(*tiny(*MEET), 0, 0)).axes[0]
    assert lines_of(axes, style.BLUE, STANDING) == [[1.167, 10], [1.25, 10], [1.583, 30], [2, 30]]


def test_trains_that_stand_side_by_side_do_not_hide_each_other() -> None:
    """Two trains wait at C for the lane: the second is drawn beside the first, and its line leads there."""
    axes = draw_string_line(day_on_line(*tiny(("out 1", OUT, 0), ("out 2", OUT, 1200)), 0, 0)).axes[0]
    levels = [y for _, y in lines_of(axes, style.BLUE, STANDING)]
    assert levels[:2] == [30, 30]
    assert levels[-2] == levels[-1] != 30
    assert levels[-1] in [y for _, y in lines_of(axes, style.BLUE, 1.0)]


def test_double_track_is_told_apart_from_the_day_it_opens() -> None:
    plan, outcome = tiny(*MEET)
    before, after = (rules_of(draw_string_line(day_on_line(plan, outcome, 0, day))) for day in (0, 1))
    assert before == [(0, 0, 10), (0, 10, 30)]
    assert after == [(0, 0, 10), (-0.45, 10, 30), (0.45, 10, 30)]


def test_a_closed_section_is_hatched_as_long_as_it_is_closed() -> None:
    """A - B is closed from 06:00 to 08:00; the closed lane is no section and shows nothing."""
    plan, outcome = tiny(closed=("A - B", 6 * 3600, 8 * 3600))
    figure = draw_string_line(day_on_line(plan, outcome, 0, 0))
    assert [patch.get_bbox().extents.tolist() for patch in figure.axes[0].patches] == [[6, 0, 8, 10]]  # type: ignore[attr-defined]
    assert labels_of(figure)[-1] == "Track closed"
    assert not draw_string_line(day_on_line(plan, outcome, 0, 1)).axes[0].patches


def test_axes_carry_units_and_the_title_the_day() -> None:
    figure = draw_string_line(day_on_line(*tiny(*MEET), 0, date(2025, 3, 1)))
    axes, strip, shares = figure.axes
    assert (axes.get_xlabel(), shares.get_ylabel()) == ("Time of day (hours:minutes)", "Distance (km)")
    assert shares.get_xlabel() == "Occupied (% of the day)"
    assert [label.get_text() for label in strip.get_yticklabels()] == ["A", "B", "C"]
    assert figure.texts[0].get_text() == "A-C, 2025-03-01"


def test_names_that_would_overlap_are_left_out_but_not_the_ends() -> None:
    plan, outcome = tiny()
    near = (("A", 0.0), ("A junction", 100.0), ("B", 10_000.0), ("C junction", 29_900.0), ("C", 30_000.0))
    strip = draw_string_line(
        day_on_line(replace(plan, layout=replace(plan.layout, stations=(near,))), outcome, 0, 0)
    ).axes[1]
    assert [label.get_text() for label in strip.get_yticklabels()] == ["A", "B", "C"]


def test_an_empty_day_and_the_warm_up_are_said_aloud() -> None:
    plan, outcome = tiny()
    plan = replace(plan, layout=replace(plan.layout, warm_up=DAY))
    figure = draw_string_line(day_on_line(plan, outcome, 0, 0))
    assert texts_of(figure.axes[0]) == ["No train was on this line on this day"]
    assert "warming up" in figure.texts[1].get_text()
    assert "warming up" not in draw_string_line(day_on_line(plan, outcome, 0, 1)).texts[1].get_text()


def test_the_same_run_gives_the_same_bytes_whatever_the_user_has_set(tmp_path: Path) -> None:
    draw_string_line(day_on_line(*tiny(*MEET), 0, 0), tmp_path / "first")
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 20, "svg.hashsalt": "other"}):
        draw_string_line(day_on_line(*tiny(*MEET), 0, 0), tmp_path / "second")
        assert matplotlib.rcParams["font.size"] == 20
    for ending in ("svg", "png"):
        first, second = ((tmp_path / f"{name}.{ending}").read_bytes() for name in ("first", "second"))
        assert first == second
