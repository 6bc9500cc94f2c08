"""Estimates as plain data, for JSON."""

from corridorsim.statistics.estimate import Estimate


def rounded(estimate: Estimate, replications: int, decimals: int = 6) -> dict[str, float | None]:
    """An estimate as plain data: null for what there is none of, and how many replications observed it if not all."""
    told: dict[str, float | None] = {name: plain(getattr(estimate, name), decimals) for name in ("mean", "low", "high")}
    return told if estimate.observed == replications else told | {"replications": estimate.observed}


def plain(value: float, decimals: int = 6) -> float | None:
    """A rounded number, or null for nan."""
    return None if value != value else round(value, decimals) + 0.0  # so that nothing is -0.0
