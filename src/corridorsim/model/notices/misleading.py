"""Settings that make results misleading: a total that is shared out, or a burst of trains that have waited."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import inf

from corridorsim import units
from corridorsim.arrays import DAY
from corridorsim.errors import Path, Said
from corridorsim.model.demand.demands import FlowTrains, flow_trains, scale_of
from corridorsim.model.description import Description
from corridorsim.model.lines.network import Network
from corridorsim.model.reading.document import Document

SAME = 0.005  # relative, of the tonnes
MOST_NAMED = 6


def find_misleading(scenario: Description, network: Network, document: Document) -> Iterator[Said]:
    """Flows that take tonnes from others under a total; openings within the run whose queue is not cleared in time."""
    yield from _shared_total(scenario, document)
    yield from _late_lines(scenario, network)
    yield from _late_crossings(scenario)
    yield from _more_than_agreed(scenario)


def _shared_total(scenario: Description, document: Document) -> Iterator[Said]:
    """Flows added or changed after the total, or with it: under the total they carry what others lose."""
    traffic, total = scenario.traffic, scenario.traffic.total
    told = {name: flow.tonnes for name, flow in traffic.flows.items()}
    if total is None or not sum(told.values()):
        return
    of_total = document.layer(("traffic", "total"))
    layer = {name: document.layer(("traffic", "flows", name, "tonnes")) for name in told}
    later = [name for name in told if layer[name] > of_total]
    carried = {name: tonnes * scale_of(scenario) for name, tonnes in told.items()}
    before = _with_the_total(document, of_total)
    gone = [name for name, tonnes in before.items() if tonnes and name not in told]
    others = [name for name in told if name not in later]
    if (later or gone) and sum(told[name] for name in others):
        scale = traffic.scale * total / sum((before or told).values())
        was = {name: tonnes * scale for name, tonnes in before.items()}
        changes = [f"{_carries(name, carried, was)} (its own tonnes: {_mt(told[name])})" for name in later]
        changes += [f'"{name}" is taken out' for name in gone]
        ways = ["leave traffic.total out"] + ([] if f"{scale:.5g}" == "1" else [f"write traffic.scale: {scale:.5g}"])
        ways += [f'write {_mt(told[name] * traffic.scale / scale)} Mt/year for "{name}"' for name in later]
        begins = "changes what the other flows carry, because traffic.total is" if later else "is"
        yield (
            ("traffic", "flows", later[0]) if later else ("traffic", "total"),
            f"{begins} what all flows carry together: {_each(changes)}, and so "
            f"{_each([_carries(name, carried, was) for name in others])} Mt/year. To leave the others as they were, "
            f"{', '.join(ways[:-1])}{' and ' if ways[1:] else ''}{ways[-1]}",
        )
        return
    beside = [name for name in told if layer[name] >= of_total and abs(carried[name] - told[name]) > SAME * told[name]]
    if beside and traffic.scale == 1:
        yield _scaled(beside, told, carried, total)


def _with_the_total(document: Document, layer: int) -> dict[str, float]:
    """Tonnes a year of the flows as given in the file that gives the total."""
    flows = document.below(layer).get("traffic", {}).get("flows", {})
    return {name: units.parse(flow["tonnes"], "mass rate") for name, flow in flows.items()}


def _carries(name: str, carried: Mapping[str, float], was: Mapping[str, float]) -> str:
    """What a flow carries, and what it carried in the file that gives the total."""
    told = f'"{name}" carries {_mt(carried[name])}'
    return f"{told} in place of {_mt(was[name])} ({_mt(carried[name] - was[name], '+')})" if name in was else told


def _scaled(beside: list[str], told: Mapping[str, float], carried: Mapping[str, float], total: float) -> Said:
    each = _each([f'"{name}" {_mt(carried[name])} instead of {_mt(told[name])}' for name in beside])
    return (
        ("traffic", "total"),
        f"differs from the sum of the flows, {_mt(sum(told.values()))} Mt/year: they are scaled to {_mt(total)} and "
        f"carry {each} Mt/year; remove traffic.total to let every flow carry its own tonnes",
    )


def _mt(tonnes: float, sign: str = "") -> str:
    return f"{tonnes / 1e6:{sign}.2f}"


def _each(told: list[str]) -> str:
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return ", ".join(told[:MOST_NAMED]) + more


def _late_lines(scenario: Description, network: Network) -> Iterator[Said]:
    """Lines that open within the run, although trains want to use them from its first day."""
    by_line: dict[str, list[FlowTrains]] = defaultdict(list)
    for each in flow_trains(scenario):
        crossing, end = scenario.crossings[each.crossing], scenario.ends[each.end]
        way = network.way(end.at, crossing.near.station) or []
        for line in dict.fromkeys(section.line for section in network.sections_on(way)):
            by_line[line].append(each)
    for name, trains in by_line.items():
        opens = scenario.lines[name].opens
        if opens is not None and trains:
            yield from _burst(("lines", name, "opens"), scenario, scenario.window.second_of(opens), trains, "opens")


def _late_crossings(scenario: Description) -> Iterator[Said]:
    """Crossings that accept nothing in a direction until a day within the run."""
    for name, crossing in scenario.crossings.items():
        for direction in crossing.directions:
            dated = crossing.limit(direction)
            first = next((i for i, limit in enumerate(dated) if limit.units >= 1), 0)
            trains = [each for each in flow_trains(scenario) if (each.crossing, each.direction) == (name, direction)]
            since = dated[first].since
            if first and trains and since is not None and dated[0].counted == "trains":
                key = "accepts" if direction in crossing.accepts else "agreed"
                path: Path = ("crossings", name, key, direction, first)
                yield from _burst(path, scenario, scenario.window.second_of(since), trains, "accepts its first train")


def _more_than_agreed(scenario: Description) -> Iterator[Said]:
    """Crossings and kinds that accept more, on every day, than was agreed."""
    for name, crossing in scenario.crossings.items():
        path: Path = ("crossings", name)
        told = [((*path, "accepts", way), crossing.accepts[way], crossing.agreed.get(way)) for way in crossing.accepts]
        for way, kinds in crossing.kinds.items():
            told += [
                ((*path, "kinds", way, k, "accepts"), each.accepts or [], each.agreed) for k, each in kinds.items()
            ]
        for at, accepts, agreed in told:
            if accepts and agreed and min(e.units for e in accepts) > max(e.units for e in agreed):
                most = max(each.units for each in agreed)
                yield at, f"is more than was agreed, {most:g} {agreed[0].counted} a day: are the two exchanged?"


def _burst(path: Path, scenario: Description, second: int, trains: list[FlowTrains], begins: str) -> Iterator[Said]:
    """How many trains wait until something begins, and how long it takes to clear them beside new trains."""
    window = scenario.window
    if not 0 < second < window.until:
        return
    a_day = sum(each.trains for each in trains)
    waiting = a_day * second / DAY
    spare = _accepted(scenario, trains) - a_day
    settled = second + round(DAY * waiting / spare) if spare > 0 else window.until
    if waiting < 1 or settled <= window.warm_up:
        return
    names = _each([f'"{name}"' for name in dict.fromkeys(each.flow for each in trains)])
    until = "for the rest of the run" if settled >= window.until else f"until about {_day(scenario, settled)}"
    yield (
        path,
        f"{begins} {second / DAY:.0f} days after the run begins, but the trains of {names} want to run from its "
        f"first day: about {waiting:.0f} wait and then run in a burst, {until}. The warm-up ends before that: let it "
        f"begin by {window.simulation_start}, or begin the measurement later",
    )


def _accepted(scenario: Description, trains: list[FlowTrains]) -> float:
    """Trains per day that the crossings and directions of these trains accept in the end."""
    used = dict.fromkeys((each.crossing, each.direction) for each in trains)
    limits = (scenario.crossings[name].limit(direction) for name, direction in used)
    return sum(dated[-1].units if dated and dated[-1].counted == "trains" else inf for dated in limits)


def _day(scenario: Description, second: int) -> str:
    return str(scenario.window.simulation_start + timedelta(seconds=second))
