"""Who held what and when: by hand for a few trains, and against a slow telling on programs drawn at random."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.engine import run
from corridorsim.measures.occupation.intervals import blocking_intervals
from corridorsim.measures.occupation.shares import measure_occupation
from corridorsim.operations import NEVER, Builder, Legend, Outcome, Program, Step
from corridorsim.operations.holdings import match_puts
from corridorsim.operations.intervals import Intervals, held_intervals
from corridorsim.operations.ledger import free_units
from engine.programs import programs
from worlds import into, out, ran, world

DAY = 86_400
Row = tuple[int, int, int, int, int]  # train, resource, units, begin, end


def rows_of(intervals: Intervals) -> list[Row]:
    return list(zip(*(column.tolist() for column in intervals[:5]), strict=True))


def story(builder: Builder, until: int = 100, window: tuple[int, int] = (0, 100)) -> list[tuple[str, str, int, int]]:
    """Train, resource, begin and end of each interval; more units of it in the resource's name."""
    program, legend = builder.build(until)
    rows = rows_of(held_intervals(program, run(program, engine="simpy"), *window))
    return [(legend.trains[t], f"{legend.resources[r]} {u}".removesuffix(" 1"), a, b) for t, r, u, a, b in rows]


def one_way(
    *steps: Step, resources: str = "A", durations: tuple[int, ...] = (10, 10, 10, 10), ready: int = 5
) -> Builder:
    """A train that performs these steps, with resources of two units each."""
    builder = Builder()
    for name in resources:
        builder.resource(name, 2)
    builder.itinerary("way", list(steps))
    builder.train("train", "way", durations=durations[: len(steps) - 1], ready=ready)
    return builder


def test_a_unit_is_held_from_the_step_that_takes_it_to_the_one_that_gives_it_back() -> None:
    assert story(one_way(Step("in", ["A"]), Step("on"), Step("out", puts=["A"]))) == [("train", "A", 5, 25)]


def test_a_clearance_is_held_too() -> None:
    assert story(one_way(Step("in", ["A"]), Step("out", puts=[("A", 1, 7)]))) == [("train", "A", 5, 22)]


def test_a_headway_lasts_from_the_start_of_the_step_that_takes_it() -> None:
    assert story(one_way(Step("in", ["A"], [("A", 1, 8)]), Step("out"))) == [("train", "A", 5, 13)]


def test_a_test_is_an_empty_interval() -> None:
    builder = one_way(Step("in", {"A": 2}, [("A", 2, 0)]), Step("out"))
    assert story(builder) == [("train", "A 2", 5, 5)]
    assert story(builder, window=(5, 6)) == [("train", "A 2", 5, 5)]
    assert story(builder, window=(6, 9)) == story(builder, window=(0, 5)) == []


def test_units_given_back_one_after_the_other_are_intervals_of_their_own() -> None:
    builder = one_way(Step("in", {"A": 2}), Step("on", puts=["A"]), Step("out", puts=["A"]))
    assert story(builder) == [("train", "A", 5, 15), ("train", "A", 5, 25)]


def test_what_was_taken_first_is_given_back_first() -> None:
    builder = one_way(Step("in", ["A"]), Step("on", ["A"]), Step("off", puts=["A"]), Step("out", puts=["A"]))
    assert story(builder) == [("train", "A", 5, 25), ("train", "A", 15, 35)]


def test_units_never_given_back_are_held_to_the_end_of_the_run() -> None:
    assert story(one_way(Step("in", ["A"]), Step("out")), until=60) == [("train", "A", 5, 60)]


def test_a_gift_is_no_holding_and_gives_nothing_back() -> None:
    """What the train gives before it takes is not what it takes later."""
    builder = one_way(Step("bring", puts=["A"]), Step("in", ["A"]), Step("out", puts=["A"]))
    assert story(builder) == [("train", "A", 15, 25)]


def test_a_window_cuts_what_began_before_it_and_what_lasts_beyond() -> None:
    builder = one_way(Step("in", ["A"]), Step("on", ["B"]), Step("out", puts=["A", "B"]), resources="AB")
    assert story(builder, window=(10, 20)) == [("train", "A", 10, 20), ("train", "B", 15, 20)]
    assert story(builder, window=(25, 30)) == story(builder, window=(0, 5)) == []


def test_what_the_end_of_the_run_leaves_open_is_cut_there() -> None:
    """The run ends while the train is on its way to the step that would give back."""
    assert story(one_way(Step("in", ["A"]), Step("out", puts=["A"])), until=12) == [("train", "A", 5, 12)]


def test_a_train_that_waits_holds_what_it_has() -> None:
    """The second train has A from 5, waits for B until the first leaves it at 25, and gives both back at 35."""
    builder = Builder()
    for name in "AB":
        builder.resource(name, 1)
    builder.itinerary("first", [Step("in", ["B"]), Step("out", puts=["B"])])
    builder.itinerary("second", [Step("in", ["A"]), Step("on", ["B"]), Step("out", puts=["A", "B"])])
    builder.train("one", "first", durations=[20], ready=5)
    builder.train("two", "second", durations=[10, 10], ready=5)
    assert story(builder) == [("two", "A", 5, 35), ("one", "B", 5, 25), ("two", "B", 25, 35)]


