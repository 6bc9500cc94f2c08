"""A line's capacity by the 1520 mm method, from the running times of its freight trains and its rules.

The formula uses the mean train of each direction of the line: its times are means weighted by the number of trains.
Periods are those of compatible schemes along the line.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats, floats
from corridorsim.errors import CorridorError
from corridorsim.formulas import line1520, meets
from corridorsim.line.lone_line import LoneLine, Mix, freight_over, services_over
from corridorsim.model import Scenario
from corridorsim.model.demand.formation import service as service_train
from corridorsim.model.lines.network import Section
from corridorsim.statistics.rounding import in_percent


@dataclass(frozen=True, eq=False)
class LineFormula:
    """The capacity of each section of a line, and the reasons."""

    line: LoneLine
    times: meets.SectionTimes  # of the mean freight train, [direction, section], rising kilometres first
    double: np.ndarray  # per section
    following: Floats  # [direction, section], seconds between followers
    group: Floats  # per section, trains that follow each other on single track
    schemes: meets.Schemes
    standing: Floats  # per section, seconds per pair if all enter from a stand and stop at the far end
    one_track: Floats  # the same while one of two tracks is closed
    others: Floats  # per section, passenger and local pairs per day
    displaced: Floats  # per section, freight pairs per day that these displace: the basic removal
    removed: Floats  # the same with a reserve: each of them counts as at least one freight pair

    @cached_property
    def undisturbed(self) -> Floats:
        """Pairs per day of each section without reserves, if there were no possessions: 1440 k / T."""
        return line1520.saturated_pairs(self.schemes.period)

    @cached_property
    def saturated(self) -> Floats:
        """Pairs per day of each section without reserves, freight and the equivalent of others, after possessions."""
        return floats(self.line.calendar.share @ self._by_state(self.schemes.period))

    @cached_property
    def reserves(self) -> line1520.Reserves:
        """Reserves by section; possessions count as the window only where they are longer."""
        window, reliability, load = line1520.usual_reserves(self.double)
        closed = DAY * (1 - self.saturated / self.undisturbed)
        return line1520.Reserves(np.maximum(window, closed), reliability, load)

    @cached_property
    def available(self) -> Floats:
        """Pairs per day of each section after window and reliability, freight and the equivalent of others."""
        return line1520.available_pairs(self.schemes.period, self.reserves)

    @property
    def grouped(self) -> bool:
        """Whether trains follow each other over the limiting section in groups."""
        own = self.line.scenario.lines[self.line.name]
        return own.block == "automatic" and not self.double[self.limiting]

    @property
    def limiting(self) -> int:
        """The section with the fewest freight pairs beside the other trains."""
        return int((self.saturated - self.displaced).argmin())

    @property
    def limiting_name(self) -> str:
        """Its name; if several double sections have the same capacity, all of them."""
        freight = self.saturated - self.displaced
        alike = int((self.double & np.isclose(freight, freight.min())).sum())
        if not self.double[self.limiting] or alike < 2:
            return self.line.sections[self.limiting].name
        return f"{'all ' if alike == self.double.sum() else ''}{alike} double sections alike"

    @property
    def bound(self) -> float:
        """Freight pairs per day of the line beside its other trains, without reserves."""
        return self._of_the_line(self.schemes.period, self.line.calendar.share, self.displaced)

    @property
    def standing_bound(self) -> float:
        """The same if every train enters from a stand: in saturation they wait on both sides."""
        return self._of_the_line(self.standing, self.line.calendar.share, self.displaced)

    @property
    def all_trains(self) -> float:
        """Pairs per day without reserves if all were freight."""
        return self._of_the_line(self.schemes.period, self.line.calendar.share, 0 * self.removed)

    @property
    def with_possessions(self) -> float:
        """``bound`` on the days on which some track is closed."""
        return self._of_the_line(self.schemes.period, self.line.calendar.share_with, self.displaced)

    @property
    def without_possessions(self) -> float:
        """``bound`` on days on which no track is closed."""
        return max(0.0, float((self.undisturbed - self.displaced).min()))

    @cached_property
    def practical(self) -> float:
        """Freight pairs per day of the line beside its other trains, after window and reliability."""
        return self._of_the_line(self.schemes.period, self.line.calendar.share, self.removed, self._kept)

    def practical_of(self, technical: float) -> float:
        """The same if the number without reserves is not ``bound`` but another, such as a simulation's."""
        at = self.limiting
        return max(0.0, float(self._kept[at] * (technical + self.displaced[at]) - self.removed[at]))

    @property
    def _kept(self) -> Floats:
        """Share of each section's pairs left by window and reliability."""
        return self.available / np.maximum(self.saturated, 1e-9)

    def _by_state(self, period: Floats) -> Floats:
        """Pairs per day of each section in each state of the tracks [state, section]."""
        calendar = self.line.calendar
        closed = calendar.closed | (calendar.one & ~self.double)  # on single track, one track is all
        pairs = line1520.saturated_pairs(np.where(calendar.one & self.double, self.one_track, period))
        return np.where(closed, 0.0, pairs)

    def _of_the_line(self, period: Floats, share: Floats, removed: Floats, kept: npt.ArrayLike = 1.0) -> float:
        """The mean over the states of the tracks of what the section with the least capacity lets through in each.

        While a section other than the limiting one is closed, the limiting one continues with the trains that stand in
        between, so it is never more than each section's own mean. What other trains remove is subtracted over the whole
        day: those that a possession stops run after it.
        """
        pairs = floats(kept) * self._by_state(period) - removed
        stock = self._between * DAY / self.line.calendar.spell[:, None]
        return max(0.0, float(min(share @ (pairs + stock).min(axis=1), (share @ pairs).min())))

    @cached_property
    def _between(self) -> Floats:
        """Pairs that can stand between each section and the limiting one, on tracks beyond the two for a meet."""
        places = self.line.scenario.network.places
        spare = np.cumsum([max(places[place].tracks - 2, 0) for place in self.line.way[:-1]])
        return floats(np.abs(spare - spare[self.limiting]))

    def scheme(self, section: int) -> str:
        """How trains meet at a section's ends, in words."""
        if self.double[section]:
            return "double track: followers at the headway"
        return meets.scheme_name(int(self.schemes.first[section]), int(self.schemes.last[section]))


