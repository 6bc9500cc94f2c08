"""Turns of two directions on single track under automatic block: a direction that is asked to shuts behind a group.

A train asks for the section as it is ready to run there, and its asking ends as it enters. Trains of the other
direction follow each other as long as no train asks for the section. When one does, a turn (no train, of the last rank)
gives them the time that a group takes to follow, shuts their door, waits until the section is clear of them, and opens
the door a second later: at the moment at which the section is clear only the direction that asked can go. So it goes as
a whole group has passed, however far apart its trains were, and where it cannot go after all the others go on.

Every train that enters begins a turn at most, so there are as many turns as trains that enter.
"""

from corridorsim.itineraries import Activity, Itinerary, Kind
from corridorsim.operations import Put, Step
from corridorsim.planning.resources import Turn
from corridorsim.planning.track.journey import NOWHERE, PlannedStep

EVERYBODY = 1_000_000_000


def turning(turn: Turn) -> Itinerary:
    """The itinerary that shuts a direction's door and opens it again."""
    return Itinerary(f"turn after {turn.way}", Kind.CLOSURE, at=(turn.begun,))


def ending(turn: Turn) -> Itinerary:
    """The itinerary that lets all turns end after the run."""
    return Itinerary(f"turns end: {turn.way}", Kind.CLOSURE, at=(turn.begun,))


def turn_steps(turn: Turn) -> dict[Itinerary, list[PlannedStep]]:
    """The two itineraries of a direction, by name."""
    asked = {turn.asked: 1, turn.other: turn.most, turn.other_door: 1}
    clear = [Put(turn.own, units=turn.most), Put(turn.door, after=turn.later), Put(turn.watch)]
    return {
        turning(turn): [
            _step("a turn may come"),
            _step("asked", {**asked, turn.begun: 1, turn.watch: 1}, _back(asked), turn.seconds),
            _step("shut", {turn.door: 1}),
            _step("clear", {turn.own: turn.most}, clear),
            _step("turned"),
        ],
        ending(turn): [
            _step("the run begins"),
            _step("after the run", puts=[Put(name, units=EVERYBODY) for name in (turn.asked, turn.begun)]),
        ],
    }


def _back(takes: dict[str, int]) -> list[Put]:
    return [Put(name, units=units) for name, units in takes.items()]


def _step(name: str, takes: dict[str, int] | None = None, puts: list[Put] | None = None, s: int = 0) -> PlannedStep:
    return PlannedStep(Step(name, takes or {}, puts or []), Activity.REOPEN, NOWHERE, s)
