"""A crossing closed for two days, with and without, with the same luck."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Plan
from corridorsim.operations import NEVER, Outcome
from corridorsim.recovery import study as recovery
from corridorsim.recovery.study import Recovery, amount, recover, settled_without
from corridorsim.study import settle
from two_crossings import crowded
from worlds import into, out, world

DAY = 86_400
ROOMY = {"window.length": "20 days", "crossings.Gate.far.own_tracks": 30, "crossings.Gate.near.other_tracks": 30}
LIGHT = world(ROOMY, out=out(6), back=into(6))
FIVE = LIGHT.change({"replications": 5})


def test_a_light_load_is_drained_and_nobody_is_lost() -> None:
    """Six trains a day come each way for two days, 24 and one or two that were there; 24 a day may cross each way."""
    told = recover(LIGHT, "Gate", date(2025, 1, 5), 2)
    [run] = told.runs
    assert (told.begin, told.end) == (4 * DAY, 6 * DAY)
    assert told.lost == 0
    assert 22 <= run.peak.trains <= 26
    assert told.end - DAY < run.peak.second <= told.end
    assert sum(run.peak.standing.values()) == run.peak.trains
    assert told.not_back == 0
    assert 0 < told.days_to_drain[0] < 2


def test_who_comes_while_it_is_closed_is_late_and_nobody_is_lost_where_there_is_time_to_catch_up() -> None:
    """Of the 24 that come in two days the last six or so cross within half a day of when they would have.

    Each carries 1,000 t. All have crossed by the end, 14 days later.
    """
    [run] = recover(LIGHT, "Gate", date(2025, 1, 5), 2).runs
    assert 15_000 <= run.late <= 26_000
    assert run.late % 1000 == 0
    assert run.missing == 0


def test_goods_that_give_up_while_it_is_closed_are_missing_and_trains_of_both_runs_are_compared_one_by_one() -> None:
    """Whole trains of 1,000 t, and only those that wait outside for half a day."""
    hasty = LIGHT.change({"traffic.flows.out.patience": {"waits": "12 h"}})
    [run] = recover(hasty, "Gate", date(2025, 1, 5), 2).runs
    assert 0 < run.missing < 12_000
    assert run.missing % 1000 == 0
    assert run.lost == 0


def test_what_is_not_caught_up_by_the_end_is_lost() -> None:
    """The run ends with the closing: 24 trains of two days have not crossed, but for one or two that were past it."""
    told = recover(LIGHT.change({"window.length": "6 days"}), "Gate", date(2025, 1, 5), 2)
    assert 22_000 <= told.runs[0].missing <= 26_000
    assert told.runs[0].late <= 2000
    assert told.not_back == 1


def test_every_replication_is_run_with_and_without_on_its_own_luck() -> None:
    """The first is the one that is run alone; before the closing each is as without it; the means are theirs."""
    alone, five = (recover(each, "Gate", date(2025, 1, 5), 2) for each in (LIGHT, FIVE))
    assert len(five.runs) == 5
    assert five.runs[0].peak == alone.runs[0].peak
    assert len({tuple(run.hours["queue"]) for run in five.runs}) == 5
    before = five.moments < five.begin
    for run in five.runs:
        assert (run.hours["queue"][before] == run.hours["queue_without"][before]).all()
    assert five.hours["queue"] == pytest.approx(sum(run.hours["queue"] for run in five.runs) / 5)
    assert five.waiting.sum(axis=0) + five.outside.sum(axis=0) == pytest.approx(five.hours["queue"])
    least, median, most = five.spread("queue")
    assert ((least <= median) & (median <= most)).all()
    assert sum(five.standing.values()) == pytest.approx(sum(run.peak.trains for run in five.runs) / 5)
    assert five.more(int(before.sum()) - 1).mean == 0


def test_every_replication_is_told_as_it_is_done() -> None:
    calls: list[int] = []
    recover(FIVE, "Gate", date(2025, 1, 5), 2, done=lambda: calls.append(1))
    assert len(calls) == 5


def test_where_some_are_not_back_the_mean_has_a_bound() -> None:
    """Seven days are left; who is not back within six, which are seen whole, counts as six."""
    runs = recover(FIVE, "Gate", date(2025, 1, 5), 2)
    some = replace(
        runs,
        scenario=runs.scenario.change({"window.length": "13 days"}),
        runs=(*runs.runs[:3], *(replace(run, drained=None) for run in runs.runs[3:])),
    )
    assert (some.not_back, len(some.days_to_drain)) == (2, 3)
    assert some.least_days == pytest.approx((sum(some.days_to_drain) + 2 * 6) / 5)
    assert some.shown_until == some.moments[-1]


def test_amounts_have_no_interval_below_nothing() -> None:
    assert amount([0, 0, 0, 0, 9]).low == 0


def test_a_train_that_vanishes_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """In either run the first train does nothing after its first five steps, at B."""
    right = recovery.outcome_of

    def wrong(planned: Plan) -> Outcome:
        outcome = right(planned)
        row = planned.train("out 1")
        first, last = planned.program.operation_first[row : row + 2]
        assert outcome.started[first + 4] != NEVER
        outcome.ready[first + 5 : last] = outcome.started[first + 5 : last] = NEVER
        return outcome

    monkeypatch.setattr(recovery, "outcome_of", wrong)
    assert recover(LIGHT, "Gate", date(2025, 1, 5), 2).lost == 2


def test_before_the_closing_nothing_differs() -> None:
    told = recover(LIGHT, "Gate", date(2025, 1, 5), 2)
    before, hours = told.moments < told.begin, told.runs[0].hours
    assert before.sum() == 72
    assert (hours["queue"][before] == hours["queue_without"][before]).all()
    assert (hours["handed_over"][before] == hours["handed_over_without"][before]).all()
    shut = (told.moments >= told.begin + 3600) & (told.moments < told.end)
    assert len(set(hours["handed_over"][shut].tolist())) == 1  # none but what was on the way over


def test_a_load_that_leaves_no_room_is_never_drained() -> None:
    """As many trains come as may cross, so what was not handed over in two days is never caught up."""
    full = LIGHT.change({"traffic.flows": {"out": out(6)}, "crossings.Gate.accepts.HERE->THERE": "6 trains/day"})
    told = recover(full, "Gate", date(2025, 1, 5), 2)
    assert told.runs[0].drained is None
    assert (told.not_back, told.days_to_drain, told.days_left) == (1, [], 14)


def test_the_crossings_own_storms_are_left_out_and_other_disruptions_stay() -> None:
    wind = {"closes": {"crossing": "Gate"}, "random": {"per_year": 300, "mean": "9 h"}}
    holiday = {"closes": {"crossing": "Gate"}, "dated": {"since": "2025-01-15", "until": "2025-01-16"}}
    cranes = {"closes": "D transshipment", "units": 1, "failures": {"between": "2 days", "repair": "9 h"}}
    windy = LIGHT.change({"disruptions": {"wind": wind, "holiday": holiday, "cranes": cranes}})
    told = recover(windy, "Gate", date(2025, 1, 5), 2)
    assert [*told.scenario.disruptions] == ["holiday", "cranes", "Gate closed for 2 days from 2025-01-05"]


def test_what_closes_the_crossing_and_more_still_closes_the_rest() -> None:
    """Of a storm over the Gate and C's control only the Gate is spared; what closes it by date is as it was."""
    storm = {"closes": ["C control", {"crossing": "Gate"}], "random": {"per_year": 40, "mean": "10 h"}}
    holiday = {"closes": ["C control", {"crossing": "Gate"}], "dated": {"since": "2025-01-15", "until": "2025-01-16"}}
    stormy = LIGHT.change({"disruptions": {"storm": storm, "holiday": holiday}})
    left = recover(stormy, "Gate", date(2025, 1, 5), 2).scenario.disruptions
    assert [closed.stage for closed in left["storm"].closes] == ["C control"]
    assert [closed.crossing for closed in left["holiday"].closes] == [None, "Gate"]


