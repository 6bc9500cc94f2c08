"""Which crossing goods use: fixed shares, the cheapest, or a choice by cost and expected time (logit)."""

from typing import Annotated, Literal

from pydantic import Field

from corridorsim.model.quantities import CostPerTonne, Share, Strict, ValueOfTime, Word


class Alternative(Strict):
    """A crossing that the goods may use."""

    share: Share | None = None
    """Share of the tonnes, for the rule "shares"; the shares add up to 100 %."""
    cost: CostPerTonne = 0.0
    """Cost by this crossing from origin to destination, without the cost of time; only differences matter."""
    inland: dict[Word, Share] = {}
    """Share by distant end of the near country; if omitted, the flow's own."""


class Choice(Strict):
    """How a flow's goods are divided between crossings."""

    rule: Literal["shares", "cheapest", "logit"]
    """Fixed shares; all by the least cost and free-flow time; or a logit of cost and expected time, month by month."""
    alternatives: Annotated[dict[Word, Alternative], Field(min_length=1)]
    """Crossings that the goods may use, including the flow's usual one."""
    value_of_time: ValueOfTime | None = None
    """Cost of an hour per tonne; required by "cheapest" and "logit"."""
    spread: Annotated[CostPerTonne, Field(gt=0)] | None = None
    """Scale of the logit: of two crossings, the one dearer by this much gets 1 / (1 + e), or 27 %."""
