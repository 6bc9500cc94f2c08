"""Results read back: the summary and the tables of a folder that a run wrote."""

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.measures.frames import as_frame
from corridorsim.report.folder import SUMMARY


@dataclass(frozen=True)
class Results:
    """A results folder."""

    folder: Path

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What summary.json says."""
        found: dict[str, Any] = json.loads((self.folder / SUMMARY).read_text(encoding="utf-8"))
        return found

    @property
    def tables(self) -> list[str]:
        """Names of the tables there are."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def table(self, name: str) -> Any:
        """A table by name: a pandas DataFrame where pandas is installed, else columns by name (numpy arrays)."""
        if name not in self.tables:
            raise CorridorError(f'{self.folder} has no table "{name}"{did_you_mean(name, self.tables)}')
        with (self.folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        return as_frame({column: _values([row[i] for row in rows]) for i, column in enumerate(header)})


def load(folder: str | PathLike[str]) -> Results:
    """Open a results folder, such as load("results/2025")."""
    path = Path(folder)
    if not (path / SUMMARY).is_file():
        raise CorridorError(f"{path}: is no results folder (it has no {SUMMARY}); run a scenario first")
    return Results(path)


def _values(texts: list[str]) -> np.ndarray:
    try:
        return np.array([float(text) if text else np.nan for text in texts])
    except ValueError:
        return np.array(texts)
