"""A stage as a queue: the formulas by hand, against each other, and against the engine where they hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim import Builder, Step, run
from corridorsim.formulas import mmc
from corridorsim.formulas.border import (
    chance_to_wait,
    mean_wait,
    shift_wait,
    trains_a_day,
    use,
    wait_in_shifts,
)

DAY, HOUR = 86_400, 3600


def test_two_fronts_of_two_hours_carry_24_trains_a_day() -> None:
    assert trains_a_day(2, 2 * HOUR) == 24


def test_what_others_take_is_not_there_for_a_direction() -> None:
    """Ten trains of an hour leave 14 hours of a lane's day."""
    assert trains_a_day(1, 2 * HOUR, others=10 * HOUR) == 7
    assert trains_a_day(1, 2 * HOUR, others=30 * HOUR) == 0


def test_an_agreed_number_is_as_many_servers_of_24_hours() -> None:
    assert trains_a_day(14, DAY) == 14


def test_where_nothing_is_worked_there_is_no_limit() -> None:
    assert trains_a_day(1, 0) == np.inf


def test_use_is_the_work_over_the_open_time() -> None:
    """12 trains of an hour on one server that is open for 16 hours."""
    assert use(12 / DAY, HOUR, 1, open_share=16 / 24) == pytest.approx(0.75)
    assert use(0, HOUR, 0) == 0


@given(st.floats(0.05, 0.98), st.integers(1, 30))
def test_random_arrivals_and_work_wait_as_in_mmc(rho: float, servers: int) -> None:
    queue = mmc(rho * servers, 1, servers)
    assert mean_wait(rho * servers, 1, servers) == pytest.approx(queue.wait, rel=1e-9)
    assert chance_to_wait(rho * servers, servers) * rho / (1 - rho) == pytest.approx(queue.waiting, rel=1e-9)


def test_what_never_varies_waits_half_as_long() -> None:
    """M/D/1 at use 0.8: rho work / (2 (1 - rho)) = 2 times the work."""
    assert mean_wait(0.8, 1, 1, work_variation=0) == pytest.approx(2)
    assert mean_wait(0.8, 1, 1, arrival_variation=0, work_variation=0) == 0


def test_a_stage_that_cannot_keep_up_waits_without_end() -> None:
    assert mean_wait([1, 2, 0], 1, [1, 1, 0]).tolist() == [np.inf, np.inf, np.inf]
    assert shift_wait(10 / DAY, HOUR, 1, 8 * HOUR) == np.inf


def test_many_stages_are_told_at_once_as_each_alone() -> None:
    rate, work, servers = np.array([[2.0], [5.0]]) / DAY, np.array([1.0, 3.0, 4.0]) * HOUR, np.array([1, 2, 3])
    told = mean_wait(rate, work, servers, 0.7, 0.3)
    assert told.shape == (2, 3)
    alone = [[float(mean_wait(r, w, s, 0.7, 0.3)) for w, s in zip(work, servers, strict=True)] for r in rate.ravel()]
    assert told == pytest.approx(np.array(alone))


def test_a_stage_closed_for_two_days_of_seven_makes_a_rare_train_wait_so_long_squared() -> None:
    """Two of seven days come while it is closed, and wait one day on average: 2 / 7 of a day."""
    assert shift_wait(1e-9, 60, 1, 5 * DAY, 7 * DAY) == pytest.approx(2 / 7 * DAY)
    assert wait_in_shifts(1e-9, 60, 1, 5 * DAY, cycle=7 * DAY) == pytest.approx(2 / 7 * DAY, rel=0.01)


def test_a_stage_open_half_the_day_makes_a_rare_train_wait_three_hours() -> None:
    """Half of them come while it is closed and wait six hours on average."""
    assert shift_wait(1e-9, 60, 1, 12 * HOUR) == pytest.approx(3 * HOUR)
    assert shift_wait(1 / DAY, HOUR, 1, DAY) == 0


# the engine


