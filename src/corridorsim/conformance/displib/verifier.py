"""DISPLIB's rules: checks a schedule in the solution format against the problem as it stands in JSON.

It shares no code with the modules that read, search or write, so that a mistake there cannot hide itself. The events
are a list in the order in which they happen, also inside one instant: an event ends its train's operation and starts
the next one, which needs resources that nobody else holds at that place in the list.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Json = Mapping[str, Any]


def faults(problem: Json, solution: Json) -> list[str]:
    """The violations of a problem's rules in a solution, in words; empty if it is feasible."""
    events = solution["events"]
    found = [*_misplaced(problem, events)]
    if found:
        return found
    found = [*_order(events), *_paths(problem, events), *_times(problem, events), *_conflicts(problem, events)]
    stated, true = solution.get("objective_value"), objective(problem, events)
    if stated != true:
        found.append(f"objective_value is {true} (the solution says {stated})")
    return found


def objective(problem: Json, events: Sequence[Json]) -> int:
    """What the events cost by the problem's objective."""
    start = {(event["train"], event["operation"]): event["time"] for event in events}
    total = 0
    for part in problem["objective"]:
        time = start.get((part["train"], part["operation"]))
        if time is not None and time >= part.get("threshold", 0):
            total += part.get("coeff", 0) * (time - part.get("threshold", 0)) + part.get("increment", 0)
    return total


def _misplaced(problem: Json, events: Sequence[Json]) -> Iterator[str]:
    """Events of no train or no operation, or at no time."""
    for number, event in enumerate(events):
        train, operation, time = (event.get(key, -1) for key in ("train", "operation", "time"))
        if not all(type(value) is int and value >= 0 for value in (train, operation, time)):
            yield f"event {number}: train, operation and time must be whole numbers (got {dict(event)})"
        elif train >= len(problem["trains"]) or operation >= len(problem["trains"][train]):
            yield f"event {number}: the problem has no operation {operation} of train {train}"


def _order(events: Sequence[Json]) -> Iterator[str]:
    """Events listed after a later one."""
    for number in range(1, len(events)):
        if events[number]["time"] < events[number - 1]["time"]:
            yield f"event {number} at {events[number]['time']} comes after one at {events[number - 1]['time']}"


def _paths(problem: Json, events: Sequence[Json]) -> Iterator[str]:
    """Trains that do not go from their first operation by successors to their last."""
    for train, operations in enumerate(problem["trains"]):
        path = [event["operation"] for event in events if event["train"] == train]
        if not path or path[0] != 0:
            yield f"train {train} must begin with operation 0"
            continue
        for here, there in pairwise(path):
            if there not in operations[here].get("successors", []):
                yield f"train {train}: operation {there} is not a successor of operation {here}"
        if operations[path[-1]].get("successors"):
            yield f"train {train} ends with operation {path[-1]}, which has successors"


def _times(problem: Json, events: Sequence[Json]) -> Iterator[str]:
    """Starts outside their bounds, and operations cut short."""
    before: dict[int, Json] = {}
    for event in events:
        train, time = event["train"], event["time"]
        told = problem["trains"][train][event["operation"]]
        who = f"train {train}, operation {event['operation']}"
        if time < told.get("start_lb", 0):
            yield f"{who} starts at {time}, before {told['start_lb']}"
        if told.get("start_ub") is not None and time > told["start_ub"]:
            yield f"{who} starts at {time}, after {told['start_ub']}"
        if train in before:
            last = before[train]
            lasts = problem["trains"][train][last["operation"]].get("min_duration", 0)
            if time < last["time"] + lasts:
                yield f"{who} starts at {time}, but operation {last['operation']} lasts {lasts} from {last['time']}"
        before[train] = event


def _conflicts(problem: Json, events: Sequence[Json]) -> Iterator[str]:
    """Resources taken while another train holds them, or before its release time is over."""
    at: dict[int, int] = {}  # by train, its operation
    holders: dict[str, set[int]] = {}  # by resource
    released: dict[tuple[str, int], int] = {}  # by resource and train, until when it is kept after the operation
    for event in events:
        train, time = event["train"], event["time"]
        operations = problem["trains"][train]
        if train in at:
            for use in operations[at[train]].get("resources", []):
                holders[use["resource"]].discard(train)
                key = (use["resource"], train)
                released[key] = max(released.get(key, 0), time + use.get("release_time", 0))
        at[train] = event["operation"]
        for use in operations[event["operation"]].get("resources", []):
            resource = use["resource"]
            who = f"train {train}, operation {event['operation']} takes {resource} at {time}"
            for other in sorted(holders.setdefault(resource, set()) - {train}):
                yield f"{who}, which train {other} holds"
            for (name, other), until in released.items():
                if name == resource and other != train and until > time:
                    yield f"{who}, which train {other} releases at {until}"
            holders[resource].add(train)
