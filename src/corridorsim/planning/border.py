"""A border crossing in steps: control, the agreed number of trains, the run across, transshipment, making up.

The train that came and the train that goes on are one itinerary: at the transshipment front it holds a track of both
gauges, and from then on only that of the gauge beyond. The import side transships.
"""

from dataclasses import dataclass

from corridorsim.errors import dotted
from corridorsim.itineraries import Activity, Stage
from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist, Crossing, Side, Timing
from corridorsim.operations import Put
from corridorsim.planning.journey import Draw, Journey
from corridorsim.planning.tracks import Tracks

DAY = 86_400


@dataclass(frozen=True)
class Border:
    """One crossing, and how trains of a consist are worked there."""

    tracks: Tracks
    name: str
    crossing: Crossing
    consist: Consist
    call: str | None = None  # given when a train is handed over: an empty one may follow

    def out(self, journey: Journey, end: str) -> None:
        """From the near station's tracks over the border, to the far country's trains and away."""
        near, far = self.crossing.near, self.crossing.far
        foreign = self._other_slot("far", far, near)
        self._control(journey, "near", near, "leaving", near.station)
        self._cross(journey, near, far, foreign, self.crossing.directions[0])
        self._control(journey, "far", far, "entering", far.station)
        onward = self.far_slot(end)
        self._transship(journey, "far", far, onward)
        journey.depart(end, far.station)

    def into(self, journey: Journey, toward: str) -> None:
        """From the far country over the border, to a train of the near gauge ready to run toward ``toward``."""
        near, far = self.crossing.near, self.crossing.far
        foreign = self._other_slot("near", near, far)
        journey.enter(far.station, self.far_slot(near.station), self.token(self.crossing.directions[1]))
        self._control(journey, "far", far, "leaving", far.station)
        self._cross(journey, far, near, foreign, self.crossing.directions[1])
        self._control(journey, "near", near, "entering", near.station)
        self._transship(journey, "near", near, self.tracks.slot_at(near.station, toward))

    def token(self, direction: str) -> list[str]:
        """What a train takes on its departure where loading is limited, and gives back beyond the border."""
        most = self.crossing.under_way.get(direction)
        if most is None:
            return []
        stage = Stage(
            f"{self.name} {direction}: trains under way",
            "embargo",
            dotted(("crossings", self.name, "under_way", direction)),
        )
        return [self.tracks.thing(f"{self.name} {direction} under way", most, stage, logical=True)]

    def far_slot(self, toward: str) -> list[str]:
        """A track of its own gauge at the far station."""
        far = self.crossing.far
        return self.tracks.slot(
            far.station, toward, far.own_tracks or 2, dotted(("crossings", self.name, "far", "own_tracks"))
        )

    def _other_slot(self, side: str, here: Side, beyond: Side) -> list[str]:
        yard = f"{here.station} {beyond.gauge} mm"
        return self.tracks.slot(
            yard, "transshipment", here.other_tracks, dotted(("crossings", self.name, side, "other_tracks"))
        )

    def _control(self, journey: Journey, side: str, here: Side, way: str, place: str) -> None:
        stage = Stage(f"{place} control", "control", dotted(("crossings", self.name, side, "control", "lanes")))
        lane = self.tracks.thing(f"{place} control lanes", here.control.lanes, stage)
        timing: Timing = getattr(here.control, way)
        journey.step(
            f"control at {place}", Activity.CONTROL, place, [lane], draw=Draw(f"{place} control {way}", timing)
        )
        journey.step(f"controlled at {place}", Activity.RELEASE, place, gives=[Put(lane)])

    def _cross(self, journey: Journey, here: Side, there: Side, slot: list[str], direction: str) -> None:
        """Over the border: one of the day's trains, the track of this gauge, and a track beyond, all together."""
        accepted = self._acceptance(direction)
        key = dotted(("crossings", self.name, "border"))
        stage = Stage(f"{here.station} - {there.station} {here.gauge} mm", "border track", key)
        track = self.tracks.thing(f"{self.name} border track {here.gauge} mm", 1, stage)
        border = self.crossing.border
        gives = [*journey.let_go(), Put(accepted, 1, DAY)]
        name = f"{here.station} - {there.station}"
        journey.step(name, Activity.CROSS, here.station, [accepted, track, *slot], gives, seconds=border.run)
        journey.hold(*slot)
        gives = [
            Put(track, 1, border.back),
            *map(Put, self.token(direction)),
            *map(Put, [self.call] if self.call else []),
        ]
        journey.step(f"handed over at {there.station}", Activity.HANDOVER, there.station, gives=gives)

    def _acceptance(self, direction: str) -> str:
        window = self.tracks.scenario.window
        levels = [
            (0 if level.since is None else window.second_of(level.since), round(level.trains))
            for level in self.crossing.accepts[direction]
        ]
        stage = Stage(
            f"{self.name} {direction}: acceptance", "acceptance", dotted(("crossings", self.name, "accepts", direction))
        )
        return self.tracks.resources.limit(f"{self.name} {direction} accepted in 24 h", levels, window.until, stage)

    def _transship(self, journey: Journey, side: str, here: Side, onward: list[str]) -> None:
        """Take a front and a track of the onward gauge together; give back front and old track when it is done."""
        place = here.station
        stage = Stage(f"{place} transshipment", "fronts", dotted(("crossings", self.name, side, "fronts")))
        front = self.tracks.thing(f"{place} transshipment fronts", here.fronts, stage)
        timing = self.consist.transshipment
        name = f"transshipment at {place}"
        journey.step(name, Activity.TRANSSHIP, place, [front, *onward], draw=Draw(f"{place} transshipment", timing))
        gives = [Put(front), *journey.let_go()]
        draw = Draw(f"{place} forming", self.crossing.forming)
        journey.step(f"forming at {place}", Activity.FORM, place, gives=gives, draw=draw)
        journey.hold(*onward)


def far_end(scenario: Scenario, crossing: str) -> str:
    """The distant end behind a crossing's far station."""
    return next(name for name, end in scenario.ends.items() if end.at == scenario.crossings[crossing].far.station)
