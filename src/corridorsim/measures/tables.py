"""The tables of a run: columns by name, each name with its unit; the rows are the same in every replication.

A number that a run has not observed is NaN, not 0: for example the mean wait if there was no train.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from corridorsim.arrays import DAY, HOUR
from corridorsim.itineraries import Activity, Kind
from corridorsim.measures.border.queues import Queues
from corridorsim.measures.columns import FAST
from corridorsim.measures.demand.backlog import standing_at
from corridorsim.measures.demand.conservation import QUANTITIES, take_account
from corridorsim.measures.demand.gives_way import FATES, gives_way, measure_fates
from corridorsim.measures.numbers import WITHIN
from corridorsim.measures.result import YEAR, Result
from corridorsim.measures.services import on_time
from corridorsim.measures.sums import summed
from corridorsim.measures.times import measure_stays, measure_waiting, spread
from corridorsim.measures.traffic import under_way
from corridorsim.model.train_class import TrainClass
from corridorsim.statistics.quantiles import between

Table = dict[str, np.ndarray]

COUNTED: dict[str, dict[str, str]] = {  # by table: the column added to means, and the column whose values it counts
    "crews": {"replications": "mean_h"},
    "lines": {"replications": "section_speed_km_h"},
    "places": {"waiting_replications": "waiting_mean_h", "stay_replications": "stay_mean_h"},
    "sections": {"replications": "alone_min"},
    "services": {"replications": "late_mean_h", "running_replications": "running_mean_h"},
}


def tables_of(result: Result) -> dict[str, Table]:
    """Every table of a run by name."""
    makers: dict[str, Callable[[Result], Table]] = {
        "conservation": conservation, "crews": crews, "daily": daily, "lines": lines, "places": places,
        "resources": resources, "road": road, "sections": sections, "services": services,
    }  # fmt: skip
    if gives_way(result.plan):
        makers["demand"] = demand
    return {name: make(result) for name, make in makers.items()}


def conservation(result: Result) -> Table:
    """By route and quantity: present at the start of the window, came, left, present at its end, and lost."""
    account = take_account(result.columns)
    columns = ("at_begin", "came", "left", "at_end", "lost")
    return {
        "crossing": np.repeat(np.array([route.crossing for route in account.routes], str), len(QUANTITIES)),
        "direction": np.repeat(np.array([route.direction for route in account.routes], str), len(QUANTITIES)),
        "quantity": np.tile(np.array(QUANTITIES), len(account.routes)),
        **{name: np.round(getattr(account, name), 6).ravel() for name in columns},
    }


def demand(result: Result) -> Table:
    """By flow, commodity, own crossing and quantity: what waited at the start, was asked for, and what became of it."""
    found = measure_fates(result.columns)
    both = np.stack([found.trains, found.tonnes], axis=2)  # (fates, askers, quantities)
    senders = [asker.sender for asker in found.askers]
    return {
        "flow": np.repeat(np.array([sender.flow for sender in senders], str), 2),
        "commodity": np.repeat(np.array([sender.commodity for sender in senders], str), 2),
        "crossing": np.repeat(np.array([sender.crossing for sender in senders], str), 2),
        "direction": np.repeat(np.array([asker.direction for asker in found.askers], str), 2),
        "quantity": np.tile(np.array(("trains", "tonnes")), len(senders)),
        **{name: np.round(both[row], 6).ravel() for row, name in enumerate(FATES)},
    }


def crews(result: Result) -> Table:
    """By stretch between changes of crews, and pool: trips, hours with all waiting, and how many took too long."""
    trips = result.trips
    rows = range(len(trips.stretches))
    count = np.bincount(trips.stretch, minlength=len(rows))
    times = spread(count, trips.stretch << 32 | np.rint(trips.hours * HOUR).astype(np.int64))
    over = np.array([trips.too_long(row) for row in rows], float)
    return {
        "line": np.array([stretch.line for stretch in trips.stretches], str),
        "from": np.array([stretch.begin for stretch in trips.stretches], str),
        "to": np.array([stretch.end for stretch in trips.stretches], str),
        "pool": np.array([stretch.pool for stretch in trips.stretches], str),
        "trips": count.astype(float),
        "mean_h": times.mean,
        "p95_h": times.p95,
        "too_long": over,
        "too_long_share": np.divide(over, count, out=np.full(len(over), np.nan), where=count > 0),
    }


def services(result: Result) -> Table:
    """By service and direction: judged trains, arrived trains, booked and actual hours, lateness, and trains outside.

    Which trains are judged, and against what time: ``measures/services.py``.
    """
    told = result.services
    each = [told.of(row) for row in range(len(told.names))]
    running = [told.taken[rows][np.isfinite(told.taken[rows])] for rows in each]
    late = [told.late[rows] for rows in each]

    def column(measure: Callable[[np.ndarray], Any], values: Sequence[np.ndarray]) -> np.ndarray:
        return np.array([measure(one) if len(one) else np.nan for one in values], float)

    return {
        "service": np.array(told.names, str),
        "class": np.array([kind.name.lower() for kind in told.kinds], str),
        "trains_per_day": told.passed / result.columns.days,
        "judged": np.array([len(rows) for rows in each], float),
        "arrived": np.array([len(hours) for hours in running], float),
        "booked_h": column(np.mean, [told.booked[rows] for rows in each]),
        "running_mean_h": column(np.mean, running),
        "running_p95_h": column(between, running),
        "running_max_h": column(np.max, running),
        "late_mean_h": column(np.mean, late) / HOUR,
        "late_p95_h": column(between, late) / HOUR,
        **{f"within_{m}_min_share": column(lambda x, m=m: on_time(x, m), late) for m in WITHIN},  # type: ignore[misc]
        "backlog_trains": told.backlog.astype(float),
        "outside_trains": told.outside.astype(float),
    }


def road(result: Result) -> Table:
    """By road and flow: demand by road, what it takes, the rest that stays with the railway, and the cost."""
    told = result.plan.layout.road
    wanted, carried = (np.array([getattr(each, name) for each in told], float) for name in ("wanted", "carried"))
    return {
        "highway": np.array([each.highway for each in told], str),
        "flow": np.array([each.flow for each in told], str),
        "wanted_teu_per_year": wanted,
        "carried_teu_per_year": carried,
        "refused_teu_per_year": wanted - carried,
        "carried_t_per_year": np.array([each.tonnes for each in told], float),
        "cost_usd_per_year": np.array([np.nan if each.cost is None else each.cost for each in told], float),
    }


def daily(result: Result) -> Table:
    """By day, crossing and direction: trains, net tonnes and TEU handed over, and the backlog at the end of the day."""
    columns, handovers, routes = result.columns, result.handovers, result.routes
    days = int(np.ceil(columns.days))
    ends = np.minimum(columns.begin + (np.arange(days) + 1) * DAY, columns.end)
    ones = np.ones(len(handovers.net))
    start = np.datetime64(columns.plan.moment(columns.begin).date())

    def by_route(values: np.ndarray) -> np.ndarray:
        return np.concatenate([np.zeros(0), *(handovers.daily(i, values, days) for i in range(len(routes)))])

    return {
        "date": np.tile(start + np.arange(days), len(routes)),
        "crossing": np.repeat([route.crossing for route in routes], days),
        "direction": np.repeat([route.direction for route in routes], days),
        "trains": by_route(ones),
        "net_t": by_route(handovers.net),
        "boxes_teu": by_route(handovers.teu),
        "backlog_trains": standing_at(columns, routes, ends).backlog.ravel().astype(float),
    }


def places(result: Result) -> Table:
    """By place: how often trains waited there, how long, how many on average; and how long they stayed in total."""
    waiting, stays = measure_waiting(result.columns), measure_stays(result.columns)
    window = result.columns.days * DAY / HOUR
    trains, wagons = Queues(result.columns).by_place()
    return {
        "place": np.array(result.plan.layout.places),
        "waits_possible": waiting.visits.astype(float),
        "waits": waiting.waited.astype(float),
        "waiting_mean_h": waiting.mean,
        "waiting_p50_h": waiting.p50,
        "waiting_p95_h": waiting.p95,
        "waiting_trains": waiting.hours / window,
        "stays_per_day": stays.count / result.columns.days,
        "stay_mean_h": stays.mean,
        "stay_p50_h": stays.p50,
        "stay_p95_h": stays.p95,
        "queue_trains": trains,
        "queue_wagons": wagons,
    }


def resources(result: Result) -> Table:
    """By resource: its stage, open units, and the shares of occupation and work."""
    plan = result.plan
    stages = [plan.layout.stages[i] for i in plan.layout.resources.stage]
    return {
        "resource": np.array(plan.legend.resources),
        "stage": np.array([stage.name for stage in stages]),
        "kind": np.array([stage.kind.name for stage in stages]),
        "change": np.array([stage.key for stage in stages]),
        "thing": np.where(plan.layout.resources.logical, "no", "yes"),
        "open_units": result.occupation.open_units,
        "occupied_share": result.occupation.occupied,
        "work_share": result.occupation.work,
    }


def lines(result: Result) -> Table:
    """By line: trains that run over any of it, and the section and technical speed of freight, and their ratio."""
    columns, plan, speeds = result.columns, result.plan, result.speeds
    train, line = np.nonzero(columns.runs.over)
    stream = plan.train_stream[train]
    net, teu = (np.array([getattr(s, name) for s in plan.streams])[stream] for name in ("net", "teu"))
    per_year = YEAR / columns.days
    return {
        "line": np.array(plan.layout.lines),
        "trains_per_day": summed(line, np.ones(len(line)), len(plan.layout.lines)) / columns.days,
        "net_mt_per_year": summed(line, net, len(plan.layout.lines)) / 1e6 * per_year,
        "boxes_teu_per_year": summed(line, teu, len(plan.layout.lines)) * per_year,
        "section_speed_km_h": speeds.section,
        "technical_speed_km_h": speeds.technical,
        "ratio": speeds.section / speeds.technical,
    }


GROUPS: dict[str, list[int]] = {
    "freight": [Kind.FREIGHT, Kind.ONWARD, Kind.FEEDER],
    "fast freight": [FAST],
    "empty": [Kind.EMPTY],
    "passenger": [Kind.PASSENGER],
    "local": [Kind.LOCAL],
}  # by class as tables say it: the columns of what runs
CLASSES = tuple(GROUPS)


def sections(result: Result) -> Table:
    """By section and class of train: trains a day, and minutes over it alone and with waiting for signals."""
    columns, plan = result.columns, result.plan
    classes = [each for each in CLASSES if each != TrainClass.FAST_FREIGHT.value or columns.fast.any()]
    steps, size = plan.layout.steps, len(plan.layout.sections)
    runs = (steps.activity == Activity.RUN) & (steps.section >= 0)
    first_part = runs & (steps.section != np.roll(steps.section, 1))

    def total(counted: np.ndarray, which: np.ndarray) -> np.ndarray:
        """By section and class; who carries on what others brought is freight."""
        own = [counted[:, np.array(GROUPS[each])].sum(axis=1) for each in classes]
        return np.stack([summed(steps.section[which], column[which], size) for column in own], axis=1).ravel()

    trains = total(columns.runs.times, first_part)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "line": np.repeat([plan.layout.lines[s.line] for s in plan.layout.sections], len(classes)),
            "section": np.repeat([s.name for s in plan.layout.sections], len(classes)),
            "length_km": np.repeat([abs(s.end_at - s.start_at) / 1000 for s in plan.layout.sections], len(classes)),
            "class": np.tile(classes, len(plan.layout.sections)),
            "trains_per_day": trains / columns.days,
            "alone_min": total(columns.runs.unhindered, runs) / 60 / trains,
            "spent_min": total(columns.runs.seconds, runs) / 60 / trains,
        }


def unfinished(result: Result) -> Table:
    """Trains that were under way when the window ended: where each was, doing what, since when, and whether it
    waited."""
    plan, outcome = result.plan, result.outcome
    rows, trains, step = under_way(result.columns)
    waits = outcome.started[rows] < 0
    since = np.where(waits, outcome.ready[rows], outcome.started[rows])
    return {
        "train": np.array([plan.legend.trains[train] for train in trains.tolist()], str),
        "place": np.array(plan.layout.places)[plan.layout.steps.place[step]],
        "step": np.array(plan.legend.steps)[step],
        "state": np.where(waits, "waits for it", "performs it"),
        "since": np.datetime64(plan.layout.start, "s") + since.astype("timedelta64[s]"),
    }
