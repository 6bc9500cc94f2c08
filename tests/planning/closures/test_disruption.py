"""Disruptions in small worlds: strikes, inspections, storms and failures, with the answer worked out by hand.

The first train is at C at 1980, controlled there until 3780, over the border at 4980, and wants control at D then.
"""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.errors import InputError
from corridorsim.itineraries import Kind
from corridorsim.planning import lay_out, plan
from corridorsim.planning.closures.disruption_times import spans_of
from two_crossings import MIRROR
from worlds import TEXT, Run, closings, into, out, ran, world, written

DAY, HOUR = 86_400, 3600
FIRST_DAY = {"since": "2025-01-01", "until": "2025-01-02"}
Spans = list[tuple[int, int]]


def disrupted(*flows: dict[str, Any], changes: dict[str, Any] | None = None, **named: dict[str, Any]) -> Run:
    """The world with these disruptions; its trains out are due as it begins."""
    scenario = world((changes or {}) | {"disruptions": named}, out=out(1), **dict(zip(["back"], flows, strict=False)))
    return ran(scenario, {"out 1": 0})


def trains_started(run: Run) -> list[int]:
    """When every operation of every train started, closings left out."""
    kinds = np.array([stream.kind for stream in run.plan.streams])[run.plan.train_stream]
    rows = kinds[run.plan.program.operation_train] != Kind.CLOSURE
    return run.outcome.started[rows].tolist()


# dated: strikes and inspections


def test_a_strike_closes_every_lane_for_its_day() -> None:
    """The train is handed over at 4980 and controlled when the strike is over; no day of it is spent at work."""
    run = disrupted(strike={"closes": "D control", "dated": FIRST_DAY})
    assert run.times("out 1")["handed over at D"] == 4980
    assert run.times("out 1")["control at D"] == DAY
    assert closings(run.plan) == {"D control lanes": [(0, DAY)] * 3}
    assert run.violations == []


def test_a_train_that_is_in_control_as_the_strike_begins_is_finished() -> None:
    run = disrupted(strike={"closes": "C control", "dated": FIRST_DAY | {"at": "00:40", "length": "6 h"}})
    assert run.times("out 1")["controlled at C"] == 3780


def test_an_inspection_leaves_the_other_front_to_one_train_after_the_other() -> None:
    inspection = {"closes": "D transshipment", "units": 1, "dated": FIRST_DAY}
    scenario = world({"disruptions": {"inspection": inspection}}, out=out(1))
    first, second = (ran(scenario, {"out 1": 0, "out 2": 0}).times(f"out {n}")["transshipment at D"] for n in (1, 2))
    assert second == first + 7200


def test_a_storm_closes_the_border_tracks_of_both_gauges() -> None:
    run = disrupted(into(1), wind={"closes": {"crossing": "Gate"}, "dated": FIRST_DAY})
    assert closings(run.plan) == {f"Gate border track {gauge} mm": [(0, DAY)] for gauge in (1520, 1435)}
    assert run.times("out 1")["C - D"] == DAY
    assert min(run.all_times("D - C")) >= DAY


def test_a_loading_ban_is_a_closing_of_what_limits_loading() -> None:
    limited = {"crossings.Gate.under_way": {"HERE->THERE": 3}}
    ban = {"closes": "Gate HERE->THERE: trains under way", "dated": FIRST_DAY}
    assert disrupted(changes=limited, ban=ban).times("out 1")["enter at A"] == DAY


def test_a_refusal_is_a_closing_of_acceptance() -> None:
    run = disrupted(refusal={"closes": "Gate HERE->THERE: acceptance", "dated": FIRST_DAY})
    assert run.times("out 1")["C - D"] == DAY


def test_a_stretch_of_a_line_is_closed_with_all_its_sections() -> None:
    run = disrupted(slide={"closes": {"line": "line", "start": "A", "end": "C"}, "dated": FIRST_DAY})
    assert closings(run.plan) == {"A - B": [(0, DAY)], "B - C": [(0, DAY)]}
    assert run.times("out 1")["A - B"] == DAY


