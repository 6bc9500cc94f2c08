"""The summary of a study as plain data: what goes into summary.json."""

from typing import Any

from corridorsim.study import Estimate, Settled, Study
from corridorsim.study.numbers import observed
from corridorsim.version import __version__

SCHEMA_VERSION = 1


def summary_of(study: Study) -> dict[str, Any]:
    """Everything a planner or a program asks first, with intervals and provenance; numbers rounded to 6 places."""
    scenario, routes = study.scenario, study.first.routes
    crossings = list(dict.fromkeys(route.crossing for route in routes))
    directions = list(dict.fromkeys(route.direction for route in routes))
    estimates = study.estimates

    def told(name: str) -> dict[str, float]:
        return _rounded(estimates[name])

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
        "backlog_trains": {"start": told("backlog at start.total trains"), "end": told("backlog.total trains")},
        "occupation": _occupation(study),
        "bottleneck": _bottleneck(study),
        "unfinished": sum(r.unfinished for r in study.replications) / len(study.replications),
        "gridlock": str(study.gridlock) if study.gridlock else None,
        "stopped": [str(each) for each in study.stopped],
        "warnings": [each.sentence for each in scenario.warnings],
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


def _rounded(estimate: Estimate) -> dict[str, float]:
    return {"mean": round(estimate.mean, 6), "low": round(estimate.low, 6), "high": round(estimate.high, 6)}


def _dwell(study: Study, crossing: str) -> dict[str, float]:
    return {
        "mean": round(study.estimates[f"dwell.{crossing} h"].mean, 6),
        "p95": round(study.estimates[f"dwell p95.{crossing} h"].mean, 6),
    }


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
    return {
        "resource": found.resource,
        "kind": found.kind,
        "occupation": round(found.occupation, 6),
        "use": round(found.use, 6),
        "route": found.route,
        "why": found.why,
        "change": found.key,
    }
