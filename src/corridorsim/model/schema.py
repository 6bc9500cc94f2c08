"""The JSON Schema of scenario files, with which editors complete and check them while they are written.

It accepts what `read` accepts in a single file. A file that extends another may omit what the other gives (but not in
the items of a list, which is replaced as a whole) and remove it with null; a value may be a figure or an assumption.
"""

import json
import re
from typing import Any

from corridorsim.model.scenario import Scenario

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
ANNOTATIONS = ("title", "description", "default")
SOURCED = ("FigureReference", "Assumption")


def schema() -> dict[str, Any]:
    """The schema of one file, whether it is a whole scenario or a part of one."""
    described = Scenario.model_json_schema()
    whole = re.findall(r'"items": {"\$ref": "#/\$defs/(\w+)"}', json.dumps(described))
    described["$defs"] = {name: _as_written(each, name in whole) for name, each in described["$defs"].items()}
    described = _as_written(described, whole=False)
    described["properties"] |= {
        "extends": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "File or files that this one extends, relative to this one.",
        },
        "figures": {"type": "string", "description": "File of published figures, relative to this one."},
    }
    return {"$schema": ADDRESS, **described}


def schema_text() -> str:
    """The schema as written to a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _as_written(model: dict[str, Any], whole: bool) -> dict[str, Any]:
    """A model as one of several files may write it, whole or in part."""
    if model["title"] in SOURCED:
        return model
    properties = {name: _value(described) for name, described in model["properties"].items()}
    return {key: value for key, value in model.items() if whole or key != "required"} | {"properties": properties}


def _value(described: dict[str, Any]) -> dict[str, Any]:
    """The value of a key: what the model accepts, null to remove it, and a sourced value unless it is a mapping."""
    about = {key: described[key] for key in ANNOTATIONS if key in described}
    form = {key: value for key, value in described.items() if key not in ANNOTATIONS}
    if isinstance(form.get("additionalProperties"), dict):
        form["additionalProperties"] = _value(form["additionalProperties"])
    choices = _choices(form)
    if "$ref" not in form and form.get("type") != "object":
        choices += [{"$ref": f"#/$defs/{name}"} for name in SOURCED]
    choices.append({"type": "null"})
    return about | {"anyOf": [each for i, each in enumerate(choices) if each not in choices[:i]]}


def _choices(form: dict[str, Any]) -> list[dict[str, Any]]:
    """The forms that a value may have; nested alternatives are flattened."""
    return [each for choice in form["anyOf"] for each in _choices(choice)] if list(form) == ["anyOf"] else [form]
