"""Checks of what a train carries: its load is given once, per wagon, per container or per train."""

from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.description import Description

LOADS = ("load", "box_load", "train_load")


def find_load_problems(scenario: Description) -> Iterator[Said]:
    """Consists that give no load, or more than one; containers without a train of containers; empty seasons."""
    for name, consist in scenario.consists.items():
        path: Path = ("consists", name)
        given = [key for key in LOADS if getattr(consist, key) is not None]
        if not given:
            yield path, "must give load (per wagon), box_load (per container) or train_load"
        for key in given[1:]:
            yield (
                (*path, key),
                f"cannot be combined with {given[0]}: a train's load is given once ({given[0]}: null removes a value "
                "from another file)",
            )
        for key in ("box_load", "box_tare"):
            if getattr(consist, key) is not None and not consist.is_of_containers:
                yield (*path, key), "needs boxes or containers: this consist has no containers"
    for name, flow in scenario.traffic.flows.items():
        if flow.monthly is not None and sum(flow.monthly) == 0:
            yield ("traffic", "flows", name, "monthly"), "must not be 0 in every month"
