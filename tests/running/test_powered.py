"""Runs over one section: against a clock that ticks tenths of a second, and what must hold of every train."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridorsim.running.directed_lines import DirectedLine, columns_of
from corridorsim.running.motion import advance
from corridorsim.running.powered import stretches_of
from corridorsim.running.traction import GRAVITY, ROTATING, Train, held_speed
from line.trains import HEAVY, run, seconds, way, with_locomotive

HILLS = ((2000, 0.006), (5000, -0.006), (8000, 0.004), (14_000, 0.0))


def clocked(train: Train, over: DirectedLine, entry: float, stops: bool, tick: float = 0.1) -> float:
    """Seconds of a run told the plain way: tick by tick, forces as they are at the moment."""
    end = float(over.edges[-1])
    level = train.level_acceleration(np.arange(0, 40, 0.001), "jointed").tolist()  # at each mm/s
    hill = (over.slope(np.arange(end + 2), train.length) * GRAVITY / ROTATING).tolist()  # at each metre
    at, speed, clock = 0.0, entry, 0.0
    while at < end - 1e-3 and (speed > 0 or clock == 0 or not stops):
        gain = level[round(speed * 1000)] - hill[int(at)]
        ahead = min(speed + gain * tick, over.speed_limit)
        if stops:
            ahead = min(ahead, (2 * train.braking * max(end - at - speed * tick / 2, 0)) ** 0.5)
        at, speed, clock = at + (speed + ahead) / 2 * tick, ahead, clock + tick
    return clock


@pytest.mark.parametrize("slopes", [(), HILLS], ids=["level", "hills"])
def test_the_four_runs_agree_with_a_clock(slopes: tuple[tuple[float, float], ...]) -> None:
    """Start to stop is the time of passing and both losses; so are start to pass and pass to stop with one."""
    over = way(slopes)
    told = run(HEAVY, over)
    passing, start, stop, leaving = (
        float(np.ravel(each)[-1]) for each in (told.elapsed, told.start, told.stop, told.leaving)
    )
    assert passing == pytest.approx(clocked(HEAVY, over, leaving, stops=False), abs=2)
    assert passing + start == pytest.approx(clocked(HEAVY, over, 0.0, stops=False), abs=2.5)
    assert passing + stop == pytest.approx(clocked(HEAVY, over, leaving, stops=True), abs=2.5)
    assert passing + start + stop == pytest.approx(clocked(HEAVY, over, 0.0, stops=True), abs=2.5)


@pytest.mark.parametrize("slopes", [(), HILLS], ids=["level", "hills"])
def test_the_work_of_the_locomotive_is_the_energy_gained_and_lost(slopes: tuple[tuple[float, float], ...]) -> None:
    """From a stand under full power: force times way is kinetic and potential energy and the work of resistance."""
    over, train = way(slopes, limit=120 / 3.6), replace(HEAVY, wagons=2000)
    columns = columns_of([over], 100.0)
    squares = advance(stretches_of(columns, [train]), np.zeros(1))[:, 0]
    speed = np.sqrt(squares)
    assert speed.max() < 120 / 3.6
    middle = np.sqrt((squares[1:] + squares[:-1]) / 2)
    work = train.effort(middle).sum() * columns.cell[0]
    kinetic = 0.5 * ROTATING * train.mass * squares[-1]
    resistance = train.resistance(middle, "jointed").sum() * columns.cell[0]
    nodes = np.linspace(0, 25_000, 20_001)
    potential = train.weight * over.slope((nodes[1:] + nodes[:-1]) / 2, train.length).sum() * (nodes[1] - nodes[0])
    assert work == pytest.approx(kinetic + potential + resistance, rel=0.01)
    assert potential / train.weight == pytest.approx(4 * 6 if slopes else 0, abs=0.1)


def test_a_long_gradient_is_climbed_at_the_speed_that_is_held() -> None:
    told = run(HEAVY, way([(0.0, 0.006)]))
    held = held_speed(HEAVY, 0.006, "jointed")
    assert told.leaving[0, 0] == pytest.approx(held, rel=0.002)


def test_a_limit_holds_until_the_tail_has_left_it() -> None:
    """1 km at 40 km/h: braking from 80, 1,638 m at 40 and getting away again, as long as its train is."""
    level, slow = way(), way(limits=[(10_000, 11_000, 40 / 3.6)])
    lost = seconds(HEAVY, slow) - seconds(HEAVY, level)
    braking = (80 / 3.6 - 40 / 3.6) / 0.2 - (22.222**2 - 11.111**2) / 0.4 / 22.222
    fast, gained = 22.222, 0.0
    speeds = np.linspace(11.111, fast, 2001)
    middle = (speeds[1:] + speeds[:-1]) / 2
    for v in middle:
        gain = float(HEAVY.level_acceleration(np.array([v]), "jointed")[0])
        gained += (speeds[1] - speeds[0]) / gain * (1 - v / fast)
    assert lost == pytest.approx(braking + 1638 / 11.111 - 1638 / fast + gained, abs=8)
    short = replace(HEAVY, length=38.0)
    assert lost - (seconds(short, slow) - seconds(short, level)) == pytest.approx(600 / 11.111 - 600 / fast, abs=6)


def test_gradients_are_felt_as_their_mean_over_the_train() -> None:
    """Halfway onto a slope of 8 per mille a train feels 4."""
    hill = way([(10_000, 0.008)])
    assert hill.slope(np.array([9_000, 10_319, 12_000.0]), 638.0) == pytest.approx([0, 0.004, 0.008])


# trains that cannot


def test_a_train_that_cannot_climb_is_told_the_place_and_the_missing_force() -> None:
    """On 12 per mille at 24.5 km/h: 3,538 t x 12 and 3,925 kgf of resistance are 455 kN; there are 427."""
    said = run(HEAVY, way([(5000, 0.012)])).failures[0, 0]
    at = float(said.split(" cannot climb at ")[1].split()[0])
    assert 5 < at < 10
    assert said.startswith('lines.line: "heavy" cannot climb at ')
    assert said.endswith(
        "km (A - B): at 24.5 km/h it needs 455 kN and has 427 kN, 28 kN too little; "
        "give it another `locomotive`, less load, or `locomotives: 2`"
    )
    assert not run(replace(HEAVY, locomotives=2), way([(5000, 0.012)])).failures


def test_inertia_carries_a_train_over_a_short_climb() -> None:
    short = way([(5000, 0.012), (7000, 0.0)])
    assert not run(HEAVY, short).failures


def test_a_train_that_starts_may_crawl_up_a_climb_but_not_beyond_the_section() -> None:
    """On 12 per mille it starts (534 kN) and is held at some 18 km/h; who passes the 2.5 km does so by inertia."""
    assert not run(HEAVY, way([(0.0, 0.012), (2500, 0.0)])).failures
    assert "cannot climb at 2.5 km" in run(HEAVY, way([(0.0, 0.012)], length=2600)).failures[0, 0]


def test_a_train_that_has_started_and_comes_to_a_stand_is_told_where() -> None:
    """800 m of 30 per mille are passed by inertia at 80 km/h, and not at the 50 reached in 1,500 m from a stand."""
    steep = way([(1500, 0.03), (2300, -0.03), (3100, 0.0)])
    columns = columns_of([steep], 100.0)
    squares = advance(stretches_of(columns, [HEAVY]), np.array([(80 / 3.6) ** 2]))
    assert np.sqrt(squares.min()) * 3.6 > 24.5
    told = run(HEAVY, steep)
    assert "at 24.5 km/h it needs" in told.failures[0, 0]
    assert 1.5 < float(told.failures[0, 0].split(" at ")[1].split()[0]) < 2.9


def test_a_limit_below_the_lowest_continuous_speed_is_no_climb_that_fails() -> None:
    told = run(HEAVY, way([(0.0, 0.006)], limits=[(10_000, 11_000, 15 / 3.6)]))
    assert not told.failures


def test_a_train_that_cannot_start_is_told_so() -> None:
    """On 16 per mille: (16 + 28 / 26.1) kgf a tonne of 3,538 t are 592 kN; there are 534."""
    hill = replace(
        way([(0.0, 0.016), (1500, 0.0)]),
        known_at=np.array([-2000.0, 1500.0, 25_000.0]),
        climbed=np.array([0.0, 56.0, 56.0]),
    )
    said = run(HEAVY, hill).failures[0, 0]
    assert said.startswith('lines.line: "heavy" cannot start at 0.0 km (A - B): at 0 km/h it needs 592 kN and has 534')
    assert "58 kN too little" in said


# what must hold of every train

masses = st.floats(500, 4000)
gradients = st.lists(st.floats(-0.006, 0.006), min_size=8, max_size=8)


def hilly(steep: list[float], **keys: float) -> DirectedLine:
    return way([(3000.0 * n, slope) for n, slope in enumerate(steep)], 24_000, **keys)


@settings(max_examples=25, deadline=None)
@given(masses, gradients, st.floats(1.05, 3))
def test_more_power_is_never_slower(mass: float, steep: list[float], more: float) -> None:
    train = replace(HEAVY, wagons=mass)
    strong = with_locomotive(train, power=2906 * more, force=427 * more, starting_force=534 * more)
    weak_run, strong_run = run(train, hilly(steep)), run(strong, hilly(steep))
    assert strong_run.elapsed[-1, 0, 0] <= weak_run.elapsed[-1, 0, 0] + 0.01
    assert (strong_run.elapsed[-1] + strong_run.start)[0, 0] <= (weak_run.elapsed[-1] + weak_run.start)[0, 0] + 0.01


@settings(max_examples=25, deadline=None)
@given(masses, gradients, st.floats(1.05, 1.5))
def test_more_mass_is_never_faster(mass: float, steep: list[float], more: float) -> None:
    assert (
        seconds(replace(HEAVY, wagons=mass), hilly(steep))
        <= seconds(replace(HEAVY, wagons=mass * more), hilly(steep)) + 0.01
    )


@settings(max_examples=25, deadline=None)
@given(masses, gradients, st.floats(30, 80), st.floats(0, 20_000), st.floats(100, 4000), st.floats(15, 79))
def test_a_lower_limit_is_never_faster(
    mass: float, steep: list[float], limit: float, start: float, length: float, lower: float
) -> None:
    train = replace(HEAVY, wagons=mass)
    free, slower = hilly(steep), hilly(steep, limit=limit / 3.6)
    assert seconds(train, free) <= seconds(train, slower) + 0.01
    assert (
        seconds(train, slower)
        <= seconds(train, replace(slower, limits=np.array([[start, start + length, lower / 3.6]]))) + 0.01
    )
