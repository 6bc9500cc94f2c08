"""Numbers far outside the usual range on railways: allowed, but more likely a mistake than intended.

The ranges are wide on purpose: general knowledge of main lines and border stations, not of one railway. They begin
where a planner would ask "really?".
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from corridorsim import units
from corridorsim.errors import Path, Said
from corridorsim.model.border.control import Control
from corridorsim.model.border.crossing import BorderLocomotives, BorderTracks, Crossing, Refusal
from corridorsim.model.border.gauge_break import GaugeBreak, Stack
from corridorsim.model.corridor import Consist, End, Line, Point, SecondTrack
from corridorsim.model.demand.demands import flow_trains, scale_of
from corridorsim.model.demand.pools import CrewPool, LocomotivePool, WagonPool
from corridorsim.model.demand.traffic import Service, Traffic
from corridorsim.model.description import Description, Rules, Window
from corridorsim.model.disruptions.disruption import Failures, Random
from corridorsim.model.lines.movement import Restriction, Throat
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction import Curve, Locomotive, SawTooth, Slope, SpeedLimit
from corridorsim.model.timing import Timing
from corridorsim.model.train_class import TrainClass
from corridorsim.units import Name

KMH, KM, MIN, HOUR, DAY = 1 / 3.6, 1000, 60, 3600, 86_400


class Usual(NamedTuple):
    """The range in which a number is usual, in the unit used inside."""

    low: float
    high: float
    dimension: Name


USUAL: dict[type[BaseModel], dict[str, Usual]] = {
    Consist: {
        "speed": Usual(20 * KMH, 120 * KMH, "speed"), "load": Usual(1, 75, "mass"), "tare": Usual(10, 50, "mass"),
        "box_load": Usual(1, 30, "mass"), "train_load": Usual(50, 10_000, "mass"), "box_tare": Usual(1, 6, "mass"),
        "wagons": Usual(1, 200, "count"), "wagon_length": Usual(8, 30, "length"),
        "braking": Usual(0.05, 1, "acceleration"), "loaded_limit": Usual(30 * KMH, 120 * KMH, "speed"),
        "empty_limit": Usual(30 * KMH, 120 * KMH, "speed"),
    },
    Line: {
        "speed_limit": Usual(20 * KMH, 250 * KMH, "speed"), "gauge": Usual(600, 1676, "gauge"),
        "useful_length": Usual(100, 3000, "length"), "headway": Usual(1 * MIN, HOUR, "time"),
        "block_length": Usual(300, 25 * KM, "length"), "group": Usual(1, 20, "count"),
    },
    Point: {"useful_length": Usual(100, 3000, "length"), "tracks": Usual(1, 100, "count")},
    SecondTrack: {"speed_limit": Usual(20 * KMH, 250 * KMH, "speed")},
    SpeedLimit: {"speed": Usual(5 * KMH, 250 * KMH, "speed")},
    Restriction: {"speed": Usual(5 * KMH, 160 * KMH, "speed")},
    Throat: {"time": Usual(10, 20 * MIN, "time")},
    Slope: {"gradient": Usual(-0.03, 0.03, "gradient")},
    SawTooth: {"gradient": Usual(-0.03, 0.03, "gradient")},
    Curve: {"radius": Usual(150, 20 * KM, "length")},
    Locomotive: {
        "mass": Usual(20, 400, "mass"), "length": Usual(8, 60, "length"), "power": Usual(200, 15_000, "power"),
        "force": Usual(50, 1300, "force"), "starting_force": Usual(50, 1500, "force"),
        "speed": Usual(40 * KMH, 250 * KMH, "speed"), "lowest_speed": Usual(5 * KMH, 60 * KMH, "speed"),
    },
    End: {"accepts": Usual(1, 300, "train rate")},
    Timing: {"mean": Usual(MIN, 7 * DAY, "time"), "variation": Usual(0, 3, "number")},
    BorderTracks: {"run": Usual(2 * MIN, 6 * HOUR, "time"), "back": Usual(0, 6 * HOUR, "time")},
    Crossing: {"one_way": Usual(0.2, 1, "share")},
    Control: {"clearance": Usual(0, 7 * DAY, "time")},
    BorderLocomotives: {"turn": Usual(20 * MIN, 48 * HOUR, "time")},
    Refusal: {"share": Usual(0, 0.2, "share"), "again": Usual(10 * MIN, 7 * DAY, "time")},
    Stack: {"dwell": Usual(0, 30 * DAY, "time")},
    WagonPool: {"turn": Usual(0, 60 * DAY, "time")},
    LocomotivePool: {"turn": Usual(0, 5 * DAY, "time")},
    CrewPool: {"rest": Usual(4 * HOUR, 5 * DAY, "time")},
    Rules: {
        "start_and_stop": Usual(0.5 * MIN, 15 * MIN, "time"), "crossing_interval": Usual(0, 10 * MIN, "time"),
        "following_interval": Usual(0, 30 * MIN, "time"), "arrival_interval": Usual(0, 15 * MIN, "time"),
        "crew_duty": Usual(4 * HOUR, 24 * HOUR, "time"),
    },
    Random: {"per_year": Usual(0, 365, "number"), "mean": Usual(MIN, 60 * DAY, "time")},
    Failures: {"between": Usual(6 * HOUR, 20 * 365 * DAY, "time"), "repair": Usual(MIN, 30 * DAY, "time")},
    Window: {"warm_up": Usual(2 * DAY, 365 * DAY, "time")},
    Traffic: {"scale": Usual(0.05, 10, "number")},
    Service: {"pairs": Usual(0, 150, "train rate")},
}  # fmt: skip
FREIGHT, PASSENGER = Usual(20 * KMH, 120 * KMH, "speed"), Usual(30 * KMH, 350 * KMH, "speed")
AXLE = Usual(2, 30, "mass")
BOX_GROSS = 30.5  # tonnes that a container may weigh (ISO 668, series 1: 30,480 kg)
TRAIN = Usual(50, 2500, "length")
BOXES = Usual(0, 6, "boxes")  # per wagon
SECTION = Usual(100, 120 * KM, "length")
RATES = {"containers": Usual(3, 80, "number"), "wagons": Usual(0.5, 60, "number"), "tonnes": Usual(20, 5000, "number")}
PEAK = 3.0  # of a month, divided by the mean


def find_unusual(scenario: Description, network: Network) -> Iterator[Said]:
    """Every number of the scenario outside the usual range, with that range."""
    for path, told in _models(scenario, ()):
        for key, usual in USUAL.get(type(told), {}).items():
            yield from _out(path, key, getattr(told, key), usual)
        if isinstance(told, GaugeBreak):
            yield from _out(path, "rate", told.rate, RATES[told.works], f" {told.works} per hour")
        if isinstance(told, Service):
            usual = PASSENGER if told.train_class is TrainClass.PASSENGER else FREIGHT
            yield from _out(path, "speed", told.speed, usual)
        if isinstance(told, Consist):
            yield from _of_train(path, told)
    yield from _heavy_boxes(scenario)
    yield from _sections(scenario, network)
    yield from _months(scenario)
    yield from _ends(scenario)


def _models(told: object, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """All parts of a scenario with the keys that lead to them."""
    if isinstance(told, BaseModel):
        yield path, told
        entries: list[tuple[str | int, object]] = [
            (field.alias or name, getattr(told, name)) for name, field in type(told).model_fields.items()
        ]
    else:
        entries = [*told.items()] if isinstance(told, dict) else []
        entries += [*enumerate(told)] if isinstance(told, list) else []
    for key, value in entries:
        yield from _models(value, (*path, key))


def _out(path: Path, key: str, value: float | None, usual: Usual, unit: str = "") -> Iterator[Said]:
    if value is None or usual.low <= value <= usual.high:
        return
    yield (*path, key), f"is unusual: {_written(value, usual)}{unit} (usual: {_range(usual)}{unit})"


def _range(usual: Usual) -> str:
    if usual.dimension == "gradient":
        return f"at most {_written(usual.high, usual)}"
    return f"{_written(usual.low, usual)} to {_written(usual.high, usual)}"


def _written(value: float, usual: Usual) -> str:
    if usual.dimension == "speed":
        return f"{value / KMH:.6g} km/h"
    if usual.dimension == "gradient":
        return f"{value * 1000:.6g} permille"
    return units.written(value, usual.dimension) if value else "0"


def _of_train(path: Path, consist: Consist) -> Iterator[Said]:
    """Unusual results of several numbers of a train together."""
    axle, boxes = consist.gross / consist.axles, consist.boxes / consist.wagons
    if consist.wagon_load <= USUAL[Consist]["load"].high and not AXLE.low <= axle <= AXLE.high:
        yield (
            (*path, _load_key(consist)),
            f"gives {axle:.3g} t per axle, which is unusual (usual: {AXLE.low} to {AXLE.high} t)",
        )
    if not TRAIN.low <= consist.length <= TRAIN.high:
        yield (
            (*path, "wagons"),
            f"give a train of {consist.length:.6g} m, which is unusual (usual: {TRAIN.low} to {TRAIN.high} m)",
        )
    if boxes > BOXES.high:
        yield (*path, "boxes"), f"gives {boxes:.3g} TEU per wagon, which is unusual (usual: up to {BOXES.high} TEU)"


def _load_key(consist: Consist) -> str:
    return "load" if consist.load is not None else "box_load" if consist.box_load is not None else "train_load"


def _heavy_boxes(scenario: Description) -> Iterator[Said]:
    """Containers heavier than allowed; the warning is at the consist, because each of its keys may be right alone."""
    for name, consist in scenario.consists.items():
        if consist.is_of_containers and consist.box_gross > BOX_GROSS:
            net = consist.net / consist.amount_of_boxes
            yield (
                ("consists", name),
                f"loads {net:.3g} t into each of its {consist.amount_of_boxes} containers, which then weigh "
                f"{consist.box_gross:.3g} t: a forty-foot container may weigh {BOX_GROSS} t. Give it a smaller "
                f"{_load_key(consist)}, or more containers",
            )


def _sections(scenario: Description, network: Network) -> Iterator[Said]:
    """Sections between places where trains can meet that are much longer or shorter than usual."""
    for name, line in scenario.lines.items():
        at = {point.name: i for i, point in enumerate(line.points)}
        for section in network.sections_of(name):
            if not SECTION.low <= section.length <= SECTION.high and section.end in at:
                yield (
                    ("lines", name, "points", at[section.end], "at"),
                    f"makes the section {section.name} {section.length / KM:.6g} km long, which is unusual (usual: "
                    f"{SECTION.low / KM:g} to {SECTION.high / KM:g} km)",
                )


def _months(scenario: Description) -> Iterator[Said]:
    monthly = scenario.traffic.monthly
    peak = max(monthly) * 12 / sum(monthly) if monthly else 1.0
    if peak > PEAK:  # a flow of one harvest may well have such a month: only all freight is checked
        yield (
            ("traffic", "monthly"),
            f"is unusual: the busiest month has {peak:.3g} times the mean (usual: up to {PEAK:g} times)",
        )


def _ends(scenario: Description) -> Iterator[Said]:
    """Distant ends that take fewer trains than flows send there on the yearly mean: their queue grows until the end."""
    trains: dict[str, float] = defaultdict(float)
    usual = scale_of(scenario) > 0
    for each in flow_trains(scenario):
        crossing, flow = scenario.crossings[each.crossing], scenario.traffic.flows[each.flow]
        if each.crossing != flow.crossing or not usual:
            continue
        out = each.direction == crossing.directions[0]
        far = next(name for name, end in scenario.ends.items() if end.at == crossing.far.station)
        trains[far if out else each.end] += each.trains
    for name, a_day in trains.items():
        if (most := scenario.ends[name].accepts) < a_day:
            yield (
                ("ends", name, "accepts"),
                f"is less than the flows send there: {most:.3g} trains a day, and about {a_day:.3g} come. Usually "
                "it takes more: otherwise the queue that grows to the end of the run is the end's, not the corridor's",
            )
