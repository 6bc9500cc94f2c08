"""The scorecard of published cases: a table on the screen, the same as JSON or CSV, and schedules that were found."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from corridorsim.conformance.scores import Score
from corridorsim.errors import CorridorError, NotWritten
from corridorsim.paper.csv_files import csv_text
from corridorsim.paper.files import write_whole
from corridorsim.paper.names import safe_names
from corridorsim.paper.screen import figures_column, titled, words_column

COLUMNS = ("kind", "case", "quantity", "theirs", "ours", "difference", "tolerance", "result", "remark")


def scorecard_table(scores: Sequence[Score]) -> Table:
    """A row for each number: case, theirs, ours, difference, pass or not."""
    table = titled("Published cases")
    for heading in ("case", "quantity"):
        words_column(table, heading)
    for heading in ("theirs", "ours", "difference", "result"):
        figures_column(table, heading)
    words_column(table, "remark")
    kind = None
    for score in scores:
        if score.kind != kind:
            table.add_section()
            table.add_row(Text(score.kind, "bold"))
            kind = score.kind
        result = {True: Text("pass"), False: Text("FAIL", "bold red"), None: Text("not run")}[score.passed]
        difference = "" if score.difference is None else f"{score.difference:+z.4g}"
        figures = (_figure(score.theirs), _figure(score.ours), difference)
        table.add_row(score.case, score.quantity, *figures, result, score.remark)
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
    rows = [_row(score) for score in scores]
    if file.suffix == ".json":
        told = {"schema_version": 1, "scores": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    else:
        text = csv_text({name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)})
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
        return value
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
