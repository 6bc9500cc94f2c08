"""Checks of the trains that a crossing handles: their length, load, and stages."""

from collections import defaultdict
from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.border.control import FurtherControl
from corridorsim.model.border.crossing import Crossing, Side, counted_between
from corridorsim.model.border.gauge_break import Counted, GaugeBreak
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description
from corridorsim.model.lines.traction_checks import known

MOST_SHARES = 4
SAME_LOAD = 1e-3  # relative, of tonnes and TEU per unit: rounding to whole containers and tonnes


def on_lines(scenario: Description, flow: Flow, name: str) -> list[str]:
    """The consists that carry a flow by one of its crossings over the lines of the near country."""
    crossing = scenario.crossings.get(name)
    told = [(name, scenario.consists.get(name)) for name in flow.consists]
    if crossing is None or flow.direction != crossing.directions[1]:
        return [name if consist is None else consist.brought_by or name for name, consist in told]
    return [name if consist is None else consist.onward or name for name, consist in told]


def find_worked_problems(scenario: Description) -> Iterator[Said]:
    """Trains that cannot be handled at a crossing that their flow uses or may use."""
    ways = [(flow, at) for flow in scenario.traffic.flows.values() for at in flow.crossings]
    yield from dict.fromkeys(said for flow, at in ways for said in _of_flow(scenario, flow, at))
    for name, crossing in scenario.crossings.items():
        for direction, key in zip(crossing.directions, ("far", "near"), strict=True):
            yield from _stacks(("crossings", name, key, "gauge_break"), scenario, name, direction)
            yield from _bogies(("crossings", name, key, "gauge_break"), crossing.import_side(direction))


def _bogies(path: Path, side: Side) -> Iterator[Said]:
    """Where bogies are exchanged, wagons are worked one by one and nothing is unloaded."""
    for name, place in side.gauge_break.items():
        if place.exchanges == "bogies" and place.works != "wagons":
            yield (*path, name, "works"), f'must be "wagons": bogies are exchanged there (got "{place.works}")'
        if place.exchanges == "bogies" and place.stack is not None:
            yield (*path, name, "stack"), "must be omitted: bogies are exchanged there, so nothing is unloaded"


def _of_flow(scenario: Description, flow: Flow, at: str) -> Iterator[Said]:
    crossing = scenario.crossings.get(at)
    if crossing is None or flow.direction not in crossing.directions:
        return
    side = crossing.import_side(flow.direction)
    for name in flow.consists:
        if (consist := scenario.consists.get(name)) is None:
            continue
        path: Path = ("consists", name)
        worked = side.worked_at(consist.commodity)
        if worked is None and side.transshipment is None and consist.transshipment is None:
            yield path, f'must give transshipment: no gauge_break of "{side.station}" handles its commodity'
        if consist.brought_by is not None and flow.direction == crossing.directions[0]:
            yield from _brought(scenario, path, consist)
        if consist.onward is not None:
            yield from _onward(scenario, path, consist, side)
            if worked and worked[1].exchanges == "bogies":
                yield (*path, "onward"), f'must be omitted: at "{worked[0]}" wagons continue on other bogies'
        yield from _lengths(scenario, flow, at, name)
        yield from _partial(("crossings", at), crossing, name, consist)


def _onward(scenario: Description, path: Path, consist: Consist, side: Side) -> Iterator[Said]:
    """Goods that change trains in a stack or a yard: a unit is the same size on both trains."""
    here: Path = (*path, "onward")
    name = consist.onward or ""
    yield from known(here, name, scenario.consists, "consist")
    worked, train = side.worked_at(consist.commodity), scenario.consists.get(name)
    if train is not None:
        counted = counted_between(consist, train, worked[1] if worked else None)
        for what, came, goes in _loads(consist, train, counted):
            if abs(came - goes) > SAME_LOAD * max(came, goes):
                yield here, f'must carry as many {what}: "{name}" has {goes:g} for each of its {counted}, this {came:g}'


