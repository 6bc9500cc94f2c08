"""Results on disk: a folder written whole or not at all, and never over what corridorsim did not write."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from corridorsim.errors import NotWritten, shortened
from corridorsim.paper.aloud import say
from corridorsim.paper.exchange import beside, is_free, put_in_place, recover
from corridorsim.paper.lock import locked
from corridorsim.paper.manifest import not_ours, write_manifest
from corridorsim.paper.place import ELSEWHERE, SUMMARY, GivenFolder, NamedFolder, Place, checked, refuse_unfit

__all__ = ["SUMMARY", "Place", "choose_folder", "own_folder", "write_json", "written_whole"]


def choose_folder(root: Path, name: str, sha256: str, changed: bool) -> Place:
    """Where a scenario's results go: results/<name>, or beside it with six digits of the hash for other inputs.

    ``changed`` says that the command line changed the scenario's own inputs. A folder in which there is anything that
    we did not write is kept, and the results go beside it. Raises NotWritten where nothing can be written.
    """
    return checked(NamedFolder(root, name, sha256, changed))


def own_folder(folder: Path, sha256: str, asked_by: str = "--out") -> Place:
    """The folder a user asked for; refused where it holds anything but results that corridorsim wrote."""
    try:
        refuse_unfit(folder, asked_by)
    except OSError as error:
        raise NotWritten.because(shortened(str(folder)), error, ELSEWHERE) from None
    return checked(GivenFolder(folder, sha256))


class Writing(NamedTuple):
    """Results on their way: the draft to write into, and the folder whose place it takes."""

    draft: Path
    folder: Path


@contextmanager
def written_whole(place: Place | Path) -> Iterator[Writing]:
    """A draft folder that takes the wanted one's place when everything is written, and vanishes if not.

    No other process writes there meanwhile: a second waits and says so. Raises NotWritten where the system refuses.
    """
    place = GivenFolder(place) if isinstance(place, Path) else place
    try:
        with _held(place) as (folder, real):
            draft = beside(real, "draft")
            draft.mkdir()
            try:
                yield Writing(draft, folder)
                write_manifest(draft)
                _say_what_happens(place, folder)
                put_in_place(draft, real)
            finally:
                recover(real)
    except OSError as error:
        raise NotWritten.because(next(place.folders()), error, ELSEWHERE) from None


@contextmanager
def _held(place: Place) -> Iterator[tuple[Path, Path]]:
    """The first folder that the place may take, and where its links lead; its lock is held."""
    for folder in place.folders():
        real = Path(os.path.realpath(folder))
        real.parent.mkdir(parents=True, exist_ok=True)
        with locked(beside(real, "lock"), folder):
            recover(real)
            if place.takes(folder):
                yield folder, real
                return


def _say_what_happens(place: Place, folder: Path) -> None:
    """Say which folders are kept for what others put there, and which results give way to those of other inputs."""
    for passed in takewhile(lambda each: each != folder, place.folders()):
        if not is_free(passed) and not_ours(passed):
            say(f"{passed}: {not_ours(passed)}; it is kept, and the results go to {folder}")
    if place.news(folder):
        say(place.news(folder))


def write_json(path: Path, data: Any) -> None:
    """JSON for people: two spaces, names as they are."""
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
