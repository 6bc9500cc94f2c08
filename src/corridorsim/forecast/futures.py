"""A drawn future as changes of a scenario: tonnes of each flow, shares of the crossings, and assumed values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import root

from corridorsim.arrays import Floats
from corridorsim.errors import CorridorError, did_you_mean, dotted
from corridorsim.model import Scenario
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.forecast.backtest import DemandSeries, Expresses


@dataclass(frozen=True)
class Future:
    """DemandSeries of one year: amounts of the series by name."""

    amounts: Mapping[str, float]
    year: int


def flow_changes(scenario: Scenario, demand: DemandSeries, future: Future) -> dict[str, object]:
    """Changes that give a scenario's flows a future's tonnes, directions and crossings.

    Within a direction the flows keep their proportions, and between crossings the odds of all flows shift alike; flows
    of container trains get the tonnes of these. Raises CorridorError where that cannot be.
    """
    _names_are_known(scenario, demand)
    flows, amounts = scenario.traffic.flows, future.amounts
    tonnes = _express_tonnes(demand.expresses, amounts)
    for direction, total in _by_direction(scenario, demand, amounts).items():
        others = {name: flow for name, flow in flows.items() if flow.direction == direction and name not in tonnes}
        known = sum(tonnes[name] for name in tonnes if flows[name].direction == direction)
        told = sum(flow.tonnes for flow in others.values())
        left = max(total - known, 0.0)
        if told == 0 and left > 0:
            raise CorridorError(f"no flow {direction} is left to carry {left / 1e6:.1f} Mt beside the container trains")
        tonnes |= {name: flow.tonnes * left / told for name, flow in others.items()}
    changes: dict[str, object] = {"traffic.total": None, "traffic.scale": 1.0}
    changes |= {dotted(("traffic", "flows", name, "tonnes")): amount for name, amount in tonnes.items()}
    return changes | _crossing_changes(flows, demand, amounts, tonnes)


def _names_are_known(scenario: Scenario, demand: DemandSeries) -> None:
    """Raise CorridorError for a flow, direction or crossing that the scenario does not have."""
    flows = scenario.traffic.flows
    named: list[tuple[str, set[str], Iterable[str]]] = [
        ("direction", {flow.direction for flow in flows.values()}, demand.direction)
    ]
    named.append(("crossing", {crossing for flow in flows.values() for crossing in flow.crossings}, demand.crossing))
    if demand.expresses:
        named.append(("expresses.flows", {*flows}, demand.expresses.flows))
    for key, there, names in named:
        for name in names:
            if name not in there:
                told = did_you_mean(name, there) or f"; known names: {', '.join(sorted(there))}"
                raise CorridorError(f'demand.{key}: "{name}" is not in {scenario.name}{told}')


def _express_tonnes(expresses: Expresses | None, amounts: Mapping[str, float]) -> dict[str, float]:
    if expresses is None:
        return {}
    trains = sum(amounts[series] for series in expresses.trains.values())
    return {flow: share * trains * amounts[expresses.load] for flow, share in expresses.flows.items()}


def _by_direction(scenario: Scenario, demand: DemandSeries, amounts: Mapping[str, float]) -> dict[str, float]:
    """Tonnes by direction: those told by a series, and the rest for the other."""
    total = amounts[demand.total]
    told = {direction: total * amounts[series] for direction, series in demand.direction.items()}
    others = {flow.direction for flow in scenario.traffic.flows.values()} - set(told)
    return told | {other: total - sum(told.values()) for other in others}


def _crossing_changes(
    flows: Mapping[str, Flow], demand: DemandSeries, amounts: Mapping[str, float], tonnes: Mapping[str, float]
) -> dict[str, object]:
    """Shares of the crossings, shifted until tonnes, and container trains, are by crossing as the future says."""
    expresses = demand.expresses
    express_flows = list(expresses.flows) if expresses else []
    changes: dict[str, object] = {}
    known = dict.fromkeys(demand.crossing, 0.0)
    if expresses:
        trains = {crossing: amounts[series] for crossing, series in expresses.trains.items()}
        wanted = {crossing: count * amounts[expresses.load] for crossing, count in trains.items()}
        shares = _shifted({name: flows[name] for name in express_flows}, tonnes, wanted)
        changes |= _as_changes(shares)
        known |= {crossing: wanted.get(crossing, 0.0) for crossing in known}
    total = amounts[demand.total]
    wanted = {
        crossing: max(total * amounts[series] - known[crossing], 0.0) for crossing, series in demand.crossing.items()
    }
    others = {name: flow for name, flow in flows.items() if name not in express_flows}
    return changes | _as_changes(_shifted(others, tonnes, wanted))


Shares = dict[str, dict[str, float]]


def _shifted(flows: Mapping[str, Flow], tonnes: Mapping[str, float], wanted: Mapping[str, float]) -> Shares:
    """Shares by flow and crossing, whose odds are shifted alike so that the tonnes by crossing are those wanted."""
    chosen = {name: _told_shares(flow) for name, flow in flows.items() if flow.choice is not None}
    there = dict.fromkeys(crossing for shares in chosen.values() for crossing in shares)
    crossings = [crossing for crossing in wanted if crossing in there]
    if len(crossings) == len(there):  # the rest of the tonnes goes there in any case
        crossings = crossings[1:]
    fixed = dict.fromkeys(crossings, 0.0)
    for name, flow in flows.items():
        if name not in chosen and flow.crossing in fixed:
            fixed[flow.crossing] += tonnes[name]
    movable = sum(tonnes[name] for name in chosen)
    if not crossings or movable == 0:
        return {}
    least, most = 0.002 * movable, 0.998 * movable
    goal = np.array([min(max(wanted[crossing] - fixed[crossing], least), most) for crossing in crossings])

    def miss(shift: Floats) -> Floats:
        moved = _with_shift(chosen, dict(zip(crossings, shift, strict=True)))
        got = [
            sum(tonnes[name] * shares.get(crossing, 0.0) for name, shares in moved.items()) for crossing in crossings
        ]
        return np.asarray((np.array(got) - goal) / movable, float)

    found = root(miss, np.zeros(len(crossings)), method="hybr")
    if not found.success or np.abs(found.fun).max() > 1e-3:
        raise CorridorError(f"the flows' shares cannot be shifted to {', '.join(crossings)} as the series say")
    return _with_shift(chosen, dict(zip(crossings, found.x, strict=True)))


def _told_shares(flow: Flow) -> dict[str, float]:
    assert flow.choice is not None
    return {name: each.share or 0.0 for name, each in flow.choice.alternatives.items()}


def _with_shift(chosen: Shares, shift: Mapping[str, float]) -> Shares:
    moved = {}
    for name, shares in chosen.items():
        weights = {crossing: share * np.exp(shift.get(crossing, 0.0)) for crossing, share in shares.items()}
        whole = sum(weights.values()) or 1.0
        moved[name] = {crossing: float(weight / whole) for crossing, weight in weights.items()}
    return moved


def _as_changes(shares: Shares) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name, by_crossing in shares.items():
        *others, last = by_crossing
        rounded = {crossing: round(by_crossing[crossing], 9) for crossing in others}
        rounded[last] = max(1.0 - sum(rounded.values()), 0.0)
        for crossing, share in rounded.items():
            changes[dotted(("traffic", "flows", name, "choice", "alternatives", crossing, "share"))] = share
    return changes
