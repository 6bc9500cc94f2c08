"""What moves trains and what holds them back: locomotives, the profile and curves of a line, its speed limits."""

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
    """A kind of locomotive: what it pulls with, and what it is itself to be pulled."""

    source: Word
    """Where its figures come from."""
    power: Annotated[Power, Field(gt=0)] | None = None
    """Power at the rail."""
    force: Annotated[Force, Field(gt=0)] | None = None
    """Continuous force at the rail; power over speed is the force beyond the speed where the two meet."""
    effort: list[EffortPoint] = []
    """Tractive-effort curve in order of speed, in place of power and force; the first force holds below its speed."""
    starting_force: Annotated[Force, Field(gt=0)] | None = None
    """Force with which it starts a train from a stand; the greatest of the curve if left out."""
    mass: Annotated[Tonnes, Field(gt=0)]
    """Mass in working order."""
    length: Length
    """Length over couplers."""
    speed: Speed
    """It runs no faster."""
    lowest_speed: Speed
    """Lowest continuous speed: slower under full power its motors grow too hot."""
    under_power: Coefficients = [1.9, 0.01, 0.0003]
    """Its resistance in kgf a tonne when it pulls, a + b v + c v2 with v in km/h: a, b and c."""
    coasting: Coefficients = [2.4, 0.011, 0.00035]
    """The same when it does not pull."""


class SawTooth(Strict):
    """A profile that rises and falls all along the line, for one that is not published."""

    gradient: Gradient
    """How steep."""
    up: Annotated[Length, Field(gt=0)]
    """Length of a climb; the first begins with the line."""
    down: Annotated[Length, Field(gt=0)]
    """Length of the descent after it, back to the height before."""


class Slope(Strict):
    """Where the gradient changes."""

    at: Length
    """Distance from the line's first point."""
    gradient: Gradient
    """Gradient from there on, up with the kilometres; falling is negative."""


class Curve(Strict):
    """A curve of one radius."""

    start: Length
    """Where it begins."""
    end: Length
    """Where it ends."""
    radius: Annotated[Length, Field(ge=50)]
    """Radius."""


class SpeedLimit(Strict):
    """A limit on a part of a line; it holds for every wagon, so until the tail has left it."""

    start: Length
    """Where it begins."""
    end: Length
    """Where it ends."""
    speed: Speed
    """Nothing runs faster."""


Profile = list[Slope] | SawTooth
Curves = list[Curve] | Resistance
