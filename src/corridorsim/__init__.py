"""How much a freight corridor can carry, what holds it back, and what each investment would change.

    scenario = corridorsim.read("scenarios/2025.yaml")
    plan = corridorsim.plan(scenario, seed=1)
    outcome = corridorsim.run(plan.program)
    result = corridorsim.measure(plan, outcome)

These four calls are the base of everything else. A name is loaded when it is first used, so that importing is fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from corridorsim.version import __version__

__all__ = [
    "Builder",
    "CorridorError",
    "InputError",
    "Legend",
    "Outcome",
    "Plan",
    "Program",
    "Put",
    "Result",
    "Scenario",
    "Step",
    "Study",
    "__version__",
    "compare",
    "example",
    "find_gridlock",
    "find_violations",
    "load",
    "measure",
    "paired",
    "plan",
    "read",
    "replicate",
    "run",
    "tables",
]  # fmt: skip

_HOMES = {
    "errors": ("CorridorError", "InputError"),
    "operations": ("Builder", "Legend", "Outcome", "Program", "Put", "Step"),
    "engine": ("find_gridlock", "run"),
    "model": ("Scenario", "read"),
    "itineraries": ("Plan",),
    "planning": ("plan",),
    "measures": ("Result", "measure", "tables"),
    "verification.checker": ("find_violations",),
    "door": ("Study", "compare", "paired", "replicate"),
    "report": ("load",),
    "packaged": ("example",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

if TYPE_CHECKING:
    from corridorsim.door import Study, compare, paired, replicate
    from corridorsim.engine import find_gridlock, run
    from corridorsim.errors import CorridorError, InputError
    from corridorsim.itineraries import Plan
    from corridorsim.measures import Result, measure
    from corridorsim.measures.frames import tables
    from corridorsim.model import Scenario, read
    from corridorsim.operations import Builder, Legend, Outcome, Program, Put, Step
    from corridorsim.packaged import example
    from corridorsim.planning import plan
    from corridorsim.report import load
    from corridorsim.verification.checker import find_violations


def __getattr__(name: str) -> Any:
    """Load a name of the front door when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'corridorsim' has no attribute {name!r}")
    value = getattr(import_module(f"corridorsim.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
