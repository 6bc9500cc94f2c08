"""Where numbers come from, and how the answer moves with those assumed."""

from math import isnan
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridorsim.cli import cli
from corridorsim.errors import CorridorError
from corridorsim.figures.study import measure_moves, said_numbers
from corridorsim.model import Scenario, read

FIGURES = """
- {id: T1, what: tonnes, value: [1.0, 2.0], unit: Mt/year, as_of: "2020", known: [2021-01-15, 2022-06-30], kind: observed, source: a paper, confidence: high}
- {id: T2, what: tonnes, value: 3.0, unit: Mt/year, as_of: "2020", kind: observed, source: a paper, confidence: high}
"""  # noqa: E501
SCENARIO = """
format: 1
extends: example.yaml
figures: figures.yaml
name: told
window: {length: 30 days}
traffic:
  scale: {assumed: 1, range: [0.5, 1.5], reason: why not}
  flows:
    out: {tonnes: {figure: T1, item: 0}}
"""


@pytest.fixture
def told(here: Path) -> Scenario:
    (here / "figures.yaml").write_text(FIGURES, "utf-8")
    flow = next(iter(read("example.yaml").traffic.flows))
    (here / "told.yaml").write_text(SCENARIO.replace("    out:", f"    {flow}:"), "utf-8")
    return read("told.yaml")


def test_every_number_has_its_origin(told: Scenario) -> None:
    said = {each.key: each for each in said_numbers(told)}
    tonnes = next(each for key, each in said.items() if each.origin.figure == "T1")
    assert (tonnes.value, str(tonnes.origin.known)) == ("1.0 Mt/year", "2021-01-15")
    assert (said["traffic.scale"].origin.low, said["traffic.scale"].origin.high) == (0.5, 1.5)


def test_the_answer_moves_with_the_scale_and_by_its_range(told: Scenario) -> None:
    """The small corridor passes what is asked of it: half, and half as much again."""
    moves = measure_moves(told, "tonnes.total", workers=1)
    scale = next(each for each in moves.each if each.key == "traffic.scale")
    assert moves.each[0] == scale
    assert scale.low == pytest.approx(moves.answer / 2, rel=0.1)
    assert scale.high == pytest.approx(moves.answer * 1.5, rel=0.1)
    assert not any(isnan(each.width) for each in moves.each[:1])


def test_an_unknown_number_is_said(told: Scenario) -> None:
    with pytest.raises(CorridorError, match=r'--moves "tonnes" is not a number of told'):
        measure_moves(told, "tonnes", workers=1)


def test_the_command_writes_both_tables(told: Scenario, here: Path) -> None:
    ran = CliRunner().invoke(cli, ["figures", "told.yaml", "--moves", "tonnes.total", "--out", "list"])
    assert ran.exit_code == 0, ran.output
    assert {"figures.csv", "moves.csv"} <= {path.name for path in (here / "list").iterdir()}
    assert "traffic.scale" in ran.output
