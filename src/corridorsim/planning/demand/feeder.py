"""Trains that bring goods to the border's yard, where its wagons are regrouped into the trains that are handed over.

The train that brings them ends in the yard and gives its units to a pool; the train that goes over the border exists
nowhere until it takes a full load of them, and then takes a track of the yard, as a train does that enters there.
"""

from collections.abc import Sequence

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import STORE, Stage
from corridorsim.model.demand.formation import loaded
from corridorsim.operations import Put
from corridorsim.planning.border import token
from corridorsim.planning.demand.flows import Demand, Feeder
from corridorsim.planning.demand.pools import locomotives, taken
from corridorsim.planning.demand.terminals import handled
from corridorsim.planning.track.crews import crews_on
from corridorsim.planning.track.journey import Draw, Journey, PlannedStep
from corridorsim.planning.track.tracks import Exit, Tracks


def feeder_steps(tracks: Tracks, demand: Demand, feeder: Feeder) -> list[PlannedStep]:
    """From the distant end to the yard at the border, where the train is broken up; its permit comes back there."""
    name, way = demand.stream.crossing, demand.way.places
    far = tracks.scenario.crossings[name].far.station
    journey = Journey(tracks, loaded(feeder.train), overtakes=feeder.stream.itinerary.train_class.overtakes)
    engines = locomotives(tracks, feeder.consist, demand.end, "to the border")
    terminal = handled(tracks, demand.inland_terminal, feeder.consist)
    permit = token(tracks, name, demand.stream.direction)
    journey.enter(way[0], tracks.slot_at(way[0], Exit(way[1])), [*permit, *taken([*engines, *terminal])])
    journey.give(terminal)
    journey.run(way, Exit(far), crews_on(tracks, journey.train, way))
    journey.give(engines)
    units = Put(_store(tracks, demand), units=feeder.brings)
    gives = [*journey.let_go(), *map(Put, permit), units]
    journey.step(f"regrouped at {way[-1]}", Activity.END, way[-1], gives=gives)
    return journey.steps


def made_up(journey: Journey, demand: Demand, feeder: Feeder) -> None:
    """The train that is handed over: its wagons are there, it takes a track toward the border, and is formed."""
    tracks, near = journey.tracks, demand.way.places[-1]
    crossing = tracks.scenario.crossings[demand.stream.crossing]
    load: Sequence[tuple[str, int]] = [(_store(tracks, demand), feeder.takes)]
    journey.step("wait for a full load", Activity.CALL, near, load)
    journey.enter(near, tracks.slot_at(near, Exit(crossing.far.station)))
    journey.step(f"forming at {near}", Activity.FORM, near, draw=Draw(f"{near} forming", crossing.forming))


def _store(tracks: Tracks, demand: Demand) -> str:
    stage = Stage(
        f"{demand.way.places[-1]} yard loads", STORE, dotted(("crossings", demand.stream.crossing, "forming"))
    )
    return tracks.thing(f"{demand.way.places[-1]} yard for {demand.stream.name}", 0, stage, Role.STORE)
