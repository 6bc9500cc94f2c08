"""Reads results back: the summary and the tables of a folder that a run wrote."""

import json
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.paper.csv_files import read_csv
from corridorsim.paper.folder import SUMMARY


@dataclass(frozen=True)
class Results:
    """A results folder."""

    folder: Path

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What summary.json says."""
        found: dict[str, Any] = json.loads((self.folder / SUMMARY).read_text(encoding="utf-8"))
        return found

    @cached_property
    def replications(self) -> Any:
        """Every number of every replication, a row each: replication (from 1), number, unit, value.

        CorridorError where the folder has none: it is of a command that does not write them, or of an older version.
        """
        found = self.table("replications")
        if "number" not in found:
            raise CorridorError(f"{self.folder}: its replications.csv is not of a run; load what corridorsim run wrote")
        return found.astype({"replication": "int64"})

    @property
    def tables(self) -> list[str]:
        """Names of the tables there are."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    def table(self, name: str) -> Any:
        """A table by name: a pandas DataFrame, with numbers as floats, dates as dates and names as they are."""
        if name not in self.tables:
            raise CorridorError(f'{self.folder} has no table "{name}"{did_you_mean(name, self.tables)}')
        return read_csv(self.folder / f"{name}.csv")


def load(folder: str | PathLike[str]) -> Results:
    """Open a results folder, such as load("results/2025")."""
    path = Path(folder)
    if not (path / SUMMARY).is_file():
        raise CorridorError(f"{path}: is not a results folder (it has no {SUMMARY}); run a scenario first")
    return Results(path)
