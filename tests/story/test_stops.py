"""One train's story: where it was, how long it waited, for what, and who held that."""

from corridorsim.story.stops import Chapter, tell
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400


def story(run: Run, train: str) -> list[Chapter]:
    return list(tell(run.plan, run.outcome, run.plan.train(train)))


def test_a_railcar_waits_at_the_loop_for_the_section_that_the_other_holds() -> None:
    run = ran(world(services(car=service("A", "C"))))
    assert story(run, "car to C 1") == [
        Chapter("A", "enter at A", 0, 0, 0, (), ()),
        Chapter("A", "A - B", 0, 0, 0, (), ()),
        Chapter("B", "arrive at B", 780, 780, 0, (), ()),
        Chapter("B", "B - C", 780, 1440, 660, ("B - C",), ("car to A 1",)),
        Chapter("C", "arrive at C", 2820, 2820, 0, (), ()),
        Chapter("C", "end of run at C", 2820, 2820, 0, (), ()),
        Chapter("C", "end", 4620, 4620, 0, (), ()),
    ]


def test_a_station_that_is_passed_is_not_told() -> None:
    run = ran(world(services(car=service("A", "C"))))
    assert [chapter.does for chapter in story(run, "car to A 1")][:4] == [
        "enter at C", "C - B", "B - A", "arrive at A",
    ]  # fmt: skip


def test_blocks_are_not_told_where_a_train_does_not_wait() -> None:
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-01"}]}
    run = ran(world(services(car=service("A", "C")) | second))
    assert [chapter.does for chapter in story(run, "car to C 1")][:4] == [
        "enter at A", "A - B", "B - C", "arrive at C",
    ]  # fmt: skip


def test_a_train_that_never_starts_waits_to_the_end_of_the_run() -> None:
    last = story(ran(world(CLOSED, out=out(0.5)), {"out 1": 0}), "out 1")[-1]
    assert (last.does, last.ready, last.started, last.waited) == ("C - D", 3780, None, 2 * DAY - 3780)
    assert (last.lacked, last.held_by) == (("Gate HERE->THERE accepted in 24 h",), ("the limit of 0",))


def test_a_train_that_was_handed_over_keeps_its_place_of_the_day() -> None:
    """The second train, due with the first, is held up by it at the border for 24 hours."""
    run = ran(world({"crossings.Gate.accepts.HERE->THERE": "1 trains/day"}, out=out(1)), {"out 1": 0, "out 2": 0})
    [waits] = [chapter for chapter in story(run, "out 2") if chapter.does == "C - D"]
    assert waits.started == 3780 + DAY
    assert (waits.lacked, waits.held_by) == (("Gate HERE->THERE accepted in 24 h",), ("out 1",))


def test_a_line_that_is_closed_is_said_to_be_not_yet_open() -> None:
    run = ran(world({"lines.line.opens": "2025-01-02"}, out=out(0.5)), {"out 1": 0})
    [waits] = [chapter for chapter in story(run, "out 1") if chapter.does == "A - B"]
    assert (waits.waited, waits.lacked, waits.held_by) == (DAY, ("A - B",), ("not yet open",))


def test_a_train_that_is_due_after_the_run_has_no_story() -> None:
    run = ran(world(out=out(0.5)), {"out 1": 2 * DAY})
    assert story(run, "out 1") == []


def test_nobody_holds_back_the_load_that_a_train_waits_for() -> None:
    """Two trains of 10 wagons are unloaded; the second onward train waits until the second is."""
    boxes = {key: value for key, value in world().document.data["consists"]["boxes"].items() if key != "transshipment"}
    yard = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "wagons", "rate": 10, "stack": {"units": 30}}
    changes = {
        "crossings.Gate.near.gauge_break": {"yard": yard},
        "consists.boxes": boxes | {"commodity": "boxes", "onward": "boxes"},
    }
    due = {f"back {word}{n}": 0 for word in ("", "onward ") for n in (1, 2)}
    waits = story(ran(world(changes, back=into(1)), due), "back onward 2")[0]
    assert (waits.does, waits.started) == ("wait for a full load", 8400 + 3600)
    assert (waits.lacked, waits.held_by) == (("C yard for boxes to West",), ())


def test_a_section_in_possession_is_said_to_be_so() -> None:
    closed = {"lines.line.possessions": [{"start": "A", "end": "B", "until": "2025-01-02", "at": "00:00"}]}
    [waits] = [chapter for chapter in story(ran(world(closed, out=out(0.5)), {"out 1": 0}), "out 1") if chapter.waited]
    assert (waits.does, waits.waited, waits.held_by) == ("A - B", DAY, ("a possession",))


def test_what_a_disruption_closes_is_said_to_be_closed_by_it() -> None:
    """Two of them at once are both named."""
    day = {"since": "2025-01-01", "until": "2025-01-02"}
    named = {name: {"closes": {"crossing": "Gate"}, "dated": day} for name in ("wind", "strike")}
    run = ran(world({"disruptions": named}, out=out(0.5)), {"out 1": 0})
    [waits] = [chapter for chapter in story(run, "out 1") if chapter.waited]
    assert (waits.does, waits.started) == ("C - D", DAY)
    assert (waits.lacked, waits.held_by) == (("Gate border track 1520 mm",), ("wind and strike",))
