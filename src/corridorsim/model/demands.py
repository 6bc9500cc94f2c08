"""What a scenario's flows ask for: tonnes a year once they are scaled, trains a day; months and roads left aside."""

from collections.abc import Iterator
from typing import NamedTuple

from corridorsim.model.description import Description
from corridorsim.model.traffic import Flow


class Asked(NamedTuple):
    """Trains of a flow by one of its crossings and to or from one distant end."""

    flow: str
    crossing: str
    direction: str
    end: str
    trains: float  # a day, loaded


def scale_of(scenario: Description) -> float:
    """What the tonnes of every flow are multiplied by."""
    traffic = scenario.traffic
    told = sum(flow.tonnes for flow in traffic.flows.values())
    return traffic.scale * (traffic.total / told if traffic.total is not None and told else 1.0)


def asked(scenario: Description) -> Iterator[Asked]:
    """Loaded trains a day by flow, crossing and distant end; a flow that may choose takes each crossing whole."""
    scale = scale_of(scenario)
    for name, flow in scenario.traffic.flows.items():
        a_day = scale * _trains(scenario, flow) / 365
        for crossing in flow.crossings:
            for end, share in flow.inland_by(crossing).items():
                yield Asked(name, crossing, flow.direction, end, a_day * share)


def _trains(scenario: Description, flow: Flow) -> float:
    """Trains a year, before scaling."""
    return sum(flow.tonnes * share / scenario.consists[name].net for name, share in flow.consists.items())
