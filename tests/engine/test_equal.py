"""The kernel and the SimPy reference agree to the second, and both obey what follows from the rule."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from corridorsim.engine import run
from corridorsim.operations import NEVER, Builder, Outcome, Program, Step
from engine.programs import WORLDS, Case, World, batch, batches, programs

TIMES = ("train_ready", "duration", "not_before", "restart", "put_after")


def apart(program: Program) -> str:
    """What two engines say of a program, where they differ."""
    kernel, reference = run(program), run(program, "simpy")
    return "" if kernel.same_as(reference) else f"{program}\nkernel: {kernel}\nreference: {reference}"


@given(programs)
@settings(max_examples=100)
def test_the_engines_agree(case: Case) -> None:
    assert not apart(case[0])


@given(batches)
@settings(max_examples=60)
def test_the_engines_agree_on_batches(cases: list[Case]) -> None:
    assert [text for program, _ in cases if (text := apart(program))] == []


@pytest.mark.parametrize("seed", range(10))
def test_the_engines_agree_on_ten_thousand_programs(seed: int) -> None:
    """A thousand programs for each seed, of every world in its turn."""
    assert [text for program, _ in batch(1000 + seed, size=1000) if (text := apart(program))] == []


@pytest.mark.parametrize("seed", range(3))
def test_the_engines_agree_where_thousands_of_trains_wait(seed: int) -> None:
    """Three thousand trains of three classes want three sections in any order, within a minute; all wait for hours."""
    rng, builder = Random(seed), Builder()
    for name in "ABC":
        builder.resource(name, rng.randint(1, 2))
    ways = ["AB", "BCA", "CA", "B"]
    for way in ways:
        before = ["", *way[:-1]]
        steps = [Step(name, [name], [last] if last else [], 2) for name, last in zip(way, before, strict=True)]
        builder.itinerary(way, [*steps, Step("end", puts=[way[-1]])])
    for number in range(3000):
        way = rng.choice(ways)
        seconds = [rng.randint(0, 9) for _ in way]
        builder.train(str(number), way, durations=seconds, ready=rng.randint(0, 60), rank=rng.randint(0, 2))
    program, _ = builder.build(until=rng.choice([2_000, 100_000]))
    assert not apart(program)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_the_worlds_are_worth_it(world: World) -> None:
    """In every world some trains wait, some end, and the window cuts some."""
    seen = Counter[str]()
    for program, _ in batch(1, [world], size=40):
        outcome = run(program)
        seen["waited"] += int(np.sum(outcome.started > outcome.ready))
        seen["waits at the end"] += int(np.sum((outcome.ready != NEVER) & (outcome.started == NEVER)))
        seen["ended"] += int(np.sum(outcome.started[program.operation_first[1:] - 1] != NEVER))
        seen["cut"] += int(np.sum((outcome.ready == NEVER) & (np.roll(outcome.started, 1) != NEVER)))
    assert min(seen[what] for what in ("waited", "waits at the end", "ended", "cut")) > 10, seen


def holds(relation: Callable[[Program, Outcome, Random], bool]) -> Callable[[], None]:
    """A test that a relation holds for all of many programs."""

    @given(batches)
    @settings(max_examples=10)
    def test(cases: list[Case]) -> None:
        for number, (program, _) in enumerate(cases):
            assert relation(program, run(program), Random(number)), program

    return test


def _all_times_threefold(program: Program, outcome: Outcome, _: Random) -> bool:
    longer: dict[str, Any] = {name: getattr(program, name) * np.int32(3) for name in TIMES}
    scaled = run(replace(program, until=program.until * 3, **longer))
    return all(
        np.array_equal(np.where(column == NEVER, NEVER, column * 3), other)
        for column, other in ((outcome.ready, scaled.ready), (outcome.started, scaled.started))
    )


def _resources_in_another_order(program: Program, outcome: Outcome, rng: Random) -> bool:
    place = np.array(rng.sample(range(program.resources), program.resources), np.int32)
    capacity = np.empty_like(program.capacity)
    capacity[place] = program.capacity
    moved: dict[str, Any] = {"take_resource": place[program.take_resource], "put_resource": place[program.put_resource]}
    return run(replace(program, capacity=capacity, **moved)).same_as(outcome)


def _more_of_what_never_ran_short(program: Program, outcome: Outcome, _: Random) -> bool:
    ample = least_ever_free(program, outcome) >= most_asked_for(program)
    more = (program.capacity + 7 * ample).astype(np.int32)
    return run(replace(program, capacity=more)).same_as(outcome)


def _a_resource_that_all_take_and_none_can_lack(program: Program, outcome: Outcome, _: Random) -> bool:
    last = program.step_first[1:] - 1
    asking = np.setdiff1d(np.arange(program.steps), last)
    position = program.take_first[asking + 1]
    wider = program.take_first + np.searchsorted(asking, np.arange(program.steps + 1)).astype(np.int32)
    more = replace(
        program,
        capacity=np.append(program.capacity, np.int32(program.operations)),
        take_first=wider,
        take_resource=np.insert(program.take_resource, position, program.resources).astype(np.int32),
        take_units=np.insert(program.take_units, position, 1).astype(np.int32),
    )
    asks = np.diff(program.take_first)[program.operation_step] > 0
    # a step that took nothing now has to be chosen, which is another program
    return bool(np.any(~asks & ~np.isin(program.operation_step, last))) or run(more).same_as(outcome)


def _a_train_that_takes_nothing(program: Program, outcome: Outcome, rng: Random) -> bool:
    with_guest = replace(
        program,
        train_itinerary=np.append(program.train_itinerary, np.int32(len(program.step_first) - 1)),
        train_ready=np.append(program.train_ready, np.int32(rng.randint(0, 5))),
        train_rank=np.append(program.train_rank, np.int32(99)),
        duration=np.append(program.duration, np.array([2, 0], np.int32)),
        not_before=np.append(program.not_before, np.array([0, 0], np.int32)),
        step_first=np.append(program.step_first, np.int32(program.steps + 2)),
        restart=np.append(program.restart, np.array([1, 1], np.int32)),
        take_first=np.append(program.take_first, np.repeat(program.take_first[-1], 2)),
        put_first=np.append(program.put_first, np.repeat(program.put_first[-1], 2)),
    )
    guest = run(with_guest)
    return Outcome(guest.ready[:-2], guest.started[:-2]).same_as(outcome)


def _an_earlier_end_of_the_window(program: Program, outcome: Outcome, rng: Random) -> bool:
    until = rng.randint(0, program.until)
    cut = [np.where(column < until, column, NEVER) for column in (outcome.ready, outcome.started)]
    return run(replace(program, until=until)).same_as(Outcome(*cut))


def least_ever_free(program: Program, outcome: Outcome) -> np.ndarray:
    """Per resource, a level it never fell below, even within a second."""
    moves: list[tuple[int, int, int]] = []
    for operation in np.flatnonzero(outcome.started != NEVER):
        step, now = program.operation_step[operation], int(outcome.started[operation])
        for row in range(program.take_first[step], program.take_first[step + 1]):
            moves.append((now, program.take_resource[row], -program.take_units[row]))
        for row in range(program.put_first[step], program.put_first[step + 1]):
            # counted at the end of the second, when the takes of that second are done
            moves.append((now + int(program.put_after[row]), program.put_resource[row], program.put_units[row]))
    free = program.capacity.copy()
    least = free.copy()
    for _, resource, units in sorted(moves, key=lambda move: (move[0], move[2] > 0)):
        free[resource] += units
        least[resource] = min(least[resource], free[resource])
    return least


def most_asked_for(program: Program) -> np.ndarray:
    """Per resource, the units that its greediest step takes."""
    most = np.zeros(program.resources, np.int32)
    np.maximum.at(most, program.take_resource, program.take_units)
    return most


test_threefold_times_give_a_threefold_outcome = holds(_all_times_threefold)
test_the_order_of_the_resources_changes_nothing = holds(_resources_in_another_order)
test_more_of_what_never_ran_short_changes_nothing = holds(_more_of_what_never_ran_short)
test_a_resource_that_none_can_lack_might_as_well_not_be_there = holds(_a_resource_that_all_take_and_none_can_lack)
test_a_train_that_takes_nothing_delays_nobody = holds(_a_train_that_takes_nothing)
test_an_earlier_end_cuts_the_outcome_and_changes_nothing_before = holds(_an_earlier_end_of_the_window)
