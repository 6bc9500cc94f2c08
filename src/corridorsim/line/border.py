"""A border station as elements of the line that ends there: its yards, and the crossing's limiting stage per direction.

The capacity of the yards is that of any station's tracks (``line/elements.py``). The border's own formula gives what
limits the crossing, in trains per day of one direction: a pair has one train per direction, so this is also a number of
pairs.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

import numpy as np

from corridorsim.arrays import DAY
from corridorsim.border.alternatives import uses_stage
from corridorsim.border.formula import formula_table
from corridorsim.border.stages import tracks_of
from corridorsim.formulas import station
from corridorsim.itineraries import Kind, Plan
from corridorsim.line.elements import StationElement, work_on_tracks
from corridorsim.line.formula import LineFormula
from corridorsim.measures.border.crossing_stages import CrossingStages, read_crossing_stages
from corridorsim.model import Scenario
from corridorsim.operations import Outcome


def border_elements(
    formula: LineFormula, scenario: Scenario, plan: Plan, outcome: Outcome, begin: int, day: date
) -> Iterator[StationElement]:
    """The yards and limiting stages of every crossing with loaded trains at a station of the line.

    The yards' work is that of the simulated day from ``begin``; the crossing's dated limits are those of ``day``, or
    the means of the window if the day is outside it; the demand is what is due in the window.
    """
    second = scenario.window.second_of(day)
    inside = plan.layout.warm_up <= second < plan.program.until
    counts = second if inside else None
    used = {stream.crossing for stream in plan.streams if stream.kind == Kind.FREIGHT}
    for name, crossing in scenario.crossings.items():
        if name in used and crossing.near.station in formula.line.way:
            crossing_stages = read_crossing_stages(plan, name)
            number = formula.line.way.index(crossing.near.station)
            permitted = float(np.asarray(formula.reserves.load)[max(number - 1, 0) : number + 1].min())
            yield from _yards(scenario, plan, crossing_stages, work_on_tracks(plan, outcome, begin), permitted)
            beyond = _tracks_of_lines(scenario, plan) - {plan.layout.station_tracks.get(crossing.near.station)}
            stages = plan.layout.resources.stage[[row for row in beyond if row is not None]]
            yield from _limits(scenario, plan, crossing_stages, counts, stages.tolist())


def _tracks_of_lines(scenario: Scenario, plan: Plan) -> set[int | None]:
    """Resources that count the tracks of places on the lines."""
    return {row for place, row in plan.layout.station_tracks.items() if place in scenario.network.places}


def _yards(
    scenario: Scenario, plan: Plan, crossing_stages: CrossingStages, work: dict[int, float], permitted: float
) -> Iterator[StationElement]:
    """Yards at the two stations that are not among the line's own tracks, on which trains had work on the day."""
    itinerary = plan.program.train_itinerary[plan.program.train_ready >= plan.layout.warm_up]
    own = _tracks_of_lines(scenario, plan)
    for resource in tracks_of(plan, crossing_stages).tolist():
        row = int(plan.layout.resources.stage[resource])
        stage = plan.layout.stages[row]
        if resource in own or resource not in work:
            continue
        uses = uses_stage(plan, row)
        ways = np.unique(crossing_stages.route[uses & crossing_stages.carries & (crossing_stages.route >= 0)])
        pairs = float(station.element_pairs(int(plan.program.capacity[resource]), len(ways) * work[resource]))
        asked = float(uses[itinerary].sum()) / _days(plan) / weight_of_window(scenario) / len(ways)
        direction = "both" if len(ways) > 1 else crossing_stages.routes[ways[0]].direction
        yield StationElement("yard", stage.name, pairs, asked, 0.0, permitted, stage.key, direction)


def _limits(
    scenario: Scenario, plan: Plan, crossing_stages: CrossingStages, day: int | None, beyond: Collection[int]
) -> Iterator[StationElement]:
    """Per direction, the stage that carries least tonnes by the border's formula, in trains that cross with them.

    A departing train takes its track at the next place of the line: stages ``beyond`` do not belong to the crossing.
    """
    table = formula_table(plan, crossing_stages, day)
    trains, tonnes = table["capacity_trains_per_day"], table["capacity_net_t_per_day"]
    way, _, onward = (np.array(column) for column in zip(*crossing_stages.rows, strict=True))
    stages = [plan.layout.stages[stage] for _, stage, _ in crossing_stages.rows]
    named = np.array([s.kind.limits and s.kind.has_formula for s in stages])
    named &= ~np.isin([stage for _, stage, _ in crossing_stages.rows], list(beyond))
    for number, route in enumerate(crossing_stages.routes):
        rows = np.flatnonzero((way == number) & named & np.isfinite(tonnes))
        crossing = rows[(onward[rows] == 0) & (trains[rows] > 0)]
        if not len(crossing):
            continue
        row = int(rows[np.argmin(tonnes[rows])])
        pairs = float(tonnes[row] * trains[crossing[0]] / tonnes[crossing[0]])
        asked = float(table["due_trains_per_day"][crossing[0]]) / weight_of_window(scenario)
        stage = plan.layout.stages[crossing_stages.rows[row][1]]
        name = (
            f"{crossing_stages.crossing} {route.direction}: {stage.called(crossing_stages.crossing, route.direction)}"
        )
        yield StationElement("crossing", name, pairs, asked, 0.0, 1.0, stage.key, route.direction)


def _days(plan: Plan) -> float:
    return (plan.program.until - plan.layout.warm_up) / DAY


def weight_of_window(scenario: Scenario) -> float:
    """Freight of the window's days divided by that of as many mean days of the year."""
    days = range(max(int(scenario.window.length // DAY), 1))
    return float(np.mean([scenario.traffic.weight(scenario.window.start + timedelta(days=day)) for day in days]))
