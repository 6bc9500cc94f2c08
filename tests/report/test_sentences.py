"""What a run says in sentences: means over the replications, with intervals, as in its table."""

from dataclasses import replace

import pytest

from corridorsim.itineraries.stages import FRONTS
from corridorsim.measures.advice import Advice
from corridorsim.measures.numbers import Route
from corridorsim.measures.stopped import StaysClosed, StoppedRoute
from corridorsim.report.sentences import (
    bottleneck_sentence,
    stopped_sentences,
    under_way_sentence,
    unfinished_sentence,
    warnings_of,
    why_limiting,
)
from corridorsim.report.summary import summary_of
from corridorsim.statistics.rounding import with_interval
from corridorsim.study import Estimate, Study, replicate
from corridorsim.study.limit import LimitingStage
from worlds import CLOSED, into, out, service, services, world

VARIED = {"traffic.departures": "Poisson", "window.length": "10 days", "replications": 3}


def limit(begin: list[float], end: list[float], use: list[float] | None = None) -> LimitingStage:
    growth = [b - a for a, b in zip(begin, end, strict=True)]
    count = len(begin)
    return LimitingStage(
        "D transshipment", FRONTS, Route("Gate", "HERE->THERE"), "crossings.Gate.far.fronts", True, count, count,
        Estimate.of_shares(use or [0.97] * count), Estimate.of_shares([1.0] * count), Estimate.of([1234.0] * count),
        Estimate.of_amounts(begin), Estimate.of_amounts(end), Estimate.of(growth),
    )  # fmt: skip


def test_a_queue_that_is_shorter_at_the_end_is_not_said_to_grow() -> None:
    """Of 80, 85 and 82 trains 78, 79 and 81 are left: 82.33 to 79.33, no clear change."""
    assert why_limiting(limit([80, 85, 82], [78, 79, 81])) == (
        "97 % of the time its fronts work: loaded trains Gate HERE->THERE wait 1,234 train-hours in the window; 82.33 "
        "of them are due and not arrived at its start, 79.33 at its end, which is no clear change (-9.57 to +3.57). "
        "Key to change: crossings.Gate.far.fronts"
    )


def test_a_queue_that_grows_in_all_replications_is_said_to() -> None:
    why = why_limiting(limit([10, 11, 12], [20, 22, 21]))
    assert (
        "11.00 of them are due and not arrived at its start, 21.00 at its end, a change of +10.00 (+7.52 to +12.48)"
        in why
    )


def test_one_replication_says_what_it_saw_and_no_verdict() -> None:
    why = why_limiting(limit([10], [20]))
    assert why.endswith("10.00 of them are due and not arrived at its start, 20.00 at its end. Key to change: "
                        "crossings.Gate.far.fronts")  # fmt: skip


def test_a_bottleneck_that_some_replications_do_not_name_says_so() -> None:
    study = replicate(world(VARIED, out=out(2)))
    assert study.bottleneck is not None
    some = replace(study.bottleneck, named=2)
    study.__dict__["bottleneck"] = some
    assert "(named by 2 of 3 replications). " in bottleneck_sentence(study)


def test_the_sentences_say_the_numbers_of_the_study() -> None:
    study = replicate(world(VARIED | {"crossings.Gate.accepts.HERE->THERE": "4 trains/day"}, out=out(9), back=into(3)))
    said = f"{bottleneck_sentence(study)}\n{under_way_sentence(study)}"
    for name in ("under way.total trains", "handed over, not arrived.total trains"):
        assert with_interval(study.estimates[name]) in said
    assert f"{study.estimates['backlog at start.Gate HERE->THERE trains'].mean:.2f} of them" in said
    assert f"{study.estimates['backlog.Gate HERE->THERE trains'].mean:.2f} at its end" in said
    assert summary_of(study)["bottleneck"]["why"] in said.replace("Loaded", "loaded")


