"""The choice of crossing, in a sentence and as plain data."""

from typing import Any

from corridorsim.statistics.rounding import in_percent
from corridorsim.study.choice import Settled


def choice_sentence(settled: Settled) -> str:
    """Which crossings were chosen, and whether the choice has settled."""
    chosen = [
        f"{flow}: " + ", ".join(f"{crossing} {in_percent(share)}" for crossing, share in shares.items())
        for flow, shares in settled.mean_shares().items()
    ]
    after = f"{len(settled.rounds)} rounds; {in_percent(settled.best.gap, 1)} of the tonnes would change"
    how = "settled" if settled.is_settled else "NOT settled"
    return f"Choice of crossing {how} after {after}. {'; '.join(chosen)}."


def choice_summary(settled: Settled) -> dict[str, Any]:
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
