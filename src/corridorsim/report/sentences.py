"""The results of a study in sentences, from means over the replications like the tables beside them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corridorsim.measures.demand.conservation import is_lost
from corridorsim.measures.numbers import BEYOND, EMPTIES_OUTSIDE, OUTSIDE, SERVICE_OUTSIDE, UNDER_WAY, Number
from corridorsim.measures.stopped import StoppedRoute
from corridorsim.model import Scenario
from corridorsim.statistics.rounding import (
    counted,
    interval,
    leaves_zero_out,
    number,
    percent,
    places,
    signed,
    with_interval,
)
from corridorsim.study import Estimate, Study
from corridorsim.study.concerns import Concern, LateService, OverloadedRoute, OverlongTrips, concerns
from corridorsim.study.limit import LimitingStage
from corridorsim.study.replication import StoppedStudy

WAIT_OUTSIDE = {OUTSIDE: "loaded trains", EMPTIES_OUTSIDE: "empty trains", SERVICE_OUTSIDE: "services"}
NEARLY_ALL = 0.99  # of a service's trains, of which the last may be under way as the window closes


def sentences_of(study: Study) -> Iterator[str]:
    """All sentences about a run, the verdict first."""
    yield bottleneck_sentence(study)
    yield unfinished_sentence(study)
    yield from (f"WARNING: {sentence}" for sentence in warnings_of(study))
    yield from lost_sentences(study)


def bottleneck_sentence(study: Study) -> str:
    """What holds the corridor back, in a sentence."""
    found = study.bottleneck
    if found is None:
        return "No loaded train runs."
    why = why_limiting(found)
    return f"Bottleneck: {found.resource}{_in_some(found.named, found.replications)}. {why[0].upper()}{why[1:]}."


def _in_some(named: int, replications: int) -> str:
    return "" if named == replications else f" (named by {named} of {replications} replications)"


def why_limiting(limit: LimitingStage) -> str:
    """How much of the stage is used, what that costs its route, and the key that changes it."""
    used = f"{percent(limit.use)} {limit.kind.used}"
    if not limit.is_at_limit:
        return f"nothing is at its limit; this is used most: {used}"
    between = interval(limit.waiting, 0)
    waits = number(limit.waiting.mean, 0) + (f" ({between})" if between else "")
    queue = f"loaded trains {limit.route} wait {waits} train-hours in the window; {_queue(limit)}"
    return f"{used}: {queue}. Key to change: {limit.key}"


def _queue(limit: LimitingStage) -> str:
    """Whether the queue of a route grows, in the words that the study allows."""
    begin, end, growth = limit.at_begin, limit.at_end, limit.growth
    counts = f"{number(begin.mean)} of them are due and not arrived at its start, {number(end.mean)} at its end"
    decimals = places(begin.mean, end.mean, growth.low, growth.high)
    if not growth.has_interval:
        return counts
    between = interval(growth, decimals, signed)
    if not leaves_zero_out(growth, decimals):
        return counts + (f", which is no clear change ({between})" if between else "")
    change = f"{signed(growth.mean, decimals)} ({between})" if between else signed(growth.mean, decimals)
    return f"{counts}, a change of {change}"


def unfinished_sentence(study: Study) -> str:
    """What was still under way at the end, who waited outside, gridlock, and what else stood still."""
    lines = [f"{under_way_sentence(study)}{'' if study.locked else ' No gridlock.'}"]
    if study.locked:
        lines += [gridlock_sentence(study), *map(str, study.locked[0].advice)]
    return "\n".join([*lines, *stopped_sentences(study)])


def under_way_sentence(study: Study) -> str:
    """How many trains were under way, of these handed over and not arrived, and who was due and not let in."""
    found = study.estimates.by_number
    moving = found[Number(UNDER_WAY)]
    many = f"{with_interval(moving)} trains were" if moving.mean else "No train was"
    text = f"{many} under way when the window closed"
    beyond = found.get(Number(BEYOND))
    if beyond is not None and beyond.mean > 0:
        text += f"; {with_interval(beyond)} loaded trains had been handed over and had not arrived"
    outside = [
        f"{with_interval(estimate)} {whom}"
        for what, whom in WAIT_OUTSIDE.items()
        if (estimate := found.get(Number(what))) is not None and estimate.mean > 0
    ]
    if outside:
        all_of = " and ".join(filter(None, [", ".join(outside[:-1]), outside[-1]]))
        text += f"; {all_of} were due and waited outside to be let in"
    return f"{text}."


def gridlock_sentence(study: Study) -> str:
    """Which trains lock, in the first replication that does, and in how many they do."""
    locked, count = study.locked, len(study.replications)
    if count == 1:
        return str(study.gridlock)
    return f"Trains deadlock in {len(locked)} of {count} replications. The first of these: {study.gridlock}"


def stopped_sentences(study: Study) -> Iterator[str]:
    """Each thing that stood still to the end, with the replications in which it did."""
    count = len(study.replications)
    for each in study.stopped:
        yield str(each.first) if count == 1 else _stopped(each, count)


def _stopped(each: StoppedStudy, count: int) -> str:
    sentence = each.first.sentence(with_interval(each.trains), each.trains.mean == 1)
    where = "In all" if each.replications == count else f"In {each.replications} of {count}"
    reason = str(each.first.reason)
    if isinstance(each.first, StoppedRoute):
        sentence = f"{sentence[0].lower()}{sentence[1:]}"
    first = f" In the first of these: {reason}" if reason else ""
    return f"{where} replications: {sentence}{first}"


def lost_sentences(study: Study) -> Iterator[str]:
    """What is lost in each replication; anything lost is a defect of this program."""
    for nth, replication in enumerate(study.replications):
        table = replication.tables["conservation"]
        lost = is_lost(table["quantity"], table["at_begin"] + table["came"], table["lost"])
        for row in np.flatnonzero(lost).tolist():
            crossing, direction, quantity = (table[name][row] for name in ("crossing", "direction", "quantity"))
            yield (
                f"DEFECT: {table['lost'][row]:g} {quantity} {crossing} {direction} are lost in replication {nth}. "
                "This is a defect of corridorsim, not of the corridor: do not use these results; report them with the "
                "scenario."
            )


def warnings_of(study: Study) -> list[str]:
    """Warnings for the planner, a sentence each."""
    return [_warning(each) for each in concerns(study)]


def _warning(concern: Concern) -> str:
    match concern:
        case OverloadedRoute():
            return (
                f"{concern.name} is overloaded: of {with_interval(concern.due)} trains a day that are due, only "
                f"{with_interval(concern.passed)} pass and arrive; {with_interval(concern.growth)} more of them wait "
                "at the end than at the start."
            )
        case LateService():
            return _late(concern)
        case OverlongTrips():
            return (
                f"{percent(concern.share)} of the crew trips {concern.name} take longer than the "
                f"{concern.hours:g} h that a crew may be on duty."
            )


def _late(service: LateService) -> str:
    text = f"the trains of {service.name} lose {_hours(service.lateness)} on average"
    if service.lateness.mean > service.booked.mean:
        text += f", more than their own run of {number(service.booked.mean)} h"
    text += f"; {percent(service.within_the_hour)} of them come within an hour of their time"
    if service.arrived.mean < NEARLY_ALL:
        text += f", {percent(service.arrived)} arrive before the window closes"
    return f"{text}."


def _hours(estimate: Estimate) -> str:
    between = interval(estimate)
    return f"{number(estimate.mean)} h ({between})" if between else f"{number(estimate.mean)} h"


def misleading(scenario: Scenario) -> list[str]:
    """What in the scenario makes results mislead, a sentence each."""
    return [f"{each.sentence}." for each in scenario.warnings if each.kind == "misleading"]


def input_warnings(scenario: Scenario, file: Path) -> Iterator[str]:
    """What makes results mislead, and how many warnings there are besides."""
    shown = misleading(scenario)
    yield from (f"WARNING: {sentence}" for sentence in shown)
    others = len(scenario.warnings) - len(shown)
    if others:
        yield f"{counted(others, 'more warning' if shown else 'warning')}: see corridorsim validate {file}"
