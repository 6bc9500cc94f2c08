"""What trains would hold if they never waited, read from the plan."""

import numpy as np
import pytest

from corridorsim.itineraries import Plan
from corridorsim.measures.occupation.unhindered import Unhindered, arrival_variation, measure_unhindered
from worlds import into, out, ran, world

DAY = 86_400


def alone(plan: Plan) -> Unhindered:
    group = np.zeros(plan.program.trains, np.int64)
    return measure_unhindered(plan, group, 1, np.arange(plan.program.resources))


def column(plan: Plan, name: str) -> int:
    return list(plan.legend.resources).index(name)


@pytest.mark.parametrize(
    ("resource", "seconds"),
    [
        ("A - B", 780 + 60), ("B tracks", 780), ("C tracks", 3780 - 780), ("C control lanes", 1800),
        ("Gate HERE->THERE accepted in 24 h", DAY), ("Gate border track 1520 mm", 1200 + 600),
        ("D 1520 mm tracks", 15_780 - 3780), ("D transshipment fronts", 7200), ("D tracks", 17_580 - 8580),
        ("East accepts", 1800),
    ],
)  # fmt: skip
def test_a_train_holds_each_thing_as_long_as_a_lone_train_does(resource: str, seconds: int) -> None:
    plan = ran(world(out=out(30))).plan
    found = alone(plan)
    assert found.mean[0, column(plan, resource)] == seconds
    assert found.square[0, column(plan, resource)] == seconds**2
    assert found.rate[0, column(plan, resource)] == pytest.approx(30, abs=0.6)


def test_times_that_vary_are_told_with_their_variation() -> None:
    scenario = world(
        {"window.length": "100 days", "consists.boxes.transshipment": {"mean": "2 h", "variation": 0.5}}, out=out(20)
    )
    plan = ran(scenario).plan
    found, front = alone(plan), column(plan, "D transshipment fronts")
    mean, square = found.mean[0, front], found.square[0, front]
    assert mean == pytest.approx(7200, rel=0.05)
    assert np.sqrt(square - mean**2) / mean == pytest.approx(0.5, rel=0.1)


def test_what_is_taken_and_never_given_back_has_no_time() -> None:
    """A call for an empty train is given by the one and taken by the other."""
    plan = ran(world({"traffic.empties": "balanced"}, out=out(4))).plan
    call = next(row for row, name in enumerate(plan.legend.resources) if name.startswith("call for"))
    assert alone(plan).rate[0, call] == 0


def test_what_an_empty_train_brings_back_is_held_until_it_has() -> None:
    """Unloaded after 15,780 s; called at once, 1,380 + 600 s to A; away for 6 h. The empty itself uses no wagons."""
    fleet = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 40, "turn": "6 h"}
    plan = ran(world({"traffic.empties": "balanced", "pools": {"wagons": {"fleet": fleet}}}, out=out(20))).plan
    found, wagons = alone(plan), column(plan, "fleet wagons")
    assert found.mean[0, wagons] == 10 * (15_780 + 1980 + 21_600)
    assert found.units[0, wagons] == 10
    assert found.rate[0, wagons] == pytest.approx(20, abs=0.6)
    assert found.known[wagons]
    assert not found.known[next(row for row, name in enumerate(plan.legend.resources) if name.startswith("call for"))]


def test_groups_are_told_apart() -> None:
    plan = ran(world(out=out(6), back=into(3))).plan
    group = np.array([stream.direction == "THERE->HERE" for stream in plan.streams])[plan.train_stream].astype(np.int64)
    lane = column(plan, "C control lanes")
    found = measure_unhindered(plan, group, 2, np.array([lane]))
    assert found.mean[:, 0].tolist() == [1800, 3600]
    assert found.rate[:, 0] == pytest.approx([6, 3], abs=0.6)


def test_trains_that_come_evenly_do_not_vary_and_random_ones_do() -> None:
    spread = ran(world({"window.length": "200 days"}, out=out(10))).plan
    random = ran(world({"window.length": "200 days", "traffic.departures": "Poisson"}, out=out(10))).plan
    lane = column(spread, "C control lanes")
    assert arrival_variation(spread, alone(spread))[lane] < 0.4
    assert arrival_variation(random, alone(random))[lane] == pytest.approx(1, abs=0.15)


def test_closings_are_no_trains() -> None:
    """Three lanes closed every night: a train a day holds one, as if nobody closed any."""
    plan = ran(world({"crossings.Gate.near.control.closed": [{"at": "22:00", "length": "8 h"}]}, out=out())).plan
    found, lane = alone(plan), column(plan, "C control lanes")
    assert found.rate[0, lane] == pytest.approx(1)
    assert (found.mean[0, lane], found.held[lane]) == (1800, 1800)
