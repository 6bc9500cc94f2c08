"""The size of a run before it is drawn: trains, operations, and the memory that they need."""

from collections.abc import Iterator
from typing import NamedTuple

from corridorsim.arrays import DAY
from corridorsim.errors import InputError, Path
from corridorsim.itineraries import Itinerary
from corridorsim.memory import memory_there
from corridorsim.model.reading.validation import at_value
from corridorsim.operations.builder import puts_of
from corridorsim.planning.blueprint import Blueprint
from corridorsim.planning.demand.flows import Demand
from corridorsim.planning.demand.freight import calling
from corridorsim.planning.demand.traffic import PlannedTraffic, expected_trains
from corridorsim.planning.turns import turning
from corridorsim.statistics.rounding import in_percent


class Need(NamedTuple):
    """Bytes that an operation takes from its planning to its tables, measured (decision 0132)."""

    one: float  # in one replication
    further: float  # in each further replication that runs beside it


RUN = Need(40, 35)  # of all that look at operations block by block, or at a few of them
WHOLE_COLUMNS = Need(75, 70)  # of what makes columns of all operations at once
ALWAYS = 300_000_000  # bytes, whatever is run: Python, numpy, the compiled kernel


class Size(NamedTuple):
    """Trains and operations due to one part of the traffic."""

    path: Path
    trains: float
    operations: float


def check_size(blueprint: Blueprint, need: Need = RUN) -> None:
    """Raise InputError, before anything is drawn, if one replication would need more memory than the machine has."""
    sizes, there = list(_sizes(blueprint)), memory_there()
    trains, operations = sum(size.trains for size in sizes), sum(size.operations for size in sizes)
    needed = _needed(operations, need)
    if there is None or needed <= there:
        return
    share, days = max(there - ALWAYS, 0) / need.one / operations, blueprint.program.until / DAY
    message = (
        f"make a run of about {operations:,.0f} operations ({trains:,.0f} trains, {operations / trains:,.0f} steps "
        f"each), which needs {_gigabytes(needed)} of memory even if its replications run one at a time; the machine "
        f"has {_gigabytes(there)}: shorten the window and its warm-up from {days:,.0f} to about {share * days:,.0f} "
        f"days, or run about {in_percent(share)} of the trains"
    )
    most = max(sizes, key=lambda size: size.operations)
    raise InputError([at_value(most.path, message, blueprint.scenario.document.marks)])


def most_at_once(blueprint: Blueprint, need: Need = RUN) -> int:
    """Number of replications that fit the memory at the same time; at least one."""
    there = memory_there()
    if there is None:
        return blueprint.scenario.replications
    operations = max(1.0, sum(size.operations for size in _sizes(blueprint)))
    return 1 + max(0, int((there - _needed(operations, need)) / (need.further * operations)))


def size_sentence(blueprint: Blueprint) -> str:
    """How large a replication is, what memory it needs, and how many fit at once where not all do."""
    operations, replications = sum(size.operations for size in _sizes(blueprint)), blueprint.scenario.replications
    most = most_at_once(blueprint)
    fit = f"; {most:,} of {replications:,} replications fit the memory at a time" if most < replications else ""
    needed = _gigabytes(_needed(operations, RUN))
    return f"A replication has about {operations:,.0f} operations and needs {needed} of memory{fit}."


def _needed(operations: float, need: Need) -> float:
    return ALWAYS + need.one * operations


def _gigabytes(amount: float) -> str:
    return f"{amount / 1e9:,.1f} GB"


def _sizes(blueprint: Blueprint) -> Iterator[Size]:
    steps = {itinerary: _steps(blueprint, itinerary) for itinerary in blueprint.itineraries}
    for demand in blueprint.traffic.all_demands:
        yield _of_demand(blueprint.traffic, demand, steps)
    for running in blueprint.traffic.services:
        trains = running.service.pairs * blueprint.program.until / DAY
        yield Size(("traffic", "services"), trains, trains * steps[running.stream.itinerary])
    closings = sum(closure.units for closure in blueprint.closures)
    yield Size(("disruptions",), closings, 2 * closings)


def _steps(blueprint: Blueprint, itinerary: Itinerary) -> int:
    """Steps of a train, and of the turns that it may begin."""
    turns = {turn.begun: len(blueprint.itineraries[turning(turn)]) for turn in blueprint.turns}
    planned = blueprint.itineraries[itinerary]
    more = (turns.get(put.resource, 0) for each in planned for put in puts_of(each.step)) if turns else ()
    return len(planned) + sum(more)


def _of_demand(traffic: PlannedTraffic, demand: Demand, steps: dict[Itinerary, int]) -> Size:
    own = demand.stream.itinerary
    trains, every = expected_trains(traffic, demand), steps[own]
    if demand.empties is None:
        return Size(("traffic", "flows"), trains, trains * every)
    followed = trains * demand.empties_share
    more = steps[demand.empties.itinerary] + steps[calling(own)] - every
    return Size(("traffic", "flows"), trains + followed, trains * every + followed * more)
