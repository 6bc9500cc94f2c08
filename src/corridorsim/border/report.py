"""A study of a crossing: its tables and sentences for the terminal, and the files of its folder."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rich import box
from rich.text import Text

from corridorsim.border.stages import LOADED
from corridorsim.border.study import BorderStudy
from corridorsim.border.visits import EVERY, TEU
from corridorsim.model import Scenario
from corridorsim.paper.choice import choice_summary
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.header import header
from corridorsim.paper.screen import KEY_BELOW, KeysBelow, figures_column, titled, words_column

MARK = "*"
LITTLE_MORE = 1.05  # what a window's ends may make of a capacity
INDENT = "  "  # before a key


def border_sha256(scenario: Scenario, crossing: str) -> str:
    """Hash of what a crossing's study depends on."""
    return hashlib.sha256(f"{scenario.sha256}\nborder {crossing}".encode()).hexdigest()


def border_folder(scenario: Scenario, crossing: str, out: Path | None, changed: bool) -> Place:
    """The folder for a study of a crossing; never that of a study of other inputs."""
    sha256 = border_sha256(scenario, crossing)
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), f"{scenario.name}-border-{crossing}", sha256, changed)


def border_table(study: BorderStudy, direction: str) -> KeysBelow:
    """The stages of a direction in order of passing; the one that carries least by itself is marked."""
    stages, least = study.stages, study.limiting(direction)
    rows = np.flatnonzero(stages["route"] == direction).tolist()
    table = titled(f"{study.crossing} {direction}")
    table.box = box.SIMPLE_HEAD
    words_column(table, "stage and the key that changes it")
    for heading in ("share %", "servers", "carries/day", "use %", "queue", "wait h", "95 %", "work h"):
        figures_column(table, heading)
    for row in rows:
        named = Text.assemble(
            (str(stages["stage"][row]), "bold" if row == least else ""),
            "" if stages["trains"][row] == LOADED else (f" ({stages['trains'][row]} trains)", "dim"),
            f"\n{INDENT}{KEY_BELOW}",
        )
        if stages["no_formula"][row]:
            named.append(f"\n{INDENT}no formula: {stages['no_formula'][row]}", "dim")
        capacity = (_number(stages["capacity_trains_per_day"][row]) or "-") + (f" {MARK}" if row == least else "  ")
        share = f"{100 * stages['share_that_uses_it'][row]:.0f}"
        figures = [share, _number(stages["servers"][row]), capacity, f"{100 * stages['use_share'][row]:.0f}"]
        figures += [
            _number(stages[name][row]) for name in ("queue_trains", "waiting_mean_h", "waiting_p95_h", "work_mean_h")
        ]
        table.add_row(named, *figures)
    return KeysBelow(table, [str(stages["change"][row]) for row in rows])


def limit_sentence(study: BorderStudy, direction: str) -> str:
    """Which stage carries least by itself, and which the simulation uses most."""
    stages, least, most = study.stages, study.limiting(direction), study.most_used(direction)
    if least is None or most is None:
        return f"{direction}: no stage has a formula."
    name = stages["stage"][least]
    teu = stages["capacity_teu_per_day"][least]
    boxes = f", {teu:,.0f} TEU" if teu > 0 else ""
    tonnes = f"{stages['capacity_net_t_per_day'][least]:,.0f} t"
    due, passed = stages["due_trains_per_day"][least], stages["trains_per_day"][least]
    share = stages["share_that_uses_it"][least]
    some = "" if share > 0.995 else f" ({100 * share:.0f} % of them to use it)"
    carries = stages["capacity_trains_per_day"][least]
    left = " (others left it room)" if passed > LITTLE_MORE * carries else ""
    sentence = (
        f"{direction}: {name} carries least by itself, {carries:.1f} trains a day "
        f"({tonnes}{boxes}); {due:.1f} are due{some}, {passed:.1f} came to it{left}. "
    )
    used = f"({100 * stages['use_share'][most]:.0f} % of its time)"
    simulated = (
        f"It is also used most in the simulation {used}."
        if most == least
        else (f"In the simulation {stages['stage'][most]} is used most {used}.")
    )
    return f"{sentence}{simulated} Change {stages['change'][least]}."


