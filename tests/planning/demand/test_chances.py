"""What happens to some trains only: how often, and which variants of an itinerary there are."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridorsim.planning.demand.chances import Chance, When, chances_of, until_rare, variants

SOME, AGAIN = Chance("inspected", 0.25), Chance("refused", 0.1, most=2)


@dataclass(frozen=True)
class Step:
    name: str
    when: When | None = None


STEPS = [Step("arrive"), Step("inspect", When(SOME)), Step("refuse", When(AGAIN)), Step("refuse again", When(AGAIN, 2))]


def test_an_itinerary_without_chances_has_one_variant_itself() -> None:
    assert list(variants(STEPS[:1])) == [((), STEPS[:1])]


def test_every_variant_leaves_out_what_does_not_happen() -> None:
    told = {happens: [step.name for step in steps] for happens, steps in variants(STEPS)}
    assert told == {
        (): ["arrive", "inspect", "refuse", "refuse again"],
        (("refused", 1),): ["arrive", "inspect", "refuse"],
        (("refused", 0),): ["arrive", "inspect"],
        (("inspected", 0),): ["arrive", "refuse", "refuse again"],
        (("inspected", 0), ("refused", 1)): ["arrive", "refuse"],
        (("inspected", 0), ("refused", 0)): ["arrive"],
    }


def test_the_chances_come_in_the_order_of_the_steps() -> None:
    assert chances_of(STEPS) == [SOME, AGAIN]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_it_happens_to_its_share_of_the_trains_and_to_that_share_of_these_again(share: float) -> None:
    times = Chance("refused", share, most=9).times(1, 0, "stream", 40_000)
    for nth in (1, 2, 3):
        assert np.mean(times >= nth) == pytest.approx(share**nth, abs=0.01)


@given(st.floats(0.01, 0.98), st.floats(0.005, 0.01))
def test_a_greater_share_takes_the_same_trains_and_more(share: float, more: float) -> None:
    few, many = (Chance("inspected", s).times(7, 0, "stream", 500) for s in (share, share + more))
    assert np.all(few <= many)


@given(st.floats(0.001, 0.5))
def test_one_time_more_than_the_most_would_be_rare(share: float) -> None:
    most = until_rare("refused", share).most
    assert share ** (most + 1) <= 0.001 * (1 + 1e-6)
    assert most == 1 or share**most > 0.001 * (1 - 1e-6)
