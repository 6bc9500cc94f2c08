"""Writes every train and operation of the first replication as Parquet files."""

from pathlib import Path
from typing import Any

import numpy as np

from corridorsim.itineraries import Activity, Kind
from corridorsim.measures import Result
from corridorsim.operations import NEVER


def write_events(result: Result, folder: Path) -> None:
    """Write trains.parquet and operations.parquet; seconds count from the start of the simulation."""
    from pyarrow import table
    from pyarrow.parquet import write_table

    for name, columns in (("trains", _trains(result)), ("operations", _operations(result))):
        # without pyarrow's own schema every reader sees plain text where words are kept once and numbered
        with (folder / f"{name}.parquet").open("wb") as file:  # Python's own, so that errors have the system's words
            write_table(table(columns), file, compression="zstd", store_schema=False)


def _trains(result: Result) -> dict[str, Any]:
    plan, program = result.plan, result.plan.program
    streams, stream = plan.streams, plan.train_stream
    return {
        "train": np.arange(program.trains, dtype=np.int32),
        "name": list(plan.legend.trains),
        "class": _numbered(stream, [Kind(each.kind).name.lower() for each in streams]),
        "flow": _numbered(stream, [each.flow for each in streams]),
        "crossing": _numbered(stream, [each.crossing for each in streams]),
        "direction": _numbered(stream, [each.direction for each in streams]),
        "net_t": np.array([each.net for each in streams], float)[stream],
        "boxes_teu": np.array([each.teu for each in streams], float)[stream],
        "wants_to_leave": np.datetime64(plan.layout.start, "s") + program.train_ready.astype("timedelta64[s]"),
    }


def _operations(result: Result) -> dict[str, Any]:
    """A row for each operation, a train's in the order of its itinerary."""
    plan, program, outcome = result.plan, result.plan.program, result.outcome
    step, steps = program.operation_step, plan.layout.steps
    waited = (outcome.started > outcome.ready) & (outcome.ready != NEVER)
    return {
        "train": program.operation_train,
        "what": _numbered(step, list(plan.legend.steps)),
        "activity": _numbered(steps.activity[step], [each.name.lower() for each in sorted(Activity)]),
        "place": _numbered(steps.place[step], list(plan.layout.places)),
        "km": _unless(np.isnan(steps.at[step]), steps.at[step] / 1000),
        "ready_s": _unless(outcome.ready == NEVER, outcome.ready),
        "started_s": _unless(outcome.started == NEVER, outcome.started),
        "duration_s": program.duration,
        "restart_s": np.where(waited, program.restart[step], 0),
    }


def _numbered(row: np.ndarray, words: list[str]) -> Any:
    """The word of each row, kept once."""
    from pyarrow import DictionaryArray, array, string

    return DictionaryArray.from_arrays(array(row), array(words, string()))


def _unless(missing: np.ndarray, values: np.ndarray) -> Any:
    from pyarrow import array

    return array(values, mask=missing)
