"""What moves trains and what resists them: locomotives, the profile and curves of a line, its speed limits."""

from typing import Annotated

from pydantic import Field

from corridorsim.model.quantities import (
    Force,
    Gradient,
    Length,
    Number,
    Power,
    Resistance,
    Speed,
    Strict,
    Tonnes,
    Word,
)

Coefficients = Annotated[list[Number], Field(min_length=3, max_length=3)]


class EffortPoint(Strict):
    """A point of a tractive-effort curve."""

    speed: Speed
    """Speed."""
    force: Force
    """Greatest force at the rail at that speed."""


class Locomotive(Strict):
    """A kind of locomotive: its tractive effort, mass, length and resistance."""

    source: Word
    """Source of its figures."""
    power: Annotated[Power, Field(gt=0)] | None = None
    """Power at the rail."""
    force: Annotated[Force, Field(gt=0)] | None = None
    """Continuous force at the rail; above the speed at which the two meet, the force is power divided by speed."""
    effort: list[EffortPoint] = []
    """Tractive-effort curve in order of speed, instead of power and force; the first force holds below its speed."""
    starting_force: Annotated[Force, Field(gt=0)] | None = None
    """Force with which it starts a train from a stand; if omitted, the greatest of the curve."""
    mass: Annotated[Tonnes, Field(gt=0)]
    """Mass in working order."""
    length: Length
    """Length over couplers."""
    speed: Speed
    """Speed that it does not exceed."""
    lowest_speed: Speed
    """Lowest continuous speed: below it, full power overheats the motors."""
    under_power: Coefficients = [1.9, 0.01, 0.0003]
    """Its resistance under power in kgf per tonne, a + b v + c v2 with v in km/h: a, b and c."""
    coasting: Coefficients = [2.4, 0.011, 0.00035]
    """The same when coasting."""


class SawTooth(Strict):
    """A profile that rises and falls along the whole line, in place of one that is not published."""

    gradient: Gradient
    """Gradient of the climbs and descents."""
    up: Annotated[Length, Field(gt=0)]
    """Length of a climb; the first begins at the start of the line."""
    down: Annotated[Length, Field(gt=0)]
    """Length of the descent after it, back to the original height."""


class Slope(Strict):
    """A point where the gradient changes."""

    at: Length
    """Distance from the line's first point."""
    gradient: Gradient
    """Gradient from there on, positive if the line rises with the kilometres."""


class Curve(Strict):
    """A curve of one radius."""

    start: Length
    """Distance at which it begins."""
    end: Length
    """Distance at which it ends."""
    radius: Annotated[Length, Field(ge=50)]
    """Radius."""


class SpeedLimit(Strict):
    """A speed limit on part of a line; it holds for every wagon, so until the tail has left it."""

    start: Length
    """Distance at which it begins."""
    end: Length
    """Distance at which it ends."""
    speed: Speed
    """Speed that no part of a train exceeds."""


Profile = list[Slope] | SawTooth
Curves = list[Curve] | Resistance
