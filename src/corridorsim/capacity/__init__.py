"""Numbers before any train moves: what formulas say of a station's servers."""

from corridorsim.capacity.queueing import Queue, mmc, mmck

__all__ = ["Queue", "mmc", "mmck"]
