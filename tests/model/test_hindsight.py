"""A scenario that says when it was written uses nothing that was not known then."""

from pathlib import Path

import pytest

from corridorsim.errors import InputError
from corridorsim.model import Scenario, read

FIGURES = """
- {id: T1, what: tonnes, value: [1.0, 2.0], unit: Mt/year, as_of: "2020", known: [2021-01-15, 2022-06-30], kind: observed, source: a paper, confidence: high}
- {id: T2, what: tonnes, value: 3.0, unit: Mt/year, as_of: "2020", kind: observed, source: a paper, confidence: high}
- {id: T3, what: tonnes, value: 3.0, unit: Mt/year, as_of: "2020", known: 2025-12-10, kind: observed, source: a paper, confidence: high}
"""  # noqa: E501


def told(here: Path, tonnes: str, as_of: str = "as_of: 2022-01-01") -> Scenario:
    (here / "figures.yaml").write_text(FIGURES, "utf-8")
    flow = next(iter(read("example.yaml").traffic.flows))
    (here / "told.yaml").write_text(
        f"format: 1\nextends: example.yaml\nfigures: figures.yaml\nname: told\n{as_of}\n"
        f"traffic: {{flows: {{{flow}: {{tonnes: {tonnes}}}}}}}\n", "utf-8",
    )  # fmt: skip
    return read("told.yaml")


def test_what_was_known_is_taken(here: Path) -> None:
    assert str(told(here, "{figure: T1, item: 0}").as_of) == "2022-01-01"


def test_without_a_day_everything_is_taken(here: Path) -> None:
    assert told(here, "{figure: T3}", "description: any time").as_of is None


@pytest.mark.parametrize(
    ("tonnes", "message"),
    [
        (
            "{figure: T1, item: 1}",
            "uses figure T1, which became known after 2022-01-01 (on 2022-06-30); use an earlier",
        ),
        ("{figure: T2}", "uses figure T2, which became known after 2022-01-01 (nobody says when)"),
        ("{figure: T3}", "or mark it: {figure: T3, hindsight: true}"),
    ],
)
def test_what_came_later_is_refused_with_its_place(here: Path, tonnes: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        told(here, tonnes)
    assert message in str(error.value)
    assert "told.yaml:6:" in str(error.value)


def test_hindsight_that_is_marked_is_taken(here: Path) -> None:
    scenario = told(here, "{figure: T3, hindsight: true}")
    assert any(origin.hindsight for origin in scenario.document.origins.values())


def test_hindsight_is_yes_or_no(here: Path) -> None:
    with pytest.raises(InputError, match=r"must be true or false"):
        told(here, "{figure: T3, hindsight: a little}")
