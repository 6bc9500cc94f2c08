"""What pulls a train and what holds it back, by the rules of traction calculation for 1520 mm lines.

Forces are in kN, masses in tonnes, speeds in m/s; a specific resistance is a fraction of the weight, so that 1 kgf a
tonne is 0.001 and equals a gradient of 1 per mille. Sources: rules of traction calculation for train operation (PTR,
Moscow 1985) for wagons; course texts on traction for locomotives, starting and curves.
"""

from dataclasses import dataclass

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.model.lines.traction import Locomotive

GRAVITY = 9.80665  # m/s2
ROTATING = 1.06  # mass that must be accelerated over mass: wheels and motors turn
LIGHT_AXLE = 6.0  # t; up to here the formula of empty wagons holds
WAGON = {"jointed": (0.1, 0.0025), "welded": (0.09, 0.002)}
EMPTY_WAGON = {"jointed": (0.044, 0.00024), "welded": (0.042, 0.00016)}
KGF_A_TONNE = 0.001
KM_H = 3.6


def wagon_resistance(axle_load: float, speed: Floats, rail: str) -> Floats:
    """Specific resistance of four-axle wagons on roller bearings on level, straight track (PTR 1985).

    0.7 + (3 + b v + c v2) / q kgf a tonne with v in km/h and q t an axle; at 6 t and less, 1 + b v + c v2.
    """
    v = speed * KM_H
    if axle_load <= LIGHT_AXLE:
        linear, square = EMPTY_WAGON[rail]
        return KGF_A_TONNE * (1.0 + linear * v + square * v**2)
    linear, square = WAGON[rail]
    return KGF_A_TONNE * (0.7 + (3.0 + linear * v + square * v**2) / axle_load)


def locomotive_resistance(coefficients: list[float], speed: Floats) -> Floats:
    """Specific resistance a + b v + c v2 kgf a tonne with v in km/h."""
    a, b, c = coefficients
    v = speed * KM_H
    specific: Floats = KGF_A_TONNE * (a + b * v + c * v**2)
    return specific


def starting_resistance(axle_load: float) -> float:
    """Specific resistance of a train on roller bearings as it starts from a stand: 28 / (q + 7) kgf a tonne."""
    return KGF_A_TONNE * 28.0 / (axle_load + 7.0)


def curve_resistance(radius: float) -> float:
    """Specific resistance of a curve: 700 / R kgf a tonne, R in metres."""
    return KGF_A_TONNE * 700.0 / radius


def tractive_effort(locomotive: Locomotive, speed: Floats) -> Floats:
    """Greatest force of one locomotive at the rail, kN, by its table or by its three numbers.

    From the starting force at a stand it falls evenly to the continuous force, at the speed where that takes the whole
    power; beyond, it is power over speed. Without a starting force it is the continuous force from the stand on.
    """
    if locomotive.effort:
        known, force = zip(*((point.speed, point.force) for point in locomotive.effort), strict=True)
        told: Floats = np.interp(speed, known, force, right=0.0)
        return told
    power, continuous = locomotive.power or 0.0, locomotive.force or 0.0
    corner = power / continuous
    more = (locomotive.starting_force or continuous) - continuous
    pull: Floats = power / np.maximum(speed, corner) + more * (1 - np.minimum(speed / corner, 1.0))
    return pull


@dataclass(frozen=True)
class Train:
    """A kind of train with what moves it."""

    name: str
    wagons: float  # t, with their load
    axle_load: float  # t
    locomotive: Locomotive
    locomotives: int
    length: float  # m, locomotives included
    braking: float  # m/s2
    speed: float  # m/s; it runs no faster wherever it is

    @property
    def mass(self) -> float:
        """Tonnes, locomotives included."""
        return self.wagons + self.locomotives * self.locomotive.mass

    @property
    def weight(self) -> float:
        """The same in kN."""
        return self.mass * GRAVITY

    @property
    def starting_force(self) -> float:
        """Force of all its locomotives with which it starts from a stand, kN."""
        own = self.locomotive.starting_force
        return self.locomotives * own if own else float(self.effort(np.zeros(1))[0])

    @property
    def starting_resistance(self) -> float:
        """Specific resistance on level track as it starts."""
        return starting_resistance(self.axle_load)

    def effort(self, speed: Floats) -> Floats:
        """Greatest force of all its locomotives, kN."""
        return self.locomotives * tractive_effort(self.locomotive, speed)

    def resistance(self, speed: Floats, rail: str) -> Floats:
        """Force that holds it back on level, straight track when it pulls, kN."""
        return self._resistance(self.locomotive.under_power, speed, rail)

    def coasting_resistance(self, speed: Floats, rail: str) -> Floats:
        """The same when it does not pull."""
        return self._resistance(self.locomotive.coasting, speed, rail)

    def level_acceleration(self, speed: Floats, rail: str) -> Floats:
        """Acceleration under full power on level, straight track, m/s2; below 0 where resistance is greater."""
        return (self.effort(speed) - self.resistance(speed, rail)) / (ROTATING * self.mass)

    def _resistance(self, coefficients: list[float], speed: Floats, rail: str) -> Floats:
        engines = self.locomotives * self.locomotive.mass * locomotive_resistance(coefficients, speed)
        back: Floats = GRAVITY * (self.wagons * wagon_resistance(self.axle_load, speed, rail) + engines)
        return back


def held_speed(train: Train, slope: float, rail: str) -> float:
    """Speed that a train holds under full power on a long gradient, m/s: where pull and resistance are equal.

    No more than the train's highest speed; 0 if it cannot hold its lowest continuous speed.
    """
    speeds = np.linspace(train.locomotive.lowest_speed, train.speed, 20_001)
    enough = train.effort(speeds) >= train.resistance(speeds, rail) + slope * train.weight
    return float(speeds[enough].max(initial=0.0))
