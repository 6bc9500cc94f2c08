"""A scenario as its files state it: `extends:` followed, figures and assumptions inserted, each value with its place.

Mistakes that do not stop the reading (a duplicate key, an unknown figure) are kept in `problems`, so that `check`
raises them together with all others; only a file that cannot be read to its end stops the reading.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from corridorsim import units
from corridorsim.errors import (
    CorridorError,
    InputError,
    Path,
    Problem,
    UnknownName,
    did_you_mean,
    dotted,
    path_of,
    shown,
    unseen,
)
from corridorsim.model.quantities import Figure
from corridorsim.model.reading.named_files import YAML, not_yaml
from corridorsim.model.reading.node import KeyPlace, Mark, Node, Plain, place, plain, written
from corridorsim.model.reading.setting import SET, node_of, settable, with_value
from corridorsim.model.reading.text import read_file, where_it_leads
from corridorsim.model.reading.validation import validate

DEEPEST_EXTENDS = 20


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: a published figure, or an assumption with its range and reason."""

    kind: Literal["figure", "assumed"]
    figure: str = ""
    source: str = ""
    confidence: str = ""
    as_of: str = ""
    low: Plain = None  # as written, with its unit
    high: Plain = None
    reason: str = ""
    known: date | None = None  # day on which the figure became known
    hindsight: bool = False  # whether the scenario says that it uses what was not known yet


