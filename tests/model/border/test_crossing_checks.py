"""What is wrong at a crossing is told at the key where it is to be mended."""

from typing import Any

import pytest

from worlds import out, problems, world

NEAR = "crossings.Gate.near"
XRAY = {"name": "X-ray", "lanes": 1, "leaving": {"mean": "1 h"}, "entering": {"mean": "1 h"}}
YARD = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "containers", "rate": 4}
BOXES = {"consists.boxes.commodity": "boxes"}
GATE: dict[str, Any] = world().document.data["crossings"]["Gate"]
GONE = {"since": "2025-02-01", "until": "2025-02-01"}

TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    ("a direction that is none", {"crossings.Gate.lots": {"HERE->THER": {"trains": 1, "span": "8 h"}}},
     "crossings.Gate.lots.HERE->THER", 'names "HERE->THER", which is not a direction of this crossing'),
    ("a refusal in no direction", {"crossings.Gate.refused": {"OUT": {"share": 0.1, "again": "8 h"}}},
     "crossings.Gate.refused.OUT", 'names "OUT", which is not a direction of this crossing'),
    ("a day in no direction", {"crossings.Gate.day_begins": {"OUT": "18:00"}},
     "crossings.Gate.day_begins.OUT", 'names "OUT", which is not a direction of this crossing'),
    ("a day that begins at no hour", {"crossings.Gate.day_begins": {"HERE->THERE": "25:00"}},
     "crossings.Gate.day_begins.HERE->THERE", "must be a time of day from 00:00 to 24:00"),
    ("closed in no direction", {"crossings.Gate.closed": {"OUT": []}},
     "crossings.Gate.closed.OUT", 'names "OUT", which is not a direction of this crossing'),
    ("closed for no day", {"crossings.Gate.closed": {"HERE->THERE": [GONE]}},
     "crossings.Gate.closed.HERE->THERE[0].until", "must be after 2025-02-01, its first day"),
    ("lanes closed for no day", {f"{NEAR}.control.closed": [GONE]}, f"{NEAR}.control.closed[0].until",
     "must be after 2025-02-01, its first day"),
    ("a clock that is none", {f"{NEAR}.clock": "Chna"}, f"{NEAR}.clock",
     'must be a country or an offset such as UTC+8 (got "Chna") (did you mean "China"?)'),
    ("a far clock out of range", {"crossings.Gate.far.clock": "UTC+15"}, "crossings.Gate.far.clock",
     "must be a country or an offset such as UTC+8 (got \"UTC+15\")"),
    ("a clock that goes back in time", {f"{NEAR}.clock": [{"offset": "UTC+6"}, {"offset": "UTC+5"}]}, f"{NEAR}.clock",
     "each offset after the first must begin after the one before it"),
    ("a clock of no level", {f"{NEAR}.clock": []}, f"{NEAR}.clock", "must have at least 1 entries"),
    ("simulated time by no clock", {"window.clock": "UTC5"}, "window.clock", "must be a country or an offset"),
    ("a control twice", {f"{NEAR}.control.further": [XRAY, XRAY]}, f"{NEAR}.control.further[1].name",
     'must be another name: "C" already has a stage "X-ray" (got "X-ray")'),
    ("a control called control", {f"{NEAR}.control.further": [XRAY | {"name": "control"}]},
     f"{NEAR}.control.further[0].name", 'must be another name: "C" already has a stage "control"'),
    ("a control called as the inspection is", {f"{NEAR}.control.further": [XRAY | {"name": "inspection"}]},
     f"{NEAR}.control.further[0].name", 'must be another name: "C" already has a stage "inspection"'),
    ("a yard called as the plain fronts are", BOXES | {f"{NEAR}.gauge_break": {"transshipment": YARD}},
     f"{NEAR}.gauge_break.transshipment", 'must be another name: "C" already has a stage "transshipment"'),
    ("a yard called as a control is",
     BOXES | {f"{NEAR}.control.further": [XRAY], f"{NEAR}.gauge_break": {"X-ray": YARD}},
     f"{NEAR}.gauge_break.X-ray", 'must be another name: "C" already has a stage "X-ray"'),
    ("a control called as a yard's machines are",
     BOXES | {f"{NEAR}.control.further": [XRAY | {"name": "yard machines"}], f"{NEAR}.gauge_break": {"yard": YARD}},
     f"{NEAR}.gauge_break.yard", 'must be another name: "C" already has a stage "yard machines" (got "yard")'),
    ("one gauge on both sides", {"crossings.Gate.far.gauge": "1520 mm"}, "crossings.Gate.far.gauge",
     "must differ from the near station's: a crossing is a break of gauge (got 1520 mm)"),
    ("a near station of two crossings", {"crossings.Door": GATE | {"far": GATE["far"] | {"station": "E"}},
                                         "ends.South": {"at": "E", "accepts": "1 trains/day"}},
     "crossings.Door.near.station", '"C" is already a station of crossing "Gate"; a station belongs to one crossing'),
    ("a far station of two crossings", {"crossings.Door": GATE | {"near": GATE["near"] | {"station": "B"}}},
     "crossings.Door.far.station", '"D" is already a station of crossing "Gate"; a station belongs to one crossing'),
    ("a commodity that nobody carries", {f"{NEAR}.control.by_commodity": {"grain": {"leaving": {"mean": "1 h"}}}},
     f"{NEAR}.control.by_commodity.grain", 'names "grain", which is not a commodity of a consist'),
    ("a yard for what nobody carries", {f"{NEAR}.gauge_break": {"yard": YARD}},
     f"{NEAR}.gauge_break.yard.commodities[0]", 'names "boxes", which is not a commodity of a consist'),
    ("goods of two yards", BOXES | {f"{NEAR}.gauge_break": {"yard": YARD, "other": YARD}},
     f"{NEAR}.gauge_break.other.commodities[0]", '"boxes" is already handled by "yard"'),
    ("a train that asks for more cranes than there are",
     BOXES | {f"{NEAR}.gauge_break": {"yard": YARD | {"per_train": 2}}},
     f"{NEAR}.gauge_break.yard.per_train", "must be at most its machines, 1 (got 2)"),
    ("a time at the fronts that is not told", {"consists.boxes.transshipment": None}, "consists.boxes",
     'must give transshipment: no gauge_break of "D" handles its commodity'),
    ("too many controls of a share",
     {f"{NEAR}.control.further": [XRAY | {"name": f"{n}", "share": 0.5} for n in range(5)]},
     "crossings.Gate", 'must have at most 4 controls that only a share of the trains "boxes" goes through (got 5)'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    said = problems(changes)
    assert list(said) == [key]
    assert said[key].startswith(message)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"crossings.Gate.refused": {"HERE->THERE": {"share": "60 %", "again": "1 h"}}},
         "crossings.Gate.refused.HERE->THERE.share"),
        ({"crossings.Gate.lots": {"HERE->THERE": {"trains": 0, "span": "8 h"}}},
         "crossings.Gate.lots.HERE->THERE.trains"),
        ({f"{NEAR}.shunting": {"engines": 0, "move": {"mean": "1 h"}}}, f"{NEAR}.shunting.engines"),
        ({"crossings.Gate.border.near_tracks": 0}, "crossings.Gate.border.near_tracks"),
        (BOXES | {f"{NEAR}.gauge_break": {"yard": YARD | {"rate": 0}}}, f"{NEAR}.gauge_break.yard.rate"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_told_at_its_key(changes: dict[str, Any], key: str) -> None:
    assert key in problems(changes)


def test_a_crossing_told_in_full_is_sound() -> None:
    changes = BOXES | {
        f"{NEAR}.control.further": [XRAY | {"share": 0.1}],
        f"{NEAR}.gauge_break": {"yard": YARD},
        f"{NEAR}.shunting": {"engines": 1, "move": {"mean": "10 min"}},
        f"{NEAR}.inspection": {"gangs": 1, "time": {"mean": "1 h"}},
    }
    assert world(changes, out=out()).problems() == []


CLOSED_UNITS: list[tuple[dict[str, Any], str, str]] = [
    ({f"{NEAR}.control.closed": [{"units": 7}]}, f"{NEAR}.control.closed[0].units",
     "must be at most 3, its number of lanes (got 7)"),
    ({f"{NEAR}.control.further": [XRAY | {"closed": [{}, {"units": 2}]}]},
     f"{NEAR}.control.further[0].closed[1].units", "must be at most 1, its number of lanes (got 2)"),
    ({f"{NEAR}.inspection": {"gangs": 2, "time": {"mean": "1 h"}, "closed": [{"units": 3}]}},
     f"{NEAR}.inspection.closed[0].units", "must be at most 2, its number of gangs (got 3)"),
    (BOXES | {f"{NEAR}.gauge_break": {"yard": YARD | {"closed": [{"units": 2}]}}},
     f"{NEAR}.gauge_break.yard.closed[0].units", "must be at most 1, its number of machines (got 2)"),
    (BOXES | {f"{NEAR}.gauge_break": {"yard": YARD | {"machines": 3, "per_train": 2, "closed": [{"units": 2}]}}},
     f"{NEAR}.gauge_break.yard.closed[0].units",
     "must be at most 1 of its 3 machines, or all: 2 work a train together (got 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), CLOSED_UNITS)
def test_units_that_are_not_there_cannot_be_closed(changes: dict[str, Any], key: str, message: str) -> None:
    assert problems(changes) == {key: message}


@pytest.mark.parametrize("units", [1, 3, None])
def test_some_may_be_closed_that_leave_enough_or_all(units: int | None) -> None:
    yard = YARD | {"machines": 3, "per_train": 2, "closed": [{"units": units}]}
    assert problems(BOXES | {f"{NEAR}.gauge_break": {"yard": yard}}) == {}


@pytest.mark.parametrize(("share", "rule"), [("60 %", "at most 50 %"), (0.6, "at most 0.5")])
def test_a_share_is_told_in_the_form_in_which_it_is_written(share: object, rule: str) -> None:
    said = problems({"crossings.Gate.refused": {"HERE->THERE": {"share": share, "again": "1 h"}}})
    got = f'"{share}"' if isinstance(share, str) else share
    assert said == {"crossings.Gate.refused.HERE->THERE.share": f"must be {rule} (got {got})"}
