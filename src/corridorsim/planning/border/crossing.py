"""Trains over a crossing, from the tracks of one station to those of the other and beyond."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.operations import Put
from corridorsim.planning.border.control import control
from corridorsim.planning.border.gauge_break import Fronts, OnwardTrain, to_wait
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
    has_permit: bool = True  # whether its trains took the permit of an embargo, where there is one

    def out(self, journey: Journey, end: str) -> None:
        """From the near station's tracks over the border, to the far country's trains and away."""
        near, far = self.station("near"), self.station("far")
        direction = near.crossing.directions[0]
        clearance = self._over(journey, near, far, direction, end)
        stays, goes_on = ((), self.came) if self._wagons_go_on(direction) else (self._away(direction), ())
        journey.hold(*stays)
        if self.consist.onward is not None:
            Fronts(far, self.consist).unload(journey, self._onward(far, self.consist.onward, Exit(end, Goes.END), end))
            return
        made_up = far.made_up(Exit(end, Goes.END))
        Fronts(far, self.consist).from_train_to_train(journey, made_up, taken(self.goes), clearance)
        journey.hold(*goes_on, *self.goes)
        journey.depart(end, far.place, self.terminal)

    def into(self, journey: Journey, toward: Exit, end: str) -> None:
        """From the far country over the border, to a train of the near gauge ready to run toward ``toward``."""
        near, far = self.station("near"), self.station("far")
        direction = near.crossing.directions[1]
        also = [*token(self.tracks, self.name, direction), *taken(self.came), *taken(self.terminal)]
        journey.enter(far.place, far.to_cross(), also)
        journey.give(self.terminal)
        clearance = self._over(journey, far, near, direction, end)
        journey.hold(*(() if self._wagons_go_on(direction) else self._away(direction)))
        if self.consist.onward is not None:
            Fronts(near, self.consist).unload(journey, self._onward(near, self.consist.onward, toward, end))
        else:
            made_up = near.made_up(toward)
            Fronts(near, self.consist).from_train_to_train(journey, made_up, taken(self.goes), clearance)

    def on(self, journey: Journey, which: Key, train: str, toward: Exit, end: str) -> None:
        """A train with goods that others brought: it is loaded from the stack, inspected and formed."""
        station = self.station(which)
        calls = [self.call] if self.call else []
        Fronts(station, self.consist).load(journey, self._onward(station, train, toward, end), calls, taken(self.goes))

    def _onward(self, station: Station, train: str, toward: Exit, end: str) -> OnwardTrain:
        """Trains of a consist that carry goods on from a station, first toward the next place, for a distant end."""
        consist, key = self.tracks.scenario.consists[train], ("crossings", self.name, "forming")
        return OnwardTrain(_loads(train, end), consist, station.made_up(toward), key)

    def station(self, which: Key) -> Station:
        """The near or the far station."""
        return Station(self.tracks, self.name, which)

    def _wagons_go_on(self, direction: str) -> bool:
        return self.tracks.scenario.crossings[self.name].wagons_go_on(direction, self.consist.commodity)

    def _away(self, direction: str) -> list[Put]:
        """The puts of the wagons that came, once they are back from beyond the border."""
        away = self.tracks.scenario.crossings[self.name].away.get(direction, 0)
        return [replace(put, after=put.after + away) for put in self.came]

    def _over(self, journey: Journey, here: Station, there: Station, direction: str, end: str) -> list[Put]:
        """Control, handover, control; what the handover puts when the goods are cleared."""
        control(here, journey, "leaving", self.consist.commodity)
        to_wait(here, journey)
        back, away = here.crossing.border.back, here.crossing.away.get(direction, 0)
        if self._wagons_go_on(direction):
            back = away = 0
        permit = token(self.tracks, self.name, direction) if self.has_permit else []
        calls = [Put(self.call, after=away)] if self.call else []
        clearance = self._clearance(there, journey, end)
        cross(here, there, journey, direction, self.consist, [*map(Put, permit), *calls, *clearance], back)
        control(there, journey, "entering", self.consist.commodity)
        return clearance

    def _clearance(self, there: Station, journey: Journey, end: str) -> list[Put]:
        """What the handover puts for goods that are cleared later."""
        name = self.consist.onward
        onward = None if name is None else self.tracks.scenario.consists[name]
        return Fronts(there, self.consist).clearance(journey.train, _loads(name or "", end), onward)


def _loads(train: str, end: str) -> str:
    """Name of the goods that trains of a consist carry on to a distant end."""
    return f"{train} to {end}"


def far_end(scenario: Scenario, crossing: str) -> str:
    """The distant end behind a crossing's far station."""
    return next(name for name, end in scenario.ends.items() if end.at == scenario.crossings[crossing].far.station)