def test_who_waits_outside_is_told_by_what_it_is() -> None:
    """One train may be under way and none is accepted; more railcars than the line takes."""
    changes = CLOSED | {"crossings.Gate.under_way": {"HERE->THERE": 1}}
    study = replicate(world(changes | services(car=service("A", "C", pairs="100 trains/day")), out=out(4)))
    loaded, cars = (study.estimates[f"{each}outside.total trains"].mean for each in ("", "service "))
    assert loaded >= 7  # of 8, one may have been let in
    assert cars > 10
    outside = with_interval(study.estimates["service outside.total trains"])
    assert f"; {loaded:.2f} loaded trains and {outside} services were due " in (under_way_sentence(study))


def stopped(study: Study, *which: int) -> Study:
    """A study in which a route stopped in these replications."""
    reason = Advice("3 trains wait for D.", "", ())
    runs = [
        replace(
            run,
            stopped=(StoppedRoute(Route("Gate", "HERE->THERE"), "in the window", n + 2, reason),) if n in which else (),
        )
        for n, run in enumerate(study.replications)
    ]
    return replace(study, replications=tuple(runs))


def test_what_stood_still_is_told_with_the_replications_in_which_it_did() -> None:
    """In the second and the third, 3 and 4 trains wait: 3.5, give or take 12.706 * 0.5."""
    study = replicate(world(VARIED, out=out(2)))
    assert list(stopped_sentences(stopped(study, 1, 2))) == [
        "In 2 of 3 replications: no train passed Gate HERE->THERE in the window, though 3.50 (0.00 to 9.85) wait. "
        "In the first of these: 3 trains wait for D."
    ]
    [always] = stopped_sentences(stopped(study, 0, 1, 2))
    assert always.startswith("In all replications: no train passed")
    assert list(stopped_sentences(stopped(study))) == []


def test_one_train_waits_and_two_wait() -> None:
    nothing = Advice("", "", ())
    assert str(StaysClosed("D lanes", "is closed", 1, nothing)) == "1 train waits for D lanes, which is closed."
    assert str(StaysClosed("D lanes", "is closed", 2, nothing)) == "2 trains wait for D lanes, which is closed."


def test_a_direction_that_stops_in_every_replication_is_told_once() -> None:
    study = replicate(world(VARIED | CLOSED, out=out(1)))
    assert unfinished_sentence(study).count("Gate HERE->THERE") >= 1
    assert warnings_of(study) == []


@pytest.mark.parametrize("replications", [1, 2])
def test_warnings_are_in_the_summary_as_on_the_screen(replications: int) -> None:
    changes = {"lines.line.crew_changes": ["A", "C"], "rules.crew_duty": "30 min", "replications": replications}
    study = replicate(world(changes, out=out(1)))
    assert (
        warnings_of(study)
        == summary_of(study)["warnings"][:1]
        == ["100 % of the crew trips A to C on line take longer than the 0.5 h that a crew may be on duty."]
    )
    assert summary_of(study)["crew_trips"]["A to C on line"]["over_share"]["mean"] == 1


def test_a_late_service_is_told_with_its_own_run() -> None:
    study = replicate(world(services(car=service("A", "C", pairs="100 trains/day"))))
    first, _ = warnings_of(study)
    assert first.startswith("the trains of car to ")
    assert ", more than their own run of 0.55 h; " in first
    summary = summary_of(study)
    assert summary["services"]["car to A"]["booked_h"]["mean"] == 0.55
    assert summary["backlog_trains"]["services_outside_end"]["mean"] > 10


def test_a_summary_of_one_replication_has_no_intervals_and_no_minus_0() -> None:
    numbers = summary_of(replicate(world(out=out(1))))["numbers"]
    assert all(each["low"] is None and each["high"] is None for each in numbers.values())
    several = summary_of(replicate(world(VARIED, out=out(1 / 9))))["numbers"]
    assert all(each["low"] is None or each["low"] >= 0 for each in several.values())
    assert {each.get("replications", 3) for each in several.values()} <= {1, 2, 3}
    assert not any("-0.0" in str(value).split() for each in several.values() for value in each.values())
