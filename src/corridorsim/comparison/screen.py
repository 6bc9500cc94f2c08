"""The tables of a comparison on the terminal."""

from rich.table import Table

from corridorsim.comparison.study import Comparison, Difference
from corridorsim.paper.screen import figures_column, keys_column, titled, words_column
from corridorsim.report.console import behind
from corridorsim.statistics.rounding import counted, number, signed

ABSENT = "-"


def input_table(comparison: Comparison) -> Table:
    """Keys whose values differ between the scenarios."""
    table = titled("What differs in the inputs")
    keys_column(table, "key")
    for label in comparison.labels:
        words_column(table, label)
    for difference in comparison.inputs:
        table.add_row(difference.key, *(ABSENT if text is None else text for text in difference.texts))
    return table


def difference_table(comparison: Comparison) -> Table:
    """The dozen numbers against the first scenario; clear if the interval, as shown, leaves zero out."""
    base, *others = comparison.labels
    count = len(comparison.studies[0].replications)
    table = titled(f"What changes against {base}, paired over {counted(count, 'replication')}")
    for heading in ("number", "unit", *(["scenario"] if len(others) > 1 else [])):
        words_column(table, heading)
    for heading in (base, "other" if len(others) > 1 else others[0], "difference", "95 % interval", "clear"):
        figures_column(table, heading)
    for row in comparison.headline:
        whom = [row.scenario] if len(others) > 1 else []
        means = [ABSENT if one is None else number(one.mean, row.places) for one in (row.base, row.other)]
        what = comparison.named.words(row.number)
        estimate = row.change or row.only_estimate
        what += behind(comparison.studies[0], estimate) if estimate else ""
        table.add_row(what, row.number.unit, *whom, *means, *_change(row))
    if any(row.change is None for row in comparison.headline):
        table.caption, table.caption_justify = f"{ABSENT}: the scenario does not have this number", "left"
    return table


def _change(row: Difference) -> tuple[str, str, str]:
    """The difference, its interval, and whether it is clear; marks where only one scenario has the number."""
    if row.change is None:
        return ABSENT, ABSENT, ABSENT
    decimals = row.places
    between = f"{signed(row.change.low, decimals)} to {signed(row.change.high, decimals)}"
    verdict = {True: "yes", False: "no", None: ""}[row.is_clear]
    return signed(row.change.mean, decimals), between if row.change.has_interval else "", verdict
