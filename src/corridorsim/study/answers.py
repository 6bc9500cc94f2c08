"""Numbers of single runs by their printed names, for studies that run many scenarios once."""

from collections.abc import Mapping

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.measures import measure
from corridorsim.measures.numbers import Numbers
from corridorsim.model import Scenario
from corridorsim.study.choice import laid_out
from corridorsim.study.runner import run_each


def by_label(numbers: Numbers[float]) -> dict[str, float]:
    """The numbers by the names that numbers.csv gives them, without units, such as tonnes.total."""
    return {numbers.named.label(number): value for number, value in numbers.by_number.items()}


def answers_of(scenario: Scenario) -> dict[str, float]:
    """Numbers of the first replication, with the choice of crossing settled if it depends on waiting."""
    blueprint, _ = laid_out(scenario, workers=1)
    (numbers,) = run_each(blueprint, lambda _, plan, outcome: measure(plan, outcome).numbers, 1, workers=1)
    return by_label(numbers)


def wanted_number(numbers: Mapping[str, float], wanted: str, asked_by: str, scenario: str) -> float:
    """One of the numbers; CorridorError, which begins with ``asked_by``, if the scenario does not have it."""
    if wanted not in numbers:
        raise CorridorError(f'{asked_by} "{wanted}" is not a number of {scenario}{did_you_mean(wanted, numbers)}')
    return numbers[wanted]
