"""Trains that the yard at the border makes up of others' wagons, all worked out by hand.

Two long trains of six boxes come from A and become three short ones of four: A 780 B 1200 C, made up for 1,800 s, and
from there as every train goes out.
"""

from typing import Any

import numpy as np
import pytest

from corridorsim.arrays import DAY
from corridorsim.engine import run
from corridorsim.itineraries import Kind
from corridorsim.measures.demand.conservation import take_account
from corridorsim.measures.numbers import TONNES, TRAINS, WAGONS, Number
from corridorsim.model import Scenario
from corridorsim.planning import plan
from corridorsim.planning.demand.free_flow import traffic_of
from worlds import OUT, Run, out, problems, ran, world

BOXES = world().document.data["consists"]["boxes"]
SHORT = BOXES | {"wagons": 4, "boxes": "8 TEU", "brought_by": "long"}
LONG = BOXES | {"wagons": 6, "boxes": "12 TEU"}
CONSISTS = {"consists.short": SHORT, "consists.long": LONG}
THREE_A_DAY = OUT | {"tonnes": "438 kt/year", "consists": {"short": 1}}


def regrouped(**changes: Any) -> Scenario:
    return world(CONSISTS | changes, gone=THREE_A_DAY)


def of_a_day() -> Run:
    return ran(regrouped(), {"gone brought 1": 0, "gone brought 2": 7200, "gone 1": 0, "gone 2": 0, "gone 3": 0})


def test_two_trains_of_six_become_three_of_four() -> None:
    """Of the first six boxes four go on at once; with the next six there are eight, for two more."""
    run = of_a_day()
    assert run.times("gone brought 1")["regrouped at C"] == 1980
    assert run.times("gone brought 2")["regrouped at C"] == 7200 + 1980
    assert [run.times(f"gone {n}")["enter at C"] for n in (1, 2, 3)] == [1980, 9180, 9180]
    first = run.times("gone 1")
    assert [first[step] for step in ("forming at C", "control at C", "C - D")] == [1980, 3780, 5580]
    assert first["handed over at D"] == 5580 + 1200


def test_a_train_is_due_when_its_wagons_could_be_there() -> None:
    """1,980 s after the train that fills it wishes to leave, if nothing hinders that one."""
    planned = ran(regrouped(**{"window.length": "4 days"})).plan
    ready = planned.program.train_ready
    fed, made = (ready[planned.trains_of(flow)] for flow in ("gone brought", "gone"))
    assert made[:3].tolist() == [fed[0] + 1980, fed[1] + 1980, fed[1] + 1980]


def test_what_is_handed_over_is_counted_and_nothing_is_lost() -> None:
    run = ran(regrouped(**{"window.length": "20 days", "window.warm_up": "2 days"}))
    numbers = run.result.numbers.by_number
    assert numbers[Number(TRAINS)] == pytest.approx(3, rel=0.03)
    assert numbers[Number(WAGONS)] == pytest.approx(3 * 4 * 365, rel=0.03)
    assert numbers[Number(TONNES)] == pytest.approx(0.438, rel=0.03)
    assert not take_account(run.columns).unbalanced.any()
    assert run.violations == []


def test_the_lines_have_the_trains_that_bring_the_goods() -> None:
    traffic = traffic_of(regrouped())
    [use] = traffic.uses
    assert (use.train.name, use.trains) == ("long", 2 * 365)


def test_the_permit_of_an_embargo_comes_back_in_the_yard() -> None:
    """One train may be under way: the second leaves A when the first has reached C."""
    run = ran(regrouped(**{"crossings.Gate.under_way": {"HERE->THERE": 1}}), {"gone brought 1": 0, "gone brought 2": 0})
    assert [run.times(f"gone brought {n}")["enter at A"] for n in (1, 2)] == [0, 1980]


def test_both_engines_agree() -> None:
    planned = ran(regrouped(**{"window.length": "10 days"})).plan
    kernel, reference = run(planned.program), run(planned.program, engine="simpy")
    assert np.array_equal(kernel.started, reference.started)
    assert np.array_equal(kernel.ready, reference.ready)


def test_overload_does_not_lock() -> None:
    scenario = world(
        CONSISTS | {"window.length": "20 days", "crossings.Gate.accepts.HERE->THERE": "3 trains/day"},
        gone=THREE_A_DAY | {"tonnes": "4380 kt/year"},
        back=OUT | {"direction": "THERE->HERE", "tonnes": "3650 kt/year"},
    )  # fmt: skip
    busy = ran(scenario)
    assert not busy.result.gridlock
    assert len(busy.all_times("handed over at D")) == pytest.approx(60, abs=2)


def test_going_in_the_same_train_is_none_of_its_yard() -> None:
    planned = ran(world(CONSISTS, back=THREE_A_DAY | {"direction": "THERE->HERE"})).plan
    assert Kind.FEEDER not in {stream.kind for stream in planned.streams}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"consists.long.load": "90 t"},
            'must carry as many tonnes: "long" has 90 for each of its containers, this 100',
        ),
        ({"consists.short.brought_by": "lon"}, 'names "lon", which is not a consist (did you mean "long"?)'),
        (
            {"pools.wagons": {"few": {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 99,
                                      "turn": "1 days"}}},
            'must be omitted: wagons of a pool ("flats") go round with one train',
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_regrouped_is_told_at_its_key(changes: dict[str, Any], message: str) -> None:
    assert problems(CONSISTS | changes, gone=THREE_A_DAY) == {"consists.short.brought_by": message}


LATE = {"waits": "10 days"}
STOP = {"direction": "HERE->THERE", "begins_at": "4 trains", "ends_at": "2 trains"}


@pytest.mark.parametrize(
    ("changes", "gone", "key"),
    [
        ({}, {"queue": 3}, "traffic.flows.gone.queue"),
        ({}, {"patience": LATE}, "traffic.flows.gone.patience"),
        ({"consists.short.commodity": "ore", "traffic.patience": {"ore": LATE}}, {}, "traffic.patience.ore"),
        ({"traffic.loading_stops": {"jam": STOP}}, {}, "traffic.loading_stops.jam"),
    ],
)
def test_trains_made_up_at_the_border_wait_at_no_distant_end(
    changes: dict[str, Any], gone: dict[str, Any], key: str
) -> None:
    message = (
        'must not apply to "short", whose goods other trains bring to the border (brought_by): such trains do not '
        "wait to be loaded at a distant end"
    )
    assert problems(CONSISTS | changes, gone=THREE_A_DAY | gone) == {key: message}


def test_a_loading_stop_of_other_goods_leaves_trains_made_up_at_the_border_alone() -> None:
    ore = CONSISTS | {"consists.boxes.commodity": "ore"}
    stop = {"traffic.loading_stops": {"jam": STOP | {"commodities": ["ore"]}}}
    assert problems(ore | stop, gone=THREE_A_DAY, ore=out()) == {}


def test_trains_that_bring_goods_grow_with_their_flow() -> None:
    """Two a day bring them in the first year, and four a day in the second."""
    scenario = world(CONSISTS | {"window.length": "730 days"}, gone=THREE_A_DAY | {"growth": "100 %"})
    planned = plan(scenario)
    ready = planned.program.train_ready[planned.trains_of("gone brought")]
    assert np.diff(np.searchsorted(ready, [0, 365 * DAY, 730 * DAY])).tolist() == [730, 1460]
