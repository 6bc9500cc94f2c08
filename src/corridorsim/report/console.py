"""Tables and sentences for the terminal."""

from collections.abc import Iterator

from rich.table import Table

from corridorsim.arrays import DAY
from corridorsim.measures.numbers import (
    CREW_SHARE_OVER,
    CREW_TRIPS,
    CREW_TRIPS_OVER,
    SERVICE_BOOKED,
    SERVICE_LATENESS,
    SERVICE_RUNNING,
    SERVICE_TRAINS,
    SERVICE_WITHIN,
    Number,
    PrintedNames,
)
from corridorsim.model.observed import Observed
from corridorsim.paper.screen import figures_column, titled, words_column
from corridorsim.statistics.estimate import Estimate
from corridorsim.statistics.rounding import counted, interval, number, percent_interval
from corridorsim.study import Study
from corridorsim.study.numbers import beside, headline, observed


def run_tables(study: Study) -> Iterator[Table]:
    """The tables of a run: the dozen numbers, and services and crews where there are any."""
    yield study_table(study)
    if study.scenario.observed != Observed():
        yield observed_table(study)
    if study.services:
        yield service_table(study)
    if study.crew_ways:
        yield crew_table(study)


def study_table(study: Study) -> Table:
    """The dozen numbers with their intervals, beside what was observed."""
    seen = observed(study)
    table = titled(f"{study.scenario.name}: {_runs(study)}")
    for heading in ("number", "unit"):
        words_column(table, heading)
    for heading in ("mean", "95 % interval", *(["published"] if seen else [])):
        figures_column(table, heading)
    for each in headline(study):
        estimate = study.estimates[each]
        figures = [number(estimate.mean), interval(estimate)]
        if seen:
            figures.append(number(seen[each]) if each in seen else "")
        what = study.estimates.named.words(each)
        table.add_row(f"{what}{behind(study, estimate)}", each.unit, *figures)
    return table


def observed_table(study: Study) -> Table:
    """Every published figure of the year beside the simulated one, and the difference between them."""
    table = titled("Beside published figures")
    for heading in ("number", "unit"):
        words_column(table, heading)
    for heading in ("published", "simulated", "95 % interval", "off"):
        figures_column(table, heading)
    named = PrintedNames([*study.estimates.by_number, *observed(study)])
    for each in beside(study):
        simulated = each.simulated
        figures = ["", ""] if simulated is None else [number(simulated.mean), interval(simulated)]
        off = "" if each.off != each.off else f"{100 * each.off:+.1f} %"
        table.add_row(named.words(each.number), each.number.unit, number(each.published), *figures, off)
    return table


def behind(study: Study, estimate: Estimate) -> str:
    """How many replications observed a number, unless all did."""
    count = len(study.replications)
    return "" if estimate.observed == count else f" ({estimate.observed} of {count} replications)"


def service_table(study: Study) -> Table:
    """Passenger and local trains, each way: hours booked, taken and lost, and the shares on time."""
    table = titled("Passenger and local trains")
    words_column(table, "service")
    headings = ("trains/day", "booked h", "takes h", "late h", "95 % interval", "within 5 min", "15 min", "60 min")
    for heading in headings:
        figures_column(table, heading)
    for whom in study.services:
        lateness = _found(study, Number(SERVICE_LATENESS, whom))
        table.add_row(
            f"{whom}{behind(study, lateness)}",
            number(study.estimates[Number(SERVICE_TRAINS, whom)].mean),
            number(_found(study, Number(SERVICE_BOOKED, whom)).mean),
            number(_found(study, Number(SERVICE_RUNNING, whom)).mean),
            number(lateness.mean),
            interval(lateness),
            *(_share(_found(study, Number(what, whom))) for what in SERVICE_WITHIN.values()),
        )
    return table


def crew_table(study: Study) -> Table:
    """Crew trips by stretch, and how many of them are over the limit."""
    hours = study.scenario.rules.crew_duty / 3600
    table = titled("Crew trips")
    words_column(table, "trip")
    for heading in ("trips/day", f"over {hours:g} h a day", "share over", "95 % interval"):
        figures_column(table, heading)
    for whom in study.crew_ways:
        share = _found(study, Number(CREW_SHARE_OVER, whom))
        over = _found(study, Number(CREW_TRIPS_OVER, whom))
        trips = study.estimates[Number(CREW_TRIPS, whom)].mean
        table.add_row(
            f"{whom}{behind(study, share)}", number(trips), number(over.mean), _share(share), percent_interval(share)
        )
    return table


def _found(study: Study, number: Number) -> Estimate:
    return study.estimates.by_number.get(number, Estimate.of([]))


def _share(estimate: Estimate) -> str:
    return "" if estimate.observed == 0 else f"{100 * estimate.mean:.0f} %"


def _runs(study: Study) -> str:
    replications = counted(study.scenario.replications, "replication")
    return f"{study.scenario.window.length / DAY:g} days, {replications}, seed {study.scenario.seed}"
