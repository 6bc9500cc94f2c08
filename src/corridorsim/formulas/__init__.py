"""Formulas for lines and stations: numbers without simulation. The modules are used by their names.

A line: ``meets`` (periods of single track), ``line1520`` (pairs a day), ``blocking`` (headways), ``compression``
(UIC 406), ``waiting`` (over the load). A station: ``station`` (tracks and throats), ``queueing`` (equal servers).
"""

from corridorsim.formulas.queueing import Queue, mmc, mmck

__all__ = ["Queue", "mmc", "mmck"]
