"""Checks of pools, terminals and roads: unknown names, and sizes too small for any train."""

from collections.abc import Iterable, Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.pools import WagonPool
from corridorsim.model.demand.terminals import Terminal
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description
from corridorsim.model.lines.traction_checks import known


def find_pool_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in wagons and locomotives, and in where containers come from or go to."""
    yield from _wagons(scenario)
    yield from _locomotives(scenario)
    yield from _terminals(scenario)
    yield from _highways(scenario)


def _gauges(scenario: Description) -> dict[str, tuple[int, bool]]:
    """Places where wagons may be at home: their gauge, and whether they are border stations."""
    gauges = {}
    for crossing in scenario.crossings.values():
        for side in (crossing.near, crossing.far):
            gauges[side.station] = side.gauge, True
    near = next((crossing.near.gauge for crossing in scenario.crossings.values()), 0)
    far = {crossing.far.station: crossing.far.gauge for crossing in scenario.crossings.values()}
    return gauges | {name: (far.get(end.at, near), False) for name, end in scenario.ends.items()}


def _wagons(scenario: Description) -> Iterator[Said]:
    gauges, kinds = _gauges(scenario), {consist.wagon_kind for consist in scenario.consists.values()}
    near = {crossing.near.gauge for crossing in scenario.crossings.values()}
    taken: dict[tuple[str, str], str] = {}
    for name, pool in scenario.pools.wagons.items():
        path: Path = ("pools", "wagons", name)
        yield from known((*path, "wagon_kind"), pool.wagon_kind, kinds, "kind of wagon of a consist")
        for i, home in enumerate(pool.homes):
            here: Path = (*path, "homes", i)
            yield from known(here, home, gauges, "distant end or border station")
            if home in gauges and gauges[home][0] != pool.gauge:
                yield here, f'must have the gauge {pool.gauge} mm: trains at "{home}" run on {gauges[home][0]} mm'
            if (other := taken.setdefault((pool.wagon_kind, home), name)) != name:
                yield here, f'already has wagons of this kind ("{other}"); put them in one pool'
        if pool.gauge not in near and len({gauges[home][1] for home in pool.homes if home in gauges}) > 1:
            rule = "trains out of both countries could wait for each other's wagons forever"
            yield (*path, "homes"), f"must be all distant ends or all border stations beyond the border: {rule}"
        yield from _large_enough((*path, "size"), pool.size, _of_kind(scenario, pool), "wagons")


def _of_kind(scenario: Description, pool: WagonPool) -> dict[str, int]:
    kind = [(name, consist) for name, consist in scenario.consists.items() if consist.wagon_kind == pool.wagon_kind]
    return {name: consist.wagons for name, consist in kind}


def _locomotives(scenario: Description) -> Iterator[Said]:
    far = {crossing.far.station for crossing in scenario.crossings.values()}
    near = [name for name, end in scenario.ends.items() if end.at not in far]
    taken: dict[tuple[str, str], str] = {}
    for name, pool in scenario.pools.locomotives.items():
        path: Path = ("pools", "locomotives", name)
        yield from known((*path, "locomotive"), pool.locomotive, scenario.locomotives, "kind of locomotive")
        for i, end in enumerate(pool.ends):
            yield from known((*path, "ends", i), end, near, "distant end of the near country")
            if (other := taken.setdefault((pool.locomotive, end), name)) != name:
                yield (*path, "ends", i), f'already has locomotives of this kind ("{other}"); put them in one pool'
        hauled = {n: 2 * c.locomotives for n, c in scenario.consists.items() if c.locomotive == pool.locomotive}
        yield from _large_enough((*path, "size"), pool.size, hauled, "locomotives for each direction")


def _large_enough(path: Path, size: int, needed: dict[str, int], what: str) -> Iterator[Said]:
    most = max(needed, key=needed.__getitem__, default="")
    if most and size < needed[most]:
        yield path, f'must be at least {needed[most]}, the {what} of a train "{most}" (got {size})'


def _terminals(scenario: Description) -> Iterator[Said]:
    for name, flow in scenario.traffic.flows.items():
        for key, onward_there in (("foreign_terminal", 0), ("inland_terminal", 1)):
            terminal, path = getattr(flow, key), ("traffic", "flows", name, key)
            if terminal is None:
                continue
            yield from known(path, terminal, scenario.terminals, "terminal")
            boxed = [(n, c) for n in flow.consists if (c := scenario.consists.get(n)) is not None and c.boxes]
            if terminal in scenario.terminals:
                yield from _handles(terminal, scenario.terminals[terminal], boxed)
            crossings = [scenario.crossings.get(at) for at in flow.crossings]
            if any(crossing and flow.direction == crossing.directions[onward_there] for crossing in crossings):
                yield from _not_onward(path, boxed)


def _handles(name: str, terminal: Terminal, boxed: Iterable[tuple[str, Consist]]) -> Iterator[Said]:
    needed = {consist: round(train.boxes) for consist, train in boxed}
    yield from _large_enough(("terminals", name, "handles"), round(terminal.handles), needed, "TEU")
    if terminal.space is not None:
        yield from _large_enough(("terminals", name, "space"), round(terminal.space), needed, "TEU")


def _not_onward(path: Path, boxed: Iterable[tuple[str, Consist]]) -> Iterator[Said]:
    for name, consist in boxed:
        if consist.onward is not None:
            yield path, f'must be omitted: the goods of trains "{name}" continue on other trains, which all flows share'


def _highways(scenario: Description) -> Iterator[Said]:
    taken: dict[str, str] = {}
    for name, highway in scenario.highways.items():
        for flow in highway.share:
            path: Path = ("highways", name, "share", flow)
            yield from known(path, flow, scenario.traffic.flows, "flow")
            if (other := taken.setdefault(flow, name)) != name:
                yield path, f'already uses "{other}"; a flow has one road'
            if flow in scenario.traffic.flows and not _has_containers(scenario, scenario.traffic.flows[flow]):
                yield path, "must be a flow with containers (a consist with boxes)"


def _has_containers(scenario: Description, flow: Flow) -> bool:
    return any(scenario.consists[name].boxes for name in flow.consists if name in scenario.consists)
