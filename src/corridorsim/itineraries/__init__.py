"""A plan: the layout of a corridor and one replication's trains on it, with what every row of its program means."""

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
from corridorsim.itineraries.plan import Closing, Kind, Plan, Stream, TrainNames
from corridorsim.itineraries.roles import Role
from corridorsim.itineraries.stages import Stage, StageKind

__all__ = [
    "Activity",
    "ByRoad",
    "Closing",
    "DayNumber",
    "DrawnSection",
    "Ints",
    "Kind",
    "Layout",
    "Plan",
    "ResourceTable",
    "Role",
    "Stage",
    "StageKind",
    "StepTable",
    "Stream",
    "TrainNames",
]
