"""What is worth a second look in a sound scenario: unusual numbers, keys that cannot matter, misleading results."""

import json
from typing import Any

import pytest

from corridorsim.model import Scenario, read
from corridorsim.packaged import example
from worlds import SHIPPED, into, out, service, services, world, written

BOXES = "consists.boxes"
NEAR, FAR = "crossings.Gate.near", "crossings.Gate.far"


def notices(scenario: Scenario, kind: str) -> dict[str, str]:
    """What is noticed of a kind, by key."""
    return {each.at.key: each.at.message for each in scenario.warnings if each.kind == kind}


def idle(changes: dict[str, Any], **flows: Any) -> dict[str, str]:
    return notices(world(changes, **flows), "idle")


def unusual(changes: dict[str, Any], **flows: Any) -> dict[str, str]:
    return notices(world(changes, **flows), "unusual")


def test_a_notice_has_a_place_and_stops_nothing() -> None:
    scenario = world({f"{BOXES}.speed": "600 km/h"})
    (notice,) = [each for each in scenario.warnings if each.at.key == f"{BOXES}.speed"]
    assert (
        str(notice) == "change(...): warning: consists.boxes.speed: is unusual: 600 km/h (usual: 20 km/h to 120 km/h)"
    )


def test_the_example_has_no_notices() -> None:
    assert read(example()).warnings == ()


@pytest.mark.parametrize("name", ["2018", "2019", "2020", "2021", "2022", "2025", "what-if/dostyk-closed"])
def test_of_the_shipped_scenarios_only_their_spare_cranes_are_noticed(name: str) -> None:
    """Their reasons say why they are there."""
    assert [each.at.key for each in read(SHIPPED / f"{name}.yaml").warnings] == [
        'crossings.Dostyk.near.gauge_break."container yard".machines',
        'crossings.Dostyk.far.gauge_break."container yard".machines',
    ]  # fmt: skip


# keys that cannot matter


CONTROL = {"lanes": 3, "leaving": {"mean": "30 min"}, "entering": {"mean": "1 h"}}


def test_trains_declared_ahead_that_take_the_time_of_the_others_cannot_matter() -> None:
    key, same = f"{NEAR}.control.declared_ahead", {"share": "40 %", "entering": {"mean": "60 min"}}
    said = idle({f"{NEAR}.control": CONTROL | {"declared_ahead": same}})
    assert said == {
        f"{key}.entering": "changes nothing: it equals the time of the other trains, 1 h; the share of trains "
        "declared ahead has no effect",
    }  # fmt: skip
    assert list(idle({f"{NEAR}.control": CONTROL | {"declared_ahead": {"share": "40 %"}}})) == [key]
    other = {"share": "40 %", "entering": {"mean": "5 min"}}
    assert idle({f"{NEAR}.control": CONTROL | {"declared_ahead": other}}) == {}


def test_a_time_of_a_commodity_that_is_that_of_all_trains_cannot_matter() -> None:
    grain = {f"{BOXES}.commodity": "grain"}
    by = {"by_commodity": {"grain": {"leaving": {"mean": "0.5 h"}, "entering": {"mean": "2 h"}}}}
    said = idle(grain | {f"{NEAR}.control": CONTROL | by}, out=out())
    assert said == {f"{NEAR}.control.by_commodity.grain.leaving": "changes nothing: it equals the time of all trains"}


def yard(**keys: Any) -> dict[str, Any]:
    made = {"commodities": ["grain"], "fronts": 3, "machines": 3, "works": "wagons", "rate": 10} | keys
    return {f"{BOXES}.commodity": "grain", f"{FAR}.gauge_break": {"yard": made}}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"machines": 7}, "4 of 7 can never work: 3 fronts with 1 per train use 3"),
        ({"machines": 7, "per_train": 2}, "1 of 7 can never work: 3 fronts with 2 per train use 6"),
        ({"machines": 3, "per_train": 2}, "1 of 3 can never work: 3 fronts with 2 per train use 2"),
        ({"machines": 3}, None),
        ({"machines": 2}, None),
    ],
)
def test_machines_beyond_what_works_cannot_matter(keys: dict[str, Any], said: str | None) -> None:
    found = idle(yard(**keys), out=out())
    assert found == ({} if said is None else {f"{FAR}.gauge_break.yard.machines": said})


