"""Control at a border station: papers, border guard, customs, inspections, one after another, by lanes."""

from corridorsim.model.movement import Days
from corridorsim.model.quantities import Closable, Share, Strict, Word
from corridorsim.model.timing import Timing


class Closed(Days):
    """When something is closed: at night, on some days of the week, on a holiday; by the station's clock."""

    units: Closable | None = None
    """How many of them are closed (lanes, machines, gangs); all if left out."""


class CommodityTimes(Strict):
    """Control of trains of one commodity, where it takes another time."""

    leaving: Timing | None = None
    """Control of a train that leaves the country; as for all trains if left out."""
    entering: Timing | None = None
    """Control of a train that enters it; as for all trains if left out."""


class CommodityInspection(CommodityTimes):
    """Inspection of trains of one commodity."""

    share: Share | None = None
    """Share of its trains that are inspected; as of all trains if left out."""


class DeclaredAhead(Strict):
    """Trains whose papers came ahead, by electronic declaration."""

    share: Share
    """Share of the trains; a train that is declared ahead is so at every control."""
    leaving: Timing | None = None
    """Control of such a train that leaves the country; as of the others if left out."""
    entering: Timing | None = None
    """Control of such a train that enters it; as of the others if left out."""


class ControlStage(Strict):
    """A control through which trains pass, so many at a time."""

    lanes: Closable
    """Trains controlled at the same time."""
    leaving: Timing
    """Control of a train that leaves the country."""
    entering: Timing
    """Control of a train that enters it."""
    declared_ahead: DeclaredAhead | None = None
    """Trains declared ahead, whose control takes another time whatever they carry."""
    closed: list[Closed] = []
    """When lanes are closed; a control that has begun is finished."""


class FurtherControl(ControlStage):
    """A control after the first: border guard, customs, phytosanitary, veterinary, X-ray, ..."""

    name: Word
    """Its name at this station."""
    share: Share = 1.0
    """Share of the trains that go through it; the others pass without a lane."""
    by_commodity: dict[Word, CommodityInspection] = {}
    """Times and share by what a train carries."""


class Control(ControlStage):
    """Border, customs and document control of one railway: of every train, and what follows it."""

    by_commodity: dict[Word, CommodityTimes] = {}
    """Times by what a train carries."""
    further: list[FurtherControl] = []
    """Controls after it, in order."""
