"""Each way of moving over a line, as a story whose times are worked out by hand.

A - B takes 600 s, B - C 1,200 s, a start costs 180 s, a section is clear for the other direction 60 s after arrival.
"""

from typing import Any

import numpy as np
import pytest

from worlds import Run, closings, out, ran, resources, service, services, world

DAY = 86_400
HOUR = 3600
AWAY = 50_000  # where trains that are not to meet anybody are put
DOUBLE = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01"}]}
AUTOMATIC = {"lines.line.block": "automatic"} | {f"lines.line.points[{n}].tracks": 8 for n in range(3)}


def cars(changes: dict[str, Any], *names: str, due: dict[str, int] | None = None, **keys: Any) -> Run:
    """Services from A to C and back, ten minutes apart; trains back are put away."""
    named = {name: service("A", "C", departs=f"00:{10 * n:02}", **keys) for n, name in enumerate(names)}
    away = {f"{name} to A 1": AWAY + 9000 * n for n, name in enumerate(names)}
    return ran(world(services(**named) | changes), away | (due or {}))


# station intervals


def test_a_follower_leaves_the_following_interval_after_the_arrival_ahead() -> None:
    """The first is at B at 780; the section is clear for the other direction at 840, for a follower at 1020."""
    run = cars({"rules.following_interval": "4 min", "lines.line.points[1].tracks": 4}, "one", "two")
    assert run.times("two to C 1")["A - B"] == 780 + 240


def test_the_other_direction_need_not_wait_for_the_following_interval() -> None:
    run = cars({"rules.following_interval": "4 min"}, "one", due={"one to A 1": 0})
    west = run.times("one to A 1")
    assert west["B - A"] == 1380  # it comes to B then, and A - B has been clear since 840
    assert run.times("one to C 1")["B - C"] == 1380 + 60


def test_two_trains_do_not_arrive_at_a_loop_at_the_same_time() -> None:
    """East is at B at 780. West, due 600 s earlier, comes at 780 too: it is let in four minutes after."""
    meets = cars({"rules.arrival_interval": "4 min"}, "one", due={"one to C 1": 600, "one to A 1": 0})
    assert meets.times("one to C 1")["arrive at B"] == 1380
    assert meets.times("one to A 1")["arrive at B"] == 1380 + 240


def test_a_station_with_safety_tracks_receives_from_both_sides() -> None:
    free = {"rules.arrival_interval": "4 min", "lines.line.points[1].simultaneous_arrival": True}
    meets = cars(free, "one", due={"one to C 1": 600, "one to A 1": 0})
    assert meets.times("one to C 1")["arrive at B"] == meets.times("one to A 1")["arrive at B"] == 1380


# automatic block on single track: groups


def test_followers_on_single_track_come_at_the_headway() -> None:
    """The headway is 840 s; under semi-automatic block a follower would wait until 840 as well, but on B - C longer."""
    run = cars(AUTOMATIC | {"lines.line.headway": "5 min"}, "one", "two", "three")
    assert [run.times(f"{name} to C 1")["A - B"] for name in ("one", "two", "three")] == [0, 600, 1200]
    assert [run.times(f"{name} to C 1")["B - C"] for name in ("one", "two", "three")] == [780, 1380, 1980]


def test_a_group_holds_the_section_against_the_other_direction() -> None:
    """Three run east over B - C from 780, 1380 and 1980, the last is at C at 3180: west leaves C at 3240."""
    run = cars(AUTOMATIC | {"lines.line.headway": "10 min"}, "one", "two", "three", due={"one to A 1": 900})
    assert run.times("one to A 1")["C - B"] == 1980 + 1200 + 60


def test_a_stream_that_never_ends_gives_the_other_direction_its_turn() -> None:
    """A train every ten minutes from both ends of one long section, for four days: as many pass each way."""
    alone = AUTOMATIC | {"lines.line.points[1].tracks": 1, "window.length": "4 days", "lines.line.headway": "5 min"}
    many = {"lines.line.points[0].tracks": 40, "lines.line.points[2].tracks": 40}
    busy = world(services(car=service("A", "C", pairs="144 trains/day")) | alone | many)
    run = ran(busy)
    there, back = (len(run.all_times(f"arrive at {end}")) for end in "CA")
    assert there > 4 * 35
    assert abs(there - back) <= 3