@pytest.mark.parametrize("opens", ["2024-01-01", "2025-01-02"])
@pytest.mark.parametrize("block", ["semi-automatic", "automatic"])
def test_a_section_is_closed_however_it_is_signalled(opens: str, block: str) -> None:
    second = {
        "lines.line.second_track": [{"start": "A", "end": "C", "opens": opens}], "lines.line.block": block,
        "window.length": "4 days",
    }  # fmt: skip
    days = {"since": "2025-01-01", "until": "2025-01-04"}
    run = disrupted(changes=second, slide={"closes": "B - C", "dated": days})
    assert run.times("out 1")["arrive at B"] == 780
    assert run.times("out 1")[f"B - C{' block 1' if 'B - C block 1' in run.times('out 1') else ''}"] == 3 * DAY


# binding and not


def test_a_closing_that_ends_before_anybody_comes_changes_nothing() -> None:
    """The train is ready to cross at 3780. Closed until 3600 or not, every train's every second is the same."""
    hour = {"closes": {"crossing": "Gate"}, "dated": FIRST_DAY | {"length": "1 h"}}
    assert trains_started(disrupted(into(1), wind=hour)) == trains_started(disrupted(into(1)))


def test_a_closing_that_ends_a_minute_after_the_train_comes_costs_it_a_minute() -> None:
    longer = {"closes": {"crossing": "Gate"}, "dated": FIRST_DAY | {"length": "64 min"}}
    assert disrupted(wind=longer).times("out 1")["C - D"] == 3840


def test_a_lane_too_many_can_be_closed_without_effect_and_a_lane_too_few_cannot() -> None:
    """One train a day: one lane of three is enough, none is not."""
    one, none = ({"closes": "D control", "units": units, "dated": FIRST_DAY} for units in (2, 3))
    assert trains_started(disrupted(strike=one)) == trains_started(disrupted())
    assert disrupted(strike=none).times("out 1")["control at D"] == DAY


# overlapping


def closed(units: int, at: str, length: str, what: str = "C control") -> dict[str, Any]:
    return {"closes": what, "units": units, "dated": FIRST_DAY | {"at": at, "length": length}}


def test_a_disruption_that_comes_again_while_it_lasts_is_one() -> None:
    times = [FIRST_DAY | {"at": "03:00", "length": "3 h"}, FIRST_DAY | {"at": "05:00", "length": "3 h"}]
    run = disrupted(storm={"closes": "C control", "units": 1, "dated": times})
    assert closings(run.plan) == {"C control lanes": [(3 * HOUR, 8 * HOUR)]}


def test_units_that_two_disruptions_close_at_once_add_up() -> None:
    run = disrupted(one=closed(1, "03:00", "3 h"), other=closed(1, "05:00", "3 h"))
    assert closings(run.plan) == {"C control lanes": [(3 * HOUR, 8 * HOUR), (5 * HOUR, 6 * HOUR)]}


def test_no_more_units_are_closed_than_there_are() -> None:
    run = disrupted(one=closed(2, "03:00", "3 h"), other=closed(2, "05:00", "3 h"))
    expected = [(3 * HOUR, 8 * HOUR)] * 2 + [(5 * HOUR, 6 * HOUR)]
    assert sorted(closings(run.plan)["C control lanes"]) == sorted(expected)


# tracks


def takes(run: Run, closing: str) -> set[str]:
    """What a closing takes."""
    program = run.plan.program
    train = next(row for row, name in enumerate(run.plan.legend.trains) if name.startswith(f"closing of {closing} "))
    step = program.step_first[program.train_itinerary[train]]
    rows = program.take_resource[program.take_first[step] : program.take_first[step + 1]]
    return {run.plan.legend.resources[row] for row in rows.tolist()}


def test_a_track_is_closed_together_with_a_unit_of_every_exit() -> None:
    run = disrupted(into(1), works={"closes": "C tracks", "dated": FIRST_DAY})
    assert takes(run, "C tracks, 1 of 4") == {"C tracks", "C toward D", "C toward B"}
    assert takes(run, "C tracks, 4 of 4") == {"C tracks"}  # the pools, of three units, are closed by then


