"""Demand of a scenario's flows: tonnes per year after scaling, and trains per day; without months and roads."""

from collections.abc import Iterator
from typing import NamedTuple

from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description


class FlowTrains(NamedTuple):
    """Trains of a flow by one of its crossings and to or from one distant end."""

    flow: str
    crossing: str
    direction: str
    end: str
    trains: float  # loaded, per day


def scale_of(scenario: Description) -> float:
    """The factor by which the tonnes of every flow are multiplied."""
    traffic = scenario.traffic
    told = sum(flow.tonnes for flow in traffic.flows.values())
    return traffic.scale * (traffic.total / told if traffic.total is not None and told else 1.0)


def flow_trains(scenario: Description) -> Iterator[FlowTrains]:
    """Loaded trains per day by flow, crossing and distant end; a crossing that may be chosen gets the whole flow."""
    scale = scale_of(scenario)
    for name, flow in scenario.traffic.flows.items():
        a_day = scale * _trains(scenario, flow) / 365
        for crossing in flow.crossings:
            for end, share in flow.inland_by(crossing).items():
                yield FlowTrains(name, crossing, flow.direction, end, a_day * share)


def _trains(scenario: Description, flow: Flow) -> float:
    """Trains per year, before scaling."""
    return sum(flow.tonnes * share / scenario.consists[name].net for name, share in flow.consists.items())
