"""Figures that a scenario could not have used on the day on which it says it was written."""

from datetime import date

from corridorsim.errors import Problem, dotted
from corridorsim.model.reading.document import Document, Origin


def late_figures(document: Document) -> list[Problem]:
    """A problem for each figure that became known after the scenario's ``as_of`` and is not marked as hindsight."""
    told = document.data.get("as_of")
    try:
        as_of = told if isinstance(told, date) else date.fromisoformat(str(told)) if told is not None else None
    except ValueError:
        return []  # the key itself is reported
    if as_of is None:
        return []
    found = []
    for path, origin in document.origins.items():
        message = _late(origin, as_of)
        if message and path[:1] != ("observed",):
            place = document.marks[path]
            found.append(Problem(place.file, place.line, place.column, dotted(path), message))
    return found


def _late(origin: Origin, as_of: date) -> str:
    if origin.kind != "figure" or origin.hindsight or (origin.known is not None and origin.known <= as_of):
        return ""
    when = "nobody says when" if origin.known is None else f"on {origin.known}"
    return (
        f"uses figure {origin.figure}, which became known after {as_of} ({when}); "
        f"use an earlier one, or mark it: {{figure: {origin.figure}, hindsight: true}}"
    )
