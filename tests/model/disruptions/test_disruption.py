"""Disruptions as they are written, and what is said of those that make no sense."""

from typing import Any

import pytest

from worlds import problems, world

DAY = {"since": "2025-01-01", "until": "2025-01-02"}
GATE = {"crossing": "Gate"}


def said(**keys: Any) -> dict[str, str]:
    """What is said of a world with one disruption, by key below it."""
    told = {key: value for key, value in ({"closes": GATE, "dated": DAY} | keys).items() if value is not None}
    found = problems({"disruptions": {"x": told}})
    return {key.removeprefix("disruptions.x").removeprefix("."): message for key, message in found.items()}


def test_what_it_closes_and_when_may_be_one_or_several() -> None:
    closes: list[Any] = ["C control", {"line": "line", "start": "A", "end": "B"}]
    disruption = world({"disruptions": {"x": {"closes": closes, "dated": [DAY, DAY]}}}).disruptions["x"]
    assert [closed.stage for closed in disruption.closes] == ["C control", None]
    assert len(disruption.dated) == 2
    single = world({"disruptions": {"x": {"closes": "C control", "dated": DAY}}}).disruptions["x"]
    assert (single.closes[0].stage, len(single.dated), single.units) == ("C control", 1, "all")


def test_a_sound_one_is_not_complained_of() -> None:
    assert said() == {}
    assert said(clock="China") == {}
    assert said(dated=None, random={"per_year": 6, "mean": "20 h", "months": ["Oct", "Nov"]}) == {}
    assert said(dated=None, failures={"between": "30 days", "repair": "4 h", "distribution": "exponential"}) == {}


def test_it_must_say_when_in_one_way() -> None:
    assert "(got none)" in said(dated=None)[""]
    assert "(got dated and failures)" in said(failures={"between": "30 days", "repair": "4 h"})[""]


@pytest.mark.parametrize(
    ("keys", "key", "message"),
    [
        ({"closes": {"crossing": "Gat"}}, "closes", 'did you mean "Gate"?'),
        (
            {"closes": {"crossing": "Gate", "stage": "C control"}},
            "closes",
            "exactly one of stage, crossing and line (got stage and crossing)",
        ),
        ({"closes": {}}, "closes", "exactly one of stage, crossing and line (got none)"),
        ({"closes": {"line": "lin", "start": "A", "end": "B"}}, "closes", 'did you mean "line"?'),
        ({"closes": {"line": "line", "start": "A"}}, "closes", "must give start and end"),
        ({"closes": {"line": "line", "start": "A", "end": "X"}}, "closes", "which is not a point of this line"),
        ({"closes": {"line": "line", "start": "B", "end": "A"}}, "closes", '"B" is not before "A"'),
        ({"closes": {"stage": "C control", "start": "A"}}, "closes", "must give the line"),
        ({"dated": {"since": "2025-01-02", "until": "2025-01-02"}}, "dated", "must be after 2025-01-02"),
        ({"clock": "Chin"}, "clock", 'did you mean "China"?'),
        ({"units": 0}, "units", "at least 1"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_key(keys: dict[str, Any], key: str, message: str) -> None:
    found = said(**keys)
    assert [*found] == [key]
    assert message in found[key]


def test_a_clock_is_for_dates() -> None:
    found = said(dated=None, clock="China", random={"per_year": 6, "mean": "20 h"})
    assert "must be omitted: a clock is for dates" in found["clock"]


def test_an_exponential_length_has_no_variation_of_its_own() -> None:
    found = said(dated=None, random={"per_year": 6, "mean": "20 h", "distribution": "exponential", "variation": 1})
    assert "must be omitted" in found["random.variation"]
