"""The closing of a crossing: the queue day by day as a table, in sentences, and every hour as CSV."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.table import Table

from corridorsim.model import Scenario
from corridorsim.paper import style
from corridorsim.paper.choice import choice_summary
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.header import header
from corridorsim.paper.screen import figures_column, titled, words_column
from corridorsim.planning.demand.streams import numbered_apart
from corridorsim.recovery.picture import draw_recovery
from corridorsim.recovery.study import UNDRAINED, Recovery, amount
from corridorsim.recovery.tables import (
    Midnight,
    midnights,
    moments,
    places_table,
    queue_table,
    replications_table,
)
from corridorsim.statistics.estimate import Estimate

MOST_PLACES = 12
DAILY, WEEK = 31, 7  # rows of the table: every day for so long, then every so many days
KILO = 1000


def recovery_folder(scenario: Scenario, crossing: str, out: Path | None) -> Place:
    """The folder for a recovery; never that of a recovery with other inputs."""
    if out is not None:
        return own_folder(out, scenario.sha256)
    name = f"{scenario.name}-recovery-{crossing}"
    return choose_folder(Path("results"), name, scenario.sha256, changed=False)


def write_recovery(recovery: Recovery, folder: Place | Path) -> Path:
    """Write summary.json, the tables as CSV and the picture, whole or not at all; the folder they are in."""
    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, _summary(recovery))
        write_csv(draft / "replications.csv", replications_table(recovery))
        write_csv(draft / "queue.csv", queue_table(recovery))
        write_csv(draft / "places.csv", places_table(recovery))
        style.save(draw_recovery(recovery), draft / "recovery")
    return written


def _summary(recovery: Recovery) -> dict[str, object]:
    runs = recovery.runs
    told = header(recovery.scenario) | {
        "crossing": recovery.crossing,
        "closed_from": clock(recovery, recovery.begin), "open_from": clock(recovery, recovery.end),
        "peak_trains": _plain([run.peak.trains for run in runs]),
        "without_at_peak_trains": _plain([run.without for run in runs]),
        "standing_at_peak": _standing(recovery),
        "not_back": recovery.not_back, "days_to_drain": _plain(recovery.days_to_drain),
        "days_to_drain_at_least": round(recovery.least_days, 6), "late_t": _plain([run.late for run in runs]),
        "missing_t": _plain([run.missing for run in runs], Estimate.of), "lost_trains": recovery.lost,
    }  # fmt: skip
    told |= {} if recovery.to is None else {"accepted_trains_per_day": recovery.to}
    return told if recovery.settled is None else told | {"choice": choice_summary(recovery.settled)}


def _plain(values: Sequence[float], estimate: Callable[[list[float]], Estimate] = amount) -> dict[str, float | None]:
    """A mean and its interval; null for what there is not: no interval from one observation, no mean from none."""
    found = estimate([*values]) if values else None
    bounds = (found.low, found.high) if found and len(values) > 1 else (None, None)
    told = zip(("mean", "low", "high"), (found and found.mean, *bounds), strict=True)
    return {name: None if value is None else round(value, 6) + 0.0 for name, value in told}


def sentences(recovery: Recovery) -> Iterator[str]:
    """The results in words: means over the replications, 95 % intervals in brackets."""
    runs = recovery.runs
    if len(runs) > 1:
        yield f"Means over {len(runs)} replications, 95 % intervals in brackets."
    when = f" on {clock(recovery, runs[0].peak.second)}" if len(runs) == 1 else ""
    within = f", up to {UNDRAINED} days after the {recovery.is_over}" if recovery.not_back else ""
    without = _with_interval([run.without for run in runs])
    peak = f"{_with_interval([run.peak.trains for run in runs])} trains{when}{within}"
    yield f"Longest queue: {peak}; at that hour {without} wait without the {recovery.noun}."
    if recovery.standing:
        yield f"They stand at: {_places(recovery)}."
    yield _back(recovery)
    late = _with_interval([run.late / KILO for run in runs])
    yield f"Late: {late} kt are handed over half a day or more later than without the {recovery.noun}."
    yield _missing(recovery)
    yield f"Of all trains that appeared, {_lost(recovery)}."


def _standing(recovery: Recovery) -> dict[str, float]:
    names = numbered_apart(str(where) for where in recovery.standing)
    return {name: round(trains, 6) for name, trains in zip(names, recovery.standing.values(), strict=True)}


def _with_interval(values: Sequence[float], estimate: Callable[[list[float]], Estimate] = amount) -> str:
    """A mean with its interval in brackets; the value alone where there is one."""
    found = estimate([*values])
    if len(values) == 1:
        return _figure(found.mean, exact=float(found.mean).is_integer())
    return f"{_figure(found.mean)} ({_figure(found.low)} to {_figure(found.high)})"


def _figure(value: float, exact: bool = False) -> str:
    return f"{value:z,.0f}" if exact else f"{value:z,.1f}"


def _places(recovery: Recovery) -> str:
    one = len(recovery.runs) == 1
    listed = [*recovery.standing.items()]
    more = sum(trains for _, trains in listed[MOST_PLACES:])
    where = "; ".join(f"{place} {_figure(trains, one)}" for place, trains in listed[:MOST_PLACES])
    return f"{where}; elsewhere {_figure(more, one)}" if more else where


def _back(recovery: Recovery) -> str:
    """When the queue is back, or in how many replications it is not."""
    runs, missed, days = len(recovery.runs), recovery.not_back, recovery.days_to_drain
    ends = f"before the run ends, {recovery.days_left:.0f} days after the {recovery.is_over}"
    if not missed:
        after = f"{_with_interval(days)} days after the {recovery.is_over}"
        return f"The queue is back to what it is without the {recovery.noun} {after}."
    if runs == 1:
        return f"The queue is not back to what it is without the {recovery.noun} {ends}."
    text = f"In {missed} of {runs} replications the queue is not back to what it is without the {recovery.noun} {ends}"
    if not days:
        return f"{text}."
    others = f"in {'the other' if len(days) == 1 else 'the others'} it is back after {_with_interval(days)} days"
    return f"{text}; {others}. On average it takes at least {_figure(recovery.least_days)} days."


def _missing(recovery: Recovery) -> str:
    """What is handed over without the closing and not with it, by the end of the run."""
    values = [run.missing / KILO for run in recovery.runs]
    if all(abs(value) < 0.05 for value in values):
        return f"Lost: by the end of the run as many tonnes are handed over as without the {recovery.noun}."
    found = Estimate.of(values)
    if found.mean < 0 and len(values) == 1:
        more = f"{_figure(-found.mean)} kt more are handed over by the end of the run than without the {recovery.noun}"
        return f"Lost: nothing; {more}."
    luck = len(values) > 1 and (found.low <= 0 <= found.high or abs(found.mean) < 0.05)
    verdict = ", which may be chance" if luck else ""
    fewer = _with_interval(values, Estimate.of)
    return f"Lost: {fewer} kt fewer are handed over by the end of the run than without it{verdict}."


def _lost(recovery: Recovery) -> str:
    if not recovery.lost:
        return "none is lost"
    return f"{recovery.lost} are lost: DEFECT in corridorsim; do not use these results; report them with the scenario"


def recovery_table(recovery: Recovery) -> Table:
    """The queue at every midnight, with the closing and without; after a month once a week, to the end."""
    runs = len(recovery.runs)
    means = f": means over {runs} replications, 95 % intervals" if runs > 1 else ""
    table = titled(f"Trains waiting before the border at {recovery.crossing} at midnight{means}")
    words_column(table, "day")
    for heading in ("with", "without", "more", "not yet entered", "handed over the day before"):
        figures_column(table, heading)
    rows = midnights(recovery)
    for number, row in enumerate(rows):
        if number > DAILY and number % WEEK and number < len(rows) - 1:
            continue
        handed_over = "" if row.handed_over is None else _figure(row.handed_over, runs == 1)
        table.add_row(
            clock(recovery, row.second)[:10],
            _figure(row.queue, runs == 1),
            _figure(row.without, runs == 1),
            _more(row, runs),
            _figure(row.not_yet_entered, runs == 1),
            handed_over,
        )
    return table


def _more(row: Midnight, runs: int) -> str:
    if runs == 1:
        return f"{row.more.mean:+.0f}"
    return f"{row.more.mean:+z.1f} ({_figure(row.more.low)} to {_figure(row.more.high)})"


def clock(recovery: Recovery, second: int) -> str:
    """A second of the run as date and time."""
    return str(moments(recovery, np.array([second]))[0])[:16].replace("T", " ")
