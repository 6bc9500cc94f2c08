"""The command line, used as a planner would: run, change, compare, trace, and every kind of bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pandas import read_parquet

from corridorsim.cli import cli
from corridorsim.packaged import example

SHORT = ("--days", "20", "--replications", "2")


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == code, result.output
    return result


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_run_leaves_a_summary_tables_and_figures(here: Path) -> None:
    said = call("run", "example.yaml", "--replications", "2").output
    (folder,) = (here / "results").iterdir()
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    keys = (
        "schema_version scenario version scenario_sha256 seed engine replications window_days tonnes_mt trains_per_day "
        "dwell_h occupation bottleneck unfinished gridlock"
    )
    assert set(keys.split()) <= set(summary)
    assert set(summary["tonnes_mt"]) == {"total", "by_crossing", "by_direction"}
    assert set(summary["tonnes_mt"]["total"]) == {"mean", "low", "high"}
    assert set(summary["trains_per_day"]["Border"]) == {"HERE->THERE", "THERE->HERE"}
    assert set(summary["dwell_h"]["Border"]) == {"mean", "p95"}
    assert {"resource", "occupation", "why"} <= set(summary["bottleneck"])
    assert not any("toward" in name or "accepted" in name for name in summary["occupation"])
    names = {path.name for path in folder.iterdir()}
    assert {"numbers.csv", "daily.csv", "resources.csv", "string_line.svg", "string_line.png", "dwell.png"} <= names
    assert "Bottleneck:" in said
    assert "No gridlock" in said
    assert str(folder.relative_to(here)) in said


def test_unchanged_inputs_replace_their_folder_and_changed_ones_go_beside_it(here: Path) -> None:
    call("run", "example.yaml", "--quiet")
    before = files_of(here / "results" / "example")
    call("run", "example.yaml", "--quiet")
    assert files_of(here / "results" / "example") == before
    call("run", "example.yaml", "--quiet", "--seed", "2", *SHORT)
    call("run", "example.yaml", "--quiet", "--set", "traffic.scale=2", *SHORT)
    folders = sorted(path.name for path in (here / "results").iterdir())
    assert len(folders) == 3
    assert all(name == "example" or len(name) == len("example-123456") for name in folders)
    assert files_of(here / "results" / "example") == before


def test_another_seed_gives_other_numbers_and_the_reference_the_same(here: Path) -> None:
    call("run", "example.yaml", "--out", "a", "--quiet", *SHORT)
    call("run", "example.yaml", "--out", "b", "--quiet", "--engine", "simpy", *SHORT)
    call("run", "example.yaml", "--out", "c", "--quiet", "--seed", "7", *SHORT)
    ours, reference, other = (files_of(here / name) for name in "abc")
    assert json.loads(ours["summary.json"]) | {"engine": "simpy"} == json.loads(reference["summary.json"])
    for name in ("summary.json", "manifest.json"):
        del ours[name], reference[name]
    assert ours == reference
    assert other["numbers.csv"] != ours["numbers.csv"]


def test_results_of_another_seed_in_the_folder_asked_for_are_replaced_aloud(here: Path) -> None:
    call("run", "example.yaml", "--out", "a", "--quiet", *SHORT)
    assert call("run", "example.yaml", "--out", "a", "--quiet", *SHORT).output == ""
    said = call("run", "example.yaml", "--out", "a", "--quiet", "--seed", "7", *SHORT).output
    assert said == "a: replaces results of other inputs (scenario example, seed 1, replications 2)\n"
    assert json.loads((here / "a" / "summary.json").read_text(encoding="utf-8"))["seed"] == 7


def test_what_a_user_laid_into_the_results_is_never_written_over(here: Path) -> None:
    call("run", "example.yaml", "--quiet")
    (here / "results" / "example" / "notes.txt").write_text("dear diary", encoding="utf-8")
    said = call("run", "example.yaml").output
    (beside,) = (path.name for path in (here / "results").iterdir() if path.name != "example")
    assert f"did not write; it is kept, and the results go to results/{beside}\n" in said
    assert f"Files: results/{beside}/" in said
    assert (here / "results" / "example" / "notes.txt").read_text(encoding="utf-8") == "dear diary"
    said = call("run", "example.yaml", "--out", "results/example", code=2).output
    assert 'is not overwritten, as it holds "notes.txt", which corridorsim did not write; name another' in said


@pytest.mark.parametrize("name", ["../../up", "/etc/x", ".", ".."])
def test_whatever_a_scenario_is_called_its_results_stay_in_results(here: Path, name: str) -> None:
    call("run", "example.yaml", "--quiet", "--set", f"name={name}", *SHORT)
    assert sorted(path.name for path in here.iterdir()) == ["example.yaml", "results"]
    (folder,) = (here / "results").iterdir()
    assert (folder / "summary.json").exists()


def test_a_run_that_fails_while_it_writes_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corridorsim.report.write._draw", stumble)
    result = CliRunner().invoke(cli, ["run", "example.yaml", "--quiet", *SHORT])
    assert result.exit_code != 0
    assert list((here / "results").iterdir()) == []


def test_events_are_written_as_parquet(here: Path) -> None:
    said = call("run", "example.yaml", "--out", "a", "--events", *SHORT).output
    assert "trains.parquet, operations.parquet)" in said
    operations, trains = (read_parquet(f"a/{name}.parquet") for name in ("operations", "trains"))
    both = operations.merge(trains, on="train")
    count = (both["started_s"].notna() & (both["activity"] == "handover") & (both["class"] == "freight")).sum()
    passed = json.loads((here / "a" / "summary.json").read_text(encoding="utf-8"))["trains_per_day"]["Border"]
    assert count >= 20 * sum(direction["low"] for direction in passed.values()) * 0.9


def test_the_string_line_is_of_the_line_and_day_asked_for(here: Path) -> None:
    call("run", "example.yaml", "--out", "a", "--quiet", "--line", "Inland-Border", "--day", "2025-01-05", *SHORT)
    assert "2025-01-05" in (here / "a" / "string_line.svg").read_text(encoding="utf-8")
    assert 'did you mean "Inland-Border"?' in call("run", "example.yaml", "--line", "Inland-Bordr", code=2).output
    assert "must lie in the window" in call("run", "example.yaml", "--day", "2030-01-05", code=2).output


def test_a_stairway_is_drawn_on_demand(here: Path) -> None:
    call("run", "example.yaml", "--out", "a", "--quiet", *SHORT)
    assert not any("stairway" in name for name in files_of(here / "a"))
    where = ("--day", "2025-01-05", "--stairway", "--hours", "14:00-18:30")
    said = call("run", "example.yaml", "--out", "b", *where, *SHORT).output
    files = files_of(here / "b")
    assert {"stairway.svg", "stairway.png", "stairway.csv", "string_line_occupation.csv"} <= set(files)
    assert b"2025-01-05, 14:00 to 18:30" in files["stairway.svg"]
    assert files["stairway.csv"].startswith(b"train,class,direction,section,block,begin,end,from_km,to_km,blocking_s\n")
    assert "stairway" in said


@pytest.mark.parametrize("hours", ["6-10", "10:00-06:00", "06:00-06:00", "06:00-25:00", "24:00-24:30", "08:00", ""])
def test_hours_that_are_none_are_refused_before_anything_runs(here: Path, hours: str) -> None:
    said = call("run", "example.yaml", "--stairway", "--hours", hours, code=2).output
    assert f'--hours "{hours}": must be two times of one day' in said
    assert "simulating" not in said
    assert not (here / "results").exists()


def test_hours_are_of_the_stairway(here: Path) -> None:
    assert "add --stairway" in call("run", "example.yaml", "--hours", "06:00-10:00", code=2).output


def test_compare_tells_inputs_and_paired_differences(here: Path) -> None:
    text = example().read_text(encoding="utf-8")
    (here / "more.yaml").write_text(text.replace("fronts: 2", "fronts: 3").replace("name: example", "name: more"))
    said = call("compare", "example.yaml", "more.yaml", "--out", "c", *SHORT).output
    assert "crossings.Border.near.fronts" in said
    assert "net tonnes" in said
    assert {"differences.csv", "inputs.csv", "comparison.svg", "comparison.png"} <= set(files_of(here / "c"))


def test_compare_wants_two_scenarios(here: Path) -> None:
    assert "two scenarios" in call("compare", "example.yaml", code=2).output


def test_a_scenario_compared_with_itself_differs_in_nothing(here: Path) -> None:
    said = call("compare", "example.yaml", "example.yaml", "--out", "c", *SHORT).output
    assert " yes " not in said


def test_trace_tells_one_trains_story(here: Path) -> None:
    said = call("trace", "example.yaml", "--train", "out 3").output
    assert "enter at Inland" in said
    assert "handed over at Beyond" in said
    assert "has the trains 1 to" in call("trace", "example.yaml", "--train", "out 99999", code=2).output
    assert 'did you mean "out"?' in call("trace", "example.yaml", "--train", "outt 3", code=2).output


def test_verify_agrees(here: Path) -> None:
    assert "both engines agree" in call("verify", "example.yaml", "--days", "10").output


def test_validate_warns_of_what_is_odd_and_is_content(here: Path) -> None:
    odd = ("--set", "consists.containers.speed=600 km/h", "--set", "lines.Inland-Border.opens=2025-01-02")
    said = call("validate", "example.yaml", *odd).output.splitlines()
    assert len(said) == 3
    assert said[0].startswith("--set:1:1: warning: consists.containers.speed: is unusual: 600 km/h (usual: ")
    assert said[1].startswith("--set:1:1: warning: lines.Inland-Border.opens: opens 11 days after the run begins")
    assert ": no problems found." in said[2]


def test_a_run_tells_what_misleads_and_counts_the_other_warnings(here: Path) -> None:
    odd = ("--set", "consists.containers.speed=600 km/h", "--set", "lines.Inland-Border.opens=2025-01-02")
    said = " ".join(call("run", "example.yaml", *odd, *SHORT).output.split())
    assert "WARNING: lines.Inland-Border.opens: opens 11 days after the run begins" in said
    assert "1 more warning: see corridorsim validate example.yaml" in said
    (folder,) = (here / "results").iterdir()
    kept = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["warnings"]
    assert [sentence.partition(":")[0] for sentence in kept if ": " in sentence] == [
        "consists.containers.speed",
        "lines.Inland-Border.opens",
    ]
    assert "WARNING" not in " ".join(kept)


def test_a_comparison_tells_what_misleads_in_each_scenario(here: Path) -> None:
    late = "format: 1\nextends: example.yaml\nname: late\nlines: {Inland-Border: {opens: 2025-01-02}}\n"
    (here / "late.yaml").write_text(late, encoding="utf-8")
    said = " ".join(call("compare", "example.yaml", "late.yaml", "--out", "c", *SHORT).output.split())
    assert "WARNING: late: lines.Inland-Border.opens: opens 11 days after the run begins" in said
    assert "WARNING: example: lines" not in said
    kept = json.loads((here / "c" / "summary.json").read_text(encoding="utf-8"))["warnings"]
    assert any(each.startswith("lines.Inland-Border.opens: ") for each in kept[1])


def test_validate_counts_what_it_found(here: Path) -> None:
    said = " ".join(call("validate", "example.yaml").output.split())
    assert "no problems found. 1 line with 5 stations and sidings, 1 crossing, 2 flows; 0 numbers from" in said


def test_a_run_says_its_verdict_before_the_numbers(here: Path) -> None:
    said = call("run", "example.yaml", *SHORT).output
    assert said.index("Bottleneck: ") < said.index("95 % interval")


def test_the_example_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "corridorsim run example.yaml" in call("example").output
    assert "exists already" in call("example", code=2).output


def test_a_misspelt_command_is_guessed() -> None:
    assert 'did you mean "validate"?' in call("valdate", code=2).output


BAD = {
    "wrong type": ("points:\n      - {name: Inland", "points: 7\n    x:\n      - {name: Inland", "points"),
    "unknown key": ("tracks: {siding", "trakcs: {siding", 'did you mean "tracks"?'),
    "missing key": ("    useful_length: 850 m\n", "", "useful_length"),
    "duplicate key": ("replications: 5\n", "replications: 5\nreplications: 6\n", "duplicate"),
    "name of nothing": ("inland: {Inland and beyond: 100 %}", "inland: {Inland and beyon: 100 %}", "did you mean"),
    "negative": ("speed: 60 km/h", "speed: -60 km/h", "negative"),
    "not a number": ("load: 30 t", "load: .nan t", "load"),
    "infinite": ("variation: 0.3}\n    acc", "variation: .inf}\n    acc", "variation"),
    "5,000 digits": ("replications: 5\n", f"replications: {'9' * 5000}\n", "digits"),
    "wrong unit": ("at: 24 km", "at: 24 min", "which is a time"),
    "falling km": ("at: 52 km", "at: 20 km", "rise"),
    "loop of extends": ("format: 1\n", "format: 1\nextends: example.yaml\n", "example.yaml -> "),
    "missing file": ("format: 1\n", "format: 1\nextends: nowhere.yaml\n", "nowhere.yaml"),
    "tab": ("  length: 90 days", "\tlength: 90 days", "tab"),
    "tag": ("name: example", "name: !!python/name:os.system x", "tag"),
    "brackets": ("replications: 5", f"replications: {'[' * 60000}", "deep"),
    "yes for a word": ("kind: passenger", "kind: yes", "yes"),
    "true for a name": ("name: example", "name: true", "quotes"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_with_its_place_and_exit_code_2(here: Path, what: str) -> None:
    old, new, told = BAD[what]
    text = (here / "example.yaml").read_text(encoding="utf-8")
    assert old in text
    (here / "example.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    for command in ("validate", "run"):
        said = call(command, "example.yaml", code=2).output
        assert told in said
        assert "Traceback" not in said
        assert all(line.startswith("example.yaml:") for line in said.splitlines()), said
    assert not (here / "results").exists()


def test_files_that_are_no_scenarios_are_told_so(here: Path) -> None:
    (here / "empty.yaml").write_text("", encoding="utf-8")
    (here / "latin.yaml").write_bytes("name: Köln".encode("latin-1"))
    with (here / "huge.yaml").open("wb") as file:
        file.truncate(100 * 2**20)
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (here / "bomb.yaml").write_text(bomb, encoding="utf-8")
    for name in ("empty", "latin", "huge", "bomb", "missing"):
        said = call("validate", f"{name}.yaml", code=2).output
        assert said.startswith(f"{name}.yaml"), said
        assert len(said.splitlines()) == 1


def test_every_problem_is_told_at_once(here: Path) -> None:
    text = (here / "example.yaml").read_text(encoding="utf-8")
    bad = text.replace("at: 24 km", "at: 24").replace("speed: 60 km/h", "speed: fast").replace("lanes: 3", "lanes: -3")
    (here / "example.yaml").write_text(bad, encoding="utf-8")
    assert len(call("validate", "example.yaml", code=2).output.splitlines()) == 4


def test_set_names_the_key_that_is_wrong(here: Path) -> None:
    assert "did you mean" in call("validate", "example.yaml", "--set", "trafic.scale=2", code=2).output
    assert "key=value" in call("validate", "example.yaml", "--set", "traffic.scale", code=2).output


def test_help_loads_nothing_heavy() -> None:
    heavy = ["numpy", "numba", "pydantic", "rich"]
    code = f"import sys; import corridorsim.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "[]"


def test_the_module_runs_as_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corridorsim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("corridorsim, version ")
