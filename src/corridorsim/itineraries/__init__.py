"""A plan: the layout of a corridor and one replication's trains on it, with the meaning of every row of its program."""

from corridorsim.itineraries.itinerary import Itinerary, Kind, Reason, Sender, Stream, Way
from corridorsim.itineraries.layout import (
    Acceptance,
    Activity,
    BorderStop,
    ByRoad,
    CountingPlace,
    DayNumber,
    DrawnSection,
    Layout,
    LoadingRule,
    Movement,
    ResourceTable,
    StepTable,
)
from corridorsim.itineraries.plan import GaveUp, Plan, TrainNames
from corridorsim.itineraries.roles import Role
from corridorsim.itineraries.stages import Stage, StageKind

__all__ = [
    "Acceptance",
    "Activity",
    "BorderStop",
    "ByRoad",
    "CountingPlace",
    "DayNumber",
    "DrawnSection",
    "GaveUp",
    "Itinerary",
    "Kind",
    "Layout",
    "LoadingRule",
    "Movement",
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
