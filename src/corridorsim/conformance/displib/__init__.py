"""Problems of DISPLIB (train dispatching): read, dispatched by the engine, written back, and verified."""

from corridorsim.conformance.displib.courses import Courses, courses_of
from corridorsim.conformance.displib.problem import DisplibProblem, fingerprint, is_displib, problem_of, read_problem
from corridorsim.conformance.displib.search import Dispatch, dispatch, free_running_cost
from corridorsim.conformance.displib.solution import solution_of
from corridorsim.conformance.displib.verifier import faults

__all__ = [
    "Courses",
    "Dispatch",
    "DisplibProblem",
    "courses_of",
    "dispatch",
    "faults",
    "fingerprint",
    "free_running_cost",
    "is_displib",
    "problem_of",
    "read_problem",
    "solution_of",
]
