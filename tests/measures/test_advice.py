"""A lock-up is explained, with the rule that would have prevented it; and the rule does."""

import pytest

from corridorsim.engine import find_gridlock, run
from corridorsim.itineraries.stages import FRONTS, INSPECTION, STORE, TRACKS, Stage
from corridorsim.measures.advice import Advice, advise, explain
from corridorsim.operations import Builder, Outcome, Step
from worlds import into, out, ran, world


def explained(builder: Builder, stages: list[Stage] | None = None) -> tuple[Advice, ...]:
    program, legend = builder.build(10_000)
    return explain(program, run(program), legend, stages)


def yard(kept_free: int) -> Builder:
    """A yard of four tracks; trains in it wait for locomotives, which come on trains that need a track there."""
    builder = Builder()
    builder.resource("Dostyk tracks", 4)
    builder.resource("locomotives", 0)
    builder.resource("may wait for a locomotive", 4 - kept_free, logical=True)
    held = ["Dostyk tracks", "may wait for a locomotive"]
    builder.itinerary("wagons", [Step("arrive", held), Step("depart", ["locomotives"], held), Step("end")])
    builder.itinerary(
        "locomotive",
        [Step("bring a locomotive", ["Dostyk tracks"]), Step("uncouple", puts=["locomotives", "Dostyk tracks"])],
    )
    for number in range(6):
        builder.train(f"W{number}", "wagons", durations=[10, 10], ready=number)
        builder.train(f"L{number}", "locomotive", durations=[10], ready=100 + number)
    return builder


YARD = [
    Stage("Dostyk tracks", TRACKS, "lines.line.points[0].tracks"),
    Stage("locomotives", STORE, "locomotives.number"),
    Stage("Dostyk tracks", TRACKS, "lines.line.points[0].tracks"),
]


def test_a_yard_full_of_trains_that_wait_for_locomotives_outside_is_told_in_words() -> None:
    (advice,) = explained(yard(kept_free=0), YARD)
    assert advice.why == (
        'All 4 units of Dostyk tracks are held by 4 trains that wait for locomotives to "depart" (such as W0); '
        'locomotives would be brought by 6 trains that wait for Dostyk tracks to "bring a locomotive" (such as L0). '
        "Each waits for another, so none of them will ever move."
    )
    assert advice.rule == (
        "To prevent it, keep 1 of the 4 units of Dostyk tracks free for those that bring locomotives, "
        "that is, let at most 3 trains that wait for locomotives stand there."
    )
    assert advice.keys == ("rules.keep_free", "lines.line.points[0].tracks", "locomotives.number")


def test_with_the_rule_switched_on_nothing_locks() -> None:
    builder = yard(kept_free=1)
    program, legend = builder.build(10_000)
    outcome: Outcome = run(program)
    assert explain(program, outcome, legend) == ()
    assert (outcome.started[program.operation_first[1:] - 1] >= 0).all()


def test_without_stages_the_yard_is_what_has_most_units() -> None:
    (advice,) = explained(yard(kept_free=0))
    assert "keep 1 of the 4 units of Dostyk tracks free" in str(advice)
    assert advice.keys == ()


def facing(tracks: int) -> Builder:
    """Two stations, and trains in each that want to go to the other."""
    builder = Builder()
    for name in ("Altynkol", "Khorgos"):
        builder.resource(name, tracks)
    for way, here, there in (("east", "Altynkol", "Khorgos"), ("west", "Khorgos", "Altynkol")):
        steps = [Step(f"stand at {here}", [here]), Step(f"go to {there}", [there], [here]), Step("end", puts=[there])]
        builder.itinerary(way, steps)
        for number in range(tracks):
            builder.train(f"{way} {number}", way, durations=[60, 600])
    return builder


def test_two_stations_full_of_trains_for_each_other_are_one_circle() -> None:
    (advice,) = explained(facing(2))
    assert "All 2 units of Altynkol are held by 2 trains that wait for Khorgos" in advice.why
    assert "all 2 units of Khorgos are held by 2 trains that wait for Altynkol" in advice.why
    assert "keep 1 of the 2 units of Altynkol free for those that hold Khorgos" in advice.rule