def test_groups_are_as_long_as_said_where_both_directions_always_ask() -> None:
    one_section = AUTOMATIC | {"lines.line.points[1].tracks": 1, "lines.line.group": 2}
    run = ran(world(services(car=service("A", "C", pairs="144 trains/day")) | one_section))
    order = sorted((second, way) for way in ("A - C", "C - A") for second in run.all_times(way) if second > 4 * HOUR)
    lengths = [len(same) for same in _runs([way for _, way in order])]
    assert set(lengths[1:-1]) == {2}


def test_a_direction_makes_way_though_its_trains_follow_too_slowly_to_leave_the_section_clear() -> None:
    """One every 12 min takes B - C for 20: asked for at 900 s, it is shut to those that come 750 s later."""
    east = {f"car{n}": service("A", "C", departs=f"00:{12 * n:02}") for n in range(4)}
    due = {f"car{n} to A 1": AWAY + 9000 * n for n in range(4)} | {"car0 to A 1": 900}
    run = ran(world(services(**east) | AUTOMATIC | {"lines.line.headway": "5 min"}), due)
    assert [run.times(f"car{n} to C 1")["B - C"] for n in (0, 1)] == [780, 780 + 720]
    assert run.times("car0 to A 1")["C - B"] == 780 + 720 + 1200 + 60
    assert run.times("car2 to C 1")["B - C"] > run.times("car0 to A 1")["arrive at B"]


def test_a_stream_with_nobody_the_other_way_follows_at_the_headway() -> None:
    """However long the group: 288 trains a day at five minutes."""
    east = services(car=service("A", "C", pairs="300 trains/day"))
    many = {f"lines.line.points[{n}].tracks": 99 for n in range(3)}
    away = {f"car to A {n}": 10 * DAY for n in range(1, 601)}
    run = ran(world(east | AUTOMATIC | many | {"lines.line.headway": "5 min"}), away)
    second = [at for at in run.all_times("B - C") if DAY <= at < 2 * DAY]
    assert abs(len(second) - 288) <= 1


