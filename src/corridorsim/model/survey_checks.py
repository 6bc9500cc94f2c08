"""Checks of what is counted and of what was observed, and whose numbers the observed ones are."""

from collections.abc import Iterator, Mapping

from corridorsim.errors import Path, Said
from corridorsim.model.counting import TrainCount
from corridorsim.model.description import Description
from corridorsim.model.lines.network import Network
from corridorsim.model.lines.traction_checks import known
from corridorsim.model.observed import Observed
from corridorsim.model.whom import OfCrossing, OfLine, Whom, at_stations, distinguished, of_counts, of_the_border

AT_THE_BORDER = ("tonnes", "trains", "wagons", "boxes", "container_trains", "waiting", "backlog")
AT_A_CROSSING = ("dwell", "dwell_p95")
NAMES = 'crossing, direction, goods or "total"'
AT_A_STATION = ("station_time", "station_time_of_containers")
WHAT = {
    "dwell": "crossing", "dwell_p95": "crossing", "speed": "line", "passing": "count",
    **dict.fromkeys(AT_A_STATION, "border station and movement"),
}  # fmt: skip


def find_count_problems(counts: Mapping[str, TrainCount], network: Network) -> Iterator[Said]:
    """Counts between points that are not there, or that no line joins."""
    for name, count in counts.items():
        path: Path = ("counts", name)
        yield from known((*path, "point"), count.point, network.places, "point of a line")
        yield from known((*path, "toward"), count.toward, network.places, "point of a line")
        if count.point == count.toward:
            yield (*path, "toward"), "must differ from point"
        elif {count.point, count.toward} <= set(network.places) and network.way(count.point, count.toward) is None:
            yield path, f'no line leads from "{count.point}" to "{count.toward}"'


def whoms_of(scenario: Description, kind: str) -> dict[str, Whom]:
    """By printed name, whose numbers of a kind may have been observed."""
    border = distinguished(of_the_border(scenario))
    if kind in AT_THE_BORDER:
        return {name: whom for whom, name in border.items()}
    if kind in AT_A_CROSSING:
        return {name: whom for whom, name in border.items() if isinstance(whom, OfCrossing)}
    if kind in AT_A_STATION:
        return {whom.name: whom for whom in at_stations(scenario)}
    others = [OfLine(line) for line in scenario.lines] if kind == "speed" else of_counts(scenario.counts)
    return {name: whom for whom, name in distinguished(whom for whom in others if whom not in border).items()}


def find_observed_problems(scenario: Description) -> Iterator[Said]:
    """Figures of something that no number of this scenario is of."""
    for kind in Observed.model_fields:
        given = getattr(scenario.observed, kind)
        names = whoms_of(scenario, kind) if given else {}
        for name in given:
            yield from known(("observed", kind, name), name, names, WHAT.get(kind, NAMES))
