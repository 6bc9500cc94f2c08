"""A number of trains per calendar day: used places come back at the change of day, and only then.

A train takes a place of the day and puts a used one. At the change of day a gate opens; returns of the first rank, as
many as there are places, each take a used place and put a place of the new day, until no used place is left; then the
gate closes, before any train has its turn in that second. A return that finds no used place waits for a later day. On
each day there are as many returns as the day has places, so all used places come back.

After the run there are places for everybody, so a train that waits for a later day is not in gridlock.
"""

from corridorsim.itineraries import Activity, Itinerary, Kind
from corridorsim.operations import Put, Step
from corridorsim.planning.resources import CalendarDay
from corridorsim.planning.track.journey import NOWHERE, PlannedStep

EVERYBODY = 1_000_000_000


def returning(day: CalendarDay) -> Itinerary:
    """The itinerary that gives a used place back, day by day."""
    return Itinerary(f"places come back: {day.places}", Kind.CLOSURE, at=(day.used,))


def changing(day: CalendarDay) -> Itinerary:
    """The itinerary that opens and shuts the gate, day by day."""
    return Itinerary(f"change of day: {day.places}", Kind.CLOSURE, at=(day.gate,))


def calendar_day_steps(day: CalendarDay) -> dict[Itinerary, list[PlannedStep]]:
    """The two itineraries of a day's number."""
    begins, gives = _step("the run begins"), [Put(day.places), Put(day.gate)]
    return_one = _step("a place comes back", [day.used, day.gate], gives)
    opens, shuts = _step("a day begins", puts=[Put(day.gate)]), _step("the day has changed", [day.gate])
    after = [Put(day.places, units=EVERYBODY), Put(day.used, units=EVERYBODY), Put(day.gate)]
    changes = [step for _ in day.changes for step in (opens, shuts)]
    return {
        returning(day): [begins, *[return_one for _ in day.changes], _step("no day to come")],
        changing(day): [begins, *changes, _step("after the run", puts=after)],
    }


def not_before(day: CalendarDay, until: int) -> dict[Itinerary, list[int]]:
    """The earliest second of each of their steps."""
    return {
        returning(day): [0, *day.changes, 0],
        changing(day): [0, *(second for second in day.changes for _ in range(2)), until],
    }


def _step(name: str, takes: list[str] | None = None, puts: list[Put] | None = None) -> PlannedStep:
    return PlannedStep(Step(name, takes or [], puts or []), Activity.REOPEN, NOWHERE)
