"""Customers that go round for ever: exact, against answers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.capacity.closed_network import mva
from corridorsim.errors import CorridorError

INF = float("inf")


def test_one_customer_never_waits() -> None:
    """A round takes 2 + 0.5 x 4 + 6 = 10; it is at a station for the share of the time that it needs there."""
    found = mva(1, [2, 4, 6], [1, 1, INF], [1, 0.5, 1])
    assert found.throughput.tolist() == pytest.approx([0.1, 0.05, 0.1])
    assert found.present.tolist() == pytest.approx([0.2, 0.2, 0.6])


def test_two_customers_at_two_equal_stations() -> None:
    """Of the states 2-0, 1-1, 0-2, equally likely, the first server works in two: 2/3 visits in a unit of time."""
    found = mva(2, [1, 1], [1, 1], [1, 1])
    assert found.throughput.tolist() == pytest.approx([2 / 3, 2 / 3])
    assert found.present.tolist() == pytest.approx([1, 1])


def test_two_machines_and_two_repairmen_never_wait_for_each_other() -> None:
    found = mva(2, [3, 1], [2, INF], [1, 1])
    assert found.stay.tolist() == pytest.approx([3, 1])
    assert found.throughput.tolist() == pytest.approx([0.5, 0.5])


def test_three_machines_and_two_repairmen() -> None:
    """Repair and work of mean 1; states by machines in repair, 0 to 3, weigh 1, 3, 3, 1.5 (rates 3/1, 2/2, 1/2)."""
    found = mva(3, [1, 1], [2, INF], [1, 1])
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
    found = mva(customers, service, servers, visits)
    assert found.present.sum() == pytest.approx(customers)
    assert all(found.throughput * service <= [min(units, customers) * (1 + 1e-9) for units in servers])
    assert all(found.stay >= [seconds * (1 - 1e-9) for seconds in service])


@pytest.mark.parametrize("wrong", [(0, [1], [1], [1]), (1, [-1], [1], [1]), (1, [1], [0], [1]), (1, [1], [1], [-1])])
def test_what_is_no_network_is_refused(wrong: tuple[int, list[float], list[float], list[float]]) -> None:
    with pytest.raises(CorridorError, match="a closed network must have a customer"):
        mva(*wrong)
