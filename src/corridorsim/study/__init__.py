"""Many runs: replications with intervals, paired comparisons, and checks of one engine against the other."""

from corridorsim.comparison.study import Comparison, compare
from corridorsim.statistics.estimate import Estimate
from corridorsim.study.choice import Settled, depends_on_waiting, settle, settled_choice
from corridorsim.study.replication import Study, replicate
from corridorsim.verification.engines import Verdict, verify

__all__ = [
    "Comparison",
    "Estimate",
    "Settled",
    "Study",
    "Verdict",
    "compare",
    "depends_on_waiting",
    "replicate",
    "settle",
    "settled_choice",
    "verify",
]
