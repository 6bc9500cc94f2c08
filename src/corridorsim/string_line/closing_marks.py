"""Closed tracks in a string-line diagram: hatched as long as they are closed."""

from collections.abc import Iterable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from corridorsim.arrays import HOUR
from corridorsim.string_line.closing_rows import ClosedSection

CLOSED: dict[str, Any] = {"facecolor": "#f1f2f4", "edgecolor": "#a9afb8", "hatch": "////", "linewidth": 0}


def draw_closings(axes: Axes, closings: Iterable[ClosedSection], begin: float) -> None:
    """Hatch the closed sections, by the hours since a second of the run."""
    for section, since, until in closings:
        corner = ((since - begin) / HOUR, section.start_at / 1000)
        width, height = (until - since) / HOUR, (section.end_at - section.start_at) / 1000
        axes.add_patch(Rectangle(corner, width, height, zorder=0.5, **CLOSED))
