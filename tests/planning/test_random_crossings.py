"""Crossings at random under three times their load: no trains lock each other, and no unit of goods is lost."""

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corridorsim.itineraries import Kind
from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.conservation import take_account
from corridorsim.model import Scenario
from corridorsim.operations import NEVER, Outcome
from worlds import Run, into, out, ran, world

DAYS = 5
NIGHT = [{"at": "20:00", "length": "10 h"}]
SOME = [{"at": "22:00", "length": "8 h", "units": 1}]
BOGIES = {
    "commodities": ["grain"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 6, "exchanges": "bogies"
}  # fmt: skip
KINDS: list[dict[str, Any]] = [
    {},
    {"HERE->THERE": {"grain": "12 wagons/day", "rest": "3 trains/day"}},
    {"THERE->HERE": {"containers": "20 wagons/day"}, "HERE->THERE": {"rest": "4 trains/day", "empty": "2 trains/day"}},
]
TIMES = st.sampled_from([{"mean": "10 min"}, {"mean": "1 h", "variation": 0.5}, {"mean": "3 h", "variation": 1}])
FEW = st.integers(1, 3)


@st.composite
def controls(draw: st.DrawFn) -> dict[str, Any]:
    """A control of all trains, and up to two further ones: of a share, of one commodity, closed at night."""
    further = [
        {
            "name": f"check {n}", "lanes": draw(FEW), "leaving": draw(TIMES), "entering": draw(TIMES),
            "share": draw(st.sampled_from([0, 0.3, 1])),
            "by_commodity": draw(st.sampled_from([{}, {"grain": {"share": 1, "leaving": {"mean": "2 h"}}}])),
            "closed": draw(st.sampled_from([[], NIGHT, SOME])),
        }
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    ahead = {"share": "50 %", "leaving": {"mean": "5 min"}, "entering": {"mean": "5 min"}}
    return {
        "lanes": draw(FEW), "leaving": draw(TIMES), "entering": draw(TIMES), "further": further,
        "declared_ahead": draw(st.sampled_from([None, ahead])), "closed": draw(st.sampled_from([[], SOME])),
        "clearance": draw(st.sampled_from([None, "2 h", "16 h"])),
    }  # fmt: skip


@st.composite
def sides(draw: st.DrawFn, least: int) -> dict[str, Any]:
    """Yards, machines, engines and gangs; the container yard has a stack that is just large enough, or more."""
    machines = draw(FEW)
    yard = {
        "commodities": ["containers"], "fronts": draw(FEW), "machines": machines, "works": "containers", "rate": 20,
        "per_train": draw(st.integers(1, machines)), "variation": 0.3, "closed": draw(st.sampled_from([[], NIGHT])),
        "stack": {"units": least + draw(st.integers(0, 40)), "dwell": draw(st.sampled_from(["0 h", "6 h"]))},
    }  # fmt: skip
    keys = {
        "other_tracks": draw(st.integers(2, 4)), "fronts": draw(FEW), "control": draw(controls()),
        "gauge_break": {"yard": yard} | draw(st.sampled_from([{}, {"stands": BOGIES}])),
        "shunting": draw(st.sampled_from([None, {"engines": 1, "move": {"mean": "20 min", "variation": 0.3}}])),
        "inspection": draw(st.sampled_from([None, {"gangs": 1, "time": {"mean": "1 h"}, "closed": NIGHT}])),
    }  # fmt: skip
    keys["paper_work"] = draw(st.sampled_from([None, {"desks": 1, "time": {"mean": "30 min"}, "closed": NIGHT}]))
    for yards in ("reception", "waiting", "departure"):
        keys[yards] = draw(st.sampled_from([None, 1, 3]))
    return {key: value for key, value in keys.items() if value is not None}


@st.composite
def crossings(draw: st.DrawFn) -> Scenario:
    """The world with a crossing at random; containers change trains through stacks, or go on as they came."""
    data = world().document.data
    gate, boxes = data["crossings"]["Gate"], data["consists"]["boxes"]
    small, large = draw(st.integers(3, 8)), draw(st.integers(9, 14))
    near, far = gate["near"], gate["far"] | {"own_tracks": draw(st.integers(2, 5))}
    gate = gate | {
        "near": near | draw(sides(2 * (large - 1) + small)), "far": far | draw(sides(small - 1 + large)),
        "border": {"run": "20 min", "back": "10 min", "near_tracks": draw(FEW), "far_tracks": draw(FEW)},
        "one_way": draw(st.sampled_from([0.3, 0.6, 1])),
        "under_way": draw(st.sampled_from([{}, {"HERE->THERE": 4}])),
        "lots": draw(st.sampled_from([{}, {"THERE->HERE": {"trains": 2, "span": "4 h"}}])),
        "refused": draw(st.sampled_from([{}, {"HERE->THERE": {"share": "30 %", "again": "4 h"}}])),
        "closed": draw(st.sampled_from([{}, {"HERE->THERE": NIGHT}])),
        "locomotives": draw(st.sampled_from([{}, {"HERE->THERE": {"number": 1, "turn": "5.5 h"}}])),
        "away": draw(st.sampled_from([{}, {"HERE->THERE": "2 days", "THERE->HERE": "3 h"}])),
        "accepts": dict.fromkeys(("HERE->THERE", "THERE->HERE"), f"{draw(st.sampled_from([3, 24]))} trains/day"),
        "kinds": draw(st.sampled_from(KINDS)),
        "count_empties": draw(st.sampled_from([[], ["THERE->HERE"], ["HERE->THERE", "THERE->HERE"]])),
        "day_begins": draw(st.sampled_from([{}, {"HERE->THERE": "18:00"}, {"THERE->HERE": "00:00"}])),
    }  # fmt: skip
    train = {key: value for key, value in boxes.items() if key != "transshipment"} | {"commodity": "containers"}
    through = draw(st.booleans())
    consists = {
        "grain": boxes | {"commodity": "grain"},
        "wide": train | {"wagons": large, "boxes": f"{2 * large} TEU"} | ({"onward": "narrow"} if through else {}),
        "narrow": train | {"wagons": small, "boxes": f"{2 * small} TEU"} | ({"onward": "wide"} if through else {}),
    }
    changes = {
        "window.length": f"{DAYS} days", "crossings.Gate": gate, "consists": consists, "traffic.scale": 3,
        "lines.line.points[1].at": "10 km", "ends.South": {"at": "B", "accepts": "24 trains/day"},
        "lines.line.points[1].tracks": 4, "lines.line.points[2].tracks": draw(st.integers(2, 6)),
        "traffic.empties": draw(st.sampled_from(["balanced", "none"])),
    }  # fmt: skip
    inland = {"West": 0.5, "South": 0.5}
    return world(
        changes,
        out=out(8, inland=inland, consists={"grain": 0.4, "wide": 0.6}),
        back=into(8, inland=inland, consists={"grain": 0.4, "narrow": 0.6}),
    )


@given(crossings())
@settings(max_examples=60, deadline=None)
def test_no_trains_lock_each_other_and_no_unit_is_lost(scenario: Scenario) -> None:
    run = ran(scenario)
    assert not run.result.gridlock, str(run.result.gridlock)
    waits = {stuck.waits_for for stuck in run.result.gridlock.unfilled}
    assert waits <= {"wait for a full load", "wait for clearance", "wait for wagons"}
    assert not take_account(run.columns).unbalanced.any()
    assert_every_unit_is_somewhere(run)


@given(crossings(), st.sampled_from([0.3, 0.7]))
@settings(max_examples=10, deadline=None)
def test_a_train_that_vanishes_on_its_way_is_missed(scenario: Scenario, when: float) -> None:
    """Of a train under way, nothing happens any more after what it was doing at a moment."""
    run = ran(scenario)
    program, moment = run.plan.program, int(when * run.plan.program.until)
    loaded = np.isin([stream.kind for stream in run.plan.streams], (Kind.FREIGHT, Kind.ONWARD))
    started, ready = run.outcome.started, run.outcome.ready
    works = np.flatnonzero((started >= 0) & (started < moment) & (np.append(ready[1:], NEVER) >= moment))
    works = works[loaded[run.plan.train_stream[program.operation_train[works]]]]
    works = works[~np.isin(works, program.operation_first[1:] - 1)]
    assume(len(works))
    broken = Outcome(ready.copy(), started.copy())
    last = program.operation_first[program.operation_train[works[0]] + 1]
    broken.ready[works[0] + 1 : last] = broken.started[works[0] + 1 : last] = NEVER
    assert take_account(Columns(run.plan, broken)).unbalanced.any()


@given(crossings())
@settings(max_examples=6, deadline=None)
def test_what_they_do_breaks_no_rule(scenario: Scenario) -> None:
    assert ran(scenario).violations == []


def assert_every_unit_is_somewhere(run: Run) -> None:
    """On a train that was handed over, in the stack, or on a train that carries it on: never more than a stage before.

    Nobody took what was not there, every train that goes on is full, and the stack never held more than it can. Where
    goods go on by the train that brought them, never more trains went on from a station than came to it.
    """
    for station, train in (("D", "wide"), ("C", "narrow")):
        stores = [name for name in run.plan.legend.resources if name.startswith(f"{station} yard for")]
        if not stores:
            stages = [
                came_to(run, f"{what} at {station}", train) for what in ("handed over", "transshipment", "forming")
            ]
            assert stages == sorted(stages, reverse=True)
            continue
        size = run.plan.program.take_units[takes_of(run, stores[0])].max()
        in_stores = np.array([moved(run, store) for store in stores])
        assert np.all(in_stores[:, 1] % size == 0)
        unloaded, taken = in_stores.sum(axis=0).tolist()
        space = f"{station} yard stack"
        loaded, unloading = moved(run, space)
        handed = handed_over(run, station, train) * run.plan.program.take_units[takes_of(run, space)].max()
        assert handed >= unloading >= unloaded >= taken >= loaded
        assert unloading - loaded <= run.plan.program.capacity[run.plan.legend.resources.index(space)]


def handed_over(run: Run, station: str, train: str) -> int:
    """Trains of a consist that have come to a station over the border."""
    return came_to(run, f"handed over at {station}", train)


def came_to(run: Run, called: str, train: str) -> int:
    """Trains of a consist that have started a step of this name."""
    program, plan = run.plan.program, run.plan
    of_train = np.array([f"/{train}/" in stream.name for stream in plan.streams])[plan.train_stream]
    step = [name == called for name in plan.legend.steps]
    rows = np.array(step)[program.operation_step] & of_train[program.operation_train]
    return int(np.sum(run.outcome.started[rows] != NEVER))


def takes_of(run: Run, resource: str) -> np.ndarray:
    return np.flatnonzero(run.plan.program.take_resource == run.plan.legend.resources.index(resource))


def moved(run: Run, resource: str) -> tuple[int, int]:
    """Units put into a resource and taken from it by the steps that have started."""
    program, row = run.plan.program, run.plan.legend.resources.index(resource)
    times = np.bincount(program.operation_step[run.outcome.started != NEVER], minlength=program.steps)
    put_step = np.repeat(np.arange(program.steps), np.diff(program.put_first))
    take_step = np.repeat(np.arange(program.steps), np.diff(program.take_first))
    puts, takes = program.put_resource == row, program.take_resource == row
    return (
        int(np.sum(times[put_step[puts]] * program.put_units[puts])),
        int(np.sum(times[take_step[takes]] * program.take_units[takes])),
    )
