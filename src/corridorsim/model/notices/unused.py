"""Parts of a scenario that no train uses, or that never take effect during its run.

Only the scenario's own file and outside settings are checked: extended files may contain more than it needs.
"""

from collections.abc import Callable, Iterable, Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.demand.demands import most_tonnes
from corridorsim.model.demand.gives_way import LoadingStop
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description
from corridorsim.model.lines.movement import Days
from corridorsim.model.reading.document import Document


def find_unused(scenario: Description, document: Document) -> Iterator[Said]:
    """Consists, locomotives, pools, terminals, flows and services without a train, and closings outside the run."""
    for path, message in (*_things(scenario), *_trainless(scenario), *_stopless(scenario), *_outside(scenario)):
        if document.layer(path) >= document.topmost:
            yield path, message


def _things(scenario: Description) -> Iterator[Said]:
    flows = scenario.traffic.flows.values()
    used = {name for flow in flows for name in flow.consists}
    told = [scenario.consists[name] for name in used]
    used |= {other for each in told for other in (each.onward, each.brought_by) if other}
    run = used | {service.consist for service in scenario.traffic.services.values() if service.consist}
    pull = {scenario.consists[name].locomotive for name in run}
    kinds = {scenario.consists[name].wagon_kind for name in used}
    terminals = {name for flow in flows for name in (flow.foreign_terminal, flow.inland_terminal)}
    yield from _idle(("consists",), scenario.consists, run, "no flow and no service uses it")
    yield from _idle(("locomotives",), scenario.locomotives, pull, "it hauls no train of the run")
    yield from _idle(("terminals",), scenario.terminals, terminals, "no flow uses it as its terminal")
    pools = scenario.pools
    wagons = {name for name, pool in pools.wagons.items() if pool.wagon_kind in kinds}
    yield from _idle(("pools", "wagons"), pools.wagons, wagons, "no freight train has its kind of wagon")
    engines = {name for name, pool in pools.locomotives.items() if pool.locomotive in pull}
    yield from _idle(("pools", "locomotives"), pools.locomotives, engines, "its kind hauls no train of the run")


def _idle(path: Path, told: Iterable[str], used: Iterable[object], why: str) -> Iterator[Said]:
    for name in sorted(set(told) - set(used)):
        yield (*path, name), f"changes nothing: {why}"


def _trainless(scenario: Description) -> Iterator[Said]:
    traffic = scenario.traffic
    for name, flow in traffic.flows.items():
        if flow.queue == 0:
            yield from _never_sent(("traffic", "flows", name), scenario, flow)
    for name, service in traffic.services.items():
        if service.pairs == 0:
            yield ("traffic", "services", name, "pairs"), "is 0: the service has no trains"
    if traffic.flows and traffic.scale == 0:
        yield ("traffic", "scale"), "is 0: no freight runs"
    if traffic.flows and traffic.total == 0:
        yield ("traffic", "total"), "is 0: no freight runs"


def _never_sent(path: Path, scenario: Description, flow: Flow) -> Iterator[Said]:
    """A flow that has no goods in the run."""
    window = scenario.window
    if most_tonnes(scenario, flow) == 0:
        yield (*path, "tonnes"), "is 0: the flow has no trains"
    elif (flow.since is not None and flow.since > window.last_day) or (
        flow.until is not None and flow.until <= window.simulation_start
    ):
        key = "until" if flow.since is None or flow.since <= window.last_day else "since"
        run = f"{window.simulation_start} to {window.last_day}"
        yield (*path, key), f"leaves no day of the run, {run}, to the flow: it has no trains"


def _stopless(scenario: Description) -> Iterator[Said]:
    """Rules that would stop loading but apply to no train."""
    for name, rule in scenario.traffic.loading_stops.items():
        if not any(_concerns(scenario, rule, flow) for flow in scenario.traffic.flows.values()):
            yield ("traffic", "loading_stops", name), "changes nothing: it applies to no train of any flow"


def _concerns(scenario: Description, rule: LoadingStop, flow: Flow) -> bool:
    ways = [way for way in flow.crossings if rule.crossing in (None, way)]
    ends = {end for way in ways for end in flow.inland_by(way)}
    goods = {scenario.consists[consist].commodity for consist in flow.consists}
    return (
        rule.direction == flow.direction
        and bool(ends & set(rule.ends) if rule.ends else ends)
        and bool(not rule.commodities or goods & set(rule.commodities))
    )


def _outside(scenario: Description) -> Iterator[Said]:
    """Possessions, restrictions, cuts and dated disruptions that lie entirely outside the run."""
    window = scenario.window

    def never(days: Days) -> bool:
        return not any(True for _ in window.spans([days]))

    for name, line in scenario.lines.items():
        for key, told in (("possessions", line.possessions), ("restrictions", line.restrictions)):
            yield from _never(("lines", name, key), told, never, scenario)
        cuts = [Days.model_construct(since=cut.since, until=cut.until) for cut in line.cuts]
        yield from _never(("lines", name, "cuts"), cuts, never, scenario)
    for name, disruption in scenario.disruptions.items():
        if disruption.clock is None:
            yield from _never(("disruptions", name, "dated"), disruption.dated, never, scenario)


def _never(path: Path, told: Iterable[Days], never: Callable[[Days], bool], scenario: Description) -> Iterator[Said]:
    window = scenario.window
    for i, days in enumerate(told):
        if never(days):
            yield (
                (*path, i),
                f"changes nothing: it is never in force in the run, {window.simulation_start} to {window.last_day}",
            )
