"""The capacity of lines as tables, a page and pictures: what to plan with, methods, elements, months, stages."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
from rich.table import Table
from rich.text import Text

from corridorsim.line.capacity import LineCapacity, Lines, UnknownCapacity
from corridorsim.line.methods import methods
from corridorsim.model import Scenario
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.header import header
from corridorsim.paper.names import safe_names
from corridorsim.paper.plain import rounded
from corridorsim.paper.screen import figures_column, keys_column, titled, words_column
from corridorsim.statistics.estimate import Estimate
from corridorsim.statistics.rounding import in_percent

SHOWN = 6  # elements on the screen; the file has all


class Grid(NamedTuple):
    """A table for the screen or for the page."""

    title: str
    heads: Sequence[str]
    numbers: frozenset[str]  # heads of columns that stand right
    rows: Sequence[Sequence[str]]
    keys: frozenset[str] = frozenset()  # heads of columns that hold keys


def capacity_folder(scenario: Scenario, asked: Sequence[object], out: Path | None, changed: bool) -> Place:
    """The folder for the files; never one with files of other inputs."""
    sha256 = capacity_sha256(scenario, asked)
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), f"{scenario.name}-capacity", sha256, changed)


def capacity_sha256(scenario: Scenario, asked: Sequence[object]) -> str:
    """Hash of the scenario and of the settings."""
    return hashlib.sha256("\n".join([scenario.sha256, *map(str, asked)]).encode()).hexdigest()


def write_capacity(scenario: Scenario, lines: Lines, asked: Sequence[object], folder: Place | Path) -> Path:
    """Write methods, elements, months, stages and loads as CSV and a picture of each line; the folder they are in.

    The folder is written whole or not at all.
    """
    from corridorsim.line.chart import draw_capacity
    from corridorsim.paper.style import save

    with written_whole(folder) as (draft, written):
        write_json(draft / SUMMARY, _summary(scenario, lines, asked))
        for name, heads, rows in _files(lines.told):
            write_csv(draft / f"{name}.csv", _columns(rows, heads))
        (draft / "capacity.md").write_text(capacity_page(scenario, lines), encoding="utf-8")
        pictures = safe_names(capacity.name for capacity in lines.told)
        for capacity in lines.told:
            save(draw_capacity(capacity), draft / f"capacity_{pictures[capacity.name]}")
    return written


def _summary(scenario: Scenario, lines: Lines, asked: Sequence[object]) -> dict[str, object]:
    question = capacity_sha256(scenario, asked)  # what the folder is of
    return header(scenario, question, replications=lines.told[0].replications) | {
        "inputs_sha256": scenario.sha256,
        "lines": {capacity.name: _line_summary(capacity) for capacity in lines.told},
        "untold": {each.name: each.why for each in lines.untold},
    }


def _line_summary(capacity: LineCapacity) -> dict[str, object]:
    number = capacity.recommended
    return {
        "recommended": {"pairs": round(number.pairs, 2), "method": number.method, "why": capacity.sentence},
        "further": list(capacity.further),
        "day": str(capacity.day), "limiting": capacity.limiting,
        "pairs_without_reserves": round(capacity.formula.bound, 2),
        "pairs_available": round(capacity.formula.practical, 2),
        "pairs_saturated": _interval(capacity.saturation.saturated),
        "pairs_tolerable": _interval(capacity.saturation.tolerable),
    }  # fmt: skip


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return rounded(estimate, estimate.observed, 2)


Rows = list[tuple[object, ...]]


def _files(found: Sequence[LineCapacity]) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """The CSV files: name, heads, rows."""
    yield "methods", ("line", "method", "what", "pairs_per_day", "low", "high", "why"), [
        (c.name, *m) for c in found for m in methods(c)
    ]  # fmt: skip
    yield "elements", (
        "line", "kind", "element", "pairs_per_day", "asked_pairs_per_day", "load", "reserve_pairs_per_day", "change",
    ), [
        (c.name, e.kind, e.name, e.pairs, e.asked, e.load, e.reserve, e.key) for c in found for e in c.elements
    ]  # fmt: skip
    yield "months", (
        "line", "part", "direction", "month", "asked_trains_per_day", "available_trains_per_day",
        "reserve_trains_per_day",
    ), [
        (c.name, m.part, m.direction, m.month, m.asked, m.available, m.reserve) for c in found for m in c.months
    ]  # fmt: skip
    yield "stages", (
        "line", "from", "opened", "pairs_without_reserves", "pairs_available", "pairs_saturated", "low", "high",
        "limiting",
    ), [
        (c.name, np.datetime64(s.day), s.opened, s.bound, s.available, *_three(s.saturated), s.limiting)
        for c in found for s in c.upgrades
    ]  # fmt: skip
    yield "loads", ("line", "asked_pairs_per_day", "passed_pairs_per_day", "waiting_share", "low", "high"), [
        (c.name, p.pairs, p.passed.mean, *_three(p.waiting)) for c in found for p in c.saturation.curve
    ]  # fmt: skip
    yield "queueing", ("line", "asked_pairs_per_day", "waiting_share"), [
        (c.name, float(p), float(w)) for c in found for p, w in zip(c.queue.pairs, c.queue.waiting, strict=True)
    ]  # fmt: skip


def _three(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high


def capacity_page(scenario: Scenario, lines: Lines) -> str:
    """The same as a page in Markdown: of each line what to plan with, the tables, and its picture."""
    parts = [
        f"# {scenario.name}: what the lines can carry\n",
        f"{scenario.description.strip()}\n" if scenario.description else "",
        "Freight pairs a day, beside the passenger and local trains. How each method counts: docs/line-capacity.md.\n",
    ]
    pictures = safe_names(capacity.name for capacity in lines.told)
    for capacity in lines.told:
        name, picture = _for_page(capacity.name), quote(pictures[capacity.name])
        parts.append(f"## {name}\n\n**{_for_page(capacity.sentence)}**\n")
        parts.append("".join(f"{_for_page(each)}\n\n" for each in capacity.further))
        parts.append(f"![{name}](capacity_{picture}.png)\n")
        grids = (method_grid(capacity), upgrade_grid(capacity), element_grid(capacity))
        parts += [_markdown(grid) for grid in grids if grid.rows]
    untold = "No capacity could be worked out"
    parts += [f"## {_for_page(each.name)}\n\n{untold}: {_for_page(each.why)}\n" for each in lines.untold]
    return "\n".join(part for part in parts if part)


def _markdown(grid: Grid) -> str:
    lines = [f"**{_for_page(grid.title)}**", "", f"| {' | '.join(grid.heads)} |", f"|{'---|' * len(grid.heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_for_page, row))} |" for row in grid.rows), ""])


def _for_page(text: str) -> str:
    """A name with the characters escaped that have a meaning in Markdown's tables."""
    return text.replace("\\", "\\\\").replace("|", "\\|")


