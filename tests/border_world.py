"""A border written by hand with a stage that no scenario has: a scanner between the control and the border.

P | control 600 s in a lane | scan 300 s | 200 s over the border | Q | unloading 1,000 s at a front | away

What a train brings lies at Q as a load. An onward train, where there is one, takes it, is loaded for 500 s, made up
for 900 s, and goes.
Trains stand on one of P's three tracks until they cross, and on one of Q's two until they leave.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from corridorsim.border.units_in_use import hourly_edges
from corridorsim.border.waits import Waits, measure_waits
from corridorsim.engine import run
from corridorsim.itineraries import Activity, Itinerary, Kind, Layout, Plan, Role, StepTable, Stream, Way
from corridorsim.itineraries.stages import BORDER_TRACK, CONTROL, END, FRONTS, STORE, TRACKS, Stage
from corridorsim.measures.border.crossing_stages import read_crossing_stages
from corridorsim.measures.columns import Columns
from corridorsim.operations import Builder, Step
from plain import plain_resources

STAGES = {
    "P tracks": (3, TRACKS), "lanes": (1, CONTROL), "scanner": (1, CONTROL), "border": (1, BORDER_TRACK),
    "Q tracks": (2, TRACKS), "fronts": (1, FRONTS), "door": (1, END),
    "loads": (0, STORE), "sidings": (4, TRACKS), "loaders": (1, FRONTS),
}  # fmt: skip
ROLES = {
    TRACKS: Role.YARD, CONTROL: Role.WORKER, BORDER_TRACK: Role.BORDER_TRACK, FRONTS: Role.WORKER, END: Role.END,
    STORE: Role.STORE,
}  # fmt: skip
STEPS = [
    (Step("enter at P", ["P tracks"]), Activity.ENTER, "P", 0),
    (Step("control at P", ["lanes"]), Activity.CONTROL, "P", 600),
    (Step("scan at P", ["scanner"], ["lanes"]), Activity.CONTROL, "P", 300),
    (Step("P - Q", ["border", "Q tracks"], ["scanner", "P tracks"]), Activity.CROSS, "P", 200),
    (Step("handed over at Q", puts=["border"]), Activity.HANDOVER, "Q", 0),
    (Step("unloading at Q", ["fronts"]), Activity.TRANSSHIP, "Q", 1000),
    (Step("leave", ["door"], ["fronts", "Q tracks", "door", "loads"]), Activity.DEPART, "Q", 0),
    (Step(END), Activity.END, "Q", 0),
]
ONWARD = [
    (Step("wait for a full load", ["loads"]), Activity.CALL, "Q", 0),
    (Step("enter at Q", ["sidings", "loaders"]), Activity.ENTER, "Q", 0),
    (Step("loading at Q"), Activity.TRANSSHIP, "Q", 500),
    (Step("forming at Q", puts=["loaders"]), Activity.FORM, "Q", 900),
    (Step("leave", ["door"], ["sidings", "door"]), Activity.DEPART, "Q", 0),
    (Step(END), Activity.END, "Q", 0),
]
WHOLE = 600 + 300 + 200 + 1000


def border(ready: Sequence[int], until: int = 86_400, teu: float = 0.0, onward: int = 0) -> Columns:
    """The border with trains that come at these seconds, run from midnight."""
    builder = Builder()
    for name, (units, kind) in STAGES.items():
        builder.resource(name, units, logical=kind in (END, STORE))
    builder.itinerary("over", [step for step, *_ in STEPS])
    for number, second in enumerate(ready):
        builder.train(f"T{number}", "over", ready=second, durations=[seconds for *_, seconds in STEPS])
    builder.itinerary("on", [step for step, *_ in ONWARD])
    for number in range(onward):
        builder.train(f"O{number}", "on", durations=[seconds for *_, seconds in ONWARD])
    program, legend = builder.build(until)
    rows = [*STEPS, *ONWARD]
    places = ("P", "Q")
    nowhere = np.full(len(rows), -1, np.int32)
    steps = StepTable(
        activity=np.array([activity for _, activity, _, _ in rows], np.int8),
        place=np.array([places.index(place) for *_, place, _ in rows], np.int32),
        line=nowhere, at=np.full(len(rows), np.nan), section=nowhere,
        lasts=np.array([seconds > 0 for *_, seconds in rows]),
    )  # fmt: skip
    streams = tuple(
        Stream(name, name, Itinerary(name, Kind.FREIGHT, Way(("P",), ("Gap",), "P->Q")), net=1000.0, teu=teu)
        for name in ("over", "on")
    )
    plan = Plan(
        program=program, legend=legend,
        streams=streams[: 2 if onward else 1], train_stream=np.repeat([0, 1], [len(ready), onward]).astype(np.int32),
        train_number=np.arange(len(ready) + onward, dtype=np.int32), layout=Layout(
            steps=steps, resources=plain_resources([ROLES[kind] for _, kind in STAGES.values()]),
            stages=tuple(Stage(name, kind, f"crossings.Gap.{name}") for name, (_, kind) in STAGES.items()),
            places=places, lines=(), stations=(), sections=(), crossings=("Gap",), start=datetime(2025, 1, 1),
            warm_up=0, itineraries=tuple(stream.itinerary for stream in streams),
        ),
    )  # fmt: skip
    return Columns(plan, run(program))


def waits_of(columns: Columns, crossing: str = "Gate") -> Waits:
    """What trains wait for at a crossing, hour by hour."""
    wanted = np.zeros(len(columns.plan.layout.stages), bool)
    wanted[read_crossing_stages(columns.plan, crossing).met] = True
    return measure_waits(columns, wanted, hourly_edges(columns))


# crowds at the world's crossing, each with something that could be told wrongly
BUSY: list[dict[str, Any]] = [
    {},
    {"window.warm_up": "1 days", "traffic.empties": "balanced"},
    {"crossings.Gate.under_way": {"HERE->THERE": 2, "THERE->HERE": 2}, "crossings.Gate.far.fronts": 1},
    {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}], "traffic.departures": "Poisson"},
]
