"""What the terminal says."""

from dataclasses import replace

from corridorsim.report.console import lost_sentences
from corridorsim.study import replicate
from worlds import out, world


def test_what_is_lost_is_said_to_be_a_defect_and_nothing_else_is_said() -> None:
    study = replicate(world(out=out(2)))
    assert list(lost_sentences(study)) == []
    [run] = study.replications
    table = run.tables["conservation"]
    missing = table | {"lost": table["lost"] + [1, 0, 1000, 0]}
    broken = replace(study, replications=(run, replace(run, tables=run.tables | {"conservation": missing})))
    train, tonnes = lost_sentences(broken)
    assert train.startswith("DEFECT: 1 trains Gate HERE->THERE are lost in replication 1. The program is wrong")
    assert tonnes.startswith("DEFECT: 1000 tonnes Gate HERE->THERE are lost")
