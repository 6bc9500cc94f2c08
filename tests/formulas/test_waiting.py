"""Queueing estimates against what is known: no load, full load, the textbook queues, and trains sent at random."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim import Builder, Step
from corridorsim import run as run_program
from corridorsim.errors import CorridorError
from corridorsim.formulas.queueing import mmc
from corridorsim.formulas.waiting import (
    greatest_load,
    line_wait,
    mixed_service,
    section_load,
    section_wait,
    server_wait,
    transit_times,
)

LOADS = np.array([0.1, 0.5, 0.9])


def test_random_arrivals_and_service_are_the_queue_m_m_1() -> None:
    exact = [mmc(load, 1.0, 1).wait for load in LOADS.tolist()]
    assert server_wait(LOADS, 1.0, 1.0, 1.0) == pytest.approx(exact, rel=1e-12)


def test_random_arrivals_and_equal_services_wait_half_as_long() -> None:
    """M/D/1: load / (2 (1 - load)) services; at 0.5 half a service of 600 s."""
    assert server_wait(0.5, 600.0, 1.0, 0.0) == 300
    assert server_wait(LOADS, 1.0, 1.0, 0.0) == pytest.approx(LOADS / (1 - LOADS) / 2, rel=1e-12)


def test_nobody_waits_without_load_and_everybody_for_ever_at_capacity() -> None:
    for arrivals in (0.0, 0.5, 1.0, 2.0):
        wait = server_wait([0.0, 0.999999, 1.0, 1.5], 600.0, arrivals, 0.5)
        assert wait[0] == 0
        assert wait[1] > 1e7
        assert np.isinf(wait[2:]).all()


def test_equal_services_at_equal_intervals_never_wait() -> None:
    assert server_wait(LOADS, 600.0, 0.0, 0.0).tolist() == [0, 0, 0]


def test_regular_arrivals_and_random_service_are_near_the_queue_d_m_1() -> None:
    """D/M/1 is exact: s = exp(-(1 - s) / load) and the wait s / (1 - s); within 10 % from a load of 0.5 on."""
    for load in (0.5, 0.7, 0.9):
        s = 0.5
        for _ in range(500):
            s = np.exp(-(1 - s) / load)
        assert server_wait(load, 1.0, 0.0, 1.0) == pytest.approx(s / (1 - s), rel=0.1)


def test_service_of_a_mixed_section_is_the_headway_of_what_follows_at_random() -> None:
    """Half and half, headways 5, 9, 3, 7: mean 6, squares 41, so the variation is sqrt(5) / 6."""
    service = mixed_service([[5.0, 9.0], [3.0, 7.0]], [0.5, 0.5])
    assert service.mean == 6
    assert service.variation == pytest.approx(np.sqrt(5) / 6)


def test_equal_headways_give_m_d_1_whatever_the_types() -> None:
    rates, headways = np.array([0.2, 0.3]), np.ones((2, 2, 1))
    assert section_load(rates, headways) == pytest.approx([0.5])
    assert section_wait(rates, headways) == pytest.approx(np.full((2, 1), 0.5))


def test_the_mean_over_types_is_the_formula_of_pollaczek_and_khinchine() -> None:
    rates, headways = np.array([0.02, 0.03]), np.array([[5.0, 9.0], [3.0, 7.0]])
    share = rates / rates.sum()
    service = mixed_service(headways, share)
    wait = share @ section_wait(rates, headways[..., None])[:, 0]
    assert wait == pytest.approx(server_wait(rates.sum() * service.mean, service.mean, 1.0, service.variation))


def test_a_section_without_trains_has_no_load_and_one_beyond_capacity_no_end() -> None:
    headways = np.ones((2, 2, 1))
    assert section_load([0.0, 0.0], headways).tolist() == [0]
    assert section_wait([0.0, 0.0], headways, 60.0).tolist() == [[0], [0]]
    assert np.isinf(section_wait([0.5, 0.5], headways)).all()


def test_a_train_that_waits_loses_its_start_and_stop_too() -> None:
    """Of two equal streams of 1 in 40 s and headways of 10 s, half the time is taken: 5 s and half of 3 s more."""
    wait = section_wait([0.025, 0.025], np.full((2, 2, 1), 10.0), restart=3.0)
    assert wait == pytest.approx(np.full((2, 1), 6.5))


def test_loads_in_front_broadcast() -> None:
    rates = np.array([0.01, 0.02, 0.04])[:, None] * np.ones(2)
    headways = np.full((2, 2, 3), 10.0)
    wait = section_wait(rates, headways)
    assert wait.shape == (3, 2, 3)
    assert (np.diff(wait, axis=0) > 0).all()


def test_waits_at_the_entry_are_for_all_trains_and_further_on_for_opposing_ones() -> None:
    """Three equal sections, two equal directions: at the entry all that M/D/1 waits, at each other section half."""
    line = line_wait([0.025, 0.025], np.full((2, 2, 3), 10.0), [True, False])
    assert line.entry == pytest.approx([5, 5])
    assert line.stations == pytest.approx([5, 5])


def test_trains_enter_at_opposite_ends() -> None:
    """Only the last section holds trains up, 10 s behind each: backward trains at the entry, forward ones later."""
    headways = np.zeros((2, 2, 3))
    headways[..., 2] = 10.0
    line = line_wait([0.025, 0.025], headways, [True, False])
    assert line.entry == pytest.approx([0, 5])
    assert line.stations == pytest.approx([5, 0])


def test_followers_wait_again_only_where_the_section_is_slower_than_those_before() -> None:
    """1 train in 100 s, headways of 6, 10, 8 and 10 s: squares of 36 at the entry and 64 more at the second."""
    line = line_wait([0.01], np.array([[[6.0, 10, 8, 10]]]), [True], restart=2.0)
    assert line.entry == pytest.approx([0.01 * 36 / 2 / 0.94 + 0.06 * 2])
    assert line.stations == pytest.approx([0.01 * 64 / 2 / 0.90 + 0.10 * 2])


def test_on_one_track_of_a_double_line_nobody_is_met() -> None:
    line = line_wait([0.02], np.full((1, 1, 4), 10.0), [True])
    assert line.stations.tolist() == [0]
    assert line.entry == pytest.approx([0.2 / 0.8 * 5])


def sent_at_random(seed: int, load: float, headways: np.ndarray, trains: int) -> float:
    """Mean wait of trains of two types, half and half, first come first served: each behind the one before."""
    draw = np.random.default_rng(seed)
    mean = headways.mean()
    due = np.cumsum(draw.exponential(mean / load, trains))
    kind = draw.integers(0, 2, trains)
    behind = headways[kind[:-1], kind[1:]]
    entered = due.copy()
    for train in range(1, trains):
        entered[train] = max(due[train], entered[train - 1] + behind[train - 1])
    return float((entered - due).mean())


@pytest.mark.parametrize("load", [0.2, 0.5, 0.7])
def test_trains_sent_at_random_over_a_single_track_wait_as_estimated(load: float) -> None:
    """Followers 8 min behind, opposing trains 24: within 10 % of 200,000 trains' mean."""
    headways = np.array([[8.0, 24.0], [24.0, 8.0]])
    rate = load / headways.mean() / 2
    wait = section_wait([rate, rate], headways[..., None])[:, 0].mean()
    assert sent_at_random(1, load, headways, 200_000) == pytest.approx(wait, rel=0.10)


