"""DISPLIB problems on the scorecard: dispatched, written as a schedule, verified, compared with the best known.

A problem passes if the verifier finds its schedule feasible and it costs no less than a proven optimum. The gap to the
best known value is printed but does not count. A problem without a feasible schedule passes if none is found.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from corridorsim.conformance.displib import (
    Courses,
    Dispatch,
    DisplibProblem,
    courses_of,
    dispatch,
    faults,
    fingerprint,
    free_running_cost,
    problem_of,
    solution_of,
)
from corridorsim.conformance.displib.program import free_program_of, legend_of, rows_of
from corridorsim.conformance.displib.verifier import objective
from corridorsim.conformance.scores import Case, Json, Score, Settings
from corridorsim.engine import find_gridlock, run
from corridorsim.errors import CorridorError
from corridorsim.statistics.rounding import signed_percent

KIND = "displib"
Done = Callable[[], None]


def cases(content: Json, settings: Settings) -> list[Case]:
    """The problems of a file of the kind "displib": their best known objective and published solution beside them."""
    return [case_of(told["id"], told["problem"], told, settings) for told in content["cases"]]


def case_of(name: str, content: Any, known: Json, settings: Settings) -> Case:
    """One problem in DISPLIB's format, and what is known of it: best, optimal, free_running, solution.

    CorridorError unless the content has that format.
    """
    problem = problem_of(content, name)

    def scores(done: Done) -> Iterator[Score]:
        return _scores(problem, content, known, settings, done)

    return Case(KIND, name, scores, settings.evaluations)


def known_of(packaged: Json, problem: DisplibProblem) -> Json:
    """What the package knows about a problem, which it recognises by its content; empty if nothing."""
    listed = {each["fingerprint"]: each for each in packaged["best_known"]}
    shipped = {fingerprint(problem_of(each["problem"], each["id"])): each for each in packaged["cases"]}
    known: Mapping[str, Json] = listed | shipped
    return known.get(fingerprint(problem), {})


def _scores(problem: DisplibProblem, content: Any, known: Json, settings: Settings, done: Done) -> Iterator[Score]:
    name = problem.name
    if known.get("solution"):
        yield _published(name, content, known["solution"])
    try:
        courses = courses_of(problem)
    except CorridorError as error:
        yield Score(KIND, name, "objective", known.get("best"), None, None, remark=str(error))
        return
    free = free_running_cost(courses)
    if "free_running" in known:
        theirs = known["free_running"]
        yield Score(KIND, name, "delay if nobody is in the way", theirs, free, theirs == free, tolerance=0)
    found = dispatch(courses, settings.evaluations, settings.seed, done)
    yield _unsolved(name, courses, known) if found is None else _solved(name, content, courses, found, known, free)


def _published(name: str, content: Any, solution: Json) -> Score:
    """A published solution, checked with our verifier."""
    wrong = faults(content, solution)
    ours = objective(content, solution["events"])
    stated = solution["objective_value"]
    return Score(KIND, name, "published solution", stated, ours, not wrong, 0, "; ".join(wrong) or "feasible")


def _solved(name: str, content: Any, courses: Courses, found: Dispatch, known: Json, free: int) -> Score:
    solution = solution_of(courses, found.program, found.outcome)
    wrong = faults(content, solution)
    best = known.get("best")
    too_good = known.get("optimal") and best is not None and found.cost < best
    wrong += [f"costs less than the proven optimum {best}"] if too_good else []
    impossible = "best" in known and best is None
    wrong += ["has a schedule though it is published as infeasible"] if impossible else []
    theirs = "none" if impossible else best
    remark = "; ".join(wrong[:3]) or f"feasible, {_gap(found.cost, best, free)}"
    return Score(KIND, name, "objective", theirs, found.cost, not wrong, remark=remark, schedule=solution)


def _gap(cost: int, best: int | None, free: int) -> str:
    if best is None:
        return f"no best known value comes with this package; at least {free} without conflicts"
    return "the best known" if cost == best else f"{signed_percent((cost - best) / best)} to the best known"


def _unsolved(name: str, courses: Courses, known: Json) -> Score:
    """No order was found: run the problem without one to see why."""
    rows = rows_of(courses)
    program = free_program_of(rows)
    outcome = run(program)
    lock = find_gridlock(program, outcome, legend_of(courses, rows, program))
    impossible = "best" in known and known["best"] is None
    why = str(lock).splitlines()[0] if lock else "no order lets every train start in time"
    theirs = "none" if impossible else known.get("best")
    return Score(KIND, name, "objective", theirs, "none", impossible, remark=f"no schedule found: {why}")
