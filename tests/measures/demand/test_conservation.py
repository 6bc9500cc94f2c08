"""What was there and came, left or is there: by hand, and that what is broken is found."""

from typing import Any

import numpy as np
import pytest

from corridorsim.measures.columns import Columns
from corridorsim.measures.demand.conservation import QUANTITIES, Account, take_account
from corridorsim.measures.tables import tables_of
from corridorsim.operations import NEVER, Outcome
from worlds import CLOSED, IN, Run, into, out, ran, service, services, world

HALF = {"window.warm_up": "1 days", "window.length": "1 days"}


def account(run: Run) -> Account:
    return take_account(run.columns)


def told(account: Account, quantity: str, route: int = 0) -> list[float]:
    """At the beginning, came, left, at the end, lost."""
    columns = (account.at_begin, account.came, account.left, account.at_end, account.lost)
    return [float(column[route, QUANTITIES.index(quantity)]) for column in columns]


def test_trains_are_there_come_leave_and_are_there() -> None:
    """Before the window one leaves and one is under way; in it two come, of which the second is there at its end."""
    due = {"out 1": 0, "out 2": 80_000, "out 3": 90_000, "out 4": 170_000}
    found = account(ran(world(HALF, out=out(2)), due))
    assert told(found, "trains") == [1, 2, 2, 1, 0]
    assert told(found, "tonnes") == [1000, 2000, 2000, 1000, 0]
    assert told(found, "TEU") == [20, 40, 40, 20, 0]
    assert told(found, "units") == [0] * 5
    assert not found.unbalanced.any()


def test_trains_that_may_not_cross_are_there() -> None:
    found = account(ran(world(CLOSED | HALF, out=out(2), back=into(1))))
    assert told(found, "trains") == [2, 2, 0, 4, 0]


BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 4, "stack": {"units": 12}}
STACK: dict[str, Any] = {
    "window.length": "1 days",
    "consists.small": BOXES | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"},
    "consists.large": BOXES | {"wagons": 6, "boxes": "12 TEU"},
    "crossings.Gate.near.gauge_break": {"yard": YARD},
}


def through_a_stack() -> Run:
    """Four trains of four, three at once; of the last one's containers none has been unloaded when the run ends."""
    flow = {"tonnes": "584 kt/year", "consists": {"small": 1}}
    due = {f"back {n}": 0 for n in (1, 2, 3)} | {"back 4": 80_000} | {f"back onward {n}": 0 for n in (1, 2)}
    return ran(world(STACK, back=IN | flow), due)


def test_goods_are_followed_through_a_stack() -> None:
    """Sixteen containers of 100 t and 2 TEU come, two trains of six leave with twelve; four are on their way."""
    found = account(through_a_stack())
    assert told(found, "trains") == [0, 4, 3, 1, 0]  # those that bring them, until they are unloaded
    assert told(found, "units") == [0, 16, 12, 4, 0]
    assert told(found, "tonnes") == [0, 1600, 1200, 400, 0]
    assert told(found, "TEU") == [0, 32, 24, 8, 0]


@pytest.mark.parametrize(
    ("moment", "trains", "units"),
    [
        (10_000, 3, 12),  # all on the trains that bring them
        (11_000, 2, 12),  # four of the first in the stack
        (12_500, 1, 12),  # six on the first onward train, two in the stack, four on the third
        (20_000, 0, 12),  # on the onward trains
    ],
)
def test_goods_are_on_trains_or_in_the_stack_at_every_moment(moment: int, trains: int, units: int) -> None:
    run = through_a_stack()
    program = run.plan.program
    short = Columns(_until(run, moment), _cut(run.outcome, moment))
    found = take_account(short)
    assert program.until > moment
    assert told(found, "trains")[3] == trains
    assert told(found, "units")[3] == units
    assert not found.unbalanced.any()


def _until(run: Run, moment: int) -> Any:
    from dataclasses import replace

    return replace(run.plan, program=replace(run.plan.program, until=moment))


def _cut(outcome: Outcome, moment: int) -> Outcome:
    ready, started = (
        np.where(each < moment, each, NEVER).astype(np.int32) for each in (outcome.ready, outcome.started)
    )
    return Outcome(ready, started)


def broken(run: Run, train: str, after: str, ends: bool) -> Account:
    """A train of which nothing happens after a step; that has ended all the same, or has not."""
    row = run.plan.train(train)
    first, last = run.plan.program.operation_first[row : row + 2].tolist()
    names = [run.plan.legend.steps[step] for step in run.plan.program.operation_step[first:last]]
    stops = first + names.index(after) + 1
    ready, started = run.outcome.ready.copy(), run.outcome.started.copy()
    ready[stops : last - ends] = started[stops : last - ends] = NEVER
    return take_account(Columns(run.plan, Outcome(ready, started)))


def test_a_train_that_vanishes_after_its_control_is_lost() -> None:
    found = broken(ran(world(out=out(1))), "out 1", "control at C", ends=False)
    assert told(found, "trains")[4] == 1
    assert told(found, "tonnes")[4] == 1000
    assert told(found, "TEU")[4] == 20
    assert found.unbalanced[0].tolist() == [True, False, True, True]


def test_a_train_that_left_and_still_waits_is_there_twice() -> None:
    run = ran(world(CLOSED, out=out(0.5)))
    outcome = Outcome(run.outcome.ready, run.outcome.started.copy())
    outcome.started[run.plan.program.operation_first[1] - 1] = run.plan.program.until - 1
    found = take_account(Columns(run.plan, outcome))
    assert told(found, "trains")[4] == -1
    assert found.unbalanced.any()


def test_a_container_that_does_not_come_into_the_stack_is_lost() -> None:
    """Three of four are put: a quarter of the tonnes and TEU of three trains, in a program that runs as it says."""
    run = through_a_stack()
    program = run.plan.program
    store = run.plan.legend.resources.index("C yard for large to West")
    program.put_units[program.put_resource == store] -= 1
    found = take_account(run.columns)
    assert told(found, "tonnes")[4] == pytest.approx(3 * 100)
    assert told(found, "TEU")[4] == pytest.approx(3 * 2)
    assert found.unbalanced[0, 2:].all()


def test_an_onward_train_that_vanishes_is_lost_with_its_load() -> None:
    found = broken(through_a_stack(), "back onward 1", "loading at C", ends=False)
    assert told(found, "units")[4] == 6
    assert told(found, "tonnes")[4] == 600
    assert found.unbalanced[0].tolist() == [False, True, True, True]


def test_the_table_has_a_row_for_each_route_and_quantity() -> None:
    table = tables_of(ran(world(HALF, out=out(2), back=into(1))).result)["conservation"]
    assert table["direction"].tolist() == ["HERE->THERE"] * 4 + ["THERE->HERE"] * 4
    assert table["quantity"].tolist() == [*QUANTITIES] * 2
    assert np.array_equal(table["at_begin"] + table["came"], table["left"] + table["at_end"] + table["lost"])
    assert not table["lost"].any()


def test_nobody_who_wants_to_cross_is_an_empty_account() -> None:
    assert not account(ran(world(out=out(0)))).lost.any()
    assert account(ran(world(services(local=service("A", "C"))))).lost.shape == (0, 4)
