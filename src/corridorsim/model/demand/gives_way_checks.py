"""Checks of demand by date, and of how demand gives way."""

from collections.abc import Container, Iterable, Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.demand.gives_way import LoadingStop, Patience
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description
from corridorsim.model.lines.traction_checks import known


def find_demand_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in years and days of flows, in patience, and in rules that stop loading."""
    for name, flow in scenario.traffic.flows.items():
        path: Path = ("traffic", "flows", name)
        yield from _dates(path, flow)
        if flow.patience is not None:
            yield from _patience((*path, "patience"), flow.patience, [flow])
        for key in ("queue", "patience"):
            if getattr(flow, key):
                yield from _brought((*path, key), scenario, ((flow, consist) for consist in flow.consists))
    carried = _carried(scenario)
    for commodity, patience in scenario.traffic.patience.items():
        path = ("traffic", "patience", commodity)
        yield from known(path, commodity, carried, "commodity of a flow's consists")
        yield from _patience(path, patience, carried.get(commodity, []))
        yield from _brought(path, scenario, _loads(scenario, carried.get(commodity, []), [commodity]))
    for name, stop in scenario.traffic.loading_stops.items():
        yield from _stop(("traffic", "loading_stops", name), scenario, stop, carried)


def _carried(scenario: Description) -> dict[str, list[Flow]]:
    """By commodity, the flows that carry it and have no patience of their own."""
    found: dict[str, list[Flow]] = {}
    for flow in scenario.traffic.flows.values():
        for consist in flow.consists:
            commodity = scenario.consists[consist].commodity if consist in scenario.consists else None
            if commodity is not None:
                found.setdefault(commodity, []).extend([flow] if flow.patience is None else [])
    return found


def _dates(path: Path, flow: Flow) -> Iterator[Said]:
    if flow.since is not None and flow.until is not None and flow.until <= flow.since:
        yield (*path, "until"), f"must be later than since, {flow.since} (got {flow.until})"


def _patience(path: Path, patience: Patience, flows: list[Flow]) -> Iterator[Said]:
    if patience.by is None:
        return
    if patience.then != "another way":
        yield (*path, "by"), 'must be omitted unless goods that give up go another way (then: "another way")'
    for flow in flows:
        if patience.by not in flow.crossings:
            rule = "where its goods may go must be said there, with its distant ends"
            yield (*path, "by"), f'names "{patience.by}", which is no alternative in the choice of its flow: {rule}'
            return


def _loads(scenario: Description, flows: Iterable[Flow], commodities: Container[str]) -> Iterator[tuple[Flow, str]]:
    """The consists of some flows that carry some commodities."""
    for flow in flows:
        for name in flow.consists:
            if name in scenario.consists and scenario.consists[name].commodity in commodities:
                yield flow, name


def _brought(path: Path, scenario: Description, loads: Iterable[tuple[Flow, str]]) -> Iterator[Said]:
    """Trains that the yard at the border makes up exist only there: none of them waits at a distant end."""
    for flow, name in loads:
        consist = scenario.consists.get(name)
        crossings = (scenario.crossings[each] for each in flow.crossings if each in scenario.crossings)
        if consist is None or consist.brought_by is None:
            continue
        if any(flow.direction == crossing.directions[0] for crossing in crossings):
            rule = "such trains do not wait to be loaded at a distant end"
            yield path, f'must not apply to "{name}", whose goods other trains bring to the border (brought_by): {rule}'
            return


def _stop(path: Path, scenario: Description, stop: LoadingStop, carried: dict[str, list[Flow]]) -> Iterator[Said]:
    if stop.crossing is not None:
        yield from known((*path, "crossing"), stop.crossing, scenario.crossings, "crossing")
    ways = [
        way for name, each in scenario.crossings.items() if stop.crossing in (None, name) for way in each.directions
    ]
    if ways:
        yield from known((*path, "direction"), stop.direction, ways, "direction of its crossing")
    for i, end in enumerate(stop.ends):
        yield from known((*path, "ends", i), end, scenario.ends, "distant end")
    for i, commodity in enumerate(stop.commodities):
        yield from known((*path, "commodities", i), commodity, carried, "commodity of a flow's consists")
    yield from _brought(path, scenario, _stopped(scenario, stop))
    if stop.ends_at >= stop.begins_at:
        yield (*path, "ends_at"), f"must be less than begins_at, {stop.begins_at} (got {stop.ends_at})"


def _stopped(scenario: Description, stop: LoadingStop) -> Iterator[tuple[Flow, str]]:
    """The consists of the flows that a rule concerns."""
    flows = [
        flow
        for flow in scenario.traffic.flows.values()
        if flow.direction == stop.direction
        and (stop.crossing is None or stop.crossing in flow.crossings)
        and (not stop.ends or any(end in stop.ends for each in flow.crossings for end in flow.inland_by(each)))
    ]
    if stop.commodities:
        yield from _loads(scenario, flows, stop.commodities)
    else:
        yield from ((flow, name) for flow in flows for name in flow.consists)
