"""Results read back."""

from pathlib import Path

import numpy as np
import pytest

from corridorsim.errors import CorridorError
from corridorsim.paper.csv_files import write_csv
from corridorsim.paper.folder import write_json
from corridorsim.report import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_json(tmp_path / "summary.json", {"scenario": "2025"})
    write_csv(tmp_path / "places.csv", {"place": np.array(["Dostyk", "Akshi"]), "stay_h": np.array([2.5, np.nan])})
    return tmp_path


def test_summary_and_tables_come_back(folder: Path) -> None:
    results = load(folder)
    assert results.summary == {"scenario": "2025"}
    assert results.tables == ["places"]
    table = results.table("places")
    assert list(table["place"]) == ["Dostyk", "Akshi"]
    assert table["stay_h"][0] == 2.5
    assert np.isnan(table["stay_h"][1])


def test_a_table_that_is_not_there_is_guessed(folder: Path) -> None:
    with pytest.raises(CorridorError, match='did you mean "places"'):
        load(folder).table("place")


def test_a_folder_without_a_summary_is_no_results(tmp_path: Path) -> None:
    with pytest.raises(CorridorError, match="is not a results folder"):
        load(tmp_path)
