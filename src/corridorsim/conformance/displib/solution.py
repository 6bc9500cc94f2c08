"""What the engine did, in DISPLIB's solution format: events in their order, each with the track that the train got."""

from typing import Any

from corridorsim.conformance.displib.courses import Courses, Layer
from corridorsim.conformance.displib.sequence import order_of_starts
from corridorsim.operations import Outcome, Program


def solution_of(courses: Courses, program: Program, outcome: Outcome) -> dict[str, Any]:
    """The schedule of an outcome in which every train ended, ready to be written as JSON."""
    tracks = _Tracks(courses)
    events = []
    first, train_of, started = program.operation_first, program.operation_train, outcome.started
    for operation in order_of_starts(program, outcome):
        train = int(train_of[operation])
        layer = operation - int(first[train])
        if layer < len(courses.trains[train].layers):
            time = int(started[operation])
            events.append({"time": time, "train": train, "operation": tracks.enter(train, layer, time)})
    return {"objective_value": cost_of(courses, program, outcome), "events": events}


def cost_of(courses: Courses, program: Program, outcome: Outcome) -> int:
    """What the objective of the problem says of an outcome in which every train ended."""
    first, started = program.operation_first.tolist(), outcome.started.tolist()
    return sum(
        delay.cost(started[first[train] + number])
        for train, course in enumerate(courses.trains)
        for number, layer in enumerate(course.layers)
        for delay in layer.delays
    )


class _Tracks:
    """Which track of each pool a train has, and from when the others are free."""

    def __init__(self, courses: Courses) -> None:
        self._courses = courses
        self._free_from: dict[str, int | None] = {}  # by track; None while it is held
        self._has: dict[tuple[int, str], str] = {}  # by train and pool

    def enter(self, train: int, number: int, time: int) -> int:
        """The operation that the train performs in a layer, on the track that it gets or has; others are left."""
        course = self._courses.trains[train]
        for hold in course.holds:
            if hold.first == number:
                track = next(track for track in self._courses.pools[hold.pool] if self._is_free(track, time))
                self._has[train, hold.pool] = track
                self._free_from[track] = None
        for hold in course.holds:
            if hold.end == number:
                self._free_from[self._has[train, hold.pool]] = time + hold.release
        return self._operation(train, course.layers[number])

    def _is_free(self, track: str, time: int) -> bool:
        since = self._free_from.get(track, 0)
        return since is not None and since <= time

    def _operation(self, train: int, layer: Layer) -> int:
        tracks = ("", *(self._has[train, pool] for pool in layer.releases))
        return next(layer.alternatives[track] for track in tracks if track in layer.alternatives)
