"""A border crossing in detail: its stages by formula and as simulated, over replications."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corridorsim.arrays import Flags, Floats
from corridorsim.border.alternatives import find_alternatives
from corridorsim.border.at_stations import station_table
from corridorsim.border.formula import formula_table
from corridorsim.border.stages import stage_table, tracks_of, workers_of
from corridorsim.border.units_in_use import by_hour_of_day, hourly_edges, measure_units_in_use
from corridorsim.border.visits import WHOLE, measure_timeline, timeline_table
from corridorsim.border.waits import measure_waits
from corridorsim.itineraries import Plan
from corridorsim.itineraries.stages import BORDER_TRACK, Stage
from corridorsim.measures.advice import Advice, advise
from corridorsim.measures.border.crossing_stages import CrossingStages, check_name, read_crossing_stages
from corridorsim.measures.columns import Columns
from corridorsim.measures.occupation.shares import measure_occupation
from corridorsim.measures.tables import Table
from corridorsim.model import Scenario
from corridorsim.operations import Outcome
from corridorsim.planning import plan_replication
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.choice import Settled, laid_out
from corridorsim.study.means import mean_of
from corridorsim.study.runner import nothing_to_do, run_each

WITH_INTERVAL = {
    "use_share": Estimate.of_shares, "queue_trains": Estimate.of_amounts,
    "waiting_mean_h": Estimate.of_amounts, "trains_per_day": Estimate.of_amounts,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class BorderRun:
    """The part of one replication that is kept."""

    stages: Table  # a row for each direction and stage: as simulated, and by formula
    timeline: Table  # a row for each direction, kind of train and part of the visit
    station_times: Table  # a row for each direction and station: how long goods were there
    queue: Table  # hour by hour: trains that wait for each stage
    tracks: Table  # hour by hour: tracks occupied in each yard
    by_hour: Table  # by hour of day: share occupied of working resources, in simulated time
    advice: tuple[Advice, ...]  # what would resolve a deadlock, if there is one


@dataclass(frozen=True, eq=False)
class BorderStudy:
    """A crossing of a scenario over its replications."""

    scenario: Scenario
    crossing: str
    days: float
    stations: tuple[str, ...]
    capacity: dict[str, int]  # by yard or worker: units
    rows: tuple[Stage, ...]  # the stage in each row of the table of stages
    runs: tuple[BorderRun, ...]
    settled: Settled | None = None  # the choice of crossing, if it depends on waiting

    @property
    def directions(self) -> tuple[str, ...]:
        """Names such as "KZ->CN", in the order of the tables."""
        return tuple(dict.fromkeys(self.runs[0].stages["route"].tolist()))

    @cached_property
    def stages(self) -> Table:
        """Means over the replications, with intervals for what varies randomly."""
        table = mean_of([each.stages for each in self.runs])
        for name, estimate in WITH_INTERVAL.items():
            bounds = [estimate(values) for values in zip(*(each.stages[name] for each in self.runs), strict=True)]
            table[f"{name}_low"] = np.array([bound.low for bound in bounds])
            table[f"{name}_high"] = np.array([bound.high for bound in bounds])
            table[f"{name}_replications"] = np.array([bound.observed for bound in bounds])
        return table

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """By direction and name of a stage: what it is called beside the direction."""
        directions = self.runs[0].stages["route"].tolist()
        return {(to, each.name): each.called(self.crossing, to) for to, each in zip(directions, self.rows, strict=True)}

    @cached_property
    def timeline(self) -> Table:
        """Means over the replications."""
        return mean_of([each.timeline for each in self.runs], {"replications": "mean_h"})

    @cached_property
    def station_times(self) -> Table:
        """Means over the replications."""
        return mean_of([each.station_times for each in self.runs], {"replications": "mean_h"})

    @cached_property
    def by_hour(self) -> Table:
        """Means over the replications."""
        return mean_of([each.by_hour for each in self.runs])

    def whole_time(self, direction: str, kind: str) -> dict[str, float] | None:
        """Hours from arrival to departure in a direction, and the part worked and waited; None if no train left."""
        table = self.timeline
        rows = (table["route"] == direction) & (table["of"] == kind) & (table["stage"] == WHOLE)
        row = int(np.flatnonzero(rows)[0])
        names = ("per_day", "mean_h", "p95_h", "work_mean_h", "waiting_mean_h")
        return {name: float(table[name][row]) for name in names} if table["per_day"][row] > 0 else None

    def crossed(self, direction: str, otherwise: int) -> float:
        """Trains a day over the border track of a direction; those of another row where it has no such stage."""
        border = np.array([stage.kind is BORDER_TRACK for stage in self.rows]) & (self.stages["route"] == direction)
        row = int(np.flatnonzero(border)[0]) if border.any() else otherwise
        return float(self.stages["trains_per_day"][row])

    @property
    def locked(self) -> int:
        """Replications in which trains deadlock."""
        return sum(bool(each.advice) for each in self.runs)

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What would resolve the first deadlock, if a replication has one."""
        return next((each.advice for each in self.runs if each.advice), ())

    def limiting(self, direction: str) -> int | None:
        """Row of the stage with the least capacity by formula in a direction; None if no stage has a formula.

        In tonnes: an onward train may carry more, or less, than a train that brings its goods. A gate and the resource
        behind it have the same capacity; of these, the one that is used more counts.
        """
        named = np.array([stage.kind.limits and stage.kind.has_formula for stage in self.rows])
        return self._extreme(direction, -self.stages["capacity_net_t_per_day"], named)

    def most_used(self, direction: str) -> int | None:
        """Row of the stage that worked the greatest share of its time in a direction."""
        named = np.array([stage.kind.limits for stage in self.rows])
        return self._extreme(direction, self.stages["use_share"], named)

    def _extreme(self, direction: str, values: Floats, named: Flags) -> int | None:
        table = self.stages
        rows = np.flatnonzero((table["route"] == direction) & named & np.isfinite(values))
        if not len(rows):
            return None
        most = rows[values[rows] >= values[rows].max()]
        return int(most[np.argmax(table["use_share"][most])])