def screen_parts(capacity: LineCapacity) -> Iterator[Table | Text]:
    """A line for the screen: the number to plan with, then tables of methods, of the elements nearest their limit, and
    of openings of the second track."""
    sentence = f"{capacity.name}: {_uncapitalised(capacity.sentence)}"
    yield Text("\n").join((Text(sentence, "bold"), *map(Text, capacity.further)))
    for grid in (method_grid(capacity), element_grid(capacity), upgrade_grid(capacity)):
        if grid.rows:
            yield _screen(grid)


def unknown_line(each: UnknownCapacity) -> Text:
    """A line whose capacity could not be worked out, for the screen."""
    why = f" {each.why[:1].upper()}{each.why[1:]}"
    return Text.assemble((f"{each.name}: no capacity could be worked out.", "bold"), why)


def _uncapitalised(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _screen(grid: Grid) -> Table:
    table = titled(grid.title)
    for head in grid.heads:
        column = figures_column if head in grid.numbers else keys_column if head in grid.keys else words_column
        column(table, head)
    for row in grid.rows:
        table.add_row(*row)
    return table


def _columns(rows: list[tuple[object, ...]], names: Sequence[str]) -> dict[str, np.ndarray]:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return {name: np.array(column) for name, column in zip(names, columns, strict=True)}


def method_grid(capacity: LineCapacity) -> Grid:
    """The four methods side by side, below what the sentence says."""
    sections = capacity.formula.line.sections
    length = (sections[-1].end_at - sections[0].start_at) / 1000
    opens = f", opens {capacity.opens}; taken as open" if capacity.opens else ""
    _, *told = methods(capacity)
    rows = [(m.method, m.what, _number(m.pairs), _between(m.low, m.high), m.why) for m in told]
    return Grid(
        f"{capacity.name}, {length:.0f} km, as on {capacity.day}{opens}: freight pairs a day",
        ("method", "what", "pairs", "95 %", "where and why"),
        frozenset(("pairs", "95 %")),
        rows,
    )


def element_grid(capacity: LineCapacity) -> Grid:
    """The elements nearest their limit, the one that binds first; the crossing's always."""
    rows = [
        (e.name, e.kind, f"{e.pairs:.1f}", f"{e.asked:.1f}", f"{in_percent(e.load)}", f"{e.reserve:z.1f}", e.key)
        for n, e in enumerate(capacity.elements)
        if n < SHOWN or e.kind == "crossing"
    ]
    numbers = ("passes", "asked", "load", "reserve")
    heads = ("element", "kind", *numbers, "change")
    title = "What binds first (pairs of all trains; on sections, others count as the freight trains they displace)"
    return Grid(title, heads, frozenset(numbers), rows, frozenset(("change",)))


def upgrade_grid(capacity: LineCapacity) -> Grid:
    """The effect of each opening of the second track; no rows if none opens in the window."""
    rows = [
        (str(s.day), s.opened, f"{s.bound:.1f}", f"{s.available:.1f}", f"{s.saturated.mean:.1f}",
         _between(s.saturated.low, s.saturated.high), s.limiting)
        for s in capacity.upgrades
    ]  # fmt: skip
    numbers = ("no reserves", "available", "simulated", "95 %")
    title = f"{capacity.name}: what each stage brought"
    return Grid(title, ("from", "opened", *numbers, "limiting section"), frozenset(numbers), rows)


def _number(value: float) -> str:
    return "-" if value != value else f"{value:.1f}"


def _between(low: float, high: float) -> str:
    return "" if low != low or low == high else f"{low:.1f} to {high:.1f}"
