"""The tables of a run: columns by name, each name with its unit; the rows are the same in every replication."""

from collections.abc import Callable
from typing import Any

import numpy as np

from corridorsim.itineraries import Activity, Kind
from corridorsim.measures.columns import DAY, HOUR, summed
from corridorsim.measures.conservation import QUANTITIES, take_account
from corridorsim.measures.crews import measure_crews
from corridorsim.measures.result import YEAR, Result
from corridorsim.measures.times import measure_stays, measure_waiting, spread
from corridorsim.measures.traffic import backlog_at, under_way

Table = dict[str, np.ndarray]


def tables_of(result: Result) -> dict[str, Table]:
    """Every table of a run by name."""
    makers: dict[str, Callable[[Result], Table]] = {
        "conservation": conservation, "crews": crews, "daily": daily, "lines": lines, "places": places,
        "resources": resources, "road": road, "sections": sections,
    }  # fmt: skip
    return {name: make(result) for name, make in makers.items()}


def conservation(result: Result) -> Table:
    """By route and quantity: what was there as the window began and came, left or is there as it ends, and is lost."""
    account = take_account(result.columns)
    columns = ("at_begin", "came", "left", "at_end", "lost")
    return {
        "crossing": np.repeat(np.array([route.crossing for route in account.routes], str), len(QUANTITIES)),
        "direction": np.repeat(np.array([route.direction for route in account.routes], str), len(QUANTITIES)),
        "quantity": np.tile(np.array(QUANTITIES), len(account.routes)),
        **{name: np.round(getattr(account, name), 6).ravel() for name in columns},
    }


def crews(result: Result) -> Table:
    """By stretch between changes of crews, and pool: trips, hours with all waiting, and how many took too long."""
    trips = measure_crews(result.columns)
    rows = range(len(trips.stretches))
    count, mean, _, p95 = spread(trips.stretch, np.rint(trips.hours * HOUR).astype(np.int64), len(rows))
    over = np.array([trips.too_long(row) for row in rows], float)
    return {
        "line": np.array([stretch.line for stretch in trips.stretches], str),
        "from": np.array([stretch.begin for stretch in trips.stretches], str),
        "to": np.array([stretch.end for stretch in trips.stretches], str),
        "pool": np.array([stretch.pool for stretch in trips.stretches], str),
        "trips": count.astype(float),
        "mean_h": mean,
        "p95_h": p95,
        "too_long": over,
        "too_long_share": over / np.maximum(count, 1),
    }


def road(result: Result) -> Table:
    """By road and flow: what would go by road, what it takes, the rest that stays with the railway, and the cost."""
    told = result.plan.road
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
    """By day, crossing and direction: trains, net tonnes and TEU handed over, and trains that wait to be at its end."""
    columns, handovers, routes = result.columns, result.handovers, result.routes
    days = int(np.ceil(columns.days))
    ends = np.minimum(columns.begin + (np.arange(days) + 1) * int(DAY), columns.end)
    ones = np.ones(len(handovers.net))
    start = np.datetime64(columns.plan.moment(columns.begin).date())

    def by_route(values: np.ndarray) -> np.ndarray:
        return np.concatenate([np.zeros(0), *(handovers.daily(i, values, days) for i in range(len(routes)))])

    return {
        "date": np.tile(np.datetime_as_string(start + np.arange(days)), len(routes)),
        "crossing": np.repeat([route.crossing for route in routes], days),
        "direction": np.repeat([route.direction for route in routes], days),
        "trains": by_route(ones),
        "net_t": by_route(handovers.net),
        "boxes_teu": by_route(handovers.teu),
        "backlog_trains": backlog_at(columns, routes, ends).ravel().astype(float),
    }


def places(result: Result) -> Table:
    """By place: how often trains waited there, how long, how many on average; and how long they stayed in all."""
    waiting, stays = measure_waiting(result.columns), measure_stays(result.columns)
    window = result.columns.days * DAY / HOUR
    return {
        "place": np.array(result.plan.places),
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
    }


