"""The arrays of the formulas: whatever numpy reads goes in, arrays come out."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def floats(values: npt.ArrayLike) -> Floats:
    """The values as an array of numbers."""
    return np.asarray(values, np.float64)
