"""Control at a border station: papers, border guard, customs and inspections, one after another, in lanes."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.lines.movement import Days
from corridorsim.model.quantities import Closable, Duration, Share, Strict, Word
from corridorsim.model.timing import Timing


class ClosedHours(Days):
    """When something is closed: at night, on some days of the week, on a holiday; by the station's clock."""

    units: Closable | None = None
    """How many of them are closed (lanes, machines, gangs); if omitted, all."""


class CommodityTimes(Strict):
    """Control times of trains with one commodity, if they differ."""

    leaving: Timing | None = None
    """Control time of a train that leaves the country; if omitted, as for all trains."""
    entering: Timing | None = None
    """Control time of a train that enters the country; if omitted, as for all trains."""


class CommodityInspection(CommodityTimes):
    """Inspection of trains with one commodity."""

    share: Share | None = None
    """Share of its trains that are inspected; if omitted, as for all trains."""


class DeclaredAhead(Strict):
    """Trains whose papers arrived in advance, by electronic declaration."""

    share: Share
    """Share of the trains; a train declared ahead is so at every control."""
    leaving: Timing | None = None
    """Control time of such a train that leaves the country; if omitted, as for other trains."""
    entering: Timing | None = None
    """Control time of such a train that enters the country; if omitted, as for other trains."""


class ControlStage(Strict):
    """A control through which trains pass, with a number of lanes."""

    lanes: Closable
    """Number of trains controlled at the same time."""
    declared_ahead: DeclaredAhead | None = None
    """Trains declared ahead, which have their own control time whatever they carry."""
    closed: list[ClosedHours] = []
    """When lanes are closed; a control that has begun is finished."""


class FurtherControl(ControlStage):
    """A control after the first: border guard, customs, phytosanitary, veterinary, X-ray, ..."""

    name: Word
    """Name of the control at this station."""
    leaving: Timing | None = None
    """Control time of a train that leaves the country; if omitted, such trains do not go through it."""
    entering: Timing | None = None
    """Control time of a train that enters the country; if omitted, such trains do not go through it."""
    share: Share = 1.0
    """Share of the trains that go through it; the others pass without using a lane."""
    by_commodity: dict[Word, CommodityInspection] = {}
    """Times and share by commodity."""


class Control(ControlStage):
    """Border, customs and document control of every train by one railway, and the controls after it."""

    leaving: Timing
    """Control time of a train that leaves the country."""
    entering: Timing
    """Control time of a train that enters the country."""
    by_commodity: dict[Word, CommodityTimes] = {}
    """Times by commodity."""
    further: list[FurtherControl] = []
    """Controls after it, in order."""
    clearance: Annotated[Duration, Field(le=60 * 86_400)] | None = None
    """Time from the handover until goods that enter the country may leave the station, cleared by customs; meanwhile
    their train is controlled and they are unloaded, loaded and made up. If omitted, they need no clearance."""
