"""The bars that the kernel is held to, and which of them the last measurement passes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LINES = ("free_line", "real_line", "border", "network")
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
    if "2" in found["threads"]:
        yield Bar("two threads over one", 1.7, True, found["threads"]["2"])