@pytest.mark.parametrize(
    ("key", "most"),
    [
        (f"{FAR}.fronts", 4),
        (f"{NEAR}.fronts", 4),
        (f"{FAR}.control.lanes", 10),
        (f"{NEAR}.control.lanes", 8),
        ("crossings.Gate.border.near_tracks", 4),
        ("crossings.Gate.border.far_tracks", 4),
    ],
)
def test_units_beyond_the_tracks_that_hold_their_trains_cannot_matter(key: str, most: int) -> None:
    assert idle({key: most}) == {}
    assert idle({key: most + 2})[key].startswith(f"2 of {most + 2} can never be used: ")


def test_limits_above_other_limits_cannot_matter() -> None:
    slow = [{"start": "1 km", "end": "2 km", "speed": "60 km/h"}, {"start": "3 km", "end": "4 km", "speed": "40 km/h"}]
    said = idle({"lines.line.speed_limits": slow, "lines.line.group": 4})
    assert said == {
        "lines.line.speed_limits[0].speed": "changes nothing: the line is limited to 60 km/h",
        "lines.line.group": "changes nothing: trains follow each other in groups only under automatic block",
    }  # fmt: skip


def test_a_level_and_a_lot_that_limit_nothing_cannot_matter() -> None:
    levels = [{"trains": "9 trains/day"}, {"trains": "9 trains/day", "since": "2025-01-02"}]
    said = idle({
        "crossings.Gate.accepts.HERE->THERE": levels,
        "crossings.Gate.lots": {"HERE->THERE": {"trains": 9, "span": "8 h"}},
    })  # fmt: skip
    assert said == {
        "crossings.Gate.accepts.HERE->THERE[1]": "changes nothing: the number accepted stays the same",
        "crossings.Gate.lots.HERE->THERE.trains": "changes nothing: at most 9 trains are accepted in 24 hours "
        "(got 9)",
    }  # fmt: skip


def by_kind(**kind: Any) -> dict[str, Any]:
    return {
        f"{BOXES}.commodity": "boxes", "crossings.Gate.accepts.HERE->THERE": "9 trains/day",
        "crossings.Gate.kinds": {"HERE->THERE": {"boxes": kind}},
    }  # fmt: skip


def test_a_kind_with_no_smaller_number_than_all_trains_cannot_matter() -> None:
    key = "crossings.Gate.kinds.HERE->THERE.boxes"
    assert idle(by_kind(accepts="8 trains/day")) == {}
    assert idle(by_kind(accepts="9 trains/day")) == {
        key: "changes nothing: at most 9 trains of all kinds are accepted a day"
    }
    levels = [{"trains": "8 trains/day"}, {"trains": "8 trains/day", "since": "2025-01-02"}]
    assert list(idle(by_kind(accepts=levels))) == [f"{key}.accepts[1]"]


def test_more_accepted_than_agreed_is_told() -> None:
    said = notices(world(by_kind(accepts="6 trains/day", agreed="5 trains/day")), "misleading")
    assert said == {
        "crossings.Gate.kinds.HERE->THERE.boxes.accepts": "is more than was agreed, 5 trains a day: are the two "
        "exchanged?"
    }
    assert notices(world(by_kind(accepts="5 trains/day", agreed="6 trains/day")), "misleading") == {}


def test_a_cut_outside_the_run_is_noticed() -> None:
    cut = {"start": "A", "end": "B", "trains": "4 trains/day", "since": "2026-01-01"}
    assert list(idle({"lines.line.cuts": [cut]})) == ["lines.line.cuts[0]"]


def test_what_moves_a_locomotive_cannot_matter_without_one() -> None:
    said = idle({f"{BOXES}.loaded_limit": "50 km/h", f"{BOXES}.locomotives": 2})
    assert said == {
        f"{BOXES}.loaded_limit": "changes nothing: it has no locomotive",
        f"{BOXES}.locomotives": "changes nothing: it has no locomotive",
    }  # fmt: skip


def test_what_nobody_uses_is_noticed_in_the_scenario_s_own_file_alone() -> None:
    base = dict(world().document.data)
    spare = "consists:\n  spare: {wagons: 3, wagon_kind: x, load: 30 t, wagon_length: 14 m, speed: 60 km/h}\n"
    whole = {"base": json.dumps(base), "spare": f"extends: base.yaml\n{spare}"}
    assert list(notices(written(whole), "idle")) == ["consists.spare"]
    assert notices(written(whole | {"top": "extends: spare.yaml\nname: top\n"}), "idle") == {}


