"""Checks of a choice of crossing."""

from collections.abc import Iterator

from corridorsim.errors import Path, Said
from corridorsim.model.demand.choice import Choice
from corridorsim.model.demand.traffic import Flow
from corridorsim.model.description import Description

ASKS = {"shares": (), "cheapest": ("value_of_time",), "logit": ("value_of_time", "spread")}


def find_choice_problems(scenario: Description) -> Iterator[Said]:
    """Mistakes in choices themselves; whether an alternative can be reached is checked with the flows."""
    for name, flow in scenario.traffic.flows.items():
        if flow.choice is None:
            continue
        path: Path = ("traffic", "flows", name, "choice")
        yield from _usual(path, flow, flow.choice)
        yield from _rule(path, flow.choice)
        for crossing in flow.choice.alternatives:
            if crossing != flow.crossing and f"{name} by {crossing}" in scenario.traffic.flows:
                twice = f'"{name} by {crossing}"'
                yield (*path, "alternatives", crossing), f"would name its trains {twice}, the name of another flow"


def _usual(path: Path, flow: Flow, choice: Choice) -> Iterator[Said]:
    usual = choice.alternatives.get(flow.crossing)
    if usual is None:
        there = ", ".join(choice.alternatives)
        yield (*path, "alternatives"), f'must include the flow\'s own crossing, "{flow.crossing}" (got {there})'
    elif usual.inland:
        yield (*path, "alternatives", flow.crossing, "inland"), "must be omitted: the flow's own inland applies"


def _rule(path: Path, choice: Choice) -> Iterator[Said]:
    asked = ASKS[choice.rule]
    for key in ("value_of_time", "spread"):
        said = getattr(choice, key) is not None
        if said != (key in asked):
            yield path, f'must {"not " if said else ""}give {key} with the rule "{choice.rule}"'
    shares = {name: alternative.share for name, alternative in choice.alternatives.items()}
    if choice.rule != "shares":
        for name in (name for name, share in shares.items() if share is not None):
            yield (*path, "alternatives", name, "share"), f'must be omitted with the rule "{choice.rule}"'
        return
    for name in (name for name, share in shares.items() if share is None):
        yield (*path, "alternatives", name), 'must give its share with the rule "shares"'
    given = [share for share in shares.values() if share is not None]
    if len(given) == len(shares) and abs(sum(given) - 1) > 1e-6:
        yield (*path, "alternatives"), f"the shares must add up to 100 % (got {100 * sum(given):g} %)"
