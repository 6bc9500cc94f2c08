"""A number of trains of each calendar day: what trains have used comes back as the day changes, and only then.

A train takes a place of the day and gives one that is used. As the day changes a gate is opened; returns of the first
rank, as many as there are places, each take one that is used and give a place of the new day, until none is used; then
the gate is shut, before any train has its turn in that second. A return that finds none used waits, and has its turn on
a later day: each day there are as many to come as the day has places, so all that is used comes back.

When the run is over there are places for everybody: no train that waits for a day to come is locked.
"""

from corridorsim.itineraries import Activity
from corridorsim.operations import Put, Step
from corridorsim.planning.journey import NOWHERE, PlannedStep
from corridorsim.planning.resources import CalendarDay

EVERYBODY = 1_000_000_000


def returning(day: CalendarDay) -> str:
    """Name of the itinerary that gives a used place back, day by day."""
    return f"places come back: {day.places}"


def changing(day: CalendarDay) -> str:
    """Name of the itinerary that opens and shuts the gate, day by day."""
    return f"change of day: {day.places}"


def calendar_day_steps(day: CalendarDay) -> dict[str, list[PlannedStep]]:
    """The two itineraries of a day's number, by name."""
    begins, gives = _step("the run begins"), [Put(day.places), Put(day.gate)]
    return_one = _step("a place comes back", [day.used, day.gate], gives)
    opens, shuts = _step("a day begins", puts=[Put(day.gate)]), _step("the day has changed", [day.gate])
    after = [Put(day.places, units=EVERYBODY), Put(day.used, units=EVERYBODY), Put(day.gate)]
    changes = [step for _ in day.changes for step in (opens, shuts)]
    return {
        returning(day): [begins, *[return_one for _ in day.changes], _step("no day to come")],
        changing(day): [begins, *changes, _step("after the run", puts=after)],
    }


def not_before(day: CalendarDay, until: int) -> dict[str, list[int]]:
    """The earliest second of each of their steps."""
    return {
        returning(day): [0, *day.changes, 0],
        changing(day): [0, *(second for second in day.changes for _ in range(2)), until],
    }


def _step(name: str, takes: list[str] | None = None, puts: list[Put] | None = None) -> PlannedStep:
    return PlannedStep(Step(name, takes or [], puts or []), Activity.REOPEN, NOWHERE)
