"""Types of arrays, and the seconds of an hour and a day."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[np.int32]  # of a program or an outcome

HOUR = 3600  # seconds
DAY = 86_400


def floats(values: npt.ArrayLike) -> Floats:
    """The values as an array of numbers."""
    return np.asarray(values, np.float64)
