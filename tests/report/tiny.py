"""A line small enough to work out by hand: A - 10 km - B - 20 km - C, a minute a kilometre, one track.

B has two tracks: a train takes one as it enters a section to B, and gives it back as it leaves B. At C a train
goes on into a border control, whose lane is closed until 02:00 on the first day.
"""

from datetime import datetime

import numpy as np

from corridorsim.arrays import Column
from corridorsim.engine import run
from corridorsim.itineraries import (
    Activity,
    DrawnSection,
    Itinerary,
    Kind,
    Layout,
    Plan,
    Role,
    StepTable,
    Stream,
    Way,
)
from corridorsim.itineraries.stages import CONTROL, SECTION, TRACKS, Stage
from corridorsim.operations import Builder, Legend, Outcome, Program, Step
from plain import plain_resources

DAY = 86_400
OUT, IN, PASSENGER, CLOSING = range(4)
STREAMS = (
    Stream("out", "out", Itinerary("out", Kind.FREIGHT, Way(direction="KZ->CN"))),
    Stream("in", "in", Itinerary("in", Kind.FREIGHT, Way(direction="CN->KZ"))),
    Stream("passenger", "passenger", Itinerary("out", Kind.PASSENGER)),
    Stream("closing", "closing", Itinerary("closing of the lane", Kind.CLOSURE)),
)
PLACES = ("A", "B", "C", "closings")

# activity, place, line, metres, section
OUT_STEPS = [
    (Activity.ENTER, 0, -1, np.nan, -1),
    (Activity.RUN, 0, 0, 0.0, 0),
    (Activity.ARRIVE, 1, 0, 10_000.0, -1),
    (Activity.RUN, 1, 0, 10_000.0, 1),
    (Activity.ARRIVE, 2, 0, 30_000.0, -1),
    (Activity.CONTROL, 2, -1, np.nan, -1),
    (Activity.END, 2, -1, np.nan, -1),
]
IN_STEPS = [
    (Activity.ENTER, 2, -1, np.nan, -1),
    (Activity.RUN, 2, 0, 30_000.0, 1),
    (Activity.ARRIVE, 1, 0, 10_000.0, -1),
    (Activity.RUN, 1, 0, 10_000.0, 0),
    (Activity.ARRIVE, 0, 0, 0.0, -1),
    (Activity.END, 0, -1, np.nan, -1),
]
CLOSING_STEPS = [(Activity.CLOSE, 3, -1, np.nan, -1), (Activity.REOPEN, 3, -1, np.nan, -1)]
RESOURCES = {"A - B": 1, "B - C": 1, "lane": 1, "B tracks": 2}

Train = tuple[str, int, int]  # name, stream, second at which it wants to leave


def tiny(*trains: Train, lane_opens: int = 7200, closed: tuple[str, int, int] | None = None) -> tuple[Plan, Outcome]:
    """The line with these trains, run for two days; ``closed`` names what is closed, and from when to when."""
    builder = Builder()
    for name, units in RESOURCES.items():
        builder.resource(name, units)
    _itineraries(builder)
    builder.train("closing 1", "closing of lane", durations=[0], rank=-1, not_before=[0, lane_opens])
    streams = [CLOSING]
    if closed:
        name, begin, end = closed
        builder.train("closing 2", f"closing of {name}", durations=[0], ready=begin, rank=-1, not_before=[0, end])
        streams.append(CLOSING)
    for name, stream, second in trains:
        there = stream == IN
        durations = [0, 1200, 0, 600, 0] if there else [0, 600, 0, 1200, 0, 300]
        builder.train(name, "in" if there else "out", durations=durations, ready=second, rank=1 + there)
        streams.append(stream)
    program, legend = builder.build(until=2 * DAY)
    return _plan(program, legend, np.array(streams, np.int32)), run(program, engine="simpy")


def _itineraries(builder: Builder) -> None:
    builder.itinerary(
        "out",
        [
            Step("enter"),
            Step("A - B", ["A - B", "B tracks"]),
            Step("arrive at B", puts=["A - B"]),
            Step("B - C", ["B - C"], ["B tracks"]),
            Step("arrive at C", puts=["B - C"]),
            Step("control", ["lane"]),
            Step("end", puts=["lane"]),
        ],
    )
    builder.itinerary(
        "in",
        [
            Step("enter"),
            Step("C - B", ["B - C", "B tracks"]),
            Step("arrive at B", puts=["B - C"]),
            Step("B - A", ["A - B"], ["B tracks"]),
            Step("arrive at A", puts=["A - B"]),
            Step("end"),
        ],
    )
    for name in RESOURCES:
        builder.itinerary(f"closing of {name}", [Step("close", [name]), Step("open again", puts=[name])])


def _plan(program: Program, legend: Legend, streams: Column) -> Plan:
    rows = [*OUT_STEPS, *IN_STEPS, *CLOSING_STEPS * len(RESOURCES)]
    activity, place, line, at, section = zip(*rows, strict=True)
    place, line, section = (np.array(column, np.int32) for column in (place, line, section))
    steps = StepTable(np.array(activity, np.int8), place, line, np.array(at), section, section >= 0)
    sections = (DrawnSection(0, "A - B", 0.0, 10_000.0, None), DrawnSection(0, "B - C", 10_000.0, 30_000.0, DAY))
    stages = (
        Stage("A - B", SECTION, "", section="A - B"),
        Stage("B - C", SECTION, "", section="B - C"),
        Stage("C control", CONTROL, ""),
        Stage("B tracks", TRACKS, "", "B"),
    )
    return Plan(
        program=program, legend=legend, streams=STREAMS, train_stream=streams,
        train_number=np.arange(len(streams), dtype=np.int32), layout=Layout(
            steps=steps, stages=stages,
            resources=plain_resources((Role.SECTION, Role.SECTION, Role.WORKER, Role.TRACKS)),
            places=PLACES, lines=("A-C",), stations=((("A", 0.0), ("B", 10_000.0), ("C", 30_000.0)),),
            sections=sections, crossings=(), start=datetime(2025, 3, 1), warm_up=0,
            itineraries=(*(stream.itinerary for stream in STREAMS[:2]), *[STREAMS[3].itinerary] * len(RESOURCES)),
        ),
    )  # fmt: skip
