"""What is said of a choice of crossing that cannot be."""

from typing import Any

import pytest

from corridorsim.errors import InputError
from two_crossings import choice, logit, two

PATH = "traffic.flows.out.choice"
GATE = {"share": "40 %"}


def told(chosen: dict[str, Any], **changes: Any) -> dict[str, str]:
    try:
        two(chosen, **changes)
    except InputError as error:
        return {problem.key: problem.message for problem in error.problems}
    return {}


def without(said: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != key}


@pytest.mark.parametrize("sound", [logit(), choice("shares", GATE, {"share": "60 %"})])
def test_a_sound_choice_is_taken(sound: dict[str, Any]) -> None:
    assert told(sound) == {}


@pytest.mark.parametrize(
    ("chosen", "key", "message"),
    [
        (choice("shares", GATE, {"share": "50 %"}), f"{PATH}.alternatives",
         "the shares must add up to 100 % (got 90 %)"),
        (choice("shares", GATE, {}), f"{PATH}.alternatives.Door", 'must give its share with the rule "shares"'),
        (logit() | {"rule": "cheapest"}, PATH, 'must not give spread with the rule "cheapest"'),
        (without(logit(), "spread"), PATH, 'must give spread with the rule "logit"'),
        (without(logit(), "value_of_time"), PATH, 'must give value_of_time with the rule "logit"'),
        (logit() | {"alternatives": {"Gate": GATE}}, f"{PATH}.alternatives.Gate.share",
         'must be omitted with the rule "logit"'),
        (logit() | {"alternatives": {"Door": {"inland": {"west": 1}}}}, f"{PATH}.alternatives",
         'must include the flow\'s own crossing, "Gate" (got Door)'),
        (logit() | {"alternatives": {"Gate": {"inland": {"West": 1}}}}, f"{PATH}.alternatives.Gate.inland",
         "must be omitted: the flow's own inland applies"),
        (logit() | {"alternatives": {"Gate": {}, "Dor": {}}}, f"{PATH}.alternatives.Dor",
         'names "Dor", which is not a crossing (did you mean "Door"?)'),
        (logit() | {"alternatives": {"Gate": {}, "Door": {"inland": {"west": "50 %"}}}},
         f"{PATH}.alternatives.Door.inland", "must add up to 100 % (got 50 %)"),
        (logit() | {"alternatives": {"Gate": {}, "Door": {}}}, "traffic.flows.out.inland.West",
         'no line leads from "A" to "c"'),
        (logit() | {"spread": "0 USD/t"}, f"{PATH}.spread", 'must be more than 0'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(chosen: dict[str, Any], key: str, message: str) -> None:
    found = told(chosen)
    assert list(found) == [key]
    assert message in found[key]


def test_an_alternative_whose_line_is_not_open_is_refused() -> None:
    found = told(logit(), lines__mirror__opens="2027-01-01")
    assert found[f"{PATH}.alternatives.Door.inland.west"] == (
        'uses the line "mirror", which opens on 2027-01-01, after the window'
    )


def test_an_alternative_that_cannot_work_the_trains_is_refused() -> None:
    """Ten wagons of 14 m on a track of 100 m."""
    found = told(logit(), crossings__Door__near__own_length="100 m")
    assert "is too short for a train" in found["crossings.Door.near.own_length"]


def test_a_flow_must_not_be_named_as_the_part_of_another() -> None:
    with pytest.raises(InputError, match='would name its trains "out by Door", the name of another flow'):
        two(logit()).change({"traffic.flows.out by Door": two(None).document.data["traffic"]["flows"]["out"]})
