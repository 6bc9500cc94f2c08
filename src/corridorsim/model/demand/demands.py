"""Demand of a scenario's flows: tonnes per year after scaling, and trains per day; without months and roads.

If the tonnes of a flow depend on the date, they are those of the year in which they are highest.
"""

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


def most_tonnes(scenario: Description, flow: Flow) -> float:
    """The tonnes per year of a flow in the calendar year of the run in which they are highest, before scaling."""
    window, growth = scenario.window, scenario.traffic.growth
    if not (flow.varies or growth):
        return flow.tonnes
    years = range(window.simulation_start.year, window.last_day.year + 1)
    return max(flow.tonnes_in(year, window.start.year, growth) for year in years)


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
    tonnes = most_tonnes(scenario, flow)
    return sum(tonnes * share / scenario.consists[name].net for name, share in flow.consists.items())
