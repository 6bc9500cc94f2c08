"""A back-test of a small world, from its file to its scores."""

from datetime import date
from math import isnan
from pathlib import Path

import pytest
from click.testing import CliRunner

from corridorsim.cli import cli
from corridorsim.errors import CorridorError, InputError
from corridorsim.forecast.backtest import Prediction, Predictions, fans, inputs_sha256, run_backtest, years_simulated
from corridorsim.forecast.demand import fit
from corridorsim.forecast.report import predictions_folder, scores_table, sentences
from corridorsim.model.forecast import Backtest, read_backtest

FILE = """
format: 1
name: small
draws: 6
fan_to: 2030
series:
  total: &series
    what: tonnes
    unit: Mt/year
    values: {2020: 0.3 Mt/year, 2021: 0.33 Mt/year, 2022: {value: 0.18 Mt/year, part_of_year: 50 %}}
    error: 1 %
    growth: 0.1
    growth_spread: 0.02
    step: 0.02
  out: {what: out, unit: "%", scale: logit, values: {2020: 60 %}, error: 1 %, growth_spread: 0.05, step: 0.05}
demand: {total: total, direction: {HERE->THERE: out}, crossing: {}}
folds:
  early: {fit_to: 2020, scenarios: {2021: example.yaml, 2022: example.yaml}}
  late: {fit_to: 2022, scenarios: {2024: example.yaml}}
outcomes:
  tonnes: {number: tonnes.total, unit: Mt/year, values: {2020: 0.3 Mt/year, 2021: 0.33 Mt/year, 2022: 0.36 Mt/year}}
trade: {values: {2020: 10, 2021: 11}}
"""


@pytest.fixture
def file(here: Path) -> Path:
    text = (here / "example.yaml").read_text("utf-8").replace("length: 365 days", "length: 60 days")
    (here / "example.yaml").write_text(text, "utf-8")
    (here / "small.yaml").write_text(FILE, "utf-8")
    return here / "small.yaml"


def test_amounts_of_part_of_a_year_are_those_of_the_whole(file: Path) -> None:
    assert read_backtest(file).series["total"].years[2022].amount == pytest.approx(0.36e6)


def test_what_is_simulated_is_what_was_drawn(file: Path) -> None:
    """The small corridor carries whatever is asked of it, so that the tonnes are the demand's, within its luck."""
    predictions = run_backtest(read_backtest(file), ["early"], workers=1)
    drawn = fit(predictions.backtest, 2020).draw([2021, 2022], 6)["total"][:, 0] / 1e6
    first = next(each for each in predictions.each if each.year == 2021)
    assert sorted(first.sample) == pytest.approx(sorted(drawn), rel=0.1)
    assert first.naive["last value"] == pytest.approx(0.3)
    assert first.naive["with trade"] == pytest.approx(0.33)


def test_the_same_seed_says_the_same(file: Path) -> None:
    backtest = read_backtest(file)
    one, two = (run_backtest(backtest, ["late"], 4, workers=workers).each for workers in (1, 2))
    assert [each.sample for each in one] == [each.sample for each in two]


def test_years_are_counted_before_they_are_simulated(file: Path) -> None:
    backtest = read_backtest(file)
    assert years_simulated(backtest) == 18
    assert years_simulated(backtest, ["late"], 5) == 5


