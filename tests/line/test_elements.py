"""Station tracks, throats and junctions of a line, by hand."""

from typing import Any

import numpy as np
import pytest

from corridorsim.line.elements import StationElement, station_elements, trains_beside, work_on_tracks
from corridorsim.line.formula import line_formula
from corridorsim.line.lone_line import lone_line
from corridorsim.line.months import by_month
from corridorsim.model import Scenario
from corridorsim.planning.demand.free_flow import traffic_of
from worlds import into, out, ran, service, world

DAY = 86_400
QUIET = {"traffic.empties": "none"}


def throats(*places: str) -> dict[str, Any]:
    points = [
        {"name": name, "at": at, "kind": kind} | ({"throat": {"routes": 1, "time": "6 min"}} if name in places else {})
        for name, at, kind in (("A", "0 km", "station"), ("B", "10 km", "siding"), ("C", "30 km", "station"))
    ]
    return {"lines.line.points": points}


def at_stations(scenario: Scenario) -> dict[str, StationElement]:
    one = ran(scenario)
    found = station_elements(line_formula(lone_line(scenario, "line")), scenario, one.plan, one.outcome, 0)
    return {each.name: each for each in found}


def test_a_pair_moves_twice_through_the_throat_of_an_end_and_four_times_through_others() -> None:
    """One route of 6 minutes: 1440 / 12 = 120 pairs at A, 60 at B; 5 pairs a day are asked of both."""
    found = at_stations(world(QUIET | throats("A", "B"), out=out(5), back=into(5)))
    assert found["A throat"].pairs == pytest.approx(120)
    assert found["B throat"].pairs == pytest.approx(60)
    assert [found[name].freight for name in ("A throat", "B throat")] == pytest.approx([5, 5])
    assert found["B throat"].permitted == 0.85


def test_the_trains_of_all_lines_move_at_a_junction() -> None:
    """A branch from B to E with 3 pairs of local trains: B's throat sees 5 x 4 + 3 x 2 movements, 6.5 pairs' worth."""
    branch = {
        **world().document.data["lines"]["line"],
        "points": [{"name": "B", "at": "0 km"}, {"name": "E", "at": "9 km", "kind": "station"}],
    }
    local = {"traffic.services": {"car": service("B", "E", pairs="3 trains/day")}}
    scenario = world(QUIET | throats("B") | {"lines.branch": branch} | local, out=out(5), back=into(5))
    freight, others = trains_beside(traffic_of(scenario), "B")
    assert freight.tolist() == pytest.approx([10, 10, 0])
    assert others.tolist() == pytest.approx([0, 0, 6])
    throat = at_stations(scenario)["B throat"]
    assert throat.asked(1.0) == pytest.approx(6.5)


def test_a_stay_over_midnight_counts_whole() -> None:
    """The train is at C from a little before midnight, 1,800 s of control long, and its track until it is over."""
    early = ran(world({"window.length": "2 days"}, out=out(1)), {"out 1": 3600})
    late = ran(world({"window.length": "2 days"}, out=out(1)), {"out 1": DAY - 3000})
    arrived = late.all_times("arrive at C")[0]
    assert DAY - 1800 < arrived < DAY
    whole, cut = (
        work_on_tracks(each.plan, each.outcome, 0)[each.plan.layout.station_tracks["C"]] for each in (early, late)
    )
    assert whole == cut >= 1800


def test_waiting_at_a_loop_for_an_opposing_train_is_no_work() -> None:
    """Two local trains meet at B: one of them stands there, and B's tracks have nothing to do."""
    one = ran(world({"traffic.services": {"car": service("A", "C")}, "traffic.empties": "none"}))
    waited = one.outcome.started.astype(np.int64) - one.outcome.ready
    assert waited[one.outcome.started >= 0].max() > 0
    assert "B tracks" not in work_on_tracks(one.plan, one.outcome, 0)


def test_the_months_weigh_freight_alone() -> None:
    """Twice the freight in February, the local trains as ever; a throat is asked for trains of both directions."""
    scenario = world(
        QUIET | throats("A") | {"traffic.services": {"car": service("A", "C")}, "window.length": "59 days",
                                "traffic.monthly": [1, 2] + [1.5] * 10}, out=out(6), back=into(6),
    )  # fmt: skip
    stations = tuple(at_stations(scenario).values())
    rows = {(r.part, r.direction, r.month): r for r in by_month(traffic_of(scenario), "line", stations)}
    asked = [2 * (6 * 365 * share / 18 / days + 1) for share, days in ((1, 31), (2, 28))]
    assert [rows["A throat", "both", month].asked for month in ("2025-01", "2025-02")] == pytest.approx(asked)
    assert rows["A throat", "both", "2025-01"].available == pytest.approx(2 * 120 * 0.85)
    january, february = (rows["B - C", "to C", month].asked for month in ("2025-01", "2025-02"))
    assert february - january == pytest.approx((asked[1] - asked[0]) / 2)
