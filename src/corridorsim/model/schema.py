"""The JSON Schema of scenario files, with which editors complete and check them as they are written."""

import json
from typing import Any

from corridorsim.model.scenario import Scenario

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema; a file that extends another may leave out what the other says, so nothing is required."""
    told = Scenario.model_json_schema()
    told.pop("required", None)
    told["properties"] |= {
        "extends": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "File or files that this one changes, relative to it.",
        },
        "figures": {"type": "string", "description": "File of published figures, relative to this one."},
    }
    return {"$schema": ADDRESS, **_nothing_required(told)}


def schema_text() -> str:
    """The schema as it is written to a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _nothing_required(told: Any) -> Any:
    if isinstance(told, dict):
        keep = "properties" not in told
        return {key: _nothing_required(value) for key, value in told.items() if keep or key != "required"}
    return [_nothing_required(value) for value in told] if isinstance(told, list) else told
