"""The charts draw what they are given, also when that is nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from corridorsim.measures.dwell import DwellHours
from corridorsim.paper.style import save
from corridorsim.report.charts import (
    DrawnDifference,
    OccupiedBar,
    draw_comparison,
    draw_dwell,
    draw_occupation,
    draw_throughput,
)

DAYS = np.arange("2025-01-01", "2025-01-11", dtype="datetime64[D]")
NONE = np.zeros(0)


def labels_of(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def texts_of(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_throughput_has_a_line_for_each_crossing_with_trains() -> None:
    series = {"Dostyk KZ->CN": (DAYS, np.full(10, 12.0)), "Bakhty KZ->CN": (DAYS[:0], NONE)}
    figure = draw_throughput(series, "Trains a day")
    (line,) = figure.axes[0].lines
    assert np.all(line.get_ydata() == 12)
    assert labels_of(figure) == ["Dostyk KZ \u2192 CN"]
    assert figure.axes[0].get_ylabel() == "Trains a day"
    assert figure.axes[0].get_ylim()[0] == 0


def test_dwell_marks_mean_and_the_95th_percentile_of_each_row() -> None:
    """Trains stood 0, 1, ... 100 hours: 50 in the mean, 95 the hours that 95 of 100 do not reach."""
    figure = draw_dwell({"Dostyk KZ->CN": DwellHours(np.arange(101.0)), "Bakhty KZ->CN": DwellHours(NONE)})
    marks = [line.get_xdata()[0] for line in figure.axes[0].lines if len(set(line.get_xdata())) == 1]
    assert marks == [50, 95]
    assert texts_of(figure) == ["mean 50.0 h\n95 % below 95.0 h\n1 beyond the edge", "no train"]
    assert "(hours)" in figure.axes[0].get_xlabel()


def test_comparison_has_a_panel_for_each_unit_and_zero_in_its_middle() -> None:
    rows = [
        DrawnDifference("Tonnes", "Mt/year", "two cranes", 2.0, 1.0, 3.0),
        DrawnDifference("Time at Dostyk", "hours", "two cranes", -5.0, -9.0, -1.0),
        DrawnDifference("Tonnes", "Mt/year", "three cranes", 3.0, np.nan, np.nan),
    ]
    figure = draw_comparison(rows, "2025")
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "Difference from 2025 (Mt/year)",
        "Difference from 2025 (hours)",
    ]
    assert [sum(axes.get_xlim()) for axes in figure.axes] == [0, 0]
    assert all(list(axes.lines[0].get_xdata()) == [0, 0] for axes in figure.axes)
    assert labels_of(figure) == ["two cranes", "three cranes"]
    assert list(figure.axes[0].lines[1].get_xdata()) == [1, 3]


def test_occupation_shows_the_most_occupied_first_work_and_waiting_apart() -> None:
    rows = [OccupiedBar(f"section {n}", n / 20, n / 40) for n in range(20)]
    axes = draw_occupation(rows).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()][:2] == ["section 19", "section 18"]
    work, waiting = ([bar.get_width() for bar in bars] for bars in axes.containers)
    assert len(work) == 15
    assert [work[0], waiting[0]] == pytest.approx([47.5, 47.5])
    assert texts_of(axes.figure)[0] == "95 %"  # type: ignore[arg-type]
    assert "(%)" in axes.get_xlabel()


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: draw_throughput({}, "Trains a day"), "Nothing passed"),
        (lambda: draw_throughput({"Bakhty": (DAYS[:0], NONE)}, "Trains a day"), "Nothing passed"),
        (lambda: draw_dwell({}), "No train passed"),
        (lambda: draw_dwell({"Bakhty": DwellHours(NONE)}), "No train passed"),
        (lambda: draw_comparison([], "2025"), "No other scenario to compare"),
        (lambda: draw_occupation([]), "Nothing was occupied"),
    ],
)
def test_a_chart_without_data_says_so(draw: Callable[[], Figure], said: str, tmp_path: Path) -> None:
    figure = draw()
    save(figure, tmp_path / "empty")
    assert said in texts_of(figure)


def test_all_trains_may_have_stood_no_time_at_all(tmp_path: Path) -> None:
    save(draw_dwell({"Dostyk": DwellHours(np.zeros(3))}), tmp_path / "dwell")


def test_saving_writes_an_svg_and_a_png_1600_pixels_wide(tmp_path: Path) -> None:
    svg, png = save(draw_occupation([OccupiedBar("$ection$ & more", 0.5, 0.2)]), tmp_path / "2025.occupation")
    assert (svg.name, png.name) == ("2025.occupation.svg", "2025.occupation.png")
    assert "$ection$ &amp; more" in svg.read_text("utf-8")
    with Image.open(png) as picture:
        assert picture.width == 1600