@given(st.integers(3, 9), st.sampled_from([0.3, 0.6, 1]), st.data())
def test_of_the_tracks_left_no_exit_has_all(tracks: int, one_way: float, data: st.DataObject) -> None:
    """With k of m tracks closed, each exit's pool is what it was, or m - k - 1 if that is less."""
    units = data.draw(st.sampled_from([*range(1, tracks - 1), "all"]))
    changes = {
        "crossings.Gate.one_way": one_way, "lines.line.points[2].tracks": tracks, "window.length": "1 days",
        "disruptions": {"works": {"closes": "C tracks", "units": units, "dated": FIRST_DAY}},
    }  # fmt: skip
    blueprint = lay_out(world(changes, out=out(1), back=into(1)))
    [(yard, (part,)), *_] = blueprint.disrupted[0].closes
    k = part.units
    closing = [name for unit in yard.units[:k] for name in unit.takes]
    for exit in ("C toward D", "C toward B"):
        pool = int(blueprint.program.capacity[blueprint.legend.resources.index(exit)])
        assert pool - closing.count(exit) == min(pool, max(0, tracks - k - 1))
    assert closing.count("C tracks") == k


def test_those_who_enter_have_half_of_the_tracks_that_are_left() -> None:
    run = disrupted(into(1), works={"closes": "A tracks", "units": 2, "dated": FIRST_DAY})
    assert closings(run.plan)["entering at A"] == [(0, DAY)]  # of 4 tracks two were theirs, of 2 one is


def test_those_who_enter_in_a_yard_of_its_own_have_half_of_what_is_left_there() -> None:
    """Trains into HERE enter on the six reception tracks of D, of which two are left: one for them, no longer three."""
    run = disrupted(
        into(1), changes={"crossings.Gate.far.reception": 6},
        works={"closes": "D reception tracks", "units": 4, "dated": FIRST_DAY},
    )  # fmt: skip
    assert closings(run.plan)["entering at D"] == [(0, DAY), (0, DAY)]


def test_a_crossing_closes_its_own_border_tracks_alone() -> None:
    """The Gate is C - D, and the Door goes from a station called "C - D" to d."""
    storm = {"closes": {"crossing": "Gate"}, "dated": FIRST_DAY}
    points = [
        point | {"name": "C - D"} if point["name"] == "c" else point for point in MIRROR["lines.mirror"]["points"]
    ]
    changes = MIRROR | {
        "lines.mirror": MIRROR["lines.mirror"] | {"points": points},
        "crossings.Door": MIRROR["crossings.Door"] | {"near": MIRROR["crossings.Door"]["near"] | {"station": "C - D"}},
        "disruptions": {"storm": storm},
    }
    both = {"out": out(1), "by the door": out(1, crossing="Door", inland={"west": 1})}
    assert set(closings(ran(world(changes, **both)).plan)) == {"Gate border track 1520 mm"}


def test_closing_all_tracks_but_one_is_refused() -> None:
    with pytest.raises(InputError, match=r"leave one track of \"C tracks\".* close at most 2 of its 4 tracks, or all"):
        disrupted(into(1), works={"closes": "C tracks", "units": 3, "dated": FIRST_DAY})


