"""What is wrong with what a crossing accepts is told at its key."""

from typing import Any

import pytest

from worlds import problems, world

OUT = "HERE->THERE"
ACCEPTS, KINDS = f"crossings.Gate.accepts.{OUT}", f"crossings.Gate.kinds.{OUT}"
BOXES = {"consists.boxes.commodity": "boxes"}


def kinds(**told: Any) -> dict[str, Any]:
    return BOXES | {"crossings.Gate.kinds": {OUT: told}}


def levels(*told: dict[str, Any]) -> dict[str, Any]:
    return kinds(boxes={"accepts": list(told)})


NO_TOTAL = {ACCEPTS: None}
TOLD: list[tuple[str, dict[str, Any], str, str]] = [
    ("no number at all", NO_TOTAL, "crossings.Gate.accepts",
     f'must give the trains accepted in the direction "{OUT}"'),
    ("agreed in no direction", {"crossings.Gate.agreed": {"OUT": "4 trains/day"}}, "crossings.Gate.agreed.OUT",
     'names "OUT", which is not a direction of this crossing'),
    ("kinds in no direction", {"crossings.Gate.kinds": {"OUT": {"rest": "4 trains/day"}}}, "crossings.Gate.kinds.OUT",
     'names "OUT", which is not a direction of this crossing'),
    ("empties of no direction", {"crossings.Gate.count_empties": ["OUT"]}, "crossings.Gate.count_empties[0]",
     'names "OUT", which is not a direction of this crossing'),
    ("a kind of no train", kinds(coal="4 trains/day"), f"{KINDS}.coal",
     'counts no train: no flow over this crossing in this direction has trains of the kind "coal" (their kinds: boxes'),
    ("a commodity of no consist", kinds(bulk={"commodities": ["boxs"], "accepts": "4 trains/day"}),
     f"{KINDS}.bulk.commodities[0]", 'names "boxs", which is not a commodity of a consist (did you mean "boxes"?)'),
    ("a class of no train", kinds(fast={"classes": ["fast freight"], "accepts": "4 trains/day"}), f"{KINDS}.fast",
     "counts no train"),
    ("a train of two kinds", kinds(boxes="4 trains/day", freight="4 trains/day"), f"{KINDS}.freight",
     'must not count the trains of consist "boxes", which the kind "boxes" already counts'),
    ("a kind without a number", kinds(boxes={}), f"{KINDS}.boxes", "must give accepts or agreed"),
    ("no rest", NO_TOTAL | {"crossings.Gate.kinds": {OUT: {"empty": "1 trains/day"}}}, KINDS,
     'must give rest, the number of trains of all other kinds: flow "out" has trains of consist "boxes"'),
    ("a rest that is listed", kinds(rest={"commodities": ["boxes"], "accepts": "4 trains/day"}),
     f"{KINDS}.rest.commodities", 'must be omitted: "rest" counts all trains of no other kind'),
    ("nothing of a kind that is there", kinds(boxes={"accepts": "0 trains/day"}), f"{KINDS}.boxes.accepts",
     'must accept a train on some day, as flow "out" has trains of this kind (got 0)'),
    ("nothing agreed of all", {"crossings.Gate.agreed": {OUT: "0 trains/day"}} | NO_TOTAL,
     f"crossings.Gate.agreed.{OUT}", "must accept a train on some day"),
    ("too few wagons for a train", kinds(boxes={"accepts": "9 wagons/day"}), f"{KINDS}.boxes.accepts",
     'must be at least 10 wagons/day, the wagons of a train of consist "boxes": none would ever be accepted'),
    ("too few wagons of all", {ACCEPTS: "9 wagons/day"}, ACCEPTS, "must be at least 10 wagons/day"),
    ("half a wagon", kinds(boxes={"accepts": "10.5 wagons/day"}), f"{KINDS}.boxes.accepts",
     "must be a whole number of wagons"),
    ("neither trains nor wagons", levels({}), f"{KINDS}.boxes.accepts[0]", "must give either trains or wagons"),
    ("trains and wagons", levels({"trains": "1 trains/day", "wagons": "9 wagons/day"}), f"{KINDS}.boxes.accepts[0]",
     "must give either trains or wagons (got both)"),
    ("trains, then wagons", levels({"trains": "1 trains/day"}, {"wagons": "9 wagons/day", "since": "2025-02-01"}),
     f"{KINDS}.boxes.accepts[1]", "must count trains, as the first limit does (got wagons)"),
    ("dates out of order", levels(
        {"trains": "1 trains/day"}, {"trains": "2 trains/day", "since": "2025-03-01"},
        {"trains": "3 trains/day", "since": "2025-02-01"}),
     f"{KINDS}.boxes.accepts[2]", "must begin after the previous limit"),
    ("agreed in wagons, accepted in trains", kinds(boxes={"agreed": "90 wagons/day", "accepts": "4 trains/day"}),
     f"{KINDS}.boxes.agreed", "must count trains, as what is in fact accepted (got wagons)"),
    ("empties that nothing counts",
     kinds(boxes="4 trains/day") | NO_TOTAL | {"crossings.Gate.count_empties": [OUT]},
     "crossings.Gate.count_empties[0]", "has neither a limit of all trains nor the kind rest or empty to count"),
    ("a rate of something else", kinds(boxes="90 TEU/day"), f"{KINDS}.boxes", "must be a number of trains a day"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "key", "message"), [told[1:] for told in TOLD], ids=[told[0] for told in TOLD])
def test_it_is_told_at_its_key(changes: dict[str, Any], key: str, message: str) -> None:
    told = problems(changes)
    assert message in told.get(key, str(told))
    assert key in told


def test_a_number_of_no_trains_is_sound_where_none_come() -> None:
    no_imports = {"crossings.Gate.kinds": {"THERE->HERE": {"rest": "0 trains/day"}}}
    assert problems(no_imports) == {}


def test_a_kind_is_told_in_short_or_in_full() -> None:
    short = world(kinds(boxes="90 wagons/day"))
    full = world(kinds(boxes={"accepts": [{"wagons": "90 wagons/day"}]}))
    assert short.crossings == full.crossings


def test_a_plain_number_from_python_counts_trains() -> None:
    assert world({ACCEPTS: 5}).crossings["Gate"].accepts[OUT][0].trains == 5
