"""Lines as trains meet them, in both directions: heights, curves, limits, and sections cut into cells."""

from typing import Any

import numpy as np
import pytest

from corridorsim.running.directed_lines import MARKS, DirectedLine, columns_of, directed_lines
from worlds import world


def both(changes: dict[str, Any]) -> list[DirectedLine]:
    """The line A (0 km), B (10 km), C (30 km) with the kilometres and against them."""
    return list(directed_lines(world(changes), {}, None))


def slopes(way: DirectedLine, *kilometres: float) -> list[float]:
    """Per mille that a point feels at some distances run."""
    return (1000 * way.slope(np.array(kilometres) * 1000, 0.0)).round(6).tolist()


def test_a_saw_tooth_rises_and_falls_from_the_lines_first_point() -> None:
    there, back = both({"lines.line.profile": {"gradient": "6 permille", "up": "3 km", "down": "6 km"}})
    assert slopes(there, 1, 4, 8, 10, 13) == [6, -3, -3, 6, -3]
    assert slopes(back, 30 - 1, 30 - 4, 30 - 8, 30 - 10) == [-6, 3, 3, -6]


def test_slopes_change_sign_with_the_direction_and_curves_do_not() -> None:
    """A radius of 350 m is 2 kgf a tonne; before the first slope it is level, and beyond the line's ends too."""
    there, back = both({
        "lines.line.profile": [{"at": "10 km", "gradient": "4 permille"}, {"at": "20 km", "gradient": "-1 permille"}],
        "lines.line.curves": [{"start": "15 km", "end": "25 km", "radius": "350 m"}],
    })  # fmt: skip
    assert slopes(there, -1, 5, 12, 17, 22, 28, 32) == [0, 0, 4, 6, 1, -1, 0]
    assert slopes(back, 30 - 5, 30 - 12, 30 - 17, 30 - 22, 30 - 28) == [0, -4, -2, 3, 1]


def test_a_train_feels_the_mean_of_curves_over_its_length() -> None:
    there, back = both({"lines.line.curves": [{"start": "15 km", "end": "15.5 km", "radius": "350 m"}]})
    for way, head in ((there, 15_700.0), (back, 15_300.0)):
        assert 1000 * way.slope(np.array([head]), 1000.0) == pytest.approx([2 * 0.5])


def test_a_limit_reaches_a_trains_length_beyond_its_end_in_either_direction() -> None:
    """10 to 12 km at 30 km/h for a train of 1 km: the head is held from 10 to 13 km, and from 12 back to 9."""
    there, back = both({"lines.line.speed_limits": [{"start": "10 km", "end": "12 km", "speed": "30 km/h"}]})
    nodes = np.arange(0.0, 30_001, 500)
    for way, begin, end in ((there, 10, 13), (back, 18, 21)):
        held = np.flatnonzero(way.allowed(nodes, 1000.0, 50.0) < 10) / 2
        assert (held.min(), held.max() + 0.5) == (begin, end)
        assert way.allowed(nodes, 1000.0, 50.0).max() == pytest.approx(60 / 3.6)


def test_a_limit_shorter_than_a_cell_holds_in_one() -> None:
    there, _ = both({"lines.line.speed_limits": [{"start": "29.9 km", "end": "30 km", "speed": "30 km/h"}]})
    assert (there.allowed(np.array([0.0, 10_000, 20_000, 30_000]), 0.0, 50.0) < 10).tolist() == [False, False, True]


def test_distances_run_are_told_as_kilometres_of_the_line() -> None:
    there, back = both({})
    assert (there.at(4000), back.at(4000)) == (4000, 26_000)
    assert (there.places, back.places) == (("A", "B", "C"), ("C", "B", "A"))


def test_sections_are_columns_of_as_many_cells_each() -> None:
    """20 km in cells of 100 m are 200, a multiple of the marks; the section of 10 km has cells of 50 m."""
    columns = columns_of(both({}), 100.0)
    assert columns.cells == 200
    assert columns.cells % MARKS == 0
    assert columns.ends == [("A", "B"), ("B", "C"), ("C", "B"), ("B", "A")]
    assert columns.cell.tolist() == [50, 100, 100, 50]
    assert columns.before.tolist() == [-1, 0, -1, 2]
    assert columns.line_of(3)[0].places[0] == "C"
    assert columns.line_of(3)[1] == 1
