"""A plan: the layout of a corridor and one replication's trains on it, with the meaning of every row of its program."""

from corridorsim.itineraries.itinerary import Itinerary, Kind, Reason, Stream, Way
from corridorsim.itineraries.layout import (
    Acceptance,
    Activity,
    BorderStop,
    ByRoad,
    CountingPlace,
    DayNumber,
    DrawnSection,
    Layout,
    Movement,
    ResourceTable,
    StepTable,
)
from corridorsim.itineraries.plan import Plan, TrainNames
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
    "Itinerary",
    "Kind",
    "Layout",
    "Movement",
    "Plan",
    "Reason",
    "ResourceTable",
    "Role",
    "Stage",
    "StageKind",
    "StepTable",
    "Stream",
    "TrainNames",
    "Way",
]
