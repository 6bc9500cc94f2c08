"""Published figures beside the simulated ones, and how far off each is."""

import pytest

from corridorsim.report.console import observed_table
from corridorsim.report.summary import summary_of
from corridorsim.study import replicate
from corridorsim.study.numbers import beside
from worlds import out, world

OBSERVED = {
    "tonnes": {"total": "0.73 Mt/year"}, "wagons": {"Gate": "3650 wagons/year"},
    "container_trains": {"boxes, Gate HERE->THERE": "730 trains/year"}, "passing": {"here": "1 trains/day"},
    "trains": {"THERE->HERE": "3 trains/day"},
}  # fmt: skip


@pytest.fixture(scope="module")
def study():
    changes = {
        "window.length": "100 days", "window.warm_up": "5 days", "consists.boxes.commodity": "boxes",
        "counts": {"here": {"point": "B", "toward": "C"}}, "observed": OBSERVED,
    }  # fmt: skip
    return replicate(world(changes, ore=out(1)))


def test_each_is_told_with_how_far_off_it_is(study) -> None:
    """A train a day of 1,000 t and 10 wagons: half of the tonnes and trains that were published, all the wagons."""
    off = {f"{each.number.what.name}.{each.number.whom.name}": each.off for each in beside(study)}
    assert off["tonnes.total"] == pytest.approx(-0.5, abs=0.02)
    assert off["wagons.Gate"] == pytest.approx(0, abs=0.02)
    assert off["container trains.boxes, Gate HERE->THERE"] == pytest.approx(-0.5, abs=0.02)
    assert off["passing.here"] == pytest.approx(0, abs=0.02)
    assert off["trains.THERE->HERE"] != off["trains.THERE->HERE"]  # nothing runs that way: nothing to compare


def test_the_screen_and_the_summary_tell_it(study) -> None:
    table = observed_table(study)
    assert table.row_count == len(beside(study))
    assert summary_of(study)["off"]["tonnes.total Mt/year"] == pytest.approx(-0.5, abs=0.02)