def test_goods_keep_the_crossing_that_they_choose_without_the_closing() -> None:
    """Due by the Gate, of 8 trains a day for 30 days, is what settles there without a closing, in both runs."""
    said: list[str] = []
    settled = settled_without(crowded(), "Gate", said.append)
    told = recover(crowded(), "Gate", date(2025, 1, 10), 5, settled)
    assert told.settled is settled is not None
    share = told.settled.mean_shares()["out"]["Gate"]
    assert share < 0.7  # by free flow it is 0.88
    assert share == settle(crowded()).mean_shares()["out"]["Gate"] != settle(told.scenario).mean_shares()["out"]["Gate"]
    assert [*(appeared(told, which) for which in ("", "_without"))] == 2 * [pytest.approx(8 * 30 * share, abs=2)]
    assert len(said) == len(told.settled.rounds)


def appeared(told: Recovery, which: str) -> int:
    """Trains of the first replication that wanted to run."""
    hours = told.runs[0].hours
    return int(hours[f"under_way{which}"][-1] + hours[f"handed_over{which}"][-1])


@pytest.mark.parametrize(("begin", "days"), [(date(2024, 12, 31), 2), (date(2025, 1, 20), 2)])
def test_a_closing_outside_the_window_is_refused(begin: date, days: int) -> None:
    with pytest.raises(CorridorError, match="must lie in the window, from 2025-01-01 to before 2025-01-21"):
        recover(LIGHT, "Gate", begin, days)


def test_a_crossing_that_is_none_is_refused() -> None:
    with pytest.raises(CorridorError, match=r'did you mean "Gate"\?'):
        recover(LIGHT, "Gat", date(2025, 1, 5), 2)


def test_of_a_cut_crossing_some_trains_pass_each_day_and_the_rest_wait() -> None:
    """Six come each way a day and two are let through: eight more wait after one day, 24 after three."""
    told = recover(LIGHT, "Gate", date(2025, 1, 5), 3, to=2)
    [run] = told.runs
    handed = run.hours["handed_over"]
    by_day = [int(handed[hour + 24] - handed[hour]) for hour in np.searchsorted(told.moments, [4 * DAY, 5 * DAY])]
    assert by_day == [4, 4]
    assert 22 <= run.peak.trains <= 26
    assert (told.noun, told.state, told.lost, told.not_back) == ("cut", "cut to 2 trains a day", 0, 0)


def test_a_cut_holds_for_all_kinds_together() -> None:
    """No limit of all trains is told, but 60 wagons a day of one kind and 6 trains of the rest."""
    kinds = {"boxes": "60 wagons/day", "rest": "6 trains/day"}
    changes = {
        "crossings.Gate.accepts.HERE->THERE": None, "crossings.Gate.kinds": {"HERE->THERE": kinds},
        "consists.boxes.commodity": "boxes",
    }  # fmt: skip
    told = recover(LIGHT.change(changes), "Gate", date(2025, 1, 5), 2, to=1)
    assert 18 <= told.runs[0].peak.trains <= 22  # ten a day


def test_a_cut_to_what_is_accepted_anyway_is_refused() -> None:
    with pytest.raises(CorridorError, match="must be to fewer trains a day than Gate accepts without it, 24"):
        recover(LIGHT, "Gate", date(2025, 1, 5), 2, to=24)
