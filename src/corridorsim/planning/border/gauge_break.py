"""The gauge break: trains are moved to a front, worked there by machines, moved away, inspected and formed.

A train takes what it needs only for a time (a locomotive, machines, a gang) once it holds everything else that it
needs to finish with it, so these always come back. The front and the track beyond are taken together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corridorsim.errors import Path, dotted
from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import (
    FRONTS,
    INSPECTION,
    MACHINES,
    PAPER_WORK,
    SHUNTING,
    STACK,
    STORE,
    Stage,
)
from corridorsim.model.border.crossing import PLAIN_FRONTS, counted_between
from corridorsim.model.border.gauge_break import Counted, GaugeBreak
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.formation import Formation
from corridorsim.model.timing import Timing
from corridorsim.operations import Put
from corridorsim.planning.border.clearance import await_clearance, of_loads, of_trains
from corridorsim.planning.border.station import Station
from corridorsim.planning.track.journey import Draw, Journey

Takes = list[str | tuple[str, int]]


class _Work(NamedTuple):
    """What is done to a train that stands, by one of some who are shared."""

    name: str
    activity: Activity
    pool: str
    draw: Draw


@dataclass(frozen=True)
class OnwardTrain:
    """The trains that carry goods on from a station: their consist, where they go, and the track where one stands."""

    name: str  # of their loads
    consist: Consist
    track: list[str]
    key: Path  # of the scenario, that says so


@dataclass(frozen=True)
class Fronts:
    """Where trains of a consist change gauge at a station: a place of their own, or the plain fronts."""

    station: Station
    consist: Consist  # of the train that comes over the border

    @cached_property
    def worked(self) -> tuple[str, GaugeBreak] | None:
        """The name of the place of the gauge break, None for the plain fronts."""
        return self.station.side.worked_at(self.consist.commodity)

    def from_train_to_train(self, journey: Journey, onward: list[str], also: Takes, clearance: Sequence[Put]) -> None:
        """Take a front and a track of the onward gauge together; release the front and the old track when work is done.

        ``also`` is what the departing train is formed from; ``clearance`` what the handover puts when it may leave.
        """
        self._work(journey, "transshipment", self.consist, [*onward, *also])
        self._clear(journey, [Put(self._front), *journey.let_go()])
        await_clearance(self.station, journey, clearance)
        journey.hold(*onward)

    def unload(self, journey: Journey, onward: OnwardTrain) -> None:
        """Take a front and space in the stack together; the goods stay there for the trains that carry them on.

        Without a stack the goods go to wagons on a track of the onward gauge, which the yard then takes and regroups.
        """
        if not self.has_stack:
            self._to_the_yard(journey, onward)
            return
        units = self.consist.amount(self._place.works)
        self._work(journey, "unloading", self.consist, [(self._space, units)])
        dwell = self._place.stack.dwell if self._place.stack else 0
        gives = [Put(self._front), *journey.let_go(), Put(self.store(onward), units=units, after=dwell)]
        self._away(journey, gives, f"unloaded at {self.station.place}")

    def _to_the_yard(self, journey: Journey, onward: OnwardTrain) -> None:
        """From train to wagons beside it; these leave their track for the yard, where their train is made up."""
        self._work(journey, "transshipment", self.consist, [*onward.track])
        units = Put(self.store(onward), units=self.consist.amount(self._counted(onward.consist)))
        gives = [Put(self._front), *journey.let_go(), *map(Put, onward.track), units]
        self._away(journey, gives, f"regrouped at {self.station.place}")

    def load(self, journey: Journey, onward: OnwardTrain, calls: Sequence[str], also: Takes) -> None:
        """Wait for a full load before the train exists anywhere; then take a front and its track together.

        In a yard without a stack the goods are on wagons already: the train takes its track and is formed.
        """
        train, track = onward.consist, onward.track
        units, place = train.amount(self._counted(train)), self.station.place
        journey.step("wait for a full load", Activity.CALL, place, [(self.store(onward), units)])
        for put in of_loads(self.station, self._name, onward.name, units):
            journey.step("wait for clearance", Activity.CALL, place, [(put.resource, put.units)])
        if not self.has_stack:
            journey.step(f"enter at {place}", Activity.ENTER, place, [*track, *also])
            self._inspect_and_form(journey, [*map(Put, calls)], f"entered at {place}")
            journey.hold(*track)
            return
        self._work(journey, "loading", train, [*track, *also], entering=True)
        self._clear(journey, [Put(self._front), Put(self._space, units=units), *map(Put, calls)])
        journey.hold(*track)

    def store(self, onward: OnwardTrain) -> str:
        """The goods in the stack or the yard for trains of one kind to one destination."""
        name, place = self._name, self.station.place
        key = self.station.key("gauge_break", name, "stack", "units")
        stage = Stage(f"{place} {name} loads", STORE, key if self.has_stack else dotted(onward.key))
        return self.station.tracks.resources.thing(
            f"{place} {name} for {onward.name}", 0, stage, Role.STORE, stack=self._space if self.has_stack else ""
        )

    def clearance(self, train: Formation, loads: str, onward: Consist | None) -> list[Put]:
        """What the handover puts for the goods, once they are cleared.

        ``loads`` names those that trains of another consist, ``onward``, carry on.
        """
        if onward is None:
            return of_trains(self.station, train)
        return of_loads(self.station, self._name, loads, self.consist.amount(self._counted(onward)))

    @property
    def has_stack(self) -> bool:
        """Whether goods lie in a stack between trains of the two gauges."""
        return self.worked is not None and self.worked[1].stack is not None

    def _counted(self, onward: Consist) -> Counted:
        return counted_between(self.consist, onward, self.worked[1] if self.worked else None)

    @property
    def _name(self) -> str:
        return self.worked[0] if self.worked else PLAIN_FRONTS

    @property
    def _place(self) -> GaugeBreak:
        assert self.worked is not None  # reading refuses goods for a stack that does not exist
        return self.worked[1]

    @property
    def _space(self) -> str:
        name, place = self._name, self.station.place
        stage = self.station.stage(f"{name} stack", STACK, self.station.key("gauge_break", name, "stack", "units"))
        most = self._place.stack.units if self._place.stack else 0
        return self.station.tracks.thing(f"{place} {name} stack", most, stage, Role.STACK)

    @property
    def _front(self) -> str:
        name, place = self._name, self.station.place
        if self.worked is None:
            stage = self.station.stage("transshipment", FRONTS, self.station.key("fronts"))
            fronts = self.station.side.fronts
            return self.station.tracks.thing(f"{place} transshipment fronts", fronts, stage, Role.WORKER)
        stage = self.station.stage(name, FRONTS, self.station.key("gauge_break", name, "fronts"))
        return self.station.tracks.thing(f"{place} {name} fronts", self._place.fronts, stage, Role.WORKER)

    @property
    def _machines(self) -> list[Put]:
        if self.worked is None:
            return []
        name, at, place = self._name, self._place, self.station.place
        stage = self.station.stage(f"{name} machines", MACHINES, self.station.key("gauge_break", name, "machines"))
        return [Put(self.station.pool(f"{place} {name} machines", at.machines, stage, at.closed), units=at.per_train)]

    def _time(self, train: Consist) -> Timing:
        if self.worked is None and self.station.side.transshipment is not None:
            return self.station.side.transshipment
        if train.transshipment is not None:
            return train.transshipment
        at = self._place
        hours = train.amount(at.works) / (at.per_train * at.rate)
        return Timing.model_construct(mean=round(3600 * hours), variation=at.variation)

    def _work(self, journey: Journey, what: str, train: Consist, also: Takes, entering: bool = False) -> None:
        """Move to the front with everything that is needed, and do the work; a locomotive moves the train if there are
        any."""
        place, engine = self.station.place, _engine(self.station)
        machines: Takes = [(put.resource, put.units) for put in self._machines]
        takes: Takes = [self._front, *also, *(engine or machines)]
        draw = Draw(f"{place} {what}", self._time(train))
        if not engine and not entering:
            journey.step(f"{what} at {place}", Activity.TRANSSHIP, place, takes, draw=draw)
            return
        name, activity = (
            (f"enter at {place}", Activity.ENTER) if entering else (f"to {what} at {place}", Activity.SHUNT)
        )
        journey.step(name, activity, place, takes, draw=_move(self.station))
        if engine:
            journey.step(f"at the front at {place}", Activity.RELEASE, place, gives=[*map(Put, engine)])
        takes = machines if engine else []
        journey.step(f"{what} at {place}", Activity.TRANSSHIP, place, takes, draw=draw)

    def _clear(self, journey: Journey, gives: list[Put]) -> None:
        """Leave the front; inspection; paper work; forming."""
        gives = self._from_the_front(journey, gives)
        self._inspect_and_form(journey, gives, f"away from the front at {self.station.place}")

    def _inspect_and_form(self, journey: Journey, gives: list[Put], done: str) -> None:
        """``done`` is the step that puts ``gives``, if anything is done before the train is formed."""
        station, place = self.station, self.station.place
        for each in self._before_departure():
            journey.step(done, Activity.RELEASE, place, gives=gives)
            journey.step(f"{each.name} at {place}", each.activity, place, [each.pool], draw=each.draw)
            gives, done = [Put(each.pool)], f"{each.name} done at {place}"
        draw = Draw(f"{place} forming", station.crossing.forming)
        journey.step(f"forming at {place}", Activity.FORM, place, gives=gives, draw=draw)

    def _before_departure(self) -> Iterator["_Work"]:
        """What is done to a train after it has left the front, one after another."""
        station, side, place = self.station, self.station.side, self.station.place
        if (inspection := side.inspection) is not None:
            stage = station.stage("inspection", INSPECTION, station.key("inspection", "gangs"))
            gang = station.pool(f"{place} inspection gangs", inspection.gangs, stage, inspection.closed)
            yield _Work("inspection", Activity.INSPECT, gang, Draw(f"{place} inspection", inspection.time))
        if (papers := side.paper_work) is not None:
            stage = station.stage("paper work", PAPER_WORK, station.key("paper_work", "desks"))
            desk = station.pool(f"{place} paper work desks", papers.desks, stage, papers.closed)
            yield _Work("paper work", Activity.PAPERS, desk, Draw(f"{place} paper work", papers.time))

    def _away(self, journey: Journey, gives: list[Put], name: str) -> None:
        """The empty rake leaves the front and the model."""
        gives = self._from_the_front(journey, gives)
        journey.step(name, Activity.END, self.station.place, gives=gives)

    def _from_the_front(self, journey: Journey, gives: list[Put]) -> list[Put]:
        """What is released when the front is clear: at once, or when a locomotive has drawn the train away."""
        station, place = self.station, self.station.place
        engine = _engine(station)
        if not engine:
            return [*self._machines, *gives]
        journey.step(f"worked at {place}", Activity.RELEASE, place, gives=self._machines)
        journey.step(f"from the front at {place}", Activity.SHUNT, place, engine, draw=_move(station, "from"))
        return [*map(Put, engine), *gives]


def to_wait(station: Station, journey: Journey) -> None:
    """A controlled train moves to a waiting track, if the station has any, until it may cross."""
    track = station.to_wait()
    if not track:
        return
    engine = _engine(station)
    draw = _move(station, "to wait") if engine else None
    gives = [] if engine else journey.let_go()
    journey.step(f"to wait at {station.place}", Activity.SHUNT, station.place, [*engine, *track], gives, draw=draw)
    if engine:
        gives = [*map(Put, engine), *journey.let_go()]
        journey.step(f"waits at {station.place}", Activity.RELEASE, station.place, gives=gives)
    journey.hold(*track)


def _engine(station: Station) -> list[str]:
    shunting = station.side.shunting
    if shunting is None:
        return []
    stage = station.stage("shunting", SHUNTING, station.key("shunting", "engines"))
    return [station.pool(f"{station.place} shunting engines", shunting.engines, stage)]


def _move(station: Station, way: str = "to") -> Draw | None:
    shunting = station.side.shunting
    return None if shunting is None else Draw(f"{station.place} shunting {way}", shunting.move)
