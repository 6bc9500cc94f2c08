"""The small world twice over: beside the line A - C with its Gate a line a - c, its mirror image, with a Door."""

from typing import Any

from corridorsim.model import Scenario
from worlds import OUT, world

FREE_HOURS = (780 + 1200 + 1800 + 1200 + 3600 + 7200 + 1800) / 3600  # out of HERE, see worlds.py


def _side(station: str, country: str, gauge: str, **more: Any) -> dict[str, Any]:
    control = {"lanes": 3, "leaving": {"mean": "30 min"}, "entering": {"mean": "1 h"}}
    side = {"station": station, "country": country, "gauge": gauge, "other_tracks": 4, "fronts": 2}
    return side | {"control": control} | more


MIRROR: dict[str, Any] = {
    "lines.mirror": {
        "source": "invented",
        "gauge": "1520 mm",
        "points": [
            {"name": "a", "at": "0 km", "kind": "station"},
            {"name": "b", "at": "10 km"},
            {"name": "c", "at": "30 km", "kind": "station"},
        ],
        "tracks": {"siding": 2, "station": 4},
        "useful_length": "850 m",
        "speed_limit": "60 km/h",
        "headway": "14 min",
    },
    "ends.west": {"at": "a", "accepts": "24 trains/day"},
    "ends.east": {"at": "d", "accepts": "48 trains/day"},
    "crossings.Door": {
        "source": "invented",
        "near": _side("c", "HERE", "1520 mm"),
        "far": _side("d", "THERE", "1435 mm", own_tracks=6),
        "border": {"run": "20 min", "back": "10 min"},
        "forming": {"mean": "30 min"},
        "accepts": {"HERE->THERE": "24 trains/day", "THERE->HERE": "24 trains/day"},
        "one_way": "100 %",
    },
}


def choice(rule: str, gate: dict[str, Any], door: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A choice between the two."""
    return {"rule": rule, "alternatives": {"Gate": gate, "Door": door | {"inland": {"west": 1}}}} | more


def logit(gate: float = 40, door: float = 40, hour: float = 1, spread: float = 5) -> dict[str, Any]:
    """A logit at these costs (USD/t), value of time and spread."""
    costs = ({"cost": f"{cost} USD/t"} for cost in (gate, door))
    return choice("logit", *costs, value_of_time=f"{hour} USD/t/h", spread=f"{spread} USD/t")


def two(chosen: dict[str, Any] | None, trains: float = 4, days: int = 20, **changes: Any) -> Scenario:
    """So many trains a day out of HERE that have this choice, for so many days."""
    flow = OUT | {"tonnes": f"{trains * 365} kt/year"} | ({"choice": chosen} if chosen else {})
    window = {"start": "2025-01-01", "length": f"{days} days", "warm_up": "0 days"}
    keys = {key.replace("__", "."): value for key, value in changes.items()}
    return world(MIRROR | {"window": window, "traffic.flows": {"out": flow}} | keys)


def crowded() -> Scenario:
    """The Gate takes 3 of 8 trains a day; the Door is 10 USD/t dearer."""
    few = [{"trains": "3 trains/day"}]
    return two(logit(door=50, hour=0.2), 8, 30, **{"crossings__Gate__accepts__HERE->THERE": few})
