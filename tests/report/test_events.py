"""Every train and operation as Parquet."""

from pathlib import Path

import pytest
from pandas import DataFrame, read_parquet

from corridorsim.itineraries import Plan
from corridorsim.measures import measure
from corridorsim.operations import NEVER, Outcome
from corridorsim.report.events import write_events
from report.tiny import DAY, IN, OUT, PASSENGER, tiny

FULL = Path("/dev/full")


def events(folder: Path, plan: Plan, outcome: Outcome) -> tuple[DataFrame, DataFrame]:
    write_events(measure(plan, outcome), folder)
    return read_parquet(folder / "trains.parquet"), read_parquet(folder / "operations.parquet")


@pytest.fixture
def meeting() -> tuple[Plan, Outcome]:
    return tiny(("out 1", OUT, 0), ("in 1", IN, 300), ("passenger 1", PASSENGER, 2 * DAY - 900))


def test_every_operation_is_a_row_with_words_for_what_it_is(tmp_path: Path, meeting: tuple[Plan, Outcome]) -> None:
    plan, outcome = meeting
    trains, operations = events(tmp_path, plan, outcome)
    assert len(operations) == len(outcome.ready)
    told = operations.merge(trains, on="train")
    out = told[told["name"] == "out 1"]
    assert out["activity"].tolist() == ["enter", "run", "arrive", "run", "arrive", "control", "end"]
    assert out["place"].tolist() == ["A", "A", "B", "B", "C", "C", "C"]
    assert out["km"].tolist()[1:5] == [0, 10, 10, 30]


def test_what_did_not_come_to_pass_is_empty(tmp_path: Path, meeting: tuple[Plan, Outcome]) -> None:
    plan, outcome = meeting
    _, operations = events(tmp_path, plan, outcome)
    assert operations["started_s"].isna().tolist() == (outcome.started == NEVER).tolist()
    assert operations["started_s"].isna().any()


def test_moments_are_moments(tmp_path: Path, meeting: tuple[Plan, Outcome]) -> None:
    trains, _ = events(tmp_path, *meeting)
    [wants] = trains[trains["name"] == "in 1"]["wants_to_leave"]
    assert str(wants) == "2025-03-01 00:05:00"


def test_an_operation_ends_its_duration_and_its_restart_after_its_start(
    tmp_path: Path, meeting: tuple[Plan, Outcome]
) -> None:
    """What a train loses by starting again is no part of its duration: the two together lead to the next operation."""
    plan, outcome = meeting
    _, operations = events(tmp_path, plan, outcome)
    operations = operations[operations["train"] > 0]  # the first is a closing, which ends by the clock
    follows = (operations["train"] == operations["train"].shift(-1)) & operations["ready_s"].shift(-1).notna()
    ends = operations["started_s"] + operations["duration_s"] + operations["restart_s"]
    assert (ends[follows] == operations["ready_s"].shift(-1)[follows]).all()


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_told_in_the_systems_words(tmp_path: Path, meeting: tuple[Plan, Outcome]) -> None:
    (tmp_path / "trains.parquet").symlink_to(FULL)
    with pytest.raises(OSError, match="No space left on device") as told:
        events(tmp_path, *meeting)
    assert told.value.strerror == "No space left on device"
