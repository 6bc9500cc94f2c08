"""The file of a calibration: free parameters with priors, and published figures that they are fitted to."""

import os
from collections.abc import Iterator
from os import PathLike
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from corridorsim.errors import Path, did_you_mean, shown
from corridorsim.model.quantities import Count, Duration, Seed, Share, Strict, Told, Word
from corridorsim.model.reading.check import check
from corridorsim.model.reading.document import Document, open_document

Said = tuple[Path, str]
Amount = float | str


def split(told: Amount) -> tuple[float, str] | None:
    """A number and its unit: 8 and "h" of "8 h"; None if it does not begin with a number."""
    number, _, unit = told.strip().partition(" ") if isinstance(told, str) else (told, "", "")
    try:
        return float(number), unit.strip()
    except ValueError:
        return None


class Parameter(Strict):
    """A number that is not known: the keys that it stands at, and what is believed of it before any fitting."""

    keys: Annotated[list[Word], Field(min_length=1)]
    """Keys that all have this value."""
    prior: Amount
    """Most likely value, with the keys' unit."""
    spread: Amount
    """Standard deviation of that belief, in the same unit."""
    low: Amount
    """Lowest possible value."""
    high: Amount
    """Highest possible value."""
    reason: Told
    """Reason for this belief."""

    @property
    def unit(self) -> str:
        """Unit of all four numbers."""
        found = split(self.prior)
        return found[1] if found else ""

    def number(self, told: Amount) -> float:
        """One of the four numbers, without its unit."""
        found = split(told)
        return found[0] if found else 0.0

    def written(self, number: float) -> Amount:
        """A number as the keys take it."""
        return f"{number:.6g} {self.unit}" if self.unit else round(float(number), 9)


class Target(Strict):
    """A published figure that the simulation should give."""

    scenario: Word
    """Scenario, by its name in this file."""
    number: Word
    """Printed name of the number, such as tonnes.Dostyk."""
    value: Amount
    """The published value, in the summary's unit."""
    error: Annotated[Share, Field(gt=0, le=1)]
    """Standard error of the figure, relative to it, with what the model cannot do better."""


class Calibration(Strict):
    """A calibration."""

    format: Literal[1]
    """Version of this file format."""
    name: Word
    """Short name."""
    description: str = ""
    """What is fitted to what, and what is left to be predicted."""
    seed: Seed = 1
    """Seed of the design and of the runs: all runs share their random numbers."""
    scenarios: Annotated[dict[Word, Word], Field(min_length=1)]
    """Scenario files by name."""
    window: Annotated[Duration, Field(ge=86_400)] | None = None
    """Length of the measured window of each run; if omitted, the scenario's own."""
    parameters: Annotated[dict[Word, Parameter], Field(min_length=1)]
    """Free parameters by name."""
    targets: Annotated[dict[Word, Target], Field(min_length=1)]
    """Figures that are fitted, by name."""
    points: Annotated[Count, Field(ge=4, le=1000)] | None = None
    """Runs of each scenario in a round; if omitted, what the parameters need."""
    rounds: Annotated[Count, Field(ge=1, le=20)] = 3
    """Rounds, at most; each looks closer around the best point so far."""

    _document: Document = PrivateAttr()

    @property
    def document(self) -> Document:
        """The file that it was read from."""
        return self._document

    def path_of(self, scenario: str) -> str:
        """Path of a scenario's file."""
        return os.path.normpath(os.path.join(os.path.dirname(self._document.files[0]), self.scenarios[scenario]))

    def problems(self) -> Iterator[Said]:
        """Numbers without sense, and scenarios that are not listed."""
        for name, parameter in self.parameters.items():
            yield from _of_parameter(("parameters", name), parameter)
        for name, target in self.targets.items():
            if target.scenario not in self.scenarios:
                hint = did_you_mean(target.scenario, self.scenarios)
                yield ("targets", name, "scenario"), f"names {shown(target.scenario)}, which is not in scenarios{hint}"
            if split(target.value) is None:
                yield ("targets", name, "value"), f"must be a number, with its unit if any (got {shown(target.value)})"


def _of_parameter(path: Path, parameter: Parameter) -> Iterator[Said]:
    told = {key: split(getattr(parameter, key)) for key in ("prior", "spread", "low", "high")}
    for key, found in told.items():
        if found is None:
            yield (*path, key), f"must be a number, with its unit if any (got {shown(getattr(parameter, key))})"
    known = {key: found for key, found in told.items() if found is not None}
    if len(known) < len(told):
        return
    units = {unit for _, unit in known.values()}
    if len(units) > 1:
        yield path, f"prior, spread, low and high must have one unit (got {', '.join(sorted(units))})"
    elif not known["low"][0] <= known["prior"][0] <= known["high"][0] or known["low"][0] == known["high"][0]:
        yield path, "must have low <= prior <= high, and low < high"
    elif known["spread"][0] <= 0:
        yield (*path, "spread"), "must be more than 0"


def read_calibration(path: str | PathLike[str]) -> Calibration:
    """Read the file of a calibration; InputError lists every problem with file, line and column."""
    document = open_document(path)
    calibration = check(document, Calibration)
    calibration._document = document
    return calibration
