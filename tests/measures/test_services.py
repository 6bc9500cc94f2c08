"""Services, by hand: how long their trains took, how late they were, and which could not set out.

A railcar takes A 780 B 1200 C, and C 1380 B 600 A; those of one midnight meet at B, where one waits 660 s and loses
180 s in starting again.
"""

from typing import Any

import numpy as np

from corridorsim.measures.services import on_time
from corridorsim.measures.tables import tables_of
from worlds import Run, out, ran, service, services, world

DAY = 86_400
BOOKED = 1980
LATE = 660 + 180


def car(**changes: Any) -> Run:
    return ran(world(services(car=service("A", "C")) | changes))


def both(run: Run) -> dict[str, dict[str, float]]:
    table = tables_of(run.result)["services"]
    return {
        name: {key: column[row].item() for key, column in table.items()}
        for row, name in enumerate(table["service"].tolist())
    }


def test_a_service_is_told_each_way_with_what_it_lost() -> None:
    told = both(car())
    assert set(told) == {"car to A", "car to C"}
    assert {each["class"] for each in told.values()} == {"local"}
    for each in told.values():
        assert (each["trains_per_day"], each["judged"], each["arrived"]) == (1, 2, 2)
        assert each["booked_h"] == BOOKED / 3600
    late = sorted(round(each["late_mean_h"] * 3600) for each in told.values())
    assert late == [0, LATE]
    taken = sorted(round(each["running_mean_h"] * 3600) for each in told.values())
    assert taken == [BOOKED, BOOKED + LATE]


def test_the_share_on_time_counts_those_late_by_so_much_at_most() -> None:
    """840 s are 14 min: not within 5, within 15."""
    numbers = car().result.numbers
    [late] = [name for name in ("car to A", "car to C") if numbers[f"service lateness.{name} h"] > 0]
    assert [numbers[f"service within {m} min.{late} share"] for m in (5, 15, 60)] == [0, 1, 1]
    [other] = {"car to A", "car to C"} - {late}
    assert numbers[f"service within 5 min.{other} share"] == 1


def test_five_minutes_to_the_second_are_within_five_minutes() -> None:
    assert on_time(np.array([0, 299, 300, 301]), 5) == 3 / 4


def test_a_train_that_should_have_arrived_in_the_last_hour_is_not_judged() -> None:
    """Booked to arrive at the window's end less an hour, and a second later."""
    run = car()
    for due, judged in ((2 * DAY - 3600 - BOOKED, 2), (2 * DAY - 3600 - BOOKED + 1, 1)):
        moved = ran(world(services(car=service("A", "C"))), {"car to C 2": due})
        assert both(moved)["car to C"]["judged"] == judged
    assert both(run)["car to C"]["judged"] == 2


def test_a_train_before_the_window_is_not_judged() -> None:
    run = ran(world({"window.warm_up": "1 days"} | services(car=service("A", "C"))))
    assert both(run)["car to C"]["judged"] == 2  # of three days


def test_trains_that_cannot_set_out_are_outside_and_late_by_the_end() -> None:
    """100 a day each way want over a line that takes fewer: what waits is in the backlog, its lateness counts."""
    run = ran(world(services(car=service("A", "C", pairs="100 trains/day"))))
    told, numbers = both(run), run.result.numbers
    ready = run.plan.program.train_ready
    due = {name: sum(run.plan.streams[s].name == name for s in run.plan.train_stream) for name in told}
    for name, each in told.items():
        assert each["outside_trains"] == numbers[f"service outside.{name} trains"] > 10
        assert each["backlog_trains"] == due[name] - 2 * each["trains_per_day"] >= each["outside_trains"]
        assert each["late_mean_h"] > 1
        assert each["within_60_min_share"] < 0.5
    assert numbers["service outside.total trains"] == sum(each["outside_trains"] for each in told.values())
    assert numbers["service backlog at start.total trains"] == 0
    assert ready.max() < 2 * DAY


def test_a_service_without_a_train_has_no_times() -> None:
    run = ran(world(services(car=service("A", "C", pairs="0 trains/day"))))
    assert both(run)["car to C"]["judged"] == 0
    assert np.isnan(both(run)["car to C"]["late_mean_h"])
    assert "service lateness.car to C h" not in run.result.numbers


def test_empties_that_end_at_the_border_are_no_services() -> None:
    run = ran(world({"traffic.empties": "balanced"}, out=out(3)))
    assert both(run) == {}