def simulated(load: float, run: np.ndarray) -> tuple[float, float]:
    """Mean waits of 20,000 trains a direction, at the entry and later: sections for one train, loops for any number."""
    ends = range(len(run)), range(len(run) - 1, -1, -1)
    builder = Builder()
    for section in ends[0]:
        builder.resource(str(section), 1)
    trains, draw = 20_000, np.random.default_rng(1)
    for way, order in zip("fb", ends, strict=True):
        steps = [(Step("run", [str(s)]), Step("arrive", puts=[str(s)])) for s in order]
        builder.itinerary(way, [step for pair in steps for step in pair])
        ready = np.cumsum(draw.exponential(2 * run.max() / load, trains)).astype(np.int64)
        seconds = np.tile(np.stack((run[list(order)], 0 * run), axis=1).ravel(), (trains, 1))
        names = [f"{way}{n}" for n in range(trains)]
        builder.trains(names, way, ready, np.zeros(trains, np.int64), seconds, np.zeros_like(seconds))
    outcome = run_program(builder.build(until=2**31 - 1)[0])
    waits = (outcome.started - outcome.ready).reshape(2, trains, len(run), 2)[:, 1000:18_000, :, 0].mean(axis=(0, 1))
    return float(waits[0]), float(waits[1:].sum())


