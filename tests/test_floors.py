"""The house stands on its floors: imports go strictly down, and files, functions and names stay readable."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import corridorsim

HOUSE = Path(corridorsim.__file__).parent
FLOORS = (
    ("arrays", "errors", "memory", "packaged", "units", "version"),
    ("model", "operations", "statistics"),
    ("itineraries", "running", "formulas", "engine"),
    ("planning", "measures"),
    ("study",),
    ("paper",),
    ("string_line", "story", "verification"),
    ("border",),
    ("line", "recovery", "conformance", "forecast", "calibration", "figures"),
    ("report",),
    ("comparison",),
    ("cli",),
    ("__init__", "__main__", "door"),
)
FLOOR = {name: number for number, names in enumerate(FLOORS, 1) for name in names}
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_VALUES = 3  # of a bare tuple


def _module(file: Path) -> str:
    """The name that a file is imported by."""
    parts = ("corridorsim", *file.relative_to(HOUSE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_module(file): file for file in sorted(HOUSE.rglob("*.py"))}


def _imports(module: str) -> set[str]:
    """The modules of this package that a module imports, anywhere in its text."""
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    named = {name for node in ast.walk(ast.parse(FILES[module].read_text("utf-8"))) for name in _names(node, package)}
    return {name if name in FILES else name.rpartition(".")[0] for name in named} - {module}


def _names(node: ast.AST, package: str) -> Iterator[str]:
    """What an import names in this package, whether a module or something in one."""
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        names = [f"{source}.{alias.name}" for alias in node.names]
    return (name for name in names if name.split(".")[0] == "corridorsim")


def _room(module: str) -> str:
    """The module or folder of the package's first level that a module belongs to."""
    return module.split(".")[1] if "." in module else "__init__"


def _goes_down(module: str, imported: str) -> bool:
    here, there = _room(module), _room(imported)
    same_room = here == there or {here, there} <= set(FLOORS[0]) or here in FLOORS[-1]
    return same_room or FLOOR[there] < FLOOR[here]


def test_every_module_has_its_floor() -> None:
    assert {_room(module) for module in FILES} <= set(FLOOR)


@pytest.mark.parametrize("module", FILES)
def test_imports_go_strictly_down(module: str) -> None:
    if _room(module) in FLOOR:
        assert [imported for imported in sorted(_imports(module)) if not _goes_down(module, imported)] == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter({module: _imports(module) for module in FILES}).prepare()


def test_no_module_hides_a_function_of_the_front_door() -> None:
    assert not {"read", "plan", "run", "measure"} & {_room(module) for module in FILES}


@pytest.mark.parametrize("module", FILES)
def test_no_file_is_too_long_to_read(module: str) -> None:
    assert len(FILES[module].read_text("utf-8").splitlines()) < MOST_LINES


def _functions(module: str) -> Iterator[ast.FunctionDef]:
    tree = ast.walk(ast.parse(FILES[module].read_text("utf-8")))
    return (node for node in tree if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("module", FILES)
def test_no_function_is_too_long_to_read(module: str) -> None:
    """Except the kernel's loop, which numba compiles whole."""
    lengths = {each.name: (each.end_lineno or 0) - each.lineno + 1 for each in _functions(module)}
    long = {name for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION}
    assert long == ({"_loop"} if module == "corridorsim.engine.kernel" else set())


@pytest.mark.parametrize("module", FILES)
def test_more_than_three_values_have_names(module: str) -> None:
    """Signatures have no tuples of four values or more, whose order a reader would have to remember."""
    said = (
        annotation
        for each in _functions(module)
        for annotation in (
            each.returns,
            *(argument.annotation for argument in (*each.args.args, *each.args.kwonlyargs)),
        )
        if annotation is not None
    )
    tuples = (node for annotation in said for node in ast.walk(annotation) if isinstance(node, ast.Subscript))
    assert [ast.unparse(each) for each in tuples if _values(each) > MOST_VALUES] == []


def _values(annotation: ast.Subscript) -> int:
    """Number of values of a bare tuple; 0 for any other type."""
    is_tuple = isinstance(annotation.value, ast.Name) and annotation.value.id == "tuple"
    return len(annotation.slice.elts) if is_tuple and isinstance(annotation.slice, ast.Tuple) else 0


def test_each_class_has_a_name_of_its_own() -> None:
    """Except the front door's Study, which is the study with methods for Python users."""
    homes: dict[str, list[str]] = {}
    for module, file in FILES.items():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(module)
    twice = {name: modules for name, modules in homes.items() if len(modules) > 1}
    assert twice == {"Study": ["corridorsim.door", "corridorsim.study.replication"]}


def test_imports_are_seen_wherever_they_stand() -> None:
    text = """
import corridorsim.units, os
from . import kernel
from ..errors import CorridorError
def late():
    if True:
        from corridorsim.engine import reference
"""
    named = {name for node in ast.walk(ast.parse(text)) for name in _names(node, "corridorsim.engine")}
    assert named == {
        "corridorsim.units",
        "corridorsim.engine.kernel",
        "corridorsim.errors.CorridorError",
        "corridorsim.engine.reference",
    }
