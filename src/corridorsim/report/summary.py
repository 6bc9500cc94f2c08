"""The summary of a study as plain data, for summary.json."""

from typing import Any

from corridorsim.measures.numbers import (
    BACKLOG,
    BACKLOG_AT_START,
    BEYOND,
    BEYOND_AT_START,
    BOXES,
    CREW_SHARE_OVER,
    CREW_TRIPS,
    CREW_TRIPS_OVER,
    DWELL,
    DWELL_P95,
    OUTSIDE,
    OUTSIDE_AT_START,
    SERVICE_ARRIVED,
    SERVICE_BACKLOG,
    SERVICE_BACKLOG_AT_START,
    SERVICE_BOOKED,
    SERVICE_LATENESS,
    SERVICE_OUTSIDE,
    SERVICE_OUTSIDE_AT_START,
    SERVICE_RUNNING,
    SERVICE_TRAINS,
    SERVICE_WITHIN,
    TONNES,
    TRAINS,
    Number,
    OfCrews,
    OfCrossing,
    OfDirection,
    OfService,
    PrintedNames,
    Total,
    What,
    Whom,
)
from corridorsim.model.whom import distinguished
from corridorsim.paper.choice import choice_summary
from corridorsim.paper.header import header
from corridorsim.paper.plain import plain, rounded
from corridorsim.report.sentences import gridlock_sentence, stopped_sentences, warnings_of, why_limiting
from corridorsim.study import Study
from corridorsim.study.numbers import beside, observed


def summary_of(study: Study) -> dict[str, Any]:
    """The main results with intervals and provenance; numbers rounded to 6 places."""
    scenario, routes = study.scenario, study.routes
    crossings = list(dict.fromkeys(route.crossing for route in routes))
    directions = list(dict.fromkeys(route.direction for route in routes))
    estimates, named = study.estimates, study.estimates.named

    def told(number: Number) -> dict[str, float | None]:
        return rounded(estimates[number], len(study.replications))

    summary = header(scenario, engine=study.engine) | {
        "tonnes_mt": {
            "total": told(Number(TONNES)),
            "by_crossing": {name: told(Number(TONNES, OfCrossing(name))) for name in crossings},
            "by_direction": {name: told(Number(TONNES, OfDirection(name))) for name in directions},
        },
        "trains_per_day": {
            crossing: {r.direction: told(Number(TRAINS, r)) for r in routes if r.crossing == crossing}
            for crossing in crossings
        },
        "boxes_teu_per_year": told(Number(BOXES)),
        "dwell_h": {
            name: _dwell(study, name) for name in crossings if Number(DWELL, OfCrossing(name)) in estimates.by_number
        },
        "backlog_trains": _backlog(study),
        "services": {whom.name: _service(study, whom) for whom in study.services},
        "crew_trips": {name: _crew(study, whom) for whom, name in distinguished(study.crew_ways).items()},
        "occupation": _occupation(study),
        "bottleneck": _bottleneck(study),
        "unfinished": sum(r.unfinished for r in study.replications) / len(study.replications),
        "gridlock": gridlock_sentence(study) if study.locked else None,
        "stopped": list(stopped_sentences(study)),
        "warnings": [*warnings_of(study), *(each.sentence for each in scenario.warnings)],
        "observed": {name: round(value, 6) for name, value in _observed(study).items()},
        "off": {named.name(each.number): round(each.off, 6) for each in beside(study) if each.off == each.off},
        "numbers": {named.name(number): told(number) for number in estimates.by_number},
    }
    return summary if study.settled is None else summary | {"choice": choice_summary(study.settled)}


def _observed(study: Study) -> dict[str, float]:
    """Published figures by the printed names of the numbers to which they belong, including numbers that no run has."""
    seen = observed(study)
    named = PrintedNames([*study.estimates.by_number, *seen])
    return {named.name(number): value for number, value in seen.items()}


def _dwell(study: Study, crossing: str) -> dict[str, float | None]:
    return {
        "mean": plain(study.estimates[Number(DWELL, OfCrossing(crossing))].mean),
        "p95": plain(study.estimates[Number(DWELL_P95, OfCrossing(crossing))].mean),
    }


def _estimates(study: Study, whom: Whom, whats: dict[str, What]) -> dict[str, Any]:
    """Estimates by key; those that no replication observed are left out."""
    found, count = study.estimates.by_number, len(study.replications)
    numbers = {key: Number(what, whom) for key, what in whats.items()}
    return {key: rounded(found[number], count) for key, number in numbers.items() if number in found}


def _backlog(study: Study) -> dict[str, Any]:
    return _estimates(
        study,
        Total(),
        {
            "start": BACKLOG_AT_START,
            "end": BACKLOG,
            "outside_start": OUTSIDE_AT_START,
            "outside_end": OUTSIDE,
            "handed_over_not_arrived_start": BEYOND_AT_START,
            "handed_over_not_arrived_end": BEYOND,
            "services_start": SERVICE_BACKLOG_AT_START,
            "services_end": SERVICE_BACKLOG,
            "services_outside_start": SERVICE_OUTSIDE_AT_START,
            "services_outside_end": SERVICE_OUTSIDE,
        },
    )


def _service(study: Study, service: OfService) -> dict[str, Any]:
    within = {f"within_{minutes}_min_share": what for minutes, what in SERVICE_WITHIN.items()}
    return _estimates(
        study,
        service,
        {
            "trains_per_day": SERVICE_TRAINS,
            "booked_h": SERVICE_BOOKED,
            "running_h": SERVICE_RUNNING,
            "late_h": SERVICE_LATENESS,
            "arrived_share": SERVICE_ARRIVED,
            **within,
            "backlog_trains": SERVICE_BACKLOG,
            "outside_trains": SERVICE_OUTSIDE,
        },
    )


def _crew(study: Study, crews: OfCrews) -> dict[str, Any]:
    trips = {"trips_per_day": CREW_TRIPS, "over_per_day": CREW_TRIPS_OVER, "over_share": CREW_SHARE_OVER}
    return {"limit_h": study.scenario.rules.crew_duty / 3600} | _estimates(study, crews, trips)


def _occupation(study: Study) -> dict[str, float]:
    """Share of the window that each thing is occupied, the most occupied first; permits and tests are left out."""
    table = study.mean_tables["resources"]
    rows = [
        (name, float(share))
        for name, share, thing in zip(table["resource"], table["occupied_share"], table["thing"], strict=True)
        if thing == "yes"
    ]
    return {str(name): round(share, 6) for name, share in sorted(rows, key=lambda row: (-row[1], row[0]))}


def _bottleneck(study: Study) -> dict[str, Any] | None:
    found = study.bottleneck
    if found is None:
        return None
    count = len(study.replications)
    return {
        "resource": found.resource,
        "kind": found.kind.name,
        "occupation": plain(found.occupation.mean),
        "use": plain(found.use.mean),
        "use_interval": rounded(found.use, count),
        "route": found.route.name,
        "why": why_limiting(found),
        "change": found.key,
        "named_by": found.named,
        "waiting_train_hours": rounded(found.waiting, count),
        "growth_trains": rounded(found.growth, count),
    }