@pytest.mark.parametrize("run", [[1000] * 6, [700, 1000, 500, 900, 600, 800]])
@pytest.mark.parametrize(("load", "low", "high"), [(0.1, 0.95, 1.05), (0.2, 0.95, 1.10), (0.4, 0.95, 1.15)])
def test_a_single_line_waits_as_estimated(run: list[int], load: float, low: float, high: float) -> None:
    """The engine runs the line with endless loops; the estimate is of its waits, and grows too high with the load."""
    rate = load / max(run) / 2
    line = line_wait([rate, rate], np.broadcast_to(np.array(run, float), (2, 2, 6)), [True, False])
    entry, stations = simulated(load, np.array(run, np.int64))
    assert low < line.entry.mean() / entry < high
    assert low < line.stations.mean() / stations < high


def test_petersens_trains_meet_more_trains_the_longer_they_take() -> None:
    """Free 10 h, an opposing train every 5 h, 15 min lost at each: t = 10 + 0.25 x 2 t / 5, t = 100 / 9."""
    delay = np.array([[0.0, 0.25], [0.25, 0.0]])
    assert transit_times([10.0, 10.0], [0.2, 0.2], delay) == pytest.approx(np.full(2, 100 / 9))
    assert transit_times([10.0, 12.0], [0.0, 0.0], delay).tolist() == [10, 12]


def test_petersens_formula_solves_its_own_equations_for_many_cases() -> None:
    free, rates = np.array([10.0, 8.0, 12.0]), np.array([[0.1, 0.05, 0.1], [0.2, 0.1, 0.05]])
    delay = np.array([[0.0, 0.0, 0.3], [0.0, 0.0, 0.1], [0.2, 0.5, 0.0]])
    times = transit_times(free, rates, delay)
    met = rates[:, None, :] * (times[:, :, None] + times[:, None, :])
    assert times == pytest.approx(free + (met * delay).sum(axis=-1))


def test_petersens_formula_says_where_it_ends() -> None:
    with pytest.raises(CorridorError, match="low load only"):
        transit_times([10.0, 10.0], [3.0, 3.0], [[0.0, 0.25], [0.25, 0.0]])


def test_the_load_at_which_the_wait_reaches_its_limit() -> None:
    """M/D/1 with a service of 1: a wait of w is reached at a load of 2 w / (1 + 2 w)."""
    limit = np.array([0.25, 0.5, 4.5])
    assert greatest_load(lambda load: server_wait(load, 1.0, 1.0, 0.0), limit) == pytest.approx([1 / 3, 1 / 2, 0.9])


@given(st.floats(0, 0.98), st.floats(0.001, 0.019), st.floats(0, 2), st.floats(0, 2))
def test_waiting_grows_with_the_load(load: float, more: float, arrivals: float, service: float) -> None:
    less, greater = server_wait([load, load + more], 1.0, arrivals, service)
    assert 0 <= less <= greater
