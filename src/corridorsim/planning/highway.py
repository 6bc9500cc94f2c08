"""Containers that go by road: worked out before any train runs, a share of each flow, as far as the road takes them."""

from corridorsim.itineraries import ByRoad
from corridorsim.model import Scenario
from corridorsim.model.traffic import Flow

YEAR = 365


def by_road(scenario: Scenario) -> list[ByRoad]:
    """Every flow that a road takes a share of; what all want beyond its capacity is refused to all alike.

    It counts by the year: months are not told apart.
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
    """By which every flow's tonnes are multiplied."""
    traffic = scenario.traffic
    stated = sum(flow.tonnes for flow in traffic.flows.values())
    return traffic.scale * (traffic.total / stated if traffic.total is not None and stated else 1)


def _containers(scenario: Scenario, flow: Flow) -> tuple[float, float]:
    """TEU a year of a flow, as its tonnes are told, and the tonnes in them."""
    trains = [(scenario.consists[name], flow.tonnes * share) for name, share in flow.consists.items()]
    boxed = [(train, tonnes) for train, tonnes in trains if train.boxes]
    return sum(tonnes / train.net * train.boxes for train, tonnes in boxed), sum(tonnes for _, tonnes in boxed)
