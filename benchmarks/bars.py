"""The bars that the kernel is held to, and which of them the last measurement passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LINES = ("free_line", "real_line", "border", "network")
IN_PROPORTION = 1.5  # of a large case's operation over a year's
CORNERS = ("many_places", "many_takes")


@dataclass(frozen=True)
class Bar:
    """A number and what it must not pass."""

    what: str
    limit: float
    at_least: bool
    measured: float

    @property
    def holds(self) -> bool:
        """Whether the measured number is on the right side."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def bars(found: dict[str, Any]) -> Iterator[Bar]:
    """Every bar, from the contents of a results file."""
    engine = {row["program"]: row for row in found["engines"]}
    for name in LINES:
        yield Bar(f"kernel over bare loop, {name}", 2.5, False, engine[name]["over_bare"])
    yield Bar("kernel over bare loop, twice_the_capacity", 3.5, False, engine["twice_the_capacity"]["over_bare"])
    for name in (*LINES, "twice_the_capacity"):
        yield Bar(f"SimPy reference over kernel, {name}", 60, True, engine[name]["reference_over_kernel"])
    for curve in found["curves"]:
        yield Bar(f"exponent over {curve['parameter']}", 1.05, False, curve["exponent"])
    yield Bar("exponent over replications", 1.05, False, found["replications"]["exponent"])
    for name, floor in (("free_line", 7), ("twice_the_capacity", 5)):
        yield Bar(f"million operations a second, {name}", floor, True, engine[name]["million_a_second"])
    for name in CORNERS:
        slower = engine[name]["kernel_ns"] / engine["free_line"]["kernel_ns"]
        yield Bar(f"{name}, an operation over the free line's", 5, False, slower)
    for name, size in found["memory"].items():
        yield Bar(f"bytes an operation at the peak, {name}", 40, False, size)
    yield Bar("first compile with numba's import, s", 5, False, found["first_compile"]["together"])
    yield Bar("planning and measuring over the kernel, ten years", 2, False, found["years"]["over the run"])
    yield from _whole(found["whole"])
    for case, told in found["large"].items():
        if case != "a year":
            yield Bar(
                f"{case}, seconds an operation over a year's", IN_PROPORTION, False, told["nanoseconds over a year"]
            )
            yield Bar(f"{case}, memory an operation over a year's", IN_PROPORTION, False, told["bytes over a year"])
    warm = next(row for row in found["end_to_end"] if row["scenario"] == "2025" and row["caches"] == "warm")
    yield Bar("imports and drawing, 2025 warm, s", 2, False, warm["stages"]["import"] + warm["stages"]["report"])
    if "2" in found["threads"]:
        yield Bar("two threads over one", 1.7, True, found["threads"]["2"])


def _whole(told: dict[str, float]) -> Iterator[Bar]:
    """Of the whole command, 2025."""
    few, many = told["replications"], told["many"]
    yield Bar(f"run, {few} replications, processor over kernel alone", 2.2, False, told["processor over kernel alone"])
    yield Bar(f"run, {few} replications, wall over processor", 0.58, False, told["wall over processor"])
    yield Bar(f"run, {few} replications, MB", 450, False, told["memory"])
    yield Bar(f"run, {many} replications over {few}, wall", 7, False, told["many over few, wall"])
    yield Bar(f"run, {many} replications, MB", 500, False, told["memory of many"])
    yield Bar(f"two workers over one, {told['shared']} replications", 1.8, True, told["two workers over one"])
    yield Bar("run, ten years once, MB", 1_200, False, told["ten years, memory"])
