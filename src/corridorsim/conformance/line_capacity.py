"""Line capacity by the worked examples of 1520 mm textbooks: periods, pairs a day, required capacity."""

from collections.abc import Callable, Iterator
from math import floor

import numpy as np

from corridorsim.conformance.scores import Case, Json, Score, Settings, close
from corridorsim.formulas.line1520 import (
    Reserves,
    available_pairs,
    double_track_period,
    required_pairs,
    reserve_pairs,
    saturated_pairs,
    semi_automatic_following,
)
from corridorsim.formulas.meets import SectionTimes, StationIntervals, WhoStands, meet_periods

KIND = "line capacity"
MINUTE = 60
SCHEMES = {
    "I": (WhoStands.BACKWARD, WhoStands.FORWARD),
    "II": (WhoStands.FORWARD, WhoStands.BACKWARD),
    "III": (WhoStands.BACKWARD, WhoStands.BACKWARD),
    "IV": (WhoStands.FORWARD, WhoStands.FORWARD),
}


def cases(content: Json, settings: Settings) -> list[Case]:
    """The cases of a file of the kind "line capacity"."""
    return [Case(KIND, each["id"], _scorer(each)) for each in content["cases"]]


def _scorer(content: Json) -> Callable[[Callable[[], None]], Iterator[Score]]:
    model = MODELS[content["model"]]

    def scores(done: Callable[[], None]) -> Iterator[Score]:
        return model(content)

    return scores


def _single_track(content: Json) -> Iterator[Score]:
    """The period of a section under its meet schemes, and the pairs that its limiting section passes."""
    section = content["section"]
    running = SectionTimes(np.array(section["run_min"], float)[:, None], section["start_min"], section["stop_min"])
    periods = meet_periods(running, StationIntervals(section["arrival_min"], section["crossing_min"]))[0]
    ours = {scheme: float(periods[SCHEMES[scheme]]) for scheme in content["printed"]["period_min"]}
    for scheme, theirs in content["printed"]["period_min"].items():
        yield close(KIND, content["id"], f"period under scheme {scheme}, min", theirs, ours[scheme], 0)
    best = min(ours.values())
    if "other_periods_min" in content:
        yield _limiting(content, best)
    pairs = floor(saturated_pairs(best * MINUTE))
    yield close(KIND, content["id"], "pairs a day", content["printed"]["pairs_a_day"], pairs, 0, "whole pairs")


def _limiting(content: Json, period: float) -> Score:
    """The section with the longest period, of all of the line."""
    periods = content["other_periods_min"] | {content["section"]["name"]: period}
    ours = max(periods, key=periods.__getitem__)
    theirs = content["printed"]["limiting"]
    return Score(KIND, content["id"], "limiting section", theirs, ours, theirs == ours)


def _double_track(content: Json) -> Iterator[Score]:
    """Double track with one train between stations: available, required, and what is left."""
    printed, reserves = (
        content["printed"],
        Reserves(content["window_min"] * MINUTE, content["reliability"], content["load"]),
    )
    following = semi_automatic_following(content["run_min"], content["following_min"])
    period = float(double_track_period(np.full((2, 1), following))[0])
    available = float(available_pairs(period * MINUTE, reserves))
    need = content["traffic"]
    required = float(required_pairs(need["freight"], need["others"], need["removal"], need["uneven"], content["load"]))
    yield close(KIND, content["id"], "period, min", printed["period_min"], period, 0)
    yield close(KIND, content["id"], "available, trains a day", printed["available"], available, 0.05)
    yield close(KIND, content["id"], "required, trains a day", printed["required"], required, 0.005)
    left = float(reserve_pairs(available, required))
    yield close(KIND, content["id"], "reserve, trains a day", printed["reserve"], left, 0.5, "printed in whole trains")


MODELS = {"single track": _single_track, "double track": _double_track}
