"""A study written down: summary, tables, figures and, if asked for, events."""

import re
from datetime import date
from pathlib import Path

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Plan
from corridorsim.measures.tables import unfinished
from corridorsim.report.csv_files import write_csv
from corridorsim.report.folder import SUMMARY, Place, write_json, written_whole
from corridorsim.report.summary import summary_of
from corridorsim.study import Study
from corridorsim.study.numbers import numbers_table, observed, replications_table

HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")
USUAL_HOURS = "06:00-10:00"


def write_study(
    study: Study,
    folder: Place | Path,
    line: str | None = None,
    day: date | None = None,
    hours: tuple[int, int] | None = None,
    events: bool = False,
) -> Path:
    """Write a study's folder, whole or not at all; which folder it is in the end.

    ``line`` and ``day`` choose the string-line diagram; ``hours`` (seconds of that day) ask for the stairway.
    """
    number, day = choose_line(study.first.plan, line), choose_day(study.first.plan, day)
    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, summary_of(study))
        write_csv(draft / "numbers.csv", numbers_table(study) | _published(study))
        write_csv(draft / "replications.csv", replications_table(study))
        for name, table in study.mean_tables.items():
            write_csv(draft / f"{name}.csv", table)
        write_csv(draft / "unfinished.csv", unfinished(study.first))
        if study.settled is not None:
            write_csv(draft / "choice.csv", study.settled.table)
        _draw(study, draft, number, day)
        if hours is not None:
            _draw_stairway(study, draft, number, day, hours)
        if events:
            from corridorsim.report.events import write_events

            write_events(study.first, draft)
    return written


def draw_study(study: Study, folder: Place) -> Path:
    """Write the pictures of a study alone, whole or not at all; the folder that they are in.

    Raises CorridorError where the folder holds results with their tables.
    """
    there = next(folder.folders())
    if (there / SUMMARY).exists():
        raise CorridorError(f"draw(...) {there}: holds results, and their pictures; name another folder")
    plan = study.first.plan
    with written_whole(folder) as (draft, written):
        _draw(study, draft, choose_line(plan, None), choose_day(plan, None))
    return written


def choose_line(plan: Plan, name: str | None) -> int:
    """Row of a line by name; the one with the most trains' steps if none is named."""
    if name is None:
        used = plan.layout.steps.line[plan.program.operation_step]
        return int(np.bincount(used[used >= 0], minlength=len(plan.layout.lines)).argmax())
    lines = plan.layout.lines
    if name not in lines:
        raise CorridorError(f'--line "{name}" is no line{did_you_mean(name, lines)} (there are: {", ".join(lines)})')
    return lines.index(name)


def choose_day(plan: Plan, day: date | None) -> date:
    """A day of the window; the one in its middle if none is given."""
    first, last = plan.moment(plan.layout.warm_up).date(), plan.moment(plan.program.until - 1).date()
    if day is None:
        return first + (last - first) // 2
    if not first <= day <= last:
        raise CorridorError(f"--day {day} must lie in the window, {first} to {last}")
    return day


def choose_hours(text: str | None) -> tuple[int, int]:
    """From when to when the stairway is drawn, in seconds of the day."""
    found = HOURS.fullmatch((USUAL_HOURS if text is None else text).strip())
    hour, minute, last_hour, last_minute = map(int, found.groups()) if found else (0, 0, 0, 0)
    begin, end = hour * 3600 + minute * 60, last_hour * 3600 + last_minute * 60
    if not begin < end <= 86_400:
        raise CorridorError(
            f'--hours "{text}": must be two times of one day, the earlier first, such as {USUAL_HOURS} or 20:30-24:00'
        )
    return begin, end


def _published(study: Study) -> dict[str, np.ndarray]:
    seen = observed(study)
    return {"observed": np.array([seen.get(number, np.nan) for number in study.estimates.by_number])}


def _draw(study: Study, draft: Path, line: int, day: date) -> None:
    """The four figures, and the string line's data as CSV."""
    from corridorsim.report.charts import Occupied, draw_dwell, draw_occupation, draw_throughput
    from corridorsim.report.string_line import draw_string_line, occupation_rows, string_line_rows
    from corridorsim.report.style import save

    first = study.first
    save(draw_string_line(first.plan, first.outcome, line, day), draft / "string_line")
    write_csv(draft / "string_line.csv", string_line_rows(first.plan, first.outcome, line, day))
    write_csv(draft / "string_line_occupation.csv", occupation_rows(first.plan, first.outcome, line, day))
    save(draw_throughput(_daily_tonnes(study), "net tonnes a day", subtitle=_averaged(study)), draft / "throughput")
    hours, route = first.dwell
    dwell = {r.name: hours[route == i] for i, r in enumerate(first.routes)}
    said = (
        f"{study.scenario.name}: from arrival at the first border station to departure from the second, one replication"
    )
    save(draw_dwell(dwell, subtitle=said), draft / "dwell")
    save(
        draw_occupation(
            [Occupied(*row) for row in _most_occupied(study)],
            subtitle=f"{study.scenario.name}: share of the window; working, or held by a train that waits",
        ),
        draft / "occupation",
    )


def _draw_stairway(study: Study, draft: Path, line: int, day: date, hours: tuple[int, int]) -> None:
    """The stairway of some hours of the day, and its steps as CSV."""
    from corridorsim.report.string_line import draw_stairway, stairway_rows
    from corridorsim.report.style import save

    first = study.first
    save(draw_stairway(first.plan, first.outcome, line, day, hours), draft / "stairway")
    write_csv(draft / "stairway.csv", stairway_rows(first.plan, first.outcome, line, day, hours))


def _averaged(study: Study) -> str:
    count = len(study.replications)
    return f"{study.scenario.name}: net tonnes handed over a day, mean of {count} replications"


def _daily_tonnes(study: Study) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    table = study.mean_tables["daily"]
    series = {}
    for route in study.first.routes:
        rows = (table["crossing"] == route.crossing) & (table["direction"] == route.direction)
        series[route.name] = (table["date"][rows].astype("datetime64[D]"), table["net_t"][rows])
    return series


def _most_occupied(study: Study, count: int = 15) -> list[tuple[str, float, float]]:
    """The most occupied things: name, occupied share, and what of it is work."""
    table = study.mean_tables["resources"]
    rows = [i for i in np.argsort(-table["occupied_share"], kind="stable") if table["thing"][i] == "yes"][:count]
    return [(str(table["resource"][i]), float(table["occupied_share"][i]), float(table["work_share"][i])) for i in rows]
