"""Customers that go round for ever: exact, against answers worked out by hand."""

import math
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.errors import CorridorError
from corridorsim.formulas.closed_network import circulate

INF = float("inf")


BOLCH = [0.5, 0.6, 0.8, 1], [2, 1, 1, INF], [1, 0.5, 0.5, 1]  # example 8.4


def rounds_by_buzen(
    customers: int, service: Sequence[float], servers: Sequence[float], visits: Sequence[float]
) -> float:
    """Rounds in a unit of time, in whole fractions, straight from the weights of all states."""
    whole = [Fraction(1)] + [Fraction(0)] * customers
    for seconds, units, ratio in zip(service, servers, visits, strict=True):
        weight = [Fraction(1)]
        for number in range(1, customers + 1):
            weight.append(weight[-1] * Fraction(seconds) * Fraction(ratio) / int(min(number, units)))
        whole = [sum(whole[k] * weight[n - k] for k in range(n + 1)) for n in range(customers + 1)]
    return float(whole[customers - 1] / whole[customers])


@pytest.mark.parametrize(
    ("customers", "rounds"), [(1, 0.454545), (2, 0.864440), (3, 1.217461), (6, 1.927542), (10, 2.314747)]
)
def test_the_published_network_with_any_number_of_customers(customers: int, rounds: float) -> None:
    found = circulate(customers, *BOLCH)
    assert found.throughput[0] == pytest.approx(rounds, abs=1e-6)
    assert found.throughput[0] == pytest.approx(rounds_by_buzen(customers, *BOLCH))


@pytest.mark.parametrize("servers", [[20, 20, 20], [5, INF, 3], [20, 10, 1]])
def test_many_customers_and_servers_lose_no_digits(servers: list[float]) -> None:
    """Mean value analysis gives -4.0, -7.5 and 3.337 rounds here."""
    network = [1, 2, 0.3], servers, [1, 1, 1]
    found = circulate(100, *network)
    assert found.throughput[0] == pytest.approx(rounds_by_buzen(100, *network))
    assert found.present.sum() == pytest.approx(100)


def test_where_nobody_comes_nobody_stays() -> None:
    found = circulate(3, [1, 2], [1, 1], [1, 0])
    assert found.present.tolist() == pytest.approx([3, 0])
    assert found.throughput.tolist() == pytest.approx([1, 0])
    assert math.isnan(found.stay[1])


def test_one_customer_never_waits() -> None:
    """A round takes 2 + 0.5 x 4 + 6 = 10; it is at a station for the share of the time that it needs there."""
    found = circulate(1, [2, 4, 6], [1, 1, INF], [1, 0.5, 1])
    assert found.throughput.tolist() == pytest.approx([0.1, 0.05, 0.1])
    assert found.present.tolist() == pytest.approx([0.2, 0.2, 0.6])


def test_two_customers_at_two_equal_stations() -> None:
    """Of the states 2-0, 1-1, 0-2, equally likely, the first server works in two: 2/3 visits in a unit of time."""
    found = circulate(2, [1, 1], [1, 1], [1, 1])
    assert found.throughput.tolist() == pytest.approx([2 / 3, 2 / 3])
    assert found.present.tolist() == pytest.approx([1, 1])


def test_two_machines_and_two_repairmen_never_wait_for_each_other() -> None:
    found = circulate(2, [3, 1], [2, INF], [1, 1])
    assert found.stay.tolist() == pytest.approx([3, 1])
    assert found.throughput.tolist() == pytest.approx([0.5, 0.5])


def test_three_machines_and_two_repairmen() -> None:
    """Repair and work of mean 1; states by machines in repair, 0 to 3, weigh 1, 3, 3, 1.5 (rates 3/1, 2/2, 1/2)."""
    found = circulate(3, [1, 1], [2, INF], [1, 1])
    assert found.present[0] == pytest.approx((3 + 2 * 3 + 3 * 1.5) / 8.5)
    assert found.throughput[0] == pytest.approx((3 + 2 * 3 + 2 * 1.5) / 8.5)


@given(
    st.integers(1, 8),
    st.lists(st.tuples(st.floats(0.1, 5), st.sampled_from([1, 2, 3, INF]), st.floats(0.1, 2)), min_size=1, max_size=4),
)
def test_customers_are_neither_lost_nor_made_and_nobody_works_more_than_always(
    customers: int, stations: list[tuple[float, float, float]]
) -> None:
    service, servers, visits = (list(column) for column in zip(*stations, strict=True))
    found = circulate(customers, service, servers, visits)
    assert found.present.sum() == pytest.approx(customers)
    assert all(found.throughput * service <= [min(units, customers) * (1 + 1e-9) for units in servers])
    assert all(found.stay >= [seconds * (1 - 1e-9) for seconds in service])


@pytest.mark.parametrize(
    "wrong", [(0, [1], [1], [1]), (1, [0], [1], [1]), (1, [-1], [1], [1]), (1, [1], [0], [1]), (1, [1], [1], [-1])]
)
def test_what_is_no_network_is_refused(wrong: tuple[int, list[float], list[float], list[float]]) -> None:
    with pytest.raises(CorridorError, match="a closed network must have a customer"):
        circulate(*wrong)
