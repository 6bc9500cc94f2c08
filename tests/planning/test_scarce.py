"""The shipped file of scarce wagons, locomotives and crews: it fits the shipped years, and leaves them as they are."""

from pathlib import Path

import pytest

from corridorsim.model import Scenario, read
from corridorsim.planning import lay_out
from worlds import SHIPPED


def scarce(year: str, folder: Path) -> Scenario:
    """A shipped year with the shipped fleets."""
    files = [f"{SHIPPED}/{year}.yaml", f"{SHIPPED}/corridor/scarce.yaml"]
    file = folder / "scarce.yaml"
    file.write_text(f"extends: [{', '.join(files)}]\nname: scarce\nfigures: {SHIPPED}/figures.yaml\n", "utf-8")
    return read(file)


@pytest.mark.parametrize("year", ["2018", "2022", "2025"])
def test_it_fits_the_year_and_every_fleet_is_used(year: str, tmp_path: Path) -> None:
    told = {stage.key.replace('"', ""): stage.kind.name for stage in lay_out(scarce(year, tmp_path)).layout.stages}
    assert told["pools.wagons.flats for containers.size"] == "wagons"
    assert told["pools.locomotives.TE33A of Dostyk-Moiynty.size"] == "locomotives"
    assert told["pools.crews.Dostyk-Aktogay.size"] == "crews"


@pytest.mark.parametrize("year", ["2018", "2022", "2025"])
def test_no_shipped_year_has_it(year: str) -> None:
    kinds = {stage.kind.name for stage in lay_out(read(SHIPPED / f"{year}.yaml")).layout.stages}
    assert not kinds & {"wagons", "locomotives", "crews", "terminal"}