def study_border(
    scenario: Scenario,
    crossing: str,
    done: Callable[[], None] = nothing_to_do,
    settled: Settled | None = None,
    workers: int | None = None,
) -> BorderStudy:
    """Run a scenario's replications and examine one crossing; CorridorError if it does not exist or is unused.

    ``workers`` is how many replications run at once, at most; as many as there are cores if left out. Where the choice
    of crossing depends on the waiting it is settled first, unless it is given.
    """
    check_name(crossing, scenario.crossings)
    blueprint, settled = laid_out(scenario, settled=settled, workers=workers)
    planned = plan_replication(blueprint, scenario.seed, 0)
    crossing_stages = read_crossing_stages(planned, crossing)
    runs = tuple(
        run_each(blueprint, lambda _, plan, outcome: _look(plan, outcome, crossing_stages), done=done, workers=workers)
    )
    names = planned.legend.resources
    shown = [*tracks_of(planned, crossing_stages), *workers_of(planned, crossing_stages)]
    return BorderStudy(
        scenario,
        crossing,
        _days(scenario),
        tuple(planned.layout.places[place] for place in sorted(crossing_stages.stations)),
        {names[row]: int(planned.program.capacity[row]) for row in shown},
        tuple(planned.layout.stages[stage] for _, stage, _ in crossing_stages.rows), runs, settled,
    )  # fmt: skip


def _days(scenario: Scenario) -> float:
    return (scenario.window.until - scenario.window.warm_up) / 86_400


def _look(plan: Plan, outcome: Outcome, crossing_stages: CrossingStages) -> BorderRun:
    columns = Columns(plan, outcome)
    edges = hourly_edges(columns)
    wanted = np.zeros(len(plan.layout.stages), bool)
    wanted[crossing_stages.met] = True
    waits = measure_waits(columns, wanted, edges)
    names = plan.legend.resources
    tracks, workers = tracks_of(plan, crossing_stages), workers_of(plan, crossing_stages)
    directions = tuple(route.direction for route in crossing_stages.routes)
    in_use = measure_units_in_use(columns, np.concatenate([tracks, workers]), edges)
    hours = {"hour": _clock(columns, edges)}
    shares = in_use[len(tracks) :] / np.maximum(plan.program.capacity[workers], 1)[:, np.newaxis]
    simulated = stage_table(columns, crossing_stages, waits, measure_occupation(columns))
    return BorderRun(
        stages=simulated | find_alternatives(plan, crossing_stages) | formula_table(plan, crossing_stages),
        timeline=timeline_table(measure_timeline(columns, crossing_stages, waits), crossing_stages, columns.days),
        station_times=station_table(columns, crossing_stages.crossing, directions),
        queue=hours | {plan.layout.stages[row].name: waits.queue[row] for row in crossing_stages.met.tolist()},
        tracks=hours | {names[row]: used for row, used in zip(tracks.tolist(), in_use, strict=False)},
        by_hour={"hour": np.arange(24)}
        | dict(zip([names[row] for row in workers.tolist()], by_hour_of_day(columns, shares), strict=True)),
        advice=advise(plan, outcome),
    )


def _clock(columns: Columns, edges: np.ndarray) -> np.ndarray:
    return np.datetime64(columns.plan.layout.start, "s") + edges[:-1].astype("timedelta64[s]")