def told_slowly(program: Program, outcome: Outcome, begin: int, end: int) -> Counter[Row]:
    """Unit by unit: each train's own pile, from which it gives back what has lain there longest."""
    told: Counter[Row] = Counter()
    for train in range(program.trains):
        pile: list[tuple[int, int]] = []  # resource and second, of each unit
        spans: list[tuple[int, int, int]] = []
        for operation in range(program.operation_first[train], program.operation_first[train + 1]):
            start, step = int(outcome.started[operation]), int(program.operation_step[operation])
            if start == NEVER:
                break
            for take in range(program.take_first[step], program.take_first[step + 1]):
                pile += [(int(program.take_resource[take]), start)] * int(program.take_units[take])
            puts = range(program.put_first[step], program.put_first[step + 1])
            for put in sorted(puts, key=lambda put: program.put_after[put]):
                for _ in range(program.put_units[put]):
                    unit = next((unit for unit in pile if unit[0] == program.put_resource[put]), None)
                    if unit:
                        pile.remove(unit)
                        spans.append((*unit, start + int(program.put_after[put])))
        spans += [(*unit, 2**31) for unit in pile]
        last = min(end, program.until)
        for resource, since, until in spans:
            if since < last and (min(until, last) > begin or since == until >= begin):
                told[(train, resource, 1, max(since, begin), min(until, last))] += 1
    return told


def by_unit(intervals: Intervals) -> Counter[Row]:
    told: Counter[Row] = Counter()
    for train, resource, units, begin, end in rows_of(intervals):
        told[(train, resource, 1, begin, end)] += units
    return told


windows = st.tuples(st.integers(0, 20), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(programs, windows)
@settings(max_examples=150, deadline=None)
def test_it_is_what_a_slow_telling_says(case: tuple[Program, Legend], window: tuple[int, int]) -> None:
    program, _ = case
    outcome = run(program)
    assert by_unit(held_intervals(program, outcome, *window)) == told_slowly(program, outcome, *window)


@given(programs)
@settings(max_examples=150, deadline=None)
def test_what_is_not_free_is_held(case: tuple[Program, Legend]) -> None:
    """At the end of each second: capacity, less what is free, is what trains hold, less the gifts until then."""
    program, _ = case
    outcome = run(program)
    held, level = held_intervals(program, outcome, 0, program.until), free_units(program, outcome)
    seconds = np.arange(program.until)
    given = {int(r) for r in program.put_resource} if _gives_gifts(program) else set()
    for resource in range(program.resources):
        own = held.resource == resource
        lasting = (held.begin[own, None] <= seconds) & (seconds < held.end[own, None])
        taken = (held.units[own, None] * lasting).sum(axis=0)
        gifts = level.at(resource, seconds) + taken - program.capacity[resource]
        assert np.all(np.diff(gifts, prepend=0) >= 0)
        assert resource in given or not gifts.any()


def _gives_gifts(program: Program) -> bool:
    """Whether some itinerary puts more of a resource than it takes."""
    matched = match_puts(program)
    returned = int(matched.units[matched.steps_on != NEVER].sum())
    return returned < int(program.put_units.sum())


@given(programs)
@settings(max_examples=50, deadline=None)
def test_intervals_are_sorted_and_name_the_operations_at_their_ends(case: tuple[Program, Legend]) -> None:
    program, _ = case
    outcome = run(program)
    held = held_intervals(program, outcome, 0, program.until)
    rows = list(zip(held.resource.tolist(), held.begin.tolist(), held.end.tolist(), held.train.tolist(), strict=True))
    assert rows == sorted(rows)
    assert np.array_equal(outcome.started[held.operation], held.begin)
    assert np.array_equal(program.operation_train[held.operation], held.train)
    back = held.given != NEVER
    assert np.array_equal(program.operation_train[held.given[back]], held.train[back])
    assert np.all(held.given[back] >= held.operation[back])


def test_closings_are_no_trains() -> None:
    """The second track opens on the second day; until then all units but one of the section and its followers are."""
    second = [{"start": "B", "end": "C", "opens": "2025-01-02"}]
    run = ran(world({"lines.line.second_track": second}, out=out(0.5)), {"out 1": DAY + 1})
    names = list(run.plan.legend.resources)
    section = names.index("B - C")
    held = held_intervals(run.plan.program, run.outcome, 0, DAY)
    assert rows_of(held)[0][1:] == (section, 1, 0, DAY)
    assert {names[row] for row in held.resource.tolist()} == {"B - C", "B - C follower", "C - B follower"}
    assert not len(blocking_intervals(run.plan, run.outcome, 0, DAY).train)


def test_unit_seconds_are_those_of_the_occupation() -> None:
    """Two tellings of one thing: intervals added up, and the sums by which occupation is measured."""
    run = ran(world(out=out(8), back=into(8)))
    program = run.plan.program
    held = blocking_intervals(run.plan, run.outcome, run.columns.begin, run.columns.end)
    seconds = np.bincount(held.resource, held.units * (held.end - held.begin), program.resources)
    occupation = measure_occupation(run.columns)
    assert seconds.sum() > 0
    expected = occupation.occupied * occupation.open_units * (run.columns.end - run.columns.begin)
    assert np.allclose(seconds, expected)