def simulated(
    seed: int, ready: np.ndarray, work: np.ndarray, servers: int, closed: tuple[int, int] | None = None
) -> float:
    """Mean wait at one stage, in seconds; ``closed`` names the hours of each day at which it is closed."""
    builder = Builder()
    builder.resource("stage", servers)
    builder.itinerary("train", [Step("work", ["stage"]), Step("end", puts=["stage"])])
    durations = np.column_stack((work, np.zeros_like(work)))
    count, until = len(ready), int(ready[-1]) + 400 * DAY
    names, zero = [f"T{n}" for n in range(count)], np.zeros(count, np.int64)
    builder.trains(names, "train", ready, zero + 1, durations, np.zeros_like(durations))
    if closed:
        builder.itinerary("closing", [Step("close", ["stage"]), Step("open", puts=["stage"])])
        days = np.repeat(np.arange(int(ready[-1]) // DAY + 2), servers) * DAY
        reopens = np.column_stack((np.zeros_like(days), days + closed[1] * HOUR))
        hours = [f"closing {n}" for n in range(len(days))]
        begin = days + closed[0] * HOUR
        builder.trains(hours, "closing", begin, np.zeros_like(days), np.zeros_like(reopens), reopens)
    program, _ = builder.build(until)
    outcome = run(program)
    first = program.operation_first[:count]
    assert (outcome.started[first] >= 0).all()
    wait = (outcome.started - outcome.ready)[first]
    return float(wait[count // 20 :].mean())


def arrivals(random: np.random.Generator, rate: float, count: int) -> np.ndarray:
    return np.cumsum(random.exponential(1 / rate, count)).astype(np.int64)


def agrees(waits: list[float], formula: float, within: float = 0.0) -> bool:
    """Whether a formula lies within four standard errors of the simulated mean, or so far (a share) beyond them."""
    error = float(np.std(waits, ddof=1)) / np.sqrt(len(waits))
    assert error < 0.1 * np.mean(waits)
    return bool(abs(np.mean(waits) - formula) <= 4 * error + within * formula)


def lognormal(random: np.random.Generator, mean: float, variation: float, count: int) -> np.ndarray:
    spread = np.log(1 + variation**2)
    return random.lognormal(np.log(mean) - spread / 2, np.sqrt(spread), count).astype(np.int64)


@pytest.mark.parametrize(
    ("servers", "per_day", "variation", "within"), [(1, 7, 0.5, 0), (7, 65, 1.0, 0.02), (7, 65, 0.5, 0.06)]
)
def test_a_stage_with_random_arrivals_waits_as_the_formula_says(
    servers: int, per_day: float, variation: float, within: float
) -> None:
    """One server: the formula is exact. For more it is exact for exponential work only; then 6 % are allowed."""
    waits = []
    for seed in range(10):
        random = np.random.default_rng(seed)
        if variation == 1:
            work = random.exponential(2 * HOUR, 40_000).astype(np.int64)
        else:
            work = lognormal(random, 2 * HOUR, variation, 40_000)
        waits.append(simulated(seed, arrivals(random, per_day / DAY, 40_000), work, servers))
    formula = mean_wait(per_day / DAY, 2 * HOUR, servers, 1, variation**2)
    assert agrees(waits, float(formula), within)


def test_trains_that_come_evenly_wait_for_the_opening_as_the_formula_says() -> None:
    """One every 47 minutes round the clock, half an hour of work, open from 08:00 to 24:00.

    At midnight the stage works 30 of 47 minutes, and what it has begun lasts 15 minutes more on average.
    """
    ready = np.arange(1, 20_000) * 47 * 60
    wait = simulated(0, ready, np.full(len(ready), 1800), 1, closed=(0, 8))
    open_time = 16 * HOUR + 30 / 47 * 900
    assert wait == pytest.approx(float(shift_wait(1 / (47 * 60), 1800, 1, open_time)), rel=0.03)


@pytest.mark.parametrize(("per_day", "servers"), [(12, 2), (3, 1), (30, 6)])
def test_a_random_stage_with_opening_hours_waits_about_as_the_formula_says(per_day: float, servers: int) -> None:
    """Two hours of work, open for 16 hours. An approximation that says up to a fifth too much."""
    waits = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        work = lognormal(random, 2 * HOUR, 0.5, 20_000)
        waits.append(simulated(seed, arrivals(random, per_day / DAY, 20_000), work, servers, closed=(0, 8)))
    formula = float(wait_in_shifts(per_day / DAY, 2 * HOUR, servers, 16 * HOUR, 1, 0.25))
    assert 0.95 <= formula / np.mean(waits) <= 1.2


def test_of_ten_million_servers_one_is_always_free() -> None:
    """As many as the room that a loading stop counts; worked out at once, not server by server."""
    assert chance_to_wait([0.5, 0.5], [1, 10_000_000]).tolist() == [0.5, 0.0]
