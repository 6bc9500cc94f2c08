"""Published figures of a scenario's year, shown beside the results."""

from corridorsim.model.quantities import Duration, Number, Speed, Strict, TeuPerDay, TrainsPerDay, WagonsPerDay, Word
from corridorsim.model.quantities import TonnesPerYear as PerYear


class Observed(Strict):
    """Published figures of the scenario's year, shown beside the results; the model is not fitted to them. Each has the
    name that it has in numbers.csv: "total", a crossing (Dostyk), a direction (KZ->CN), both (Dostyk KZ->CN), or goods
    (coal), also at one of these (coal, Dostyk KZ->CN)."""

    tonnes: dict[Word, PerYear] = {}
    """Tonnes per year, by "total", a crossing, a direction, both (Dostyk KZ->CN), or goods (coal, Dostyk)."""
    trains: dict[Word, TrainsPerDay] = {}
    """Trains per day over the border, by the same names."""
    wagons: dict[Word, WagonsPerDay] = {}
    """Wagons over the border (wagons/year), by the same names."""
    boxes: dict[Word, TeuPerDay] = {}
    """Containers over the border (TEU/year), by the same names."""
    container_trains: dict[Word, TrainsPerDay] = {}
    """Container trains over the border (trains/year), by the same names."""
    waiting: dict[Word, Duration] = {}
    """Mean waiting of a loaded train, by the same names."""
    backlog: dict[Word, Number] = {}
    """Loaded trains that are due and have not arrived at the end, by the same names."""
    dwell: dict[Word, Duration] = {}
    """Mean time at a crossing, by the crossing's name."""
    dwell_p95: dict[Word, Duration] = {}
    """Time at a crossing within which 95 % of the trains stay, by the crossing's name."""
    station_time: dict[Word, Duration] = {}
    """Mean time of trains at a border station, by "total", a movement (leaving CN), or a station and movement
    (Alashankou leaving CN)."""
    station_time_of_containers: dict[Word, Duration] = {}
    """Mean time of containers at a border station, by the same names."""
    speed: dict[Word, Speed] = {}
    """Mean speed of freight trains with stops, by line."""
    passing: dict[Word, TrainsPerDay] = {}
    """Trains per day past the place of a count, by the count's name, also with what they are and where they go
    ("A, loaded, to B")."""
