"""Where goods change gauge: cranes, transloaders or bogie gangs at their fronts, with a stack between the gauges."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.control import Closed
from corridorsim.model.quantities import Closable, Count, Duration, Number, Strict, Word

Counted = Literal["containers", "wagons", "tonnes"]


class Stack(Strict):
    """What lies between the gauges: unloaded from trains of the one, until a train of the other is full."""

    units: Annotated[Count, Field(ge=1)]
    """Containers (or wagon loads, or tonnes) that it holds."""
    dwell: Annotated[Duration, Field(le=90 * 86_400)] = 0
    """Shortest time from the unloading of a unit until it may be loaded, such as for customs."""


class GaugeBreak(Strict):
    """A container yard, a grain terminal, a crane for machinery, a bogie exchange: for goods that enter the country."""

    commodities: Annotated[list[Word], Field(min_length=1)]
    """What it handles; all other goods go over the station's plain fronts."""
    fronts: Closable
    """Trains that are worked at the same time, each on its track with one of the other gauge beside it."""
    machines: Closable
    """Gantry cranes, reach stackers, transloaders, gangs at the bogie stands."""
    per_train: Annotated[Count, Field(ge=1)] = 1
    """Machines that work one train together."""
    works: Counted
    """What a machine handles one by one."""
    rate: Annotated[Number, Field(gt=0)]
    """How many of these a machine handles an hour."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation over mean of the time that a train is worked."""
    exchanges: Literal["goods", "bogies"] = "goods"
    """Goods go over to wagons of the other gauge, or wagons go on on other bogies."""
    stack: Stack | None = None
    """Where goods lie between trains of different size; left out, they go from train to train."""
    closed: list[Closed] = []
    """When machines do not work; a train that is being worked is finished."""
