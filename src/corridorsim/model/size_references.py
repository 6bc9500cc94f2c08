"""Checks of size: parts that are valid alone but together make more trains than one run can hold."""

from collections.abc import Iterator
from datetime import timedelta

from corridorsim.arrays import DAY
from corridorsim.errors import Said
from corridorsim.model.clock import find_clock_problems
from corridorsim.model.demand.demands import most_tonnes
from corridorsim.model.description import Description, Window

MOST_TRAINS = 1_000_000  # of a run
FIRST_YEAR, LAST_YEAR = 1900, 2199  # of a window
YEAR = 365 * DAY


def find_window_problems(window: Window) -> Iterator[Said]:
    """A window outside the years for which the calendar is defined, or with an invalid clock."""
    yield from find_clock_problems(("window", "clock"), window.clock)
    if not FIRST_YEAR <= window.start.year <= LAST_YEAR:
        yield ("window", "start"), f"must be in the years {FIRST_YEAR} to {LAST_YEAR} (got {window.start})"
    elif (end := window.start + timedelta(seconds=window.length)).year > LAST_YEAR:
        yield (
            ("window", "length"),
            f"must end by {LAST_YEAR}: {window.length / DAY:g} days from {window.start} end on {end}",
        )


def find_size_problems(scenario: Description) -> Iterator[Said]:
    """More trains than can be simulated: loaded trains, or trains of services in both directions."""
    loaded, services = _loaded(scenario), _of_services(scenario)
    for path, trains in ((("traffic", "flows"), loaded), (("traffic", "services"), services)):
        if trains > MOST_TRAINS:
            yield (
                path,
                f"must be at most {MOST_TRAINS:,} trains in the run (got about {trains:,.0f}): use fewer tonnes, "
                "fewer pairs, a smaller scale, longer trains, or a shorter window",
            )


def _loaded(scenario: Description) -> float:
    traffic, known = scenario.traffic, scenario.consists
    tonnes = sum(flow.tonnes for flow in traffic.flows.values())
    a_year = sum(
        most_tonnes(scenario, flow) * share / known[name].net
        for flow in traffic.flows.values()
        for name, share in flow.consists.items()
        if name in known
    )
    scale = traffic.scale * (traffic.total / tonnes if traffic.total is not None and tonnes else 1.0)
    queues = sum(flow.queue for flow in traffic.flows.values())
    return queues + scale * a_year * scenario.window.until / YEAR * (
        traffic.busiest if scenario.window.until < YEAR else 1
    )


def _of_services(scenario: Description) -> float:
    return sum(2 * service.pairs * scenario.window.until / DAY for service in scenario.traffic.services.values())
