"""Control at a border station: first that of every train, then those of some or all trains, in order."""

from collections.abc import Iterator
from typing import NamedTuple

from corridorsim.itineraries import Activity, Movement
from corridorsim.itineraries.stages import CONTROL
from corridorsim.model.border.control import ControlStage
from corridorsim.model.border.worked_checks import inspected
from corridorsim.model.timing import Timing
from corridorsim.operations import Put
from corridorsim.planning.border.station import Station
from corridorsim.planning.demand.chances import Chance, When
from corridorsim.planning.track.journey import Ahead, Draw, Journey


class _Control(NamedTuple):
    """One control, for one train."""

    name: str
    stage: ControlStage
    timing: Timing
    share: float
    key: str
    done: str


def control(station: Station, journey: Journey, movement: Movement, commodity: str | None) -> None:
    """The train goes through one control after another, and stays on its track meanwhile."""
    place = station.place
    for each in _stages(station, movement, commodity):
        stage = station.stage(each.name, CONTROL, each.key)
        lane = station.pool(f"{place} {each.name} lanes", each.stage.lanes, stage, each.stage.closed)
        when = When(Chance(f"{each.name} at {place}", each.share)) if each.share < 1 else None
        draw = Draw(f"{place} {each.name} {movement}", each.timing, _ahead(station, each.stage, movement))
        journey.step(f"{each.name} at {place}", Activity.CONTROL, place, [lane], draw=draw, when=when)
        journey.step(each.done, Activity.RELEASE, place, gives=[Put(lane)], when=when)


def _stages(station: Station, movement: Movement, commodity: str | None) -> Iterator[_Control]:
    first, place, carried = station.side.control, station.place, commodity or ""
    timing: Timing | None = getattr(first.by_commodity.get(carried), movement, None) or getattr(first, movement)
    assert timing is not None  # every train passes the first control
    yield _Control("control", first, timing, 1.0, station.key("control", "lanes"), f"controlled at {place}")
    for i, stage in enumerate(first.further):
        timing = getattr(stage.by_commodity.get(carried), movement, None) or getattr(stage, movement)
        share = inspected(stage, commodity)
        if share > 0 and timing is not None:
            key = station.key("control", "further", i, "lanes")
            yield _Control(stage.name, stage, timing, share, key, f"{stage.name} done at {place}")


def _ahead(station: Station, stage: ControlStage, movement: Movement) -> Ahead | None:
    ahead = stage.declared_ahead
    timing: Timing | None = None if ahead is None else getattr(ahead, movement)
    if ahead is None or timing is None:
        return None
    return Ahead(f"{station.crossing_name} declared ahead", ahead.share, timing)
