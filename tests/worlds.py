"""Small corridors whose every time can be worked out by hand, and ways to say what happened in them.

The world: a single line A (0 km), B (10 km), C (30 km), worked at 60 km/h, so A - B takes 600 s and B - C 1,200 s; a
stop costs 180 s; a section is clear for the other direction 60 s after the arrival. At C a crossing leads to D. Every
time at the crossing is fixed. A train of boxes carries 1,000 t, so 365 kt a year are a train a day.

    out: A 780 B 1200 C | 1800 control | 1200 over the border | 3600 control | 7200 transshipment | 1800 forming
    in:  D | 1800 control | 1200 over the border | 3600 control | 7200 transshipment | 1800 forming | C 1380 B 600 A
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corridorsim.engine import run
from corridorsim.errors import InputError
from corridorsim.itineraries import Plan
from corridorsim.measures import Result, measure
from corridorsim.measures.columns import Columns
from corridorsim.model import Scenario, read
from corridorsim.operations import NEVER, Outcome
from corridorsim.planning import plan
from corridorsim.verification.checker import find_violations

SHIPPED = Path(__file__).parents[1] / "scenarios"
NO_SCENARIOS = (
    "figures.yaml",
    "backtest.yaml",
    "calibration.yaml",
    "calibration-2018.yaml",
)  # files beside them that say something else

TEXT = """
format: 1
name: world
window: {start: 2025-01-01, length: 2 days, warm_up: 0 days}
replications: 1
seed: 1
lines:
  line:
    source: invented
    gauge: 1520 mm
    points:
      - {name: A, at: 0 km, kind: station}
      - {name: B, at: 10 km}
      - {name: C, at: 30 km, kind: station}
    tracks: {siding: 2, station: 4}
    useful_length: 850 m
    speed_limit: 60 km/h
    headway: 14 min
ends:
  West: {at: A, accepts: 24 trains/day}
  East: {at: D, accepts: 48 trains/day}
crossings:
  Gate:
    source: invented
    near:
      station: C
      country: HERE
      gauge: 1520 mm
      other_tracks: 4
      fronts: 2
      control: {lanes: 3, leaving: {mean: 30 min}, entering: {mean: 1 h}}
    far:
      station: D
      country: THERE
      gauge: 1435 mm
      own_tracks: 6
      other_tracks: 4
      fronts: 2
      control: {lanes: 3, leaving: {mean: 30 min}, entering: {mean: 1 h}}
    border: {run: 20 min, back: 10 min}
    forming: {mean: 30 min}
    accepts: {HERE->THERE: 24 trains/day, THERE->HERE: 24 trains/day}
    one_way: 100 %
consists:
  boxes:
    wagons: 10
    wagon_kind: flats
    load: 100 t
    boxes: 20 TEU
    wagon_length: 14 m
    speed: 60 km/h
    transshipment: {mean: 2 h}
traffic:
  empties: none
  flows:
    out: {crossing: Gate, direction: HERE->THERE, tonnes: 365 kt/year, consists: {boxes: 1}, inland: {West: 1}}
rules: {start_and_stop: 3 min, crossing_interval: 1 min}
"""

CLOSED = {  # no train is accepted out of HERE while the run lasts
    "crossings.Gate.accepts.HERE->THERE": [
        {"trains": "0 trains/day"},
        {"trains": "1 trains/day", "since": "2399-01-01"},
    ]
}
OUT = {"crossing": "Gate", "direction": "HERE->THERE", "consists": {"boxes": 1}, "inland": {"West": 1}}
IN = OUT | {"direction": "THERE->HERE"}


@cache
def _base() -> Scenario:
    return written({"world": TEXT})


def written(files: Mapping[str, str]) -> Scenario:
    """The scenario in the last of some YAML files of one folder."""
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / f"{name}.yaml").write_text(text, "utf-8")
        return read(os.path.join(folder, f"{name}.yaml"))


def world(changes: Mapping[str, Any] | None = None, **flows: Mapping[str, Any]) -> Scenario:
    """The world with some keys changed; flows (or services alone) take the place of its train a day."""
    changes = dict(changes or {})
    alone = flows or "traffic.services" in changes
    return _base().change(({"traffic.flows": flows} if alone else {}) | changes)


def problems(changes: Mapping[str, Any] | None = None, **flows: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a world, by key; nothing if it is sound."""
    try:
        world(changes, **flows)
    except InputError as error:
        return {problem.key: problem.message for problem in error.problems}
    return {}