def _brought(scenario: Description, path: Path, consist: Consist) -> Iterator[Said]:
    """Goods that the yard at the border regroups: a unit is the same size on both trains, and no wagons are counted."""
    here: Path = (*path, "brought_by")
    name = consist.brought_by or ""
    yield from known(here, name, scenario.consists, "consist")
    if (train := scenario.consists.get(name)) is None:
        return
    counted = counted_between(consist, train, None)
    for what, came, goes in _loads(train, consist, counted):
        if abs(came - goes) > SAME_LOAD * max(came, goes):
            yield here, f'must carry as many {what}: "{name}" has {came:g} for each of its {counted}, this {goes:g}'
    scarce = {pool.wagon_kind for pool in scenario.pools.wagons.values()}
    for kind in sorted({consist.wagon_kind, train.wagon_kind} & scarce):
        yield here, f'must be omitted: wagons of a pool ("{kind}") go round with one train'


def _loads(came: Consist, goes: Consist, counted: Counted) -> Iterator[tuple[str, float, float]]:
    """Amounts per unit on the two trains: goods keep their tonnes and containers when they change trains."""
    units, onward = (max(each.amount(counted), 1) for each in (came, goes))
    yield "tonnes", came.net / units, goes.net / onward
    yield "TEU", came.boxes / units, goes.boxes / onward


def _lengths(scenario: Description, flow: Flow, at: str, name: str) -> Iterator[Said]:
    """Trains fit the tracks of both stations whose useful length is given."""
    crossing, consist = scenario.crossings[at], scenario.consists[name]
    goes = scenario.consists.get(consist.onward or name, consist)
    inward = flow.direction == crossing.directions[1]
    keys = ("far", "near") if inward else ("near", "far")
    export, imports = (crossing.far, crossing.near) if inward else (crossing.near, crossing.far)
    for key, side, what, train in (
        (keys[0], export, "own_length", consist),
        (keys[1], imports, "other_length", consist),
        (keys[1], imports, "own_length", goes),
    ):
        useful = getattr(side, what)
        if useful is not None and train.length > useful:
            called = name if train is consist else consist.onward
            yield (
                ("crossings", at, key, what),
                f'is too short for a train "{called}" of {train.length:.9g} m (got {useful:.9g} m)',
            )


def _partial(path: Path, crossing: Crossing, name: str, consist: Consist) -> Iterator[Said]:
    """Every control that only a share of trains goes through doubles the number of itineraries."""
    further = [stage for side in (crossing.near, crossing.far) for stage in side.control.further]
    partial = [stage for stage in further if 0 < inspected(stage, consist.commodity) < 1]
    if len(partial) > MOST_SHARES:
        yield (
            path,
            f'must have at most {MOST_SHARES} controls that only a share of the trains "{name}" goes through '
            f"(got {len(partial)}); combine some",
        )


def inspected(stage: FurtherControl, commodity: str | None) -> float:
    """Share of the trains with a commodity that go through a control."""
    own = stage.by_commodity.get(commodity or "")
    return stage.share if own is None or own.share is None else own.share


def _stacks(path: Path, scenario: Description, at: str, direction: str) -> Iterator[Said]:
    """A stack must hold a train less a unit for every destination, and one arriving train, so that it never blocks."""
    side = scenario.crossings[at].import_side(direction)
    goes: dict[str, set[tuple[str, str]]] = defaultdict(set)  # by place: onward consist and destination
    comes: dict[str, set[str]] = defaultdict(set)
    for flow in scenario.traffic.flows.values():
        if at not in flow.crossings or flow.direction != direction:
            continue
        for name in flow.consists:
            consist = scenario.consists.get(name)
            worked = consist and consist.onward in scenario.consists and side.worked_at(consist.commodity)
            if consist and consist.onward and worked and worked[1].stack:
                beyond = flow.inland_by(at) if side is scenario.crossings[at].near else ("",)
                goes[worked[0]] |= {(consist.onward, end) for end in beyond}
                comes[worked[0]].add(name)
    for place, trains in goes.items():
        yield from _stack((*path, place, "stack", "units"), scenario, side.gauge_break[place], trains, comes[place])


def _stack(
    path: Path, scenario: Description, place: GaugeBreak, goes: set[tuple[str, str]], comes: set[str]
) -> Iterator[Said]:
    full = sum(scenario.consists[train].amount(place.works) - 1 for train, _ in goes)
    arriving = max(scenario.consists[name].amount(place.works) for name in comes)
    if place.stack and place.stack.units < full + arriving:
        yield (
            path,
            f"must be at least {full + arriving} {place.works}: {full} for trains that are not yet full, one per "
            f"destination, and {arriving} for one that arrives (got {place.stack.units})",
        )
