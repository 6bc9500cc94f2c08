"""Letters that the usual font of our figures lacks: taken from another font, or reported in a sentence.

Our font, DejaVu Sans, comes with matplotlib and has Latin, Cyrillic (Kazakh too), Greek and Arabic letters, but no
Chinese ones. Where a figure's words need more, other fonts are looked at: first those of which we know that they are
good, then all there are. Matplotlib remembers which fonts it knew when it was first run, so new ones are looked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import bidirectional, east_asian_width

from matplotlib import font_manager, ft2font
from matplotlib.figure import Figure
from matplotlib.text import Text

USUAL = "DejaVu Sans"
GOOD = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "SimHei", "Noto Sans", "Arial Unicode MS",
)  # fmt: skip
STAND_INS = ("Last Resort",)  # a font that draws boxes for all there is
SHOWN = 8
MARK = "\u200e"  # what follows runs from left to right; has no width
RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"  # Hebrew, Arabic and their neighbours
FROM_THE_RIGHT = re.compile(f"[{RIGHT}]+(?: +[{RIGHT}]+)*")
SENTENCES = ("description", "source", "reason")  # are in no figure


def dress(figure: Figure) -> None:
    """Give each text of a figure that needs them further fonts after the usual one."""
    for text in _texts(figure):
        families, _ = fonts_for(frozenset(text.get_text()))
        if families:
            text.set_fontfamily([USUAL, *families])


def advice(names: Iterable[str]) -> Iterator[str]:
    """Sentences on names that figures cannot show correctly; none if they can."""
    letters = frozenset("".join(names))
    _, undrawn = fonts_for(letters)
    if undrawn:
        some = "".join(sorted(undrawn)[:SHOWN])
        yield (
            f"Pictures show boxes for letters that no font here has ({some}{' ...' if len(undrawn) > SHOWN else ''}). "
            "Install a font that has them, such as Noto Sans CJK (on Debian and Ubuntu: apt install fonts-noto-cjk; "
            "other scripts: fonts-noto-core), and run again."
        )
    if not _joins_letters() and any(bidirectional(letter) in ("R", "AL") for letter in letters):
        yield (
            "Pictures show names in Arabic or Hebrew letters unjoined and from left to right: this version of "
            "matplotlib does not set them. Matplotlib 3.11 or later does; the SVG files are right in any browser."
        )


def names_in(value: Any) -> Iterator[str]:
    """The names in what a scenario says: its keys and its words, without sentences."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key not in SENTENCES:
                yield str(key)
                yield from names_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from names_in(below)
    elif isinstance(value, str):
        yield value


@cache
def fonts_for(letters: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Families that together have what the usual font lacks of these letters, and the letters that none has."""
    lacking = {letter for letter in letters if letter.isprintable() and letter != " "} - _letters_of(_usual())
    families: list[str] = []
    for family, file in _others() if lacking else ():
        found = lacking & _letters_of(file)
        if found:
            families.append(family)
            lacking -= found
        if not lacking:
            break
    return tuple(families), frozenset(lacking)


def _usual() -> str:
    return str(font_manager.findfont(USUAL, fallback_to_default=True))


@cache
def _others() -> tuple[tuple[str, str], ...]:
    """Family and file of every upright font of usual weight, the good ones first, each family once."""
    manager = font_manager.fontManager
    known = {str(Path(font.fname).resolve()) for font in manager.ttflist}
    for file in sorted(font_manager.findSystemFonts()):
        if str(Path(file).resolve()) not in known:
            _add(manager, file)
    fonts = {
        font.name: font.fname
        for font in sorted(manager.ttflist, key=lambda font: (_weight(font.weight), font.fname), reverse=True)
        if font.style == "normal" and not font.name.startswith((USUAL, *STAND_INS))
    }
    order = sorted(fonts, key=lambda name: (GOOD.index(name) if name in GOOD else len(GOOD), name))
    return tuple((name, fonts[name]) for name in order)


def _add(manager: Any, file: str) -> None:
    """Make a font known; one that cannot be read is none."""
    try:
        manager.addfont(file)
    except (OSError, RuntimeError, ValueError, KeyError):
        return


def _weight(weight: int | str) -> int:
    """How far a font's weight is from the usual one."""
    return abs(int(weight) - 400) if isinstance(weight, int) else 0 if weight in ("normal", "regular") else 300


def from_left_to_right(line: str) -> str:
    """A line of ours with names that run from the right in it: the names do, the line does not.

    Without marks around them an Arabic name turns the whole line: A -> B would point from B to A, and numbers would
    stand with other words than their own.
    """
    return FROM_THE_RIGHT.sub(rf"{MARK}\g<0>{MARK}", line) if _joins_letters() else line


@cache
def width_of(letter: str) -> float:
    """How wide a letter is, in parts of the size of the type; of letters that the usual font lacks nearly."""
    if letter == MARK:
        return 0.0
    if letter not in _letters_of(_usual()):
        return 1.0 if east_asian_width(letter) in "WF" else 0.7
    font = ft2font.FT2Font(_usual())
    font.set_size(100, 72)
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / 100


@cache
def _letters_of(file: str) -> frozenset[str]:
    try:
        return frozenset(map(chr, ft2font.FT2Font(file).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()


def _joins_letters() -> bool:
    """Whether matplotlib sets scripts that join their letters or run from the right."""
    return hasattr(ft2font, "__libraqm_version__")


def _texts(figure: Figure) -> list[Text]:
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels()  # makes those of fixed places
    return figure.findobj(Text)
