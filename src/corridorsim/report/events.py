"""Every train and operation of the first replication as Parquet, for those who want to look themselves."""

from pathlib import Path
from typing import Any

import numpy as np

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Activity, Kind
from corridorsim.measures import Result
from corridorsim.operations import NEVER


def events_are_possible() -> None:
    """Raise CorridorError where the package that writes Parquet is missing."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        raise CorridorError(
            "--events needs duckdb to write Parquet: python -m pip install 'corridorsim[events]'"
        ) from None


def write_events(result: Result, folder: Path) -> None:
    """Write trains.parquet and operations.parquet; seconds count from the start of the simulation."""
    import duckdb

    plan, program, outcome = result.plan, result.plan.program, result.outcome
    start = np.datetime64(plan.start, "s")
    streams = plan.train_stream
    trains = {
        "train": np.arange(program.trains),
        "name": np.array(list(plan.legend.trains)),
        "class": np.array([Kind(stream.kind).name.lower() for stream in plan.streams])[streams],
        "flow": np.array([stream.flow for stream in plan.streams])[streams],
        "crossing": np.array([stream.crossing for stream in plan.streams])[streams],
        "direction": np.array([stream.direction for stream in plan.streams])[streams],
        "net_t": np.array([stream.net for stream in plan.streams])[streams],
        "boxes_teu": np.array([stream.teu for stream in plan.streams])[streams],
        "wants_to_leave": start + program.train_ready.astype("timedelta64[s]"),
    }
    step = program.operation_step
    operations = {
        "train": program.operation_train,
        "step": step,
        "ready_s": np.ma.filled(np.ma.masked_equal(outcome.ready, NEVER).astype(float), np.nan),
        "started_s": np.ma.filled(np.ma.masked_equal(outcome.started, NEVER).astype(float), np.nan),
        "duration_s": program.duration,
    }
    steps = {
        "step": np.arange(program.steps),
        "what": np.array(plan.legend.steps),
        "activity": np.array([Activity(a).name.lower() for a in plan.steps.activity]),
        "place": np.array(plan.places)[plan.steps.place],
        "km": plan.steps.at / 1000,
    }
    connection = duckdb.connect()
    try:
        _copy(connection, trains, operations, steps, folder)
    except duckdb.Error as error:
        raise OSError(str(error).partition("\n")[0]) from None


Columns = dict[str, np.ndarray]


def _copy(connection: Any, trains: Columns, operations: Columns, steps: Columns, folder: Path) -> None:
    for name, columns in (("trains", trains), ("operations", operations), ("steps", steps)):
        connection.register(f"{name}_columns", columns)
    connection.execute(f"COPY trains_columns TO '{_quoted(folder / 'trains.parquet')}' (FORMAT parquet)")
    connection.execute(
        f"""COPY (
            SELECT o.train, s.what, s.activity, s.place, s.km, o.ready_s, o.started_s, o.duration_s,
            FROM operations_columns o JOIN steps_columns s USING (step) ORDER BY o.train, o.ready_s NULLS LAST, o.step
        ) TO '{_quoted(folder / "operations.parquet")}' (FORMAT parquet)"""
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
