"""Many runs: replications with intervals, paired comparisons, and checks of one engine against the other."""

from corridorsim.study.choice import Settled, depends_on_waiting, settle, settled_choice
from corridorsim.study.comparison import Comparison, compare
from corridorsim.study.estimate import Estimate
from corridorsim.study.replication import Study, replicate
from corridorsim.study.verification import Verdict, verify

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
