"""What limits over many replications: named by most, with the means of all."""

from dataclasses import replace

import numpy as np
import pytest

from corridorsim.itineraries.stages import FRONTS
from corridorsim.measures.bottleneck import Bottleneck
from corridorsim.measures.numbers import BACKLOG, BACKLOG_AT_START, Number, Numbers, Route
from corridorsim.study.limit import LimitingStage, find_limit

ROUTE = Route("Gate", "HERE->THERE")


def named(resource: str, at_limit: bool = True) -> Bottleneck:
    return Bottleneck(resource, FRONTS, 1.0, 1.0, ROUTE, f"key of {resource}", at_limit, 0.0, 0, 0)


def table(fronts: list[float], lane: float) -> dict[str, np.ndarray]:
    return {
        "stage": np.array(["fronts"] * len(fronts) + ["lane"]),
        "change": np.array(["key of fronts"] * len(fronts) + ["key of lane"]),
        "work_share": np.array([*fronts, lane]), "occupied_share": np.array([*fronts, lane]),
    }  # fmt: skip


def limit(*resources: str) -> LimitingStage:
    """Three replications: the queue goes from 80, 85 and 82 to 78, 79 and 81."""
    tables = [table([0.9, 0.2], 0.8), table([0.7, 0.8], 0.9), table([0.7, 0.6], 0.85)]
    numbers = [
        Numbers({Number(BACKLOG_AT_START, ROUTE): float(begin), Number(BACKLOG, ROUTE): float(end)})
        for begin, end in ((80, 78), (85, 79), (82, 81))
    ]
    found = find_limit(
        [named(each) for each in resources], tables, [{ROUTE: 100.0}, {ROUTE: 200.0}, {ROUTE: 300.0}], numbers
    )
    assert found is not None
    return found


def test_the_stage_that_most_replications_name_is_told_with_how_many_do() -> None:
    found = limit("fronts", "lane", "fronts")
    assert (found.resource, found.key, found.named, found.replications) == ("fronts", "key of fronts", 2, 3)


def test_its_numbers_are_means_over_all_replications_also_those_that_name_another() -> None:
    found = limit("fronts", "lane", "fronts")
    assert found.use.mean == pytest.approx((0.9 + 0.8 + 0.7) / 3)  # of its resources the one used most
    assert found.use.high <= 1
    assert found.waiting.mean == 200
    assert (found.at_begin.mean, found.at_end.mean) == (pytest.approx(247 / 3), pytest.approx(238 / 3))


def test_the_growth_of_its_queue_is_paired() -> None:
    """-2, -6 and -1: -3 on the mean, and no clear change."""
    found = limit("fronts", "fronts", "fronts")
    assert found.growth.mean == -3
    assert found.growth.low < 0 < found.growth.high


def test_a_stage_of_the_same_name_elsewhere_counts_for_itself() -> None:
    """Two stages "lane", told apart by the keys that change them."""
    both = table([0.4], 0.8) | {"stage": np.array(["lane", "lane"])}
    found = find_limit([named("lane")], [both], [{ROUTE: 100.0}], [Numbers({})])
    assert found is not None
    assert found.use.mean == 0.8
    other = replace(named("lane"), key="key of fronts")
    found = find_limit([other], [both], [{ROUTE: 100.0}], [Numbers({})])
    assert found is not None
    assert found.use.mean == 0.4


def test_without_a_loaded_train_there_is_none() -> None:
    assert find_limit([None, None], [], [], []) is None