def _runs(ways: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for way in ways:
        if groups[-1] and groups[-1][-1] != way:
            groups.append([])
        groups[-1].append(way)
    return groups


# possessions


def possession(**keys: Any) -> dict[str, Any]:
    return {"lines.line.possessions": [{"start": "B", "end": "C"} | keys]}


def test_a_possession_of_single_track_stops_every_train() -> None:
    run = cars(possession(at="00:00", length="2 h", until="2025-01-02"), "one")
    assert run.times("one to C 1")["B - C"] == 2 * HOUR
    assert run.times("one to C 1")["arrive at C"] == 2 * HOUR + 1200 + 180


def test_a_window_waits_for_the_train_that_is_on_the_section() -> None:
    """It begins at 00:20, when the train has been on B - C since 780; the next train waits for its end at 02:20."""
    run = cars(possession(at="00:20", length="2 h"), "one", due={"one to A 1": 1300})
    assert run.times("one to C 1")["arrive at C"] == 780 + 1200
    assert run.times("one to A 1")["C - B"] == 20 * 60 + 2 * HOUR


def test_a_window_every_day_is_a_closing_a_day() -> None:
    found = closings(cars(possession(at="02:00", length="1 h"), "one").plan)
    assert found == {"B - C": [(2 * HOUR, 3 * HOUR), (DAY + 2 * HOUR, DAY + 3 * HOUR)]}


def test_wrong_track_working_makes_double_track_single_while_one_track_is_possessed() -> None:
    """East is on B - C from 780 to 1980. West would leave C at 900; on one track it leaves at 2040."""
    free = cars(DOUBLE, "one", due={"one to A 1": 900})
    taken = cars(DOUBLE | possession(tracks="one", until="2025-01-02"), "one", due={"one to A 1": 900})
    assert free.times("one to A 1")["C - B block 1"] == 900
    assert taken.times("one to A 1")["C - B block 1"] == 780 + 1200 + 60


def test_after_the_possession_both_tracks_are_there_again() -> None:
    run = cars(DOUBLE | possession(tracks="one", until="2025-01-02"), "one", due={"one to C 1": DAY, "one to A 1": DAY})
    assert run.times("one to C 1")["arrive at C"] == run.times("one to A 1")["arrive at A"] == DAY + 1980


def test_a_possession_of_all_tracks_stops_both_directions() -> None:
    run = cars(DOUBLE | possession(at="00:00", length="3 h", until="2025-01-02"), "one", due={"one to A 1": 0})
    assert run.times("one to C 1")["B - C block 1"] == run.times("one to A 1")["C - B block 1"] == 3 * HOUR


def test_followers_use_the_one_track_that_is_left_as_a_group() -> None:
    """Under automatic block two follow each other east at the headway over the one track, and west waits for both."""
    taken = DOUBLE | AUTOMATIC | possession(tracks="one", until="2025-01-02")
    run = cars(taken, "one", "two", due={"one to A 1": 900})
    assert [run.times(f"{name} to C 1")["B - C block 1"] for name in ("one", "two")] == [780, 780 + 840]
    assert run.times("one to A 1")["C - B block 1"] == 1620 + 1200 + 60


def test_a_crossover_halves_the_single_track_that_is_left() -> None:
    """One track of A - B is possessed; with a crossover at B, trains meet there instead of at A and C."""
    one = {"lines.line.possessions": [{"start": "A", "end": "B", "tracks": "one", "until": "2025-01-02"}]}
    run = cars(DOUBLE | one | {"lines.line.points[1].kind": "crossover"}, "one", due={"one to A 1": 0})
    assert resources(run.plan, "B tracks") == {"B tracks": 2}
    assert run.times("one to C 1")["arrive at C"] == 1980  # it is over A - B before the other comes to B
    assert run.times("one to A 1")["arrive at A"] == 1980


def test_possessions_change_nothing_where_they_are_not() -> None:
    """One track of B - C is possessed the first day: on A - B trains run as on double track."""
    run = cars(DOUBLE | possession(tracks="one", until="2025-01-02"), "one", due={"one to C 1": 1200, "one to A 1": 0})
    assert run.times("one to C 1")["A - B"] == 1200 < run.times("one to A 1")["arrive at A"] == 1980


# long trains


def test_a_train_longer_than_the_loop_does_not_stop_there() -> None:
    """A train of 1,400 m leaves A when B - C is in nobody's way; the train west waits at C until it is through."""
    long = {"consists.boxes.wagons": 100, "consists.boxes.load": "10 t", "traffic.services": {}}
    ends = {"lines.line.points[0].useful_length": "1500 m", "lines.line.points[2].useful_length": "1500 m"}
    run = ran(world(long | ends, out=out()), {"out 1": 0})
    times = run.times("out 1")
    assert (times["A - B"], times["arrive at B"], times["B - C"]) == (0, 780, 780)


def test_a_long_train_keeps_the_section_behind_it_until_its_tail_has_left() -> None:
    """At 1,000 m a minute its tail, 1,400 m behind, is clear of A - B 84 s after its head has left B, and 61 s on a
    train may follow it.
    """
    run = _long({"car to C 1": 300, "car to A 1": AWAY})
    assert run.times("out 1")["B - C"] == 780
    assert run.times("car to C 1")["A - B"] == 780 + 84 + 61


def test_two_long_trains_meet_where_they_fit() -> None:
    """The second, due at 10, may not set out before the first is through to C: no loop between takes either."""
    run = _long({"car to C 1": AWAY, "car to A 1": AWAY + 9000, "out 2": 10})
    assert run.times("out 2")["A - B"] == 1980


def test_a_train_waits_in_the_loop_for_a_long_train() -> None:
    """West comes to B at 1380 while the long train stands at A: B is free for it on its other track."""
    run = _long({"out 1": 800, "car to C 1": AWAY, "car to A 1": 0})
    assert run.times("car to A 1")["arrive at B"] == 1380
    long = run.times("out 1")
    assert long["A - B"] == 800
    assert run.times("car to A 1")["B - A"] == long["B - C"] + 84 + 60


def _long(due: dict[str, int]) -> Run:
    """Trains of 1,400 m from A, and a service of short ones each way."""
    ends = {"lines.line.points[0].useful_length": "1500 m", "lines.line.points[2].useful_length": "1500 m"}
    long = {"consists.boxes.wagons": 100, "consists.boxes.load": "10 t", "traffic.services": {"car": service("A", "C")}}
    return ran(world(long | ends, out=out()), {"out 1": 0, "out 2": AWAY + 20_000} | due)


# overtaking


def test_a_passenger_train_overtakes_at_a_station_where_it_has_caught_up() -> None:
    """At 15 km/h the freight train takes 2,580 s to B; the express is right behind it there and goes first.

    It takes the headway of B - C with its track at B, at the last block, and the freight train leaves 840 s after it.
    """
    slow = {"kind": "local", "speed": "15 km/h"}
    named = {"slow": service("A", "C") | slow, "fast": service("A", "C", departs="00:30", kind="passenger")}
    tracks = {"lines.line.points[1].tracks": 4}
    run = ran(world(services(**named) | DOUBLE | tracks), {"slow to A 1": AWAY, "fast to A 1": AWAY + 20_000})
    slow_times, fast_times = run.times("slow to C 1"), run.times("fast to C 1")
    assert slow_times["arrive at B"] < fast_times["arrive at B"]
    beyond = fast_times["B - C block 1"]
    assert beyond == fast_times["arrive at B"]
    assert slow_times["B - C block 1"] >= beyond + 840


def test_freight_does_not_overtake() -> None:
    slow = {"kind": "local", "speed": "15 km/h"}
    named = {"slow": service("A", "C") | slow, "fast": service("A", "C", departs="00:30")}
    tracks = {"lines.line.points[1].tracks": 4}
    run = ran(world(services(**named) | DOUBLE | tracks), {"slow to A 1": AWAY, "fast to A 1": AWAY + 20_000})
    assert run.times("slow to C 1")["arrive at C"] < run.times("fast to C 1")["arrive at C"]


def caught_up(train_class: str) -> tuple[dict[str, int], dict[str, int]]:
    """A freight train of 15 km/h, which waits at B for the headway of a railcar until 2,840, and one of 60 km/h behind.

    The slow one is at B at 2,580 and 140 m on, clear of the last block of A - B, at 2,614; a block of 2.5 km takes the
    quick one 150 s, and 330 s from a stand.
    """
    boxes = world().document.data["consists"]["boxes"]
    changes = DOUBLE | {
        "lines.line.points[1].tracks": 4, "consists.slow": boxes | {"speed": "15 km/h"},
        "consists.quick": boxes | {"class": train_class},
        "traffic.services": {"car": service("B", "C")},
    }  # fmt: skip
    flows = {name: out(1, consists={name: 1}) for name in ("slow", "quick")}
    due = {"slow 1": 0, "quick 1": 1800, "car to C 1": 2000, "car to B 1": AWAY}
    run = ran(world(changes, **flows), due)
    return run.times("slow 1"), run.times("quick 1")


@pytest.mark.parametrize("train_class", ["fast freight", "passenger"])
def test_fast_freight_overtakes_at_a_station_where_it_has_caught_up(train_class: str) -> None:
    """At 2,840 it takes the headway of B - C with its track at B and the last block before it, and runs through."""
    slow, quick = caught_up(train_class)
    assert (slow["arrive at B"], quick["A - B block 4"]) == (2580, 2840)
    assert quick["arrive at B"] == quick["B - C block 1"] == 2840 + 330
    assert slow["B - C block 1"] == 2840 + 330 + 840


@pytest.mark.parametrize("train_class", ["freight", "local"])
def test_other_freight_stays_behind_a_slower_train(train_class: str) -> None:
    slow, quick = caught_up(train_class)
    assert slow["B - C block 1"] == 2840
    assert quick["B - C block 1"] == 2840 + 840


def test_passenger_trains_go_before_fast_freight_and_that_before_freight() -> None:
    """All three wait at A behind a train that is at B at 780 s; 60 s later and a second more the last to come goes."""
    boxes = world().document.data["consists"]["boxes"]
    changes = {
        "consists.quick": boxes | {"class": "fast freight"},
        "lines.line.points[0].tracks": 8, "lines.line.points[1].tracks": 8,
        "traffic.services": {"express": service("A", "C", kind="passenger")},
    }  # fmt: skip
    flows = {"first": out(1), "plain": out(1), "quick": out(1, consists={"quick": 1})}
    due = {"first 1": 0, "plain 1": 100, "quick 1": 200, "express to C 1": 300, "express to A 1": AWAY}
    run = ran(world(changes, **flows), due)
    enter = {name: run.times(name)["A - B"] for name in list(due)[:4]}
    assert enter == {"first 1": 0, "express to C 1": 841, "quick 1": 2 * 841, "plain 1": 3 * 841}


# throats and headways


def test_a_throat_lets_one_movement_through_at_a_time() -> None:
    """East leaves A at 0, over the points of B at 780 and on; west arrives at 1380 and goes on over them at once.

    With a throat of 5 min at B: east arrives at 780 and may leave at 1080; west, there at 1380 and again from 1440.
    """
    throat = {"lines.line.points[1].throat": {"routes": 1, "time": "5 min"}}
    run = cars(throat, "one")
    east = run.times("one to C 1")
    assert (east["arrive at B"], east["B - C"]) == (780, 1080)
    assert resources(run.plan, "B throat") == {"B throat": 1}


def test_without_a_headway_the_blocks_say_it() -> None:
    """B - C in two blocks of 600 s: a follower may enter when the second is clear of the slowest train's tail.

    From a stand it takes 180 s more.
    """
    run = cars(DOUBLE | {"lines.line.headway": None, "lines.line.block_length": "10 km"}, "one", "two")
    first, second = (np.array(run.all_times("B - C block 1"))[:2]).tolist()
    assert second - first == 1200 + 180


@pytest.mark.parametrize(
    ("signalling", "apart"),
    [
        ({}, 780), ({"clear_blocks": 3}, 1080),
        ({"clear_blocks": 3, "setting": "6 s", "sight": "10 s", "release": "4 s"}, 1100),
    ],
)  # fmt: skip
def test_signals_decide_how_many_blocks_apart_trains_follow(signalling: dict[str, Any], apart: int) -> None:
    """B - C in four blocks of 300 s; from a stand 180 s more. Three blocks: 180 + 3 x 300, and 20 s for the signals."""
    blocks = {"lines.line.headway": None, "lines.line.block_length": "5 km", "lines.line.signalling": signalling}
    run = cars(DOUBLE | blocks, "one", "two", due={"one to C 1": 0, "two to C 1": 0})
    first, second = (np.array(run.all_times("B - C block 1"))[:2]).tolist()
    assert second - first == apart


# double track under semi-automatic block

SEMI_AUTOMATIC = {
    "rules.following_interval": "4 min", "lines.line.headway": None,
    "lines.line.second_track": [{"start": "A", "end": "C", "opens": "2024-01-01", "block": "semi-automatic"}],
}  # fmt: skip
POST = [
    {"name": "A", "at": "0 km", "kind": "station"}, {"name": "B", "at": "10 km", "tracks": 4},
    {"name": "post", "at": "20 km", "kind": "block post"}, {"name": "C", "at": "30 km", "kind": "station"},
]  # fmt: skip


def test_one_train_on_each_track_between_stations_under_semi_automatic_block() -> None:
    """The first is at B at 780: the follower leaves A at 1020; opposing trains do not meet on the track."""
    run = cars(SEMI_AUTOMATIC, "one", "two", due={"one to A 1": 700})
    assert run.times("two to C 1")["A - B"] == 780 + 240
    assert run.times("one to A 1")["C - B"] == 700


@pytest.mark.parametrize(("points", "enters"), [(POST, 1800), ([POST[0], POST[1], POST[3]], 1980 + 240)])
def test_a_block_post_lets_a_follower_into_the_section_earlier(points: list[dict[str, Any]], enters: int) -> None:
    """B - C takes 1,200 s, to the post 600 s: the first is there at 1380, at C at 1980. The second is at B at 1800."""
    run = cars(SEMI_AUTOMATIC | {"lines.line.points": points}, "one", "two")
    entry = "B - C block 1" if len(points) == 4 else "B - C"
    assert run.times("two to C 1")["arrive at B"] == 1020 + 780
    assert run.times("two to C 1")[entry] == enters


def test_under_automatic_block_on_single_track_a_block_is_one_train_s_whatever_the_headway() -> None:
    """A - B is one block: 780 s from a stand, not the 300 s of the headway."""
    blocks = AUTOMATIC | {"lines.line.headway": "5 min", "lines.line.block_length": "20 km"}
    run = cars(blocks, "one", "two", due={"one to C 1": 0, "two to C 1": 0})
    assert run.times("two to C 1")["A - B"] == 780


def test_a_possession_may_begin_at_a_filled_siding() -> None:
    """C - B loop 1, 20 to 30 km, is closed from midnight to two; B - B loop 1 is open."""
    changes = {"lines.line.fill": [{"after": "B", "count": 1}]}
    run = cars(changes | possession(start="B loop 1", end="C", at="00:00", length="2 h"), "one")
    assert run.times("one to C 1")["B - B loop 1"] == 780
    assert run.times("one to C 1")["B loop 1 - C"] == 2 * HOUR


def test_a_slow_train_elsewhere_does_not_change_a_headway() -> None:
    """A service at 15 km/h runs on another line."""
    other = world().document.data["lines"]["line"] | {
        "points": [{"name": "C", "at": "0 km", "kind": "station"}, {"name": "E", "at": "9 km", "kind": "station"}]
    }
    blocks = DOUBLE | {"lines.line.headway": None, "lines.line.block_length": "10 km", "lines.other": other}
    named = services(
        one=service("A", "C"), two=service("A", "C", departs="00:10"), slow=service("C", "E", speed="15 km/h")
    )
    run = ran(world(named | blocks), {"one to A 1": AWAY, "two to A 1": AWAY + 9000})
    first, second = (np.array(run.all_times("B - C block 1"))[:2]).tolist()
    assert second - first == 1200 + 180


def test_a_possession_of_double_track_lets_those_on_it_run_on() -> None:
    """It begins at 00:20, when the train east has been on B - C since 780; nobody else enters until 02:20."""
    run = cars(DOUBLE | possession(at="00:20", length="2 h"), "one", due={"one to A 1": 1300})
    assert run.times("one to C 1")["arrive at C"] == 780 + 1200
    assert run.times("one to A 1")["C - B block 1"] == 20 * 60 + 2 * HOUR


def test_after_a_possession_of_one_track_as_many_pass_as_on_double_track() -> None:
    """Under automatic block groups have turns while one track is there; with both the headway alone counts."""
    busy = services(car=service("A", "C", pairs="144 trains/day"))
    many = {"lines.line.points[0].tracks": 40, "lines.line.points[2].tracks": 40, "window.length": "3 days"}
    hour = possession(tracks="one", length="1 h", until="2025-01-02")
    counts = []
    for changes in ({}, hour):
        run = ran(world(busy | many | AUTOMATIC | DOUBLE | changes))
        counts.append(sum(second >= 2 * DAY for second in run.all_times("arrive at C")))
    assert counts[1] >= 0.9 * counts[0]
