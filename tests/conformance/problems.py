"""DISPLIB problems for tests: the shipped ones, and lines of single sections and stations with equal tracks."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from corridorsim.packaged import cases

SHIPPED: dict[str, Any] = {
    case["id"]: case for case in json.loads((cases() / "displib.json").read_text(encoding="utf-8"))["cases"]
}


def op(
    lasts: int = 0, *resources: str, to: Sequence[int] = (), lb: int = 0, ub: int | None = None, release: int = 0
) -> dict[str, Any]:
    """An operation as DISPLIB writes it."""
    told: dict[str, Any] = {"min_duration": lasts, "successors": list(to)}
    if resources:
        told["resources"] = [{"resource": name, "release_time": release} for name in resources]
    return told | ({"start_lb": lb} if lb else {}) | ({} if ub is None else {"start_ub": ub})


def late(train: int, operation: int, threshold: int = 0, coeff: int = 1, increment: int = 0) -> dict[str, Any]:
    """A cost of delay as DISPLIB writes it."""
    told = {"train": train, "operation": operation, "threshold": threshold, "coeff": coeff, "increment": increment}
    return {"type": "op_delay"} | told


def line(tracks: Sequence[int], trains: Sequence[tuple[int, int, int]], release: int = 0) -> dict[str, Any]:
    """Stations of equal tracks in a row, single sections between; trains are (direction, entry, seconds a section)."""
    ways, costs = [], []
    for number, (direction, entry, seconds) in enumerate(trains):
        stations = range(len(tracks)) if direction > 0 else range(len(tracks) - 1, -1, -1)
        way = [op(0, ub=0, to=[1])]
        for place, station in enumerate(stations):
            if place:
                section = f"section {min(station, station - direction)}"
                way.append(op(seconds, section, release=release))
            way += [op(30, f"{station}.{track}", lb=0 if place else entry) for track in range(tracks[station])]
        way.append(op())
        _link(way)
        ways.append(way)
        costs.append(late(number, len(way) - 1, entry))
    return {"trains": ways, "objective": costs}


def _link(way: list[dict[str, Any]]) -> None:
    """Each operation may be followed by every alternative at the next place."""
    places = [
        told.get("resources", [{"resource": f"operation {n}"}])[0]["resource"].split(".")[0]
        for n, told in enumerate(way)
    ]
    for index, place in enumerate(places):
        after = next((n for n in range(index, len(way)) if places[n] != place), len(way))
        onward = [n for n in range(after, len(way)) if places[n] == places[after]]
        way[index]["successors"] = onward


lines = st.builds(
    line,
    st.lists(st.integers(1, 3), min_size=2, max_size=5),
    st.lists(st.tuples(st.sampled_from([1, -1]), st.integers(0, 900), st.integers(60, 600)), min_size=1, max_size=5),
    st.sampled_from([0, 40]),
)
