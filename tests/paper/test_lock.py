"""Processes that write at once, and processes that are killed while they write: real ones."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import corridorsim
from corridorsim.paper.exchange import beside
from corridorsim.paper.folder import choose_folder
from corridorsim.paper.manifest import not_ours

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes are ended as Unix does it")

SOURCE = str(Path(corridorsim.__file__).parents[1])
WRITES = """
import sys
from pathlib import Path
from corridorsim.paper.folder import written_whole
with written_whole(Path(sys.argv[1])) as (draft, folder):
    (draft / "name.csv").write_text(sys.argv[2])
    print("writing", flush=True)
    sys.stdin.readline()
"""
WRITES_OFTEN = """
import sys
from pathlib import Path
from corridorsim.paper.folder import written_whole
for number in range(25):
    with written_whole(Path(sys.argv[1])) as (draft, folder):
        (draft / "name.csv").write_text(sys.argv[2])
        (draft / f"{sys.argv[2]}.csv").write_text(sys.argv[2])
"""
# a copy of the process is killed at each event that Python tells of, one after the other
KILLED_EVERYWHERE = """
import os, signal, sys
from pathlib import Path
from corridorsim.paper import exchange
from corridorsim.paper.exchange import sweep
from corridorsim.paper.folder import written_whole
from corridorsim.paper.manifest import not_ours
root, folder = Path(sys.argv[1]), Path(sys.argv[1]) / "2025"
if sys.argv[2] == "in two steps":
    exchange._exchanged = lambda *_: False

def write(text):
    with written_whole(folder) as (draft, _):
        (draft / "name.csv").write_text(text)
        (draft / f"{text}.csv").write_text(text)

def kill_at(number):
    left = [number]
    def count(event, _):
        if event.split(".")[0] in ("open", "os", "shutil", "tempfile", "fcntl"):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

number, killed, before = 0, True, "old"
write("old")
while killed:
    number += 1
    child = os.fork()
    if child == 0:
        kill_at(number)
        write("new" if before == "old" else "old")
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    sweep(root)
    assert [path.name for path in root.iterdir()] == ["2025"], (number, list(root.iterdir()))
    text = (folder / "name.csv").read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted(["manifest.json", "name.csv", f"{text}.csv"])
    assert not not_ours(folder)
    before = text
print(number)
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a process, and sees to it that none is left."""
    started = []

    def begin(text: str, *words: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", text, *map(str, words)], env=os.environ | {"PYTHONPATH": SOURCE}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def writing(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_the_draft_of_a_process_that_was_killed_is_swept_at_the_next_run(tmp_path: Path, start: Start) -> None:
    process = writing(start(WRITES, tmp_path / "2025", "killed"))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert beside(tmp_path / "2025", "draft").exists()
    choose_folder(tmp_path, "2018", "a" * 64, changed=False)
    assert list(tmp_path.iterdir()) == []


def test_the_draft_of_a_process_that_lives_is_left_alone(tmp_path: Path, start: Start) -> None:
    process = writing(start(WRITES, tmp_path / "2025", "alive"))
    choose_folder(tmp_path, "2018", "a" * 64, changed=False)
    assert process.communicate("go on\n", timeout=60) == ("", "")
    assert (tmp_path / "2025" / "name.csv").read_text(encoding="utf-8") == "alive"
    assert [path.name for path in tmp_path.iterdir()] == ["2025"]


def test_the_second_of_two_writers_waits_and_says_who_writes(tmp_path: Path, start: Start) -> None:
    folder = tmp_path / "2025"
    first = writing(start(WRITES, folder, "first"))
    second = start(WRITES, folder, "second")
    assert second.stderr is not None
    waits = f"{folder}: process {first.pid} is writing there; waiting until it is done\n"
    assert second.stderr.readline() == waits
    assert first.communicate("go on\n", timeout=60) == ("", "")
    assert (folder / "name.csv").read_text(encoding="utf-8") == "first"
    assert writing(second).communicate("go on\n", timeout=60) == ("", "")
    assert (folder / "name.csv").read_text(encoding="utf-8") == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["2025"]


def test_many_writers_at_once_leave_the_results_of_one(tmp_path: Path, start: Start) -> None:
    processes = [start(WRITES_OFTEN, tmp_path / "2025", name) for name in "abc"]
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0, 0, 0]
    text = (tmp_path / "2025" / "name.csv").read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "2025").iterdir()) == [f"{text}.csv", "manifest.json", "name.csv"]
    assert not not_ours(tmp_path / "2025")
    assert [path.name for path in tmp_path.iterdir()] == ["2025"]


@pytest.mark.parametrize("how", ["in one step", "in two steps"])
def test_wherever_a_process_is_killed_one_of_both_results_is_there_and_whole(
    tmp_path: Path, start: Start, how: str
) -> None:
    said, errors = start(KILLED_EVERYWHERE, tmp_path, how).communicate(timeout=120)
    assert "Error" not in errors
    assert int(said) > 20
