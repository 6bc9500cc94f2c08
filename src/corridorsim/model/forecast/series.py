"""A series of published figures by year, with what is believed of its growth before any of them is seen."""

from math import log
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from corridorsim import units
from corridorsim.errors import CorridorError, shown
from corridorsim.model.quantities import Reads, Share, Strict, Word

DIMENSIONS: dict[units.Name, float] = {  # and what one of the unit used inside is of the unit of a series
    "mass rate": 1, "count": 1, "train rate": 365, "mass": 1, "share": 1, "number": 1,
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _amount(value: object) -> float:
    for dimension, size in DIMENSIONS.items():
        try:
            return float(units.parse(value, dimension)) * size
        except CorridorError:
            continue
    raise CorridorError(f'must be an amount, such as "13.98 Mt/year", "2388 trains" or "515 t" (got {shown(value)})')


Amount = Annotated[float, Reads(_amount, {"anyOf": [{"type": "number"}, {"type": "string"}]}, takes_numbers=True)]
"""Tonnes per year, trains, tonnes, or a share: whatever the series counts."""


def _year(value: object) -> int:
    text = str(value)
    if not text.isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise CorridorError(f"must be a year from {FIRST_YEAR} to {LAST_YEAR} (got {shown(value)})")
    return int(text)


Year = Annotated[
    int, Reads(_year, {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, takes_numbers=True)
]
"""A year of the calendar."""


def _observation(value: Any) -> Any:
    return value if isinstance(value, dict | Observation) else {"value": value}


class Observation(Strict):
    """What was published of one year: an amount, or a part of a whole."""

    value: Amount
    """The amount; with ``of``, the part."""
    of: Amount | None = None
    """The whole, if the series is the share of a part."""
    part_of_year: Annotated[Share, Field(gt=0)] = 1.0
    """Part of the year that the amount is of; it is spread evenly over the rest."""
    error: Annotated[Share, Field(gt=0, le=0.5)] | None = None
    """Standard error of the amount, relative to it; if omitted, that of the series."""

    @property
    def amount(self) -> float:
        """The amount of the whole year, or the share."""
        return self.value / self.part_of_year if self.of is None else self.value / self.of


class Series(Strict):
    """One number year by year. Its logarithm (or log-odds) is taken to drift and to step at random each year."""

    what: Word
    """What is counted, as a reader should see it."""
    unit: Word
    """Unit in which it is shown: Mt/year, trains, t, or %."""
    scale: Literal["log", "logit"] = "log"
    """Whether it grows in proportion (log) or is a share between 0 and 1 (logit)."""
    values: dict[
        Word, Annotated[Observation, BeforeValidator(_observation, json_schema_input_type=Amount | Observation)]
    ]
    """What was published, by year."""
    at_least: list[Year] = []
    """Years in which less crossed than wanted to: the published amount is only the least that the demand was."""
    error: Annotated[Share, Field(gt=0, le=0.5)]
    """Usual standard error of a published amount, relative to it."""
    growth: Annotated[float, Field(ge=-1, le=1)] = 0.0
    """Expected change of the logarithm (or log-odds) a year, before any figure is seen."""
    growth_spread: Annotated[float, Field(gt=0, le=1)]
    """Standard deviation of that expectation."""
    step: Annotated[float, Field(gt=0, le=2)]
    """Scale of the random step a year (standard deviation of the half-normal prior of its size)."""

    damping: Annotated[float, Field(ge=0.5, le=1)] = 1.0
    """Part of the growth that is left a year later, after the last figure; with 1, growth goes on for ever."""

    @property
    def years(self) -> dict[int, Observation]:
        """The observations by year, the earliest first."""
        return {int(year): self.values[year] for year in sorted(self.values)}

    def scaled(self, amount: float) -> float:
        """An amount on the scale on which the series is a random walk."""
        return log(amount) if self.scale == "log" else log(amount / (1 - amount))
