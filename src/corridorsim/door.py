"""What Python users call that stands on several floors: a study that saves itself, results compared in pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from corridorsim import study
from corridorsim.comparison import study as comparison
from corridorsim.errors import CorridorError
from corridorsim.measures.frames import as_frame
from corridorsim.measures.tables import Table
from corridorsim.model import Scenario
from corridorsim.report.results import Results
from corridorsim.study.numbers import numbers_table, replications_table
from corridorsim.study.pairs import paired_table
from corridorsim.study.replication import Measure
from corridorsim.study.runner import nothing_to_do

if TYPE_CHECKING:
    from pandas import DataFrame


class Study(study.Study):
    """A scenario's replications: its numbers and tables as data frames, its results saved and drawn."""

    @classmethod
    def of(cls, done: study.Study) -> "Study":
        """The same study."""
        return cls(**{field.name: getattr(done, field.name) for field in fields(done)})

    def numbers(self) -> "DataFrame":
        """A row for each number: its name, unit, mean, 95 % interval, and how many replications observed it."""
        return as_frame(numbers_table(self))

    def tables(self) -> "dict[str, DataFrame]":
        """The tables that ``save`` writes, by name: means over the replications, dates as dates, units in the names."""
        found: dict[str, Table] = self.mean_tables | {"unfinished": self.unfinished}
        found |= {"numbers": numbers_table(self), "replications": replications_table(self)}
        found |= {"choice": self.settled.table} if self.settled is not None else {}
        return {name: as_frame(table) for name, table in found.items()}

    def save(self, folder: str | PathLike[str]) -> Path:
        """Write the folder that ``corridorsim run`` writes, whole or not at all; the folder that was written.

        Results of corridorsim that are there are replaced. Raises CorridorError where the folder holds anything else,
        and NotWritten where the system refuses.
        """
        from corridorsim.paper.folder import own_folder
        from corridorsim.report.write import write_study

        return write_study(self, own_folder(Path(folder), self.scenario.sha256, "save(...)"))

    def draw(self, folder: str | PathLike[str]) -> Path:
        """Write the pictures, and the data of the string line, into a folder of their own; the folder that was written.

        Raises CorridorError where the folder holds results, or anything that corridorsim did not write.
        """
        from corridorsim.paper.folder import own_folder
        from corridorsim.report.write import draw_study

        return draw_study(self, own_folder(Path(folder), "", "draw(...)"))


def replicate(
    scenario: Scenario,
    engine: str = "kernel",
    done: Callable[[], None] = nothing_to_do,
    settled: study.Settled | None = None,
    *,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    measures: Mapping[str | tuple[str, str], Measure] | None = None,
) -> Study:
    """Run a scenario's replications, in threads where the engine allows it; ``done`` is called after each.

    ``replications`` and ``seed`` replace the scenario's. ``workers`` is how many replications run at once, at most; as
    many as there are cores if left out. ``measures`` are numbers of your own: a name, or a name and
    its unit, and a function of a replication's plan and outcome that returns a number, NaN where there is none to
    observe. They get a mean and an interval as all others, and stand in ``numbers.csv`` and ``summary.json``.
    Functions are called in several threads at once.

    Raises InputError if the replications or the seed are none that a scenario may have, and CorridorError if a measure
    returns no number.
    """
    given = {"replications": replications, "seed": seed}
    asked = {key: value for key, value in given.items() if value is not None}
    scenario = scenario.change(asked) if asked else scenario
    return Study.of(study.replicate(scenario, engine, done, settled, workers, measures=measures))


def compare(scenarios: Sequence[Scenario], done: Callable[[], None] = nothing_to_do) -> comparison.Comparison:
    """Run scenarios with the seed and the replications of the first, and hold them against it."""
    compared = comparison.compare(scenarios, done)
    return replace(compared, studies=tuple(map(Study.of, compared.studies)))


def paired(base: Study | Results, other: Study | Results) -> "DataFrame":
    """Two studies, or results loaded from their folders, compared replication by replication.

    A row for each number that both have: its unit, both means, the mean difference with its 95 % interval, and the
    pairs of replications behind it. Raises CorridorError unless both were run with one seed: only then do replications
    of the same number share their random numbers.
    """
    seeds = [_seed(each) for each in (base, other)]
    if seeds[0] != seeds[1]:
        raise CorridorError(f"paired(...): both must have been run with one seed (got {seeds[0]} and {seeds[1]})")
    return as_frame(paired_table(_values(base), _values(other)))


def _seed(one: Study | Results) -> object:
    return one.scenario.seed if isinstance(one, study.Study) else one.summary.get("seed")


def _values(one: Study | Results) -> Table:
    if isinstance(one, study.Study):
        return replications_table(one)
    return {name: one.replications[name].to_numpy() for name in ("replication", "number", "unit", "value")}
