"""Stages: what a planner would name and change, and what each kind of stage is to a train.

Everything that depends on the kind of a stage is defined here, once. To add a kind, add it to ``KINDS`` below and build
its resources in planning: tables, sentences, pictures and formulas follow from its description.
"""

from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """What a stage is to the trains that take from it."""

    UNDER = "trains or their goods lie on it, whatever is done there"
    WAY = "trains run over it, and what it takes is the time of the run"
    WORKER = "it works on trains"
    TRAIN = "the train is made up of it, all the way"
    HANDLER = "it handles a train's goods, elsewhere, while the train is on its way"
    PERMIT = "nothing that could be touched: a number, a turn, an hour"


@dataclass(frozen=True)
class StageKind:
    """What all stages of one kind have in common.

    ``used`` says in words of what its use is a share, as in "83 % of the time its lanes work".
    """

    name: str  # as shown in tables
    part: Part
    used: str
    limits: bool = True  # whether it can limit a corridor by itself, rather than pass on a queue from elsewhere
    has_formula: bool = True  # whether the border's formula gives its capacity; the line beyond has its own
    keeps: bool = True  # whether a train that takes a unit puts it back: goods and calls are used up

    @property
    def works(self) -> bool:
        """Whether the time of a step that takes it is its work on the train."""
        return self.part not in (Part.UNDER, Part.TRAIN, Part.HANDLER)

    @property
    def is_place(self) -> bool:
        """Whether trains or goods stand on it or run over it."""
        return self.part in (Part.UNDER, Part.WAY)

    def __str__(self) -> str:
        return self.name


SECTION = StageKind("section", Part.UNDER, "of the time trains run over it", has_formula=False)
TURN = StageKind("turn", Part.PERMIT, "of the turns of its directions are used", has_formula=False)
CUT = StageKind("cut", Part.PERMIT, "of the trains that may run over it in a day do", has_formula=False)
LONG_TRAIN = StageKind("long train", Part.PERMIT, "of the time a long train is there", limits=False, has_formula=False)
THROAT = StageKind("throat", Part.WAY, "of the time a route over its points is taken", has_formula=False)
ARRIVALS = StageKind("arrivals", Part.PERMIT, "of the time no other train may arrive", limits=False, has_formula=False)
TRACKS = StageKind("tracks", Part.UNDER, "of its track time is in use by trains that run to it or are worked on it")
BORDER_TRACK = StageKind("border track", Part.WAY, "of the time it is taken")
CONTROL = StageKind("control", Part.WORKER, "of the time its lanes work")
FRONTS = StageKind("fronts", Part.WORKER, "of the time its fronts work")
MACHINES = StageKind("machines", Part.WORKER, "of the time its machines work")
SHUNTING = StageKind("shunting", Part.WORKER, "of the time its engines work")
INSPECTION = StageKind("inspection", Part.WORKER, "of the time its gangs work")
PAPER_WORK = StageKind("paper work", Part.WORKER, "of the time its desks work")
CLEARANCE = StageKind("clearance", Part.PERMIT, "of the goods that come are waited for", limits=False, keeps=False)
STACK = StageKind("stack", Part.UNDER, "of its space is used by goods that are handled or must lie there", keeps=False)
STORE = StageKind("store", Part.PERMIT, "of the goods that come are waited for", keeps=False)
TERMINAL = StageKind("terminal", Part.HANDLER, "of what it handles, or has room for, is used")
WAGONS = StageKind("wagons", Part.TRAIN, "of the time its wagons are on trains or away for their turn")
LOCOMOTIVES = StageKind("locomotives", Part.TRAIN, "of the time its locomotives haul trains or are away for their turn")
BORDER_LOCOMOTIVES = StageKind(
    "border locomotives", Part.TRAIN, "of the time its locomotives haul trains over the border or come back"
)
CREWS = StageKind("crews", Part.TRAIN, "of the time its crews work trains or rest")
ACCEPTANCE = StageKind("acceptance", Part.PERMIT, "of the trains that the neighbour accepts are used")
WAGONS_ACCEPTED = StageKind("acceptance of wagons", Part.PERMIT, "of the wagons that the neighbour accepts are used")
NEXT = StageKind("next in line", Part.PERMIT, "of the time a train is next in line", limits=False, has_formula=False)
HOURS = StageKind("hours", Part.PERMIT, "of what its opening hours let through is used")
EMBARGO = StageKind("embargo", Part.PERMIT, "of the trains that may be under way are", limits=False)
CALL = StageKind("call", Part.PERMIT, "of the calls are waited for", limits=False, keeps=False)
END = StageKind("end", Part.PERMIT, "of what the network beyond accepts is used")

KINDS = (
    SECTION, TURN, CUT, LONG_TRAIN, THROAT, ARRIVALS, TRACKS, BORDER_TRACK, CONTROL, FRONTS, MACHINES, SHUNTING,
    INSPECTION, PAPER_WORK, CLEARANCE, STACK, STORE, TERMINAL, WAGONS, LOCOMOTIVES, BORDER_LOCOMOTIVES, CREWS,
    ACCEPTANCE, WAGONS_ACCEPTED, NEXT, HOURS, EMBARGO, CALL, END,
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """What a planner would name and change: a section, a station's tracks, a crossing's cranes, an agreed number."""

    name: str
    kind: StageKind
    key: str  # the scenario key that changes it
    place: str = ""  # where it is, if it is at one place
    section: str = ""  # the section to which it belongs, if to one
    crossing: str = ""  # the crossing to which it belongs, if to one
    direction: str = ""  # the direction whose trains alone use it, such as "KZ->CN"
    label: str = ""  # its name beside that of the crossing and the direction; empty for the name itself

    def called(self, crossing: str, direction: str) -> str:
        """Its name beside that of a crossing and a direction."""
        return self.label if self.label and (self.crossing, self.direction) == (crossing, direction) else self.name
