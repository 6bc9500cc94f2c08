"""The string-line diagram: one line of the railway for one day, hours across, kilometres down, a line for each train.

A train that runs is a slope, a train that stands is a thick level piece at its station: two trains meet where one
stands while the other passes. Under the trains lies what they occupy, and beside them the share of the day.
"""

from os import PathLike

from matplotlib.figure import Figure

from corridorsim.paper import style
from corridorsim.string_line.closing_marks import draw_closings
from corridorsim.string_line.legend import closed_sign, occupied_signs, track_signs, train_signs
from corridorsim.string_line.occupied import draw_occupied, draw_shares
from corridorsim.string_line.paper import draw_paper, draw_tracks, name_stations
from corridorsim.string_line.trains import draw_trains
from corridorsim.string_line.views import DayOnLine

SHARES = 1.55  # inches, the width of the panel of shares
SIGNS = "A slope is a train that runs, a thick level piece one that stands; where several stand they are stacked"


@style.house_style()
def draw_string_line(view: DayOnLine, path_stem: str | PathLike[str] | None = None) -> Figure:
    """Draw the string-line diagram of a line's day, and save it if a path is given."""
    title = f"{style.label(view.name)}, {view.plan.moment(view.begin):%Y-%m-%d}"
    subtitle = f"{SIGNS}; the run is still warming up" if view.is_warming_up else SIGNS
    figure = style.sheet(16, 11.3, title, subtitle)
    axes = style.frame(figure, left=1.75, bottom=0.62, right=1.15 + SHARES, top=1.15)
    strip = style.frame(figure, left=1.48, bottom=0.62, right=16 - 1.68, top=1.15)
    shares = style.frame(figure, left=16 - 0.8 - SHARES, bottom=0.62, right=0.8, top=1.15)
    draw_paper(axes, view.stations, (0, 24))
    draw_closings(axes, view.closings, view.midnight)
    draw_occupied(axes, view)
    pens = list(draw_trains(axes, view))
    if not pens:
        style.nothing_to_show(axes, "No train was on this line on this day")
    draw_tracks(strip, axes, view)
    shares.set_ylim(axes.get_ylim())
    draw_shares(shares, view)
    name_stations(strip, shares, view)
    style.legend(figure, train_signs(pens))
    style.legend(figure, [*track_signs(), *occupied_signs(), *closed_sign(view.closings)], top=0.46)
    if path_stem is not None:
        style.save(figure, path_stem)
    return figure
