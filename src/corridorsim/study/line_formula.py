"""A line's capacity by the 1520 mm method, from the running times of its freight trains and its rules.

The train reckoned with is the mean of those that run on the line, each direction by itself: its times are the means,
weighted by how many there are. Periods are those of the schemes that agree along the line.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corridorsim.capacity import line1520, meets
from corridorsim.capacity.arrays import Floats
from corridorsim.model import Scenario
from corridorsim.model.network import Section
from corridorsim.planning.lone_line import LoneLine, Shares, freight_over, services_over


@dataclass(frozen=True, eq=False)
class LineTimes:
    """Seconds of the mean freight train over a line's sections, [direction, section], with the kilometres first."""

    passing: Floats
    start: Floats
    stop: Floats

    @property
    def running(self) -> meets.Running:
        """As the formulas take them."""
        return meets.Running(self.passing, self.start, self.stop)


@dataclass(frozen=True, eq=False)
class LineFormula:
    """What each section of a line passes, and why."""

    line: LoneLine
    times: LineTimes
    double: np.ndarray  # per section
    following: Floats  # [direction, section], seconds between followers
    schemes: meets.Schemes

    @cached_property
    def saturated(self) -> Floats:
        """Freight pairs a day of each section without reserves: 1440 k / T."""
        return line1520.saturated_pairs(self.schemes.period)

    @cached_property
    def reserves(self) -> line1520.Reserves:
        """What is kept back, by section."""
        return line1520.usual_reserves(self.double)

    @cached_property
    def available(self) -> Floats:
        """Freight pairs a day of each section less window and reliability."""
        return line1520.available_pairs(self.schemes.period, self.reserves)

    @property
    def limiting(self) -> int:
        """The section with the fewest pairs."""
        return int(self.saturated.argmin())

    @property
    def bound(self) -> float:
        """Freight pairs a day of the limiting section, without reserves."""
        return float(self.saturated.min())

    def scheme(self, section: int) -> str:
        """How trains meet at a section's ends, in words."""
        if self.double[section]:
            return "double track: followers at the headway"
        return meets.scheme_name(int(self.schemes.first[section]), int(self.schemes.last[section]))


@dataclass(frozen=True, eq=False)
class Requirement:
    """What traffic asks of each section, in pairs of freight trains a day."""

    freight: Floats  # [direction, section], trains a day in the mean month
    others: Floats  # passenger and local pairs a day, by section
    removed: Floats  # freight pairs that these remove
    pairs: Floats  # required: the busier direction and the others, in the peak month, within the permitted load


def requirement(formula: LineFormula, scenario: Scenario) -> Requirement:
    """Required capacity of a line's sections for the traffic of a scenario."""
    line = formula.line
    over = freight_over(scenario, line.name)
    freight = sum(over.values(), np.zeros(formula.times.passing.shape))
    services = services_over(scenario, line.name)
    removed = sum((pairs * _removal(formula, name) for name, pairs in services.items()), np.zeros(freight.shape[1]))
    monthly = np.array(scenario.traffic.monthly)
    uneven = float(monthly.max() / monthly.mean())
    pairs = line1520.required_pairs(freight.max(axis=0), removed[:, None], 1.0, uneven, formula.reserves.load)
    return Requirement(freight, sum(services.values(), np.zeros(freight.shape[1])), removed, pairs)


def _removal(formula: LineFormula, service: str) -> Floats:
    """Freight pairs that a pair of a service removes, by section: its own period over that of freight."""
    line = formula.line
    runs = [[line.tracks.running.over(f"service {service}", *way) for way in _ways(s)] for s in line.sections]
    passing = np.array([[run.passing for run in both] for both in runs]).T
    start, stop = (np.array([[getattr(run, name) for run in both] for both in runs]).T for name in ("start", "stop"))
    own = meets.own_schemes(
        meets.meet_periods(meets.Running(passing, start, stop), _intervals(line)), meets.allowed_stands(formula.double)
    ).period
    single = line1520.single_track_removal(own, formula.schemes.period, 0.0)
    headway = formula.following.max(axis=0)
    apart = np.abs(passing - formula.times.passing).max(axis=0)
    double = line1520.double_track_removal(apart, 0.0, headway, headway, headway)
    return np.where(formula.double, double, np.maximum(single, 1.0))


def line_formula(line: LoneLine) -> LineFormula:
    """Periods and pairs a day of every section of a line."""
    times = _mean_times(line)
    sections = line.tracks.sections
    double = np.array([sections.doubled(section) is not None for section in line.sections])
    following = _following(line, times, double)
    periods = meets.meet_periods(times.running, _intervals(line))
    if line.scenario.lines[line.name].block == "automatic":
        periods = meets.with_groups(periods, following, line.scenario.lines[line.name].group)
    periods = meets.with_double_track(periods, double, line1520.double_track_period(following))
    schemes = meets.agreeing_schemes(periods, meets.where_trains_fit(meets.allowed_stands(double), _fits(line)))
    return LineFormula(line, times, double, following, schemes)


def _ways(section: Section) -> tuple[tuple[str, str], tuple[str, str]]:
    return (section.start, section.end), (section.end, section.start)


def _mean_times(line: LoneLine) -> LineTimes:
    table = np.array(
        [
            [_mean(line, shares, *way) for way, shares in zip(_ways(section), (line.there, line.back), strict=True)]
            for section in line.sections
        ]
    )
    passing, start, stop = table.transpose(2, 1, 0)
    return LineTimes(passing, start, stop)


def _mean(line: LoneLine, shares: Shares, here: str, there: str) -> tuple[float, float, float]:
    runs = [(share, line.tracks.running.over(train, here, there)) for train, share in shares.items()]
    passing, start, stop = (sum(share * run[i] for share, run in runs) for i in range(3))
    return passing, start, stop


def _following(line: LoneLine, times: LineTimes, double: np.ndarray) -> Floats:
    """Seconds between followers: the headway under automatic block, else the run and the following interval."""
    sections, own = line.tracks.sections, line.scenario.lines[line.name]
    found = times.passing + times.start + sections.following
    for column, section in enumerate(line.sections):
        if double[column] or own.block == "automatic":
            found[:, column] = [sections.headway(section, *way) for way in _ways(section)]
    return found


def _intervals(line: LoneLine) -> meets.Intervals:
    """Station intervals: a train in motion enters after the arrival interval, and not before the section is clear."""
    rules, places = line.scenario.rules, line.scenario.network.places
    arrival = [0 if places[place].simultaneous else rules.arrival_interval for place in line.way]
    return meets.Intervals(np.maximum(arrival, rules.crossing_interval), rules.crossing_interval)


def _fits(line: LoneLine) -> np.ndarray:
    """Whether every train of a direction can stand at a station, [direction, station]; at the ends it must."""
    found = [
        [all(line.tracks.fits(p, train) for train in shares) for p in line.way] for shares in (line.there, line.back)
    ]
    fits = np.array(found)
    fits[:, [0, -1]] = True
    return fits
