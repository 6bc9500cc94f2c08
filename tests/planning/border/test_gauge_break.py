"""The gauge break: machines and fronts, engines, gangs and yards, for trains that go on as they came."""

from pathlib import Path
from typing import Any

from corridorsim.model import read
from worlds import SHIPPED, into, out, ran, world

FAR, NEAR = "crossings.Gate.far", "crossings.Gate.near"
YARD = {"commodities": ["boxes"], "fronts": 2, "machines": 2, "works": "containers", "rate": 5}


def alone(changes: dict[str, Any], **consist: Any) -> dict[str, int]:
    """A lone train out; it is through all control at D after 8580 s."""
    boxes = {"commodity": "boxes"} | consist
    keys = {f"consists.boxes.{key}": value for key, value in boxes.items()}
    return ran(world(changes | keys, out=out()), {"out 1": 0}).times("out 1")


def yard(**keys: Any) -> dict[str, Any]:
    return {f"{FAR}.gauge_break": {"yard": YARD | keys}}


def worked(times: dict[str, int]) -> int:
    return times["forming at D"] - times["transshipment at D"]


def test_a_crane_works_container_by_container() -> None:
    """24 containers at 5 an hour: 4 h 48."""
    assert worked(alone(yard(), transshipment=None, containers=24)) == 24 * 720


def test_two_cranes_work_a_train_in_half_the_time() -> None:
    assert worked(alone(yard(per_train=2), transshipment=None, containers=24)) == 12 * 720


def test_a_train_that_does_not_say_its_containers_has_one_a_wagon() -> None:
    assert worked(alone(yard(), transshipment=None)) == 10 * 720


def test_bogies_are_changed_wagon_by_wagon_and_bulk_is_transloaded_tonne_by_tonne() -> None:
    """10 wagons at 4 an hour; 1,000 t at 250 t an hour."""
    assert worked(alone(yard(works="wagons", rate=4), transshipment=None, containers=24)) == 9000
    assert worked(alone(yard(works="tonnes", rate=250), transshipment=None)) == 4 * 3600


def test_a_time_that_is_told_goes_before_what_the_machines_do() -> None:
    assert worked(alone(yard())) == 7200


def test_a_station_may_take_longer_at_its_plain_fronts_than_a_consist_says() -> None:
    slow = {f"{FAR}.transshipment": {"mean": "13 h"}}
    assert worked(alone(slow)) == 13 * 3600
    assert worked(alone(slow, transshipment=None)) == 13 * 3600
    assert worked(alone(slow | yard())) == 7200
    assert worked(alone({f"{NEAR}.transshipment": {"mean": "13 h"}})) == 7200


def test_other_goods_go_over_the_plain_fronts() -> None:
    boxes = world().document.data["consists"]["boxes"] | {"commodity": "boxes"}
    times = alone(yard(fronts=1) | {"consists.others": boxes}, commodity="grain")
    assert worked(times) == 7200
    tracks = ran(world(yard() | {"consists.others": boxes}, out=out())).plan.legend.resources
    assert "D transshipment fronts" in tracks
    assert "D yard fronts" not in tracks


def test_cranes_that_are_all_at_work_keep_the_next_train_waiting() -> None:
    """One crane; two trains reach it at 8580 and 10,380 and take 2 h each."""
    changes = yard(machines=1) | {"consists.boxes.commodity": "boxes"}
    run = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("transshipment at D")[:2] == [8580, 8580 + 7200]


def test_cranes_that_work_a_train_together_are_not_there_for_another() -> None:
    """Of three cranes two work the first train: one is left, and the second, at its front from 10,380 on, needs two."""
    changes = yard(machines=3, per_train=2) | {"consists.boxes.commodity": "boxes"}
    run = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("transshipment at D")[:2] == [8580, 8580 + 7200]


def test_cranes_do_not_work_at_night() -> None:
    """From 02:00 to 05:00; the train would be worked from 02:23."""
    times = alone(yard(closed=[{"at": "02:00", "length": "3 h"}]))
    assert times["transshipment at D"] == 5 * 3600


