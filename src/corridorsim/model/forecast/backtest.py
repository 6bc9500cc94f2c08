"""The file of a back-test: series to fit and up to which year, scenarios to run, and what they are compared with."""

import os
from collections.abc import Iterator
from os import PathLike
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from corridorsim.errors import Path, shown
from corridorsim.model.forecast.series import FIRST_YEAR, LAST_YEAR, Series, Year
from corridorsim.model.quantities import Count, Seed, Share, Strict, Told, Word
from corridorsim.model.reading.check import check
from corridorsim.model.reading.document import Document, open_document

Said = tuple[Path, str]


class Expresses(Strict):
    """Flows of container trains of which trains are forecast rather than tonnes."""

    flows: dict[Word, Share]
    """Share of the trains by flow; the shares add up to 100 %."""
    trains: dict[Word, Word]
    """Series of trains a year by crossing."""
    load: Word
    """Series of the net tonnes of a train."""


class DemandSeries(Strict):
    """How the series make the demand of a scenario's flows."""

    total: Word
    """Series of the tonnes in all."""
    direction: dict[Word, Word]
    """Series of the share of the tonnes by direction; of the two directions one is given."""
    crossing: dict[Word, Word]
    """Series of the share of the tonnes by crossing; of the crossings all but one are given."""
    expresses: Expresses | None = None
    """Container trains that are forecast by themselves."""


class Fold(Strict):
    """One forecast: what was known, and the years that it speaks of."""

    fit_to: Year
    """Last year whose figures are used."""
    scenarios: Annotated[dict[Word, Word], Field(min_length=1)]
    """File of the scenario that is simulated, by the year that is forecast; its window is moved to that year."""
    given: Told | None = None
    """What of those years is taken as known, such as the trains that were accepted."""

    @property
    def years(self) -> dict[int, str]:
        """File of the scenario by year, the earliest first."""
        return {int(year): self.scenarios[year] for year in sorted(self.scenarios)}


class Compared(Strict):
    """A number of the summary, and what was published of it."""

    number: Word
    """Printed name of the number, such as tonnes.total."""
    unit: Word
    """Unit in which it is shown; the summary's own."""
    factor: Annotated[float, Field(gt=0)] = 1.0
    """The summary's number is multiplied by this, such as 365 for trains a year from trains/day."""
    values: dict[Word, float | str] = {}
    """Published values by year, in the unit above: a plain number, or with that unit."""
    trend: Annotated[Count, Field(ge=2, le=20)] = 3
    """Years that the naive trend looks back."""

    def published(self, year: str) -> float | None:
        """The value of a year in the outcome's unit; None if it is said in another unit."""
        told = self.values[year]
        number, _, unit = told.partition(" ") if isinstance(told, str) else (told, "", self.unit)
        try:
            return float(number) if unit == self.unit else None
        except ValueError:
            return None

    @property
    def known(self) -> dict[int, float]:
        """What was published, by year."""
        return {int(year): self.published(year) or 0.0 for year in self.values}


class Trade(Strict):
    """The value of trade by year, of which one naive forecast is made."""

    values: dict[Word, Annotated[float, Field(gt=0)]]
    """Trade by year, in any one unit."""


class Backtest(Strict):
    """A back-test."""

    format: Literal[1]
    """Version of this file format."""
    name: Word
    """Short name."""
    description: str = ""
    """The question that it answers."""
    seed: Seed = 1
    """Seed of the random numbers."""
    draws: Annotated[Count, Field(ge=4, le=10_000)] = 40
    """Futures that are drawn and simulated for each forecast."""
    series: dict[Word, Series]
    """Published series."""
    demand: DemandSeries
    """How they make the demand."""
    vary: list[Word] = []
    """Keys of the scenarios that are assumed: each future draws a value from its range."""
    folds: dict[Word, Fold]
    """Forecasts by name."""
    outcomes: Annotated[dict[Word, Compared], Field(min_length=1)]
    """What is compared, by a name for readers."""
    trade: Trade | None = None
    """Trade, for the naive forecast by trade elasticity."""
    fan_to: Year = 2035
    """Last year of the fans of demand."""

    _document: Document = PrivateAttr()

    @property
    def document(self) -> Document:
        """The file that it was read from."""
        return self._document

    def beside(self, named: str) -> str:
        """Path of a file that this one names."""
        return os.path.normpath(os.path.join(os.path.dirname(self._document.files[0]), named))

    def problems(self) -> Iterator[Said]:
        """Years that are none, and series that nobody tells."""
        yield from self._series_named()
        for name, series in self.series.items():
            yield from _years(("series", name, "values"), series.values)
            for year, seen in series.values.items():
                if series.scale == "logit" and not 0 < seen.amount < 1:
                    yield ("series", name, "values", year), f"must be a share between 0 and 1 (got {seen.amount:g})"
        for name, outcome in self.outcomes.items():
            yield from _years(("outcomes", name, "values"), outcome.values)
            for year, told in outcome.values.items():
                if outcome.published(year) is None:
                    yield ("outcomes", name, "values", year), f"must be in {outcome.unit} (got {shown(told)})"
        for name, fold in self.folds.items():
            path: Path = ("folds", name, "scenarios")
            wrong = [*_years(path, fold.scenarios)]
            yield from wrong
            for year in fold.scenarios if not wrong else ():
                if int(year) <= fold.fit_to:
                    yield (*path, year), f"must be after {fold.fit_to}, the last year that is fitted"

    def _series_named(self) -> Iterator[Said]:
        demand = self.demand
        named: list[Said] = [(("demand", "total"), demand.total)]
        named += [(("demand", "direction", key), series) for key, series in demand.direction.items()]
        named += [(("demand", "crossing", key), series) for key, series in demand.crossing.items()]
        if demand.expresses:
            at = ("demand", "expresses")
            named += [((*at, "trains", key), series) for key, series in demand.expresses.trains.items()]
            named += [((*at, "load"), demand.expresses.load)]
        for path, name in named:
            if name not in self.series:
                yield path, f'names "{name}", which is not in series; known names: {", ".join(self.series)}'


def _years(path: Path, keys: object) -> Iterator[Said]:
    for key in keys:  # type: ignore[attr-defined]
        if not (str(key).isdigit() and FIRST_YEAR <= int(key) <= LAST_YEAR):
            yield (*path, key), f"must be under a year from {FIRST_YEAR} to {LAST_YEAR}"


def read_backtest(path: str | PathLike[str]) -> Backtest:
    """Read the file of a back-test; InputError lists every problem with file, line and column."""
    document = open_document(path)
    backtest = check(document, Backtest)
    backtest._document = document
    return backtest
