"""The capacity of lines written down: four methods side by side, elements, months, stages, a picture of each line."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.table import Table

from corridorsim.model import Scenario
from corridorsim.report.folder import SUMMARY, choose_folder, own_folder, write_csv, write_json, written_whole
from corridorsim.study.line_capacity import LineCapacity, by_month

SHOWN = 6  # elements on the screen; the file has all


class Method(NamedTuple):
    """One way of telling the capacity."""

    method: str
    what: str
    pairs: float
    low: float
    high: float
    why: str


def methods(capacity: LineCapacity) -> Iterator[Method]:
    """The four methods with their numbers, each with what it counts and why it differs."""
    formula, line = capacity.formula, capacity.formula.line
    section = formula.limiting
    exact = float("nan")
    period = formula.schemes.period[section] / 60
    yield Method(
        "1 formula", "no reserves: 1440 k / T", formula.bound, exact, exact,
        f"{capacity.limiting}: T = {period:.1f} min, {formula.scheme(section)}",
    )  # fmt: skip
    window = float(np.broadcast_to(formula.reserves.window, formula.double.shape)[section]) / 60
    share = float(np.broadcast_to(formula.reserves.reliability, formula.double.shape)[section])
    yield Method(
        "1 formula", "available", float(formula.available.min()), exact, exact,
        f"less a window of {window:.0f} min a day, and {1 - share:.0%} of the rest for failures",
    )  # fmt: skip
    worst = int((capacity.required.pairs / formula.available).argmax())
    yield Method(
        "1 formula", "required by the traffic", float(capacity.required.pairs[worst]), exact, exact,
        f"{line.sections[worst].name}: peak month, busier direction, passenger and local trains as the freight trains "
        "they remove, within the permitted load",
    )  # fmt: skip
    at = capacity.uic.limiting
    pairs = capacity.uic.trains[:, at].mean()
    yield Method(
        "2 UIC 406", f"at {capacity.most_occupied:.0%} occupation", capacity.uic_pairs, exact, exact,
        f"{line.sections[at].name} on {capacity.uic_date}, the busiest simulated day: {pairs:.1f} pairs of all kinds "
        f"occupy it for {capacity.uic.occupied[at]:.0%} of the day" if capacity.uic.occupied[at] else
        "nothing ran on this line in the simulated time",
    )  # fmt: skip
    waits = f"{capacity.most_waiting:.0%} of the running time"
    yield Method(
        "3 queueing", f"waits {waits}", capacity.queue.tolerable, exact, exact,
        "trains that come at random and are let in first come first served: a cautious bound",
    )  # fmt: skip
    tolerable, saturated = capacity.saturation.tolerable, capacity.saturation.saturated
    yield Method(
        "4 simulation", f"waits {waits}", tolerable.mean, tolerable.low, tolerable.high,
        f"departures {line.scenario.traffic.departures}, beside the passenger and local trains of the line",
    )  # fmt: skip
    yield Method(
        "4 simulation", "more trains always wait", saturated.mean, saturated.low, saturated.high,
        f"{saturated.mean / formula.bound:.1%} of 1440 k / T: every train enters the limiting section from a stand and "
        "pays for its stop on it",
    )  # fmt: skip


def capacity_folder(scenario: Scenario, asked: Sequence[object], out: Path | None, changed: bool) -> Path:
    """Where the files go; never over those of other inputs."""
    sha256 = capacity_sha256(scenario, asked)
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), f"{scenario.name}-capacity", sha256, changed)


def capacity_sha256(scenario: Scenario, asked: Sequence[object]) -> str:
    """Hash of the scenario and of what was asked of it."""
    return hashlib.sha256("\n".join([scenario.sha256, *map(str, asked)]).encode()).hexdigest()


def write_capacity(scenario: Scenario, found: Sequence[LineCapacity], asked: Sequence[object], folder: Path) -> None:
    """Write methods, elements, months, stages and loads as CSV and a picture of each line, whole or not at all."""
    from corridorsim.report.capacity_chart import draw_capacity
    from corridorsim.report.style import save

    with written_whole(folder) as draft:
        write_json(
            draft / SUMMARY,
            {
                "scenario_sha256": capacity_sha256(scenario, asked),
                "scenario": scenario.name,
                "lines": {c.name: _summary(c) for c in found},
            },
        )
        write_csv(draft / "methods.csv", _columns([(c.name, *m) for c in found for m in methods(c)], (
            "line", "method", "what", "pairs_per_day", "low", "high", "why",
        )))  # fmt: skip
        write_csv(draft / "elements.csv", _columns(
            [(c.name, e.kind, e.name, e.pairs, e.asked, e.load, e.reserve, e.key) for c in found for e in c.elements],
            ("line", "kind", "element", "pairs_per_day", "asked_pairs_per_day", "load", "reserve_pairs_per_day",
             "change"),
        ))  # fmt: skip
        write_csv(draft / "months.csv", _columns(
            [(c.name, m.section, m.direction, m.month, m.asked, m.available, m.reserve)
             for c in found for m in by_month(scenario, c.name)],
            ("line", "section", "direction", "month", "asked_trains_per_day", "available_trains_per_day",
             "reserve_trains_per_day"),
        ))  # fmt: skip
        write_csv(draft / "stages.csv", _columns(
            [(c.name, str(s.day), s.opened, s.bound, s.available, s.saturated.mean, s.limiting)
             for c in found for s in c.stages],
            ("line", "from", "opened", "pairs_without_reserves", "pairs_available", "pairs_saturated", "limiting"),
        ))  # fmt: skip
        write_csv(draft / "loads.csv", _columns(
            [(c.name, p.pairs, p.passed.mean, p.waiting.mean, p.waiting.low, p.waiting.high)
             for c in found for p in c.saturation.curve],
            ("line", "asked_pairs_per_day", "passed_pairs_per_day", "waiting_share", "low", "high"),
        ))  # fmt: skip
        write_csv(draft / "queueing.csv", _columns(
            [(c.name, float(p), float(w)) for c in found for p, w in zip(c.queue.pairs, c.queue.waiting, strict=True)],
            ("line", "asked_pairs_per_day", "waiting_share"),
        ))  # fmt: skip
        (draft / "capacity.md").write_text(capacity_page(scenario, found), encoding="utf-8")
        for capacity in found:
            save(draw_capacity(capacity), draft / f"capacity_{_file_name(capacity.name)}")


def _summary(capacity: LineCapacity) -> dict[str, object]:
    return {
        "day": str(capacity.day), "limiting": capacity.limiting,
        "pairs_without_reserves": round(capacity.formula.bound, 2),
        "pairs_available": round(float(capacity.formula.available.min()), 2),
        "pairs_saturated": round(capacity.saturation.saturated.mean, 2),
        "pairs_tolerable": round(capacity.saturation.tolerable.mean, 2),
    }  # fmt: skip


def capacity_page(scenario: Scenario, found: Sequence[LineCapacity]) -> str:
    """The same as a page in Markdown: the tables of each line, and its picture."""
    parts = [
        f"# {scenario.name}: what the lines can carry\n",
        f"{scenario.description.strip()}\n" if scenario.description else "",
        "Freight pairs a day, beside the passenger and local trains. How each method counts: docs/line-capacity.md.\n",
    ]
    for capacity in found:
        parts.append(f"## {capacity.name}\n\n![{capacity.name}](capacity_{_file_name(capacity.name)}.png)\n")
        parts += [
            _markdown(table)
            for table in (method_table(capacity), stage_table(capacity), element_table(capacity))
            if table
        ]
    return "\n".join(part for part in parts if part)


def _markdown(table: Table) -> str:
    """A table of the screen as Markdown."""
    heads = [str(column.header) for column in table.columns]
    rows = zip(*(column.cells for column in table.columns), strict=True)
    lines = [f"**{table.title}**", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), ""])


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)


def _columns(rows: list[tuple[object, ...]], names: Sequence[str]) -> dict[str, np.ndarray]:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: np.array(column) for name, column in zip(names, columns, strict=True)}


def method_table(capacity: LineCapacity) -> Table:
    """The four methods side by side."""
    sections = capacity.formula.line.sections
    length = (sections[-1].end_at - sections[0].start_at) / 1000
    title = f"{capacity.name}, {length:.0f} km, as on {capacity.day}: freight pairs a day"
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("method", "what"):
        table.add_column(heading)
    table.add_column("pairs", justify="right")
    table.add_column("95 %", justify="right")
    table.add_column("where and why")
    for each in methods(capacity):
        interval = "" if each.low != each.low or each.low == each.high else f"{each.low:.1f} to {each.high:.1f}"
        table.add_row(each.method, each.what, _number(each.pairs), interval, each.why)
    return table


def element_table(capacity: LineCapacity) -> Table:
    """The elements nearest their limit, the one that binds first."""
    table = Table(title="What binds first", title_justify="left", title_style="bold")
    for heading in ("element", "kind"):
        table.add_column(heading)
    for heading in ("passes", "asked", "load", "reserve"):
        table.add_column(heading, justify="right")
    table.add_column("change")
    for each in capacity.elements[:SHOWN]:
        numbers = (f"{each.pairs:.1f}", f"{each.asked:.1f}", f"{each.load:.0%}", f"{each.reserve:.1f}")
        table.add_row(each.name, each.kind, *numbers, each.key)
    return table


def stage_table(capacity: LineCapacity) -> Table | None:
    """What each opening of the second track brought; None where none opens in the window."""
    if not capacity.stages:
        return None
    table = Table(title=f"{capacity.name}: what each stage brought", title_justify="left", title_style="bold")
    for heading in ("from", "opened"):
        table.add_column(heading)
    for heading in ("no reserves", "available", "simulated"):
        table.add_column(heading, justify="right")
    table.add_column("limiting section")
    for stage in capacity.stages:
        numbers = (f"{stage.bound:.1f}", f"{stage.available:.1f}", f"{stage.saturated.mean:.1f}")
        table.add_row(str(stage.day), stage.opened, *numbers, stage.limiting)
    return table


def _number(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"
