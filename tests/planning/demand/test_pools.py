"""Pools and terminals where they bind and where they do not, and what empty trains bring back, by hand.

The crossing has room for everything and 40 trains a day come. Of one thing there are only n, so that a train can run
only when another has given back what it had.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from worlds import Run, into, out, ran, world

PLENTY = 2000
AMPLE: dict[str, Any] = {
    "window.length": "8 days",
    "lines.line.points[0].tracks": 40,
    "lines.line.points[1].tracks": 40,
    "lines.line.points[2].tracks": 80,
    "ends.East.accepts": "400 trains/day",
    "ends.West.accepts": "400 trains/day",
    "crossings.Gate.accepts": {"HERE->THERE": "200 trains/day", "THERE->HERE": "200 trains/day"},
    "crossings.Gate.border": {"run": "20 min", "back": "10 min", "near_tracks": 9, "far_tracks": 9},
    "crossings.Gate.near.control.lanes": 60,
    "crossings.Gate.near.fronts": 60,
    "crossings.Gate.near.other_tracks": 80,
    "crossings.Gate.far.control.lanes": 60,
    "crossings.Gate.far.fronts": 60,
    "crossings.Gate.far.own_tracks": 80,
    "crossings.Gate.far.other_tracks": 80,
    "consists.boxes.locomotive": "diesel",
    "consists.boxes.tare": "20 t",
    "locomotives": {
        "diesel": {
            "source": "invented", "mass": "138 t", "length": "22 m", "power": "2906 kW", "force": "427 kN",
            "speed": "120 km/h", "lowest_speed": "24.5 km/h",
        }
    },
}  # fmt: skip


def wagons(home: str, gauge: int, size: int) -> dict[str, Any]:
    pool = {"wagon_kind": "flats", "gauge": f"{gauge} mm", "homes": [home], "size": size, "turn": "6 h"}
    return {"pools": {"wagons": {"fleet": pool}}}


def engines(pairs: int) -> dict[str, Any]:
    return {
        "pools": {"locomotives": {"shed": {"locomotive": "diesel", "ends": ["West"], "size": 2 * pairs, "turn": "6 h"}}}
    }


def crews(pairs: int) -> dict[str, Any]:
    pool = {"line": "line", "start": "A", "end": "C", "size": 2 * pairs, "rest": "6 h"}
    return {"pools": {"crews": {"depot": pool}}}


def terminal(key: str, keys: Callable[[int], dict[str, Any]]) -> Callable[[int], dict[str, Any]]:
    return lambda n: {
        "terminals": {"port": {"source": "invented", **keys(n)}},
        f"traffic.flows.flow.{key}": "port",
    }


class Case(NamedTuple):
    """What a pool of so many train loads changes, which way the trains run, and the pool's kind of stage."""

    told: Callable[[int], dict[str, Any]]
    flow: dict[str, Any]
    kind: str
    binds: int = 3


DAILY: Callable[[int], dict[str, Any]] = lambda n: {"handles": f"{60 * n} TEU/day"}  # noqa: E731
SPACE: Callable[[int], dict[str, Any]] = lambda n: {  # noqa: E731
    "handles": "90000 TEU/day", "space": f"{20 * n} TEU", "dwell": "6 h",
}  # fmt: skip
CASES = {
    "wagons at a distant end": Case(lambda n: wagons("West", 1520, 10 * n), out(40), "wagons"),
    "wagons at the far station": Case(lambda n: wagons("D", 1435, 10 * n), out(40), "wagons"),
    "wagons at the near station": Case(lambda n: wagons("C", 1520, 10 * n), into(40), "wagons"),
    "wagons beyond the far station": Case(lambda n: wagons("East", 1435, 10 * n), into(40), "wagons"),
    "locomotives out": Case(engines, out(40), "locomotives"),
    "locomotives in": Case(engines, into(40), "locomotives"),
    "crews out": Case(crews, out(40), "crews"),
    "crews in": Case(crews, into(40), "crews"),
    "a foreign terminal that containers go to": Case(terminal("foreign_terminal", DAILY), out(40), "terminal"),
    "a foreign terminal that containers come from": Case(terminal("foreign_terminal", DAILY), into(40), "terminal"),
    "an inland terminal that containers go to": Case(terminal("inland_terminal", DAILY), into(40), "terminal"),
    "an inland terminal that containers come from": Case(terminal("inland_terminal", DAILY), out(40), "terminal"),
    "space at a terminal": Case(terminal("foreign_terminal", SPACE), out(40), "terminal"),
}


def busy(case: Case, n: int | None) -> Run:
    """Forty trains a day, with a pool of n train loads, or none."""
    told = {} if n is None else dict(case.told(n))
    terminal_of = {key: told.pop(key) for key in list(told) if key.startswith("traffic.")}
    flow = case.flow | {key.rpartition(".")[2]: value for key, value in terminal_of.items()}
    return ran(world(AMPLE | told, flow=flow))


