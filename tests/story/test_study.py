"""One train's story is told from the first replication."""

import pytest

from corridorsim.errors import CorridorError
from corridorsim.story.study import tell_story
from worlds import out, world

WORLD = world({"window.length": "3 days"}, out=out(4))


def test_a_train_is_followed_from_its_entry_to_its_end() -> None:
    story = tell_story(WORLD, "out 2")
    started = [chapter.started for chapter in story.chapters if chapter.started is not None]
    assert (story.train, started) == ("out 2", sorted(started))
    assert story.chapters[0].does == "enter at A"


def test_a_train_that_is_not_there_is_refused_with_the_numbers_there_are() -> None:
    with pytest.raises(CorridorError, match="out has the trains 1 to"):
        tell_story(WORLD, "out 999")
