"""A train of constant acceleration and braking that drives up to signals which clear while it is on its way.

It goes as fast as it can and brakes so that it could stop before the next signal that has not cleared; when that clears
it gathers speed again from where it is. Metres, seconds, metres a second, exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

HARDLY = 1e-6  # metres by which rounding may put a train before or behind a place


@dataclass(frozen=True)
class Kinetics:
    """What a train can do."""

    speed: float
    acceleration: float
    braking: float


class Signal(NamedTuple):
    """A place that may not be passed before a time."""

    position: float
    clears: float


class Piece(NamedTuple):
    """A time of constant acceleration."""

    begins: float
    position: float
    speed: float
    acceleration: float
    lasts: float


def drive(train: Kinetics, start: float, goal: float, departs: float, signals: Sequence[Signal] = ()) -> list[Piece]:
    """The movement of the head from a stand at ``start`` to a stand at ``goal``, leaving at ``departs``."""
    now, position, speed = departs, start, 0.0
    pieces: list[Piece] = []
    while position < goal:
        shut = [signal for signal in signals if start < signal.position < goal and signal.clears > now]
        ahead = min((signal for signal in shut if signal.position >= position), default=Signal(goal, float("inf")))
        for piece in _to_a_stand(train, now, position, speed, ahead.position):
            lasts = min(piece.lasts, ahead.clears - now)
            pieces.append(piece._replace(lasts=lasts))
            now += lasts
            position += piece.speed * lasts + piece.acceleration * lasts**2 / 2
            speed = piece.speed + piece.acceleration * lasts
            if lasts < piece.lasts:
                break
        else:
            position, speed, now = ahead.position, 0.0, max(now, ahead.clears if shut else now)
    return pieces


def _to_a_stand(train: Kinetics, now: float, position: float, speed: float, stop: float) -> Iterator[Piece]:
    """Gathering speed, holding it and braking, to a stand at ``stop``."""
    gain, loss = train.acceleration, train.braking
    peak = sqrt((2 * gain * loss * (stop - position) + loss * speed**2) / (gain + loss))
    peak = max(speed, min(peak, train.speed))
    way = stop - position - (peak**2 - speed**2) / (2 * gain) - peak**2 / (2 * loss)
    for before, acceleration, lasts in (
        (speed, gain, (peak - speed) / gain),
        (peak, 0.0, max(0.0, way) / peak if peak else 0.0),
        (peak, -loss, peak / loss),
    ):
        yield Piece(now, position, before, acceleration, lasts)
        position += before * lasts + acceleration * lasts**2 / 2
        now += lasts


def passes(pieces: Sequence[Piece], position: float) -> float:
    """When the head leaves a position behind: where it stands there, when it starts again."""
    for piece in pieces:
        end = piece.position + piece.speed * piece.lasts + piece.acceleration * piece.lasts**2 / 2
        if position < end - HARDLY:
            return piece.begins + _time_to(piece, position - piece.position)
    return pieces[-1].begins + pieces[-1].lasts


def _time_to(piece: Piece, way: float) -> float:
    """Seconds in which a piece covers a way; 2 way / (v + end speed) is exact for every acceleration."""
    if way <= 0:
        return 0.0
    end = sqrt(max(0.0, piece.speed**2 + 2 * piece.acceleration * way))
    return 2 * way / (piece.speed + end)
