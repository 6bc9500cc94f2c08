"""Frozen programs: the same columns on every machine, so that two measurements are of the same work.

Nothing is drawn at random: where times should differ, they differ by the remainder of a product. The lines and corners
are written by hand; ``real_line``, ``border`` and ``network`` come from the shipped scenarios and change with them, so
a results file names each program by its fingerprint.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import corridorsim
from corridorsim.model.demand.formation import loaded
from corridorsim.operations import Builder, Program, Put, Step
from corridorsim.operations.program import COLUMNS
from corridorsim.planning.border import ConsistAtCrossing, far_end, token
from corridorsim.planning.track.journey import Journey, PlannedStep
from corridorsim.planning.track.tracks import Exit, Goes, Tracks

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
DAY = 86_400
RUN, SLACK, CLEARANCE, RESTART = 600, 60, 60, 180  # seconds of the lines written by hand
REAL_LINE = ("Dostyk", "Moiynty")
CROSSING = "Dostyk"


def fingerprint(program: Program) -> str:
    """Twelve hex digits that tell whether two programs are the same."""
    digest = hashlib.sha256(str(program.until).encode())
    for name in COLUMNS:
        digest.update(np.ascontiguousarray(getattr(program, name), "<i4").tobytes())
    return digest.hexdigest()[:12]


def free_line(trains: int = 20_000, stations: int = 60, load: float = 0.8) -> Program:
    """Trains of one direction, each section given back as the next is taken, so far apart that none ever waits."""
    builder = Builder()
    names = [f"section {n}" for n in range(stations)]
    for name in names:
        builder.resource(name, 1)
    steps = [Step(f"run {n}", [here], names[max(0, n - 1) : n]) for n, here in enumerate(names)]
    builder.itinerary("through", [*steps, Step("end", puts=names[-1:])])
    every = round((RUN + SLACK) / load)
    appear, durations = _times(trains, stations, every)
    _add(builder, "through", appear, durations)
    return builder.build(until=int(appear[-1]) + (stations + 2) * (RUN + SLACK))[0]


def one_way_line(trains: int = 5_000, stations: int = 30, load: float = 1.2) -> Program:
    """Trains of one direction over sections and two-track loops, taken together: they wait, but nobody meets."""
    builder = Builder()
    for n in range(stations):
        builder.resource(f"section {n}", 1)
        builder.resource(f"loop {n}", 2)
    steps = []
    for n in range(stations):
        steps.append(Step(f"run {n}", [f"section {n}", f"loop {n}"], [f"loop {n - 1}"] if n else []))
        steps.append(Step(f"arrive {n}", puts=[f"section {n}"]))
    builder.itinerary("through", [*steps, Step("end", puts=[f"loop {stations - 1}"])])
    every = round((RUN + SLACK) / load)
    appear, durations = _times(trains, stations, every)
    standing = np.zeros((trains, 2 * stations + 1), np.int64)
    standing[:, 0 : 2 * stations : 2] = durations[:, :stations]
    _add(builder, "through", appear, standing)
    return builder.build(until=int(trains * every * max(1.0, load) * 2) + stations * DAY)[0]


def twice_the_capacity(trains: int = 20_000, stations: int = 60, load: float = 2.0) -> Program:
    """A line of single-track sections and two-track loops, asked for ``load`` times what a section can carry.

    It is cut when the last train has appeared, so that at twice the capacity half of the trains never get in.
    """
    builder = Builder()
    for n in range(stations):
        builder.resource(f"section {n}", 1)
        builder.resource(f"loop {n}", 2)
        builder.resource(f"loop {n} up", 1, logical=True)
        builder.resource(f"loop {n} down", 1, logical=True)
    builder.itinerary("up", list(_over_loops(range(stations), "up")))
    builder.itinerary("down", list(_over_loops(range(stations - 1, -1, -1), "down")))
    pair = 2 * (RUN + SLACK // 2 + CLEARANCE)
    for way in ("up", "down"):
        appear, durations = _times(trains // 2, stations, round(pair / load))
        standing = np.zeros((trains // 2, 2 * stations + 1), np.int64)
        standing[:, 0 : 2 * stations : 2] = durations[:, :stations]
        _add(builder, way, appear, standing)
    return builder.build(until=int(appear[-1]) + 2 * stations * RUN)[0]


def _over_loops(sections: Sequence[int], way: str) -> Iterator[Step]:
    """Each section taken with a track of the loop behind it that is open to this direction; nobody locks."""
    behind: list[Put] = []
    for n, section in enumerate(sections):
        slot = [f"loop {section}", f"loop {section} {way}"]
        yield Step(f"run {section}", [f"section {section}", *slot], behind, RESTART if n else 0)
        yield Step(f"arrive {section}", puts=[Put(f"section {section}", after=CLEARANCE)])
        behind = [Put(name) for name in slot]
    yield Step("end", puts=behind)


def _times(trains: int, stations: int, every: int) -> tuple[np.ndarray, np.ndarray]:
    """When each train appears, and its seconds over each section: up to a minute early or late, never adding up."""
    train, place = np.arange(trains)[:, None], np.arange(stations + 1)[None, :]
    at = train * every + place * RUN + (train * 7_919 + place * 104_729) % 61 % SLACK
    durations = np.diff(at, append=at[:, -1:])
    return at[:, 0], durations


def _add(builder: Builder, itinerary: str, appear: np.ndarray, durations: np.ndarray) -> None:
    trains = len(appear)
    rank = np.arange(trains) % 3 if itinerary in ("up", "down") else np.zeros(trains, np.int64)
    builder.trains(range(trains), itinerary, appear, rank, durations, np.zeros_like(durations))  # type: ignore[arg-type]


def many_places(places: int = 10_000, rounds: int = 50) -> Program:
    """A corner of the design: in one second every place is given back and taken by the next train that waits."""
    builder = Builder()
    for n in range(places):
        builder.resource(f"place {n}", 1)
        builder.itinerary(f"at {n}", [Step("in", [f"place {n}"]), Step("out", puts=[f"place {n}"])])
    _stays(builder, places, rounds)
    return builder.build(until=(rounds + 1) * RUN)[0]


def many_takes(takes: int = 10_000, rounds: int = 50) -> Program:
    """A corner of the design: trains of 10,000 different takes wait for one yard, each with a place of its own."""
    builder = Builder()
    builder.resource("yard", 10)
    for n in range(takes):
        builder.resource(f"place {n}", 1)
        both = ["yard", f"place {n}"]
        builder.itinerary(f"at {n}", [Step("in", both), Step("out", puts=both)])
    _stays(builder, takes, rounds)
    return builder.build(until=(takes * rounds // 10 + 1) * RUN)[0]


def many_sizes(sizes: int = 2_000, rounds: int = 4) -> Program:
    """A corner beyond the design: trains that take 1, 2, 3, ... units of one pool, each size a gate of its own."""
    builder = Builder()
    builder.resource("pool", sizes)
    for n in range(sizes):
        builder.itinerary(f"at {n}", [Step("in", {"pool": n + 1}), Step("out", puts=[("pool", n + 1)])])
    _stays(builder, sizes, rounds)
    return builder.build(until=sizes * rounds * RUN)[0]


def _stays(builder: Builder, places: int, rounds: int) -> None:
    """Trains that all appear at once and stay as long as each other."""
    durations = np.tile([RUN, 0], (rounds, 1))
    at_once = np.zeros(rounds, np.int64)
    for n in range(places):
        builder.trains(range(rounds), f"at {n}", at_once, at_once, durations, np.zeros_like(durations))  # type: ignore[arg-type]


def real_line(days: int = 730, pairs: float = 9.0) -> Program:
    """The 34 single-track sections Dostyk-Moiynty of 2022, through trains both ways, evenly spaced over the day."""
    scenario = corridorsim.read(SCENARIOS / "2022.yaml")
    tracks, builder = Tracks(scenario), Builder()
    train = next(iter(scenario.consists))
    way = scenario.network.way(*REAL_LINE) or []
    journeys = {}
    for name, places in (("west", way), ("east", way[::-1])):
        journey = Journey(tracks, loaded(train))
        journey.enter(places[0], tracks.slot_at(places[0], Exit(places[1])))
        journey.run(places, Exit("end of run", Goes.WORK))
        journey.end(places[-1])
        journeys[name] = journey.steps
    return _worked(builder, tracks, journeys, round(DAY / pairs), days)


def border(days: int = 3_650, pairs: float = 11.0) -> Program:
    """One crossing of 2022, both ways: control, the border track of either gauge, transshipment, forming."""
    scenario = corridorsim.read(SCENARIOS / "2022.yaml")
    tracks, builder = Tracks(scenario), Builder()
    crossing, (train, consist) = scenario.crossings[CROSSING], next(iter(scenario.consists.items()))
    works = ConsistAtCrossing(tracks, CROSSING, consist)
    inland = scenario.network.neighbours[crossing.near.station][0]
    out, into = Journey(tracks, loaded(train)), Journey(tracks, loaded(train))
    slot = tracks.slot_at(crossing.near.station, Exit(crossing.far.station))
    out.enter(crossing.near.station, slot, token(tracks, CROSSING, crossing.directions[0]))
    works.out(out, far_end(scenario, CROSSING))
    works.into(into, Exit(inland), inland)
    into.end(crossing.near.station)
    return _worked(builder, tracks, {"out": out.steps, "into": into.steps}, round(DAY / pairs), days)


def _worked(builder: Builder, tracks: Tracks, journeys: dict[str, list[PlannedStep]], every: int, days: int) -> Program:
    """A program of these journeys, one train of each every so many seconds, their times a little apart."""
    tracks.settle_exits()
    for name, resource in tracks.resources.made.items():
        builder.resource(name, resource.capacity, logical=resource.role.logical)
    trains = days * DAY // every
    for name, steps in journeys.items():
        builder.itinerary(name, [planned.step for planned in steps])
        means = np.array([round(p.draw.timing.mean) if p.draw else p.seconds for p in steps])
        apart = (np.arange(trains)[:, None] * 7_919 + np.arange(len(steps))[None, :] * 104_729) % 61
        durations = means[None, :] * (970 + apart) // 1000
        appear = np.arange(trains) * every
        builder.trains(
            range(trains),
            name,
            appear,
            np.ones(trains, np.int64),
            durations,
            np.zeros_like(durations),  # type: ignore[arg-type]
        )
    return builder.build(until=days * DAY)[0]


def network(days: int = 365, warm_up: int = 30) -> Program:
    """The whole corridor of 2025, as one replication of a study runs it."""
    scenario = corridorsim.read(SCENARIOS / "2025.yaml")
    changed = scenario.change({"window.length": f"{days} days", "window.warm_up": f"{warm_up} days"})
    return corridorsim.plan(changed).program
