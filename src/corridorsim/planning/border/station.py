"""A border station: its yards, and its lanes, machines, gangs and gates, with the times at which they are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corridorsim.errors import dotted
from corridorsim.itineraries import Reason, Role
from corridorsim.itineraries.stages import Stage, StageKind
from corridorsim.model.border.control import ClosedHours
from corridorsim.model.border.crossing import Crossing, Side
from corridorsim.model.lines.movement import Days
from corridorsim.planning.track.tracks import Exit, Goes, Tracks, Yard

Key = Literal["near", "far"]


@dataclass(frozen=True)
class Station:
    """One of the two stations of a crossing."""

    tracks: Tracks
    crossing_name: str
    which: Key

    @property
    def crossing(self) -> Crossing:
        """The crossing to which it belongs."""
        return self.tracks.scenario.crossings[self.crossing_name]

    @property
    def side(self) -> Side:
        """Its part of the scenario."""
        return self.crossing.near if self.which == "near" else self.crossing.far

    @property
    def beyond(self) -> Side:
        """The station on the other side of the border."""
        return self.crossing.far if self.which == "near" else self.crossing.near

    @property
    def place(self) -> str:
        """Its name."""
        return self.side.station

    def key(self, *path: str | int) -> str:
        """The scenario key of a part of this station."""
        return dotted(("crossings", self.crossing_name, self.which, *path))

    def stage(self, what: str, kind: StageKind, key: str) -> Stage:
        """A stage at this station."""
        return Stage(f"{self.place} {what}", kind, key, self.place, crossing=self.crossing_name)

    def pool(
        self, name: str, capacity: int, stage: Stage, closed: Sequence[Days] = (), role: Role = Role.WORKER
    ) -> str:
        """A resource whose units are closed at times, by the station's clock: lanes, machines, gangs, a gate.

        From closing to opening they are taken, once their current work is finished.
        """
        resources = self.tracks.resources
        for hours in closed if name not in resources.made else ():
            units = hours.units if isinstance(hours, ClosedHours) and hours.units else capacity
            reason = Reason.LEVEL if hours.at_a_stretch else Reason.HOURS
            for begin, end in self.tracks.scenario.window.spans([hours], self.side.clock):
                resources.close(name, units, begin, end, reason, "outside its hours")
        return self.tracks.thing(name, capacity, stage, role)

    def to_cross(self) -> list[str]:
        """Where a train that arrives to cross the border stands: reception tracks, or any of its own gauge."""
        if self.side.reception is not None:
            return self._beside("reception", self.side.reception, Exit(self.beyond.station))
        return self._own(Exit(self.beyond.station))

    def to_wait(self) -> list[str]:
        """Where a train stands after control, if the station has waiting tracks."""
        toward = Exit(self.beyond.station)
        return [] if self.side.waiting is None else self._beside("waiting", self.side.waiting, toward)

    def made_up(self, toward: Exit) -> list[str]:
        """Where a train of its own gauge is formed: departure tracks, or any of its own gauge."""
        if self.side.departure is not None:
            return self._beside("departure", self.side.departure, toward)
        return self._own(toward)

    def foreign(self) -> list[str]:
        """A track of the other gauge, for a train that came over the border."""
        yard = Yard(self.place, f"{self.beyond.gauge} mm")
        return self.tracks.slot(
            yard, Exit("transshipment", Goes.WORK), self.side.other_tracks, self.key("other_tracks")
        )

    def _own(self, toward: Exit) -> list[str]:
        if self.which == "near":
            return self.tracks.slot_at(self.place, toward)
        return self.tracks.slot(Yard(self.place), toward, self.side.own_tracks or 2, self.key("own_tracks"))

    def _beside(self, purpose: str, tracks: int, toward: Exit) -> list[str]:
        return self.tracks.slot(Yard(self.place, purpose), toward, tracks, self.key(purpose))
