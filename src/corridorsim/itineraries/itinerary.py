"""Itineraries: what their trains are and where they go. These distinguish each itinerary from all others."""

from dataclasses import dataclass, replace
from enum import IntEnum

from corridorsim.model.demand.formation import Formation
from corridorsim.model.train_class import TrainClass


class Kind(IntEnum):
    """What a train is."""

    FREIGHT = 0
    EMPTY = 1
    PASSENGER = 2
    LOCAL = 3
    CLOSURE = 4
    ONWARD = 5  # freight that carries on what others brought over the border
    FEEDER = 6  # freight that brings to the border what others take over it


class Reason(IntEnum):
    """Why something is closed."""

    LEVEL = 0  # a number that holds from one date to another is lower than the highest
    NOT_YET_OPEN = 1
    HOURS = 2  # it has opening hours, or days of the week
    POSSESSION = 3
    DISRUPTION = 4  # it comes and goes: a storm, a failure
    CHANGE_OF_DAY = 5  # nothing is closed: the number of a calendar day begins anew
    TURN = 6  # nothing is closed: the two directions of a single-track section take turns
    LOADING_STOP = 7  # a rule stops loading


@dataclass(frozen=True)
class Way:
    """Where trains go: places of the lines and crossings, each in the order in which the trains pass them."""

    places: tuple[str, ...] = ()
    crossings: tuple[str, ...] = ()
    direction: str = ""  # over the crossings, such as KZ->CN

    def back(self, direction: str) -> "Way":
        """The same way from its end to its beginning, in the other direction over its crossings."""
        return Way(self.places[::-1], self.crossings[::-1], direction)


@dataclass(frozen=True)
class Itinerary:
    """What some trains are and where they go. Two itineraries may have the same name and differ in the rest.

    A train that calls an empty one, or to which something does not happen, performs a variant of its itinerary.
    """

    name: str  # for people
    kind: Kind
    way: Way = Way()
    train: Formation | None = None
    end: str = ""  # distant end where its trains begin or finish; for services, the last place of the run
    at: tuple[str, ...] = ()  # terminals that it uses; for onward trains, their gauge break
    of: "Itinerary | None" = None  # for empties: the itinerary of the loaded trains whose wagons they use
    train_class: TrainClass = TrainClass.FREIGHT
    calls: bool = False  # whether an empty train follows
    happens: tuple[tuple[str, int], ...] = ()  # what happens to its trains less often than it may, and how often

    @property
    def whole(self) -> "Itinerary":
        """The itinerary of which this is a variant; itself if it is none."""
        return replace(self, calls=False, happens=()) if self.calls or self.happens else self

    def __str__(self) -> str:
        called = f"{self.name}, an empty follows" if self.calls else self.name
        return "; ".join([called, *(f"{what}: {times}" for what, times in self.happens)])


@dataclass(frozen=True)
class Sender:
    """The flow whose goods a train carries over the border."""

    flow: str  # of the scenario, whichever crossing it uses
    commodity: str  # empty if the consist has none
    crossing: str  # the flow's own; if it has a choice, the usual one


@dataclass(frozen=True)
class Stream:
    """Trains that are alike: one flow, one consist, one way; or a service; or the closings of a resource."""

    name: str  # unique: it selects the random numbers
    flow: str  # trains are numbered within a flow
    itinerary: Itinerary
    net: float = 0.0  # tonnes a train
    teu: float = 0.0
    wagons: int = 0  # in a train
    goods: str = ""  # its commodity; empty if none is given
    is_of_containers: bool = False
    cause: str = ""  # of closings: what closes it, in words
    reason: Reason | None = None  # of closings: why it is closed
    sender: Sender | None = None  # of loaded trains over the border; None if they replace trains that gave up

    @property
    def kind(self) -> Kind:
        """What its trains are."""
        return self.itinerary.kind

    @property
    def crossing(self) -> str:
        """The crossing that it serves; empty if none."""
        return next(iter(self.itinerary.way.crossings), "")

    @property
    def direction(self) -> str:
        """Its direction over the crossing; empty if it serves none."""
        return self.itinerary.way.direction
