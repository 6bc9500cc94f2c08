"""The front door: its names are sorted, all there, and the four calls work on the packaged example."""

from pandas import DataFrame

import corridorsim


def test_every_name_of_the_front_door_is_there() -> None:
    assert corridorsim.__all__ == sorted(corridorsim.__all__)
    for name in corridorsim.__all__:
        assert getattr(corridorsim, name) is not None
    assert set(corridorsim.__all__) <= set(dir(corridorsim))


def test_four_calls_from_a_file_to_an_answer() -> None:
    scenario = corridorsim.read(corridorsim.example()).change({"window.length": "20 days"})
    plan = corridorsim.plan(scenario, seed=1)
    outcome = corridorsim.run(plan.program)
    result = corridorsim.measure(plan, outcome)
    assert 4 < result.numbers["tonnes.total Mt/year"] < 7
    assert corridorsim.find_violations(plan.program, outcome, plan.legend) == []
    assert not corridorsim.find_gridlock(plan.program, outcome, plan.legend)


def test_tables_are_data_frames_with_dates() -> None:
    scenario = corridorsim.read(corridorsim.example()).change({"window.length": "5 days"})
    plan = corridorsim.plan(scenario)
    tables = corridorsim.tables(corridorsim.measure(plan, corridorsim.run(plan.program)))
    assert all(isinstance(table, DataFrame) for table in tables.values())
    assert tables["daily"]["date"].dtype == tables["unfinished"]["since"].dtype == "datetime64[s]"
    assert list(tables["daily"].columns[:3]) == ["date", "crossing", "direction"]
    assert len(tables["daily"]) == 5 * 2
