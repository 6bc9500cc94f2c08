"""A DISPLIB problem as it stands in its file: trains of operations, and what late operations cost.

The format is that of https://displib.github.io (Kloster, Luteberget, Mannino, Sartor 2025). Times are whole numbers of
one unit, here seconds. An operation lasts from its start to the start of the successor that is chosen; its resources
are held by one train at a time, and for their release time after it ends.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from corridorsim.errors import CorridorError, shown

LATEST = 2**31 - 1
_OPERATION_KEYS = {"start_lb", "start_ub", "min_duration", "resources", "successors"}


@dataclass(frozen=True)
class Operation:
    """One operation of a train: when it may start, how long it takes at least, what it holds and what may follow."""

    start_lb: int
    start_ub: int | None
    min_duration: int
    resources: Mapping[str, int]  # release time by resource
    successors: tuple[int, ...]


@dataclass(frozen=True)
class Delay:
    """What an operation costs that starts at or after a moment: ``coeff`` a second after it, and ``increment``."""

    train: int
    operation: int
    threshold: int
    coeff: int
    increment: int

    def cost(self, start: int) -> int:
        """The cost of a start."""
        return self.coeff * max(0, start - self.threshold) + (self.increment if start >= self.threshold else 0)


@dataclass(frozen=True)
class DisplibProblem:
    """Trains, each a graph of operations from its first to its last, and the costs of delay."""

    name: str
    trains: tuple[tuple[Operation, ...], ...]
    objective: tuple[Delay, ...]


def is_displib(content: object) -> bool:
    """Whether what a JSON file holds looks like a DISPLIB problem."""
    return isinstance(content, dict) and isinstance(content.get("trains"), list) and "objective" in content


def read_problem(file: Path) -> DisplibProblem:
    """The problem in a file. CorridorError, with everything that is wrong, unless the file has DISPLIB's format."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorridorError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise CorridorError(f"{file}: is not JSON ({error})") from None
    return problem_of(content, str(file))


def problem_of(content: object, name: str) -> DisplibProblem:
    """The problem in the content of a JSON file; ``name`` is what messages call it."""
    if not is_displib(content):
        raise CorridorError(f'{name}: must be a DISPLIB problem, {{"trains": [...], "objective": [...]}}')
    assert isinstance(content, dict)
    wrong = list(_problems(content))
    if wrong:
        more = [f"{name}: ... and {len(wrong) - 20} more"] if len(wrong) > 20 else []
        raise CorridorError("\n".join([f"{name}: {line}" for line in wrong[:20]] + more))
    trains = tuple(tuple(_operation(op) for op in train) for train in content["trains"])
    return DisplibProblem(name, trains, tuple(_delay(part) for part in content["objective"]))


def fingerprint(problem: DisplibProblem) -> str:
    """Hash that identifies a problem, whatever the name and the layout of its file."""
    content = asdict(problem) | {"name": ""}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _operation(content: Mapping[str, Any]) -> Operation:
    return Operation(
        start_lb=content.get("start_lb", 0),
        start_ub=content.get("start_ub"),
        min_duration=content.get("min_duration", 0),
        resources={use["resource"]: use.get("release_time", 0) for use in content.get("resources", [])},
        successors=tuple(content.get("successors", [])),
    )


def _delay(content: Mapping[str, Any]) -> Delay:
    numbers = (content.get(key, 0) for key in ("threshold", "coeff", "increment"))
    return Delay(content["train"], content["operation"], *numbers)


def _problems(content: Mapping[str, Any]) -> Iterator[str]:
    if not content["trains"]:
        yield "trains must hold at least one train"
    for number, train in enumerate(content["trains"]):
        if not isinstance(train, list) or not train:
            yield f"train {number} must be a list of operations (got {shown(train)})"
            continue
        for index, operation in enumerate(train):
            for line in _operation_problems(operation, index, train):
                yield f"train {number}, operation {index}: {line}"
    if not isinstance(content["objective"], list):
        yield f"objective must be a list (got {shown(content['objective'])})"
        return
    for number, part in enumerate(content["objective"]):
        for line in _delay_problems(part, content["trains"]):
            yield f"objective[{number}]: {line}"


def _operation_problems(content: object, index: int, train: list[object]) -> Iterator[str]:
    if not isinstance(content, dict):
        yield f"must be a mapping (got {shown(content)})"
        return
    for key in sorted(set(content) - _OPERATION_KEYS):
        yield f'"{key}" is not a key of an operation (known names: {", ".join(sorted(_OPERATION_KEYS))})'
    for key in ("start_lb", "start_ub", "min_duration"):
        if key in content and not _is_time(content[key]):
            yield f"{key} must be a whole number from 0 to {LATEST} (got {shown(content[key])})"
    successors = content.get("successors", [])
    if not isinstance(successors, list) or not all(_is_index(s, train) and s != index for s in successors):
        yield f"successors must be a list of other operations, 0 to {len(train) - 1} (got {shown(successors)})"
    elif not successors and index < len(train) - 1:
        yield "has no successors, but only the last operation is the exit"
    resources = content.get("resources", [])
    if not isinstance(resources, list):
        yield f"resources must be a list (got {shown(resources)})"
        return
    for use in resources:
        if not isinstance(use, dict) or not isinstance(use.get("resource"), str):
            yield f'a resource must be {{"resource": NAME, "release_time": SECONDS}} (got {shown(use)})'
        elif not _is_time(use.get("release_time", 0)):
            yield f"release_time of {use['resource']} must be a whole number (got {shown(use['release_time'])})"


def _delay_problems(part: object, trains: list[Any]) -> Iterator[str]:
    if not isinstance(part, dict) or part.get("type") != "op_delay":
        kind = part.get("type") if isinstance(part, dict) else part
        yield f'type must be "op_delay" (got {shown(kind)})'
        return
    if not _is_index(part.get("train"), trains):
        yield f"train must be one of 0 to {len(trains) - 1} (got {shown(part.get('train'))})"
    elif not _is_index(part.get("operation"), trains[part["train"]]):
        yield f"train {part['train']} has no operation {shown(part.get('operation'))}"
    for key in ("threshold", "coeff", "increment"):
        if key in part and not _is_time(part[key]):
            yield f"{key} must be a whole number from 0 to {LATEST} (got {shown(part[key])})"


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LATEST


def _is_index(value: object, rows: object) -> bool:
    return _is_time(value) and isinstance(rows, list) and isinstance(value, int) and value < len(rows)