def test_an_engine_brings_a_train_to_the_front_and_takes_it_away() -> None:
    """10 min each way, 2 h of work, 30 min of forming."""
    times = alone({f"{FAR}.shunting": {"engines": 1, "move": {"mean": "10 min"}}})
    names = ("to transshipment at D", "transshipment at D", "from the front at D", "forming at D", "leave for East")
    assert [times[name] - 8580 for name in names] == [0, 600, 7800, 8400, 10_200]


def test_a_lone_engine_moves_one_train_at_a_time() -> None:
    """Two trains are ready at 8580 and 10,380; with moves of an hour the second waits from 10,380 for 12,180."""
    run = ran(world({f"{FAR}.shunting": {"engines": 1, "move": {"mean": "1 h"}}}, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("to transshipment at D")[:2] == [8580, 12_180]


def test_wagons_are_inspected_before_the_train_is_made_up() -> None:
    times = alone({f"{FAR}.inspection": {"gangs": 1, "time": {"mean": "40 min"}}})
    names = ("away from the front at D", "inspection at D", "forming at D", "leave for East")
    assert [times[name] - 15_780 for name in names] == [0, 0, 2400, 4200]


def test_a_train_that_waits_for_a_gang_has_left_the_front() -> None:
    """One front, and an inspection of 9 h: the second train is worked as soon as the first is done."""
    changes = {f"{FAR}.inspection": {"gangs": 1, "time": {"mean": "9 h"}}, f"{FAR}.fronts": 1}
    run = ran(world(changes, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("transshipment at D")[:2] == [8580, 15_780]


def test_trains_to_the_border_stand_on_reception_tracks_and_others_on_the_stations_own() -> None:
    """One reception track: the second train to the border starts from B when the first has crossed."""
    run = ran(world({f"{NEAR}.reception": 1}, out=out(2)), {"out 1": 0, "out 2": 0})
    assert run.all_times("B - C")[:2] == [780, 3780]
    tracks = run.plan.legend.resources
    assert "C reception tracks" in tracks
    assert "C toward D" not in tracks


def test_a_controlled_train_makes_room_on_a_waiting_track() -> None:
    """Two a day are accepted. One reception track, and two waiting tracks, on which the third and fourth stand."""
    changes = {f"{NEAR}.reception": 1, f"{NEAR}.waiting": 2, "crossings.Gate.accepts.HERE->THERE": "2 trains/day"}
    at_once = {f"out {n}": 0 for n in range(1, 6)}
    run = ran(world(changes, out=out(3)), at_once)
    waits = run.all_times("to wait at C")
    assert [second < 86_400 for second in waits[:4]] == [True] * 4
    assert run.all_times("control at C")[4] < 86_400  # the fifth stands on the reception track


def test_trains_inland_are_made_up_on_departure_tracks() -> None:
    """One track: the second train in is worked when the first has left for B at 15,600."""
    changes = {f"{NEAR}.departure": 1}
    run = ran(world(changes, back=into(2)), {"back 1": 0, "back 2": 0})
    assert run.all_times("transshipment at C")[:2] == [6600, 15_600]


def test_the_shipped_file_of_slow_unloading_fits_a_year_and_is_in_none(tmp_path: Path) -> None:
    files = [f"{SHIPPED}/2022.yaml", f"{SHIPPED}/corridor/slow-unloading.yaml"]
    (tmp_path / "slow.yaml").write_text(f"extends: [{', '.join(files)}]\nname: slow\n", "utf-8")
    slow, year = read(tmp_path / "slow.yaml"), read(SHIPPED / "2022.yaml")
    for crossing in ("Dostyk", "Altynkol"):
        assert slow.get(f"crossings.{crossing}.far.transshipment.mean") == 13 * 3600
        assert year.get(f"crossings.{crossing}.far.transshipment") is None
