"""Tables for people who compute on: pandas DataFrames where pandas is installed, else columns by name."""

from typing import Any

from corridorsim.measures.result import Result
from corridorsim.measures.tables import Table, tables_of, unfinished


def tables(result: Result) -> dict[str, Any]:
    """Every table of a run by name: such as crews, daily, lines, places, sections, services, unfinished."""
    return {name: as_frame(table) for name, table in (tables_of(result) | {"unfinished": unfinished(result)}).items()}


def as_frame(columns: Table) -> Any:
    """Columns as a pandas DataFrame where pandas is installed, else as they are (numpy arrays by name)."""
    try:
        import pandas
    except ImportError:
        return columns
    return pandas.DataFrame(columns)
