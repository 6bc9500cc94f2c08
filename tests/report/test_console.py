"""What the terminal and summary.json say of what stood still to the end of a run, and of what is lost."""

from dataclasses import replace

import corridorsim
from corridorsim.report.sentences import lost_sentences, unfinished_sentence
from corridorsim.report.summary import summary_of
from corridorsim.study import replicate
from worlds import CLOSED, out, world

TOLD = "No train passed Gate HERE->THERE in the window, though 2 wait. "


def test_a_direction_on_which_nothing_passes_is_told_though_nothing_locked() -> None:
    study = corridorsim.replicate(world(CLOSED, out=out(1)))
    first, second = unfinished_sentence(study).splitlines()
    assert first.endswith("No gridlock.")
    assert second.startswith(TOLD)
    summary = summary_of(study)
    assert summary["gridlock"] is None
    assert summary["stopped"] == [second]


def test_where_trains_pass_nothing_is_told() -> None:
    study = corridorsim.replicate(world({"window.length": "9 days"}, out=out(1)))
    assert unfinished_sentence(study).endswith("No gridlock.")
    assert summary_of(study)["stopped"] == []


def test_what_is_lost_is_said_to_be_a_defect_and_nothing_else_is_said() -> None:
    study = replicate(world(out=out(2)))
    assert list(lost_sentences(study)) == []
    [run] = study.replications
    table = run.tables["conservation"]
    missing = table | {"lost": table["lost"] + [1, 0, 1000, 0]}
    broken = replace(study, replications=(run, replace(run, tables=run.tables | {"conservation": missing})))
    train, tonnes = lost_sentences(broken)
    assert train.startswith("DEFECT: 1 trains Gate HERE->THERE are lost in replication 1. This is a defect of")
    assert tonnes.startswith("DEFECT: 1000 tonnes Gate HERE->THERE are lost")