def out(trains: float = 1, **keys: Any) -> dict[str, Any]:
    """So many trains a day from A over the border."""
    return OUT | {"tonnes": f"{trains * 365} kt/year"} | keys


def into(trains: float = 1, **keys: Any) -> dict[str, Any]:
    """So many trains a day over the border to A."""
    return IN | {"tonnes": f"{trains * 365} kt/year"} | keys


def service(start: str, end: str, **keys: Any) -> dict[str, Any]:
    """A pair of local trains a day, at midnight from both ends."""
    return {"kind": "local", "start": start, "end": end, "pairs": "1 trains/day", "speed": "60 km/h"} | keys


def services(**named: Mapping[str, Any]) -> dict[str, Any]:
    """A change that lets these services run."""
    return {"traffic.services": named}


@dataclass(frozen=True, eq=False)
class Run:
    """A plan that was run."""

    plan: Plan
    outcome: Outcome

    @cached_property
    def result(self) -> Result:
        return measure(self.plan, self.outcome)

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.plan, self.outcome)

    def times(self, train: str) -> dict[str, int]:
        """When each step of a train started, by the step's name, as far as it came; first when it was due."""
        row = self.plan.train(train)
        first, last = self.plan.program.operation_first[row : row + 2]
        started = self.outcome.started[first:last].tolist()
        steps = [self.plan.legend.steps[step] for step in self.plan.program.operation_step[first:last]]
        told = {name: second for name, second in zip(steps, started, strict=True) if second != NEVER}
        return {"due": int(self.plan.program.train_ready[row])} | told

    def since_due(self, train: str) -> dict[str, int]:
        """The same in seconds after the train was due."""
        times = self.times(train)
        return {name: second - times["due"] for name, second in times.items()}

    def all_times(self, step: str) -> list[int]:
        """When trains started a step of this name, in order."""
        rows = [row for row, name in enumerate(self.plan.legend.steps) if name == step]
        started = self.outcome.started[np.isin(self.plan.program.operation_step, rows)]
        return sorted(started[started != NEVER].tolist())

    @property
    def violations(self) -> list[str]:
        """What the independent checker says."""
        return find_violations(self.plan.program, self.outcome, self.plan.legend)


def ran(scenario: Scenario, due: Mapping[str, int] | None = None, **columns: Any) -> Run:
    """The scenario planned and run; ``due`` moves trains to other seconds, ``columns`` are put into the program."""
    planned = plan(scenario)
    ready = planned.program.train_ready.copy()
    for train, second in (due or {}).items():
        ready[planned.train(train)] = second
    planned = replace(planned, program=replace(planned.program, **({"train_ready": ready} | columns)))
    return Run(planned, run(planned.program))


def resources(planned: Plan, beginning: str = "") -> dict[str, int]:
    """The program's resources by name, with their capacity, those whose name begins so."""
    named = zip(planned.legend.resources, planned.program.capacity.tolist(), strict=True)
    return {name: capacity for name, capacity in named if name.startswith(beginning)}


def closings(planned: Plan) -> dict[str, list[tuple[int, int]]]:
    """What is closed: by resource, from when to when each of its units is."""
    program, found = planned.program, {}
    for row, name in enumerate(planned.legend.trains):
        if name.startswith("closing of "):
            reopens = program.not_before[program.operation_first[row] + 1]
            resource = name.removeprefix("closing of ").rpartition(" ")[0]
            found.setdefault(resource, []).append((int(program.train_ready[row]), int(reopens)))
    return found
