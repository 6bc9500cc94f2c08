"""The benchmarks measure what they say: frozen programs, engines that agree on them, peers that agree with us.

Nothing here is timed.
"""

import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from corridorsim.engine import find_gridlock, run
from corridorsim.operations import NEVER, Builder, Legend, Step

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the benchmarks are no part of the package

from benchmarks import (
    bare,
    bars,
    curves,
    large,
    memory,
    peer_ciw,
    peer_salabim,
    peer_simpy,
    peer_sumo,
    programs,
    stations,
)
from benchmarks.bars import Bar
from benchmarks.clock import ratio
from benchmarks.engines import SMALL

YARDS = (peer_simpy, peer_ciw, peer_salabim)


@pytest.mark.parametrize("name", SMALL)
def test_both_engines_agree_on_every_program(name):
    program = SMALL[name]()
    if name == "network":
        program = programs.network(days=2, warm_up=0)
    outcome = run(program)
    assert (outcome.started != NEVER).any()
    assert outcome.same_as(run(program, "simpy"))


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        ("free_line", "3170387d2d91"),
        ("twice_the_capacity", "072f6116db60"),
        ("many_places", "7416a6e741c7"),
        ("many_takes", "f9f6ac21fb24"),
        ("many_sizes", "d6cefeaa855e"),
    ],
)
def test_a_program_written_by_hand_is_frozen(name, digits):
    """Whoever changes one says so here: its numbers cannot be compared with those before."""
    assert programs.fingerprint(SMALL[name]()) == digits


def test_nobody_waits_on_the_free_line():
    outcome = run(programs.free_line(trains=50, stations=12))
    assert np.array_equal(outcome.ready, outcome.started)
    assert (outcome.started != NEVER).all()


def test_trains_wait_at_twice_the_capacity_and_never_lock():
    program = programs.twice_the_capacity(trains=200, stations=6)
    outcome = run(program)
    first = program.operation_first[:-1]
    assert (outcome.started[first] == NEVER).sum() > 50
    trains, steps, resources = (
        [str(n) for n in range(size)] for size in (program.trains, program.steps, program.resources)
    )
    legend = Legend(trains, steps, resources, np.zeros(program.resources, bool))
    assert not find_gridlock(program, outcome, legend)


def test_the_real_line_has_34_sections():
    program = programs.real_line(days=1)
    assert program.steps == 2 * (1 + 2 * 34 + 1)


def test_the_bare_loop_does_what_the_agenda_of_a_run_holds():
    """Two trains over a section that is clear a minute later: by hand, six entries, two at once."""
    builder = Builder()
    builder.resource("section", 1)
    builder.itinerary("over", [Step("in", ["section"]), Step("out", puts=[("section", 1, 60)])])
    builder.train("first", "over", durations=[600])
    builder.train("second", "over", durations=[600], ready=100)
    program, _ = builder.build(until=10_000)
    agenda = bare.agenda_of(program, run(program))
    assert agenda.pushed.tolist() == [0, 0, 100, 600, 660, 1260]
    assert (agenda.entry >> 32).tolist() == [0, 600, 100, 660, 1260, 1320]
    assert bare.run(agenda) == bare.run_own(agenda) == 2


@pytest.mark.parametrize("name", SMALL)
def test_the_bare_loop_has_one_entry_for_each_start_and_each_delayed_put(name):
    program = programs.network(days=2, warm_up=0) if name == "network" else SMALL[name]()
    outcome = run(program)
    agenda = bare.agenda_of(program, outcome)
    begun = np.flatnonzero(outcome.started != NEVER)
    delayed = 0
    for operation in begun:
        step = program.operation_step[operation]
        after = program.put_after[program.put_first[step] : program.put_first[step + 1]]
        delayed += int(((after > 0) & (outcome.started[operation] + after.astype(int) < program.until)).sum())
    assert len(agenda.entry) == len(begun) + delayed
    assert 1 <= bare.run(agenda) == bare.run_own(agenda) <= agenda.room


@pytest.mark.parametrize("load", [0.8, 1.2])
def test_simpy_as_its_users_write_it_agrees_on_a_line_of_one_direction(load):
    program = programs.one_way_line(trains=60, stations=8, load=load)
    assert np.array_equal(run(program).started, peer_simpy.one_way_line(program, 8))


@pytest.mark.parametrize(("peer", "model"), list(product(YARDS, ("border_station", "tandem"))))
@pytest.mark.filterwarnings("default")
def test_a_peer_lets_every_train_go_at_our_second(peer, model):
    if not peer.is_there():
        pytest.skip("not installed")
    trains = stations.at_the_border(200) if model == "border_station" else stations.at_the_tandem(200)
    program = getattr(stations, model)(trains)
    assert np.array_equal(stations.exits(program, run(program)), getattr(peer, model)(trains))


def test_the_border_station_waits_as_the_formula_says():
    program = stations.border_station(stations.at_the_border(200_000))
    outcome = run(program)
    first = program.operation_first[:-1]
    waited = (outcome.started - outcome.ready)[first].mean()
    assert waited == pytest.approx(stations.WAIT, rel=0.05)


def test_our_trains_on_sumos_line_all_arrive_at_60_pairs_a_day():
    program = peer_sumo.our_line(60)
    assert (run(program).started[program.operation_first[1:] - 1] != NEVER).all()


def test_a_train_alone_on_sumos_line_takes_an_hour_and_a_half():
    """Five sections and stations of 21.3 km at 22 m/s, 110 s to get away: 4,950 s."""
    program = peer_sumo.our_line(1)
    started = run(program).started
    east = started[: program.operation_first[1]]
    assert east[-1] - east[0] == pytest.approx(5 * 21_300 / 22 + 110, abs=10)


def test_a_run_needs_few_bytes_an_operation():
    program = programs.free_line(trains=600)
    assert 8 * program.operations < memory.peak(program) < 40 * program.operations


def test_the_exponent_is_one_when_an_operation_always_costs_the_same():
    assert curves.exponent([1, 10, 100], [70, 70, 70]) == pytest.approx(1)
    assert curves.exponent([1, 10, 100], [1, 10, 100]) == pytest.approx(2)


def test_a_ratio_is_taken_within_each_round():
    """The second round is slow for both: the ratio does not see it."""
    assert ratio([2, 20, 2], [1, 10, 1]) == 2


def test_a_bar_holds_on_its_own_side():
    assert Bar("ratio", 2.5, False, 2.4).holds
    assert not Bar("ratio", 2.5, False, 2.6).holds
    assert Bar("speed", 60, True, 61).holds


def test_the_bars_of_the_whole_command_are_those_of_its_numbers():
    told = {
        "replications": 10, "many": 100, "shared": 20, "processor over kernel alone": 2.1, "wall over processor": 0.6,
        "memory": 430.0, "many over few, wall": 6.5, "memory of many": 440.0, "two workers over one": 1.85,
        "ten years, memory": 800.0,
    }  # fmt: skip
    assert [bar.what for bar in bars._whole(told) if not bar.holds] == ["run, 10 replications, wall over processor"]


def test_the_line_of_300_stations_has_as_many():
    assert len(large.scenario_of("300 stations", 10).network.places) == 300
