"""Locomotives over the border, wagons away beyond it, paper work before departure; worked out by hand."""

from worlds import out, problems, ran, world

GATE, HOUR = "crossings.Gate", 3600
AT_ONCE = {f"out {n}": 0 for n in (1, 2, 3)}


def test_a_locomotive_hauls_the_next_train_when_its_turn_is_over() -> None:
    """Of three trains the first two cross at 3780 and 5580, each with one of two locomotives, back after 5.5 h."""
    engines = {f"{GATE}.locomotives": {"HERE->THERE": {"number": 2, "turn": "5.5 h"}}}
    run = ran(world(engines, out=out(3)), AT_ONCE)
    assert run.all_times("C - D")[:3] == [3780, 5580, 3780 + 19_800]


def test_locomotives_of_one_direction_are_none_of_the_other() -> None:
    engines = {f"{GATE}.locomotives": {"THERE->HERE": {"number": 1, "turn": "5.5 h"}}}
    assert ran(world(engines, out=out(3)), AT_ONCE).all_times("C - D")[:3] == [3780, 5580, 7380]


def test_a_direction_that_the_crossing_does_not_have_is_refused() -> None:
    assert list(problems({f"{GATE}.locomotives": {"HERE->NOWHERE": {"number": 1, "turn": "1 h"}}})) == [
        f"{GATE}.locomotives.HERE->NOWHERE"
    ]
    assert list(problems({f"{GATE}.away": {"HERE->NOWHERE": "1 days"}})) == [f"{GATE}.away.HERE->NOWHERE"]


def test_an_empty_train_returns_wagons_when_they_are_back_from_beyond_the_border() -> None:
    """Handed over at 4980, and a day later the empty train enters at C; the border track is long free."""
    away = {f"{GATE}.away": {"HERE->THERE": "24 h"}, "traffic.empties": "balanced", "window.length": "3 days"}
    run = ran(world(away, out=out(1 / 3)), {"out 1": 0, "out empties 1": 0})
    assert run.times("out empties 1")["enter at C"] == 4980 + 24 * HOUR
    assert run.times("out 1")["handed over at D"] == 4980


def test_wagons_of_a_pool_are_away_for_their_days_beyond_the_border_and_their_turn() -> None:
    """Ten wagons: unloaded at 15,780, away for a day, five hours of turn; then the second train may begin."""
    pool = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 10, "turn": "5 h"}
    away = {f"{GATE}.away": {"HERE->THERE": "24 h"}, "window.length": "4 days", "pools.wagons": {"flats": pool}}
    run = ran(world(away, out=out(1 / 2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("forming at D")[0] == 15_780
    assert run.all_times("enter at A")[:2] == [0, 15_780 + 29 * HOUR]


def test_wagons_that_go_on_on_other_bogies_are_not_away() -> None:
    """At D they change bogies for 2 h, and leave for their distant end with the goods."""
    stands = {"commodities": ["boxes"], "fronts": 1, "machines": 1, "works": "wagons", "rate": 5, "exchanges": "bogies"}
    pool = {"wagon_kind": "flats", "gauge": "1520 mm", "homes": ["West"], "size": 10, "turn": "5 h"}
    changes = {
        f"{GATE}.far.gauge_break": {"stands": stands}, "consists.boxes.commodity": "boxes", "window.length": "4 days",
        "pools.wagons": {"flats": pool}, f"{GATE}.away": {"HERE->THERE": "24 h"},
    }  # fmt: skip
    run = ran(world(changes, out=out(1 / 2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("enter at A")[:2] == [0, 17_580 + 5 * HOUR]


def test_papers_are_made_out_at_desks_after_inspection_and_before_forming() -> None:
    """Inspected from 15,780, an hour, then two hours of papers, then formed."""
    work = {
        f"{GATE}.far.inspection": {"gangs": 1, "time": {"mean": "1 h"}},
        f"{GATE}.far.paper_work": {"desks": 1, "time": {"mean": "2 h"}},
    }
    times = ran(world(work, out=out()), {"out 1": 0}).times("out 1")
    assert (times["inspection at D"], times["paper work at D"]) == (15_780, 15_780 + HOUR)
    assert (times["forming at D"], times["leave for East"]) == (15_780 + 3 * HOUR, 17_580 + 3 * HOUR)


def test_a_gang_goes_on_to_the_next_train_while_this_one_waits_for_a_desk() -> None:
    """Two trains are away from their fronts at 15,780 and 17,580: papers take four hours, the inspection an hour."""
    work = {
        f"{GATE}.far.inspection": {"gangs": 1, "time": {"mean": "1 h"}},
        f"{GATE}.far.paper_work": {"desks": 1, "time": {"mean": "4 h"}},
    }
    run = ran(world(work, out=out(3)), AT_ONCE)
    assert run.all_times("inspection at D")[:3] == [15_780, 15_780 + HOUR + 0, 22_980]
    assert run.all_times("paper work at D")[:2] == [15_780 + HOUR, 15_780 + 5 * HOUR]


def test_a_control_of_one_way_alone_is_passed_by_trains_of_the_other() -> None:
    scan = {"name": "X-ray", "lanes": 1, "entering": {"mean": "48 h"}}
    run = ran(world({f"{GATE}.near.control.further": [scan]}, out=out()), {"out 1": 0})
    assert "X-ray at C" not in run.times("out 1")
    told = problems({f"{GATE}.near.control.further": [{"name": "X-ray", "lanes": 1}]})
    assert told == {
        f"{GATE}.near.control.further[0]": "must give leaving, entering, or both: the control time of these trains"
    }