def test_fans_widen(file: Path) -> None:
    years, quantiles = fans(fit(read_backtest(file), 2022), 2030)["total"]
    assert years == [*range(2020, 2031)]
    width = quantiles[4] / quantiles[0]
    assert width[-1] > width[4] > width[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("total: total,", "total: tonnes,", 'small.yaml:16:17: demand.total: names "tonnes", which is not in series'),
        ("{2021: example.yaml, 2022", "{2019: example.yaml, 2022", "must be after 2020, the last year that is fitted"),
        ("{2020: 60 %}", "{2020: 60 %, soon: 60 %}", "must be under a year from 1990 to 2100"),
        ("{2020: 60 %}", "{2020: 100 %}", "must be a share between 0 and 1 (got 1)"),
        ("2022: 0.36 Mt/year}}", "2022: 360 kt/year}}", "must be in Mt/year"),
        ("2020: 0.3 Mt/year, 2021: 0.33 Mt/year, 2022: {", "2020: much, 2022: {", "must be an amount, such as"),
    ],
)
def test_mistakes_are_said_with_their_place(file: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    file.write_text(FILE.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as error:
        read_backtest(file)
    assert told in str(error.value)


def test_an_unknown_number_is_said(file: Path) -> None:
    file.write_text(FILE.replace("tonnes.total", "tonnes.totl"), "utf-8")
    with pytest.raises(CorridorError, match=r'"tonnes.totl" is not a number of example .*"tonnes.total"'):
        run_backtest(read_backtest(file), ["late"], 4)


def test_a_direction_that_the_scenario_does_not_have_is_said(file: Path) -> None:
    file.write_text(FILE.replace("HERE->THERE", "CN->KZ"), "utf-8")
    with pytest.raises(CorridorError, match=r'demand.direction: "CN->KZ" is not in example; known names: HERE->THERE'):
        run_backtest(read_backtest(file), ["late"], 4)


def test_an_unknown_fold_is_said(file: Path) -> None:
    with pytest.raises(CorridorError, match=r'"lat" is not a fold of small .*"late"'):
        run_backtest(read_backtest(file), ["lat"])


def test_a_change_of_a_scenario_is_another_input(file: Path, here: Path) -> None:
    backtest = read_backtest(file)
    before = inputs_sha256(backtest)
    text = (here / "example.yaml").read_text("utf-8")
    (here / "example.yaml").write_text(text.replace("seed: 1", "seed: 2"), "utf-8")
    assert inputs_sha256(backtest) != before


def made(backtest: Backtest, *each: tuple[float, ...]) -> Predictions:
    """Predictions of 1.0 with these samples."""
    told = [
        Prediction("early", 2021, f"number {n}", "t", sample, 1.0, {"last value": 1.5}) for n, sample in enumerate(each)
    ]
    return Predictions(backtest, {"early": fit(backtest, 2020)}, tuple(told))


def test_scores_by_hand(file: Path) -> None:
    """One sample around the truth, one far above it: half the intervals hold; CRPS (0 + 3)/2 over naive 0.5."""
    table = scores_table(made(read_backtest(file), (0.0, 2.0), (3.0, 5.0)))
    assert table["compared"] == [2, 2]
    assert table["mean_error_share"][0] == pytest.approx((0 + 3) / 2)
    assert table["in_50"][0] == table["in_90"][0] == 0.5
    assert table["crps_over_last_value"][0] == pytest.approx((0 + 2) / 2 / 0.5)
    assert isnan(table["crps_over_trend"][0])  # type: ignore[arg-type]


def test_sentences_say_good_and_bad(file: Path) -> None:
    said = [*sentences(made(read_backtest(file), (0.0, 2.0), (3.0, 5.0)))]
    assert said[0] == (
        "Fold early: 2 numbers are published; the medians are 150 % off in the mean, "
        "50 % lie in the 50 % interval and 50 % in the 90 % interval."
    )
    assert said[1] == "Fold early: the score (CRPS, less is better) is 2.00 times that of the last value."


def test_predictions_are_never_rewritten(file: Path, here: Path) -> None:
    backtest = read_backtest(file)
    first = CliRunner().invoke(cli, ["backtest", "small.yaml", "--fold", "late", "--draws", "4", "--out", "said"])
    assert first.exit_code == 0, first.output
    names = {path.name for path in (here / "said").iterdir()}
    assert {"predictions.csv", "samples.csv", "scores.csv", "demand.png", "predictions.png", "summary.json"} <= names
    again = CliRunner().invoke(cli, ["backtest", "small.yaml", "--fold", "late", "--draws", "4", "--out", "said"])
    assert again.exit_code == 1
    assert "said: exists already, and predictions are never rewritten; name another with --out" in again.output
    name = f"results/predictions/small-2026-11-30-{inputs_sha256(backtest)[:6]}"
    assert next(predictions_folder(backtest, None, date(2026, 11, 30)).folders()) == Path(name)
