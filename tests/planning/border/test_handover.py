"""The handover: how the agreed number is spread, what is refused, when it is closed, over which tracks."""

from typing import Any

import pytest

from worlds import Run, out, ran, world

AT_ONCE = {f"out {n}": 0 for n in range(1, 5)}


def four(changes: dict[str, Any]) -> list[int]:
    """When four trains that all want to leave A at the start cross the border: every 30 min from 3780 if they may."""
    return ran(world({"window.length": "4 days"} | changes, out=out()), AT_ONCE).all_times("C - D")


def test_a_lot_is_what_is_taken_over_within_its_span() -> None:
    """Two in any 8 hours: the third 8 h after the first."""
    lots = {"crossings.Gate.lots": {"HERE->THERE": {"trains": 2, "span": "8 h"}}}
    assert four(lots) == [3780, 5580, 3780 + 28_800, 5580 + 28_800]


def test_the_handover_is_closed_at_night() -> None:
    """From 01:30 to 09:00: of four, one crosses at 01:03, the others from 09:00 on, as the border track allows."""
    closed = {"crossings.Gate.closed": {"HERE->THERE": [{"at": "01:30", "length": "450 min"}]}}
    assert four(closed) == [3780, 32_400, 34_200, 36_000]


def test_two_border_tracks_take_two_trains() -> None:
    """The first two are controlled at 3780 and 5221: with two tracks neither waits."""
    assert four({"crossings.Gate.border.near_tracks": 2})[:2] == [3780, 5221]
    assert four({})[:2] == [3780, 5580]


def refusing(share: str, days: int = 60) -> Run:
    changes = {"window.length": f"{days} days", "crossings.Gate.refused": {
        "HERE->THERE": {"share": share, "again": "2 h"}}}  # fmt: skip
    return ran(world(changes, out=out(5)))


def refusals(run: Run, trains: int = 290) -> list[int]:
    return [sum("refused" in step for step in run.times(f"out {n}")) for n in range(1, trains + 1)]


def test_a_refused_train_is_back_in_the_queue_after_a_time() -> None:
    run = refusing("20 %")
    first = refusals(run).index(1) + 1
    times = run.times(f"out {first}")
    assert times["C - D"] >= times["refused at C"] + 7200
    assert times["refused at C"] >= times["controlled at C"]


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_a_share_of_the_attempts_is_refused(share: float) -> None:
    """290 trains: refusals over attempts, within 3 standard deviations."""
    refused = sum(refusals(refusing(f"{share * 100} %")))
    attempts = refused + 290
    assert abs(refused / attempts - share) < 3 * (share * (1 - share) / attempts) ** 0.5


def test_a_refused_train_uses_up_nothing_of_the_days_number() -> None:
    """Two a day for five that come: two a day cross, refused or not."""
    changes = {
        "window.length": "20 days", "crossings.Gate.accepts.HERE->THERE": "2 trains/day",
        "crossings.Gate.refused": {"HERE->THERE": {"share": "50 %", "again": "1 h"}},
    }  # fmt: skip
    assert len(ran(world(changes, out=out(5))).all_times("C - D")) >= 2 * 20 - 1


def test_nobody_is_refused_at_no_share() -> None:
    assert set(refusals(refusing("0 %", days=10), 40)) == {0}
