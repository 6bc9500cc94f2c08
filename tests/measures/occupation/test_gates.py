"""How much of what is behind a gate its hours leave."""

import numpy as np
import pytest

from corridorsim.formulas.border import open_behind_a_gate
from corridorsim.itineraries import Plan
from corridorsim.measures.occupation.gates import NONE, gates_of
from worlds import out, ran, world

DAY, HOUR = 86_400, 3600


@pytest.mark.parametrize(
    ("held", "turns"),
    [(HOUR / 2, 12), (HOUR, 6), (4 * HOUR, 2), (5 / 6 * HOUR, 8), (6 * HOUR, 1), (DAY, 1)],
)
def test_an_opening_of_six_hours_has_whole_turns(held: float, turns: int) -> None:
    """Of 50 minutes an eighth begins ten minutes before the closing and is finished."""
    assert open_behind_a_gate(0.25, DAY, held) == pytest.approx(turns * held / DAY)


def test_what_is_held_for_longer_than_from_opening_to_opening_knows_no_gate() -> None:
    assert open_behind_a_gate(0.25, DAY, 40 * HOUR) == 1


def test_without_a_cycle_the_share_counts() -> None:
    assert open_behind_a_gate(0.25, np.nan, HOUR) == 0.25
    assert open_behind_a_gate(1.0, np.nan, HOUR) == 1
    assert open_behind_a_gate(0.25, DAY, 0) == 0.25


def open_share(plan: Plan, name: str) -> tuple[str, float]:
    found = gates_of(plan)
    names = list(plan.legend.resources)
    row = names.index(name)
    gate = found.gate[row]
    return "" if gate == NONE else names[gate], float(found.open[row])


def test_a_gate_leaves_a_track_its_hours_and_a_number_of_the_day_all_of_it() -> None:
    closed = {"HERE->THERE": [{"at": "06:00", "length": "18 h"}]}
    plan = ran(world({"window.length": "7 days", "crossings.Gate.closed": closed}, out=out(3))).plan
    assert open_share(plan, "Gate border track 1520 mm") == ("Gate HERE->THERE open", pytest.approx(0.25))
    assert open_share(plan, "Gate HERE->THERE accepted in 24 h") == ("", 1)
    assert open_share(plan, "C control lanes") == ("", 1)
    assert (gates_of(ran(world(out=out())).plan).gate == NONE).all()
