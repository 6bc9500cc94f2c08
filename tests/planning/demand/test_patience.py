"""Goods that wait too long give up: they are not sent, or they go another way."""

from typing import Any

import numpy as np
import pytest

from corridorsim.engine import run as run_engine
from corridorsim.itineraries import GaveUp, Kind
from corridorsim.model import Scenario
from corridorsim.planning import plan
from corridorsim.verification.checker import find_violations
from two_crossings import choice, two
from worlds import Run, out, problems, world

DAY = 86_400
ONE_A_DAY = {"window.length": "40 days", "crossings.Gate.accepts.HERE->THERE": "1 trains/day"}
TEN_DAYS = {"waits": "10 days"}


def planned(scenario: Scenario) -> tuple[Run, GaveUp]:
    found = plan(scenario)
    assert found.outcome is not None
    assert found.gave_up is not None
    return Run(found, found.outcome), found.gave_up


def waits(run: Run, flow: str = "out") -> np.ndarray:
    """Days that each train of a flow waited to enter, or waits at the end."""
    program, rows = run.plan.program, run.plan.trains_of(flow)
    started = run.outcome.started[program.operation_first[:-1]][rows]
    return (np.where(started < 0, program.until, started) - program.train_ready[rows]) / DAY


def by_the_door(**keys: Any) -> Scenario:
    """Four trains a day to the Gate, which takes one; who gives up after 5 days goes by the Door."""
    flow = {"waits": "5 days", "then": "another way", "by": "Door"} | keys
    gate_alone = choice("shares", {"share": "100 %"}, {"share": "0 %"})
    few = {"crossings__Gate__accepts__HERE->THERE": "1 trains/day"}
    return two(gate_alone, 4, 40, **few).change({"traffic.flows.out.patience": flow})


def test_nobody_waits_longer_than_10_days_with_a_patience_of_10_days() -> None:
    """Of two trains a day one is accepted, so the wait grows by half a day a day: from day 20 on whoever comes before a
    place is free has waited ten days, and one a day gives up."""
    run, gone = planned(world(ONE_A_DAY, out=out(2, patience=TEN_DAYS)))
    assert waits(run).max() < 10
    assert waits(run).max() > 9
    assert (gone.at - gone.wished == 10 * DAY).all()
    assert 20 * DAY < gone.at.min() < 32 * DAY
    late = (gone.at >= 30 * DAY).sum()
    assert 8 <= late <= 11


def test_who_gives_up_leaves_all_others_as_they_would_be() -> None:
    """The same random numbers: whoever wishes to depart does so, or gives up."""
    patient, (run, gone) = plan(world(ONE_A_DAY, out=out(2))), planned(world(ONE_A_DAY, out=out(2, patience=TEN_DAYS)))
    there = np.sort(np.concatenate([run.plan.program.train_ready, gone.wished]))
    assert np.array_equal(there, np.sort(patient.program.train_ready))


def test_as_many_pass_as_without_patience_where_the_neighbour_limits() -> None:
    patient, hasty = (
        run_engine(plan(world(ONE_A_DAY, out=out(2, **keys))).program) for keys in ({}, {"patience": TEN_DAYS})
    )
    passed = [Run(plan(world(ONE_A_DAY, out=out(2, **keys))), outcome).all_times("handed over at D")
              for keys, outcome in (({}, patient), ({"patience": TEN_DAYS}, hasty))]  # fmt: skip
    assert passed[0] == passed[1]


def test_both_engines_make_the_same_of_the_plan() -> None:
    for scenario in (world(ONE_A_DAY, out=out(2, patience=TEN_DAYS)), by_the_door()):
        run, _ = planned(scenario)
        program = run.plan.program
        assert run_engine(program).same_as(run.outcome)
        assert run_engine(program, "simpy").same_as(run.outcome)
        assert find_violations(program, run.outcome, run.plan.legend) == []


def test_without_a_queue_nobody_gives_up() -> None:
    run, gone = planned(world({"window.length": "40 days"}, out=out(2, patience=TEN_DAYS)))
    assert len(gone.at) == 0
    assert len(run.plan.trains_of("out")) == 80


def test_patience_goes_by_what_trains_carry() -> None:
    """Ore waits for ever, boxes a day; a flow with a patience of its own goes by that."""
    ore = world().document.data["consists"]["boxes"] | {"commodity": "ore"}
    kinds = {"consists.ore": ore, "consists.boxes.commodity": "containers"}
    hasty = {"traffic.patience": {"containers": {"waits": "1 days"}}}
    flow = out(4, consists={"boxes": 0.5, "ore": 0.5})
    run, gone = planned(world(ONE_A_DAY | kinds | hasty, out=flow))
    assert {run.plan.streams[row].itinerary.train.name for row in gone.stream} == {"boxes"}
    _, gone = planned(world(ONE_A_DAY | kinds | hasty, out=flow | {"patience": {"waits": "2 days"}}))
    assert (gone.at - gone.wished == 2 * DAY).all()


