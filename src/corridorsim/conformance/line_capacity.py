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
    return [Case(KIND, told["id"], _scorer(told)) for told in content["cases"]]


def _scorer(told: Json) -> Callable[[Callable[[], None]], Iterator[Score]]:
    model = MODELS[told["model"]]

    def scores(done: Callable[[], None]) -> Iterator[Score]:
        return model(told)

    return scores


def _single_track(told: Json) -> Iterator[Score]:
    """The period of a section under its meet schemes, and the pairs that its limiting section passes."""
    section = told["section"]
    running = SectionTimes(np.array(section["run_min"], float)[:, None], section["start_min"], section["stop_min"])
    periods = meet_periods(running, StationIntervals(section["arrival_min"], section["crossing_min"]))[0]
    ours = {scheme: float(periods[SCHEMES[scheme]]) for scheme in told["printed"]["period_min"]}
    for scheme, theirs in told["printed"]["period_min"].items():
        yield close(KIND, told["id"], f"period under scheme {scheme}, min", theirs, ours[scheme], 0)
    best = min(ours.values())
    if "other_periods_min" in told:
        yield _limiting(told, best)
    pairs = floor(saturated_pairs(best * MINUTE))
    yield close(KIND, told["id"], "pairs a day", told["printed"]["pairs_a_day"], pairs, 0, "whole pairs")


def _limiting(told: Json, period: float) -> Score:
    """The section with the longest period, of all of the line."""
    periods = told["other_periods_min"] | {told["section"]["name"]: period}
    ours = max(periods, key=periods.__getitem__)
    theirs = told["printed"]["limiting"]
    return Score(KIND, told["id"], "limiting section", theirs, ours, theirs == ours)


def _double_track(told: Json) -> Iterator[Score]:
    """Double track with one train between stations: available, required, and what is left."""
    printed, reserves = told["printed"], Reserves(told["window_min"] * MINUTE, told["reliability"], told["load"])
    following = semi_automatic_following(told["run_min"], told["following_min"])
    period = float(double_track_period(np.full((2, 1), following))[0])
    available = float(available_pairs(period * MINUTE, reserves))
    need = told["traffic"]
    required = float(required_pairs(need["freight"], need["others"], need["removal"], need["uneven"], told["load"]))
    yield close(KIND, told["id"], "period, min", printed["period_min"], period, 0)
    yield close(KIND, told["id"], "available, trains a day", printed["available"], available, 0.05)
    yield close(KIND, told["id"], "required, trains a day", printed["required"], required, 0.005)
    left = float(reserve_pairs(available, required))
    yield close(KIND, told["id"], "reserve, trains a day", printed["reserve"], left, 0.5, "printed in whole trains")


MODELS = {"single track": _single_track, "double track": _double_track}
