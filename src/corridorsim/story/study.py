"""One train's story: the first replication run, and what the train did in it."""

from dataclasses import dataclass

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Plan
from corridorsim.model import Scenario
from corridorsim.planning import plan_replication
from corridorsim.story.stops import Chapter, tell
from corridorsim.study.choice import Settled, lay_out_settled
from corridorsim.study.outcome import outcome_of


@dataclass(frozen=True, eq=False)
class Story:
    """What a train did, operation by operation."""

    train: str
    stream: str  # of which trains it is one
    plan: Plan
    chapters: tuple[Chapter, ...]


def tell_story(scenario: Scenario, train: str, settled: Settled | None = None) -> Story:
    """Run the first replication, with a choice of crossing that has settled, and tell the story of one train.

    Raises CorridorError where no train has that name.
    """
    plan = plan_replication(lay_out_settled(scenario, settled), scenario.seed, 0)
    row = find_train(plan, train)
    chapters = tuple(tell(plan, outcome_of(plan), row))
    return Story(train, plan.streams[plan.train_stream[row]].name, plan, chapters)


def find_train(plan: Plan, name: str) -> int:
    """Row of a train. Raises CorridorError, with the known flows, for a name that no train has."""
    flows = list(dict.fromkeys(stream.flow for stream in plan.streams))
    try:
        return plan.train(name)
    except ValueError:
        flow = name.rpartition(" ")[0]
        if count := len(plan.trains_of(flow)):
            raise CorridorError(f'--train "{name}": {flow} has the trains 1 to {count}') from None
        hint = did_you_mean(flow, flows) or f" (known flows: {', '.join(flows[:6])}{', ...' if flows[6:] else ''})"
        raise CorridorError(
            f'--train "{name}" is not a train: a train is named by its flow and a number, such as "{flows[0]} 1"{hint}'
        ) from None
