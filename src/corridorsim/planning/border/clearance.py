"""Clearance: goods that enter may leave a time after their handover, whatever is done with them meanwhile.

A handover gives the goods to a count some time later, and goods that leave take theirs from it. Goods are counted, not
followed: the first to ask take what came first. It comes by the clock, so nobody waits for it behind one who waits.
"""

from collections.abc import Sequence

from corridorsim.itineraries import Activity, Role
from corridorsim.itineraries.stages import CLEARANCE
from corridorsim.model.demand.formation import Formation
from corridorsim.operations import Put
from corridorsim.planning.border.station import Station
from corridorsim.planning.track.journey import Journey


def of_trains(station: Station, train: Formation) -> list[Put]:
    """What a train puts at its handover if its goods go on as one train; empty without clearance.

    Trains of each formation have a count of their own: those that are worked for longer do not clear the others.
    """
    return _counted(station, "goods cleared", f"{station.place} goods cleared of {train}", 1)


def of_loads(station: Station, yard: str, onward: str, units: int) -> list[Put]:
    """The same for goods that go into the stack of a yard, for one destination and consist."""
    return _counted(station, f"{yard} cleared", f"{station.place} {yard} cleared for {onward}", units)


def await_clearance(station: Station, journey: Journey, clearance: Sequence[Put]) -> None:
    """A train that is formed stands until as much is cleared as its handover puts."""
    for put in clearance:
        name = f"goods cleared at {station.place}"
        journey.step(name, Activity.RELEASE, station.place, [(put.resource, put.units)])


def _counted(station: Station, what: str, name: str, units: int) -> list[Put]:
    after = station.side.control.clearance
    if after is None:
        return []
    stage = station.stage(what, CLEARANCE, station.key("control", "clearance"))
    return [Put(station.tracks.thing(name, 0, stage, Role.CLEARED), units=units, after=after)]
