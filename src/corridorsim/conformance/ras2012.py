"""The toy of the INFORMS RAS problem of 2012: free-running times, and every node time of its worked example replayed.

The published rules and node times suffice to derive the line: an arc is as long as the three trains are fast on it, and
what the example shows no train to need (the length of the sidings) bears on nothing. What is derived is marked in the
case's file.
"""

from collections.abc import Iterator
from itertools import pairwise

from corridorsim.arrays import HOUR
from corridorsim.conformance.displib.courses import Layer
from corridorsim.conformance.replay import courses_of_layers, layer, replayed
from corridorsim.conformance.scores import Case, Json, Score, Settings, close

KIND = "ras2012"
TICKS = 1000  # of the engine, a second
POSSESSION = "possession"


def cases(content: Json, settings: Settings) -> list[Case]:
    """The cases of a file of the kind "ras2012": a line and the published times on it."""
    name = content["id"]
    return [
        Case(KIND, f"{name}, alone", lambda done: _unhindered(content)),
        Case(KIND, f"{name}, example", lambda done: _example(content)),
    ]


def _unhindered(content: Json) -> Iterator[Score]:
    """Each train by itself on the main track."""
    case = f"{content['id']}, alone"
    for train, theirs in content["printed"]["alone_s"].items():
        layers = _layers(
            content, train, content["main"] if _is_eastbound(content, train) else content["main"][::-1], entry=0
        )
        ((*_, end),) = replayed(courses_of_layers([layers]), [[0.0] * len(layers)])
        yield close(KIND, case, f"{train}, s", theirs, end / TICKS, content["tolerance_s"])


def _example(content: Json) -> Iterator[Score]:
    """All trains in the order of the worked example, after the possession."""
    case, printed = f"{content['id']}, example", content["printed"]["node_times_s"]
    closed = content[POSSESSION]
    until = round(closed["until_s"] * TICKS)
    trains = [[layer(0, until, {_resource(content, *closed["arc"]): 0}), layer(0, 0, {})]]
    entries = [[-1.0, -1.0]]
    for train, times in printed.items():
        trains.append(_layers(content, train, [int(node) for node in times], content["trains"][train]["entry_s"]))
        entries.append(list(times.values()))
    starts = replayed(courses_of_layers(trains), entries)[1:]
    for (train, times), own in zip(printed.items(), starts, strict=True):
        for (node, theirs), start in zip(times.items(), own, strict=True):
            yield close(KIND, case, f"{train} at node {node}, s", theirs, start / TICKS, content["tolerance_s"])


def _layers(content: Json, train: str, nodes: list[int], entry: float) -> list[Layer]:
    """The arcs of a train's way, each held until the separation after it is cleared, and its end."""
    separation = content["separation_s"] * TICKS
    layers = [
        layer(0, round(_seconds(content, train, here, there) * TICKS), {_resource(content, here, there): separation})
        for here, there in pairwise(nodes)
    ]
    first = layers[0]
    return [layer(round(entry * TICKS), first.min_duration, first.releases), *layers[1:], layer(0, 0, {})]


def _seconds(content: Json, train: str, here: int, there: int) -> float:
    """How long a train takes over an arc: on the main track by its direction and multiplier, else by the rule."""
    arc = content["arcs"][_name(here, there)]
    miles, speeds = arc["miles"], content["speeds_mph"]
    if arc["track"] == "main":
        own = content["trains"][train]
        return float(HOUR * miles / (speeds[own["direction"]] * own["multiplier"]))
    return float(HOUR * miles / speeds[arc["track"]])


def _resource(content: Json, here: int, there: int) -> str:
    """What the arc is held as: itself, or the turnout that it shares with the arc beside it."""
    name = _name(here, there)
    return str(content["arcs"][name].get("turnout", f"arc {name}"))


def _name(here: int, there: int) -> str:
    return f"{min(here, there)}-{max(here, there)}"


def _is_eastbound(content: Json, train: str) -> bool:
    return bool(content["trains"][train]["direction"] == "eastbound")
