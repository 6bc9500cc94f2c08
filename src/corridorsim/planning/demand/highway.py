"""Containers that go by road: a share of each flow up to the road's capacity, calculated before any train runs."""

from corridorsim.itineraries import ByRoad
from corridorsim.model import Scenario
from corridorsim.model.demand.traffic import Flow

YEAR = 365


def by_road(scenario: Scenario) -> list[ByRoad]:
    """Every flow of which a road takes a share; demand above its capacity is refused to all flows in proportion.

    It counts per year; months are not distinguished.
    """
    scale, told = flow_scale(scenario), []
    for name, highway in scenario.highways.items():
        loads = {flow: _containers(scenario, scenario.traffic.flows[flow]) for flow in highway.share}
        wanted = {flow: scale * loads[flow][0] * share for flow, share in highway.share.items()}
        total = sum(wanted.values())
        takes = min(1.0, highway.capacity * YEAR / total) if total else 0.0
        for flow, share in highway.share.items():
            carried = takes * wanted[flow]
            tonnes = takes * share * scale * loads[flow][1]
            cost = None if highway.cost is None else highway.cost * carried
            told.append(ByRoad(name, flow, wanted[flow], carried, tonnes, cost, takes * share))
    return told


def flow_scale(scenario: Scenario) -> float:
    """The factor by which every flow's tonnes are multiplied."""
    traffic = scenario.traffic
    stated = sum(flow.tonnes for flow in traffic.flows.values())
    return traffic.scale * (traffic.total / stated if traffic.total is not None and stated else 1)


def _containers(scenario: Scenario, flow: Flow) -> tuple[float, float]:
    """TEU per year of a flow before scaling, and the tonnes in them."""
    trains = [(scenario.consists[name], flow.tonnes * share) for name, share in flow.consists.items()]
    boxed = [(train, tonnes) for train, tonnes in trains if train.boxes]
    return sum(tonnes / train.net * train.boxes for train, tonnes in boxed), sum(tonnes for _, tonnes in boxed)
