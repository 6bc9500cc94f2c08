"""SUMO on a line of six two-track stations with 20 km of single track between them, and ours on the same line.

A station has one track for each direction. Trains are 850 m long, run at 22 m/s and gain 0.1 and lose 0.4 m/s each
second; they leave both ends evenly spaced for one day, and the run is cut after three. SUMO's signals stand at the
exits only, so that a train gets a section together with the track beyond it: with signals at the entries too, trains
stop on the single track and all is locked at fewer trains.
"""

import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from xml.etree import ElementTree

import numpy as np

from benchmarks.clock import seconds
from corridorsim.engine import run
from corridorsim.operations import NEVER, Builder, Outcome, Program, Put, Step

STATIONS, SECTION, STATION = 6, 20_000, 1_300  # metres
SPEED, GAIN, LOSS, LENGTH = 22.0, 0.1, 0.4, 850
DAY, UNTIL = 86_400, 3 * 86_400


SUMO_OPTIONS = (
    "-n", "line.net.xml", "-r", "trains.rou.xml", "--end", str(UNTIL), "--time-to-teleport", "-1",
    "--tripinfo-output", "trips.xml", "--no-step-log", "--no-warnings",
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A day's trains through either simulator."""

    pairs: int
    trains: int
    sumo_arrived: int
    our_arrived: int
    sumo_minutes: float  # mean run of the trains that arrived
    our_minutes: float
    sumo_seconds: float
    our_seconds: float


def is_there() -> bool:
    """Whether SUMO is installed."""
    return find_spec("sumo") is not None


def point(pairs: int) -> Point:
    """Both simulators with so many pairs of trains a day."""
    program = our_line(pairs)
    run(program)
    ours: list[Outcome] = []
    our_seconds = seconds(lambda: ours.append(run(program)), perf_counter)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _network(home)
        _trains(home, pairs)
        sumo_seconds = seconds(lambda: _call(home, "sumo", *SUMO_OPTIONS), perf_counter)
        runs = [
            float(trip.get("duration", "nan")) / 60
            for trip in ElementTree.parse(home / "trips.xml").iter("tripinfo")
            if float(trip.get("arrival", "-1")) >= 0
        ]
    arrived = _our_runs(program, ours[0])
    return Point(pairs, 2 * pairs, len(runs), len(arrived), _mean(runs), _mean(arrived), sumo_seconds, our_seconds)


def our_line(pairs: int) -> Program:
    """The same line as a program: a section is taken with the track beyond it."""
    builder = Builder()
    for n in range(STATIONS):
        builder.resource(f"east track {n}", 1)
        builder.resource(f"west track {n}", 1)
        builder.resource(f"section {n}", 1)
    builder.itinerary("east", _way("east", list(range(STATIONS)), lambda here, _there: here))
    builder.itinerary("west", _way("west", list(range(STATIONS))[::-1], lambda _here, there: there))
    for way in ("east", "west"):
        appear = np.arange(pairs) * DAY // pairs
        seconds_of = np.tile(_seconds(), (pairs, 1))
        nothing = np.zeros_like(seconds_of)
        builder.trains([f"{way} {n}" for n in range(pairs)], way, appear, nothing[:, 0], seconds_of, nothing)
    return builder.build(until=UNTIL)[0]


def _way(way: str, places: list[int], section_between) -> list[Step]:  # type: ignore[no-untyped-def]
    """Stand at the first station; section by section with the track beyond; be gone at the last."""
    steps = [Step("enter", [f"{way} track {places[0]}"])]
    for here, there in pairwise(places):
        section = f"section {section_between(here, there)}"
        steps.append(Step(f"run to {there}", [section, f"{way} track {there}"], [], _lost_by_stopping()))
        steps.append(Step("tail clear of the station", puts=[f"{way} track {here}"]))
        steps.append(Step(f"tail clear of {section}", puts=[Put(section)]))
    return [*steps, Step("end", puts=[f"{way} track {places[-1]}"])]


def _seconds() -> list[int]:
    """Seconds of each step: standing; per section until the tail is out of station and section, and to the signal."""
    away, over, through = LENGTH / SPEED, SECTION / SPEED, (STATION - LENGTH) / SPEED
    section = [round(away), round(over), round(through)]
    first = [round(away + SPEED / (2 * GAIN)), *section[1:]]  # from a stand
    return [0, *first, *section * (STATIONS - 2), 0]


def _lost_by_stopping() -> int:
    return round(SPEED / (2 * GAIN) + SPEED / (2 * LOSS))


def _our_runs(program: Program, outcome: Outcome) -> list[float]:
    last, first = program.operation_first[1:] - 1, program.operation_first[:-1]
    there = outcome.started[last] != NEVER
    return ((outcome.started[last] - outcome.started[first])[there] / 60).tolist()


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _network(home: Path) -> None:
    """Nodes and edges, joined to a net by SUMO's own converter; the two directions of a section are one track."""
    nodes, edges = ElementTree.Element("nodes"), ElementTree.Element("edges")
    for n in range(STATIONS):
        west, east = n * (SECTION + STATION), n * (SECTION + STATION) + STATION
        for name, at in ((f"W{n}", west), (f"E{n}", east)):
            ElementTree.SubElement(nodes, "node", id=name, x=str(at), y="0", type="rail_signal")
        middle = (west + east) / 2
        for way, ends, side in (("east", (f"W{n}", f"E{n}"), -10), ("west", (f"E{n}", f"W{n}"), 10)):
            along = (west, east) if way == "east" else (east, west)
            shape = f"{along[0]},0 {middle},{side} {along[1]},0"
            _edge(edges, f"station_{way}_{n}", ends, shape=shape)
        if n + 1 < STATIONS:
            _edge(edges, f"section_east_{n}", (f"E{n}", f"W{n + 1}"), spreadType="center")
            _edge(edges, f"section_west_{n}", (f"W{n + 1}", f"E{n}"), spreadType="center")
    joints = ElementTree.Element("connections")
    for n in range(STATIONS - 1):
        _entry_without_signal(joints, f"section_east_{n}", f"station_east_{n + 1}")
        _entry_without_signal(joints, f"section_west_{n}", f"station_west_{n}")
    ElementTree.ElementTree(joints).write(home / "line.con.xml")
    ElementTree.ElementTree(nodes).write(home / "line.nod.xml")
    ElementTree.ElementTree(edges).write(home / "line.edg.xml")
    _call(
        home, "netconvert", "-n", "line.nod.xml", "-e", "line.edg.xml", "-x", "line.con.xml", "-o", "line.net.xml",
        "--no-turnarounds", "--no-warnings",
    )  # fmt: skip


def _entry_without_signal(joints: ElementTree.Element, section: str, station: str) -> None:
    ElementTree.SubElement(
        joints, "connection", {"from": section, "to": station, "fromLane": "0", "toLane": "0", "uncontrolled": "true"}
    )


def _edge(edges: ElementTree.Element, name: str, ends: tuple[str, str], **more: str) -> None:
    ElementTree.SubElement(
        edges,
        "edge",
        {"id": name, "from": ends[0], "to": ends[1], "allow": "rail", "numLanes": "1", "speed": "30"} | more,
    )


def _trains(home: Path, pairs: int) -> None:
    """Trains in the order of their departure."""
    routes = ElementTree.Element("routes")
    ElementTree.SubElement(
        routes, "vType", id="freight", vClass="rail", length=str(LENGTH), maxSpeed=str(SPEED), accel=str(GAIN),
        decel=str(LOSS), sigma="0", speedFactor="1", speedDev="0",
    )  # fmt: skip
    for way, order in (("east", range(STATIONS)), ("west", range(STATIONS)[::-1])):
        edges = []
        for i, n in enumerate(order):
            edges.append(f"station_{way}_{n}")
            if i + 1 < STATIONS:
                edges.append(f"section_{way}_{n if way == 'east' else n - 1}")
        ElementTree.SubElement(routes, "route", id=way, edges=" ".join(edges))
    for n in range(pairs):
        for way in ("east", "west"):
            ElementTree.SubElement(
                routes, "vehicle", id=f"{way}_{n}", type="freight", route=way, depart=str(n * DAY // pairs)
            )
    ElementTree.ElementTree(routes).write(home / "trains.rou.xml")


def _call(home: Path, program: str, *options: str) -> None:
    import sumo

    binary = Path(sumo.SUMO_HOME) / "bin" / program
    done = subprocess.run([binary, *options], cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr}")