def test_a_service_a_flow_and_a_possession_without_effect_are_noticed() -> None:
    work = {"start": "A", "end": "B", "since": "2030-01-01", "until": "2030-01-03"}
    said = idle({"lines.line.possessions": [work]} | services(car=service("A", "C", pairs="0 trains/day")), out=out(0))
    assert set(said) == {
        "lines.line.possessions[0]", "traffic.services.car.pairs", "traffic.flows.out.tonnes",
    }  # fmt: skip


# unusual numbers


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (f"{BOXES}.speed", "600 km/h", "is unusual: 600 km/h (usual: 20 km/h to 120 km/h)"),
        (f"{BOXES}.load", "300 t", "is unusual: 300 t (usual: 1 t to 75 t"),
        (f"{BOXES}.wagon_length", "70 m", "is unusual: 70 m (usual: 8 m to 30 m"),
        ("lines.line.speed_limit", "600 km/h", "is unusual: 600 km/h (usual: 20 km/h to 250 km/h"),
        (
            "lines.line.points[2].at",
            "300 km",
            "makes the section B - C 290 km long, which is unusual (usual: 0.1 to",
        ),
        (
            "lines.line.profile",
            {"gradient": "60 permille", "up": "1 km", "down": "1 km"},
            "is unusual: 60 permille (usual: ",
        ),
        (f"{NEAR}.control.leaving.mean", "0 min", "is unusual: 0 (usual: 1 min to 1 week"),
        ("crossings.Gate.forming.mean", "3 weeks", "is unusual: 3 weeks (usual: 1 min to 1 week"),
        ("rules.start_and_stop", "3 h", "is unusual: 3 h (usual: 30 s to 15 min"),
        (
            "traffic.monthly",
            [6, *[0.5] * 11],
            "is unusual: the busiest month has 6.26 times the mean (usual: up to 3",
        ),
    ],
)
def test_a_number_out_of_the_usual_range_is_noticed_with_it(key: str, value: Any, said: str) -> None:
    (found,) = [message for where, message in unusual({key: value}).items() if where.startswith(key)]
    assert found.startswith(said)


def test_flows_that_send_nothing_in_the_run_are_noticed() -> None:
    """The world runs on 1 and 2 January 2025; where trains wait already there are trains."""
    path = "traffic.flows.out"
    said = "leaves no day of the run, 2025-01-01 to 2025-01-02, to the flow: it has no trains"
    assert idle({}, out=out(since="2025-01-03"))[f"{path}.since"] == said
    assert idle({}, out=out(until="2025-01-01"))[f"{path}.until"] == said
    assert f"{path}.since" not in idle({}, out=out(since="2025-01-03", queue=1))
    assert f"{path}.tonnes" not in idle({}, out=out(0, by_year={"2025": "1 Mt/year"}))


def test_a_loading_stop_that_concerns_no_train_is_noticed() -> None:
    rule = {"direction": "THERE->HERE", "begins_at": 5, "ends_at": 2}
    changes = {"traffic.loading_stops": {"jam": rule}}
    assert idle(changes, out=out())["traffic.loading_stops.jam"] == (
        "changes nothing: it applies to no train of any flow"
    )
    assert "traffic.loading_stops.jam" not in idle(changes, back=into())


def test_an_end_that_takes_fewer_trains_than_come_is_noticed() -> None:
    few = {"ends.West.accepts": "2 trains/day"}
    assert unusual(few, back=into(5))["ends.West.accepts"].startswith(
        "is less than the flows send there: 2 trains a day, and about 5 come"
    )
    assert "ends.West.accepts" not in unusual(few, there=out(5))


# misleading results


TOTAL = """
extends: base.yaml
traffic:
  total: 4 Mt/year
"""
MORE = """
extends: total.yaml
traffic:
  flows:
    more: {crossing: Gate, direction: HERE->THERE, tonnes: 1 Mt/year, consists: {boxes: 1}, inland: {West: 1}}
"""
BOTH = MORE.replace("total.yaml", "base.yaml").replace("\n  flows", "\n  total: 4 Mt/year\n  flows")


def under_a_total(more: str) -> Scenario:
    """A flow of 2 Mt under a total of 4, in files that extend each other."""
    base = json.dumps(dict(world({"traffic.flows.out.tonnes": "2 Mt/year"}).document.data))
    return written({"base": base, "total": TOTAL, "more": more})


