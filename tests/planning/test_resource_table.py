"""How trains take things: in lots, and through gates."""

from corridorsim.itineraries import Plan
from worlds import into, out, ran, world

OPEN_AT_NIGHT = {"crossings.Gate.closed": {"HERE->THERE": [{"at": "06:00", "length": "18 h"}]}}


def named(plan: Plan) -> list[str]:
    return list(plan.legend.resources)


def behind(changes: dict[str, object]) -> set[str]:
    """What is behind the gate of the handover from HERE to THERE."""
    plan = ran(world(OPEN_AT_NIGHT | changes, out=out(3), back=into(3))).plan
    gate = named(plan).index("Gate HERE->THERE open")
    found = plan.layout.resources.gate
    assert set(found.tolist()) == {-1, gate}
    return {name for name, own in zip(named(plan), found.tolist(), strict=True) if own == gate}


def test_what_all_trains_take_with_a_gate_is_behind_it() -> None:
    """The number of the day, the border track of this gauge, and the track beyond it."""
    assert behind({}) == {
        "Gate HERE->THERE accepted in 24 h", "Gate border track 1520 mm", "D 1520 mm tracks",
        "D 1520 mm toward transshipment",
    } & set(named(ran(world(OPEN_AT_NIGHT, out=out())).plan))  # fmt: skip


def test_a_lot_is_behind_the_gate_and_a_refused_train_gives_all_back() -> None:
    more = {
        "crossings.Gate.lots": {"HERE->THERE": {"trains": 2, "span": "4 h"}},
        "crossings.Gate.refused": {"HERE->THERE": {"share": "30 %", "again": "4 h"}},
    }
    assert {"Gate HERE->THERE in a lot", "Gate border track 1520 mm"} <= behind(more)


def test_a_direction_that_no_train_comes_from_is_no_gate() -> None:
    """What the trains out of A only test, for there are none the other way, was once read as a gate."""
    plan = ran(world({"lines.line.block": "automatic"}, out=out(3))).plan
    assert (plan.layout.resources.gate == -1).all()


def test_without_a_gate_nothing_is_behind_one() -> None:
    assert (ran(world(out=out())).plan.layout.resources.gate == -1).all()


def test_a_lot_is_what_every_train_takes_and_gives_at_once() -> None:
    fleet = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 40, "turn": "6 h"}
    plan = ran(world({"traffic.empties": "balanced", "pools": {"wagons": {"fleet": fleet}}}, out=out(3))).plan
    lots = plan.layout.resources.lot
    assert lots[named(plan).index("fleet wagons")] == 10
    assert lots[named(plan).index("C control lanes")] == 1


def test_trains_of_different_size_take_no_lots() -> None:
    fleet = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 40, "turn": "6 h"}
    boxes = {"wagons": 10, "wagon_kind": "flats", "load": "100 t", "boxes": "20 TEU", "wagon_length": "14 m",
             "speed": "60 km/h", "transshipment": {"mean": "2 h"}}  # fmt: skip
    change = {"consists.boxes": boxes, "consists.few": boxes | {"wagons": 8}, "pools": {"wagons": {"fleet": fleet}}}
    plan = ran(world(change, out=out(3) | {"consists": {"boxes": 0.5, "few": 0.5}})).plan
    assert plan.layout.resources.lot[named(plan).index("fleet wagons")] == 1


def test_closings_take_no_lots() -> None:
    """Two machines work a train; the closing of a night takes them one by one."""
    yard = {"commodities": ["boxes"], "fronts": 9, "machines": 3, "per_train": 2, "works": "wagons", "rate": 10}
    night = [{"at": "22:00", "length": "8 h"}]
    change = {"consists.boxes.commodity": "boxes", "crossings.Gate.far.gauge_break": {"y": yard | {"closed": night}}}
    plan = ran(world(change, out=out())).plan
    assert plan.layout.resources.lot[named(plan).index("D y machines")] == 2