def resources(result: Result) -> Table:
    """By resource: the stage it belongs to, open units, and the shares it was occupied and at work."""
    plan = result.plan
    stages = [plan.stages[i] for i in plan.resources.stage]
    return {
        "resource": np.array(plan.legend.resources),
        "stage": np.array([stage.name for stage in stages]),
        "kind": np.array([stage.kind.name for stage in stages]),
        "change": np.array([stage.key for stage in stages]),
        "thing": np.where(plan.resources.logical, "no", "yes"),
        "open_units": result.occupation.open_units,
        "occupied_share": result.occupation.occupied,
        "work_share": result.occupation.work,
    }


def lines(result: Result) -> Table:
    """By line: what runs over any of it, and the speed of freight with all standing, of running alone, their ratio."""
    columns, plan, speeds = result.columns, result.plan, result.speeds
    rows = np.flatnonzero((columns.activity == Activity.RUN) & columns.in_window)
    over = np.zeros((plan.program.trains, len(plan.lines)), bool)
    over[columns.train[rows], plan.steps.line[columns.step[rows]]] = True
    train, line = np.nonzero(over)
    stream = plan.train_stream[train]
    net, teu = (np.array([getattr(s, name) for s in plan.streams])[stream] for name in ("net", "teu"))
    per_year = YEAR / columns.days
    return {
        "line": np.array(plan.lines),
        "trains_per_day": summed(line, np.ones(len(line)), len(plan.lines)) / columns.days,
        "net_mt_per_year": summed(line, net, len(plan.lines)) / 1e6 * per_year,
        "boxes_teu_per_year": summed(line, teu, len(plan.lines)) * per_year,
        "section_speed_km_h": speeds.section,
        "technical_speed_km_h": speeds.technical,
        "ratio": speeds.section / speeds.technical,
    }


def sections(result: Result) -> Table:
    """By section and kind of train: trains a day, and minutes over it alone and with waiting for signals."""
    columns, plan = result.columns, result.plan
    kinds = [Kind.FREIGHT, Kind.EMPTY, Kind.PASSENGER, Kind.LOCAL]
    freight = {Kind.ONWARD: Kind.FREIGHT}
    kind = np.array([freight.get(stream.kind, stream.kind) for stream in plan.streams])
    rows = np.flatnonzero((columns.activity == Activity.RUN) & columns.in_window)
    rows = rows[columns.outcome.started[rows + 1] >= 0]
    cell = plan.steps.section[columns.step[rows]] * len(kinds) + kind[columns.stream[rows]]
    size = len(plan.sections) * len(kinds)
    first_part = plan.steps.section[columns.step[rows]] != plan.steps.section[columns.step[rows - 1]]
    spent = columns.outcome.started[rows + 1] - columns.outcome.started[rows]

    def total(weights: Any) -> np.ndarray:
        return summed(cell, weights, size)

    trains = total(first_part)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "line": np.repeat([plan.lines[s.line] for s in plan.sections], len(kinds)),
            "section": np.repeat([s.name for s in plan.sections], len(kinds)),
            "length_km": np.repeat([abs(s.end_at - s.start_at) / 1000 for s in plan.sections], len(kinds)),
            "class": np.tile([k.name.lower() for k in kinds], len(plan.sections)),
            "trains_per_day": trains / columns.days,
            "alone_min": np.where(trains > 0, total(plan.program.duration[rows]) / 60 / trains, 0.0),
            "spent_min": np.where(trains > 0, total(spent) / 60 / trains, 0.0),
        }


def unfinished(result: Result) -> Table:
    """Trains that were under way when the window closed: where each was, doing what, since when, and if it waited."""
    plan, outcome = result.plan, result.outcome
    program = plan.program
    rows = under_way(result.columns)
    step = program.operation_step[rows]
    waits = outcome.started[rows] < 0
    since = np.where(waits, outcome.ready[rows], outcome.started[rows])
    return {
        "train": np.array([plan.legend.trains[int(train)] for train in program.operation_train[rows]], str),
        "place": np.array(plan.places)[plan.steps.place[step]],
        "step": np.array(plan.legend.steps)[step],
        "state": np.where(waits, "waits for it", "performs it"),
        "since": np.datetime_as_string(np.datetime64(plan.start, "s") + since.astype("timedelta64[s]")),
    }


def mean_of(tables: list[Table]) -> Table:
    """One table for many replications: names as they are, numbers averaged."""
    first = tables[0]
    return {
        name: np.mean([table[name] for table in tables], axis=0) if column.dtype.kind == "f" else column
        for name, column in first.items()
    }
