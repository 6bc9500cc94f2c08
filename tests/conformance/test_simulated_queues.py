"""Queues run by the engine come to what is known of them exactly."""

from itertools import product

import numpy as np

from corridorsim.conformance.simulated_queues import round_rate, run_with_loss
from corridorsim.formulas import mmck

BOLCH = [0.5, 0.6, 0.8, 1], [2, 1, 1, float("inf")], [1, 0.5, 0.5, 1]
DICE = [1, 1, 1], [1, 1, 1], [1, 1, 1]


def standard_errors_off(runs: list[float], exact: float) -> float:
    return float(abs(np.mean(runs) - exact) / (np.std(runs, ddof=1) / np.sqrt(len(runs))))


def test_who_has_been_served_frees_its_server_at_once() -> None:
    """6 customers make 1.928 rounds; they would make 1.772 if each kept its server until the next is free."""
    runs = [round_rate(seed, 6, *BOLCH, rounds=1200) for seed in range(4)]
    assert standard_errors_off(runs, 1.927542) < 4
    assert min(runs) > 1.85


def test_one_customer_never_waits() -> None:
    """A round takes 0.5 + 0.5 x 0.6 + 0.5 x 0.8 + 1 = 2.2."""
    assert standard_errors_off([round_rate(seed, 1, *BOLCH, rounds=1200) for seed in range(4)], 1 / 2.2) < 4


def test_three_customers_at_three_equal_stations() -> None:
    """Ten equally likely states, of which the first station is empty in four: 0.6 rounds."""
    states = [state for state in product(range(4), repeat=3) if sum(state) == 3]
    exact = sum(state[0] > 0 for state in states) / len(states)
    assert exact == 0.6
    runs = [round_rate(seed, 3, *DICE, rounds=800) for seed in range(6)]
    assert standard_errors_off(runs, exact) < 4


def test_who_finds_no_room_is_refused_at_once_and_nobody_else() -> None:
    """One server and no place to wait: of arrivals at the rate of service a half is refused, and nobody waits."""
    runs = [run_with_loss(seed, arrivals=1, service=1, servers=1, room=1, count=2000) for seed in range(4)]
    assert standard_errors_off([each.refused for each in runs], 0.5) < 4
    assert [each.wait for each in runs] == [0, 0, 0, 0]


def test_with_room_to_wait_fewer_are_refused_and_those_let_in_wait() -> None:
    exact = mmck(3, 2, 2, 5)
    runs = [run_with_loss(seed, 3, 2, 2, room=5, count=2000) for seed in range(5)]
    assert standard_errors_off([each.refused for each in runs], exact.refused) < 4
    assert standard_errors_off([each.wait for each in runs], exact.wait) < 4
