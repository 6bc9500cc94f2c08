"""A calibration of the example, from its file to a file that scenarios extend."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridorsim.calibration.fit import Calibrated, calibrate, runs_of
from corridorsim.calibration.report import overlay, sentences
from corridorsim.cli import cli
from corridorsim.errors import CorridorError, InputError
from corridorsim.model import read
from corridorsim.model.calibration import read_calibration

FILE = """
format: 1
name: small
scenarios: {now: example.yaml}
window: 60 days
points: 6
parameters:
  demand:
    keys: [traffic.scale]
    prior: 1
    spread: 0.3
    low: 0.2
    high: 2
    reason: not known
  lanes:
    keys: [crossings.Border.border.back]
    prior: 20 min
    spread: 3 min
    low: 10 min
    high: 30 min
    reason: not known
targets:
  tonnes: {scenario: now, number: tonnes.total, value: 4.0 Mt/year, error: 1 %}
"""


@pytest.fixture
def file(here: Path) -> Path:
    (here / "small.yaml").write_text(FILE, "utf-8")
    return here / "small.yaml"


@pytest.fixture
def done(file: Path) -> Calibrated:
    return calibrate(read_calibration(file), workers=1)


def test_tonnes_determine_the_demand_and_nothing_else(done: Calibrated) -> None:
    """The example is asked for 5.4 Mt and passes them; for 4 Mt the scale is 4 / 5.4."""
    demand = done.found["demand"]
    assert demand.value == pytest.approx(4 / 5.4, rel=0.03)
    assert demand.low < demand.value < demand.high
    assert demand.is_determined
    assert not done.found["lanes"].is_determined
    assert done.before["tonnes"] == pytest.approx(5.4, rel=0.03)
    assert abs(done.residual("tonnes", done.after)) < 1.5
    assert "The figures do not determine: lanes." in " ".join(sentences(done))


def test_a_scenario_extends_what_was_found(done: Calibrated, here: Path) -> None:
    text = overlay(done, date(2026, 11, 30))
    (here / "calibrated.yaml").write_text(text, "utf-8")
    (here / "new.yaml").write_text("format: 1\nextends: [example.yaml, calibrated.yaml]\nname: new\n", "utf-8")
    scenario = read(here / "new.yaml")
    assert scenario.traffic.scale == pytest.approx(done.found["demand"].value, rel=1e-4)
    origin = scenario.document.origins["traffic", "scale"]
    assert origin.reason == "demand: fitted to figures of now, corridorsim calibrate small, 2026-11-30"


def test_the_command_writes_all_and_counts_its_runs(file: Path, here: Path) -> None:
    assert runs_of(read_calibration(file)) == 3 * 6 + 2
    ran = CliRunner().invoke(cli, ["calibrate", "small.yaml", "--out", "fitted"])
    assert ran.exit_code == 0, ran.output
    names = {path.name for path in (here / "fitted").iterdir()}
    assert {"calibrated.yaml", "parameters.csv", "targets.csv", "rounds.csv", "summary.json"} <= names
    assert "parameters" in ran.output


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("scenario: now", "scenario: nwo", 'names "nwo", which is not in scenarios (did you mean "now"?)'),
        ("spread: 3 min", "spread: 3 h", "must have one unit (got h, min)"),
        ("low: 0.2", "low: 1.2", "must have low <= prior <= high"),
        ("spread: 0.3", "spread: 0", "must be more than 0"),
        ("4.0 Mt/year", "much", 'must be a number, with its unit if any (got "much")'),
    ],
)
def test_mistakes_are_said(file: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    file.write_text(FILE.replace(old, new), "utf-8")
    with pytest.raises(InputError) as error:
        read_calibration(file)
    assert told in str(error.value)


def test_an_unknown_number_is_said(file: Path) -> None:
    file.write_text(FILE.replace("tonnes.total", "tonnes.totl"), "utf-8")
    with pytest.raises(CorridorError, match=r'"tonnes.totl" is not a number of now .*"tonnes.total"'):
        calibrate(read_calibration(file), workers=1)


def test_an_unknown_key_is_said(file: Path) -> None:
    file.write_text(FILE.replace("traffic.scale", "traffic.scael"), "utf-8")
    with pytest.raises(InputError, match=r"traffic.scael"):
        calibrate(read_calibration(file), workers=1)
