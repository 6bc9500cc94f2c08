"""What the pages say a program prints is what it prints."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))] if page.exists()]
BLOCK = re.compile(r"^```python\n(?P<text>.*?)^```\n(?:\s*^```text\n(?P<printed>.*?)^```$)?", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_prints_what_the_page_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page are run one after another, as one reads them; a block of output may follow each."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for block in BLOCK.finditer(page.read_text("utf-8")):
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(block["text"], str(page), "exec"), names)
        if block["printed"] is not None:
            assert printed.getvalue() == block["printed"]


def test_a_block_is_found_with_its_output_and_without() -> None:
    text = "```python\nprint(1)\n```\n\n```text\n1\n```\n\nand\n\n```python\nx = 2\n```\n\nthen ```text\nno\n```\n"
    assert [block.groups() for block in BLOCK.finditer(text)] == [("print(1)\n", "1\n"), ("x = 2\n", None)]
