"""A name stands for one resource."""

import pytest

from corridorsim.errors import CorridorError
from corridorsim.itineraries import Role
from corridorsim.itineraries.stages import FRONTS, Stage
from corridorsim.planning.resources import Resources

YARD = Stage("C yard", FRONTS, "crossings.Gate.near.gauge_break.yard.fronts")


def test_a_resource_that_is_asked_for_again_is_the_same() -> None:
    resources = Resources()
    assert [resources.thing("C yard fronts", 2, YARD, Role.WORKER) for _ in range(2)] == ["C yard fronts"] * 2
    assert resources.made["C yard fronts"].capacity == 2


def test_it_is_the_same_though_a_rule_leaves_fewer_units() -> None:
    resources = Resources()
    resources.thing("C toward B", 4, YARD, Role.EXIT)
    resources.made["C toward B"].capacity = 3
    resources.thing("C toward B", 4, YARD, Role.EXIT)
    assert resources.made["C toward B"].capacity == 3


@pytest.mark.parametrize(
    ("capacity", "stage", "role"),
    [
        (7, YARD, Role.WORKER),
        (2, Stage("C yard", FRONTS, "crossings.Gate.near.fronts"), Role.WORKER),
        (2, YARD, Role.STACK),
    ],
)
def test_two_things_of_one_name_are_refused(capacity: int, stage: Stage, role: Role) -> None:
    resources = Resources()
    resources.thing("C yard fronts", 2, YARD, Role.WORKER)
    told = rf'^"C yard fronts" would stand for two things, {YARD.key} \(2\) and {stage.key} \({capacity}\): rename'
    with pytest.raises(CorridorError, match=told):
        resources.thing("C yard fronts", capacity, stage, role)
