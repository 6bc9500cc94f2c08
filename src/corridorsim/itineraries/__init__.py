"""A plan: the layout of a corridor and one replication's trains on it, with the meaning of every row of its program."""

from corridorsim.itineraries.layout import (
    Activity,
    ByRoad,
    DayNumber,
    DrawnSection,
    Ints,
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
    "Ints",
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
