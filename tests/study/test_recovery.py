"""A crossing closed for two days, with and without, with the same luck."""

from datetime import date

import pytest

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Plan
from corridorsim.operations import NEVER, Outcome
from corridorsim.study import recovery, settle
from corridorsim.study.recovery import recover
from two_crossings import crowded
from worlds import into, out, world

DAY = 86_400
ROOMY = {"window.length": "20 days", "crossings.Gate.far.own_tracks": 30, "crossings.Gate.near.other_tracks": 30}
LIGHT = world(ROOMY, out=out(6), back=into(6))


def test_a_light_load_is_drained_and_nobody_is_lost() -> None:
    """Six trains a day come each way for two days, 24 and one or two that were there; 24 a day may cross each way."""
    told = recover(LIGHT, "Gate", date(2025, 1, 5), 2)
    assert (told.begin, told.end) == (4 * DAY, 6 * DAY)
    assert told.lost == 0
    assert 22 <= told.peak.trains <= 26
    assert told.end - DAY < told.peak.second <= told.end
    assert sum(told.peak.standing.values()) == told.peak.trains
    assert told.days_to_drain is not None
    assert 0 < told.days_to_drain < 2


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
    before = told.closed.moments < told.begin
    assert before.sum() == 72
    assert (told.closed.queue[before] == told.open.queue[before]).all()
    assert (told.closed.handed_over[before] == told.open.handed_over[before]).all()
    shut = (told.closed.moments >= told.begin + 3600) & (told.closed.moments < told.end)
    assert len(set(told.closed.handed_over[shut].tolist())) == 1  # none but what was on the way over


def test_a_load_that_leaves_no_room_is_never_drained() -> None:
    """As many trains come as may cross, so what was not handed over in two days is never caught up."""
    full = LIGHT.change({"traffic.flows": {"out": out(6)}, "crossings.Gate.accepts.HERE->THERE": "6 trains/day"})
    told = recover(full, "Gate", date(2025, 1, 5), 2)
    assert told.drained is None
    assert told.days_to_drain is None


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
    told = recover(crowded(), "Gate", date(2025, 1, 10), 5, said=said.append)
    assert told.settled is not None
    share = told.settled.mean_shares()["out"]["Gate"]
    assert share < 0.7  # by free flow it is 0.88
    assert share == settle(crowded()).mean_shares()["out"]["Gate"] != settle(told.scenario).mean_shares()["out"]["Gate"]
    assert told.closed.appeared[-1] == told.open.appeared[-1] == pytest.approx(8 * 30 * share, abs=2)
    assert len(said) == len(told.settled.rounds)


@pytest.mark.parametrize(("begin", "days"), [(date(2024, 12, 31), 2), (date(2025, 1, 20), 2)])
def test_a_closing_outside_the_window_is_refused(begin: date, days: int) -> None:
    with pytest.raises(CorridorError, match="must lie in the window, from 2025-01-01 to before 2025-01-21"):
        recover(LIGHT, "Gate", begin, days)


def test_a_crossing_that_is_none_is_refused() -> None:
    with pytest.raises(CorridorError, match=r'did you mean "Gate"\?'):
        recover(LIGHT, "Gat", date(2025, 1, 5), 2)
