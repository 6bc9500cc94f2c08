"""The class of a train: which trains go before which, and how each is called."""

from enum import Enum


class TrainClass(Enum):
    """A train's class, by its word in a scenario."""

    PASSENGER = "passenger"
    FAST_FREIGHT = "fast freight"
    FREIGHT = "freight"
    LOCAL = "local"

    @property
    def rank(self) -> int:
        """If two trains could go, the one with the lower rank goes first; local trains go with freight."""
        return RANKS[self]

    @property
    def overtakes(self) -> bool:
        """Whether it takes the way out of a station along with its track there, so that it passes a slower train."""
        return self.rank < TrainClass.FREIGHT.rank


RANKS = {TrainClass.PASSENGER: 0, TrainClass.FAST_FREIGHT: 1, TrainClass.FREIGHT: 2, TrainClass.LOCAL: 2}
