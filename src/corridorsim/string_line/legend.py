"""The legends of string-line diagrams and stairways."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

from corridorsim.paper import style
from corridorsim.string_line.closing_marks import CLOSED
from corridorsim.string_line.closing_rows import ClosedSection
from corridorsim.string_line.occupied import SHADES
from corridorsim.string_line.trains import Pen

ONE_RULE = Path([(0, -1), (0, 1)])
TWO_RULES = Path([(-0.35, -1), (-0.35, 1), (0.35, -1), (0.35, 1)], [Path.MOVETO, Path.LINETO] * 2)


def train_signs(pens: list[Pen]) -> list[Artist]:
    """A line for each class of trains."""
    return [
        Line2D([], [], color=pen.colour, linewidth=pen.width + 0.6, linestyle=pen.dashes, label=pen.label)
        for pen in pens
    ]


def track_signs() -> list[Artist]:
    """The rules of the strip beside the stations."""
    return [
        Line2D([], [], linestyle="", marker=rules, markersize=11, mew=1.3, color=style.INK, label=label)
        for label, rules in (("Single track", ONE_RULE), ("Double track", TWO_RULES))
    ]


def occupied_signs() -> list[Artist]:
    """The tints under the trains."""
    return [
        Patch(facecolor=style.OCCUPIED, label="Section occupied"),
        Patch(facecolor=SHADES[1][1], label="Station tracks in use (darker: more)"),
        Patch(facecolor=style.FULL, label="All tracks in use"),
    ]


def closed_sign(closings: Sequence[ClosedSection]) -> list[Artist]:
    """The hatching, if there is any."""
    return [Patch(label="Track closed", **CLOSED)] if closings else []
