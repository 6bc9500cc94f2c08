"""Tables as CSV: no spreadsheet runs a name, and what is read back is what was written."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.paper.csv_files import guarded, read_csv, unguarded, write_csv

DANGEROUS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", DANGEROUS)
def test_a_name_that_begins_like_a_formula_begins_with_an_apostrophe_in_the_file(tmp_path: Path, sign: str) -> None:
    name = f"{sign}cmd|' /C calc'!A0"
    write_csv(tmp_path / "t.csv", {"place": np.array([name]), f"{sign}1": np.array([1.0])})
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        header, row = csv.reader(file)
    assert row[0].startswith("'")
    assert header[1].startswith("'")
    read = read_csv(tmp_path / "t.csv")
    assert read.columns.tolist() == ["place", f"{sign}1"]
    assert read["place"].tolist() == [name]


@pytest.mark.parametrize(
    "name", ["Dostyk", "A - B", "KZ->CN", "'t Hof", "'quoted'", "", " ", "Ayagöz, west", "2025-01"]
)
def test_other_names_are_written_as_they_are(name: str) -> None:
    assert guarded(name) == unguarded(name) == name


@pytest.mark.parametrize(
    "name", [" =1", "'=1", "''=1", "a;=1", "a;\t=1", "7", "007", "1e3", "nan", "inf", "2025-01-01"]
)
def test_what_would_be_read_as_something_else_is_guarded_too(name: str) -> None:
    assert guarded(name) != name
    assert unguarded(guarded(name)) == name


@given(st.text(alphabet=st.sampled_from("=+-@'; \t\r\n＝a1.e"), max_size=12))
def test_no_name_is_changed_by_writing_and_reading(name: str) -> None:
    written = guarded(name)
    assert unguarded(written) == name
    assert not re.search(r"(?:^|[;\t\r\n])[^\S\t\r\n]*[=+\-@＝\t\r\n]", written)


def test_numbers_and_dates_stay_what_they_are(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "t.csv",
        {
            "change": np.array([-0.5, np.nan, 1 / 3]),
            "count": np.array([-1, 0, 7]),
            "date": np.array(["2025-01-01", "NaT", "2025-12-31"], "datetime64[D]"),
            "since": np.array(["2025-01-01T06:30:00"] * 3, "datetime64[s]"),
            "name": np.array(["1", "", "2"]),
        },
    )
    assert (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[
        1
    ] == "-0.5,-1,2025-01-01,2025-01-01 06:30:00,'1"
    read = read_csv(tmp_path / "t.csv")
    assert read["change"].tolist()[::2] == [-0.5, 0.3333333]
    assert read["change"].isna().tolist() == [False, True, False]
    assert read["count"].tolist() == [-1, 0, 7]
    assert read["date"].dtype == read["since"].dtype == "datetime64[s]"
    assert read["date"].isna().tolist() == [False, True, False]
    assert str(read["since"][0]) == "2025-01-01 06:30:00"
    assert read["name"].tolist() == ["1", "", "2"]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", {"line": np.array([], str), "trips": np.array([])})
    assert read_csv(tmp_path / "t.csv").columns.tolist() == ["line", "trips"]


def test_a_table_is_written_with_seven_digits_and_nothing_for_no_value(tmp_path: Path) -> None:
    table = {"place": np.array(["Dostyk", "Akshi, west"]), "waiting_h": np.array([1 / 3, np.nan])}
    write_csv(tmp_path / "t.csv", table)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == 'place,waiting_h\nDostyk,0.3333333\n"Akshi, west",\n'
