"""What passed by commodity, wagons and container trains, and the trains past a point."""

import pytest

from corridorsim.measures.numbers import BOXES, CONTAINER_TRAINS, PASSING, TONNES, TRAINS, WAGONS, Number
from corridorsim.model.whom import OfCount, OfCrossing, OfDirection, OfGoods, Route, Total
from worlds import into, out, ran, service, world

BARE = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "boxes"}
COAL = BARE | {"commodity": "coal", "wagons": 20, "load": "50 t"}
TEN = {"window.length": "10 days", "window.warm_up": "2 days", "consists.boxes.commodity": "containers"}


def goods() -> dict[Number, float]:
    """Two trains a day of 20 wagons of coal out, one of 10 wagons and 20 TEU in."""
    scenario = world(
        TEN | {"consists.coal": COAL}, coal=out(2, consists={"coal": 1}), boxes=into(1, consists={"boxes": 1})
    )
    return ran(scenario).result.numbers.by_number


def test_wagons_and_container_trains_are_counted_at_the_border() -> None:
    numbers = goods()
    assert numbers[Number(WAGONS)] == pytest.approx(365 * 50, rel=0.06)
    assert numbers[Number(CONTAINER_TRAINS)] == pytest.approx(365, rel=0.11)
    assert numbers[Number(CONTAINER_TRAINS, OfDirection("HERE->THERE"))] == 0


def test_goods_are_told_by_crossing_and_direction_where_they_go() -> None:
    numbers = goods()
    for within in (Total(), OfCrossing("Gate"), OfDirection("HERE->THERE"), Route("Gate", "HERE->THERE")):
        coal = OfGoods("coal", within)
        assert numbers[Number(TONNES, coal)] == pytest.approx(0.73, rel=0.06)
        assert numbers[Number(WAGONS, coal)] == pytest.approx(365 * 40, rel=0.06)
        assert numbers[Number(TRAINS, coal)] == pytest.approx(2, rel=0.06)
        assert Number(BOXES, coal) not in numbers
    assert Number(TONNES, OfGoods("coal", OfDirection("THERE->HERE"))) not in numbers
    boxes = OfGoods("containers", Route("Gate", "THERE->HERE"))
    assert numbers[Number(BOXES, boxes)] == 20 * numbers[Number(CONTAINER_TRAINS, boxes)]


def test_what_is_told_of_all_is_the_sum_of_what_is_told_of_each_commodity() -> None:
    numbers = goods()
    for what in (TONNES, WAGONS, TRAINS):
        parts = [numbers[Number(what, OfGoods(name, Total()))] for name in ("coal", "containers")]
        assert numbers[Number(what)] == pytest.approx(sum(parts))


def test_trains_past_a_point_are_counted_by_what_they_are_and_where_they_go() -> None:
    """Three loaded a day out and one in, so two empty back; a passenger pair from A to B, which does not pass B."""
    cars = {"car": service("A", "B", kind="passenger"), "van": service("A", "C")}
    counts = {"beyond B": {"point": "B", "toward": "C"}, "before B": {"point": "B", "toward": "A"}}
    many = TEN | {"traffic.empties": "balanced", "traffic.services": cars, "counts": counts}
    numbers = ran(world(many, there=out(3), back=into(1))).result.numbers.by_number

    def past(use: str = "", way: str = "", name: str = "beyond B") -> float:
        return numbers[Number(PASSING, OfCount(name, use, way))]

    assert past("loaded", "to C") == pytest.approx(3, abs=0.2)
    assert past("loaded", "from C") == pytest.approx(1, abs=0.2)
    assert past("empty", "to C") == 0
    assert past("empty", "from C") == pytest.approx(2, abs=0.2)
    assert (past("passenger"), past("local")) == (0, 2)
    assert past() == pytest.approx(past(way="to C") + past(way="from C"))
    assert past("passenger", name="before B") == 2
    assert past("loaded", "from A", name="before B") == pytest.approx(3, abs=0.2)


def test_a_train_is_counted_once_however_many_blocks_a_section_has() -> None:
    double = {"start": "A", "end": "C", "opens": "2020-01-01"}
    counts = {"here": {"point": "C", "toward": "B"}}
    many = TEN | {"counts": counts, "lines.line.second_track": [double], "lines.line.headway": "5 min"}
    numbers = ran(world(many, there=out(2))).result.numbers.by_number
    assert numbers[Number(PASSING, OfCount("here", "loaded", "from B"))] == pytest.approx(2, abs=0.2)
