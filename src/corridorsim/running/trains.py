"""The train types of a scenario: every consist loaded and empty, and every service, each with what gives its speed."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridorsim.model import Scenario
from corridorsim.model.corridor import Consist
from corridorsim.model.demand.formation import Formation, empty, loaded
from corridorsim.model.demand.formation import service as service_train
from corridorsim.model.timing import RunningTime
from corridorsim.running.traction import Train
from corridorsim.units import whole


@dataclass(frozen=True)
class TrainType:
    """A kind of train as running times know it: its physics, or a plain speed."""

    formation: Formation
    length: float  # m, locomotives included
    speed: float | None  # m/s, plain; it goes before the physics
    train: Train | None
    running_times: dict[str, RunningTime]  # by "A - B"; they go before both


def train_types(scenario: Scenario) -> Iterator[TrainType]:
    """Every consist loaded and empty, and every service."""
    for name, consist in scenario.consists.items():
        yield _of_consist(scenario, loaded(name), consist, consist.gross, consist.loaded_limit)
        yield _of_consist(scenario, empty(name), consist, consist.tare or 0.0, consist.empty_limit)
    for name, service in scenario.traffic.services.items():
        if service.speed is not None:
            yield TrainType(service_train(name), 0.0, service.speed, None, {})
        elif service.consist is not None:
            consist = scenario.consists[service.consist]
            yield _of_consist(scenario, service_train(name), consist, consist.gross, consist.loaded_limit)


def _of_consist(
    scenario: Scenario, formation: Formation, consist: Consist, gross: float, limit: float | None
) -> TrainType:
    locomotive = None if consist.locomotive is None else scenario.locomotives[consist.locomotive]
    length = whole(consist.length + (consist.locomotives * locomotive.length if locomotive else 0.0), "length")
    if locomotive is None or consist.speed is not None:
        return TrainType(formation, length, consist.speed, None, consist.running_times)
    train = Train(
        str(formation),
        whole(consist.wagons * gross, "mass"),
        gross / consist.axles,
        locomotive,
        consist.locomotives,
        length,
        consist.braking,
        min(locomotive.speed, limit or locomotive.speed),
    )
    return TrainType(formation, length, None, train, consist.running_times)
