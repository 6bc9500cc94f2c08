"""Waiting of loaded trains by route and month, worked out by hand."""

import numpy as np
import pytest

from corridorsim.measures.route_time import RouteWaiting, measure_route_waiting
from corridorsim.measures.traffic import Route
from worlds import CLOSED, Run, into, out, ran, world

OUT, IN, NOBODY = Route("Gate", "HERE->THERE"), Route("Gate", "THERE->HERE"), Route("Door", "HERE->THERE")
DAY = 86_400
EDGES = np.array([0.0, DAY, 2 * DAY])  # two months of a day each


def waiting(run: Run) -> RouteWaiting:
    return measure_route_waiting(run.plan, run.outcome, (OUT, IN, NOBODY), EDGES)


def test_a_train_alone_waits_for_nothing() -> None:
    told = waiting(ran(world(out=out(0.5)), {"out 1": 0}))
    assert told.trains.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert told.hours.tolist() == [[0, 0], [0, 0], [0, 0]]


def test_a_follower_has_waited_for_the_section_before_it() -> None:
    """Semi-automatic block: 780 s over A - B, a minute more, and what follows from B on is clear in time or not."""
    told = waiting(ran(world(out=out(1)), {"out 1": DAY, "out 2": DAY}))
    run = ran(world(out=out(1)), {"out 1": DAY, "out 2": DAY})
    through = [run.since_due(f"out {n}")["end"] for n in (1, 2)]
    assert told.trains[0].tolist() == [0, 2]
    assert told.hours[0, 1] * 3600 == pytest.approx(through[1] - through[0])
    assert told.hours[0, 1] * 3600 >= 780 + 60


def test_a_train_that_never_crosses_waits_to_the_end_of_the_run() -> None:
    """Due at noon of the first day, on the way and in control for 780 + 1200 + 1800 s; the rest it never did counts."""
    told = waiting(ran(world(CLOSED, out=out(0.5)), {"out 1": DAY // 2}))
    alone = 780 + 1200 + 1800 + 1200 + 3600 + 7200 + 1800
    assert told.hours[0].tolist() == pytest.approx([(1.5 * DAY - alone) / 3600, 0])


def test_directions_are_kept_apart_and_runs_add_up() -> None:
    told = waiting(ran(world(out=out(1), back=into(2))))
    assert told.trains.sum(-1).tolist() == [2, 4, 0]
    both = told + told
    assert both.trains.tolist() == (2 * told.trains).tolist()
    assert both.hours.tolist() == (2 * told.hours).tolist()
