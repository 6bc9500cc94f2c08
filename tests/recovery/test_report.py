"""A closing told day by day, in sentences that agree with the table and the files."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from corridorsim.recovery.report import recovery_table, sentences, write_recovery
from corridorsim.recovery.study import Recovery, recover
from corridorsim.recovery.tables import queue_table, replications_table
from worlds import out, world

ROOMY = {"window.length": "20 days", "crossings.Gate.far.own_tracks": 30}


def closed(begin: date, replications: int = 1) -> Recovery:
    """Ten trains a day, and the Gate closed for two days."""
    return recover(world(ROOMY | {"replications": replications}, out=out(10)), "Gate", begin, 2)


THREE = closed(date(2025, 1, 10), replications=3)


def by_day(recovery: Recovery, column: int = -1) -> dict[str, str]:
    """A column of the table, at first what was handed over the day before."""
    columns = [list(each.cells) for each in recovery_table(recovery).columns]
    return dict(zip(columns[0], columns[column], strict=True))


def missed(recovery: Recovery, *which: int) -> Recovery:
    """The same with the queue of some replications never gone."""
    runs = [replace(run, drained=None) if n in which else run for n, run in enumerate(recovery.runs)]
    return replace(recovery, runs=tuple(runs))


def test_of_every_day_it_is_told_what_was_handed_over_the_day_before() -> None:
    """Counted from the handovers; the first day told, two before the closing, is no exception."""
    recovery = closed(date(2025, 1, 10))
    told = by_day(recovery)
    assert next(iter(told)) == "2025-01-08"
    assert {told[f"2025-01-{day:02}"] for day in (8, 9, 10)} <= {"9", "10", "11"}
    assert (told["2025-01-11"], told["2025-01-12"]) == ("1", "0")  # the one on the border track arrives
    assert told["2025-01-13"] == "24"  # what waited crosses, 24 a day at most
    at = dict(zip(recovery.moments.tolist(), recovery.runs[0].hours["handed_over"].tolist(), strict=True))
    assert [int(each) for each in told.values()] == [
        at[second] - at[second - 86_400] for second in (recovery.shown_from + 86_400 * n for n in range(len(told)))
    ]


def test_of_the_day_before_the_run_nothing_is_told() -> None:
    told = by_day(closed(date(2025, 1, 2)))
    assert told["2025-01-01"] == ""
    assert told["2025-01-02"] in ("9", "10", "11")


def test_hours_are_told_from_two_days_before_the_closing() -> None:
    assert queue_table(closed(date(2025, 1, 10)))["time"][0] == np.datetime64("2025-01-08T00:00")


def test_a_queue_that_stays_is_told_every_day_of_a_month_and_then_once_a_week() -> None:
    """22 a day are due and 24 pass, so that what five days kept is gone in some two months."""
    roomy = ROOMY | {"window.length": "80 days"}
    told = by_day(recover(world(roomy, out=out(22)), "Gate", date(2025, 1, 3), 5))
    days = [(date.fromisoformat(day) - date(2025, 1, 1)).days for day in told]
    assert days[-1] > 56
    assert days[:-1] == [*range(32), *range(35, days[-1], 7)]


def test_a_queue_that_is_never_gone_is_told_to_the_end_of_the_run() -> None:
    """25 a day are due and 24 pass. After a month each week has its line, to the last midnight of the run."""
    full = world(ROOMY | {"window.length": "80 days"}, out=out(25))
    told = [*by_day(recover(full, "Gate", date(2025, 1, 3), 5))]
    days = [(date.fromisoformat(day) - date(2025, 1, 1)).days for day in told]
    assert days == [*range(32), *range(35, 79, 7), 79]


def test_several_replications_are_told_with_intervals_that_the_table_has_too() -> None:
    told = [*sentences(THREE)]
    assert told[0] == "Means over 3 replications, 95 % intervals in brackets."
    peaks = [run.peak.trains for run in THREE.runs]
    assert told[1].startswith(f"Longest queue: {sum(peaks) / 3:.1f} (")
    assert told[3].endswith(" days after the reopening.")
    assert f"without the closing {sum(THREE.days_to_drain) / 3:.1f} (" in told[3]
    [with_it, without, more] = [by_day(THREE, column)["2025-01-12"] for column in (1, 2, 3)]
    assert float(more.split(" (")[0]) == round(THREE.more(72 + 48).mean, 1)
    assert abs(float(with_it) - float(without) - float(more.split(" (")[0])) <= 0.15
    assert more.startswith("+")
    assert more.endswith(")")


def test_one_replication_has_no_interval() -> None:
    one = closed(date(2025, 1, 10))
    told = [*sentences(one)]
    assert told[0].startswith(f"Longest queue: {one.runs[0].peak.trains} trains on 2025-01-1")
    assert "(" not in "".join(told)
    assert "(" not in "".join(by_day(one, 3).values())


def test_what_is_not_back_is_counted_and_bounds_the_mean() -> None:
    """9 days are left after the reopening, the last of which cannot be seen whole."""
    some, none = missed(THREE, 1), missed(THREE, 0, 1, 2)
    [told] = [text for text in sentences(some) if "not back" in text]
    assert told.startswith(
        "In 1 of 3 replications the queue is not back to what it is without the closing before the run"
    )
    assert "the run ends, 9 days after the reopening; in the others it is back after " in told
    assert told.endswith(f"On average it takes at least {(sum(some.days_to_drain) + 8) / 3:.1f} days.")
    [told] = [text for text in sentences(none) if "not back" in text]
    assert told.startswith("In 3 of 3 replications")
    assert told.endswith("9 days after the reopening.")
    assert "up to 14 days after the reopening" in [*sentences(none)][1]


def test_tonnes_late_are_those_of_the_trains_and_lost_is_what_luck_does_not_explain() -> None:
    told = [*sentences(THREE)]
    late = sum(run.late for run in THREE.runs) / 3000
    assert any(text.startswith(f"Late: {late:.1f} (") for text in told)
    assert "Lost: by the end of the run as many tonnes are handed over as without the closing." in told

    def lost(*tonnes: float) -> str:
        runs = [replace(run, missing=each) for run, each in zip(THREE.runs, tonnes, strict=True)]
        return next(text for text in sentences(replace(THREE, runs=tuple(runs))) if text.startswith("Lost"))

    assert lost(-1000, 0, 2000).endswith("than without it, which may be chance.")
    one = replace(THREE, runs=(replace(THREE.runs[0], missing=-2000),))
    more = "Lost: nothing; 2.0 kt more are handed over by the end of the run than without the closing."
    assert more in [*sentences(one)]
    assert lost(9000, 10_000, 11_000) == (
        "Lost: 10.0 (7.5 to 12.5) kt fewer are handed over by the end of the run than without it."
    )


def test_the_files_hold_every_replication_and_the_least_and_most_of_every_hour(tmp_path: Path) -> None:
    some = missed(THREE, 1)
    write_recovery(some, tmp_path / "told")
    with (tmp_path / "told" / "replications.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["days_to_drain"] == "" for row in rows] == [False, True, False]
    assert [int(row["peak_trains"]) for row in rows] == replications_table(some)["peak_trains"].tolist()
    summary = json.loads((tmp_path / "told" / "summary.json").read_text("utf-8"))
    assert (summary["replications"], summary["not_back"], summary["seed"]) == (3, 1, 1)
    assert summary["peak_trains"]["low"] < summary["peak_trains"]["mean"] < summary["peak_trains"]["high"]
    hours = queue_table(some)
    assert (hours["queue_least"] <= hours["queue"]).all()
    assert (hours["queue"] <= hours["queue_most"]).all()


def test_of_one_replication_the_summary_has_no_interval(tmp_path: Path) -> None:
    write_recovery(missed(closed(date(2025, 1, 10)), 0), tmp_path / "told")
    summary = json.loads((tmp_path / "told" / "summary.json").read_text("utf-8"))
    assert summary["peak_trains"]["low"] is summary["peak_trains"]["high"] is None
    assert summary["days_to_drain"] == {"mean": None, "low": None, "high": None}
