"""The string-line diagram: one line of the railway for one day, hours across, kilometres down, a line for each train.

A train that runs is a slope, a train that stands is a thick level piece at its station: two trains meet where one
stands while the other passes. Under the trains lies what they occupy, and beside them the share of the day.
"""

from datetime import date
from os import PathLike

from matplotlib.figure import Figure

from corridorsim.itineraries import Plan
from corridorsim.operations import Outcome
from corridorsim.report import style
from corridorsim.report.string_line.closings import closings_on, draw_closings
from corridorsim.report.string_line.legend import closed_sign, occupied_signs, track_signs, train_signs
from corridorsim.report.string_line.occupied import draw_occupied, draw_shares, occupied_between
from corridorsim.report.string_line.paper import draw_paper, draw_tracks, name_stations
from corridorsim.report.string_line.pieces import day_of, pieces_between
from corridorsim.report.string_line.trains import draw_trains

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
    title = f"{style.label(plan.layout.lines[line])}, {plan.moment(begin):%Y-%m-%d}"
    figure = style.sheet(16, 11.3, title, _subtitle(plan, begin))
    axes = style.frame(figure, left=1.75, bottom=0.62, right=1.15 + SHARES, top=1.15)
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.15)
    shares = style.frame(figure, left=16 - 0.8 - SHARES, bottom=0.62, right=0.8, top=1.15)
    draw_paper(axes, plan.layout.stations[line], (0, 24))
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
    style.legend(figure, train_signs(pens))
    style.legend(figure, [*track_signs(), *occupied_signs(), *closed_sign(closings)], top=0.46)
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure


def _subtitle(plan: Plan, begin: int) -> str:
    return f"{SIGNS}; the run is still warming up" if begin < plan.layout.warm_up else SIGNS
