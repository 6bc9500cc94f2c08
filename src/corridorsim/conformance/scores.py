"""A published case and its lines of the scorecard: the published value, ours, and whether ours is close enough."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = float | str | None
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """One line of the scorecard."""

    kind: str
    case: str
    quantity: str
    theirs: Value
    ours: Value
    passed: bool | None  # None where the case was not run
    tolerance: float | None = None
    remark: str = ""
    schedule: Json | None = field(default=None, repr=False, compare=False)  # in DISPLIB's solution format

    @property
    def difference(self) -> float | None:
        """Ours less theirs, where both are numbers."""
        if isinstance(self.theirs, str) or isinstance(self.ours, str) or self.theirs is None or self.ours is None:
            return None
        return self.ours - self.theirs


@dataclass(frozen=True)
class Settings:
    """What a run of cases may take."""

    evaluations: int
    seed: int


@dataclass(frozen=True)
class Case:
    """A case that can be run: ``scores`` calls the function that it is given ``work`` times, as it proceeds."""

    kind: str
    name: str
    scores: Callable[[Callable[[], None]], Iterable[Score]]
    work: int = 1


def close(kind: str, case: str, quantity: str, theirs: float, ours: float, tolerance: float, remark: str = "") -> Score:
    """A number that must lie within ``tolerance`` of the published one."""
    passed = bool(abs(ours - theirs) <= tolerance)
    return Score(kind, case, quantity, float(theirs), float(ours), passed, float(tolerance), remark)
