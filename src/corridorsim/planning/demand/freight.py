"""Itineraries of freight trains: from a distant end over a crossing or in reverse; loaded, onward and empty."""

from collections.abc import Iterator
from dataclasses import replace

from corridorsim.itineraries import Activity, Itinerary, Role, Stream
from corridorsim.itineraries.stages import CALL, Stage
from corridorsim.model.demand.formation import Formation, empty, loaded
from corridorsim.operations import Put
from corridorsim.planning.border import ConsistAtCrossing, far_end, token
from corridorsim.planning.demand.chances import variants
from corridorsim.planning.demand.feeder import feeder_steps, made_up
from corridorsim.planning.demand.flows import Demand, Onward
from corridorsim.planning.demand.loading import loaded_by, stops_of
from corridorsim.planning.demand.pools import at_once, locomotives, passed_on, taken, wagons
from corridorsim.planning.demand.terminals import handled
from corridorsim.planning.track.crews import crews_on
from corridorsim.planning.track.journey import Draw, Journey, PlannedStep
from corridorsim.planning.track.tracks import Exit, Goes, Tracks

Steps = tuple[Itinerary, list[PlannedStep]]


def freight_itineraries(tracks: Tracks, demand: Demand) -> Iterator[Steps]:
    """The loaded train's itinerary; where empties follow, also the one that calls for an empty, and the empty's."""
    own = demand.stream.itinerary
    yield from _variants(own, loaded_steps(tracks, demand, None))
    if demand.feeder:
        yield demand.feeder.stream.itinerary, feeder_steps(tracks, demand, demand.feeder)
    if demand.empties:
        call = _call(tracks, demand.empties)
        yield from _variants(calling(own), loaded_steps(tracks, demand, call))
        yield demand.empties.itinerary, _empty_steps(tracks, demand, demand.empties, call)


def onward_itineraries(tracks: Tracks, onward: Onward) -> Iterator[Steps]:
    """The same of trains that carry goods on from a stack."""
    demand = onward.demand
    yield demand.stream.itinerary, onward_steps(tracks, onward, None)
    if demand.empties:
        call = _call(tracks, demand.empties)
        yield calling(demand.stream.itinerary), onward_steps(tracks, onward, call)
        yield demand.empties.itinerary, _empty_steps(tracks, demand, demand.empties, call)


def _call(tracks: Tracks, empties: Stream) -> str:
    stage = Stage(f"{empties.crossing} empties", CALL, "traffic.empties", crossing=empties.crossing)
    return tracks.thing(f"call for {tracks.name_of(empties.itinerary)}", 0, stage, Role.CALL)


def _variants(itinerary: Itinerary, steps: list[PlannedStep]) -> Iterator[Steps]:
    return ((replace(itinerary, happens=happens), kept) for happens, kept in variants(steps))


def calling(itinerary: Itinerary) -> Itinerary:
    """The itinerary of a loaded train that an empty one follows."""
    return replace(itinerary, calls=True)


def _journey(tracks: Tracks, train: Formation, itinerary: Itinerary) -> Journey:
    return Journey(tracks, train, overtakes=itinerary.train_class.overtakes)


def loaded_steps(tracks: Tracks, demand: Demand, call: str | None) -> list[PlannedStep]:
    """Over the border, and on if the goods stay on the train's own itinerary."""
    crossing = tracks.scenario.crossings[demand.stream.crossing]
    journey = _journey(tracks, loaded(demand.train), demand.stream.itinerary)
    if demand.stream.direction == crossing.directions[0]:
        _out(journey, demand, call)
    else:
        _into(journey, demand, call)
    return loaded_by(stops_of(tracks, demand), journey.steps)


def _out(journey: Journey, demand: Demand, call: str | None) -> None:
    """With wagons and locomotives from the distant end; beyond the border with wagons from the far station."""
    tracks, train, name = journey.tracks, demand.consist, demand.stream.crossing
    far = tracks.scenario.crossings[name].far.station
    end = far_end(tracks.scenario, name)
    foreign = handled(tracks, demand.foreign_terminal, train)
    beyond = [] if _wagons_go_on(tracks, demand) else wagons(tracks, train, far)
    if demand.feeder:
        made_up(journey, demand, demand.feeder)
        border = ConsistAtCrossing(tracks, name, train, call, (), beyond, foreign, has_permit=False)
        border.out(journey, end)
        return
    way = demand.way.places
    own, engines = wagons(tracks, train, demand.end), locomotives(tracks, train, demand.end, "to the border")
    terminal = handled(tracks, demand.inland_terminal, train)
    slot, loading = journey.slot_at(way[0], Exit(way[1])), token(tracks, name, demand.stream.direction)
    journey.enter(way[0], slot, [*loading, *taken([*own, *engines, *terminal])])
    journey.give(terminal)
    journey.run(way, Exit(far), crews_on(tracks, journey.train, way))
    journey.give(engines)
    border = ConsistAtCrossing(tracks, name, train, None if own else call, passed_on(own, call), beyond, foreign)
    border.out(journey, end)


