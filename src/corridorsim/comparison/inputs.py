"""The differences between the inputs of scenarios, key by key; items of a list are matched by name.

One more point on a line is one difference, not one for every point after it. An item of which only the name changed (or
its place, if that identifies it) is one difference too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml

from corridorsim.errors import Path, dotted
from corridorsim.model import Scenario
from corridorsim.model.reading.items import IDENTITIES, Identity, label_of

SET_ASIDE = {"name", "description", "observed", "seed", "replications"}  # keys that do not affect a run, or are shared
ABSENT = None  # the value of a missing key

T = TypeVar("T")


@dataclass(frozen=True)
class InputDifference:
    """A key whose value is not the same in all scenarios; None if a scenario has no such key."""

    key: str
    values: tuple[object, ...]

    @property
    def texts(self) -> tuple[str | None, ...]:
        """The values as a file would write them, each in one line."""
        return tuple(None if value is None else _in_one_line(value) for value in self.values)


def _in_one_line(value: object) -> str:
    if not isinstance(value, dict | list):
        return str(value)
    return yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=float("inf")
    ).strip()


def input_differences(scenarios: Sequence[Scenario]) -> Iterator[InputDifference]:
    """Keys at which the scenarios' inputs differ, with figures and assumptions filled in."""
    said = [
        {key: value for key, value in scenario.document.data.items() if key not in SET_ASIDE} for scenario in scenarios
    ]
    yield from _differences(said, ())


def _differences(values: Sequence[Any], path: Path) -> Iterator[InputDifference]:
    there = [value for value in values if value is not ABSENT]
    if all(value == values[0] for value in values):
        return
    if all(isinstance(value, dict) for value in there):
        for key in merged([[*value] for value in there]):
            yield from _differences([ABSENT if value is ABSENT else value.get(key) for value in values], (*path, key))
    elif all(_holds_items(value) for value in there):
        yield from _items([[] if value is ABSENT else value for value in values], path)
    else:
        yield InputDifference(dotted(path), tuple(values))


def _holds_items(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict | list) for item in value)


def _items(lists: Sequence[list[Any]], path: Path) -> Iterator[InputDifference]:
    """Differences between the items of lists, matched by name, or else by position."""
    identity = _identity(lists)
    if identity is None:
        called: list[dict[str | int, Any]] = [dict(enumerate(items)) for items in lists]
    else:
        called = [{str(label_of(item, identity)): item for item in items} for items in lists]
        called = [called[0], *(_as_before(called[0], items, identity) for items in called[1:])]
    for label in merged([[*items] for items in called]):
        found = [items.get(label, ABSENT) for items in called]
        if any(item is ABSENT for item in found):
            yield InputDifference(dotted((*path, label)), tuple(found))
        else:
            yield from _differences(found, (*path, label))


def _identity(lists: Sequence[list[Any]]) -> Identity | None:
    """The keys that distinguish the items of every list, None if there are none."""
    for identity in IDENTITIES:
        labels = [[label_of(item, identity) for item in items] for items in lists]
        if all(None not in each and len(set(each)) == len(each) for each in labels):
            return identity
    return None


def _as_before(base: dict[str | int, Any], items: dict[str | int, Any], identity: Identity) -> dict[str | int, Any]:
    """The items under their old labels if nothing but their name has changed."""
    gone = [label for label in base if label not in items]
    renamed: dict[str | int, str | int] = {}
    for label, item in items.items():
        same = [old for old in gone if _rest(base[old], identity) == _rest(item, identity)]
        if label not in base and same:
            renamed[label] = same[0]
            gone.remove(same[0])
    return {renamed.get(label, label): item for label, item in items.items()}


def _rest(item: dict[str, Any], identity: Identity) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in identity}


def merged(orders: Sequence[Sequence[T]]) -> list[T]:
    """All entries of several orders, once: the first order, with other entries after those that they follow there."""
    all_of_them = list(orders[0]) if orders else []
    for order in orders[1:]:
        place = 0
        for each in order:
            if each not in all_of_them:
                all_of_them.insert(place, each)
            place = all_of_them.index(each) + 1
    return all_of_them