def test_where_others_in_a_full_yard_wait_for_something_else_only_those_of_the_circle_are_counted() -> None:
    """One of the two at Khorgos waits for a crew that nobody brings."""
    builder = facing(2)
    builder.resource("crew", 0)
    builder.itinerary("rest", [Step("stand", ["Khorgos"]), Step("go", ["crew"], ["Khorgos"]), Step("end")])
    builder.train("R", "rest", durations=[60, 60], rank=-1)
    told = " ".join(str(each) for each in explained(builder))
    assert "ll 2 units of Khorgos are taken, and 1 train there waits for Altynkol" in told


def test_a_place_for_one_train_needs_a_second() -> None:
    (advice,) = explained(facing(1))
    assert advice.why.startswith('Altynkol is held by 1 train that waits for Khorgos to "go to Khorgos"')
    assert advice.rule.startswith("To prevent it, add a second unit of Altynkol")


def test_where_the_circle_holds_no_yard_things_are_taken_together() -> None:
    stages = [Stage("Altynkol", FRONTS, "cranes"), Stage("Khorgos", INSPECTION, "gangs")]
    (advice,) = explained(facing(1), stages)
    assert advice.rule == "To prevent it, take Khorgos together with what is held meanwhile."
    assert sorted(advice.keys) == ["cranes", "gangs"]


def store(bringing: int) -> Builder:
    """Trains that bring a box each, and two trains that stand at a track and want two boxes."""
    builder = Builder()
    for name, units in (("path", 1), ("boxes", 0), ("tracks", 4)):
        builder.resource(name, units)
    builder.itinerary("bring", [Step("come", ["path"]), Step("unload", puts=["path", "boxes"])])
    builder.itinerary("fetch", [Step("stand", ["tracks"]), Step("load", {"boxes": 2}), Step("go", puts=["tracks"])])
    for number in range(bringing):
        builder.train(f"B{number}", "bring", durations=[100])
    for number in range(2):
        builder.train(f"F{number}", "fetch", durations=[10, 10])
    return builder


@pytest.mark.parametrize(("bringing", "trains"), [(1, "2 trains wait"), (2, "1 train waits"), (3, "1 train waits")])
def test_a_store_that_nobody_fills_is_told(bringing: int, trains: str) -> None:
    (advice,) = explained(store(bringing))
    assert (
        advice.why
        == f'{trains} for boxes to "load" (such as F{int(bringing > 1)}), and no remaining train brings enough.'
    )
    assert "let more boxes arrive" in advice.rule


def test_where_all_is_brought_there_is_nothing_to_say() -> None:
    assert explained(store(4)) == ()


def test_a_scenario_that_does_not_lock_needs_no_advice() -> None:
    run_ = ran(world({"traffic.empties": "balanced"}, out=out(20), back=into(10)))
    assert advise(run_.plan, run_.outcome) == ()


def test_a_plan_s_lock_up_names_the_scenario_s_keys() -> None:
    """The pools of the exits are made as large as the yards, so that nothing is kept free."""
    scenario = world({"lines.line.tracks": {"siding": 2, "station": 2}}, out=out(40), back=into(40))
    planned = ran(scenario).plan
    capacity = planned.program.capacity.copy()
    for row, name in enumerate(planned.legend.resources):
        if " toward " in name or name.startswith("entering at"):
            capacity[row] = capacity[
                planned.legend.resources.index(f"{name.removeprefix('entering at ').split(' toward ')[0]} tracks")
            ]
    locked = ran(scenario, capacity=capacity)
    assert find_gridlock(locked.plan.program, locked.outcome, locked.plan.legend)
    advice = advise(locked.plan, locked.outcome)
    assert advice
    assert any("keep 1 of the" in each.rule for each in advice)
    assert any("tracks" in key for each in advice for key in each.keys)
