"""Number of digits of a number on the screen and in sentences; a number that rounds to 0 has no sign."""

from collections.abc import Callable
from math import isnan

from corridorsim.statistics.estimate import Estimate


def counted(count: int, one: str, many: str = "") -> str:
    """A number of things, such as "1 line" or "3 lines"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def places(*values: float) -> int:
    """Decimals for numbers shown side by side: those of the largest."""
    largest = max((abs(value) for value in values if not isnan(value)), default=0.0)
    return 0 if largest >= 1000 else 1 if largest >= 100 else 2


def number(value: float, decimals: int | None = None) -> str:
    """A number for readers; empty if it was not observed."""
    return "" if isnan(value) else f"{value:z,.{places(value) if decimals is None else decimals}f}"


def signed(value: float, decimals: int | None = None) -> str:
    """The same with its sign, for differences."""
    return "" if isnan(value) else f"{value:+z,.{places(value) if decimals is None else decimals}f}"


def interval(
    estimate: Estimate, decimals: int | None = None, write: Callable[[float, int | None], str] = number
) -> str:
    """Text such as "3.10 to 4.25"; empty if there is no interval, or none after rounding."""
    if not estimate.has_interval or write(estimate.low, decimals) == write(estimate.high, decimals):
        return ""
    return f"{write(estimate.low, decimals)} to {write(estimate.high, decimals)}"


def with_interval(estimate: Estimate) -> str:
    """A mean with its interval, such as "3.68 (3.10 to 4.25)"."""
    between = interval(estimate)
    return f"{number(estimate.mean)} ({between})" if between else number(estimate.mean)


def in_percent(share: float, decimals: int = 0) -> str:
    """A share, such as "97 %"."""
    return f"{100 * share:z.{decimals}f} %"


def signed_percent(share: float) -> str:
    """A relative difference, such as "+0.3 %"."""
    return f"{100 * share:+z.1f} %"


def percent(estimate: Estimate) -> str:
    """A share with its interval, such as "97 % (96 to 98 %)"."""
    if not estimate.observed:
        return ""
    between = percent_interval(estimate)
    return f"{100 * estimate.mean:z.0f} % ({between})" if between else f"{100 * estimate.mean:z.0f} %"


def percent_interval(estimate: Estimate) -> str:
    """Such as "96 to 98 %"; nothing where there is none, or none as it is rounded."""
    low, high = (f"{100 * value:z.0f}" for value in (estimate.low, estimate.high))
    return f"{low} to {high} %" if estimate.has_interval and low != high else ""


def leaves_zero_out(estimate: Estimate, decimals: int) -> bool:
    """Whether an interval, rounded as shown, lies entirely on one side of 0; never without an interval."""
    if not estimate.has_interval:
        return False
    return round(estimate.low, decimals) > 0 or round(estimate.high, decimals) < 0
