"""Choices settled: equal ways are shared equally, a closed one is left, and nobody would move again."""

import math

import numpy as np
import pytest

from corridorsim.engine import run
from corridorsim.itineraries import Kind
from corridorsim.planning import lay_out, plan_replication
from corridorsim.planning.demand.flows import Asked
from corridorsim.planning.demand.free_flow import free_flow
from corridorsim.study import choice as choice_study
from corridorsim.study import replicate, settle
from corridorsim.study.choice import depends_on_waiting, explored
from two_crossings import FREE_HOURS, choice, crowded, logit, two

DAY = 86_400


def accepts(*levels: tuple[str, int]) -> list[dict[str, str]]:
    return [{"since": since, "trains": f"{trains} trains/day"} for since, trains in levels]


def test_equal_crossings_are_shared_equally_however_crowded() -> None:
    few = [{"trains": "3 trains/day"}]
    full = {"crossings__Gate__accepts__HERE->THERE": few, "crossings__Door__accepts__HERE->THERE": few}
    for trains, changes in ((2, {}), (8, full)):
        settled = settle(two(logit(hour=0.1), trains, **changes))
        assert settled.is_settled
        assert settled.mean_shares()["out"]["Gate"] == pytest.approx(0.5, abs=0.02)


def test_where_nobody_waits_the_dearer_takes_its_logit_share() -> None:
    settled = settle(two(logit(door=45), trains=0.5))
    assert len(settled.rounds) == 1
    assert settled.mean_shares()["out"] == pytest.approx({"Gate": math.e / (1 + math.e), "Door": 1 / (1 + math.e)})


def test_free_flow_is_worked_out_once_however_many_rounds_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Asked] = []
    monkeypatch.setattr(choice_study, "free_flow", lambda each: (asked.append(each), free_flow(each))[1])
    settled = settle(crowded())
    assert len(settled.rounds) > 1
    assert asked == [settled.asked]


def test_a_closed_crossing_is_left() -> None:
    never = accepts(("2025-01-01", 0), ("2399-01-01", 1))
    settled = settle(two(logit(), **{"crossings__Gate__accepts__HERE->THERE": never}))
    assert settled.is_settled
    assert settled.mean_shares()["out"]["Gate"] < 1e-6


def test_a_crossing_closed_for_a_month_is_left_for_that_month() -> None:
    february = accepts(("2025-01-01", 24), ("2025-02-01", 0), ("2025-03-01", 24))
    settled = settle(two(logit(hour=0.1), days=90, **{"crossings__Gate__accepts__HERE->THERE": february}))
    assert settled.is_settled
    january, closed, march = settled.shares["out"][:, 0]
    assert closed < 0.05
    assert january == pytest.approx(0.5, abs=0.06)  # its last trains wait for March
    assert march == pytest.approx(0.5, abs=0.06)  # those of February go first


def test_a_closed_crossing_that_nobody_waits_for_has_no_queue_when_it_opens() -> None:
    """Half of 8 trains a day wait there 15 days for February and then for 3 a day; later only explorers do."""
    opens = accepts(("2025-01-01", 0), ("2025-02-01", 3))
    settled = settle(two(logit(), 8, 59, **{"crossings__Gate__accepts__HERE->THERE": opens}))
    first, last = (each.waiting["out"][0, 0] for each in (settled.rounds[0], settled.best))
    assert first > 30 * 24
    assert 14 * 24 < last < 20 * 24


def test_some_go_by_every_crossing_to_see_how_long_it_is() -> None:
    shares = {"out": np.array([[1.0, 0.0], [0.4, 0.6]])}
    seen = explored(two(logit(), days=59), shares)["out"]
    assert seen.tolist() == [pytest.approx([1 / 1.01, 0.01 / 1.01]), [0.4, 0.6]]


def test_settled_shares_are_a_fixed_point() -> None:
    """One run more with the settled shares, measured train by train, and the logit worked out by hand."""
    scenario = crowded()
    settled = settle(scenario)
    assert settled.is_settled
    assert len(settled.rounds) > 2
    planned = plan_replication(lay_out(scenario, settled.shares), scenario.seed, 0)
    outcome, hours = run(planned.program), {"Gate": [], "Door": []}
    for train, row in enumerate(planned.train_stream):
        stream = planned.streams[row]
        if stream.kind == Kind.FREIGHT:
            left = int(outcome.started[planned.program.operation_first[train + 1] - 1])
            passed = (left if left >= 0 else 30 * DAY) - int(planned.program.train_ready[train])
            hours[stream.crossing].append(max(passed / 3600, FREE_HOURS))
    gate, door = (math.exp(-(cost + 0.2 * np.mean(hours[name])) / 5) for name, cost in (("Gate", 40), ("Door", 50)))
    [shares] = settled.shares["out"]
    # a train not through by the end may be counted at its time so far, short of free flow by what is left of it
    assert shares[0] == pytest.approx(gate / (gate + door), abs=settled.tolerance + 0.005)
    assert 3 / 8 < shares[0] < math.exp(2) / (1 + math.exp(2))  # more than passes, less than if nobody waited


def test_too_few_rounds_are_said_not_to_have_settled_it() -> None:
    settled = settle(crowded(), most=1)
    assert not settled.is_settled
    assert settled.best.gap > 0.1


def test_fixed_rules_need_no_run() -> None:
    scenario = two(choice("shares", {"share": "25 %"}, {"share": "75 %"}))
    assert not depends_on_waiting(scenario)
    assert replicate(scenario).settled is None


def test_a_study_settles_the_choice_by_itself_and_runs_with_it() -> None:
    scenario = crowded()
    study = replicate(scenario)
    assert study.settled is not None
    table = study.settled.table
    assert len(table["share"]) == 2 * len(study.settled.rounds)
    asked = 8 * study.settled.mean_shares()["out"]["Door"]
    assert study.estimates["trains.Door trains/day"].mean == pytest.approx(asked, abs=0.2)
    again = replicate(scenario, settled=study.settled)
    assert again.replications[0].numbers == study.replications[0].numbers


def test_each_round_is_said() -> None:
    said: list[str] = []
    settled = settle(crowded(), said=said.append)
    assert len(said) == len(settled.rounds)
