"""Settle the choice of crossing: plan, run, measure waiting, choose again and average, until few tonnes would move.

A stochastic user equilibrium by successive averages (Sheffi 1985) with self-regulated steps (Liu, He and He 2009): they
shrink faster while the answers swing, and slower while they converge.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from corridorsim.arrays import Floats
from corridorsim.itineraries import Plan
from corridorsim.measures.route_time import RouteWaiting, measure_route_waiting
from corridorsim.measures.tables import Table
from corridorsim.measures.traffic import Route
from corridorsim.model import Scenario
from corridorsim.operations import Outcome
from corridorsim.planning import lay_out
from corridorsim.planning.blueprint import Blueprint, lay_out_traffic, shared_out
from corridorsim.planning.demand.choice import Shares, choose, choosing
from corridorsim.planning.demand.flows import Asked
from corridorsim.planning.demand.free_flow import free_flow
from corridorsim.planning.demand.traffic import share_out
from corridorsim.statistics.rounding import in_percent
from corridorsim.study.runner import run_each

REPLICATIONS = 4  # of the scenario's, at most: expected waiting is their mean
TOLERANCE = 0.02  # of the tonnes with a choice
MOST = 30  # rounds
EXPLORERS = 0.01  # least share of each alternative in a round, so that its waiting is known
NEARER, FURTHER = 0.3, 1.8  # added by a round to the divisor of the step


@dataclass(frozen=True, eq=False)
class Round:
    """One run with given shares, and the choice that follows from it."""

    shares: Shares
    waiting: Mapping[str, Floats]  # hours expected, by flow: (months, alternatives)
    answer: Shares  # the shares chosen with that waiting
    gap: float  # part of the tonnes with a choice that would change crossing


@dataclass(frozen=True, eq=False)
class Settled:
    """Shares that their own runs would choose again, and the rounds that led to them."""

    asked: Asked
    rounds: tuple[Round, ...]
    tolerance: float

    @property
    def scenario(self) -> Scenario:
        """The scenario whose flows choose."""
        return self.asked.scenario

    @property
    def best(self) -> Round:
        """The round after which the fewest tonnes would move; the last, if it settled."""
        return min(self.rounds, key=lambda each: each.gap)

    @property
    def shares(self) -> Shares:
        """By flow: (months of the run, alternatives)."""
        return self.best.shares

    @property
    def is_settled(self) -> bool:
        """Whether at most the tolerated tonnes would change their crossing."""
        return self.best.gap <= self.tolerance

    @property
    def table(self) -> Table:
        """Every round's shares, waiting and answer by flow, month and crossing."""
        first_days = [np.datetime64(day) for day in self.asked.months.first_days]
        names = ("round", "flow", "month", "crossing", "share", "waiting_h", "answer", "gap")
        rows = [
            (number, flow, first_days[month], crossing, shares[month, k], each.waiting[flow][month, k],
             each.answer[flow][month, k], each.gap)
            for number, each in enumerate(self.rounds, 1)
            for flow, shares in each.shares.items()
            for month in range(len(shares))
            for k, crossing in enumerate(choosing(self.scenario)[flow].alternatives)
        ]  # fmt: skip
        return {name: np.array([row[i] for row in rows]) for i, name in enumerate(names)}

    def mean_shares(self) -> dict[str, dict[str, float]]:
        """By flow and crossing: share of the tonnes of the whole run."""
        return {
            flow: dict(
                zip(
                    choosing(self.scenario)[flow].alternatives,
                    (self.asked.weight(flow) @ shares).tolist(),
                    strict=True,
                )
            )
            for flow, shares in self.shares.items()
        }


