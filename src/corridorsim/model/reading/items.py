"""The name of an item of a list: its own name, or the keys that distinguish it from the others."""

from collections.abc import Mapping
from typing import Any

Identity = tuple[str, ...]

IDENTITIES: tuple[Identity, ...] = (("name",), ("start", "end"), ("after",), ("at",), ("speed",), ("since",))


def label_of(item: Any, identity: Identity) -> str | None:
    """Name of an item, such as "Aktogay" or "Aktogay-Ayagoz" (its start and end); None if a key is missing."""
    if not isinstance(item, Mapping) or any(item.get(key) is None for key in identity):
        return None
    return "-".join(str(_said(item[key])) for key in identity)


def number_of(head: str | int, items: Any) -> str | int:
    """The index of an item given by its name; any other key unchanged."""
    for identity in IDENTITIES if isinstance(items, list) else ():
        labels = [label_of(item, identity) for item in items]
        if isinstance(head, str) and labels.count(head) == 1:
            return labels.index(head)
    return head


def _said(value: Any) -> Any:
    return value["assumed"] if isinstance(value, Mapping) and "assumed" in value else value