@dataclass(frozen=True, eq=False)
class Requirement:
    """Demand of traffic on each section, in pairs of freight trains per day."""

    freight: Floats  # [direction, section], trains per day in the mean month
    others: Floats  # passenger and local pairs per day, by section
    removed: Floats  # freight pairs that these remove
    pairs: Floats  # required: the busier direction in the peak month and the others, within the permitted load


def peak(scenario: Scenario) -> float:
    """Freight of the busiest month divided by that of the mean one; other trains run by a timetable, all year alike."""
    return scenario.traffic.busiest


def requirement(formula: LineFormula, scenario: Scenario) -> Requirement:
    """Required capacity of a line's sections for the traffic of a scenario."""
    over = freight_over(formula.line.traffic, formula.line.name)
    freight = sum(over.values(), np.zeros((2, len(formula.line.sections))))
    busiest = peak(scenario) * freight.max(axis=0)
    pairs = line1520.required_pairs(busiest, formula.removed[:, None], 1.0, 1.0, formula.reserves.load)
    return Requirement(freight, formula.others, formula.removed, pairs)


def line_formula(line: LoneLine) -> LineFormula:
    """Periods and pairs per day of every section of a line; Raises CorridorError if trains cannot meet anywhere."""
    times = _times(line, (line.there, line.back))
    double = np.array([line.tracks.sections.doubled(section) is not None for section in line.sections])
    following = _following(line, times, double)
    group = floats([line.tracks.sections.group(section) for section in line.sections])
    single = meets.with_groups(meets.meet_periods(times, _intervals(line)), following, group)
    periods = meets.with_double_track(single, double, line1520.double_track_period(following))
    standing, one_track = (each[:, meets.WhoStands.BOTH, meets.WhoStands.BOTH] for each in (periods, single))
    schemes = meets.agreeing_schemes(periods, _allowed(line, double))
    _check_open(line, double)
    none = np.zeros(len(line.sections))
    formula = LineFormula(line, times, double, following, group, schemes, standing, one_track, none, none, none)
    services = services_over(line.traffic, line.name)
    removal = {name: _removal(formula, name) for name in services}
    at_least_one = {name: np.maximum(each, 1.0) for name, each in removal.items()}
    others, displaced, removed = (
        sum((pairs * counts[name] for name, pairs in services.items()), none)
        for counts in (dict.fromkeys(services, np.ones_like(none)), removal, at_least_one)
    )
    return replace(formula, others=others, displaced=displaced, removed=removed)


