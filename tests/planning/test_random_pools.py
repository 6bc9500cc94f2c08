"""Pools of the least size and more, on random lines and at random crossings under three times their load.

No trains lock each other, and at every second what is free, out with trains, and away adds up to the pool.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.errors import dotted
from corridorsim.model import Scenario
from corridorsim.model.demand.pools import Pools, WagonPool
from corridorsim.operations import NEVER
from corridorsim.operations.ledger import free_units
from planning.test_no_gridlock import trees
from planning.test_random_crossings import assert_every_unit_is_somewhere, crossings
from worlds import Run, into, out, ran, world

DIESEL = {
    "source": "invented", "mass": "138 t", "length": "22 m", "power": "2906 kW", "force": "427 kN",
    "speed": "120 km/h", "lowest_speed": "24.5 km/h",
}  # fmt: skip


@st.composite
def scarce(draw: st.DrawFn, worlds: st.SearchStrategy[Scenario]) -> Scenario:
    """One of these worlds with scarce wagons (in one pool or apart by their homes), locomotives and terminals."""
    scenario = draw(worlds)
    ends = sorted(set(scenario.ends) - {"East"})
    most = max(consist.wagons for consist in scenario.consists.values())
    consists = {
        name: told | {"locomotive": "diesel", "tare": "20 t"}
        for name, told in scenario.document.data["consists"].items()
    }
    one_pool = draw(st.booleans())
    homes = [(1520, [*ends, "C"])] if one_pool else [(1520, ends), (1520, ["C"])]
    fleets = {
        f"fleet {n}": {
            "wagon_kind": "flats", "gauge": f"{gauge} mm", "homes": at, "size": most * draw(st.integers(1, 3)),
            "turn": draw(st.sampled_from(["0 h", "5 h", "1 days"])),
        }
        for n, (gauge, at) in enumerate([*homes, (1435, ["East"]), (1435, ["D"])]) if draw(st.booleans())
    }  # fmt: skip
    sheds = {
        f"shed {end}": {"locomotive": "diesel", "ends": [end], "size": 2 * draw(st.integers(1, 3)), "turn": "2 h"}
        for end in ends if draw(st.booleans())
    }  # fmt: skip
    port = {"source": "invented", "handles": "150 TEU/day", "space": "40 TEU", "dwell": "9 h"}
    changes: dict[str, Any] = {
        "consists": consists, "locomotives": {"diesel": DIESEL}, "terminals": {"port": port},
        "pools": {"wagons": fleets, "locomotives": sheds},
    }  # fmt: skip
    flows = scenario.document.data["traffic"]["flows"]
    if not any("onward" in consist for consist in consists.values()):
        key = draw(st.sampled_from(["foreign_terminal", "inland_terminal"]))
        changes["traffic.flows"] = {name: flow | {key: "port"} for name, flow in flows.items()}
    return scenario.change(changes)


@given(scarce(trees()))
@settings(max_examples=60)
def test_no_trains_lock_each_other_on_random_lines(scenario: Scenario) -> None:
    assert_sound(ran(scenario))


@given(scarce(crossings()))
@settings(max_examples=60)
def test_no_trains_lock_each_other_at_random_crossings(scenario: Scenario) -> None:
    run = ran(scenario)
    assert_sound(run)
    assert_every_unit_is_somewhere(run)


@given(scarce(trees()))
@settings(max_examples=4)
def test_what_they_do_breaks_no_rule(scenario: Scenario) -> None:
    assert ran(scenario).violations == []


def test_wagons_of_both_gauges_in_common_pools_would_lock() -> None:
    """What the reader refuses: trains at D wait for wagons that trains at C have, and the other way round."""
    told = {
        f"fleet {gauge}": WagonPool(wagon_kind="flats", gauge=f"{gauge} mm", homes=homes, size=40, turn="1 h")
        for gauge, homes in ((1520, ["West", "C"]), (1435, ["East", "D"]))
    }
    sound = world({"window.length": "6 days"}, out=out(20), back=into(20))
    refused = sound.model_copy(update={"pools": Pools(wagons=told)})
    assert "pools.wagons.fleet 1435.homes" in {dotted(path).replace('"', "") for path, _ in refused.problems()}
    assert ran(refused).result.gridlock


def assert_sound(run: Run) -> None:
    gridlock = run.result.gridlock
    assert not gridlock, str(gridlock)
    assert {stuck.waits_for for stuck in gridlock.unfilled} <= {"wait for a full load", "wait for wagons"}
    kinds = [run.plan.layout.stages[stage].kind.name for stage in run.plan.layout.resources.stage]
    for pool in (row for row, kind in enumerate(kinds) if kind in ("wagons", "locomotives")):
        assert_conserved(run, pool)


def assert_conserved(run: Run, pool: int) -> None:
    """Never less than none free and never more than there are; and what has gone out and come back agrees with it."""
    program, free = run.plan.program, free_units(run.plan.program, run.outcome)
    seconds = np.arange(0, program.until, 600)
    there = free.at(pool, seconds)
    assert there.min() >= 0
    assert there.max() <= program.capacity[pool]
    assert np.array_equal(there + out_at(run, pool, seconds), np.full(len(seconds), program.capacity[pool]))


def out_at(run: Run, pool: int, seconds: np.ndarray) -> np.ndarray:
    """Units that trains have, have passed on, or that are away: told train by train, from what each has taken."""
    program, started = run.plan.program, run.outcome.started
    change = np.zeros(program.until + 1, np.int64)
    for operation in np.flatnonzero(started != NEVER):
        step, second = program.operation_step[operation], int(started[operation])
        for row in range(program.take_first[step], program.take_first[step + 1]):
            if program.take_resource[row] == pool:
                change[second] += program.take_units[row]
        for row in range(program.put_first[step], program.put_first[step + 1]):
            back = second + int(program.put_after[row])
            if program.put_resource[row] == pool and back <= program.until:
                change[back] -= program.put_units[row]
    return np.cumsum(change)[seconds]
