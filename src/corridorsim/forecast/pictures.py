"""Pictures of a forecast: the fans of demand, and each prediction with its intervals beside what came."""

from collections.abc import Sequence
from math import isnan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corridorsim.forecast.backtest import SHARES, Prediction, Predictions, fans
from corridorsim.forecast.demand import Fitted
from corridorsim.paper import style

COLUMNS = 3


@style.house_style()
def draw_fans(fitted: Fitted) -> Figure:
    """Each series by year: what was published, and the 50 and 90 % of futures after the last year that is fitted."""
    found = fans(fitted, fitted.backtest.fan_to)
    rows = -(-len(found) // COLUMNS)
    figure = Figure(figsize=(10, 0.6 + 2.5 * rows), layout="constrained")
    axes = np.atleast_2d(figure.subplots(rows, COLUMNS))
    for ax, (name, (years, quantiles)) in zip(axes.flat, found.items(), strict=False):
        _fan(ax, fitted, name, years, quantiles)
    for ax in axes.flat[len(found) :]:
        ax.set_visible(False)
    figure.suptitle(
        f"Demand fitted to figures up to {fitted.fit_to}: median, 50 and 90 % of futures",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    return figure


def _fan(ax: Axes, fitted: Fitted, name: str, years: list[int], quantiles: np.ndarray) -> None:
    series = fitted.backtest.series[name]
    size = {"Mt/year": 1e-6, "%": 100.0}.get(series.unit, 1.0)
    low, quarter, middle, upper, high = quantiles * size
    ax.fill_between(years, low, high, color=style.SKY, alpha=0.25, linewidth=0)
    ax.fill_between(years, quarter, upper, color=style.SKY, alpha=0.5, linewidth=0)
    ax.plot(years, middle, color=style.BLUE, linewidth=1)
    seen = series.years
    for hollow in (False, True):
        dots = {year: each.amount * size for year, each in seen.items() if (year in series.at_least) == hollow}
        face = style.PAPER if hollow else style.INK
        ax.plot([*dots], [*dots.values()], "o", markersize=4, color=style.INK, markerfacecolor=face)
    ax.set_title(series.what, loc="left", fontsize=9)
    ax.set_ylabel(series.unit)
    ax.set_ylim(0, min(ax.get_ylim()[1], 4 * max(each.amount * size for each in seen.values())))
    ax.grid(axis="y")


@style.house_style()
def draw_predictions(predictions: Predictions) -> Figure:
    """A panel for each number: 50 and 90 % of the futures of every fold and year, and what was published."""
    names = list(dict.fromkeys(each.outcome for each in predictions.each))
    rows = -(-len(names) // COLUMNS)
    figure = Figure(figsize=(10, 0.6 + 2.5 * rows), layout="constrained")
    axes = np.atleast_2d(figure.subplots(rows, COLUMNS))
    for ax, name in zip(axes.flat, names, strict=False):
        _panel(ax, [each for each in predictions.each if each.outcome == name])
    for ax in axes.flat[len(names) :]:
        ax.set_visible(False)
    figure.suptitle(
        "What was said (median, 50 and 90 %) and what was published (dots), by fold and year",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    return figure


def _panel(ax: Axes, each: Sequence[Prediction]) -> None:
    for place, one in enumerate(each):
        for share, width in zip(SHARES, (5.0, 1.5), strict=True):
            ax.plot([place, place], one.interval(share), color=style.BLUE, linewidth=width, solid_capstyle="butt")
        ax.plot(place, one.median, "_", color=style.PAPER, markersize=7)
        if not isnan(one.truth):
            ax.plot(place, one.truth, "o", color=style.VERMILLION, markersize=5, zorder=3)
    ax.set_xticks(range(len(each)), [str(one.year) for one in each], fontsize=7)
    _name_folds(ax, each)
    ax.set_title(each[0].outcome, loc="left", fontsize=9)
    ax.set_ylabel(each[0].unit)
    ax.yaxis.set_major_formatter("{x:,.0f}" if each[0].median >= 100 else "{x:g}")
    ax.set_ylim(bottom=0)
    ax.grid(axis="y")


def _name_folds(ax: Axes, each: Sequence[Prediction]) -> None:
    """The folds below their years, with a line between two of them."""
    for fold in dict.fromkeys(one.fold for one in each):
        places = [place for place, one in enumerate(each) if one.fold == fold]
        middle = (places[0] + places[-1]) / 2
        ax.annotate(
            fold, (middle, 0), (0, -20), xycoords=ax.get_xaxis_transform(), textcoords="offset points",
            ha="center", va="top", fontsize=7, color=style.QUIET,
        )  # fmt: skip
        if places[0]:
            ax.axvline(places[0] - 0.5, color=style.GRID, linewidth=0.6, zorder=0)