def day_sentence(study: BorderStudy, direction: str) -> str:
    """How long a train and a container are at the crossing, and how much of that they wait."""
    every, boxes = study.whole_time(direction, EVERY), study.whole_time(direction, TEU)
    if every is None:
        return f"{direction}: no train left the crossing in the window."
    more = "." if boxes is None else f"; a container {_spent(boxes)}."
    return f"{direction}: from arrival to departure a train takes {_spent(every)}{more}"


def station_sentences(study: BorderStudy, direction: str) -> list[str]:
    """How long goods are at each station of a direction, and how long their trains waited before the first."""
    table = study.station_times
    rows = np.flatnonzero((table["route"] == direction) & (table["per_day"] > 0)).tolist()
    return [_at_station({name: values[row] for name, values in table.items()}) for row in rows]


def _at_station(stay: dict[str, Any]) -> str:
    boxes = f", containers {stay['containers_mean_h']:.1f} h" if np.isfinite(stay["containers_mean_h"]) else ""
    waits = [("on the line", stay["line_wait_mean_h"]), ("at the origin", stay["origin_wait_mean_h"])]
    before = ", ".join(f"{hours:.1f} h {where}" for where, hours in waits if np.isfinite(hours))
    spent = f"goods stay {stay['mean_h']:.1f} h (95 % within {stay['p95_h']:.1f} h){boxes}"
    after = f"; before that, their trains wait {before}." if before else "."
    return f"{stay['station']}, {stay['movement']} {stay['country']}: {spent}{after}"


def advice_sentences(study: BorderStudy) -> list[str]:
    """Advice on a lock-up, with the number of replications that lock; the advice is for the first of these."""
    count = len(study.runs)
    if not study.locked or count == 1:
        return [str(advice) for advice in study.advice]
    head = f"Trains deadlock in {study.locked} of {count} replications. In the first of these:"
    return [f"{head} {advice}" for advice in study.advice]


def _spent(told: dict[str, float]) -> str:
    return (
        f"{told['mean_h']:.1f} h (95 % within {told['p95_h']:.1f} h): {told['work_mean_h']:.1f} h work, "
        f"{told['waiting_mean_h']:.1f} h waiting"
    )


def write_border(study: BorderStudy, folder: Place | Path) -> Path:
    """Write the tables as CSV, the pictures and a summary, whole or not at all; the folder they are in."""
    from corridorsim.border.pictures import draw_border

    first = study.runs[0]
    tables = {
        "stages": study.stages, "timeline": study.timeline, "station_times": study.station_times,
        "use_by_hour": study.by_hour,
        "queues": first.queue, "tracks": first.tracks,
    }  # fmt: skip
    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, _summary(study))
        for name, table in tables.items():
            write_csv(draft / f"{name}.csv", table)
        draw_border(study, draft)
    return written


def _summary(study: BorderStudy) -> dict[str, object]:
    return header(study.scenario, border_sha256(study.scenario, study.crossing)) | {
        "crossing": study.crossing,
        "limiting": {direction: _stage(study, study.limiting(direction)) for direction in study.directions},
        "most_used": {direction: _stage(study, study.most_used(direction)) for direction in study.directions},
        "time_at_crossing": {
            direction: {
                "train": study.whole_time(direction, EVERY), "container": study.whole_time(direction, TEU),
            } for direction in study.directions
        },
        "time_by_station": _by_station(study),
        "advice": advice_sentences(study),
    } | ({} if study.settled is None else {"choice": choice_summary(study.settled)})  # fmt: skip


def _by_station(study: BorderStudy) -> dict[str, dict[str, float | None]]:
    table = study.station_times
    hours = [name for name, values in table.items() if values.dtype.kind == "f"]
    names = zip(table["station"], table["movement"], table["country"], strict=True)
    return {
        " ".join(name): {each: None if np.isnan(table[each][row]) else float(table[each][row]) for each in hours}
        for row, name in enumerate(names)
    }


def _stage(study: BorderStudy, row: int | None) -> dict[str, object] | None:
    if row is None:
        return None
    names = ("stage", "change", "capacity_trains_per_day", "use_share", "queue_trains", "waiting_mean_h")
    values = {name: study.stages[name][row].item() for name in names}
    return {name: None if value != value or value in (np.inf, -np.inf) else value for name, value in values.items()}


def _number(value: float) -> str:
    if value != value:
        return ""
    if not np.isfinite(value):
        return "no end"
    return f"{value:z,.0f}" if abs(value) >= 100 else f"{value:z.1f}" if abs(value) >= 10 else f"{value:z.2f}"
