"""On single track a direction has its turn after every train of the other: a follower is asked a second later."""

from worlds import Run, ran, service, services, world

DAY = 86_400
AWAY = 50_000  # where trains the other way are put that are not to meet anybody
LOOPS = {f"lines.line.points[{n}].tracks": 8 for n in range(3)}


def three(west: int, changes: dict[str, object] | None = None, **keys: str) -> Run:
    """Two trains to C, due at 1000 and 1010 s, and one from C to A; A - B is clear of the first at 1840."""
    named = services(one=service("A", "C", **keys), two=service("A", "C", **keys))
    due = {"one to C 1": 1000, "two to C 1": 1010, "one to A 1": west, "two to A 1": AWAY}
    return ran(world(named | LOOPS | (changes or {})), due)


def test_as_a_section_is_clear_the_other_direction_goes_before_a_follower_that_waits_longer() -> None:
    """West comes to B at 1380 and waits for A - B since then, the follower at A since 1010."""
    run = three(west=0)
    west = run.times("one to A 1")
    assert (west["arrive at B"], west["B - A"]) == (1380, 1840)
    assert run.times("two to C 1")["A - B"] == west["arrive at A"] + 60


def test_a_follower_goes_a_second_later_where_nobody_comes_the_other_way() -> None:
    assert three(west=AWAY + 9000).times("two to C 1")["A - B"] == 1841


def test_a_train_that_comes_to_the_section_after_it_was_clear_waits_for_the_follower() -> None:
    """It would be at B at 1850, a little late: the section does not wait for it."""
    run = three(west=470)
    assert run.times("one to A 1")["arrive at B"] == 1850
    assert run.times("two to C 1")["A - B"] == 1841
    assert run.times("one to A 1")["B - A"] > 1841 + 780


def test_a_stream_with_nobody_the_other_way_has_the_whole_section() -> None:
    """Of B - C, 1,200 s, a start and the second after a minute: 86,400 / 1,441 trains pass on the second day."""
    east = services(car=service("A", "C", pairs="100 trains/day"))
    run = ran(world(east | LOOPS), {f"car to A {n}": 10 * DAY for n in range(1, 201)})
    passed = [second for second in run.all_times("B - C") if second >= DAY]
    assert abs(len(passed) - DAY / (1200 + 180 + 61)) <= 1
    assert not run.all_times("C - B")


def test_before_a_second_track_opens_the_directions_have_turns_and_after_it_the_headway_alone_counts() -> None:
    """As on single track, then one behind another at the headway of 14 minutes."""
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}]}
    assert three(west=0, changes=second).times("one to A 1")["B - A"] == 1840
    opened = {"one to C 1": DAY + 1000, "two to C 1": DAY + 1010, "one to A 1": AWAY, "two to A 1": AWAY + 9000}
    named = services(one=service("A", "C"), two=service("A", "C"))
    run = ran(world(named | LOOPS | second), opened)
    assert run.times("two to C 1")["A - B"] - run.times("one to C 1")["A - B"] == 840


def test_before_a_second_track_opens_a_follower_keeps_the_following_interval() -> None:
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-02"}]}
    run = three(west=AWAY + 9000, changes=second | {"rules.following_interval": "4 min"})
    assert run.times("two to C 1")["A - B"] == 1000 + 780 + 240
