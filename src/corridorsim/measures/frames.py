"""Tables for further computation: pandas DataFrames, with dates as dates."""

from typing import TYPE_CHECKING

import numpy as np

from corridorsim.measures.result import Result
from corridorsim.measures.tables import Table, tables_of, unfinished

if TYPE_CHECKING:
    from pandas import DataFrame


def tables(result: Result) -> "dict[str, DataFrame]":
    """Every table of a run by name, such as crews, daily, lines, places, sections, services, unfinished.

    A column of moments has seconds (``datetime64[s]``); names are text, everything else is numbers.
    """
    return {name: as_frame(table) for name, table in (tables_of(result) | {"unfinished": unfinished(result)}).items()}


def as_frame(columns: Table) -> "DataFrame":
    """Columns as a pandas DataFrame."""
    from pandas import DataFrame

    return DataFrame({name: _as_pandas_has_it(column) for name, column in columns.items()})


def _as_pandas_has_it(column: np.ndarray) -> np.ndarray:
    if column.dtype.kind == "M":
        return column.astype("datetime64[s]")
    return column.astype(object) if column.dtype.kind == "U" else column
