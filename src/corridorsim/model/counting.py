"""Places on the lines at which trains are counted, as a traffic survey does."""

from typing import NamedTuple

from corridorsim.model.lines.network import Network
from corridorsim.model.quantities import Strict, Word


class TrainCount(Strict):
    """A place where trains are counted: just beyond a point, on the section that leads toward another."""

    point: Word
    """Point of a line beside which trains are counted."""
    toward: Word
    """Another point; trains are counted on the section that leads from the first toward it, in both directions."""


class CountedSection(NamedTuple):
    """The section over which the trains of a count run."""

    section: int  # row of network.sections
    is_rising: bool  # whether trains toward the second point run the way the kilometres rise


def counted_section(network: Network, count: TrainCount) -> CountedSection:
    """The first section on the way from the point of a count toward its other point."""
    here, there, *_ = network.way(count.point, count.toward) or (count.point, count.toward)
    for row, section in enumerate(network.sections):
        if {section.start, section.end} == {here, there}:
            return CountedSection(row, section.start == here)
    raise KeyError(here)
