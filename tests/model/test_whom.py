"""Whose numbers they are: values, told apart only where they are printed."""

from corridorsim.model.whom import OfCrossing, OfDirection, Route, Total, distinguished
from worlds import out, problems, world


def test_what_nothing_else_is_called_is_printed_by_its_name() -> None:
    whoms = [Total(), OfCrossing("Gate"), OfDirection("A->B"), Route("Gate", "A->B")]
    assert list(distinguished(whoms).values()) == ["total", "Gate", "A->B", "Gate A->B"]


def test_the_program_s_own_words_keep_their_names() -> None:
    whoms = [OfCrossing("total"), OfCrossing("A->B"), OfDirection("A->B"), Total()]
    assert list(distinguished(whoms).values()) == ["crossing total", "crossing A->B", "A->B", "total"]


def test_names_stay_apart_where_a_longer_name_is_taken_too() -> None:
    whoms = [Total(), OfCrossing("crossing total"), OfCrossing("total"), OfCrossing("crossing crossing total")]
    names = list(distinguished(whoms).values())
    assert len(set(names)) == len(names)
    assert names[:2] == ["total", "crossing total"]


def test_two_routes_may_be_called_alike() -> None:
    names = distinguished([Route("Gate", "X A->B"), Route("Gate X", "A->B")])
    assert list(names.values()) == ["Gate X A->B", "crossing Gate X, direction A->B"]


def test_the_same_asked_twice_is_one() -> None:
    assert distinguished([OfCrossing("Gate"), OfCrossing("Gate")]) == {OfCrossing("Gate"): "Gate"}


def test_published_figures_are_named_as_numbers_are_printed() -> None:
    """Beside the total, a crossing called total is "crossing total"."""
    gate = world().document.data["crossings"]["Gate"]
    changes = {
        "crossings": {"total": gate},
        "observed": {"tonnes": {"total": "1 Mt/year", "crossing total": "1 Mt/year"}},
    }
    assert problems(changes, out=out(1, crossing="total")) == {}
    wrong = problems(changes | {"observed": {"tonnes": {"Gate": "1 Mt/year"}}}, out=out(1, crossing="total"))
    assert list(wrong) == ["observed.tonnes.Gate"]