def passed(run: Run, case: Case) -> int:
    end = "East" if case.flow["direction"] == "HERE->THERE" else "West"
    return len(run.all_times(f"leave for {end}"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_where_it_binds_one_more_lets_more_trains_pass_and_one_less_fewer(case: Case) -> None:
    less, as_it_is, more = (busy(case, case.binds + change) for change in (-1, 0, 1))
    assert passed(less, case) < passed(as_it_is, case) < passed(more, case)
    for run in (less, as_it_is, more):
        assert not run.result.gridlock
        assert run.violations == []
    assert case.kind in {stage.kind.name for stage in as_it_is.plan.layout.stages}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_where_it_does_not_bind_all_is_as_without_it(case: Case) -> None:
    without, plenty, more = (busy(case, n) for n in (None, PLENTY, PLENTY + 1))
    assert np.array_equal(without.outcome.started, plenty.outcome.started)
    assert np.array_equal(plenty.outcome.started, more.outcome.started)


ONE_SET = {"window.length": "4 days", "traffic.departures": "spread"}


def test_a_train_waits_outside_for_the_wagons_of_the_one_before_and_its_turn() -> None:
    """Unloaded 780 + 1200 + 1800 + 1200 + 3600 + 7200 s after it sets out; 6 h later they are at home again."""
    run = ran(world(ONE_SET | wagons("West", 1520, 10), out=out(1)), {"out 1": 0, "out 2": 3600})
    unloaded = 780 + 1200 + 1800 + 1200 + 3600 + 7200
    assert run.times("out 1")["forming at D"] == unloaded
    assert run.times("out 2")["enter at A"] == unloaded + 6 * 3600


def test_locomotives_are_free_on_arrival_and_have_their_turn() -> None:
    engine = {key: value for key, value in AMPLE.items() if key == "locomotives" or key.startswith("consists")}
    run = ran(world(ONE_SET | engine | engines(1), out=out(1)), {"out 1": 0, "out 2": 3600})
    arrived = run.times("out 1")["arrive at C"]
    assert arrived == run.times("out 1")["control at C"]
    assert run.times("out 2")["enter at A"] == arrived + 6 * 3600


def test_a_train_that_goes_on_takes_wagons_with_its_track() -> None:
    """The second is at D long before the first's wagons are back, holds its track of the other gauge, and no front."""
    run = ran(world(ONE_SET | wagons("D", 1435, 10), out=out(1)), {"out 1": 0, "out 2": 3600})
    left = run.times("out 1")["leave for East"]
    assert run.times("out 2")["transshipment at D"] == left + 6 * 3600


def test_an_empty_train_brings_the_wagons_home_from_the_border() -> None:
    """It is called when they are unloaded, runs 1380 + 600 s to A, leaves, and then they are away for 6 h."""
    change = ONE_SET | wagons("West", 1520, 10) | {"traffic.empties": "balanced"}
    run = ran(world(change, out=out(1)), {"out 1": 0, "out 2": 3600, "out empties 1": 0})
    unloaded = 780 + 1200 + 1800 + 1200 + 3600 + 7200
    assert run.times("out empties 1")["enter at C"] == unloaded
    home = run.times("out empties 1")["leave for West"]
    assert home > unloaded + 1800
    assert run.times("out 2")["enter at A"] == home + 6 * 3600


def test_an_empty_train_brings_wagons_to_the_border_after_their_turn() -> None:
    """Called 6 h after the loaded one has left for the distant end; its wagons are free once it is split up."""
    change = ONE_SET | wagons("C", 1520, 10) | {"traffic.empties": "balanced"}
    run = ran(world(change, back=into(1)), {"back 1": 0, "back 2": 3600, "back empties 1": 0})
    assert run.times("back empties 1")["enter at A"] == run.times("back 1")["leave for West"] + 6 * 3600
    arrived = run.times("back empties 1")["split up at C"]
    assert run.times("back 2")["transshipment at C"] == arrived + 1800


def test_a_terminal_handles_its_number_in_any_24_hours() -> None:
    port = {"terminals": {"port": {"source": "invented", "handles": "39 TEU/day"}}}
    run = ran(world(ONE_SET | port, out=out(1, inland_terminal="port")), {"out 1": 0, "out 2": 3600})
    assert run.times("out 2")["enter at A"] == 86_400


def test_a_terminal_has_room_again_after_the_dwell() -> None:
    port = {"terminals": {"port": {"source": "invented", "handles": "99 TEU/day", "space": "20 TEU", "dwell": "5 h"}}}
    run = ran(world(ONE_SET | port, back=into(1, inland_terminal="port")), {"back 1": 0, "back 2": 3600})
    assert run.times("back 2")["leave for West"] == run.times("back 1")["leave for West"] + 5 * 3600