def _into(journey: Journey, demand: Demand, call: str | None) -> None:
    """With wagons from beyond the far station; on from the near station with wagons and locomotives from there."""
    tracks, train, name = journey.tracks, demand.consist, demand.stream.crossing
    came = wagons(tracks, train, far_end(tracks.scenario, name))
    foreign = handled(tracks, demand.foreign_terminal, train)
    inland = Exit(demand.way.places[1])
    if train.onward is not None:
        ConsistAtCrossing(tracks, name, train, call, came, (), foreign).into(journey, inland, demand.end)
        return
    own, engines = _from_the_border(tracks, demand)
    goes = engines if _wagons_go_on(tracks, demand) else [*own, *engines]
    border = ConsistAtCrossing(tracks, name, train, None if own else call, came, goes, foreign)
    border.into(journey, inland, demand.end)
    _inland(journey, demand, call)


def onward_steps(tracks: Tracks, onward: Onward, call: str | None) -> list[PlannedStep]:
    """From the stack of a crossing to the distant end, in either direction, with goods that other trains brought."""
    scenario, demand = tracks.scenario, onward.demand
    name, train = demand.stream.crossing, onward.brought_by.consist
    crossing = scenario.crossings[name]
    journey = _journey(tracks, loaded(demand.train), demand.stream.itinerary)
    if demand.stream.direction == crossing.directions[0]:
        end, far = far_end(scenario, name), crossing.far.station
        border = ConsistAtCrossing(tracks, name, train, call, goes=wagons(tracks, demand.consist, far))
        border.on(journey, "far", demand.train, Exit(end, Goes.END), end)
        journey.hold(*border.goes)
        journey.depart(end, far)
    else:
        own, engines = _from_the_border(tracks, demand)
        border = ConsistAtCrossing(tracks, name, train, None if own else call, goes=[*own, *engines])
        border.on(journey, "near", demand.train, Exit(demand.way.places[1]), demand.end)
        _inland(journey, demand, call)
    return journey.steps


def _from_the_border(tracks: Tracks, demand: Demand) -> tuple[list[Put], list[Put]]:
    """Wagons and locomotives of a train that departs from the near station."""
    home = _home_of_wagons(tracks, demand)
    return wagons(tracks, demand.consist, home), locomotives(tracks, demand.consist, demand.end, "from the border")


def _home_of_wagons(tracks: Tracks, demand: Demand) -> str:
    """Home of the wagons that carry goods on from the near station: there, or abroad if the arriving wagons go on."""
    scenario, name = tracks.scenario, demand.stream.crossing
    return far_end(scenario, name) if _wagons_go_on(tracks, demand) else scenario.crossings[name].near.station


def _wagons_go_on(tracks: Tracks, demand: Demand) -> bool:
    crossing = tracks.scenario.crossings[demand.stream.crossing]
    return crossing.wagons_go_on(demand.stream.direction, demand.consist.commodity)


def _inland(journey: Journey, demand: Demand, call: str | None) -> None:
    """From the near station to the distant end, after which the wagons are away for their turn."""
    tracks = journey.tracks
    own, engines = _from_the_border(tracks, demand)
    way = demand.way.places
    journey.run(way, Exit(demand.end, Goes.END), crews_on(tracks, journey.train, way))
    away = own[0].after if own else 0
    journey.hold(*passed_on(own, call, away), *engines)
    journey.depart(demand.end, way[-1], handled(tracks, demand.inland_terminal, demand.consist))


def _empty_steps(tracks: Tracks, demand: Demand, empties: Stream, call: str) -> list[PlannedStep]:
    """Called when a loaded train is handed over: back from the border, or to the border to be loaded.

    If wagons are limited, it is called by the train that has finished with them, and brings them to where they are
    loaded.
    """
    crossing = tracks.scenario.crossings[demand.stream.crossing]
    journey = _journey(tracks, empty(demand.train), empties.itinerary)
    back, way = demand.stream.direction == crossing.directions[0], empties.itinerary.way.places
    own = wagons(tracks, demand.consist, demand.end if back else _home_of_wagons(tracks, demand))
    engines = locomotives(tracks, demand.consist, demand.end, "from the border" if back else "to the border")
    journey.step("wait for wagons", Activity.CALL, way[0], [call])
    journey.enter(way[0], journey.slot_at(way[0], Exit(way[1])), taken(engines))
    toward = Exit(demand.end, Goes.END) if back else Exit("loading", Goes.WORK)
    journey.run(way, toward, crews_on(tracks, journey.train, way))
    if back:
        journey.hold(*own, *engines)
        journey.depart(demand.end, way[-1])
    else:
        journey.give(engines)
        draw = Draw(f"{way[-1]} forming", crossing.forming)
        journey.step(f"split up at {way[-1]}", Activity.STAND, way[-1], draw=draw)
        journey.hold(*at_once(own))
        journey.end(way[-1])
    return journey.steps
