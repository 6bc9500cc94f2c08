"""A train's load is given once: per wagon, per container or per train; and what a container may weigh."""

from typing import Any

import pytest

from corridorsim.model import read
from worlds import SHIPPED, out, problems, world

BOXES = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "load"}


def consist(**keys: Any) -> dict[str, Any]:
    return {"consists.boxes": BOXES | keys}


@pytest.mark.parametrize(
    "keys", [{"load": "40 t"}, {"box_load": "20 t", "containers": 20}, {"train_load": "400 t"}], ids=str
)
def test_a_load_is_given_per_wagon_or_per_container_or_per_train(keys: dict[str, Any]) -> None:
    """Ten wagons with twenty containers."""
    train = world(consist(**keys)).consists["boxes"]
    assert (train.net, train.wagon_load) == (400, 40)


def test_without_a_number_of_containers_each_wagon_has_one() -> None:
    assert world(consist(box_load="20 t")).consists["boxes"].net == 200


def test_a_train_without_a_load_is_refused() -> None:
    told = "must give load (per wagon), box_load (per container) or train_load"
    assert problems(consist()) == {"consists.boxes": told}


def test_a_load_is_not_given_twice() -> None:
    told = problems(consist(load="40 t", train_load="400 t"))
    assert list(told) == ["consists.boxes.train_load"]
    assert told["consists.boxes.train_load"].startswith("cannot be combined with load: a train's load is given once")


def test_a_load_per_container_needs_containers() -> None:
    bare = {"consists.boxes": {key: value for key, value in BOXES.items() if key != "boxes"} | {"box_load": "20 t"}}
    assert list(problems(bare)) == ["consists.boxes.box_load"]


def test_a_season_without_freight_is_refused() -> None:
    told = problems(flow=out(1, monthly=[0] * 12))
    assert told == {"traffic.flows.flow.monthly": "must not be 0 in every month"}


# what a container may weigh: 30.5 t with its own 3.8 t


def heavy(scenario: Any) -> list[str]:
    return [each.at.key for each in scenario.warnings if "may weigh 30.5 t" in each.sentence]


@pytest.mark.parametrize(("load", "warned"), [("26.7 t", []), ("26.71 t", ["consists.boxes"])])
def test_a_container_of_more_than_30_5_tonnes_is_warned_of(load: str, warned: list[str]) -> None:
    assert heavy(world(consist(box_load=load, containers=10))) == warned


def test_a_container_of_twenty_feet_weighs_less_itself() -> None:
    assert heavy(world(consist(box_load="28 t", containers=20))) == []
    assert heavy(world(consist(box_load="28 t", containers=20, box_tare="3 t"))) == ["consists.boxes"]


def test_trains_that_carry_no_containers_are_not_weighed_so() -> None:
    bare = {"consists.boxes": {key: value for key, value in BOXES.items() if key != "boxes"} | {"load": "69 t"}}
    assert heavy(world(bare)) == []


def test_a_heavy_container_is_told_though_its_load_is_a_published_figure() -> None:
    """53.3 t a wagon is the mean of all exports: nobody said that each carries one box of it."""
    loaded = {"figure": "W09", "item": 0}
    scenario = read(SHIPPED / "2018.yaml").change(
        {'consists."containers out".box_load': None, 'consists."containers out".load': loaded}
    )
    [told] = [each.sentence for each in scenario.warnings if "may weigh" in each.sentence]
    assert told == (
        'consists."containers out": loads 35.1 t into each of its 41 containers, which then weigh 38.9 t: a forty-foot '
        "container may weigh 30.5 t. Give it a smaller load, or more containers"
    )
