"""Means over replications: each number over those replications that observed it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from corridorsim.measures.tables import Table


def mean_of(tables: Sequence[Table], counted: Mapping[str, str] | None = None) -> Table:
    """One table for many replications: names as they are, of each number the mean.

    ``counted`` names columns to add, and for each the column whose observations it counts.
    """
    found: Table = {}
    for name, column in tables[0].items():
        found[name] = mean_over([table[name] for table in tables]) if column.dtype.kind == "f" else column
    for name, of in (counted or {}).items():
        found[name] = np.sum([~np.isnan(table[of]) for table in tables], axis=0)
    return found


def mean_over(replications: Sequence[npt.ArrayLike]) -> npt.NDArray[Any]:
    """The mean of what each replication observed, number by number; NaN where none did."""
    values = np.asarray(replications, np.float64)
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    mean: npt.NDArray[Any] = np.where(
        count > 0, np.where(there, values, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan
    )
    return mean
