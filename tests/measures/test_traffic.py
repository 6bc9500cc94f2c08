"""What passed and what did not finish, with the window cutting at both ends."""

from itertools import pairwise

import pytest

from corridorsim.itineraries import Activity
from corridorsim.measures.traffic import under_way
from corridorsim.operations import NEVER
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400
WARM = {"window.warm_up": "1 days"}
OVER = 4980  # seconds from A to the handover at D


def lone(due: int) -> Run:
    """One train in three days, of which the first is warm-up."""
    return ran(world(WARM, out=out(1 / 3)), {"out 1": due})


def test_a_train_counts_with_its_tonnes_and_boxes_when_it_is_handed_over() -> None:
    """1,000 t and 20 TEU in two days are 182,500 t and 3,650 TEU a year."""
    numbers = lone(DAY).result.numbers
    for name in ("total", "Gate", "HERE->THERE", "Gate HERE->THERE"):
        assert numbers[f"tonnes.{name} Mt/year"] == pytest.approx(0.1825)
        assert numbers[f"boxes.{name} TEU/year"] == pytest.approx(3650)
        assert numbers[f"trains.{name} trains/day"] == 0.5


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (DAY - OVER - 1, None),  # handed over in the last second of the warm-up
        (DAY - OVER, 0),
        (2 * DAY - OVER - 1, 0),
        (2 * DAY - OVER, 1),
        (3 * DAY - OVER - 1, 1),
        (3 * DAY - OVER, None),  # the run is over
    ],
)
def test_a_handover_belongs_to_the_day_of_its_second(due: int, day: int | None) -> None:
    assert lone(due).result.handovers.day.tolist() == ([] if day is None else [day])


def test_the_days_add_up_by_route() -> None:
    run = ran(world(out=out(4), back=into(2)))
    handovers = run.result.handovers
    assert [route.name for route in handovers.routes] == ["Gate HERE->THERE", "Gate THERE->HERE"]
    for i, name in enumerate(["out", "back"]):
        handed = [run.times(train) for train in run.plan.legend.trains if train.startswith(name)]
        seconds = [t.get("handed over at D" if name == "out" else "handed over at C") for t in handed]
        days = [sum(second is not None and second // DAY == day for second in seconds) for day in range(2)]
        assert handovers.daily(i, handovers.net, 2).tolist() == [1000 * n for n in days]


def test_services_and_empties_carry_nothing_over_the_border() -> None:
    run = ran(world({"traffic.empties": "balanced"} | services(car=service("A", "C")), out=out(1)))
    assert [route.name for route in run.result.routes] == ["Gate HERE->THERE"]
    assert len(run.result.handovers.route) == len(run.all_times("handed over at D"))


def test_no_freight_has_no_routes_and_no_numbers() -> None:
    result = ran(world(services(car=service("A", "C")))).result
    assert result.routes == ()
    assert result.bottleneck is None
    assert result.numbers["tonnes.total Mt/year"] == 0


def test_a_flow_without_a_train_in_the_run_is_a_route_without_numbers() -> None:
    result = ran(world(out=out(0))).result
    assert [route.name for route in result.routes] == ["Gate HERE->THERE"]
    assert result.numbers["trains.total trains/day"] == 0
    assert "dwell.total h" not in result.numbers
    assert result.bottleneck is None


# unfinished


def test_a_train_that_entered_and_has_not_ended_is_under_way() -> None:
    run = ran(world(out=out(1.5)), {"out 1": 0, "out 2": 2 * DAY - 1000, "out 3": 2 * DAY - 1})
    assert run.result.unfinished == 2
    rows = under_way(run.columns)
    steps = [run.plan.legend.steps[step] for step in rows.step.tolist()]
    assert steps == ["B - C", "A - B"]


def test_a_train_that_could_not_enter_is_not_under_way() -> None:
    """One train may be under way and none is accepted: the others wait outside."""
    run = ran(world(CLOSED | {"crossings.Gate.under_way": {"HERE->THERE": 1}}, out=out(4)))
    assert run.result.unfinished == 1
    assert run.result.backlog.at_end.tolist() == [8]
    assert run.result.backlog.end.outside.tolist() == [7]


def test_every_train_is_finished_under_way_or_not_yet_there() -> None:
    run = ran(world({"traffic.empties": "balanced"}, out=out(20), back=into(10)))
    program = run.plan.program
    activity = run.plan.layout.steps.activity[program.operation_step]
    counts = {"finished": 0, "under way": 0, "outside": 0}
    for first, last in pairwise(program.operation_first.tolist()):
        entered = any(
            activity[row] == Activity.ENTER and run.outcome.started[row] != NEVER for row in range(first, last)
        )
        finished = run.outcome.started[last - 1] != NEVER
        counts["finished" if finished else "under way" if entered else "outside"] += 1
    assert counts["under way"] == run.result.unfinished > 0
    assert sum(counts.values()) == program.trains
