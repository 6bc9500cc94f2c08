"""MATSim railsim's tests: running times of a train alone, and of one that finds the line ahead of it occupied.

Alone, a time is the formula's (capacity/kinematics.py). Where trains meet, each link is a block that the engine gives
to one train at a time, from when its head enters to when its tail has left. The engine knows no braking ahead of a
stop, so the line is run, each train planned again with the times at which the blocks ahead of it cleared, and run again
until nothing changes.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from corridorsim.conformance.displib.courses import Layer
from corridorsim.conformance.driving import Kinetics, Piece, Signal, drive, passes
from corridorsim.conformance.replay import courses_of_layers, layer, replayed
from corridorsim.conformance.scores import Case, Json, Score, Settings, close
from corridorsim.running.kinematics import constant_acceleration_time

KIND = "railsim"
TICKS = 1000  # of the engine, a second
ROUNDS = 10


def cases(content: Json, settings: Settings) -> list[Case]:
    """The cases of a file of the kind "railsim"."""
    return [Case(KIND, each["id"], _scorer(each)) for each in content["cases"]]


def _scorer(content: Json) -> Callable[[Callable[[], None]], Iterator[Score]]:
    def scores(done: Callable[[], None]) -> Iterator[Score]:
        return _unhindered(content) if content["model"] == "alone" else _together(content)

    return scores


def _unhindered(content: Json) -> Iterator[Score]:
    """One train over its links, from a stand to a stand."""
    train = content["train"]
    lengths, limits = zip(*content["links"], strict=True)
    times = constant_acceleration_time(
        lengths,
        limits,
        speed=train["speed"],
        acceleration=train["acceleration"],
        braking=train["braking"],
        length=train["length"],
        start=train["from"],
    )
    ours = train["departs"] + float(times[-1])
    yield close(
        KIND, content["id"], "arrival, s", content["printed"]["arrival_s"], ours, content["tolerance_s"], "formula"
    )


def _together(content: Json) -> Iterator[Score]:
    """Trains on common links, in the order of the file."""
    trains = content["trains"]
    unhindered = [_run_unhindered(train) for train in trains]
    starts = _settled(trains)
    for train, own, alone in zip(trains, starts, unhindered, strict=True):
        lost = own[-1] / TICKS - alone
        remark = f"engine; {lost:.1f} s later than alone" if lost > 1e-3 else "engine; nobody in the way"
        theirs = content["printed"]["arrival_s"][train["name"]]
        tolerance = content["tolerance_s"][train["name"]]
        yield close(KIND, content["id"], f"{train['name']}, s", theirs, own[-1] / TICKS, tolerance, remark)


def _run_unhindered(train: Json) -> float:
    goal = sum(length for _, length in train["links"])
    return passes(drive(_kinetics(train), train["from"], goal, train["departs"]), goal)


def _kinetics(train: Json) -> Kinetics:
    return Kinetics(train["speed"], train["acceleration"], train["braking"])


def _settled(trains: Sequence[Json]) -> list[list[int]]:
    """Run and plan again until the plan is what the run asks for; when each layer of each train starts, in ticks."""
    departs = [float(train["departs"]) for train in trains]
    signals: list[list[Signal]] = [[] for _ in trains]
    before: list[list[int]] = []
    for _ in range(ROUNDS):
        plans = [_planned(*each) for each in zip(trains, departs, signals, strict=True)]
        entries = [[float(place)] * len(plan) for place, plan in enumerate(plans)]
        starts = replayed(courses_of_layers(plans), entries)
        if starts == before:
            break
        before = starts
        departs = [own[0] / TICKS for own in starts]
        signals = [list(_signals(trains, plans, starts, row)) for row in range(len(trains))]
    return starts


def _planned(train: Json, departs: float, signals: Sequence[Signal]) -> list[Layer]:
    """A train's layers: from each moment at which its head enters or its tail leaves a link to the next."""
    nodes, links = _nodes(train), _links(train)
    pieces: list[Piece] = drive(_kinetics(train), nodes[0], nodes[-1], departs, signals)
    at = [round(passes(pieces, node) * TICKS) for node in nodes]
    at[0] = round(departs * TICKS)
    middles = [(a + b) / 2 for a, b in pairwise(nodes)]
    layers = [
        layer(
            round(train["departs"] * TICKS) if k == 0 else 0,
            at[k + 1] - at[k],
            {name: 0 for name, begin, end in links if begin < middle < end + train["length"]},
        )
        for k, middle in enumerate(middles)
    ]
    return [*layers, layer(0, 0, {})]


def _links(train: Json) -> list[tuple[str, float, float]]:
    """Name, begin and end of each link along the train's way."""
    ends = np.cumsum([length for _, length in train["links"]]).tolist()
    return [(name, end - length, end) for (name, length), end in zip(train["links"], ends, strict=True)]


def _nodes(train: Json) -> list[float]:
    """Positions of the head at which it enters a link, or the tail leaves one, from its start to its goal."""
    ends = [end for _, _, end in _links(train)]
    inside = {node for end in ends for node in (end, end + train["length"]) if train["from"] < node < ends[-1]}
    return sorted({float(train["from"]), *inside, ends[-1]})


def _signals(
    trains: Sequence[Json], plans: Sequence[Sequence[Layer]], starts: Sequence[Sequence[int]], row: int
) -> Iterator[Signal]:
    """At the beginning of each link that a train before this one has had: when that cleared it."""
    for name, begin, _ in _links(trains[row]):
        for plan, own in zip(plans[:row], starts[:row], strict=True):
            left = [start for before, start in zip(plan, own[1:], strict=False) if name in before.releases]
            if left:
                yield Signal(begin, max(left) / TICKS)
