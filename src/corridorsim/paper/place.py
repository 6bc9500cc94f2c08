"""The folder for results: it is chosen when they are written, by what is there at that moment."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from corridorsim.errors import CorridorError, NotWritten, shortened
from corridorsim.paper.exchange import is_free, sweep
from corridorsim.paper.manifest import not_ours
from corridorsim.paper.names import safe_name

SUMMARY = "summary.json"
ELSEWHERE = "choose another place with --out"
MOST_BYTES = 200  # of a folder's name: the names of its draft and its lock are longer
PROBE = bytes(1_000_000)


@dataclass(frozen=True)
class NamedFolder:
    """The folder of a scenario's name, or one beside it."""

    root: Path
    name: str
    sha256: str
    changed: bool  # by the command line: the plain name is kept for the scenario as its file says it

    def folders(self) -> Iterator[Path]:
        """The plain name, then with six digits of the inputs' hash, then numbered."""
        name = safe_name(self.name)
        yield self.root / name
        yield self.root / f"{name}-{self.sha256[:6]}"
        yield from (self.root / f"{name}-{self.sha256[:6]}-{number}" for number in count(2))

    def takes(self, folder: Path) -> bool:
        """Whether the results may go there: nothing is there, or what we wrote of the same inputs."""
        if os.path.ismount(folder):
            return False
        if is_free(folder):
            return not self.changed or folder != next(self.folders())
        return sha_in(folder) == self.sha256 and not not_ours(folder)

    def news(self, folder: Path) -> str:
        """The message on a folder that is about to be replaced: none, as the inputs are the same."""
        return ""


@dataclass(frozen=True)
class GivenFolder:
    """The folder that a user asked for; a numbered one beside it if something else came there meanwhile."""

    folder: Path
    sha256: str = ""

    def folders(self) -> Iterator[Path]:
        """The folder, then with numbers."""
        yield self.folder
        yield from (self.folder.with_name(f"{self.folder.name}-{number}") for number in count(2))

    def takes(self, folder: Path) -> bool:
        """Whether the results may go there: nothing is there, or nothing but what we wrote."""
        return is_free(folder) or not not_ours(folder)

    def news(self, folder: Path) -> str:
        """The message on results of other inputs that are about to be replaced."""
        if is_free(folder) or not self.sha256 or sha_in(folder) == self.sha256:
            return ""
        return f"{folder}: replaces results of other inputs{_whose(_summary(folder))}"


Place = NamedFolder | GivenFolder


def settled(place: Place) -> Path:
    """The folder that a place would be by now."""
    return next(folder for folder in place.folders() if place.takes(folder))


def checked(place: Place) -> Place:
    """The place, if a run's results would not be lost there at its end; what dead processes left is put right.

    Raises NotWritten where the system would refuse them.
    """
    try:
        folder = settled(place)
        there = next(parent for parent in Path(os.path.realpath(folder)).parents if parent.exists())
        sweep(there)
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(PROBE)
    except OSError as error:
        raise NotWritten.because(shortened(str(next(place.folders()))), error, ELSEWHERE) from None
    return place


def refuse_unfit(folder: Path, asked_by: str = "--out") -> None:
    """CorridorError for a folder asked for that holds other things than results, or cannot be replaced as a whole."""
    said = f"{asked_by} {shortened(str(folder))}"
    if len(os.fsencode(folder.name)) > MOST_BYTES:
        raise NotWritten(f"{said}: must have a name of at most {MOST_BYTES} bytes; choose a shorter one")
    if folder.is_symlink() and not folder.exists():
        target = os.readlink(folder)
        raise NotWritten(f"{said}: is a link to {target}, which is not there; make that folder or name another")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CorridorError(f"{said}: must be a folder (it is a file); name another")
    if folder.samefile(Path()) or os.path.ismount(folder):
        where = "the folder that you are in" if folder.samefile(Path()) else "a mount point"
        raise CorridorError(f"{said}: is {where} and cannot be replaced as a whole; name a folder in it")
    if not GivenFolder(folder).takes(folder):
        raise CorridorError(f"{said}: is not overwritten, as it {not_ours(folder)}; name another folder or empty it")


def sha_in(folder: Path) -> str | None:
    """Hash of the inputs whose results a folder holds, None if it holds none."""
    found = _summary(folder).get("scenario_sha256")
    return None if found is None else str(found)


def _summary(folder: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _whose(summary: dict[str, Any]) -> str:
    """The scenario, seed and replications of results, as far as their summary gives them."""
    told = [f"{key} {summary[key]}" for key in ("scenario", "seed", "replications") if key in summary]
    return f" ({', '.join(told)})" if told else ""
