"""Layouts written by hand."""

from collections.abc import Sequence

import numpy as np

from corridorsim.itineraries import ResourceTable, Role


def plain_resources(roles: Sequence[Role]) -> ResourceTable:
    """Resources of these roles, each of a stage of its own, none of which goes with another."""
    rows, none = np.arange(len(roles), dtype=np.int32), np.full(len(roles), -1, np.int32)
    return ResourceTable(rows, np.array(roles, np.int8), ("",) * len(roles), none, none, none, none * 0 + 1)