# names


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            {"closes": "C controll"},
            'names "C controll", which is not a stage that a train uses here (did you mean "C c',
        ),
        ({"closes": "C control", "units": 4}, 'must close at most 3 units, the number of "C control lanes" (got 4)'),
        ({"closes": "A - B", "units": 1}, "must be closed entirely (units: all)"),
    ],
)
def test_a_name_that_does_not_fit_is_said_at_its_key(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        lay_out(world({"disruptions": {"x": {"dated": FIRST_DAY} | keys}}))
    [problem] = caught.value.problems
    assert problem.key == "disruptions.x.closes"
    assert message in problem.message


def test_a_misspelt_stage_is_found_in_its_file_at_its_line() -> None:
    lines = ["disruptions:", "  strike:", "    dated: {at: 03:00}", "    closes: [A - B, C controll]"]
    scenario = written({"strike": "\n".join([TEXT.strip(), *lines])})
    with pytest.raises(InputError) as caught:
        plan(scenario)
    [problem] = caught.value.problems
    assert problem.file.endswith("strike.yaml")
    assert (problem.line, problem.key) == (TEXT.strip().count("\n") + 5, "disruptions.strike.closes[1]")


def test_a_crossing_that_no_train_uses_is_closed_without_effect() -> None:
    """So a year without flows over it, or one where a flow is switched off, need not take its storms out."""
    back = {"traffic.flows": {"out": out(1) | {"tonnes": "0 kt/year"}}}
    run = ran(world(back | {"disruptions": {"wind": {"closes": {"crossing": "Gate"}, "dated": FIRST_DAY}}}))
    assert trains_started(run) == []


# at random


def drawn(when: dict[str, Any], years: int = 30, replication: int = 0) -> tuple[Spans, np.ndarray]:
    """The spans of a disruption over some years, and the month in which each begins."""
    keys = {"disruptions": {"x": {"closes": {"crossing": "Gate"}} | when}, "window.length": f"{365 * years} days"}
    scenario = world(keys)
    spans = spans_of("x", scenario.disruptions["x"], scenario.window, 1, replication)
    days = np.datetime64("2025-01-01") + np.array([begin // DAY for begin, _ in spans])
    return spans, days.astype("datetime64[M]").astype(int) % 12 + 1


WINTER = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]


@pytest.mark.parametrize("length", [{"distribution": "exponential"}, {"variation": 0.5}, {}])
def test_storms_come_as_often_and_last_as_long_as_is_said_and_in_their_season(length: dict[str, Any]) -> None:
    """6 a year for 30 years are 180, give or take 13; a mean of 20 h from 180 lengths is known to an hour or two."""
    spans, months = drawn({"random": {"per_year": 6, "mean": "20 h", "months": WINTER} | length})
    assert abs(len(spans) - 180) < 3 * 13.4
    assert set(months.tolist()) == {10, 11, 12, 1, 2, 3}
    hours = np.array([(end - begin) / HOUR for begin, end in spans])
    assert abs(hours.mean() - 20) < 3 * 20 / np.sqrt(180) + 1  # overlaps make a few longer
    variation = length.get("variation", 1)
    assert 0.7 * variation < hours.std() / hours.mean() < 1.5 * variation


def test_failures_come_so_long_after_the_repair() -> None:
    """20 days of work and 24 h of repair, 30 years: 521 of each, give or take 23."""
    spans, _ = drawn({"failures": {"between": "20 days", "repair": "24 h", "distribution": "exponential"}})
    works = [begin - end for (_, end), (begin, _) in itertools.pairwise(spans)]
    assert abs(len(spans) - 30 * 365 / 21) < 3 * 23
    assert abs(np.mean(works) / DAY - 20) < 3 * 20 / np.sqrt(521)
    assert abs(np.mean([end - begin for begin, end in spans]) / HOUR - 24) < 3 * 24 / np.sqrt(521)


def test_the_run_begins_as_stormy_as_it_goes_on() -> None:
    """Ten days apart, five long: at any moment, the first second too, 1 - exp(-1/2) of 400 runs lie in a storm."""
    storms = {"random": {"per_year": 36.5, "mean": "5 days"}}
    keys = {"disruptions": {"x": {"closes": {"crossing": "Gate"}} | storms}, "window.length": "60 days"}
    scenario = world(keys)
    runs = [spans_of("x", scenario.disruptions["x"], scenario.window, 1, number) for number in range(400)]
    assert all(0 <= begin < end <= 60 * DAY for spans in runs for begin, end in spans)
    for moment in (0, 30 * DAY):
        stormy = sum(any(begin <= moment < end for begin, end in spans) for spans in runs) / 400
        assert abs(stormy - (1 - np.exp(-0.5))) < 3 * 0.0244


def test_storms_of_the_season_before_last_into_a_run_that_begins_after_it() -> None:
    """All of them begin in December; half of the runs from 1 January begin in one, and no other begins in June."""
    storms = {"random": {"per_year": 6, "mean": "5 days", "months": ["Dec"]}}
    keys = {"disruptions": {"x": {"closes": {"crossing": "Gate"}} | storms}, "window.length": "180 days"}
    scenario = world(keys)
    runs = [spans_of("x", scenario.disruptions["x"], scenario.window, 1, number) for number in range(40)]
    assert 10 < sum(bool(spans) for spans in runs) < 40
    assert {begin for spans in runs for begin, _ in spans} == {0}


def test_each_replication_has_its_own_luck() -> None:
    storms = {"random": {"per_year": 6, "mean": "20 h"}}
    assert drawn(storms)[0] == drawn(storms)[0] != drawn(storms, replication=1)[0]


def test_a_disruption_more_leaves_all_other_luck_as_it_was() -> None:
    wind = {"closes": {"crossing": "Gate"}, "random": {"per_year": 300, "mean": "5 h"}}
    cranes = {"closes": "D transshipment", "units": 1, "failures": {"between": "12 h", "repair": "3 h"}}
    changes = {"window.length": "6 days", "consists.boxes.transshipment.variation": 0.5}
    alone, both = (
        ran(world(changes | {"disruptions": d}, out=out(5))) for d in ({"w": wind}, {"c": cranes, "w": wind})
    )
    assert closings(alone.plan).items() <= closings(both.plan).items()
    assert len(closings(both.plan)) == 2
    rows = alone.plan.train_stream < 1
    assert rows.sum() == 30
    assert (alone.plan.program.train_ready[rows] == both.plan.program.train_ready[both.plan.train_stream < 1]).all()
    first = int(alone.plan.program.operation_first[rows.sum()])
    assert (alone.plan.program.duration[:first] == both.plan.program.duration[:first]).all()


def test_both_engines_tell_the_same_of_random_closings() -> None:
    from corridorsim.verification.engines import verify

    wind = {"closes": {"crossing": "Gate"}, "random": {"per_year": 300, "mean": "5 h"}}
    works = {"closes": "C tracks", "units": 2, "failures": {"between": "12 h", "repair": "3 h"}}
    changes = {"window.length": "6 days", "disruptions": {"wind": wind, "works": works}}
    assert verify(world(changes, out=out(9), back=into(9))).is_good


# by the far clock


@pytest.mark.parametrize(("year", "hour"), [(2023, 7), (2025, 6)])
def test_nine_oclock_in_china_is_seven_by_our_clock_and_six_since_2024(year: int, hour: int) -> None:
    strike = {"closes": "D control", "clock": "China", "dated": {"at": "09:00", "length": "1 h"}}
    run = disrupted(changes={"window.start": f"{year}-01-01"}, strike=strike)
    lanes = closings(run.plan)["D control lanes"]
    assert sorted(set(lanes)) == [(n * DAY + hour * HOUR, n * DAY + (hour + 1) * HOUR) for n in range(2)]


def test_a_line_by_itself_has_only_the_disruptions_that_close_it_by_the_calendar() -> None:
    """Nor is a stage of the crossing, which the line alone does not have, an error there."""
    from corridorsim.line.lone_line import lone_line

    named = {
        "works": {"closes": ["A - B", "D control"], "dated": FIRST_DAY},
        "strike": {"closes": "D control", "dated": FIRST_DAY},
        "storm": {"closes": "A - B", "random": {"per_year": 9, "mean": "6 h"}},
    }
    alone = lone_line(world({"disruptions": named}), "line").blueprint
    assert alone.closures == []
    assert [closable.name for each in alone.disrupted for closable, _ in each.closes] == ["A - B"]


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> dict[str, Any]:
    """One to three spans within the first day, and how many of three lanes they close."""
    spans = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), min_size=1, max_size=3))
    dated = [FIRST_DAY | {"at": f"{at:02}:00", "length": f"{hours} h"} for at, hours in spans]
    return {"closes": "C control", "units": draw(st.integers(1, 3)), "dated": dated}


