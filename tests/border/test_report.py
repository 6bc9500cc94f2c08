"""A crossing's study in the terminal, on disk and in pictures."""

import json
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from PIL import Image
from rich.console import Console

from corridorsim.border.charts import Segment, draw_day, draw_hours, draw_queues_and_yards
from corridorsim.border.flow import Block, Box, draw_flow
from corridorsim.border.over_time import queues_and_yards
from corridorsim.border.report import (
    border_folder,
    border_sha256,
    border_table,
    day_sentence,
    limit_sentence,
    station_sentences,
    write_border,
)
from corridorsim.border.study import BorderStudy, study_border
from corridorsim.paper.place import settled
from corridorsim.paper.style import save
from worlds import into, out, world

OUT = "HERE->THERE"


@cache
def studied() -> BorderStudy:
    changes = {"window.length": "7 days", "window.warm_up": "3 days", "replications": 2, "crossings.Gate.far.fronts": 1}
    return study_border(world(changes, out=out(22), back=into(3)), "Gate")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study's folder."""
    folder = tmp_path_factory.mktemp("results") / "border"
    write_border(studied(), folder)
    return folder


def printed(study: BorderStudy, direction: str) -> str:
    screen = Console(width=120, record=True)
    screen.print(border_table(study, direction))
    return screen.export_text()


def test_the_table_names_each_stage_with_its_key_and_marks_the_least() -> None:
    text = printed(studied(), OUT)
    lines = text.splitlines()
    (marked,) = [line for line in lines if "12.0 *" in line]
    assert "D transshipment" in marked
    assert "crossings.Gate.far.fronts" in lines[lines.index(marked) + 1]
    assert max(map(len, lines)) <= 120


def test_the_table_has_what_a_stage_carries_a_day() -> None:
    assert "carries/day" in printed(studied(), OUT)


def test_where_others_left_a_stage_the_sentence_says_so() -> None:
    """12 a day pass; had the formula given the direction 10, the others would have left it two."""
    stages = studied().stages
    row = studied().limiting(OUT)
    fewer = {name: values.copy() for name, values in stages.items()}
    fewer["capacity_trains_per_day"][row] = 10.0
    study = SimpleNamespace(stages=fewer, limiting=studied().limiting, most_used=studied().most_used)
    assert "12.0 came to it (others left it room). " in limit_sentence(cast(BorderStudy, study), OUT)


def test_use_by_hour_says_by_whose_clock(written: Path) -> None:
    assert "in each hour by the clock of Kazakhstan" in (written / "use_by_hour.svg").read_text("utf-8")


def test_the_limit_is_told_in_a_sentence() -> None:
    assert limit_sentence(studied(), OUT) == (
        "HERE->THERE: D transshipment carries least by itself, 12.0 trains a day (12,000 t, 240 TEU); 22.0 are due, "
        "12.0 came to it. It is also used most in the simulation (100 % of its time). Change crossings.Gate.far.fronts."
    )


def test_a_train_s_day_is_told_in_a_sentence() -> None:
    sentence = day_sentence(studied(), "THERE->HERE")
    assert sentence.startswith("THERE->HERE: from arrival to departure a train takes")
    assert "4.3 h work" in sentence
    assert "; a container 4." in sentence


def test_the_time_at_each_station_is_told_in_a_sentence() -> None:
    left, entered = station_sentences(studied(), "THERE->HERE")
    assert re.fullmatch(r"D, leaving THERE: goods stay \d\.\d h \(95 % within \d\.\d h\), containers \d\.\d h\.", left)
    assert entered.startswith("C, entering HERE: goods stay 3.")
    (at_c, _) = station_sentences(studied(), OUT)
    assert re.search(r"; before that, their trains wait \d+\.\d h on the line, \d+\.\d h at the origin\.$", at_c)


