"""The layout: what the rows of a program mean on the railway; the same in every replication of a scenario."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.itineraries.itinerary import Itinerary
from corridorsim.itineraries.roles import Role
from corridorsim.itineraries.stages import Stage
from corridorsim.model.border.acceptance import Counted


class Activity(IntEnum):
    """What a train does in a step."""

    ENTER = 0  # it appears at the edge of the corridor, or where its run begins
    RUN = 1  # it runs over a section, or a block of one
    ARRIVE = 2  # it is at the far end of a section, and stands there until it continues
    CONTROL = 3  # border and customs control
    RELEASE = 4  # the control is over
    CROSS = 5  # it runs over the border
    HANDOVER = 6  # it has arrived beyond the border: counted here
    TRANSSHIP = 7  # its goods change to wagons of the other gauge
    FORM = 8  # the train that carries them on is formed
    DEPART = 9  # it leaves the corridor
    STAND = 10  # it stands at the end of its run
    END = 11  # it leaves the model
    CLOSE = 12  # no train: a unit is closed
    REOPEN = 13  # the unit is open again
    CALL = 14  # a train that is not yet anywhere waits for wagons or goods to carry
    REFUSE = 15  # the neighbour sends it back into the queue
    SHUNT = 16  # a shunting locomotive moves it to or from a front, or to another track of the station
    INSPECT = 17  # its wagons are inspected before it departs
    PAPERS = 18  # its papers are made out before it departs


@dataclass(frozen=True, eq=False)
class StepTable:
    """The meaning of each step of the program; positions are metres along the line."""

    activity: npt.NDArray[np.int8]
    place: Column  # where the train is while it waits for the step
    line: Column  # -1 off the lines
    at: npt.NDArray[np.float64]  # metres along the line at the step's start, NaN off the lines
    section: Column  # which section a RUN is over, -1 otherwise
    lasts: npt.NDArray[np.bool_]  # whether it takes time, or may; whatever trains perform it in a run


@dataclass(frozen=True, eq=False)
class ResourceTable:
    """The meaning of each resource of the program; rows that point to another resource are -1 where there is none."""

    stage: Column  # which stage it belongs to
    role: npt.NDArray[np.int8]  # what it is
    exits: tuple[str, ...]  # where the trains that use it go next; empty for all trains
    yard: Column  # of tracks open to an exit, or to entering trains: all tracks of the yard
    stack: Column  # of loads: the space of the stack in which they lie
    gate: Column  # the gate through which alone trains take it
    lot: Column  # units that trains take and put at once, if that is always the same number; otherwise 1

    @cached_property
    def logical(self) -> npt.NDArray[np.bool_]:
        """Whether each is nothing that could be touched."""
        return np.array([Role(role).logical for role in self.role.tolist()], bool)

    def have(self, *roles: Role) -> npt.NDArray[np.bool_]:
        """Whether each resource has one of some roles."""
        return np.isin(self.role, roles)


@dataclass(frozen=True)
class DayNumber:
    """A number of trains per calendar day, by the rows of its resources."""

    places: int  # what is left of the day's number
    used: int  # what trains have used of it
    gate: int  # open during the change of day


@dataclass(frozen=True)
class LoadingRule:
    """A rule that stops loading: loading is stopped while a stop or a closing holds its gate."""

    name: str
    gate: int  # the resource that a train takes and puts back as it is loaded


@dataclass(frozen=True)
class Acceptance:
    """A daily number for some trains of a route; measured if a scenario gives kinds or what was agreed."""

    crossing: str
    direction: str
    kind: str  # of the trains; empty for all
    counted: Counted  # of what its units are
    places: int  # row of its resource
    agreed: tuple[tuple[int, int], ...]  # second of the run, units a day from then on; empty if not given


@dataclass(frozen=True)
class DrawnSection:
    """A section as a diagram shows it."""

    line: int
    name: str
    start_at: float
    end_at: float
    double_from: int | None  # second of the run, None for never


Movement = Literal["leaving", "entering"]  # of a country, at its border station


@dataclass(frozen=True)
class BorderStop:
    """A station of a crossing, for the trains of one direction: they leave its country there, or enter it."""

    crossing: str
    direction: str  # such as "KZ->CN"
    station: str
    country: str
    movement: Movement


@dataclass(frozen=True)
class CountingPlace:
    """A section at whose trains somebody counts, as they enter it."""

    name: str
    section: int
    is_rising: bool  # whether trains in the first of the two ways run the way the kilometres rise
    ways: tuple[str, str]  # "to B", "from B"


@dataclass(frozen=True)
class ByRoad:
    """Containers of a flow that go by road instead, per year of 365 days; they are on no train."""

    highway: str
    flow: str
    wanted: float  # TEU
    carried: float  # TEU, at most what the road takes; the rest goes by rail
    tonnes: float
    cost: float | None  # US dollars
    share: float  # of the flow's containers that are carried


@dataclass(frozen=True, eq=False)
class Layout:
    """The meaning of the steps, resources and places of a program: enough to measure and draw without the scenario."""

    steps: StepTable
    resources: ResourceTable
    stages: tuple[Stage, ...]
    places: tuple[str, ...]
    lines: tuple[str, ...]
    stations: tuple[tuple[tuple[str, float], ...], ...]  # per line, its places and their metres
    sections: tuple[DrawnSection, ...]
    crossings: tuple[str, ...]
    start: datetime  # of the simulation, warm-up included
    warm_up: int  # seconds
    crew_changes: tuple[tuple[str, ...], ...] = ()  # per line, places where crews change; empty if not given
    crew_duty: int = 43_200  # seconds, longest trip of a crew
    road: tuple[ByRoad, ...] = ()
    day_numbers: tuple[DayNumber, ...] = ()
    loading_rules: tuple[LoadingRule, ...] = ()
    counts: tuple[CountingPlace, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    border_stops: tuple[BorderStop, ...] = ()  # of every crossing and direction, the station left before that entered
    itineraries: tuple[Itinerary, ...] = ()  # per itinerary of the program, what it is
    kept_for_better: tuple[str, ...] = ()  # places where freight leaves a track to better trains

    @cached_property
    def variants(self) -> dict[Itinerary, tuple[int, ...]]:
        """By itinerary, the rows of all its variants, itself included."""
        found: dict[Itinerary, tuple[int, ...]] = {}
        for row, itinerary in enumerate(self.itineraries):
            found[itinerary.whole] = (*found.get(itinerary.whole, ()), row)
        return found

    @cached_property
    def station_tracks(self) -> dict[str, int]:
        """By place, the resource that counts the tracks of the station, without those of its other yards."""
        rows = np.flatnonzero(self.resources.have(Role.TRACKS)).tolist()
        return {self.stages[self.resources.stage[row]].place: row for row in rows}

    def __repr__(self) -> str:
        return f"<Layout: {len(self.places)} places, {len(self.stages)} stages, {len(self.steps.place):,} steps>"
