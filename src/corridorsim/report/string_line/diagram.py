"""The string-line diagram: one line of the railway for one day, hours across, kilometres down, a line for each train.

A train that runs is a slope, a train that stands is a thick level piece at its station: two trains meet where one
stands while the other passes. Under the trains lies what they occupy, and beside them the share of the day.
"""

from collections.abc import Iterator
from datetime import date
from os import PathLike

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path

from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome
from corridorsim.report import style
from corridorsim.report.string_line.closings import CLOSED, Closing, closings_on, draw_closings
from corridorsim.report.string_line.occupied import SHADES, draw_occupied, draw_shares, occupied_between
from corridorsim.report.string_line.paper import draw_paper, draw_tracks, name_stations
from corridorsim.report.string_line.pieces import day_of, pieces_between
from corridorsim.report.string_line.trains import Pen, draw_trains

TWO_RULES = Path([(-0.35, -1), (-0.35, 1), (0.35, -1), (0.35, 1)], [Path.MOVETO, Path.LINETO] * 2)
SHARES = 1.55  # inches, the width of the panel of shares
SIGNS = "A slope is a train that runs, a thick level piece one that stands; where several stand they are stacked"


@style.house_style()
def draw_string_line(
    plan: Plan, outcome: Outcome, line: int, day: date | int, path_stem: str | PathLike[str] | None = None
) -> Figure:
    """Draw the string-line diagram of a line (its row in the plan) for a day, and save it if told where.

    A day is a date, or a number that counts the days of the run from 0, warm-up included.
    """
    begin, end = day_of(plan, day)
    figure = style.sheet(16, 11.3, f"{plan.lines[line]}, {plan.moment(begin):%Y-%m-%d}", _subtitle(plan, begin))
    axes = style.frame(figure, left=1.75, bottom=0.62, right=1.15 + SHARES, top=1.15)
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.15)
    shares = style.frame(figure, left=16 - 0.8 - SHARES, bottom=0.62, right=0.8, top=1.15)
    draw_paper(axes, plan.stations[line], (0, 24))
    closings = list(closings_on(plan, outcome, line, begin, end))
    draw_closings(axes, closings, begin)
    occupied = occupied_between(plan, outcome, line, begin, end)
    draw_occupied(axes, plan, line, occupied)
    pens = list(draw_trains(axes, plan, line, pieces_between(plan, outcome, line, begin, end), begin))
    if not pens:
        style.nothing_to_show(axes, "No train was on this line on this day")
    draw_tracks(strip, axes, plan, line, begin)
    shares.set_ylim(axes.get_ylim())
    draw_shares(shares, plan, line, occupied)
    name_stations(strip, shares, plan, line)
    style.legend(figure, list(_trains(pens)))
    style.legend(figure, list(_signs(closings)), top=0.46)
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure


def _subtitle(plan: Plan, begin: int) -> str:
    return f"{SIGNS}; the run is still warming up" if begin < plan.warm_up else SIGNS


def _trains(pens: list[Pen]) -> Iterator[Artist]:
    """The legend's first line: the classes on the line this day."""
    for pen in pens:
        yield Line2D([], [], color=pen.colour, linewidth=pen.width + 0.6, linestyle=pen.dashes, label=pen.label)


def _signs(closings: list[Closing]) -> Iterator[Artist]:
    """The legend's second line: the signs of the tracks, and of what is occupied."""
    for label, rules in (("Single track", Path([(0, -1), (0, 1)])), ("Double track", TWO_RULES)):
        yield Line2D([], [], linestyle="", marker=rules, markersize=11, mew=1.3, color=style.INK, label=label)
    yield Patch(facecolor=style.OCCUPIED, label="Section occupied")
    yield Patch(facecolor=SHADES[1][1], label="Station tracks in use (darker: more)")
    yield Patch(facecolor=SHADES[-1][1], label="All tracks in use")
    if closings:
        yield Patch(label="Track closed", **CLOSED)
