"""Names of trains along their lines: each once, where it runs furthest, as long as it hides no other name."""

import numpy as np
from matplotlib.axes import Axes

from corridorsim.arrays import HOUR, Floats
from corridorsim.itineraries import Plan
from corridorsim.paper import style
from corridorsim.paper.fonts import from_left_to_right
from corridorsim.string_line.pieces import Pieces, some

SIZE = 6.5  # points
LINE = 1.5 * SIZE / 72  # inches, the height of a line with a little air


def name_trains(axes: Axes, plan: Plan, pieces: Pieces, midnight: int) -> None:
    """Write the trains' names, those of the longest runs first."""
    runs = running(pieces)
    begin, end = (_inches(axes, s, at, midnight) for s, at in ((runs.begin, runs.begin_at), (runs.end, runs.end_at)))
    length = np.hypot(*(end - begin).T)
    written: dict[int, Floats] = {}
    for i in np.argsort(-length, kind="stable").tolist():
        train = int(runs.train[i])
        name = from_left_to_right(plan.legend.trains[train])
        wide = style.inches(name, SIZE)
        spots = _spots(begin[i], end[i], wide)
        if train not in written and wide < length[i] and not _hides(spots, list(written.values())):
            written[train] = spots
            across, down = end[i] - begin[i]
            axes.text(
                (runs.begin[i] + runs.end[i] - 2 * midnight) / 2 / HOUR,
                (runs.begin_at[i] + runs.end_at[i]) / 2000,
                name,
                rotation=-np.degrees(np.arctan2(down, across)),
                rotation_mode="anchor",
                ha="center",
                va="bottom",
                fontsize=SIZE,
                zorder=6,
                clip_on=True,
            )


def running(pieces: Pieces) -> Pieces:
    """The pieces that run, those of a train that go on at the same speed put together."""
    moving = some(pieces, pieces.begin_at != pieces.end_at)
    speed = (moving.end_at - moving.begin_at) / (moving.end - moving.begin)
    goes_on = (moving.train[1:] == moving.train[:-1]) & (moving.begin[1:] == moving.end[:-1])
    goes_on &= np.abs(speed[1:] / speed[:-1] - 1) < 0.1
    is_first = np.append(np.ones(min(len(speed), 1), bool), ~goes_on)
    first, last = some(moving, is_first), some(moving, np.roll(is_first, -1))
    return Pieces(first.train, first.begin, last.end, first.begin_at, last.end_at)


def _inches(axes: Axes, seconds: Floats, at: Floats, midnight: int) -> Floats:
    """Points of the diagram in inches, [points, 2]."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    width, height = axes.figure.get_size_inches() * axes.get_position().size  # type: ignore[union-attr]
    across = ((seconds - midnight) / HOUR - left) / (right - left) * width
    return np.column_stack((across, (at / 1000 - top) / (bottom - top) * height))


def _spots(begin: Floats, end: Floats, width: float) -> Floats:
    """Points along a name in the middle of a run, as near to each other as lines of text."""
    reach = width / 2 * (end - begin) / np.hypot(*(end - begin))
    spots: Floats = (begin + end) / 2 + np.linspace(-1, 1, int(width / LINE) + 2)[:, None] * reach
    return spots


def _hides(spots: Floats, others: list[Floats]) -> bool:
    """Whether a name would come nearer to another than a line's height."""
    return any(np.hypot(*(spots[:, None] - other).T).min() < LINE for other in others)