def test_the_folder_has_the_tables_and_the_pictures(written: Path) -> None:
    names = {path.name for path in written.iterdir()}
    tables = {f"{name}.csv" for name in ("stages", "timeline", "station_times", "queues", "tracks", "use_by_hour")}
    pictures = {f"{name}.{end}" for name in ("flow", "day", "fill", "use_by_hour") for end in ("svg", "png")}
    assert names == tables | pictures | {"summary.json", "manifest.json"}
    summary = json.loads((written / "summary.json").read_text("utf-8"))
    assert summary["limiting"][OUT]["stage"] == "D transshipment"
    assert set(summary["time_at_crossing"][OUT]) == {"train", "container"}
    assert summary["time_at_crossing"][OUT]["container"]["mean_h"] == pytest.approx(
        summary["time_at_crossing"][OUT]["train"]["mean_h"]  # all trains carry 20 TEU
    )
    assert set(summary["time_by_station"]) == {
        "C leaving HERE", "D entering THERE", "D leaving THERE", "C entering HERE",
    }  # fmt: skip
    assert summary["scenario_sha256"] == border_sha256(studied().scenario, "Gate")
    with Image.open(written / "flow.png") as picture:
        assert picture.width == 1600
    header = (written / "stages.csv").read_text("utf-8").splitlines()[0]
    assert header.startswith("route,trains,stage,kind,change,trains_per_day,use_share,occupied_share,queue_trains")


def test_each_crossing_has_a_folder_of_its_own_and_another_one_s_is_replaced_aloud(written: Path) -> None:
    scenario = studied().scenario
    assert settled(border_folder(scenario, "Gate", None, changed=False)) == Path("results") / "world-border-Gate"
    assert settled(border_folder(scenario, "../Gate", None, changed=False)).parent == Path("results")
    assert border_folder(scenario, "Gate", written, changed=False).news(written) == ""
    said = border_folder(scenario, "Other", written, changed=False).news(written)
    assert said == f"{written}: replaces results of other inputs (scenario world, seed 1, replications 2)"


def test_the_flow_draws_a_box_for_each_stage_and_frames_the_least() -> None:
    boxes = [Box(f"stage {n}", 10.0 + n, n / 8, 0.0, np.nan, least=n == 3) for n in range(7)]
    boxes[4] = boxes[4]._replace(queue=3.14, wait=12.0)
    (axes,) = draw_flow([("A->B", [Block([[box]]) for box in boxes])], "title", "subtitle").axes
    texts = [text.get_text() for text in axes.texts]
    assert texts[0] == "A \u2192 B"
    assert {"3.1", "12 h"} <= set(texts)
    frames = [patch for patch in axes.patches if patch.get_linewidth() > 2 and not patch.get_fill()]
    assert len(frames) == 1
    assert "carries 13.0/day\nworks 38 %" in texts


def plain(name: str, share: float = 1.0) -> Box:
    return Box(name, 10.0, 0.5, 0.0, np.nan, least=False, share=share)


def test_alternatives_lie_above_each_other_with_the_share_that_takes_each() -> None:
    yard = [plain("yard", 0.75), plain("machines", 0.75)]
    blocks = [Block([[plain("control")]]), Block([yard, [plain("fronts", 0.25)]]), Block([[plain("tracks")]])]
    (axes,) = draw_flow([("A->B", blocks)], "", "").axes
    corner = {
        text.get_text(): text.get_position() for text in axes.texts if text.get_fontweight() == "bold"
    }  # a box's name stands in its middle
    assert corner["yard"][0] == corner["fronts"][0] < corner["machines"][0] < corner["tracks"][0]
    assert corner["yard"][1] == corner["machines"][1] > corner["control"][1] == corner["tracks"][1]
    assert corner["fronts"][1] < corner["control"][1]
    told = [text.get_text() for text in axes.texts]
    assert told.count("75 % of trains") == told.count("25 % of trains") == 1


def test_where_the_onward_trains_begin_is_said() -> None:
    blocks = [Block([[plain("yard")]]), Block([[plain("loads")]], begins="onward trains:")]
    (axes,) = draw_flow([("A->B", blocks)], "", "").axes
    assert "onward trains:" in {text.get_text() for text in axes.texts}


def test_those_that_pass_by_have_a_line_below() -> None:
    (axes,) = draw_flow([("A->B", [Block([[plain("X-ray", 0.2)]], passes_by=0.8)])], "", "").axes
    assert {"20 % of trains", "80 % pass by"} <= {text.get_text() for text in axes.texts}
    lowest = min(min(line.get_ydata()) for line in axes.lines)
    assert lowest < min(patch.get_y() for patch in axes.patches if isinstance(patch, Rectangle))


