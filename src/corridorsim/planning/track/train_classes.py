"""The class of a train as tracks see it."""

from corridorsim.model import Scenario
from corridorsim.model.demand.formation import Formation, Purpose
from corridorsim.model.train_class import TrainClass


def class_of(scenario: Scenario, train: Formation) -> TrainClass:
    """The class of a formation: that of its service, or of its consist if it is loaded; empty trains go as freight."""
    if train.use is Purpose.SERVICE:
        return scenario.traffic.services[train.name].train_class
    return scenario.consists[train.name].train_class if train.use is Purpose.LOADED else TrainClass.FREIGHT
