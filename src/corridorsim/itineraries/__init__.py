"""A plan: the layout of a corridor and one replication's trains on it, with what every row of its program means."""

from corridorsim.itineraries.layout import (
    Activity,
    ByRoad,
    DayNumber,
    DrawnSection,
    Layout,
    ResourceTable,
    StepTable,
)
from corridorsim.itineraries.plan import Kind, Plan, Stream, TrainNames
from corridorsim.itineraries.stages import Stage, StageKind

__all__ = [
    "Activity",
    "ByRoad",
    "DayNumber",
    "DrawnSection",
    "Kind",
    "Layout",
    "Plan",
    "ResourceTable",
    "Stage",
    "StageKind",
    "StepTable",
    "Stream",
    "TrainNames",
]
