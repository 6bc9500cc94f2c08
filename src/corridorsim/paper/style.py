"""The style of all figures: fonts, colours and sizes, and the same bytes for the same run.

Figures are made without pyplot, so they can be drawn in threads and without a screen. Matplotlib's settings belong to
the whole process: we change them only while a figure is drawn or saved, behind a lock, and restore them after that.
"""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from os import PathLike
from pathlib import Path
from threading import RLock
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from corridorsim.paper.fonts import dress, from_left_to_right, width_of

WIDTH = 1600  # pixels of every PNG
BOLD = 9 / 8  # times as wide as usual
LONGEST_LABEL = 3.6  # inches of a name beside a figure

INK = "#1b1f24"
QUIET = "#5f6772"
GRID = "#d5d9e0"
PAPER = "#ffffff"
OCCUPIED, SHARE, IN_USE = "#e8edf3", "#b4c0d0", "#66748a"  # sections under the trains and beside them; tracks beside
BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)  # Okabe and Ito: colour-blind people can distinguish them
FULL = ORANGE
DIRECTIONS = (("#c9d6e680", "#8296b0"), ("#eeddbb80", "#b59a63"))  # tint and edge: down the page, up the page

SETTINGS: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],  # the first comes with matplotlib; the others serve the SVG
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "ytick.major.width": 0.6,
    "lines.solid_capstyle": "butt",
    "lines.solid_joinstyle": "round",
    "legend.frameon": False,
    "legend.borderaxespad": 0,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a name with dollar signs is a name
    "svg.hashsalt": "corridorsim",
    "svg.fonttype": "none",  # letters stay letters: they can be searched for, and any script shows
}

_LOCK = RLock()
_OURS: list[bool] = []  # filled while the settings are ours; only whoever holds the lock looks


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's settings for our figures, for one thread at a time; also a decorator for functions that draw."""
    with _LOCK:
        if _OURS:  # this thread has set it already
            yield
            return
        with matplotlib.rc_context():
            matplotlib.rcdefaults()  # whatever a user's own settings file says
            matplotlib.rcParams.update(SETTINGS)
            _OURS.append(True)
            try:
                yield
            finally:
                _OURS.pop()


def save(figure: Figure, stem: str | PathLike[str]) -> tuple[Path, ...]:
    """Write a figure as SVG and as PNG: the stem with either ending. The same figure gives the same bytes."""
    stem = Path(stem)
    files = rendered(figure, stem.name)
    for name, content in files.items():
        stem.with_name(name).write_bytes(content)
    return tuple(stem.with_name(name) for name in files)


@house_style()
def rendered(figure: Figure, name: str) -> dict[str, bytes]:
    """A figure as the files NAME.svg and NAME.png, in memory. The same figure gives the same bytes."""
    svg, png = BytesIO(), BytesIO()
    dress(figure)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)  # reported once, in words: see fonts.advice
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        _picture(figure).save(png, format="png", dpi=(_dpi(figure), _dpi(figure)))
    return {f"{name}.svg": svg.getvalue(), f"{name}.png": png.getvalue()}


def _picture(figure: Figure) -> Image.Image:
    """The figure's pixels, in as few colours as do it: a third of the bytes."""
    usual = figure.dpi
    figure.set_dpi(_dpi(figure))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]
    figure.set_dpi(usual)
    few = picture.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    white = bytes(255 if value > 252 else value for value in few.getpalette() or [])  # rounded down a shade
    few.putpalette(white)
    return few


def _dpi(figure: Figure) -> float:
    return WIDTH / float(figure.get_figwidth())


def sheet(width: float, height: float, title: str, subtitle: str = "") -> Figure:
    """An empty figure, in inches, with its title at the top left and a quieter line below."""
    figure = Figure(figsize=(width, height))
    room = width - 0.3
    below = "\n".join(fitting(line, room, 9) for line in subtitle.splitlines())
    figure.text(
        0.15 / width, 1 - 0.16 / height, fitting(title, room, 14 * BOLD), fontsize=14, fontweight="bold", va="top"
    )
    figure.text(0.15 / width, 1 - 0.46 / height, below, fontsize=9, color=QUIET, va="top")
    return figure


def frame(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes whose edges are so many inches from the figure's."""
    width, height = figure.get_size_inches()
    place = (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
    axes: Axes = figure.add_axes(place)
    return axes


def legend(figure: Figure, handles: list[Artist], columns: int = 20, top: float = 0.2) -> None:
    """The legend, at the right, so many inches from the top: above all data."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=handles,
        loc="upper right",
        bbox_to_anchor=(1 - 0.15 / width, 1 - top / height),
        ncols=columns,
        handlelength=2.2,
        columnspacing=1.6,
        handletextpad=0.6,
    )


def nothing_to_show(axes: Axes, text: str) -> None:
    """Say in empty axes why they are empty."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color=QUIET)


def label(text: str) -> str:
    """A name as it looks best beside a figure: one line of no more than LONGEST_LABEL."""
    return fitting(text, LONGEST_LABEL)


def fitting(text: str, room: float, size: float = 9) -> str:
    """A line of text, KZ->CN with an arrow; its middle is left out where it is longer than so many inches."""
    line = whole = " ".join(text.replace("->", " \u2192 ").split())
    kept = len(whole)
    while inches(line, size) > room and kept > 2:
        kept -= 1
        line = f"{whole[: kept - kept // 2].rstrip()}\u2026{whole[len(whole) - kept // 2 :].lstrip()}"
    return from_left_to_right(line)


def wrapped(text: str, room: float, size: float = 9) -> list[str]:
    """Lines of no more than so many inches, broken between words; a word that is longer is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and inches(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(fitting(word, room, size))
    return lines


def inches(text: str, size: float = 9) -> float:
    """How wide a line of text is; in bold it is an eighth wider."""
    return sum(map(width_of, text)) * size / 72


def room_for(names: Iterable[str], size: float = 9) -> float:
    """Inches that the longest of these names takes, and a little air."""
    return 0.15 + max((inches(name, size) for name in names), default=0)
