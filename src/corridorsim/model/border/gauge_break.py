"""Where goods change gauge: cranes, transloaders or bogie gangs at fronts, with a stack between the gauges."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.border.control import ClosedHours
from corridorsim.model.quantities import Closable, Count, Duration, Number, Strict, Word

Counted = Literal["containers", "wagons", "tonnes"]


class Stack(Strict):
    """Goods between the gauges: unloaded from trains of one gauge, until a train of the other gauge is full."""

    units: Annotated[Count, Field(ge=1)]
    """Containers (or wagon loads, or tonnes) that it holds."""
    dwell: Annotated[Duration, Field(le=90 * 86_400)] = 0
    """Shortest time from the unloading of a unit until it may be loaded, such as for customs."""


class GaugeBreak(Strict):
    """A container yard, grain terminal, heavy-lift crane or bogie exchange, for goods that enter the country."""

    commodities: Annotated[list[Word], Field(min_length=1)]
    """Commodities that it handles; all other goods use the station's plain fronts."""
    fronts: Closable
    """Number of trains worked at the same time, each on a track with one of the other gauge beside it."""
    machines: Closable
    """Gantry cranes, reach stackers, transloaders, or gangs at the bogie stands."""
    per_train: Annotated[Count, Field(ge=1)] = 1
    """Machines that work one train together."""
    works: Counted
    """The units that a machine handles one by one."""
    rate: Annotated[Number, Field(gt=0)]
    """Units that a machine handles per hour."""
    variation: Annotated[Number, Field(le=10)] = 0.0
    """Standard deviation divided by the mean of the working time of a train."""
    exchanges: Literal["goods", "bogies"] = "goods"
    """Goods move to wagons of the other gauge, or wagons continue on other bogies."""
    stack: Stack | None = None
    """Where goods lie between trains of different size; if omitted, goods pass from train to train."""
    closed: list[ClosedHours] = []
    """When machines do not work; a train that is being worked is finished."""
