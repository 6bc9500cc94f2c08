"""Tables and sentences for the terminal."""

from collections.abc import Iterator

from rich.table import Table

from corridorsim.measures.numbers import (
    CREW_SHARE_OVER,
    CREW_TRIPS,
    CREW_TRIPS_OVER,
    SERVICE_BOOKED,
    SERVICE_LATENESS,
    SERVICE_RUNNING,
    SERVICE_TRAINS,
    SERVICE_WITHIN,
    Named,
    Number,
)
from corridorsim.model.observed import Observed
from corridorsim.report.screen import figures_column, keys_column, titled, words_column
from corridorsim.study import Comparison, Estimate, Settled, Study
from corridorsim.study.comparison import Difference
from corridorsim.study.numbers import beside, headline, observed
from corridorsim.study.rounding import interval, number, percent_interval, signed

ABSENT = "-"


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
        table.add_row(f"{what}{_behind(study, estimate)}", each.unit, *figures)
    return table


def observed_table(study: Study) -> Table:
    """Every published figure of the year beside the simulated one, and by how much that is off."""
    table = titled("Beside published figures")
    for heading in ("number", "unit"):
        words_column(table, heading)
    for heading in ("published", "simulated", "95 % interval", "off"):
        figures_column(table, heading)
    named = Named([*study.estimates.by_number, *observed(study)])
    for each in beside(study):
        simulated = each.simulated
        figures = ["", ""] if simulated is None else [number(simulated.mean), interval(simulated)]
        off = "" if each.off != each.off else f"{100 * each.off:+.1f} %"
        table.add_row(named.words(each.number), each.number.unit, number(each.published), *figures, off)
    return table


def _behind(study: Study, estimate: Estimate) -> str:
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
            f"{whom}{_behind(study, lateness)}",
            number(study.estimates[Number(SERVICE_TRAINS, whom)].mean),
            number(_found(study, Number(SERVICE_BOOKED, whom)).mean),
            number(_found(study, Number(SERVICE_RUNNING, whom)).mean),
            number(lateness.mean), interval(lateness),
            *(_share(_found(study, Number(what, whom))) for what in SERVICE_WITHIN.values()),
        )  # fmt: skip
    return table


def crew_table(study: Study) -> Table:
    """Crew trips by stretch, and how many of them are over the limit."""
    hours = study.first.plan.layout.crew_duty / 3600
    table = titled("Crew trips")
    words_column(table, "trip")
    for heading in ("trips/day", f"over {hours:g} h a day", "share over", "95 % interval"):
        figures_column(table, heading)
    for whom in study.crew_ways:
        share = _found(study, Number(CREW_SHARE_OVER, whom))
        over = _found(study, Number(CREW_TRIPS_OVER, whom))
        trips = study.estimates[Number(CREW_TRIPS, whom)].mean
        table.add_row(
            f"{whom}{_behind(study, share)}", number(trips), number(over.mean), _share(share), percent_interval(share)
        )
    return table


def _found(study: Study, number: Number) -> Estimate:
    return study.estimates.by_number.get(number, Estimate.of([]))


def _share(estimate: Estimate) -> str:
    return "" if estimate.observed == 0 else f"{100 * estimate.mean:.0f} %"


def choice_sentence(settled: Settled) -> str:
    """Which crossings were chosen, and whether the choice has settled."""
    chosen = [
        f"{flow}: " + ", ".join(f"{crossing} {share:.0%}" for crossing, share in shares.items())
        for flow, shares in settled.mean_shares().items()
    ]
    after = f"{len(settled.rounds)} rounds; {settled.best.gap:.1%} of the tonnes would change"
    how = "settled" if settled.is_settled else "NOT settled"
    return f"Choice of crossing {how} after {after}. {'; '.join(chosen)}."


def input_table(comparison: Comparison) -> Table:
    """Keys whose values differ between the scenarios."""
    table = titled("What differs in the inputs")
    keys_column(table, "key")
    for label in comparison.labels:
        words_column(table, label)
    for difference in comparison.inputs:
        table.add_row(difference.key, *(ABSENT if text is None else text for text in difference.texts))
    return table


def difference_table(comparison: Comparison) -> Table:
    """The dozen numbers against the first scenario; clear if the interval, as shown, leaves zero out."""
    base, *others = comparison.labels
    count = len(comparison.studies[0].replications)
    table = titled(f"What changes against {base}, paired over {count} replication{'s' if count > 1 else ''}")
    for heading in ("number", "unit", *(["scenario"] if len(others) > 1 else [])):
        words_column(table, heading)
    for heading in (base, "other" if len(others) > 1 else others[0], "difference", "95 % interval", "clear"):
        figures_column(table, heading)
    for row in comparison.headline:
        whom = [row.scenario] if len(others) > 1 else []
        means = [ABSENT if one is None else number(one.mean, row.places) for one in (row.base, row.other)]
        what = comparison.named.words(row.number)
        behind = row.change or row.alone
        what += _behind(comparison.studies[0], behind) if behind else ""
        table.add_row(what, row.number.unit, *whom, *means, *_change(row))
    if any(row.change is None for row in comparison.headline):
        table.caption, table.caption_justify = f"{ABSENT}: the scenario does not have this number", "left"
    return table


def _change(row: Difference) -> tuple[str, str, str]:
    """The difference, its interval, and whether it is clear; marks where only one scenario has the number."""
    if row.change is None:
        return ABSENT, ABSENT, ABSENT
    decimals = row.places
    between = f"{signed(row.change.low, decimals)} to {signed(row.change.high, decimals)}"
    verdict = {True: "yes", False: "no", None: ""}[row.is_clear]
    return signed(row.change.mean, decimals), between if row.change.has_interval else "", verdict


def _runs(study: Study) -> str:
    count = study.scenario.replications
    return (
        f"{study.first.columns.days:g} days, {count} replication{'s' if count > 1 else ''}, seed {study.scenario.seed}"
    )
