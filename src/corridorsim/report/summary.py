"""The summary of a study as plain data, for summary.json."""

from typing import Any

from corridorsim.measures.services import WITHIN
from corridorsim.report.sentences import gridlock_sentence, stopped_sentences, warnings_of, why_limiting
from corridorsim.study import Estimate, Settled, Study
from corridorsim.study.numbers import observed
from corridorsim.version import __version__

SCHEMA_VERSION = 1


def summary_of(study: Study) -> dict[str, Any]:
    """The main results with intervals and provenance; numbers rounded to 6 places."""
    scenario, routes = study.scenario, study.first.routes
    crossings = list(dict.fromkeys(route.crossing for route in routes))
    directions = list(dict.fromkeys(route.direction for route in routes))
    estimates = study.estimates

    def told(name: str) -> dict[str, float | None]:
        return rounded(estimates[name], len(study.replications))

    summary = {
        "schema_version": SCHEMA_VERSION,
        "scenario": scenario.name,
        "version": __version__,
        "scenario_sha256": scenario.sha256,
        "seed": scenario.seed,
        "engine": study.engine,
        "replications": scenario.replications,
        "window_days": study.first.columns.days,
        "tonnes_mt": {
            "total": told("tonnes.total Mt/year"),
            "by_crossing": {name: told(f"tonnes.{name} Mt/year") for name in crossings},
            "by_direction": {name: told(f"tonnes.{name} Mt/year") for name in directions},
        },
        "trains_per_day": {
            crossing: {r.direction: told(f"trains.{r.name} trains/day") for r in routes if r.crossing == crossing}
            for crossing in crossings
        },
        "boxes_teu_per_year": told("boxes.total TEU/year"),
        "dwell_h": {name: _dwell(study, name) for name in crossings if f"dwell.{name} h" in estimates},
        "backlog_trains": _backlog(study),
        "services": {name: _service(study, name) for name in study.services},
        "crew_trips": {name: _crew(study, name) for name in study.crew_ways},
        "occupation": _occupation(study),
        "bottleneck": _bottleneck(study),
        "unfinished": sum(r.unfinished for r in study.replications) / len(study.replications),
        "gridlock": gridlock_sentence(study) if study.locked else None,
        "stopped": list(stopped_sentences(study)),
        "warnings": [*warnings_of(study), *(each.sentence for each in scenario.warnings)],
        "observed": {name: round(value, 6) for name, value in observed(study).items()},
        "numbers": {name: told(name) for name in estimates},
    }
    return summary if study.settled is None else summary | {"choice": choice(study.settled)}


def choice(settled: Settled) -> dict[str, Any]:
    """Shares of the crossings over the whole run; by month they are in choice.csv."""
    return {
        "settled": settled.is_settled,
        "rounds": len(settled.rounds),
        "gap": round(settled.best.gap, 6),
        "tolerance": settled.tolerance,
        "shares": {
            flow: {crossing: round(share, 6) for crossing, share in shares.items()}
            for flow, shares in settled.mean_shares().items()
        },
    }


def rounded(estimate: Estimate, replications: int, decimals: int = 6) -> dict[str, float | None]:
    """An estimate as plain data: null for what there is none of, and how many replications observed it if not all."""
    told: dict[str, float | None] = {
        name: _plain(getattr(estimate, name), decimals) for name in ("mean", "low", "high")
    }
    return told if estimate.observed == replications else told | {"replications": estimate.observed}


def _plain(value: float, decimals: int = 6) -> float | None:
    return None if value != value else round(value, decimals) + 0.0  # so that nothing is -0.0


def _dwell(study: Study, crossing: str) -> dict[str, float | None]:
    return {
        "mean": _plain(study.estimates[f"dwell.{crossing} h"].mean),
        "p95": _plain(study.estimates[f"dwell p95.{crossing} h"].mean),
    }


def _told(study: Study, **names: str) -> dict[str, Any]:
    """Estimates by key; those that no replication observed are left out."""
    found, count = study.estimates, len(study.replications)
    return {key: rounded(found[name], count) for key, name in names.items() if name in found}


def _backlog(study: Study) -> dict[str, Any]:
    return _told(
        study, start="backlog at start.total trains", end="backlog.total trains",
        outside_start="outside at start.total trains", outside_end="outside.total trains",
        handed_over_not_arrived_start="handed over, not arrived at start.total trains",
        handed_over_not_arrived_end="handed over, not arrived.total trains",
        services_start="service backlog at start.total trains", services_end="service backlog.total trains",
        services_outside_start="service outside at start.total trains",
        services_outside_end="service outside.total trains",
    )  # fmt: skip


def _service(study: Study, name: str) -> dict[str, Any]:
    within = {f"within_{m}_min_share": f"service within {m} min.{name} share" for m in WITHIN}
    return _told(
        study, trains_per_day=f"service trains.{name} trains/day", booked_h=f"service booked time.{name} h",
        running_h=f"service running time.{name} h", late_h=f"service lateness.{name} h",
        arrived_share=f"service arrived.{name} share", **within, backlog_trains=f"service backlog.{name} trains",
        outside_trains=f"service outside.{name} trains",
    )  # fmt: skip


def _crew(study: Study, name: str) -> dict[str, Any]:
    over = f"crew trips over the limit.{name}"
    return {"limit_h": study.first.plan.layout.crew_duty / 3600} | _told(
        study,
        trips_per_day=f"crew trips.{name} trips/day",
        over_per_day=f"{over} trips/day",
        over_share=f"{over} share",
    )


def _occupation(study: Study) -> dict[str, float]:
    """Share of the window that each thing is occupied, the most occupied first; permits and tests are no things."""
    table = study.tables["resources"]
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
        "occupation": _plain(found.occupation.mean),
        "use": _plain(found.use.mean),
        "use_interval": rounded(found.use, count),
        "route": found.route,
        "why": why_limiting(found),
        "change": found.key,
        "named_by": found.named,
        "waiting_train_hours": rounded(found.waiting, count),
        "growth_trains": rounded(found.growth, count),
    }
