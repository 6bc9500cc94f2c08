"""Numbers before any train moves: what formulas say of lines and stations. The modules are used by their names.

A line: ``meets`` (periods of single track), ``line1520`` (pairs a day), ``blocking`` (headways), ``compression``
(UIC 406), ``waiting`` (over the load). A station: ``station`` (tracks and throats), ``queueing`` (equal servers).
"""

from corridorsim.formulas.queueing import Queue, mmc, mmck

__all__ = ["Queue", "mmc", "mmck"]
