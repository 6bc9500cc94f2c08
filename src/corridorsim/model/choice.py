"""Which crossing goods take: fixed shares, the cheapest, or a choice by cost and expected time (logit)."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.quantities import CostPerTonne, Share, Strict, ValueOfTime, Word


class Alternative(Strict):
    """A crossing that the goods may take."""

    share: Share | None = None
    """Share of the tonnes, with the rule "shares"; together 100 %."""
    cost: CostPerTonne = 0.0
    """What the way by this crossing costs from origin to destination, time left aside; only differences matter."""
    inland: dict[Word, Share] = {}
    """Share by distant end of the near country; the flow's own if left out."""


class Choice(Strict):
    """How a flow's goods are shared out over crossings."""

    rule: Literal["shares", "cheapest", "logit"]
    """Fixed shares; all by the least cost and free-flow time; or a logit of cost and expected time, month by month."""
    alternatives: Annotated[dict[Word, Alternative], Field(min_length=1)]
    """The crossings they may take, the flow's usual one among them."""
    value_of_time: ValueOfTime | None = None
    """What an hour costs a tonne; needed by "cheapest" and "logit"."""
    spread: Annotated[CostPerTonne, Field(gt=0)] | None = None
    """Scale of the logit: of two ways, one dearer by this much takes 1 / (1 + e), or 27 %."""
