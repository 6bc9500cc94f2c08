"""The layout: what the rows of a program mean on the railway, the same in every replication of a scenario."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridorsim.itineraries.roles import Role
from corridorsim.itineraries.stages import Stage

Ints = npt.NDArray[np.int32]


class Activity(IntEnum):
    """What a train does in a step."""

    ENTER = 0  # it appears at the edge of the corridor, or where its run begins
    RUN = 1  # it runs over a section, or a block of one
    ARRIVE = 2  # it is at the far end of a section, and stands until it runs on
    CONTROL = 3  # border and customs control
    RELEASE = 4  # the control is over
    CROSS = 5  # it runs over the border
    HANDOVER = 6  # it has arrived beyond the border: counted here
    TRANSSHIP = 7  # its goods change to wagons of the other gauge
    FORM = 8  # the train that carries them on is made up
    DEPART = 9  # it leaves the corridor
    STAND = 10  # it stands at the end of its run
    END = 11  # it is gone
    CLOSE = 12  # no train: a unit is closed
    REOPEN = 13  # the unit is open again
    CALL = 14  # a train waits, nowhere yet, for wagons or goods to carry
    REFUSE = 15  # the neighbour sends it back into the queue
    SHUNT = 16  # an engine moves it to a front, from it, or to another track of the station
    INSPECT = 17  # its wagons are inspected before it departs


@dataclass(frozen=True, eq=False)
class StepTable:
    """What each step of the program means; positions are metres along the line."""

    activity: npt.NDArray[np.int8]
    place: Ints  # where the train is while it waits for the step
    line: Ints  # -1 off the lines
    at: npt.NDArray[np.float64]  # metres along the line at the step's start, NaN off the lines
    section: Ints  # which section a RUN is over, -1 otherwise
    lasts: npt.NDArray[np.bool_]  # whether it takes time, or may; whatever trains perform it in a run


@dataclass(frozen=True, eq=False)
class ResourceTable:
    """What each resource of the program means; rows that point to another resource are -1 where there is none."""

    stage: Ints  # which stage it belongs to
    role: npt.NDArray[np.int8]  # what it is
    exits: tuple[str, ...]  # for which trains it is, by where they go next; empty for all
    yard: Ints  # of tracks open to an exit, or to trains that enter: all tracks of the yard
    stack: Ints  # of loads: the space in the stack in which they lie
    gate: Ints  # the gate through which alone trains take it
    lot: Ints  # units that trains take and give at once, where that is always the same number; otherwise 1

    @cached_property
    def logical(self) -> npt.NDArray[np.bool_]:
        """Whether each is nothing that could be touched."""
        return np.array([Role(role).logical for role in self.role.tolist()], bool)

    def have(self, *roles: Role) -> npt.NDArray[np.bool_]:
        """Whether each resource has one of some roles."""
        return np.isin(self.role, roles)


@dataclass(frozen=True)
class DayNumber:
    """A number of trains of each calendar day, by the rows of its resources."""

    places: int  # what is left of the day's number
    used: int  # what trains have used of it
    gate: int  # open while the day changes


@dataclass(frozen=True)
class DrawnSection:
    """A section as a diagram shows it."""

    line: int
    name: str
    start_at: float
    end_at: float
    double_from: int | None  # second of the run, None for never


@dataclass(frozen=True)
class ByRoad:
    """What of a flow's containers goes by a road instead, a year of 365 days: it becomes no train."""

    highway: str
    flow: str
    wanted: float  # TEU
    carried: float  # TEU, no more than the road takes; the rest goes by rail
    tonnes: float
    cost: float | None  # US dollars
    share: float  # of the flow's containers, that is carried


@dataclass(frozen=True, eq=False)
class Layout:
    """What steps, resources and places of a program mean: enough to measure and draw without the scenario."""

    steps: StepTable
    resources: ResourceTable
    stages: tuple[Stage, ...]
    places: tuple[str, ...]
    lines: tuple[str, ...]
    stations: tuple[tuple[tuple[str, float], ...], ...]  # per line, its stopping places and their metres
    sections: tuple[DrawnSection, ...]
    crossings: tuple[str, ...]
    start: datetime  # of the simulation, warm-up included
    warm_up: int  # seconds
    crew_changes: tuple[tuple[str, ...], ...] = ()  # per line, places where crews change; none if not told
    crew_duty: int = 43_200  # seconds, longest trip of a crew
    road: tuple[ByRoad, ...] = ()
    day_numbers: tuple[DayNumber, ...] = ()

    @cached_property
    def station_tracks(self) -> dict[str, int]:
        """By place: the resource that counts the tracks of the station, apart from those of its other yards."""
        rows = np.flatnonzero(self.resources.have(Role.TRACKS)).tolist()
        return {self.stages[self.resources.stage[row]].place: row for row in rows}
