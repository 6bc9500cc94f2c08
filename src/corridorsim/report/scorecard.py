"""The scorecard of published cases: a table on the screen, the same as JSON or CSV, and schedules that were found."""

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from corridorsim.conformance import Score
from corridorsim.errors import CorridorError, NotWritten
from corridorsim.report.files import write_whole
from corridorsim.report.names import safe_names

COLUMNS = ("kind", "case", "quantity", "theirs", "ours", "difference", "tolerance", "result", "remark")


def scorecard_table(scores: Sequence[Score]) -> Table:
    """A row for each number: case, theirs, ours, difference, pass or not."""
    table = Table(title="Published cases", title_justify="left", title_style="bold")
    for heading in ("case", "quantity"):
        table.add_column(heading, overflow="fold")
    for heading in ("theirs", "ours", "difference", "result"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("remark", overflow="fold")
    kind = None
    for score in scores:
        if score.kind != kind:
            table.add_section()
            table.add_row(f"[bold]{score.kind}")
            kind = score.kind
        result = {True: "pass", False: "[bold red]FAIL", None: "not run"}[score.passed]
        difference = "" if score.difference is None else f"{score.difference:+z.4g}"
        figures = (_figure(score.theirs), _figure(score.ours), difference, result)
        table.add_row(escape(score.case), escape(score.quantity), *figures, escape(score.remark))
    return table


def scorecard_sentence(scores: Sequence[Score]) -> str:
    """How many numbers agree, which cases fail, and which were not run."""
    run = [score for score in scores if score.passed is not None]
    failed = list(dict.fromkeys(f"{score.case} ({score.quantity})" for score in run if not score.passed))
    text = f"{sum(bool(score.passed) for score in run)} of {len(run)} numbers pass" if run else "No number was checked"
    idle = list(dict.fromkeys(score.case for score in scores if score.passed is None))
    parts = [text, f"Fails: {'; '.join(failed)}" if failed else "", f"Not run: {'; '.join(idle)}" if idle else ""]
    return "".join(f"{part}. " for part in parts if part).rstrip()


def write_scorecard(scores: Sequence[Score], file: Path) -> None:
    """Write the scorecard, as JSON or CSV by the file's suffix."""
    if file.suffix not in (".json", ".csv"):
        raise CorridorError(f"--out {file}: must end in .json or .csv")
    rows = [dict(zip(COLUMNS, _row(score), strict=True)) for score in scores]
    if file.suffix == ".json":
        text = json.dumps({"schema_version": 1, "scores": rows}, indent=1, ensure_ascii=False) + "\n"
    else:
        out = StringIO(newline="")
        table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
        text = out.getvalue()
    write_whole(file, text, f"--out {file}")


def write_schedules(scores: Sequence[Score], folder: Path) -> list[Path]:
    """Write the schedules that were found for DISPLIB problems, each in its solution format, and name the files."""
    found = [score for score in scores if score.schedule is not None]
    names = safe_names(score.case for score in found)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten.because(f"--schedules {folder}", error) from None
    for score in found:
        text = json.dumps(score.schedule, separators=(",", ":")) + "\n"
        write_whole(folder / f"{names[score.case]}.solution.json", text, f"--schedules {folder}")
    return [folder / f"{names[score.case]}.solution.json" for score in found]


def _row(score: Score) -> tuple[object, ...]:
    result = {True: "pass", False: "fail", None: "not run"}[score.passed]
    figures = (score.theirs, score.ours, score.difference, score.tolerance)
    return score.kind, score.case, score.quantity, *figures, result, score.remark


def _figure(value: float | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape(value)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
