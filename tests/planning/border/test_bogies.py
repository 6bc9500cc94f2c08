"""Exchange of bogies: wagons go on over the break of gauge, so none are unloaded, none come back, none are taken."""

from typing import Any

import pytest

from worlds import Run, into, out, problems, ran, world

HOUR = 3600
ONE_SET = {"window.length": "4 days", "traffic.departures": "spread", "consists.boxes.commodity": "oil"}


def stands(exchanges: str = "bogies", **keys: Any) -> dict[str, Any]:
    """At both stations stands for a train of 10 wagons; 5 wagons an hour, as the plain fronts in 2 h."""
    place = {"commodities": ["oil"], "fronts": 3, "machines": 3, "works": "wagons", "rate": 5, "exchanges": exchanges}
    told = {"stands": place | keys}
    return ONE_SET | {"crossings.Gate.near.gauge_break": told, "crossings.Gate.far.gauge_break": told}


def fleet(home: str, gauge: int) -> dict[str, Any]:
    """Wagons for one train, away for 6 h."""
    pool = {"wagon_kind": "flats", "gauge": f"{gauge} mm", "homes": [home], "size": 10, "turn": "6 h"}
    return {"pools": {"wagons": {"fleet": pool}}}


def pair(changes: dict[str, Any], flow: dict[str, Any]) -> Run:
    return ran(world(changes, flow=flow), {"flow 1": 0, "flow 2": HOUR})


def test_stands_and_gangs_work_wagon_by_wagon() -> None:
    times = pair(stands(fronts=1, machines=1), out(1)).times("flow 1")
    assert times["forming at D"] - times["transshipment at D"] == 2 * HOUR


@pytest.mark.parametrize(("exchanges", "held"), [("goods", 2400 + 1800), ("bogies", 2400)])
def test_no_rake_goes_back_over_the_border_track(exchanges: str, held: int) -> None:
    """Over the border in 40 min; an empty rake would hold the track for 30 min more when it goes back."""
    slow = {"crossings.Gate.border": {"run": "40 min", "back": "30 min"}}
    run = ran(world(stands(exchanges) | slow, flow=out(1)), {"flow 1": 0, "flow 2": 60})
    first, second = (run.times(train)["C - D"] for train in ("flow 1", "flow 2"))
    assert second == first + held


def test_wagons_that_go_on_come_back_from_beyond() -> None:
    """They are away for 6 h after the train has left for its distant end; unloaded ones after they were unloaded."""
    for exchanges, done in (("goods", "forming at D"), ("bogies", "leave for East")):
        run = pair(stands(exchanges) | fleet("West", 1520), out(1))
        assert run.times("flow 2")["enter at A"] == run.times("flow 1")[done] + 6 * HOUR


def test_wagons_from_beyond_the_border_go_on_to_the_distant_end() -> None:
    for exchanges, done in (("goods", "forming at C"), ("bogies", "leave for West")):
        run = pair(stands(exchanges) | fleet("East", 1435), into(1))
        assert run.times("flow 2")["enter at D"] == run.times("flow 1")[done] + 6 * HOUR


@pytest.mark.parametrize(("home", "gauge", "flow"), [("D", 1435, out(1)), ("C", 1520, into(1))])
def test_no_wagons_of_the_other_gauge_are_taken(home: str, gauge: int, flow: dict[str, Any]) -> None:
    """Wagons for one train: goods wait for them at the border; what goes on on its own wagons does not."""
    without, bogies = (pair(stands() | pool, flow).times("flow 2") for pool in ({}, fleet(home, gauge)))
    assert bogies == without
    assert pair(stands("goods") | fleet(home, gauge), flow).times("flow 2") != without


def test_an_empty_train_brings_the_wagons_to_the_border() -> None:
    """Called 6 h after the loaded one has left for West; at the border they are free once it is split up."""
    run = ran(
        world(stands() | fleet("East", 1435) | {"traffic.empties": "balanced"}, flow=into(1)),
        {"flow 1": 0, "flow 2": HOUR, "flow empties 1": 0},
    )
    assert run.times("flow empties 1")["enter at A"] == run.times("flow 1")["leave for West"] + 6 * HOUR
    assert run.times("flow 2")["enter at D"] == run.times("flow empties 1")["split up at C"] + 1800
    assert not run.result.gridlock
    assert run.violations == []


def test_what_does_not_go_with_bogies_is_refused() -> None:
    said = problems(stands(works="tonnes"), flow=out(1))
    assert said["crossings.Gate.far.gauge_break.stands.works"] == (
        'must be "wagons": bogies are exchanged there (got "tonnes")'
    )
    stack = {"units": 90}
    onward = {"consists.boxes.onward": "boxes"}
    said = problems(stands(stack=stack) | onward, flow=out(1))
    assert said["crossings.Gate.near.gauge_break.stands.stack"] == (
        "must be omitted: bogies are exchanged there, so nothing is unloaded"
    )
    assert said["consists.boxes.onward"] == 'must be omitted: at "stands" wagons continue on other bogies'
