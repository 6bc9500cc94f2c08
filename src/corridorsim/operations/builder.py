"""A program written by hand: name the resources, the itineraries' steps and the trains; the builder packs them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import Column
from corridorsim.errors import did_you_mean
from corridorsim.operations.program import Legend, Program, ProgramError, check


@dataclass(frozen=True, slots=True)
class Put:
    """Units put back to a resource, some seconds after the start of the step that puts them.

    Units and seconds are both numbers, so each is named: ``Put("track", after=60)``, ``Put("wagons", units=6)``.
    """

    resource: str
    units: int = field(default=1, kw_only=True)
    after: int = field(default=0, kw_only=True)


Takes = Mapping[str, int] | Sequence[str | tuple[str, int]]


@dataclass(frozen=True)
class Step:
    """One step of an itinerary: what it takes to start, what it puts, and the time lost if the train had to wait.

    ``takes`` is a mapping of units by resource, or a list of names and (name, units); units of a resource named twice
    are added up. ``puts`` is a list of names, (name, units), (name, units, after) or :class:`Put`.
    """

    name: str
    takes: Takes = ()
    puts: Sequence[str | tuple[str, int] | tuple[str, int, int] | Put] = ()
    restart: int = 0


@dataclass
class _Trains:
    names: list[Sequence[str]] = field(default_factory=list)
    itinerary: list[int] = field(default_factory=list)
    ready: list[npt.NDArray[np.int64]] = field(default_factory=list)
    rank: list[npt.NDArray[np.int64]] = field(default_factory=list)
    duration: list[npt.NDArray[np.int64]] = field(default_factory=list)
    not_before: list[npt.NDArray[np.int64]] = field(default_factory=list)


class Builder:
    """Collects resources, itineraries and trains by name and packs them into a program and its legend.

    >>> builder = Builder()
    >>> builder.resource("section", 1)
    >>> builder.itinerary("over the section", [Step("run", takes=["section"]), Step("clear", puts=["section"])])
    >>> builder.train("first", "over the section", durations=[600])
    >>> program, legend = builder.build(until=3600)
    """

    def __init__(self) -> None:
        self._resources: dict[str, int] = {}
        self._capacity: list[int] = []
        self._logical: list[bool] = []
        self._itineraries: dict[str, int] = {}
        self._steps: list[list[Step]] = []
        self._trains = _Trains()

    def resource(self, name: str, capacity: int, *, logical: bool = False) -> None:
        """Add a resource of ``capacity`` units; ``logical`` for a permit, token or test rather than a thing."""
        if name in self._resources:
            raise ProgramError(f'resource "{name}" already exists; each resource needs its own name')
        if capacity < 0:
            raise ProgramError(f'resource "{name}" must have a capacity of at least 0 (got {capacity})')
        self._resources[name] = len(self._capacity)
        self._capacity.append(capacity)
        self._logical.append(logical)

    def itinerary(self, name: str, steps: Iterable[Step]) -> None:
        """Add an itinerary; its last step is the end of the train and takes nothing."""
        steps = list(steps)
        if name in self._itineraries:
            raise ProgramError(f'itinerary "{name}" already exists')
        if not steps:
            raise ProgramError(f'itinerary "{name}" must have at least one step')
        if takes_of(steps[-1]):
            raise ProgramError(f'itinerary "{name}" must end with a step without takes ("{steps[-1].name}" has some)')
        for step in steps:
            for resource, units in [*takes_of(step).items(), *((p.resource, p.units) for p in puts_of(step))]:
                self._known(f'step "{step.name}" of itinerary "{name}"', resource, self._resources)
                if units < 1:
                    raise ProgramError(
                        f'step "{step.name}" of itinerary "{name}" must move at least 1 unit of "{resource}"'
                    )
        self._itineraries[name] = len(self._steps)
        self._steps.append(steps)

    def train(
        self,
        name: str,
        itinerary: str,
        *,
        durations: Sequence[int],
        ready: int = 0,
        rank: int = 0,
        not_before: Sequence[int] = (),
    ) -> None:
        """Add a train: seconds for each step of its itinerary (the last may be omitted, because it is the train's
        end)."""
        self._known(f'train "{name}"', itinerary, self._itineraries)
        steps = len(self._steps[self._itineraries[itinerary]])
        if len(durations) not in (steps, steps - 1):
            raise ProgramError(f'train "{name}" must have {steps - 1} or {steps} durations (got {len(durations)})')
        if len(not_before) > steps:
            raise ProgramError(f'train "{name}" must have at most {steps} not_before times (got {len(not_before)})')
        padded = np.array([[*durations, 0][:steps]])
        earliest = np.array([[*not_before, *[0] * (steps - len(not_before))]])
        self.trains([name], itinerary, np.array([ready]), np.array([rank]), padded, earliest)

    def trains(
        self,
        names: Sequence[str],
        itinerary: str,
        ready: npt.NDArray[np.int64],
        rank: npt.NDArray[np.int64],
        durations: npt.NDArray[np.int64],
        not_before: npt.NDArray[np.int64],
    ) -> None:
        """Add many trains of one itinerary: ``durations`` and ``not_before`` are (trains, steps), in seconds."""
        who = f'train "{names[0]}"' if len(names) == 1 else f"the {len(names)} trains"
        self._known(who, itinerary, self._itineraries)
        self._fits(who, itinerary, len(names), durations, not_before)
        fleet = self._trains
        fleet.names.append(names)
        fleet.itinerary.append(self._itineraries[itinerary])
        for column, values in zip(
            (fleet.ready, fleet.rank, fleet.duration, fleet.not_before),
            (ready, rank, durations.ravel(), not_before.ravel()),
            strict=True,
        ):
            column.append(values)

    def build(self, until: int) -> tuple[Program, Legend]:
        """Pack everything into a program that runs over [0, until), and its legend."""
        steps = [step for itinerary in self._steps for step in itinerary]
        takes = [[(self._resources[r], u) for r, u in takes_of(step).items()] for step in steps]
        puts = [[(self._resources[p.resource], p.units, p.after) for p in puts_of(step)] for step in steps]
        fleet = self._trains
        program = Program(
            train_itinerary=np.repeat(_column(fleet.itinerary), [len(n) for n in fleet.names]).astype(np.int32),
            train_ready=_joined(fleet.ready, "ready times"),
            train_rank=_joined(fleet.rank, "ranks"),
            duration=_joined(fleet.duration, "durations"),
            not_before=_joined(fleet.not_before, "not_before times"),
            step_first=_first(self._steps),
            restart=_column([step.restart for step in steps]),
            take_first=_first(takes),
            take_resource=_column([t[0] for row in takes for t in row]),
            take_units=_column([t[1] for row in takes for t in row]),
            put_first=_first(puts),
            put_resource=_column([p[0] for row in puts for p in row]),
            put_units=_column([p[1] for row in puts for p in row]),
            put_after=_column([p[2] for row in puts for p in row]),
            capacity=_column(self._capacity),
            until=until,
        )
        legend = Legend(
            trains=[name for names in fleet.names for name in names],
            steps=[step.name for step in steps],
            resources=list(self._resources),
            logical=np.array(self._logical, bool),
            itineraries=list(self._itineraries),
        )
        check(program, legend)
        return program, legend

    def _fits(self, who: str, itinerary: str, trains: int, *tables: npt.NDArray[np.int64]) -> None:
        shape = (trains, len(self._steps[self._itineraries[itinerary]]))
        for table, what in zip(tables, ("durations", "not_before times"), strict=True):
            if table.shape != shape:
                got = " by ".join(map(str, table.shape))
                raise ProgramError(f"{who} must have {shape[0]} by {shape[1]} {what} (got {got})")

    @staticmethod
    def _known(who: str, name: str, names: Mapping[str, int]) -> None:
        if name not in names:
            raise ProgramError(f'{who} names "{name}", which does not exist{did_you_mean(name, names)}')


def takes_of(step: Step) -> dict[str, int]:
    """Units by resource that a step takes; units of a resource named twice are added up."""
    pairs = step.takes.items() if isinstance(step.takes, Mapping) else step.takes
    total: dict[str, int] = {}
    for name, units in ((pair, 1) if isinstance(pair, str) else pair for pair in pairs):
        total[name] = total.get(name, 0) + units
    return total


def puts_of(step: Step) -> list[Put]:
    """The puts of a step, in full."""
    return [_in_full(put) for put in step.puts]


def _in_full(put: str | tuple[str, int] | tuple[str, int, int] | Put) -> Put:
    if isinstance(put, Put):
        return put
    if isinstance(put, str):
        return Put(put)
    resource, units, *after = put
    return Put(resource, units=units, after=after[0] if after else 0)


def _first(rows: Sequence[Sequence[object]]) -> Column:
    return _column(np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))))


def _column(values: Sequence[int] | npt.NDArray[np.int64]) -> Column:
    wide = np.asarray(values)
    if len(wide) and not (wide.min() >= -(2**31) and wide.max() < 2**31):
        raise ProgramError(f"numbers must fit 32 bits (got {wide.min()} to {wide.max()})")
    column = wide.astype(np.int32)
    if np.any(column != wide):
        raise ProgramError(f"numbers must be whole (got {wide[np.argmax(column != wide)]})")
    return column


def _joined(parts: Sequence[npt.NDArray[np.int64]], what: str) -> Column:
    try:
        return _column(np.concatenate([np.zeros(0, np.int64), *parts]))
    except ProgramError as error:
        raise ProgramError(f"{what}: {error}") from None
