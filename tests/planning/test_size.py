"""How large a run is, is known before it is drawn: one that does not fit the memory is refused."""

import pytest

from corridorsim import memory
from corridorsim.errors import InputError
from corridorsim.model import Scenario
from corridorsim.planning import WHOLE_COLUMNS, check_size, lay_out, most_at_once, plan, size_sentence
from corridorsim.planning.size import _sizes
from worlds import into, out, service, services, world


def of(gigabytes: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with so much memory."""
    there = None if gigabytes is None else round(gigabytes * 1e9)
    monkeypatch.setattr("corridorsim.planning.size.memory_there", lambda: there)


def busy() -> Scenario:
    """Trains both ways with empties, and a service: 400 days."""
    changes = {"window.length": "400 days", "traffic.empties": "balanced", "replications": 8}
    return world(changes | services(car=service("A", "C", pairs="3 trains/day")), out=out(9), back=into(4))


def test_the_operations_are_those_that_are_planned() -> None:
    scenario = busy()
    told = sum(size.operations for size in _sizes(lay_out(scenario)))
    assert told == pytest.approx(plan(scenario).program.operations, rel=0.01)


def test_a_run_that_does_not_fit_the_memory_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    of(0.301, monkeypatch)
    monkeypatch.setattr("corridorsim.planning.demand.fleet.departures", None)
    with pytest.raises(InputError) as error:
        plan(busy())
    (problem,) = error.value.problems
    assert problem.key == "traffic.flows"
    assert "which needs 0.3 GB of memory even if its replications run one at a time" in problem.message
    assert "the machine has 0.3 GB: shorten the window" in problem.message


def test_a_run_that_fits_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for gigabytes in (1, None):
        of(gigabytes, monkeypatch)
        check_size(lay_out(busy()))


def test_as_many_replications_run_at_once_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of some 111,000 operations at 40 bytes, and 35 in each replication beside the first."""
    blueprint = lay_out(busy())
    operations = plan(busy()).program.operations
    for beside in (0, 1, 5):
        of((300_000_000 + operations * (40 + 35 * (beside + 0.5))) / 1e9, monkeypatch)
        assert most_at_once(blueprint) == 1 + beside
    of(None, monkeypatch)
    assert most_at_once(blueprint) == 8


def test_the_memory_there_is_is_told_by_the_system_or_not_at_all() -> None:
    there = memory.memory_there()
    assert there is None or there > 100_000_000


def test_what_looks_at_all_operations_at_once_needs_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of some 111,000 operations at 75 bytes instead of 40: 8.3 MB and 4.4 MB beside the 300 MB of every run."""
    blueprint = lay_out(busy())
    of(0.306, monkeypatch)
    check_size(blueprint)
    with pytest.raises(InputError):
        check_size(blueprint, WHOLE_COLUMNS)


def test_how_large_a_replication_is_and_how_many_fit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    blueprint = lay_out(busy())
    operations = sum(size.operations for size in _sizes(blueprint))
    of(1, monkeypatch)
    assert (
        size_sentence(blueprint) == f"A replication has about {operations:,.0f} operations and needs 0.3 GB of memory."
    )
    of(0.306, monkeypatch)
    assert size_sentence(blueprint).endswith("0.3 GB of memory; 1 of 8 replications fit the memory at a time.")
