"""The results as tables on the screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.bars import bars

WORDS = ("program", "peer", "model", "over", "what", "scenario", "caches", "case")  # columns of words, not numbers


def show(found: dict[str, Any], screen: Console) -> None:
    """Print everything that a results file holds."""
    machine = found["machine"]
    screen.print(f"{machine['cores']} cores, {machine['processor']}, {machine['python']}; medians and ratios only")
    screen.print(f"{machine['load']:.1f} others were at work on them in the minute before, on average")
    screen.print(engine_table(found["engines"]))
    screen.print(peer_table(found["peers"]))
    for name in found["skipped"]:
        screen.print(f"{name}: not installed, skipped")
    if found["sumo"]:
        screen.print(sumo_table(found["sumo"]))
    screen.print(curve_table(found["curves"]))
    screen.print(one_line_table(found))
    screen.print(end_table(found["end_to_end"]))
    screen.print(whole_table(found["whole"]))
    screen.print(large_table(found["large"]))
    if found["quick"]:
        screen.print("The bars are held against the full run: here the programs are so small that fixed costs count.")
    else:
        screen.print(bar_table(found))


def engine_table(rows: Iterable[dict[str, Any]]) -> Table:
    """Kernel, bare loop and reference."""
    head = ("program", "started", "on agenda", "bare ns", "own agenda ns", "kernel ns", "kernel / bare", "/ own agenda",
            "reference / kernel", "M ops/s")  # fmt: skip
    return _table(
        "An operation", head,
        [(r["program"], f"{r['operations']:,}", f"{r['agenda']:,}", f"{r['bare_ns']:.0f}",
          f"{r['own_agenda_ns']:.0f}", f"{r['kernel_ns']:.0f}", f"{r['over_bare']:.2f}", f"{r['over_own_agenda']:.2f}",
          f"{r['reference_over_kernel']:.0f}", f"{r['million_a_second']:.1f}") for r in rows],
    )  # fmt: skip


def peer_table(rows: Iterable[dict[str, Any]]) -> Table:
    """Peers on equal models."""
    return _table(
        "Peers, equal to the second", ("peer", "model", "operations", "peer ns", "kernel ns", "peer / kernel"),
        [(r["peer"], r["model"], f"{r['operations']:,}", f"{r['peer_ns']:,.0f}", f"{r['kernel_ns']:.0f}",
          f"{r['over_kernel']:,.0f}") for r in rows],
    )  # fmt: skip


def sumo_table(rows: Iterable[dict[str, Any]]) -> Table:
    """Trains arriving and seconds by pairs a day."""
    head = ("pairs a day", "trains", "SUMO arrived", "ours", "SUMO min", "ours min", "SUMO s", "ours ms")
    return _table(
        "SUMO on six two-track stations, one day of trains, three days of run", head,
        [(str(r["pairs"]), str(r["trains"]), str(r["sumo_arrived"]), str(r["our_arrived"]), f"{r['sumo_minutes']:.0f}",
          f"{r['our_minutes']:.0f}", f"{r['sumo_seconds']:.1f}", f"{r['our_seconds'] * 1000:.1f}") for r in rows],
    )  # fmt: skip


def curve_table(rows: Iterable[dict[str, Any]]) -> Table:
    """Cost over size."""
    cells = []
    for r in rows:
        points = ", ".join(f"{v:g}: {ns:.0f}" for v, ns in zip(r["values"], r["kernel_ns"], strict=True))
        exponents = (f"{r[name]:.3f}" for name in ("exponent", "bare_exponent", "own_agenda_exponent"))
        cells.append((r["parameter"], r["program"], points, *exponents))
    head = ("over", "program", "kernel ns an operation", "exponent", "of bare loop", "of own agenda")
    return _table("Growth (1: an operation costs the same at any size)", head, cells)


def one_line_table(found: dict[str, Any]) -> Table:
    """What is one number each."""
    cells = [(f"replications: {name}", f"{value:.3f}") for name, value in found["replications"].items()]
    cells += [(f"eight runs, {n} threads over one", f"{value:.2f}") for n, value in found["threads"].items()]
    cells += [(f"peak bytes an operation, {name}", f"{value:.1f}") for name, value in found["memory"].items()]
    cells += [(f"start: {name}, s", f"{value:.2f}") for name, value in found["first_compile"].items()]
    cells += [(f"one replication of ten years: {name}", f"{value:.2f}") for name, value in found["years"].items()]
    return _table("Replications, threads, memory, start, ten years", ("what", "number"), cells)


def end_table(rows: Sequence[dict[str, Any]]) -> Table:
    """The whole command and its stages."""
    stages = list(rows[0]["stages"])
    return _table(
        "corridorsim run, seconds; the stages on one thread", ("scenario", "caches", "command", "MB", *stages),
        [(r["scenario"], r["caches"], f"{r['command']:.1f}", f"{r['memory']:.0f}",
          *(f"{r['stages'][s]:.2f}" for s in stages)) for r in rows],
    )  # fmt: skip


def whole_table(numbers: dict[str, float]) -> Table:
    """The whole command with warm caches."""
    cells = [(name, f"{value:,.2f}") for name, value in numbers.items()]
    return _table("corridorsim run: seconds, MB, ratios", ("what", "number"), cells)


def large_table(cases: dict[str, dict[str, float]]) -> Table:
    """Large cases beside a year."""
    head = (
        "case",
        "operations",
        "s",
        "MB",
        "ns an operation",
        "bytes an operation",
        "ns / a year's",
        "bytes / a year's",
    )
    return _table(
        "Large cases, one replication planned, run and measured", head,
        [(name, f"{c['operations']:,}", f"{c['seconds']:.1f}", f"{c['memory']:.0f}", f"{c['nanoseconds']:.0f}",
          f"{c['bytes']:.0f}", f"{c['nanoseconds over a year']:.2f}", f"{c['bytes over a year']:.2f}")
         for name, c in cases.items()],
    )  # fmt: skip


def bar_table(found: dict[str, Any]) -> Table:
    """Bars and whether they hold."""
    cells = [
        (b.what, f"{'>=' if b.at_least else '<='} {b.limit:g}", f"{b.measured:.2f}", "yes" if b.holds else "NO")
        for b in bars(found)
    ]
    return _table("Bars", ("what", "bar", "measured", "holds"), cells)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in head:
        table.add_column(name, justify="left" if name in WORDS else "right")
    for row in rows:
        table.add_row(*row)
    return table
