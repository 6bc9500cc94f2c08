"""A calibration on the screen and on disk: what was found, how well it fits, and a file that scenarios can extend."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from rich.table import Table

from corridorsim.calibration.fit import STILL, Calibrated
from corridorsim.errors import Path as Keys
from corridorsim.errors import path_of
from corridorsim.model.calibration import Calibration, split
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import SUMMARY, Place, choose_folder, own_folder, write_json, written_whole
from corridorsim.paper.screen import figures_column, titled, words_column
from corridorsim.statistics.rounding import number
from corridorsim.version import __version__


def calibration_folder(calibration: Calibration, out: Path | None) -> Place:
    """The folder for a calibration; never that of one with other inputs."""
    sha256 = calibration.document.sha256()
    if out is not None:
        return own_folder(out, sha256)
    return choose_folder(Path("results"), f"calibrate-{calibration.name}", sha256, changed=False)


def write_calibration(calibrated: Calibrated, folder: Place | Path, today: date) -> Path:
    """Write calibrated.yaml, summary.json and the tables, whole or not at all; the folder they are in."""
    with written_whole(folder) as (draft, written):
        (draft / "calibrated.yaml").write_text(overlay(calibrated, today), encoding="utf-8")
        write_json(draft / SUMMARY, _summary(calibrated, today))
        write_csv(draft / "parameters.csv", parameters_table(calibrated))
        write_csv(draft / "targets.csv", targets_table(calibrated))
        write_csv(draft / "rounds.csv", rounds_table(calibrated))
    return written


def overlay(calibrated: Calibrated, today: date) -> str:
    """The found values as YAML that a scenario can extend, each assumed, with its 95 % interval and its origin."""
    tree: dict[str, Any] = {}
    calibration = calibrated.calibration
    by = f"corridorsim calibrate {calibration.name}, {today.isoformat()}"
    for name, parameter in calibration.parameters.items():
        found = calibrated.found[name]
        value = {
            "assumed": parameter.written(found.value),
            "range": [parameter.written(found.low), parameter.written(found.high)],
            "reason": f"{name}: {_how(calibrated, name)}, {by}",
        }
        for key in parameter.keys:
            _put(tree, path_of(key), value)
    head = (
        f"# Written by corridorsim {__version__} calibrate on {today.isoformat()}: {calibration.name}, "
        f"inputs {calibration.document.sha256()[:12]}.\n"
        "# Extend it: extends: [SCENARIO.yaml, calibrated.yaml]\n"
    )
    return head + yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)


def _how(calibrated: Calibrated, name: str) -> str:
    years = ", ".join(calibrated.calibration.scenarios)
    if calibrated.found[name].is_determined:
        return f"fitted to figures of {years}"
    return f"as believed before; the figures of {years} do not determine it"


def _put(tree: dict[str, Any], path: Keys, value: object) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(str(part), {})
    tree[str(path[-1])] = value


def parameters_table(calibrated: Calibrated) -> dict[str, list[object]]:
    """A row for each parameter: what was believed, what was found with its 95 % interval, and whether it is known."""
    parameters = calibrated.calibration.parameters
    found = [calibrated.found[name] for name in parameters]
    return {
        "parameter": [*parameters], "unit": [each.unit for each in parameters.values()],
        "prior": [each.number(each.prior) for each in parameters.values()],
        "spread": [each.number(each.spread) for each in parameters.values()],
        "value": [each.value for each in found], "low": [each.low for each in found],
        "high": [each.high for each in found], "determined": ["yes" if each.is_determined else "no" for each in found],
    }  # fmt: skip


def targets_table(calibrated: Calibrated) -> dict[str, list[object]]:
    """A row for each figure: published, simulated at the priors and at the best point, and the residual in errors."""
    targets = calibrated.calibration.targets
    return {
        "target": [*targets], "scenario": [each.scenario for each in targets.values()],
        "number": [each.number for each in targets.values()],
        "published": [(split(each.value) or (float("nan"), ""))[0] for each in targets.values()],
        "error_share": [each.error for each in targets.values()],
        "before": [calibrated.before[name] for name in targets], "after": [calibrated.after[name] for name in targets],
        "residual_before": [calibrated.residual(name, calibrated.before) for name in targets],
        "residual_after": [calibrated.residual(name, calibrated.after) for name in targets],
    }  # fmt: skip


def rounds_table(calibrated: Calibrated) -> dict[str, list[object]]:
    """A row for each round: the misfit of its best point, and how far that moved, in spreads of the priors."""
    rounds = calibrated.rounds
    return {
        "round": [*range(1, len(rounds) + 1)],
        "misfit": [each.misfit for each in rounds],
        "moved_spreads": [each.moved for each in rounds],
    }


def _summary(calibrated: Calibrated, today: date) -> dict[str, object]:
    calibration = calibrated.calibration
    return {
        "schema_version": 1, "calibration": calibration.name, "written": today.isoformat(), "version": __version__,
        "inputs_sha256": calibration.document.sha256(), "seed": calibration.seed, "settled": calibrated.is_settled,
        "values": {
            name: {"value": round(each.value, 6), "low": round(each.low, 6), "high": round(each.high, 6)}
            for name, each in calibrated.found.items()
        },
        "sentences": list(sentences(calibrated)),
    }  # fmt: skip


def parameters_screen(calibrated: Calibrated) -> Table:
    """The parameters for the terminal."""
    table = titled(f"{calibrated.calibration.name}: parameters")
    for heading in ("parameter", "unit"):
        words_column(table, heading)
    for heading in ("prior", "found", "95 % interval", "determined"):
        figures_column(table, heading)
    for name, parameter in calibrated.calibration.parameters.items():
        found = calibrated.found[name]
        table.add_row(
            name, parameter.unit, number(parameter.number(parameter.prior)), number(found.value),
            f"{number(found.low)} to {number(found.high)}", "yes" if found.is_determined else "no",
        )  # fmt: skip
    return table


def targets_screen(calibrated: Calibrated) -> Table:
    """The figures for the terminal."""
    table = titled("Published figures, and what the simulation gives")
    for heading in ("figure", "scenario"):
        words_column(table, heading)
    for heading in ("published", "before", "after", "off, in standard errors"):
        figures_column(table, heading)
    for name, target in calibrated.calibration.targets.items():
        published = split(target.value) or (float("nan"), "")
        table.add_row(
            name, target.scenario, number(published[0]), number(calibrated.before[name]),
            number(calibrated.after[name]), f"{calibrated.residual(name, calibrated.after):+.1f}",
        )  # fmt: skip
    return table


def sentences(calibrated: Calibrated) -> Iterator[str]:
    """Whether it came to rest, what the figures do not determine, and which figures are missed."""
    count, last = len(calibrated.rounds), calibrated.rounds[-1]
    how = f"moved by {last.moved:.2f} spreads of its prior in the last of {count} round{'s' if count > 1 else ''}"
    if calibrated.is_settled:
        yield f"Settled: the best point {how}."
    else:
        yield f"NOT settled (less than {STILL:g} is at rest): the best point {how}. Raise `rounds` or `points`."
    open_ones = [name for name, each in calibrated.found.items() if not each.is_determined]
    if open_ones:
        yield f"The figures do not determine: {', '.join(open_ones)}. They stay near what was believed before."
    missed = [name for name in calibrated.calibration.targets if abs(calibrated.residual(name, calibrated.after)) > 2]
    if missed:
        yield f"Missed by more than two standard errors: {', '.join(missed)}."
