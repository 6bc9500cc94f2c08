"""Settle the choice of crossing: plan, run, measure waiting, choose again and average, until few tonnes would move.

A stochastic user equilibrium by successive averages (Sheffi 1985) with self-regulated steps (Liu, He and He 2009): they
shrink faster while the answers swing, and slower while they converge.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np

from corridorsim.engine import load_kernel
from corridorsim.measures.columns import Floats
from corridorsim.measures.route_time import RouteWaiting, measure_route_waiting
from corridorsim.measures.tables import Table
from corridorsim.measures.traffic import Route
from corridorsim.model import Scenario
from corridorsim.planning import fill, lay_out
from corridorsim.planning.blueprint import Blueprint, shared_out
from corridorsim.planning.choice import Shares, choose, choosing
from corridorsim.planning.demand import months, weight_of_months
from corridorsim.planning.free_flow import free_flow, free_flow_shares
from corridorsim.study.outcome import outcome_of

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

    scenario: Scenario
    rounds: tuple[Round, ...]
    tolerance: float

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
        first_days = [np.datetime64(day) for day in months(self.scenario)[0]]
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
        weight = weight_of_months(self.scenario)
        return {
            flow: dict(zip(choosing(self.scenario)[flow].alternatives, (weight @ shares).tolist(), strict=True))
            for flow, shares in self.shares.items()
        }


def settle(
    scenario: Scenario,
    engine: str = "kernel",
    said: Callable[[str], None] = lambda text: None,
    tolerance: float = TOLERANCE,
    most: int = MOST,
) -> Settled:
    """Find the shares of the crossings, starting from those of free flow; ``said`` is called with a line per round.

    Fixed rules need one round. The random numbers are those of the scenario's first replications, in every round.
    """
    shares, rounds, divisor = free_flow_shares(scenario), list[Round](), 1.0
    free, blueprint = free_flow(scenario), lay_out(scenario, shares)
    waiting: Mapping[str, Floats] = {name: np.zeros_like(share) for name, share in shares.items()}
    while True:
        blueprint = shared_out(blueprint, explored(scenario, shares))
        waiting = _expected_waiting(scenario, _run(blueprint, engine), waiting)
        answer = {
            name: choose(choice, free[name] + waiting[name]) if choice.rule == "logit" else shares[name]
            for name, choice in choosing(scenario).items()
        }
        rounds.append(Round(shares, waiting, answer, _gap(scenario, shares, answer)))
        said(f"choice of crossing, round {len(rounds)}: {rounds[-1].gap:.1%} of the tonnes would change")
        if rounds[-1].gap <= tolerance or len(rounds) == most:
            return Settled(scenario, tuple(rounds), tolerance)
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
    scenario: Scenario, engine: str = "kernel", said: Callable[[str], None] = lambda text: None
) -> Settled | None:
    """The settled choice of crossing, if it depends on waiting; None if shares are known without a run."""
    return settle(scenario, engine, said) if depends_on_waiting(scenario) else None


def lay_out_settled(scenario: Scenario, settled: Settled | None) -> Blueprint:
    """The scenario laid out with the settled shares of its choice of crossing, if it had to be settled."""
    return lay_out(scenario, None if settled is None else settled.shares)


def _run(blueprint: Blueprint, engine: str) -> RouteWaiting:
    """Waiting on every route in every month, over the first replications."""
    scenario = blueprint.scenario
    routes, edges = _routes(scenario), months(scenario)[1]

    def one(number: int) -> RouteWaiting:
        plan = fill(blueprint, scenario.seed, number)
        return measure_route_waiting(plan, outcome_of(plan, engine), routes, edges)

    if engine == "kernel":
        load_kernel()
    count = min(scenario.replications, REPLICATIONS)
    with ThreadPoolExecutor(min(count, os.cpu_count() or 1) if engine == "kernel" else 1) as pool:
        return reduce(add, pool.map(one, range(count)))


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


def _gap(scenario: Scenario, shares: Shares, answer: Shares) -> float:
    """Part of the tonnes with a choice that would move according to the answer."""
    weight, flows = weight_of_months(scenario), scenario.traffic.flows
    moved = [float(weight @ np.abs(answer[name] - shares[name]).sum(-1)) / 2 for name in shares]
    tonnes = [flows[name].tonnes for name in shares]
    return float(np.average(moved, weights=tonnes)) if sum(tonnes) else 0.0