def test_a_flow_added_under_a_total_takes_its_tonnes_from_the_others() -> None:
    """2 Mt scaled to 4 Mt; with 1 Mt more 2 of 3 parts, 2.67 Mt, are left to it."""
    (said,) = notices(under_a_total(MORE), "misleading").values()
    assert '"more" carries 1.33 (its own tonnes: 1.00)' in said
    assert '"out" carries 2.67 in place of 4.00 (-1.33) Mt/year' in said
    assert said.endswith('leave traffic.total out, write traffic.scale: 2 and write 0.50 Mt/year for "more"')


def test_a_flow_changed_under_a_total_is_told_with_what_all_carried_before() -> None:
    """2 and 1 Mt scaled to 4 are 2.67 and 1.33; 3 of 4 parts for one leave 1 to the other."""
    (said,) = notices(under_a_total(BOTH).change({"traffic.flows.out.tonnes": "3 Mt/year"}), "misleading").values()
    assert '"out" carries 3.00 in place of 2.67 (+0.33) (its own tonnes: 3.00)' in said
    assert '"more" carries 1.00 in place of 1.33 (-0.33) Mt/year' in said
    assert said.endswith('write traffic.scale: 1.3333 and write 2.25 Mt/year for "out"')


def test_a_flow_taken_out_under_a_total_leaves_its_tonnes_to_the_others() -> None:
    said = notices(under_a_total(BOTH).change({"traffic.flows.more": None}), "misleading")["traffic.total"]
    assert '"more" is taken out, and so "out" carries 4.00 in place of 2.67 (+1.33) Mt/year' in said
    assert said.endswith("leave traffic.total out and write traffic.scale: 1.3333")


def test_a_total_that_scales_what_older_files_tell_is_no_surprise() -> None:
    assert notices(under_a_total("extends: total.yaml\nname: same\n"), "misleading") == {}


def test_the_way_out_takes_nothing_from_the_others() -> None:
    instead = MORE.replace("traffic:\n", "traffic:\n  total: null\n  scale: 2\n").replace(
        "tonnes: 1 Mt", "tonnes: 0.5 Mt"
    )
    assert notices(under_a_total(instead), "misleading") == {}


def test_flows_that_are_all_told_after_the_total_are_scaled_and_told_so() -> None:
    """3 and 1 Mt under 4 are what they tell; 4 and 1 Mt are not."""
    assert notices(under_a_total(MORE).change({"traffic.flows.out.tonnes": "3 Mt/year"}), "misleading") == {}
    scenario = under_a_total(MORE).change({"traffic.flows.out.tonnes": "4 Mt/year"})
    assert 'carry "out" 3.20 instead of 4.00' in notices(scenario, "misleading")["traffic.total"]


def test_a_total_beside_flows_that_it_scales_is_told() -> None:
    (said,) = notices(written({"one": _one_file()}), "misleading").values()
    assert 'carry "out" 4.00 instead of 2.00 Mt/year' in said


def _one_file() -> str:
    return json.dumps(
        dict(world({"traffic.flows.out.tonnes": "2 Mt/year", "traffic.total": "4 Mt/year"}).document.data)
    )


def test_a_line_that_opens_too_late_for_the_warm_up_is_told() -> None:
    """Six trains a day for three days are 18; at 24 a day less 6 they are gone in a day."""
    late = {"lines.line.opens": "2025-01-04", "window.length": "20 days"}
    said = notices(world(late, out=out(6)), "misleading")["lines.line.opens"]
    assert said.startswith('opens 3 days after the run begins, but the trains of "out" want to run from its first day')
    assert "about 18 wait and then run in a burst, until about 2025-01-05" in said
    settled = late | {"window.start": "2025-01-06", "window.warm_up": "5 days"}
    assert notices(world(settled, out=out(6)), "misleading") == {}
    assert notices(world({"lines.line.opens": "2024-12-01"}, out=out(6)), "misleading") == {}


def test_a_crossing_that_accepts_nothing_at_first_is_told() -> None:
    accepts = [{"trains": "0 trains/day"}, {"trains": "12 trains/day", "since": "2025-01-02"}]
    said = notices(world({"crossings.Gate.accepts.HERE->THERE": accepts}, out=out(6)), "misleading")
    assert said["crossings.Gate.accepts.HERE->THERE[1]"].startswith("accepts its first train 1 days after")
