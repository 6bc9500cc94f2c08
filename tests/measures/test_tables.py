"""The tables of a run: their rows by hand, their sums those of the numbers."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from corridorsim.measures.tables import Table, tables_of, unfinished
from worlds import CLOSED, Run, into, out, ran, service, services, world

DAY = 86_400
WARM = {"window.warm_up": "1 days"}


def rows(table: Table, **where: str) -> list[dict[str, Any]]:
    """Rows of a table at which some columns have these values."""
    count = len(next(iter(table.values())))
    each = [{name: column[row].item() for name, column in table.items()} for row in range(count)]
    return [row for row in each if all(row[name] == value for name, value in where.items())]


def table(run: Run, name: str) -> Table:
    return tables_of(run.result)[name]


def meeting() -> Run:
    """On both days a railcar waits at B for the other: 660 s, and 180 s to start again."""
    return ran(world(services(car=service("A", "C"))))


def test_the_columns_of_a_table_are_equally_long() -> None:
    for name, columns in tables_of(ran(world(WARM, out=out(3), back=into(2))).result).items():
        assert len({len(column) for column in columns.values()}) == 1, name


def test_a_day_is_a_row_for_each_route() -> None:
    """Two trains, handed over on 1 and 2 January; a third is due and not handed over."""
    due = {"out 1": DAY, "out 2": 2 * DAY + 1000, "out 3": 3 * DAY - 1000}
    told = table(ran(world(WARM, out=out(1)), due), "daily")
    assert rows(told) == [
        {"date": date(2025, 1, 1), "crossing": "Gate", "direction": "HERE->THERE", "trains": 1.0, "net_t": 1000.0,
         "boxes_teu": 20.0, "backlog_trains": 0.0},
        {"date": date(2025, 1, 2), "crossing": "Gate", "direction": "HERE->THERE", "trains": 1.0, "net_t": 1000.0,
         "boxes_teu": 20.0, "backlog_trains": 1.0},
    ]  # fmt: skip


def test_the_days_add_up_to_the_numbers() -> None:
    run = ran(world(WARM | {"window.length": "9 days"}, out=out(7), back=into(5)))
    told, numbers = table(run, "daily"), run.result.numbers
    assert told["net_t"].sum() / 9 * 365 / 1e6 == pytest.approx(numbers["tonnes.total Mt/year"])
    assert told["trains"].sum() / 9 == pytest.approx(numbers["trains.total trains/day"])
    assert told["boxes_teu"].sum() / 9 * 365 == pytest.approx(numbers["boxes.total TEU/year"])
    last = told["date"] == np.datetime64("2025-01-09")
    assert told["backlog_trains"][last].sum() == numbers["backlog.total trains"]


def test_half_a_day_at_the_end_is_a_row() -> None:
    told = table(ran(world({"window.length": "36 h"}, out=out(4))), "daily")
    assert [str(day) for day in told["date"]] == ["2025-01-01", "2025-01-02"]


def test_a_section_is_a_row_for_each_kind_of_train() -> None:
    """B - C: west 1380 s, east 1200 s and the loss of a stop, over two days."""
    told = rows(table(meeting(), "sections"), section="B - C", **{"class": "local"})
    assert told == [
        {"line": "line", "section": "B - C", "length_km": 20.0, "class": "local", "trains_per_day": 2.0,
         "alone_min": (1380 + 1200) / 2 / 60, "spent_min": (1380 + 1380) / 2 / 60},
    ]  # fmt: skip


def test_fast_freight_is_a_class_by_itself_and_its_empties_are_empties() -> None:
    """Four trains in two days over A - B, and as many empties back; a corridor without fast freight has no such row."""
    fast = {"consists.boxes.class": "fast freight", "traffic.empties": "balanced", "window.length": "4 days"}
    told = rows(table(ran(world(fast, out=out(1))), "sections"), section="A - B")
    assert [row["class"] for row in told] == ["freight", "fast freight", "empty", "passenger", "local"]
    assert [row["trains_per_day"] for row in told][:3] == [0, 1, pytest.approx(1, abs=0.3)]
    plain = rows(table(ran(world(out=out(1))), "sections"), section="A - B")
    assert [row["class"] for row in plain] == ["freight", "empty", "passenger", "local"]


def test_a_section_without_trains_of_a_kind_has_no_times() -> None:
    [row] = rows(table(meeting(), "sections"), section="B - C", **{"class": "passenger"})
    assert row["trains_per_day"] == 0
    assert np.isnan([row["alone_min"], row["spent_min"]]).all()


def test_a_place_where_nobody_could_wait_has_no_mean_wait() -> None:
    [row] = rows(table(ran(world(out=out(0))), "places"), place="B")
    assert (row["waits_possible"], row["waits"], row["stays_per_day"]) == (0, 0, 0)
    assert np.isnan([row["waiting_mean_h"], row["waiting_p95_h"], row["stay_mean_h"], row["stay_p50_h"]]).all()


def test_blocks_of_double_track_are_one_passage() -> None:
    second = {"lines.line.second_track": [{"start": "A", "end": "C", "opens": "2025-01-01"}]}
    told = table(ran(world(second, out=out(0.5)), {"out 1": 0}), "sections")
    [row] = rows(told, section="B - C", **{"class": "freight"})
    assert (row["trains_per_day"], row["alone_min"], row["spent_min"]) == (0.5, 20, 20)


def test_a_place_says_who_waited_there_and_how_long() -> None:
    [row] = rows(table(meeting(), "places"), place="B")
    assert (row["waits_possible"], row["waits"]) == (4, 2)
    assert row["waiting_mean_h"] == pytest.approx(330 / 3600)
    assert row["waiting_p95_h"] == pytest.approx(660 / 3600)
    assert row["waiting_trains"] == pytest.approx(2 * 660 / (2 * DAY))
    assert (row["stays_per_day"], row["stay_mean_h"]) == (2, pytest.approx(330 / 3600))


def test_a_resource_says_its_stage_and_the_key_that_changes_it() -> None:
    [row] = rows(table(ran(world(out=out(0.5)), {"out 1": 0}), "resources"), resource="D transshipment fronts")
    assert row == {
        "resource": "D transshipment fronts", "stage": "D transshipment", "kind": "fronts",
        "change": "crossings.Gate.far.fronts", "thing": "yes", "open_units": 2.0,
        "occupied_share": 7200 / (4 * DAY), "work_share": 7200 / (4 * DAY),
    }  # fmt: skip


def test_a_line_says_what_ran_over_it_and_how_fast() -> None:
    [row] = rows(table(ran(world(out=out(0.5)), {"out 1": 0}), "lines"))
    assert row["trains_per_day"] == 0.5
    assert row["net_mt_per_year"] == pytest.approx(0.1825)
    assert row["boxes_teu_per_year"] == 3650
    assert row["section_speed_km_h"] == row["technical_speed_km_h"] == pytest.approx(30_000 / 1980 * 3.6)
    assert row["ratio"] == 1


def test_what_never_finished_is_told_with_its_place_and_what_it_does() -> None:
    run = ran(world(CLOSED, out=out(1)), {"out 1": 0, "out 2": 2 * DAY - 1000})
    assert rows(unfinished(run.result)) == [
        {"train": "out 1", "place": "C", "step": "C - D", "state": "waits for it", "since": datetime(2025, 1, 1, 1, 3)},
        {
            "train": "out 2",
            "place": "B",
            "step": "B - C",
            "state": "performs it",
            "since": datetime(2025, 1, 2, 23, 56, 20),
        },
    ]


def test_tables_without_trains_are_tables() -> None:
    told = tables_of(ran(world(out=out(0))).result)
    assert told["daily"]["trains"].tolist() == [0, 0]
    assert told["places"]["waits"].sum() == 0