def _removal(formula: LineFormula, service: str) -> Floats:
    """Freight pairs that a pair of a service removes, by section: its own period divided by that of freight.

    On double track, one as fast as freight removes one; a faster or slower one removes more.
    """
    own = _times(formula.line, ({service_train(service): 1.0}, {service_train(service): 1.0}))
    period = meets.own_schemes(
        meets.meet_periods(own, _intervals(formula.line)), meets.allowed_stands(formula.double)
    ).period
    single = line1520.single_track_removal(period, formula.schemes.period, 0.0)
    headway = formula.following.max(axis=0)
    apart = np.abs(floats(own.run) - floats(formula.times.run)).max(axis=0)
    double = line1520.double_track_removal(apart, 0.0, headway, headway, headway)
    return np.where(formula.double, double, single)


def _check_open(line: LoneLine, double: np.ndarray) -> None:
    calendar = line.calendar
    always = (calendar.share @ (calendar.closed | (calendar.one & ~double))) > 1 - 1e-9
    shut = [section.name for section, closed in zip(line.sections, always, strict=True) if closed]
    if shut:
        raise CorridorError(
            f'line "{line.name}": possessions close {shut[0]} from {calendar.first} to {calendar.last}, '
            "without a break, so nothing passes; give them an end"
        )


def _ways(section: Section) -> tuple[tuple[str, str], tuple[str, str]]:
    return (section.start, section.end), (section.end, section.start)


def _times(line: LoneLine, trains: tuple[Mix, Mix]) -> meets.SectionTimes:
    """Seconds of the mean of some trains each way over a line's sections, [direction, section]."""
    table = np.array(
        [
            [_mean(line, shares, *way) for way, shares in zip(_ways(section), trains, strict=True)]
            for section in line.sections
        ]
    )
    return meets.SectionTimes(*table.transpose(2, 1, 0))


def _mean(line: LoneLine, shares: Mix, here: str, there: str) -> tuple[float, float, float]:
    runs = [(share, line.tracks.running.over(train, here, there)) for train, share in shares.items()]
    passing, start, stop = (sum(share * run[i] for share, run in runs) for i in range(3))
    return passing, start, stop


def _following(line: LoneLine, times: meets.SectionTimes, double: np.ndarray) -> Floats:
    """Seconds between followers: the headway under automatic block, otherwise the run and the following interval."""
    sections, own = line.tracks.sections, line.scenario.lines[line.name]
    found = floats(floats(times.run) + floats(times.start) + sections.following)
    for column, section in enumerate(line.sections):
        if double[column] or own.block == "automatic":
            found[:, column] = [sections.headway(section, *way) for way in _ways(section)]
    return found


def _intervals(line: LoneLine) -> meets.StationIntervals:
    """Station intervals: a moving train enters after the arrival interval, and not before the section is clear."""
    rules, places = line.scenario.rules, line.scenario.network.places
    arrival = [0 if places[place].simultaneous else rules.arrival_interval for place in line.way]
    return meets.StationIntervals(np.maximum(arrival, rules.crossing_interval), rules.crossing_interval)


def _allowed(line: LoneLine, double: np.ndarray) -> np.ndarray:
    """Which trains may stand where; CorridorError if no train of either direction fits."""
    allowed = meets.where_trains_fit(meets.allowed_stands(double), _fits(line))
    nowhere = [place for place, may in zip(line.way, allowed, strict=True) if not may.any()]
    if nowhere:
        train, share = max(
            (
                (train, share)
                for shares in (line.there, line.back)
                for train, share in shares.items()
                if not line.tracks.fits(nowhere[0], train)
            ),
            key=lambda each: each[1],
        )
        longest = line.scenario.network.places[nowhere[0]].useful_length
        raise CorridorError(
            f'line "{line.name}": no freight train can meet another at {", ".join(nowhere)}, since "{train}" '
            f"({in_percent(share)} of a direction) is longer than {longest:.0f} m; give the point or the "
            "line a greater useful_length, or remove the point if no train is to stand there"
        )
    return allowed


def _fits(line: LoneLine) -> np.ndarray:
    """Whether trains that make up half of a direction can stand at a station, [direction, station]; at the ends all."""
    found = [
        [sum(share for train, share in shares.items() if line.tracks.fits(place, train)) >= 0.5 for place in line.way]
        for shares in (line.there, line.back)
    ]
    fits = np.array(found)
    fits[:, [0, -1]] = True
    return fits
