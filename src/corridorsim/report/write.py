"""Writes the results of a study: summary, tables, figures and, if asked for, events."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from corridorsim.errors import CorridorError
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, write_json, written_whole
from corridorsim.report.summary import summary_of
from corridorsim.string_line.shown import choose_shown
from corridorsim.study import Study
from corridorsim.study.numbers import numbers_table, observed, replications_table

MOST_OCCUPIED = 15


def write_study(
    study: Study, folder: Place | Path, first_run: Mapping[str, bytes] | None = None, events: bool = False
) -> Path:
    """Write a study's folder, whole or not at all, and return the folder that it is in.

    ``first_run`` are the files of :func:`corridorsim.report.first_run.first_run_files`, if they are there already. With
    ``events`` every train and operation of the first replication is written too.
    """
    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, summary_of(study))
        write_csv(draft / "numbers.csv", numbers_table(study) | _published(study))
        write_csv(draft / "replications.csv", replications_table(study))
        for name, table in study.mean_tables.items():
            write_csv(draft / f"{name}.csv", table)
        write_csv(draft / "unfinished.csv", study.unfinished)
        if study.settled is not None:
            write_csv(draft / "choice.csv", study.settled.table)
        for name, content in (_first_run(study) if first_run is None else first_run).items():
            (draft / name).write_bytes(content)
        _draw(study, draft)
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
    with written_whole(folder) as (draft, written):
        for name, content in _first_run(study).items():
            if not name.endswith(".csv"):
                (draft / name).write_bytes(content)
        _draw(study, draft)
    return written


def _first_run(study: Study) -> Mapping[str, bytes]:
    from corridorsim.report.first_run import first_run_files

    return first_run_files(choose_shown(study.scenario).seen_in(study.first), study.scenario.name)


def _published(study: Study) -> dict[str, np.ndarray]:
    seen = observed(study)
    return {"observed": np.array([seen.get(number, np.nan) for number in study.estimates.by_number])}


def _draw(study: Study, draft: Path) -> None:
    """The figures of all replications."""
    from corridorsim.paper.style import save
    from corridorsim.report.charts import OccupiedBar, draw_occupation, draw_throughput

    save(draw_throughput(_daily_tonnes(study), "net tonnes a day", subtitle=_averaged(study)), draft / "throughput")
    save(
        draw_occupation(
            [OccupiedBar(*row) for row in _most_occupied(study)],
            subtitle=f"{study.scenario.name}: share of the window; working, or held by a train that waits",
        ),
        draft / "occupation",
    )


def _averaged(study: Study) -> str:
    count = len(study.replications)
    return f"{study.scenario.name}: net tonnes handed over a day, mean of {count} replications"


def _daily_tonnes(study: Study) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    table = study.mean_tables["daily"]
    series = {}
    for route in study.routes:
        rows = (table["crossing"] == route.crossing) & (table["direction"] == route.direction)
        series[route.name] = (table["date"][rows].astype("datetime64[D]"), table["net_t"][rows])
    return series


def _most_occupied(study: Study) -> list[tuple[str, float, float]]:
    """The most occupied things: name, occupied share, and the part of it that is work."""
    table = study.mean_tables["resources"]
    rows = [i for i in np.argsort(-table["occupied_share"], kind="stable") if table["thing"][i] == "yes"]
    return [
        (str(table["resource"][i]), float(table["occupied_share"][i]), float(table["work_share"][i]))
        for i in rows[:MOST_OCCUPIED]
    ]
