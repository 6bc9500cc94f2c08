"""Numbers of two studies held against each other replication by replication, from what was written of each."""

import numpy as np

from corridorsim.measures.tables import Table
from corridorsim.statistics.estimate import Estimate

Key = tuple[str, str]  # a number and its unit, as written


def paired_table(base: Table, other: Table) -> Table:
    """A row for each number that both have in some replication: means, difference and interval over these pairs.

    ``base`` and ``other`` are tables as in replications.csv.
    """
    mine, theirs = _by_number(base), _by_number(other)
    rows = []
    for key in (key for key in mine if key in theirs):
        pairs = [(mine[key][n], theirs[key][n]) for n in mine[key] if n in theirs[key]]
        if pairs:
            a, b = (np.array(values) for values in zip(*pairs, strict=True))
            change = Estimate.of((b - a).tolist())
            rows.append((*key, a.mean(), b.mean(), change.mean, change.low, change.high, len(pairs)))
    names = ("number", "unit", "base", "other", "difference", "low", "high", "pairs")
    return {name: np.array([row[i] for row in rows]) for i, name in enumerate(names)}


def _by_number(table: Table) -> dict[Key, dict[int, float]]:
    """By number, its value in each replication."""
    found: dict[Key, dict[int, float]] = {}
    columns = (table[name].tolist() for name in ("replication", "number", "unit", "value"))
    for replication, number, unit, value in zip(*columns, strict=True):
        found.setdefault((number, unit), {})[int(replication)] = value
    return found