def test_twenty_stages_stay_on_the_page() -> None:
    """Rows of five; a lane of seven, too long for a row, becomes a chain with its share."""
    blocks = [Block([[plain(f"stage {n}")]]) for n in range(10)]
    blocks += [Block([[plain(f"yard {n}", 0.5) for n in range(7)], [plain("fronts", 0.5)]]), *blocks[:2]]
    figure = draw_flow([("A->B", blocks)], "", "")
    (axes,) = figure.axes
    boxes = [patch for patch in axes.patches if isinstance(patch, Rectangle) and not patch.get_fill()]
    assert len(boxes) == 20
    assert max(box.get_x() + box.get_width() for box in boxes) < 10
    assert min(box.get_y() for box in boxes) > 0
    assert len({(box.get_x(), box.get_y()) for box in boxes}) == 20


def test_a_stage_without_a_formula_has_its_use_alone() -> None:
    (axes,) = draw_flow([("A->B", [Block([[Box("line", np.nan, 0.5, 0, np.nan, least=False)]])])], "", "").axes
    assert "works 50 %" in [text.get_text() for text in axes.texts]


def test_the_day_is_drawn_as_steps_from_arrival_to_departure() -> None:
    segments = [Segment("control", 1, 2, 2, 3), Segment("nothing", 0, 0, 0, 0), Segment("border", 0.5, 0.5, 4, 1)]
    (axes,) = draw_day({"A->B, a train: 4.0 h": segments}, "", "").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["control", "border"]
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [
        (0, 1), (1, 2), (0, 2), (2, 3), (3, 0.5), (3.5, 0.5), (5, 4), (9, 1)
    ]  # fmt: skip
    assert axes.get_title("left") == "A \u2192 B, a train: 4.0 h"


def test_queues_and_yards_have_a_panel_each() -> None:
    times = np.datetime64("2025-01-01T00") + np.arange(48).astype("timedelta64[h]")
    queues, yards = {"lanes": np.full(48, 2.0), "none": np.zeros(48)}, {"C tracks": (4, np.full(48, 3.0))}
    figure = draw_queues_and_yards(queues_and_yards(times, queues, yards), "", "")
    titles = [axes.get_title("left") for axes in figure.axes]
    assert titles == ["lanes: 2.0 trains wait on average", "C tracks: 3.0 of 4 occupied on average"]


def test_a_long_window_is_drawn_day_by_day() -> None:
    times = np.datetime64("2025-01-01T00") + np.arange(24 * 30).astype("timedelta64[h]")
    figure = draw_queues_and_yards(queues_and_yards(times, {}, {"C tracks": (24, np.arange(24.0 * 30) % 24)}), "", "")
    yard = next(axes for axes in figure.axes if axes.lines)
    assert np.all(yard.lines[0].get_ydata() == 11.5)
    assert len(yard.lines[0].get_ydata()) == 30


def test_use_by_hour_has_a_panel_for_each_thing() -> None:
    figure = draw_hours({"lanes": np.full(24, 0.25), "fronts": np.zeros(24)}, {"lanes": 3, "fronts": 2}, "", "")
    assert [axes.get_title("left") for axes in figure.axes] == ["lanes (3)", "fronts (2)"]
    assert {bar.get_height() for bar in figure.axes[0].patches} == {25}


def test_nothing_is_drawn_as_nothing(tmp_path: Path) -> None:
    times = np.zeros(0, "datetime64[s]")
    save(draw_flow([("A->B", [])], "t", "s"), tmp_path / "a")
    save(draw_day({"A->B": []}, "t", "s"), tmp_path / "b")
    save(draw_queues_and_yards(queues_and_yards(times, {}, {}), "t", "s"), tmp_path / "c")
    figure = draw_hours({}, {}, "t", "s")
    assert [text.get_text() for text in figure.axes[0].texts] == ["Nothing works on trains here"]


def test_the_same_study_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_border(studied(), tmp_path / "again")
    assert all(path.read_bytes() == (tmp_path / "again" / path.name).read_bytes() for path in written.iterdir())