def test_patience_may_differ_from_train_to_train() -> None:
    _, gone = planned(world(ONE_A_DAY, out=out(4, patience={"waits": "5 days", "variation": 0.5})))
    days = (gone.at - gone.wished) / DAY
    assert days.std() > 1
    assert days.min() < 4


def test_who_goes_by_another_crossing_wishes_to_depart_there_when_he_gives_up() -> None:
    run, gone = planned(by_the_door())
    instead = run.plan.program.train_ready[run.plan.trains_of("out, given up, by Door")]
    assert np.array_equal(np.sort(instead), np.sort(gone.at))
    assert gone.another_way.all()
    assert len(run.plan.trains_of("out")) + len(gone.at) == 160


def test_who_goes_another_way_without_a_crossing_is_on_no_train() -> None:
    run, gone = planned(world(ONE_A_DAY, out=out(2, patience=TEN_DAYS | {"then": "another way"})))
    assert gone.another_way.all()
    assert run.plan.program.trains == 80 - len(gone.at)


def test_a_queue_that_is_there_at_the_start_gives_up_as_well() -> None:
    """Of 20 trains at once nine find a track or go over the border on the first day, and nine more within ten days as
    one a day goes; two give up."""
    run, gone = planned(world(ONE_A_DAY, out=out(0.01, queue=20, patience=TEN_DAYS)))
    assert gone.at.tolist() == [10 * DAY] * 2
    assert [second // DAY for second in run.all_times("enter at A")] == [0] * 9 + list(range(1, 10))


def test_goods_that_are_not_loaded_give_up_and_loaded_ones_do_not() -> None:
    stop = {"direction": "HERE->THERE", "begins_at": 12, "ends_at": 3}
    scenario = world(ONE_A_DAY | {"traffic.loading_stops": {"jam": stop}}, out=out(2, patience={"waits": "2 days"}))
    run, gone = planned(scenario)
    stops, begins = run.all_times("loading stops"), [*run.all_times("loading begins again"), 40 * DAY]
    assert len(gone.at) > 0
    assert all(any(a <= second <= b for a, b in zip(stops, begins, strict=False)) for second in gone.at.tolist())


def test_empty_trains_do_not_follow_trains_that_gave_up() -> None:
    """An empty train for every train that did not, and none that nobody calls."""
    run, gone = planned(world(ONE_A_DAY | {"traffic.empties": "balanced"}, out=out(2, patience=TEN_DAYS)))
    assert len(gone.at) > 0
    assert len(run.plan.trains_of("out empties")) == len(run.plan.trains_of("out"))
    assert run.result.gridlock.unfilled == ()
    assert run_engine(run.plan.program, "simpy").same_as(run.outcome)


def test_no_train_waits_in_vain_for_what_a_train_that_gave_up_would_have_brought() -> None:
    """Four containers come on a train, six go on; of all goods 26 trains could be filled, of those that stay fewer."""
    boxes = world().document.data["consists"]["boxes"]
    plain = {key: value for key, value in boxes.items() if key != "transshipment"}
    stack = {"units": 60, "dwell": "1 h"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 20, "stack": stack}
    changes = ONE_A_DAY | {
        "consists.small": plain | {"wagons": 4, "boxes": "8 TEU", "commodity": "boxes", "onward": "large"},
        "consists.large": plain | {"wagons": 6, "boxes": "12 TEU"},
        "crossings.Gate.far.gauge_break": {"yard": yard},
    }
    flow = out(0.8, consists={"small": 1}, patience={"waits": "3 days"})
    run, gone = planned(world(changes, out=flow))
    onward = [stream.flow for stream in run.plan.streams if stream.kind == Kind.ONWARD]
    assert len(gone.at) > 0
    assert len(run.plan.trains_of(onward[0])) == 4 * len(run.plan.trains_of("out")) // 6
    assert run.result.gridlock.unfilled == ()
    assert run_engine(run.plan.program, "simpy").same_as(run.outcome)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"by": "Gate"}, "by", 'must be omitted unless goods that give up go another way (then: "another way")'),
    ({"by": "Door", "then": "another way"}, "by",
     'names "Door", which is no alternative in the choice of its flow: where its goods may go must be said there, with '
     "its distant ends"),
    ({"waits": "10 min"}, "waits", 'must be at least 1 h (got "10 min")'),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "key", "message"), WRONG)
def test_what_is_wrong_is_said(keys: dict[str, Any], key: str, message: str) -> None:
    assert problems(out=out(patience=TEN_DAYS | keys)) == {f"traffic.flows.out.patience.{key}": message}


def test_patience_for_goods_that_nobody_carries_is_a_mistake() -> None:
    assert problems({"traffic.patience": {"grain": TEN_DAYS}}, out=out()) == {
        "traffic.patience.grain": 'names "grain", which is not a commodity of a flow\'s consists (known names: none)'
    }
