"""Names in figures: one line, no longer than there is room for."""

from pathlib import Path

import matplotlib
import numpy as np
import pytest

from corridorsim.measures.dwell import DwellHours
from corridorsim.paper import style
from corridorsim.report.charts import (
    DrawnDifference,
    OccupiedBar,
    draw_comparison,
    draw_dwell,
    draw_occupation,
    draw_throughput,
)

LONG = ["n" * 95, "W" * 200, "阿" * 150, "one two\n" * 25, "KZ->CN " * 20]


def test_a_short_name_is_as_it_is_with_an_arrow() -> None:
    assert style.label("Dostyk KZ->CN") == "Dostyk KZ → CN"
    assert style.label("two\nlines") == "two lines"


@pytest.mark.parametrize("name", LONG)
def test_of_a_long_name_the_middle_is_left_out(name: str) -> None:
    line = style.label(name)
    whole = " ".join(name.replace("->", " → ").split())
    begin, end = line.split("…")
    assert whole.startswith(begin)
    assert whole.endswith(end)
    assert 3.3 < style.inches(line) <= style.LONGEST_LABEL
    assert "\n" not in line


def test_a_line_that_fits_is_whole() -> None:
    assert style.fitting("Dostyk", style.inches("Dostyk") + 0.001) == "Dostyk"
    assert "…" in style.fitting("Dostyk", style.inches("Dostyk") - 0.01)


@pytest.mark.parametrize("name", ["W" * 200, "阿 " * 99])
def test_no_chart_fails_for_a_long_name(name: str, tmp_path: Path) -> None:
    days = np.datetime64("2025-01-01") + np.arange(3)
    series = {f"{name} {n}": (days, np.arange(3.0)) for n in range(6)}
    stays = {key: DwellHours(np.arange(5.0)) for key in series}
    change = [DrawnDifference(name, "h", f"{name} {n}", float(n), n - 1.0, n + 1.0) for n in range(3)]
    absent = DrawnDifference(name, "h", f"{name} 1", np.nan, np.nan, np.nan, f"only in {name}: 7")
    figures = [
        draw_throughput(series, name, name, name), draw_dwell(stays, name, name),
        draw_occupation([OccupiedBar(name, 0.5, 0.2)], name, name),
        draw_comparison([*change, absent], name, name, name),
    ]  # fmt: skip
    for number, figure in enumerate(figures):
        style.save(figure, tmp_path / f"{number}")
        assert all(axes.get_position().width > 0.2 for axes in figure.axes)


def test_lines_are_broken_between_words_where_the_room_ends() -> None:
    assert style.wrapped("Alashankou container yard machines", style.inches("Alashankou contain")) == [
        "Alashankou",
        "container yard",
        "machines",
    ]


def test_settings_are_ours_in_nested_drawings_and_the_users_again_after_a_failure() -> None:
    @style.house_style()
    def stumble() -> None:
        with style.house_style():
            pass
        assert matplotlib.rcParams["svg.hashsalt"] == "corridorsim"
        raise KeyError

    before = matplotlib.rcParams["svg.hashsalt"]
    with pytest.raises(KeyError):
        stumble()
    assert matplotlib.rcParams["svg.hashsalt"] == before != "corridorsim"
