"""Conflicts of two and three trains from the Silesian dispatching instances, replayed in their published order.

The file lists each train's layers (docs/conformance.md); another case of this kind needs only another entry there.
"""

from collections.abc import Callable, Iterator

from corridorsim.conformance.replay import courses_of_layers, layer, replayed
from corridorsim.conformance.scores import Case, Json, Score, Settings, close

KIND = "silesia"
MINUTE = 60


def cases(content: Json, settings: Settings) -> list[Case]:
    """The cases of a file of the kind "silesia"."""
    return [Case(KIND, each["id"], _scorer(each)) for each in content["cases"]]


def _scorer(content: Json) -> Callable[[Callable[[], None]], Iterator[Score]]:
    def scores(done: Callable[[], None]) -> Iterator[Score]:
        starts = _starts(content)
        for name, theirs in content["printed"].items():
            yield close(KIND, content["id"], f"{name}, min", theirs, starts[name], 0)
        if "delay_cost" in content:
            yield _objective(content, starts)

    return scores


def _starts(content: Json) -> dict[str, float]:
    """Minute at which each named layer starts when the trains have every resource in the order of the file."""
    trains = [
        [layer(each.get("from", 0) * MINUTE, each.get("lasts", 0) * MINUTE,
               {name: release * MINUTE for name, release in each.get("holds", {}).items()})
         for each in train]
        for train in content["trains"]
    ]  # fmt: skip
    entries = [[float(place)] * len(train) for place, train in enumerate(trains)]
    starts = replayed(courses_of_layers(trains), entries)
    return {
        each["name"]: start / MINUTE
        for train, own in zip(content["trains"], starts, strict=True)
        for each, start in zip(train, own, strict=True)
    }


def _objective(content: Json, starts: dict[str, float]) -> Score:
    """Delay times weight, as a share of the largest delay that counts."""
    cost = content["delay_cost"]
    ours = sum(weight * (starts[name] - due) for name, (due, weight) in cost["late"].items()) / cost["d_max"]
    return close(KIND, content["id"], "objective", cost["printed"], ours, 1e-9)
