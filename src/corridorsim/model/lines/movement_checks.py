"""Checks of how trains move on lines: blocks, possessions, restrictions, crossovers."""

from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.corridor import Line
from corridorsim.model.description import Description, Rules
from corridorsim.model.lines.movement import Cut, Possession
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction_checks import known

MOST_CUT = 1_440  # trains a day: one a minute, which no line carries


def find_movement_problems(scenario: Description, network: Network) -> Iterator[Said]:
    """Mistakes in how trains move on lines that are themselves valid."""
    for name, line in scenario.lines.items():
        path: Path = ("lines", name)
        if line.headway is None and line.block_length is None and (line.second_track or line.block == "automatic"):
            yield path, "must give headway or block_length: trains follow each other under automatic block here"
        yield from _possessions(path, line)
        yield from _restrictions(path, line)
        yield from _cuts(path, line)
        yield from _crossovers(path, name, scenario, network)
    rules = scenario.rules
    yield from _losses(rules)
    if rules.following_interval is not None and rules.following_interval < rules.crossing_interval:
        yield (
            ("rules", "following_interval"),
            f"must be at least the crossing interval, {rules.crossing_interval} s (got {rules.following_interval} s)",
        )


def _losses(rules: Rules) -> Iterator[Said]:
    """Start and stop losses are given together or separately, not both."""
    apart = [key for key in ("start", "stop") if getattr(rules, key) is not None]
    if rules.start_and_stop is not None and apart:
        yield (
            ("rules", apart[0]),
            "cannot be combined with start_and_stop, which is the sum of start and stop: remove one of the two "
            "(start_and_stop: null removes a value from another file)",
        )
    elif rules.start_and_stop is None and len(apart) < 2:
        missing = [key for key in ("start", "stop") if key not in apart]
        yield ("rules",), f"must give {' and '.join(missing)}" + ("" if apart else ", or start_and_stop")


def _possessions(path: Path, line: Line) -> Iterator[Said]:
    for i, possession in enumerate(line.possessions):
        yield from _stretch((*path, "possessions", i), line, possession)


def _cuts(path: Path, line: Line) -> Iterator[Said]:
    for i, cut in enumerate(line.cuts):
        here: Path = (*path, "cuts", i)
        yield from _stretch(here, line, cut)
        told = [key for key in ("trains", "pairs") if getattr(cut, key) is not None]
        if len(told) != 1:
            yield here, f"must give either trains or pairs a day (got {'both' if told else 'neither'})"
        for key in told:
            number = getattr(cut, key)
            if number != round(number) or number > MOST_CUT:
                yield (
                    (*here, key),
                    f"must be a whole number of trains in 24 hours, at most {MOST_CUT:,} (got {number:g})",
                )
            elif number == 0 and cut.since is None and cut.until is None:
                yield (*here, key), "must let a train run on some day; to close the stretch, give since or until"


def _stretch(here: Path, line: Line, told: Possession | Cut) -> Iterator[Said]:
    names = {point.name: i for i, point in enumerate(line.points)}
    for key in ("start", "end"):
        yield from known((*here, key), getattr(told, key), names, "point of this line")
    ends = [names[name] for name in (told.start, told.end) if name in names]
    if len(ends) == 2 and ends[0] >= ends[1]:
        yield here, f'must run in order of kilometres: "{told.start}" is not before "{told.end}"'
    yield from _days(here, told.since, told.until)


def _restrictions(path: Path, line: Line) -> Iterator[Said]:
    first, last = line.points[0].at, line.points[-1].at
    for i, restriction in enumerate(line.restrictions):
        here: Path = (*path, "restrictions", i)
        if not first <= restriction.start < restriction.end <= last:
            yield (
                here,
                f"must lie on the line, with its start before its end: {first / 1000:g} to {last / 1000:g} km "
                f"(got {restriction.start / 1000:g} to {restriction.end / 1000:g} km)",
            )
        yield from _days(here, restriction.since, restriction.until)


def _days(path: Path, since: object, until: object) -> Iterator[Said]:
    if since is not None and until is not None and since >= until:  # type: ignore[operator]
        yield (*path, "until"), f"must be after {since}, its first day: until is the day after the last (got {until})"


def _crossovers(path: Path, name: str, scenario: Description, network: Network) -> Iterator[Said]:
    """A crossover joins two tracks: both must exist on both of its sides for the whole run."""
    for i, point in enumerate(scenario.lines[name].points):
        if point.kind != "crossover":
            continue
        beside = [section for section in network.sections if point.name in (section.start, section.end)]
        single = [s for s in beside if s.second_track is None or scenario.window.second_of(s.second_track) > 0]
        if single:
            yield (
                (*path, "points", i, "kind"),
                f'"{point.name}" cannot be a crossover: {single[0].name} is not double track when the run begins',
            )
