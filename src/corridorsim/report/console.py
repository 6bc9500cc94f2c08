"""Tables and sentences for the terminal."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from corridorsim.measures.advice import advise
from corridorsim.measures.conservation import is_lost
from corridorsim.model import Scenario
from corridorsim.study import Comparison, Estimate, Settled, Study
from corridorsim.study.numbers import headline, observed, told

NARROWEST = 120


def console() -> Console:
    """The terminal, or plain wide text where there is none."""
    screen = Console(highlight=False, soft_wrap=False)
    return screen if screen.is_terminal else Console(highlight=False, width=NARROWEST)


def study_table(study: Study) -> Table:
    """The dozen numbers with their intervals, beside what was observed."""
    seen = observed(study)
    table = Table(title=f"{study.scenario.name}: {_runs(study)}", title_justify="left", title_style="bold")
    for heading in ("number", "unit"):
        table.add_column(heading)
    for heading in ("mean", "95 % interval", *(["published"] if seen else [])):
        table.add_column(heading, justify="right")
    for name in headline(study):
        what, unit = told(name)
        estimate = study.estimates[name]
        figures = [_number(estimate.mean), _interval(estimate)]
        if seen:
            figures.append(_number(seen[name]) if name in seen else "")
        table.add_row(what, unit, *figures)
    return table


def bottleneck_sentence(study: Study) -> str:
    """What holds the corridor back, in a sentence."""
    found = study.bottleneck
    return (
        "No loaded train runs."
        if found is None
        else f"Bottleneck: {found.resource}. {found.why[0].upper()}{found.why[1:]}."
    )


def choice_sentence(settled: Settled) -> str:
    """Which crossings were chosen, and whether that has settled."""
    chosen = [
        f"{flow}: " + ", ".join(f"{crossing} {share:.0%}" for crossing, share in shares.items())
        for flow, shares in settled.mean_shares().items()
    ]
    after = f"{len(settled.rounds)} rounds; {settled.best.gap:.1%} of the tonnes would change"
    how = "settled" if settled.is_settled else "NOT settled"
    return f"Choice of crossing {how} after {after}. {'; '.join(chosen)}."


def lost_sentences(study: Study) -> Iterator[str]:
    """What is lost in each replication: nothing, or this program is wrong."""
    for number, replication in enumerate(study.replications):
        table = replication.tables["conservation"]
        lost = is_lost(table["quantity"], table["at_begin"] + table["came"], table["lost"])
        for row in np.flatnonzero(lost).tolist():
            crossing, direction, quantity = (table[name][row] for name in ("crossing", "direction", "quantity"))
            yield (
                f"DEFECT: {table['lost'][row]:g} {quantity} {crossing} {direction} are lost in replication {number}. "
                "The program is wrong, not the corridor: do not use these results, and report them with the scenario."
            )


def unfinished_sentence(study: Study) -> str:
    """What was still under way at the end, and gridlock, and what else stood still, in words where there is any."""
    unfinished = sum(r.unfinished for r in study.replications) / len(study.replications)
    text = f"{unfinished:.0f} trains were under way when the window closed."
    if not study.gridlock:
        return "\n".join([f"{text} Nothing locked.", *map(str, study.stopped)])
    advice = advise(study.first.plan, study.first.outcome) if study.first.gridlock else ()
    return "\n".join([text, str(study.gridlock), *map(str, advice), *map(str, study.stopped)])


def warning_sentences(scenario: Scenario, file: Path) -> Iterator[str]:
    """What the results must be read with, and how many warnings there are besides."""
    misleading = [each for each in scenario.warnings if each.kind == "misleading"]
    yield from (f"Warning: {each.sentence}." for each in misleading)
    more = len(scenario.warnings) - len(misleading)
    if more:
        yield f"{more}{' more' if misleading else ''} warning{'s' if more > 1 else ''}: see corridorsim validate {file}"


def input_table(comparison: Comparison) -> Table:
    """Keys whose values differ between the scenarios."""
    table = Table(title="What differs in the inputs", title_justify="left", title_style="bold")
    table.add_column("key", overflow="fold")
    for study in comparison.studies:
        table.add_column(study.scenario.name, overflow="fold")
    for difference in comparison.inputs:
        table.add_row(difference.key, *("-" if value is None else str(value) for value in difference.values))
    return table


def difference_table(comparison: Comparison) -> Table:
    """The dozen numbers against the first scenario; a clear difference is one whose interval leaves zero out."""
    base, *others = [study.scenario.name for study in comparison.studies]
    title = f"What changes against {base}, paired over {comparison.studies[0].scenario.replications} replications"
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("number", "unit", *(["scenario"] if len(others) > 1 else [])):
        table.add_column(heading)
    for heading in (base, "other" if len(others) > 1 else others[0], "difference", "95 % interval", "clear"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in comparison.differences:
        whom = [row.scenario] if len(others) > 1 else []
        interval = f"{_signed(row.change.low)} to {_signed(row.change.high)}"
        figures = [_number(row.base.mean), _number(row.other.mean), _signed(row.change.mean), interval]
        table.add_row(*told(row.number), *whom, *figures, "yes" if row.is_clear else "no")
    return table


def _runs(study: Study) -> str:
    count = study.scenario.replications
    return (
        f"{study.first.columns.days:g} days, {count} replication{'s' if count > 1 else ''}, seed {study.scenario.seed}"
    )


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "-") + _number(abs(value))


def _interval(estimate: Estimate) -> str:
    return "" if estimate.low == estimate.high else f"{_number(estimate.low)} to {_number(estimate.high)}"