@dataclass(frozen=True)
class Document:
    """The plain values of a scenario and the origin of each."""

    data: dict[str, Any]
    marks: dict[Path, KeyPlace]
    origins: dict[Path, Origin]
    files: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict, repr=False)
    said: Node = field(default=Node({}, SET, SET), repr=False)  # before figures and assumptions are put in
    read_problems: tuple[Problem, ...] = field(default=(), repr=False)  # those of the files alone
    layers: tuple[str, ...] = ()  # the files in the order in which they are laid over each other, the topmost last
    merged: tuple[Node | None, ...] = field(default=(), repr=False)  # by layer: what is said with all below it

    def change(self, settings: Mapping[str, object]) -> "Document":
        """The same scenario with some keys set, as `--set key=value` does; null (or nothing) removes a key."""
        return self.with_each(settings, lambda said, path, value: with_value(said, path, node_of(value)), SET)

    def with_each(self, settings: Mapping[str, object], put: Callable[[Node, Path, Any], Node], at: Mark) -> "Document":
        """The same scenario with each value put at its key by ``put``; problems are said to be ``at`` that place."""
        problems, said = [], self.said
        for key, value in settings.items():
            try:
                said = put(said, settable(path_of(key)), value)
            except InputError as error:
                problems += [replace(problem, key=key) for problem in error.problems]
            except CorridorError as error:
                problems.append(Problem(*at, key, str(error)))
        if problems:
            raise InputError(problems)
        changed = _document(said, self.figures, self.files, self.read_problems)
        return replace(changed, layers=self.layers, merged=self.merged)

    def layer(self, path: Path) -> int:
        """Position in the order of the file that gives the value at a path; outside settings are above all files."""
        place = self.marks.get(path)
        return self.layers.index(place.file) if place is not None and place.file in self.layers else len(self.layers)

    def below(self, layer: int) -> dict[str, Any]:
        """The plain values of a file and of those that it extends, without later changes."""
        said = self.merged[layer] if layer < len(self.merged) else self.said
        return {} if said is None else _document(said, self.figures, (), ()).data

    @property
    def topmost(self) -> int:
        """The layer of the scenario's own file."""
        return len(self.layers) - 1

    def resolved(self) -> str:
        """The whole scenario as one line of JSON that depends only on its values."""
        if self.problems:
            raise InputError(self.problems)
        return json.dumps(self.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def sha256(self) -> str:
        """The fingerprint of the resolved scenario."""
        return hashlib.sha256(self.resolved().encode()).hexdigest()


def open_document(path: str | os.PathLike[str]) -> Document:
    """The scenario in a file and the files that it extends; InputError if one cannot be read to its end."""
    files = _Files()
    said = files.read(os.fspath(path), (), None)
    if said is None:
        raise InputError(files.problems)
    values = dict(said.value)
    figures = _figures(values.pop("figures", None), files)
    document = _document(said._replace(value=values), figures, tuple(files.names), tuple(files.problems))
    return replace(document, layers=tuple(files.layers), merged=tuple(files.merged))


def _document(
    said: Node, figures: Mapping[str, Figure], files: tuple[str, ...], found: tuple[Problem, ...]
) -> Document:
    filled = _Filled(figures)
    filled.marks[()] = place(said)
    data = {key: filled.value(node, (key,)) for key, node in said.value.items()}
    problems = (*found, *filled.problems)
    return Document(data, filled.marks, filled.origins, files, problems, figures, said, found)


# extends ------------------------------------------------------------------------------------------------------------


class _Files:
    """The files of one scenario: each is read once, after the files that it extends."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.problems: list[Problem] = []
        self.layers: list[str] = []  # those whose keys are laid over each other, the topmost last
        self.merged: list[Node | None] = []  # by layer
        self._merged: dict[str, Node | None] = {}

    def read(self, name: str, extending: tuple[str, ...], named_at: Mark | None) -> Node | None:
        """What a file states on top of the files it extends; None if one of these files cannot be read."""
        if named_at and self._wrong(name, extending, named_at):
            return None
        identity = os.path.realpath(name) if "\0" not in name else name
        if identity not in self._merged:
            self._merged[identity] = self._read(name, (*extending, name))
        return self._merged[identity]

    def open(self, name: str) -> Node | None:
        """The values in one file, without those of the files it extends."""
        try:
            source = read_file(name)
        except InputError as error:
            self.problems += error.problems
            return None
        self.names.append(name)
        self.problems += source.problems
        return source.root

    def complain(self, at: Mark, key: str, message: str) -> None:
        self.problems.append(Problem(*at, key, message))

    def _wrong(self, name: str, extending: tuple[str, ...], at: Mark) -> bool:
        before = [os.path.realpath(known) for known in extending]
        message = _missing(name)
        if os.path.realpath(name) in before:
            loop = [*extending[before.index(os.path.realpath(name)) :], name]
            message = f"the files extend each other in a loop: {' -> '.join(loop)}; remove one `extends:`"
        elif len(extending) > DEEPEST_EXTENDS:
            message = f"more than {DEEPEST_EXTENDS} files extend each other in a row"
        if message:
            self.complain(at, "extends", message)
        return bool(message)

    def _read(self, name: str, extending: tuple[str, ...]) -> Node | None:
        root = self.open(name)
        if root is None or not self._is_mapping(root):
            return None
        values = dict(root.value)
        extends = self._extended(values.pop("extends", None))
        bases = [self.read(_beside(node.at.file, node.value), extending, node.at) for node in extends]
        below: Node | None = bases[0] if bases else None
        for base in bases[1:]:
            below = self._merge(below, base, ()) if below and base else None
        over = root._replace(value=values)
        self.layers.append(name)
        self.merged.append(over if not bases else self._merge(below, over, ()) if below else None)
        return self.merged[-1]

    def _is_mapping(self, root: Node) -> bool:
        if not isinstance(root.value, dict):
            self.complain(root.at, "", f"the file must contain keys such as `name:` (got {shown(root.value)})")
        return isinstance(root.value, dict)

    def _extended(self, node: Node | None) -> list[Node]:
        if node is None or node.value is None:
            return []
        nodes = node.value if isinstance(node.value, list) else [node]
        for wrong in (each for each in nodes if not _is_name(each.value)):
            self.complain(wrong.at, "extends", f"must be a file or a list of files (got {written(wrong)})")
        return [each for each in nodes if _is_name(each.value)]

    def _merge(self, base: Node, over: Node, path: Path) -> Node:
        """The base with another mapping on top: mappings are merged key by key, all else is replaced, null removes."""
        if not (_merges(base) and _merges(over)):
            return over
        values = dict(base.value)
        for key, node in over.value.items():
            if node.value is not None:
                values[key] = self._merge(values[key], node, (*path, key)) if key in values else node
            elif values.pop(key, None) is None:
                nothing = UnknownName("removes nothing: the files that this one extends have no such key", key, values)
                self.complain(node.key_at, dotted((*path, key)), nothing)
        return over._replace(value=values)


def _merges(node: Node) -> bool:
    return isinstance(node.value, dict) and not ("figure" in node.value or "assumed" in node.value)


def _is_name(value: Plain) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _beside(file: str, name: str) -> str:
    return os.path.normpath(os.path.join(os.path.dirname(file), name))


def _missing(name: str) -> str:
    """What is wrong with a file name that does not exist or must not be used; empty if nothing."""
    if os.path.exists(name):
        return not_yaml(name)
    if os.path.islink(name):
        return f"names {shown(name)}, a symbolic link that does not lead to a file: {where_it_leads(name)}"
    folder = os.path.dirname(name) or "."
    others = [other for other in os.listdir(folder) if other.endswith(YAML)] if os.path.isdir(folder) else []
    return f"names {shown(name)}, which does not exist{did_you_mean(os.path.basename(name), others)}"


# figures ------------------------------------------------------------------------------------------------------------


def _figures(named: Node | None, files: _Files) -> dict[str, Figure]:
    """The list of figures that a scenario names, by id."""
    if named is None:
        return {}
    root = _figures_root(named, files)
    if root is None:
        raise InputError(files.problems)
    list_of = _Filled({})
    found: dict[str, Figure] = {}
    for index, entry in enumerate(list_of.value(root, ())):
        figure, problems = validate(entry, list_of.marks, Figure, (index,))
        files.problems += problems
        figure = figure or _as_far_as_it_goes(entry)
        if figure.id in found:
            at = root.value[index].value["id"].at
            files.complain(at, f"[{index}].id", f"duplicate figure {shown(figure.id)}; give each its own id")
        elif figure.id:
            found[figure.id] = figure
    return found


def _as_far_as_it_goes(entry: Plain) -> Figure:
    """A figure with a mistake, kept so that keys that use it are not reported as using an unknown figure."""
    said = entry if isinstance(entry, dict) else {}
    texts = {name: text if isinstance(text := said.get(name), str) else "" for name in Figure.model_fields}
    return Figure.model_construct(None, **texts | {"value": said.get("value")})


def _figures_root(named: Node, files: _Files) -> Node | None:
    name = _beside(named.at.file, named.value) if _is_name(named.value) else ""
    wrong = _missing(name) if name else f"must be the name of a file with a list of figures (got {written(named)})"
    if wrong:
        files.complain(named.at, "figures", wrong)
        return None
    root = files.open(name)
    if root and not isinstance(root.value, list):
        files.complain(root.at, "", f"must be a list of figures, each beginning with `- id:` (got {shown(root.value)})")
        return None
    return root


# inserting figures and assumptions ------------------------------------------------------------------------------------


class _Filled:
    """A scenario's values, with figures and assumptions inserted where they are used."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self.figures = figures
        self.marks: dict[Path, KeyPlace] = {}
        self.origins: dict[Path, Origin] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, path: Path) -> Plain:
        self.marks[path] = place(node)
        if path and unseen(str(path[-1])):
            self.problems.append(Problem(*node.key_at, dotted(path), unseen(str(path[-1]))))
        if isinstance(node.value, list):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if not isinstance(node.value, dict):
            return node.value
        if "figure" in node.value:
            return self._figure(node.value, path)
        if "assumed" in node.value:
            return self._assumed(node, path)
        return {key: self.value(child, (*path, key)) for key, child in node.value.items()}

    def _figure(self, said: dict[str, Node], path: Path) -> Plain:
        self._refuse_others(said, path, ("figure", "item", "hindsight"))
        name = said["figure"].text or plain(said["figure"])
        figure = self.figures.get(str(name))
        if figure is None:
            where = "which is not in the list of figures" if self.figures else "but no `figures:` file is given"
            said_of_it = f"uses figure {shown(name)}, {where}"
            unknown = UnknownName(said_of_it, name, self.figures) if self.figures else said_of_it
            self._complain(said["figure"], path, unknown)
            return None
        hindsight = said["hindsight"].value if "hindsight" in said else False
        if not isinstance(hindsight, bool):
            self._complain(said["hindsight"], (*path, "hindsight"), "must be true or false")
        item = _items(said["item"]) if "item" in said else None
        self.origins[path] = Origin(
            "figure", figure.id, figure.source, figure.confidence, figure.as_of,
            known=known_on(figure, item), hindsight=hindsight is True,
        )  # fmt: skip
        try:
            return figure.written(_items(said["item"])) if "item" in said else figure.written()
        except CorridorError as error:
            self._complain(said["item"], path, f"figure {figure.id} {error}")
            return None

    def _assumed(self, node: Node, path: Path) -> Plain:
        said: dict[str, Node] = node.value
        self._refuse_others(said, path, ("assumed", "range", "reason"))
        value = self.value(said["assumed"]._replace(key_at=node.key_at), path)
        reason = said["reason"].value if "reason" in said else None
        if not isinstance(reason, str) or not reason.strip():
            self._complain(said.get("reason", node), (*path, "reason"), "an assumption needs a `reason:` in words")
        low, high = self._range(node, value, path)
        self.origins[path] = Origin("assumed", low=low, high=high, reason=str(reason or ""))
        return value

    def _range(self, node: Node, value: Plain, path: Path) -> tuple[Plain, Plain]:
        """The lowest and the highest value; only words, days and lists may omit them."""
        found = node.value.get("range")
        if found is None:
            if units.dimension_of(value):
                missing = "an assumption needs a `range: [lowest, highest]`, in the unit of its value"
                self._complain(node, (*path, "range"), missing)
            return None, None
        ends = plain(found)
        if not isinstance(ends, list) or len(ends) != 2:
            self._complain(found, (*path, "range"), f"must be [lowest, highest] (got {shown(ends)})")
            return None, None
        wrong = units.wrong_range(ends[0], value, ends[1])
        if wrong:
            self._complain(found, (*path, "range"), wrong)
        return ends[0], ends[1]

    def _refuse_others(self, said: dict[str, Node], path: Path, known: tuple[str, ...]) -> None:
        for name in (name for name in said if name not in known):
            self._complain(said[name], (*path, name), f"unknown key beside `{known[0]}`{did_you_mean(name, known)}")

    def _complain(self, node: Node, path: Path, message: str) -> None:
        self.problems.append(Problem(*node.at, dotted(path), message))


def known_on(figure: Figure, item: Plain) -> date | None:
    """Day on which a figure, or one of its items, became known; None if that is not said."""
    known = figure.known
    if isinstance(known, list | dict):
        entries = {str(key): day for key, day in (enumerate(known) if isinstance(known, list) else known.items())}
        first = item[0] if isinstance(item, list) and item else item
        return entries.get(str(first), max(entries.values(), default=None))
    return known


def _items(node: Node) -> Plain:
    """Which entry of a figure is meant, by the text that leads to it: 007 is no 7."""
    if isinstance(node.value, list):
        return [_items(each) for each in node.value]
    return plain(node) if node.text in (None, str(node.value)) else node.text
