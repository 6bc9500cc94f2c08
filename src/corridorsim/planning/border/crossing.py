"""Trains over a crossing, from the tracks of one station to those of the other and beyond."""

from collections.abc import Sequence
from dataclasses import dataclass

from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.border.control import control
from corridorsim.planning.border.gauge_break import Fronts, to_wait
from corridorsim.planning.border.handover import cross, token
from corridorsim.planning.border.station import Key, Station
from corridorsim.planning.demand.pools import taken
from corridorsim.planning.track.journey import Journey
from corridorsim.planning.track.tracks import Exit, Goes, Tracks


@dataclass(frozen=True)
class ConsistAtCrossing:
    """One crossing, and how trains of a consist are handled there."""

    tracks: Tracks
    name: str
    consist: Consist
    call: str | None = None  # put when a train is handed over or loaded for its onward run: an empty train may follow
    came: Sequence[Put] = ()  # wagons of the train that comes over the border; put back if and when it is unloaded
    goes: Sequence[Put] = ()  # what the departing train takes with its track: other wagons, if any, and locomotives
    terminal: Sequence[Put] = ()  # capacity that its containers use at a terminal in the far country

    def out(self, journey: Journey, end: str) -> None:
        """From the near station's tracks over the border, to the far country's trains and away."""
        near, far = self.station("near"), self.station("far")
        direction = near.crossing.directions[0]
        self._over(journey, near, far, direction)
        stays, goes_on = ((), self.came) if self._wagons_go_on(direction) else (self.came, ())
        journey.hold(*stays)
        if self.consist.onward is not None:
            Fronts(far, self.consist).unload(journey, onward_to(self.consist.onward, end))
            return
        Fronts(far, self.consist).from_train_to_train(journey, far.made_up(Exit(end, Goes.END)), taken(self.goes))
        journey.hold(*goes_on, *self.goes)
        journey.depart(end, far.place, self.terminal)

    def into(self, journey: Journey, toward: Exit, end: str) -> None:
        """From the far country over the border, to a train of the near gauge ready to run toward ``toward``."""
        near, far = self.station("near"), self.station("far")
        direction = near.crossing.directions[1]
        also = [*token(self.tracks, self.name, direction), *taken(self.came), *taken(self.terminal)]
        journey.enter(far.place, far.to_cross(), also)
        journey.give(self.terminal)
        self._over(journey, far, near, direction)
        journey.hold(*(() if self._wagons_go_on(direction) else self.came))
        if self.consist.onward is not None:
            Fronts(near, self.consist).unload(journey, onward_to(self.consist.onward, end))
        else:
            Fronts(near, self.consist).from_train_to_train(journey, near.made_up(toward), taken(self.goes))

    def on(self, journey: Journey, which: Key, train: str, toward: Exit, end: str) -> None:
        """A train with goods that others brought: it is loaded from the stack, inspected and formed."""
        station = self.station(which)
        calls = [self.call] if self.call else []
        onward = self.tracks.scenario.consists[train]
        track = station.made_up(toward)
        Fronts(station, self.consist).load(journey, onward, onward_to(train, end), track, calls, taken(self.goes))

    def station(self, which: Key) -> Station:
        """The near or the far station."""
        return Station(self.tracks, self.name, which)

    def _wagons_go_on(self, direction: str) -> bool:
        return self.tracks.scenario.crossings[self.name].wagons_go_on(direction, self.consist.commodity)

    def _over(self, journey: Journey, here: Station, there: Station, direction: str) -> None:
        """Control, handover, control."""
        control(here, journey, "leaving", self.consist.commodity)
        to_wait(here, journey)
        calls = [self.call] if self.call else []
        back = 0 if self._wagons_go_on(direction) else here.crossing.border.back
        cross(here, there, journey, direction, calls, back)
        control(there, journey, "entering", self.consist.commodity)


def onward_to(train: str, end: str) -> str:
    """The name of the loads of a consist for a destination."""
    return f"{train} to {end}"


def far_end(scenario: Scenario, crossing: str) -> str:
    """The distant end behind a crossing's far station."""
    return next(name for name, end in scenario.ends.items() if end.at == scenario.crossings[crossing].far.station)
