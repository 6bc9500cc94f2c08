"""Many runs: replications with intervals, and the choice of crossing that they settle."""

from corridorsim.statistics.estimate import Estimate
from corridorsim.study.choice import Settled, depends_on_waiting, settle, settled_choice
from corridorsim.study.replication import Study, replicate

__all__ = ["Estimate", "Settled", "Study", "depends_on_waiting", "replicate", "settle", "settled_choice"]
