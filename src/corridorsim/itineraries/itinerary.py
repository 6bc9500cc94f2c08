"""Itineraries: what the trains that perform one are, and where they go, by which each is told from every other."""

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


@dataclass(frozen=True)
class Route:
    """Where trains go: places on the lines in the order of running, and the crossings that they serve in order."""

    places: tuple[str, ...] = ()
    crossings: tuple[str, ...] = ()
    direction: str = ""  # over the crossings, such as KZ->CN

    def back(self, direction: str) -> "Route":
        """The same way run from its end to its beginning, in the other direction of its crossings."""
        return Route(self.places[::-1], self.crossings[::-1], direction)


@dataclass(frozen=True)
class Itinerary:
    """What some trains do, and what they are. Two itineraries may have the same name; they are told apart by the rest.

    A train that calls an empty one, or to which something does not happen, performs a variant of its itinerary.
    """

    name: str  # for people
    kind: Kind
    route: Route = Route()
    train: Formation | None = None
    end: str = ""  # the distant end from which its trains come or to which they go; of services, where their run ends
    at: tuple[str, ...] = ()  # terminals that it uses; of onward trains, where their goods change trains
    of: "Itinerary | None" = None  # of empties, that of the loaded trains with whose wagons they run
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
    """Whose goods a train carries over the border."""

    flow: str  # of the scenario, whichever crossing it uses
    commodity: str  # empty if the consist has none
    crossing: str  # the flow's own, or the usual one if it has a choice


@dataclass(frozen=True)
class Stream:
    """Trains that are alike: one flow, one consist, one way; or a service; or the closings of a resource."""

    name: str  # unique: luck is drawn by it
    flow: str  # trains are numbered within a flow
    itinerary: Itinerary
    net: float = 0.0  # tonnes a train
    teu: float = 0.0
    cause: str = ""  # of closings: what closes it
    sender: Sender | None = None  # of loaded trains over the border, but of those that another train gave up for

    @property
    def kind(self) -> Kind:
        """What its trains are."""
        return self.itinerary.kind

    @property
    def crossing(self) -> str:
        """The crossing that it serves; empty if none."""
        return next(iter(self.itinerary.route.crossings), "")

    @property
    def direction(self) -> str:
        """Its direction over the crossing; empty if it serves none."""
        return self.itinerary.route.direction
