"""Writes a comparison: the differences of inputs and numbers as CSV, and one picture."""

import hashlib
from collections.abc import Container, Sequence
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING

from corridorsim.comparison.study import Comparison, Difference
from corridorsim.model import Scenario
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.header import header
from corridorsim.report.sentences import misleading, warnings_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridorsim.report import charts


def comparison_folder(scenarios: Sequence[Scenario], out: Path | None) -> Place:
    """The folder for a comparison; never that of a comparison of other inputs."""
    sha256 = _sha256(scenarios)
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), "-".join(["compare", *(s.name for s in scenarios)]), sha256, changed=False)


def _sha256(scenarios: Sequence[Scenario]) -> str:
    return hashlib.sha256("\n".join(scenario.sha256 for scenario in scenarios).encode()).hexdigest()


def write_comparison(comparison: Comparison, folder: Place | Path) -> Path:
    """Write summary.json, inputs.csv, differences.csv and the picture, whole or not at all; the folder they are in."""
    from corridorsim.paper.style import save

    with written_whole(folder) as (draft, written):
        write_json(
            draft / SUMMARY,
            header(comparison.studies[0].scenario, _sha256(comparison.asked))
            | {
                "scenarios": list(comparison.labels),
                "warnings": [[*warnings_of(study), *misleading(study.scenario)] for study in comparison.studies],
            },
        )
        write_csv(draft / "inputs.csv", inputs_table(comparison))
        write_csv(draft / "differences.csv", differences_table(comparison))
        save(_picture(comparison), draft / "comparison")
    return written


def inputs_table(comparison: Comparison) -> dict[str, list[object]]:
    """Keys whose values differ, and each scenario's value: numbers as numbers, all else as a file would say it."""
    rows = comparison.inputs
    table: dict[str, list[object]] = {"key": [row.key for row in rows]}
    for number, label in enumerate(comparison.labels):
        told = [(row.values[number], row.texts[number]) for row in rows]
        table[_heading(label, table)] = [value if type(value) in (int, float) else text for value, text in told]
    return table


def differences_table(comparison: Comparison) -> dict[str, list[object]]:
    """Every number of the other scenarios against the first; nothing where a scenario does not have it."""
    first, rows, named = comparison.labels[0], comparison.differences, comparison.named
    table: dict[str, list[object]] = {
        "number": [named.label(row.number) for row in rows],
        "unit": [row.number.unit for row in rows],
        "scenario": [row.scenario for row in rows],
    }
    figures: dict[str, list[object]] = {
        "mean": [row.other and row.other.mean for row in rows],
        "difference": [row.change and row.change.mean for row in rows],
        "low": [row.change and row.change.low for row in rows],
        "high": [row.change and row.change.high for row in rows],
        "clear": [{True: "yes", False: "no", None: ""}[row.is_clear] for row in rows],
        "only_in": [row.only_in(first) for row in rows],
        "pairs": [row.pairs for row in rows],
    }
    return table | {_heading(first, table | figures): [row.base and row.base.mean for row in rows]} | figures


def _heading(label: str, taken: Container[str]) -> str:
    """A scenario's name as the head of a column, where no other column is called so."""
    return f"{label} (scenario)" if label in taken else label


def _picture(comparison: Comparison) -> "Figure":
    from corridorsim.report.charts import draw_comparison

    first, rows = comparison.labels[0], comparison.headline
    one = not any(row.change and row.change.has_interval for row in rows)
    subtitle = "One run of each with the same luck, so without an interval" if one else ""
    return draw_comparison([_drawn(comparison, row) for row in rows], first, subtitle=subtitle)


def _drawn(comparison: Comparison, row: Difference) -> "charts.DrawnDifference":
    from corridorsim.report import charts

    name, unit, first = comparison.named.words(row.number), row.number.unit, comparison.labels[0]
    if row.change is not None:
        return charts.DrawnDifference(name, unit, row.scenario, row.change.mean, row.change.low, row.change.high)
    one = row.base or row.other
    whose = f"only in {row.only_in(first)}" if row.only_in(first) else "never in the same replication"
    remark = f"{whose}: {one.mean:,.4g}" if one else whose
    return charts.DrawnDifference(name, unit, row.scenario, nan, nan, nan, remark)
