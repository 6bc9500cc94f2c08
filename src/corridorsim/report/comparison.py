"""A comparison written down: the differences in inputs and numbers as CSV, and one picture."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corridorsim.model import Scenario
from corridorsim.report.folder import SUMMARY, Place, choose_folder, own_folder, write_csv, write_json, written_whole
from corridorsim.report.sentences import warnings_of
from corridorsim.study import Comparison
from corridorsim.study.numbers import told


def comparison_folder(scenarios: Sequence[Scenario], out: Path | None) -> Place:
    """Where a comparison goes; never over that of other inputs."""
    sha256 = _sha256(scenarios)
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), "-".join(["compare", *(s.name for s in scenarios)]), sha256, changed=False)


def _sha256(scenarios: Sequence[Scenario]) -> str:
    return hashlib.sha256("\n".join(scenario.sha256 for scenario in scenarios).encode()).hexdigest()


def write_comparison(comparison: Comparison, folder: Place | Path) -> Path:
    """Write summary.json, inputs.csv, differences.csv and the picture, whole or not at all; the folder they are in."""
    from corridorsim.report.charts import Difference, draw_comparison
    from corridorsim.report.style import save

    names = [study.scenario.name for study in comparison.studies]
    rows = comparison.differences
    with written_whole(folder) as (draft, written):
        write_json(
            draft / SUMMARY,
            {
                "scenario_sha256": _sha256(comparison.asked),
                "scenarios": names,
                "replications": comparison.studies[0].scenario.replications,
                "seed": comparison.studies[0].scenario.seed,
                "warnings": [warnings_of(study) for study in comparison.studies],
            },
        )
        keys = np.array([difference.key for difference in comparison.inputs])
        values = zip(*(difference.values for difference in comparison.inputs), strict=True)
        columns = {
            name: np.array(["" if v is None else str(v) for v in column])
            for name, column in zip(names, values, strict=False)
        }
        write_csv(draft / "inputs.csv", {"key": keys} | columns)
        write_csv(
            draft / "differences.csv",
            {
                "number": np.array([row.number.rpartition(" ")[0] for row in rows]),
                "unit": np.array([told(row.number)[1] for row in rows]),
                "scenario": np.array([row.scenario for row in rows]),
                names[0]: np.array([row.base.mean for row in rows]),
                "mean": np.array([row.other.mean for row in rows]),
                "difference": np.array([row.change.mean for row in rows]),
                "low": np.array([row.change.low for row in rows]),
                "high": np.array([row.change.high for row in rows]),
                "clear": np.array([{True: "yes", False: "no", None: ""}[row.is_clear] for row in rows]),
                "replications": np.array([row.change.observed for row in rows]),
            },
        )
        drawn = [Difference(*told(r.number), r.scenario, r.change.mean, r.change.low, r.change.high) for r in rows]
        one = not any(row.change.has_interval for row in rows)
        subtitle = "One run of each with the same luck, so without an interval" if one else ""
        save(draw_comparison(drawn, names[0], subtitle=subtitle), draft / "comparison")
    return written
