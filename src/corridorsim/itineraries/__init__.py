"""A plan: the layout of a corridor and one replication's trains on it, with the meaning of every row of its program."""

from corridorsim.itineraries.itinerary import Itinerary, Kind, Reason, Sender, Stream, Way
from corridorsim.itineraries.layout import (
    Activity,
    ByRoad,
    DayNumber,
    DrawnSection,
    Layout,
    LoadingRule,
    ResourceTable,
    StepTable,
)
from corridorsim.itineraries.plan import GaveUp, Plan, TrainNames
from corridorsim.itineraries.roles import Role
from corridorsim.itineraries.stages import Stage, StageKind

__all__ = [
    "Activity",
    "ByRoad",
    "DayNumber",
    "DrawnSection",
    "GaveUp",
    "Itinerary",
    "Kind",
    "Layout",
    "LoadingRule",
    "Plan",
    "Reason",
    "ResourceTable",
    "Role",
    "Sender",
    "Stage",
    "StageKind",
    "StepTable",
    "Stream",
    "TrainNames",
    "Way",
]
