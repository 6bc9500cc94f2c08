"""What the terminal and summary.json say of what stood still to the end of a run."""

import corridorsim
from corridorsim.report.console import unfinished_sentence
from corridorsim.report.summary import summary_of
from worlds import CLOSED, out, world

TOLD = "No train passed Gate HERE->THERE in the window, though 2 wait. "


def test_a_direction_on_which_nothing_passes_is_told_though_nothing_locked() -> None:
    study = corridorsim.replicate(world(CLOSED, out=out(1)))
    first, second = unfinished_sentence(study).splitlines()
    assert first.endswith("Nothing locked.")
    assert second.startswith(TOLD)
    summary = summary_of(study)
    assert summary["gridlock"] is None
    assert summary["stopped"] == [second]


def test_where_trains_pass_nothing_is_told() -> None:
    study = corridorsim.replicate(world({"window.length": "9 days"}, out=out(1)))
    assert unfinished_sentence(study).endswith("Nothing locked.")
    assert summary_of(study)["stopped"] == []
