"""Station tracks and throats: how many pairs a day they pass, given how long a pair occupies them.

The same for both: so many equal tracks (or routes through the throat that can be used at the same time), each open for
the day less its window, less what other movements occupy, over what one pair occupies. Times are seconds a day or
seconds a pair; arrays broadcast. Source: the direct calculation of station capacity in 1520 mm course texts
(docs/line-capacity.md).
"""

import numpy as np
import numpy.typing as npt

from corridorsim.arrays import DAY, Floats, floats


def pair_occupation(movements: npt.ArrayLike, duration: npt.ArrayLike) -> Floats:
    """Seconds for which a pair of trains occupies a throat: its movements of each kind times their duration.

    The kinds (arrival, departure, change of locomotive, shunting) are on the last axis. For station tracks a pair
    occupies them for the stays of both its trains, with the time to take the route and to give it back.
    """
    return floats((floats(movements) * floats(duration)).sum(axis=-1))


def element_pairs(
    tracks: npt.ArrayLike,
    occupation: npt.ArrayLike,
    fixed: npt.ArrayLike = 0.0,
    window: npt.ArrayLike = 0.0,
    reliability: npt.ArrayLike = 1.0,
) -> Floats:
    """Pairs a day that an element of a station passes: (tracks (day - window) reliability - fixed) / occupation.

    ``fixed`` is what trains that do not grow with traffic (passenger, local) occupy, in seconds a day over all tracks;
    where they leave nothing the element passes none.
    """
    open_time = floats(tracks) * (DAY - floats(window)) * floats(reliability)
    return floats(np.maximum(open_time - floats(fixed), 0.0) / floats(occupation))


def element_load(pairs: npt.ArrayLike, available: npt.ArrayLike) -> Floats:
    """Share of an element's pairs that traffic uses; the element with the greatest share binds."""
    return floats(floats(pairs) / floats(available))