def settle(
    scenario: Scenario,
    engine: str = "kernel",
    said: Callable[[str], None] = lambda text: None,
    tolerance: float = TOLERANCE,
    most: int = MOST,
    workers: int | None = None,
) -> Settled:
    """Find the shares of the crossings, starting from those of free flow; ``said`` is called with a line per round.

    ``workers`` is how many replications run at once, at most; as many as there are cores if left out.

    Fixed rules need one round. The random numbers are those of the scenario's first replications, the same in every
    round.
    """
    asked = Asked(scenario)
    free, rounds, divisor = free_flow(asked), list[Round](), 1.0
    shares, blueprint = free.shares, lay_out_traffic(share_out(asked, free.shares))
    waiting: Mapping[str, Floats] = {name: np.zeros_like(share) for name, share in shares.items()}
    while True:
        blueprint = shared_out(blueprint, explored(scenario, shares))
        waiting = _expected_waiting(scenario, _run(blueprint, engine, workers), waiting)
        answer = {
            name: choose(choice, free.hours[name] + waiting[name]) if choice.rule == "logit" else shares[name]
            for name, choice in choosing(scenario).items()
        }
        rounds.append(Round(shares, waiting, answer, _gap(asked, shares, answer)))
        said(f"choice of crossing, round {len(rounds)}: {in_percent(rounds[-1].gap, 1)} of the tonnes would change")
        if rounds[-1].gap <= tolerance or len(rounds) == most:
            return Settled(asked, tuple(rounds), tolerance)
        if len(rounds) > 1:
            divisor += NEARER if rounds[-1].gap < rounds[-2].gap else FURTHER
        shares = {name: share + (answer[name] - share) / divisor for name, share in shares.items()}


def explored(scenario: Scenario, shares: Shares) -> Shares:
    """Shares of a round's run: if the choice depends on waiting, some tonnes go by every crossing to measure it."""
    lifted = {name: np.maximum(shares[name], EXPLORERS) for name in shares}
    return {
        name: lifted[name] / lifted[name].sum(-1, keepdims=True) if choice.rule == "logit" else shares[name]
        for name, choice in choosing(scenario).items()
    }


def depends_on_waiting(scenario: Scenario) -> bool:
    """Whether a flow's choice has to be found by running."""
    return any(choice.rule == "logit" for choice in choosing(scenario).values())


def settled_choice(
    scenario: Scenario,
    engine: str = "kernel",
    said: Callable[[str], None] = lambda text: None,
    workers: int | None = None,
) -> Settled | None:
    """The choice of crossing settled where it depends on the waiting; None where shares are known without a run."""
    return settle(scenario, engine, said, workers=workers) if depends_on_waiting(scenario) else None


def lay_out_settled(scenario: Scenario, settled: Settled | None) -> Blueprint:
    """The scenario laid out with the settled shares of its choice of crossing, if it had to be settled."""
    return lay_out(scenario, None if settled is None else settled.shares)


def laid_out(
    scenario: Scenario,
    engine: str = "kernel",
    said: Callable[[str], None] = lambda text: None,
    settled: Settled | None = None,
    workers: int | None = None,
) -> tuple[Blueprint, Settled | None]:
    """The scenario laid out for its replications, and how its choice of crossing settled; None where it need not.

    It is settled here where it depends on the waiting, unless it is given; ``said`` hears of every round.
    """
    settled = settled or settled_choice(scenario, engine, said, workers)
    return lay_out_settled(scenario, settled), settled


def _run(blueprint: Blueprint, engine: str, workers: int | None) -> RouteWaiting:
    """Waiting on every route and in every month, over the first replications."""
    routes, edges = _routes(blueprint.scenario), blueprint.traffic.asked.months.edges

    def look(number: int, plan: Plan, outcome: Outcome) -> RouteWaiting:
        return measure_route_waiting(plan, outcome, routes, edges)

    return reduce(add, run_each(blueprint, look, REPLICATIONS, engine, workers=workers))


def _routes(scenario: Scenario) -> tuple[Route, ...]:
    return tuple(Route(name, way) for name, crossing in scenario.crossings.items() for way in crossing.directions)


def _expected_waiting(scenario: Scenario, measured: RouteWaiting, before: Mapping[str, Floats]) -> Mapping[str, Floats]:
    """Mean hours by flow, month and alternative; if no train ran, the previous expectation."""
    routes, expected = _routes(scenario), {}
    for name, choice in choosing(scenario).items():
        direction = scenario.traffic.flows[name].direction
        rows = [routes.index(Route(crossing, direction)) for crossing in choice.alternatives]
        trains, hours = measured.trains[rows].T, measured.hours[rows].T
        expected[name] = np.where(trains > 0, hours / np.maximum(trains, 1), before[name])
    return expected


def _gap(asked: Asked, shares: Shares, answer: Shares) -> float:
    """Part of the tonnes with a choice that is not where it would be by the answer."""
    flows = asked.scenario.traffic.flows
    moved = [float(asked.weight(name) @ np.abs(answer[name] - shares[name]).sum(-1)) / 2 for name in shares]
    tonnes = [flows[name].tonnes for name in shares]
    return float(np.average(moved, weights=tonnes)) if sum(tonnes) else 0.0
