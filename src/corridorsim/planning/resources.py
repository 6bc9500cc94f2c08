"""The resources of a plan in the making, and the closings of their units."""

from dataclasses import dataclass, field

from corridorsim.itineraries import Stage


@dataclass
class Resource:
    """A resource in the making."""

    capacity: int
    logical: bool
    stage: Stage


@dataclass(frozen=True)
class Closure:
    """Units of a resource that are closed from one second to another."""

    resource: str
    units: int
    begin: int
    end: int
    cause: str = "not yet open"  # what closes it, in the words of a story


@dataclass
class Resources:
    """All resources that itineraries ask for, made as they ask."""

    made: dict[str, Resource] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)

    def thing(self, name: str, capacity: int, stage: Stage, logical: bool = False) -> str:
        """A resource of this name, made if it is not there yet."""
        self.made.setdefault(name, Resource(capacity, logical, stage))
        return name

    def close(self, name: str, units: int, begin: int, end: int, cause: str = "not yet open") -> None:
        """Take units out of service from a second to another."""
        if units > 0 and end > max(0, begin):
            self.closures.append(Closure(name, units, max(0, begin), end, cause))

    def limit(self, name: str, levels: list[tuple[int, int]], until: int, stage: Stage) -> str:
        """A pool whose size changes by date: (second, units) in order; the first holds from the start."""
        if name in self.made:
            return name
        most = max(units for _, units in levels)
        ends = [*(min(second, until) for second, _ in levels[1:]), until]
        for begin, end, (_, units) in zip([0, *ends[:-1]], ends, levels, strict=True):
            self.close(name, most - units, begin, end, f"the limit of {units}")
        return self.thing(name, most, stage, logical=True)
