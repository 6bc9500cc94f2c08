"""Letters that our font lacks: another font, or one sentence."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.text import Text

from corridorsim.paper import fonts, style

SYMBOL = "⃝"  # STIX, which comes with matplotlib, has it; our font does not
CHINESE = "阿拉山口"


@pytest.fixture
def no_other_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system on which nothing but our own font is installed."""
    monkeypatch.setattr(fonts, "_others", tuple)
    fonts.fonts_for.cache_clear()
    yield
    fonts.fonts_for.cache_clear()


@pytest.fixture
def stix_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system that has STIX besides."""
    stix = ("STIXGeneral", str(font_manager.findfont("STIXGeneral")))
    monkeypatch.setattr(fonts, "_others", lambda: (stix,))
    fonts.fonts_for.cache_clear()
    yield
    fonts.fonts_for.cache_clear()


@pytest.mark.parametrize("name", ["Dostyk", "Қазақстан, Үштөбе", "Алтынколь", "الحدود", "Ürümqi → Köln"])
def test_latin_cyrillic_and_arabic_letters_need_no_other_font(name: str) -> None:
    assert fonts.fonts_for(frozenset(name)) == ((), frozenset())


@pytest.mark.usefixtures("stix_alone")
def test_another_font_is_taken_where_ours_lacks_a_letter(tmp_path: Path) -> None:
    figure = style.sheet(4, 2, f"A{SYMBOL}", "B")
    axes = style.frame(figure, 1, 0.5, 0.5, 1)
    axes.set_yticks([0, 1], ["C", SYMBOL])
    style.save(figure, tmp_path / "figure")
    families = {text.get_text(): text.get_fontfamily() for text in figure.findobj(Text)}
    assert families[f"A{SYMBOL}"] == families[SYMBOL] == ["DejaVu Sans", "STIXGeneral"]
    assert families["C"] == ["sans-serif"]
    assert list(fonts.advice([SYMBOL])) == []


@pytest.mark.usefixtures("no_other_fonts")
def test_where_no_font_has_a_letter_one_sentence_says_how_and_nothing_warns(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style.save(style.sheet(4, 2, CHINESE, CHINESE), tmp_path / "figure")
    [said] = fonts.advice([CHINESE, "Dostyk"])
    assert "no font here has (口山拉阿)" in said
    assert "apt install fonts-noto-cjk" in said
    assert CHINESE in (tmp_path / "figure.svg").read_text(encoding="utf-8")


def test_an_old_matplotlib_is_said_not_to_join_arabic_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_joins_letters", lambda: False)
    [said] = fonts.advice(["الحدود"])
    assert "unjoined and from left to right" in said
    assert list(fonts.advice(["Dostyk", "Қазақстан"])) == []


def test_names_are_keys_and_words_but_no_sentences() -> None:
    said = {"description": "d", "lines": {"L": {"source": "s", "points": [{"name": "A", "at": 1}]}}}
    assert list(fonts.names_in(said)) == ["lines", "L", "points", "name", "A", "at"]


@pytest.mark.usefixtures("no_other_fonts")
def test_a_chinese_letter_is_taken_to_be_as_wide_as_high() -> None:
    assert fonts.width_of("中") == 1.0
    assert 0.2 < fonts.width_of("i") < fonts.width_of("m") < 1.0


def test_an_arabic_name_does_not_turn_the_line_it_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks around each name keep arrows and numbers in their place."""
    monkeypatch.setattr(fonts, "_joins_letters", lambda: True)
    assert fonts.from_left_to_right("Dostyk → Urumqi") == "Dostyk → Urumqi"
    mark = fonts.MARK
    assert fonts.from_left_to_right("هنا → ما وراء 1520 mm") == f"{mark}هنا{mark} → {mark}ما وراء{mark} 1520 mm"
    assert fonts.width_of(mark) == 0


def test_an_old_matplotlib_gets_no_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_joins_letters", lambda: False)
    assert fonts.from_left_to_right("هنا → هناك") == "هنا → هناك"