@given(st.lists(hours_of_a_day(), min_size=1, max_size=4))
def test_at_every_hour_as_many_units_are_closed_as_all_add_up_to(disruptions: list[dict[str, Any]]) -> None:
    """Told hour by hour from what is written, and from the closings."""
    blueprint = world({"disruptions": {f"{n}": each for n, each in enumerate(disruptions)}})
    spans = closings(plan(blueprint))["C control lanes"]
    for hour in range(24):
        asked = 0
        for each in disruptions:
            begins = [(int(days["at"][:2]), int(days["length"].split()[0])) for days in each["dated"]]
            asked += each["units"] * any(at <= hour < at + hours for at, hours in begins)
        assert sum(begin <= hour * HOUR < end for begin, end in spans) == min(3, asked)


# cuts: what is left open


ACCEPTS = "crossings.Gate.accepts.HERE->THERE"


def crossed_a_day(changes: dict[str, Any], **named: dict[str, Any]) -> list[int]:
    """Trains out of HERE by day, of five that come each day."""
    run = ran(world({"window.length": "6 days", "disruptions": named} | changes, out=out(5)))
    assert run.violations == []
    return np.bincount(np.array(run.all_times("C - D")) // DAY, minlength=6).tolist()


TWO_DAYS = {"dated": {"since": "2025-01-02", "until": "2025-01-04"}}


@pytest.mark.parametrize("begins", [{}, {"crossings.Gate.day_begins": {"HERE->THERE": "00:00"}}])
@pytest.mark.parametrize("closes", ["Gate HERE->THERE: acceptance", {"crossing": "Gate"}])
def test_a_cut_leaves_so_many_trains_a_day(begins: dict[str, Any], closes: Any) -> None:
    by_day = crossed_a_day(begins, cut={"closes": closes, "leaves": 2} | TWO_DAYS)
    assert by_day[1:3] == [2, 2]
    assert by_day[3] > 5  # those that have waited


def test_a_cut_leaves_as_many_whatever_the_limit_of_the_day_and_never_more_than_that() -> None:
    """Four a day may pass, and one from 3 January on: cut to two on the 2nd and 3rd, two and one pass."""
    levels = [{"trains": "4 trains/day"}, {"since": "2025-01-03", "trains": "1 trains/day"}]
    cut = {"closes": {"crossing": "Gate"}, "leaves": 2} | TWO_DAYS
    assert crossed_a_day({ACCEPTS: levels}, cut=cut)[1:4] == [2, 1, 1]


def test_of_two_cuts_the_lower_one_holds_and_other_closings_do_not_add_to_it() -> None:
    """24 a day are accepted; 3 and 2 are left, and 10 closed: 2 pass, not 24 - 21 - 22 - 10."""
    closes = "Gate HERE->THERE: acceptance"
    cuts = {"three": {"closes": closes, "leaves": 3} | TWO_DAYS, "two": {"closes": closes, "leaves": 2} | TWO_DAYS}
    assert crossed_a_day({}, **cuts, strike={"closes": closes, "units": 10} | TWO_DAYS)[1:3] == [2, 2]


def test_a_cut_of_lanes_leaves_lanes() -> None:
    run = disrupted(inspection={"closes": "C control", "leaves": 1, "dated": FIRST_DAY})
    assert closings(run.plan)["C control lanes"] == [(0, DAY)] * 2


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"closes": "C control", "leaves": 3}, r"leaves 3 units of \"C control lanes\", which has 3: leave fewer"),
        ({"closes": "C control", "leaves": 1, "units": 1}, "must be omitted if units says how many are closed"),
        ({"closes": "B - C", "leaves": 1}, "must be closed entirely"),
    ],
)
def test_a_cut_that_leaves_nothing_to_close_is_refused(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        disrupted(cut=keys | {"dated": FIRST_DAY})


def test_a_cut_of_a_yard_of_two_exits_to_one_track_is_refused() -> None:
    """Each exit leaves a track to the other, and of one track neither has any."""
    cut = {"closes": "C tracks", "leaves": 1, "dated": FIRST_DAY}
    with pytest.raises(InputError, match="would leave one track"):
        lay_out(world({"disruptions": {"cut": cut}}, out=out(1), back=into(1)))
