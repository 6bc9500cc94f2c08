"""Loading stops: when too many trains wait or are under way, no more are loaded until few of them are left.

A train is loaded where its run begins: it takes the gate of the rule and puts it back at once. The rule keeps two
accounts: the trains that count, with a unit for each, and the room beside them, with a unit less for each. A *stop*,
which is not a train, waits until the first account has the units that it needs, lets the notice pass, shuts the gate,
waits until the second account shows that few trains are left, and opens the gate again. Stops follow one another, so
a rule needs as many as its trains, divided by the trains that must be loaded between two stops.

A train leaves the accounts when it starts over the border, with what it takes there. The unit that it takes for this is
there, because the train itself has put it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Itinerary, Kind, Role
from corridorsim.itineraries.stages import CALL, EMBARGO, Stage
from corridorsim.model import Scenario
from corridorsim.operations import Put, Step
from corridorsim.operations.builder import takes_of
from corridorsim.planning.demand.flows import Demand
from corridorsim.planning.resources import PlannedLoadingStop
from corridorsim.planning.track.journey import NOWHERE, PlannedStep
from corridorsim.planning.track.tracks import Tracks

ROOM = 10_000_000  # more than the trains of any run
EVERYBODY = 1_000_000_000


def stops_of(tracks: Tracks, demand: Demand) -> list[PlannedLoadingStop]:
    """The rules that may stop the loading of a stream's trains."""
    rules = tracks.scenario.traffic.loading_stops
    names = [name for name in rules if _concerns(tracks.scenario, name, demand)]
    for name in names:
        if name not in tracks.resources.loading_stops:
            tracks.resources.loading_stops[name] = _made(tracks, name)
    return [tracks.resources.loading_stops[name] for name in names]


def _concerns(scenario: Scenario, name: str, demand: Demand) -> bool:
    rule, stream = scenario.traffic.loading_stops[name], demand.stream
    return (
        rule.direction == stream.direction
        and rule.crossing in (None, stream.crossing)
        and (not rule.ends or demand.end in rule.ends)
        and (not rule.commodities or demand.consist.commodity in rule.commodities)
    )


def _made(tracks: Tracks, name: str) -> PlannedLoadingStop:
    rule = tracks.scenario.traffic.loading_stops[name]
    key = dotted(("traffic", "loading_stops", name))
    crossing, direction = rule.crossing or "", rule.direction
    gates = Stage(f"loading: {name}", EMBARGO, key, crossing=crossing, direction=direction)
    accounts = replace(gates, name=f"loading: {name}, trains", kind=CALL)
    stop = PlannedLoadingStop(
        name,
        f"loading allowed: {name}",
        f"{name}: trains",
        f"{name}: room for trains",
        f"{name}: one stop at a time",
        rule.begins_at,
        ROOM - rule.ends_at,
        rule.notice,
        rule.begins_at - rule.ends_at,
        rule.counts == "waiting",
    )
    tracks.thing(stop.gate, 1, gates, Role.LOADING)
    tracks.thing(stop.trains, 0, accounts, Role.COUNTED)
    tracks.thing(stop.room, ROOM, accounts, Role.ROOM)
    tracks.thing(stop.watch, 1, accounts, Role.WATCH)
    return stop


def loaded_by(stops: Sequence[PlannedLoadingStop], steps: list[PlannedStep]) -> list[PlannedStep]:
    """The steps of a loaded train that is loaded only if no rule stops it, and counts until it starts over the border.

    A rule that counts waiting trains does not count it from its departure to its arrival at the crossing.
    """
    if not stops:
        return steps
    at = {activity: row for row, step in reversed(list(enumerate(steps))) for activity in [step.activity]}
    reached, crosses, enters = at[Activity.CONTROL], at[Activity.CROSS], at[Activity.ENTER]
    waiting = [stop for stop in stops if stop.counts_waiting]
    own = list(steps)
    own[crosses] = _off(own[crosses], stops)
    own[enters] = _off(own[enters], waiting)
    if waiting:
        own.insert(reached, _on("waits for the border", Activity.STAND, own[reached].place, waiting))
    gates = [stop.gate for stop in stops]
    return [_on("loaded", Activity.CALL, own[0].place, stops, gates), *own]


def _on(
    name: str, activity: Activity, place: str, counts: Sequence[PlannedLoadingStop], gates: Sequence[str] = ()
) -> PlannedStep:
    """A step without duration, through some gates, that puts a train on the accounts of some rules."""
    takes = [*gates, *(stop.room for stop in counts)]
    gives = [*map(Put, gates), *(Put(stop.trains) for stop in counts)]
    return PlannedStep(Step(f"{name} at {place}", takes, gives), activity, place)


def _off(step: PlannedStep, counts: Sequence[PlannedLoadingStop]) -> PlannedStep:
    """A step that also takes a train off the accounts of some rules."""
    own = step.step
    takes = takes_of(own) | {stop.trains: 1 for stop in counts}
    return replace(step, step=replace(own, takes=takes, puts=[*own.puts, *(Put(stop.room) for stop in counts)]))


def stopping(stop: PlannedLoadingStop) -> Itinerary:
    """The itinerary that stops loading and starts it again."""
    return Itinerary(f"loading stop: {stop.name}", Kind.CLOSURE, at=(stop.gate,))


def ending(stop: PlannedLoadingStop) -> Itinerary:
    """The itinerary that ends all stops after the run."""
    return Itinerary(f"loading stops end: {stop.name}", Kind.CLOSURE, at=(stop.gate,))


def stop_steps(stop: PlannedLoadingStop) -> dict[Itinerary, list[PlannedStep]]:
    """The two itineraries of a rule."""
    many, few = {stop.trains: stop.many, stop.watch: 1}, {stop.room: stop.few}
    again = [Put(stop.room, units=stop.few), Put(stop.gate), Put(stop.watch)]
    return {
        stopping(stop): [
            _step("the run begins"),
            _step("a stop is announced", many, [Put(stop.trains, units=stop.many)], stop.notice),
            _step("loading stops", {stop.gate: 1}),
            _step("loading begins again", few, again),
            _step("end"),
        ],
        ending(stop): [
            _step("the run begins"),
            _step("after the run", puts=[Put(name, units=EVERYBODY) for name in (stop.trains, stop.room)]),
        ],
    }


def most_stops(stop: PlannedLoadingStop, trains: int) -> int:
    """How often a rule may stop loading in a run with this number of trains that count."""
    return trains // stop.between + 1


def all_stops(stops: Sequence[PlannedLoadingStop]) -> Iterator[tuple[Itinerary, list[PlannedStep]]]:
    """The itineraries of every rule."""
    for stop in stops:
        yield from stop_steps(stop).items()


def _step(
    name: str, takes: dict[str, int] | None = None, puts: list[Put] | None = None, seconds: int = 0
) -> PlannedStep:
    return PlannedStep(Step(name, takes or {}, puts or []), Activity.REOPEN, NOWHERE, seconds)
