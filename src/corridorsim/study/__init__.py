"""Many runs: replications with intervals, paired comparisons, and both engines held against each other."""

from corridorsim.study.comparison import Comparison, compare
from corridorsim.study.estimate import Estimate
from corridorsim.study.replication import Study, replicate
from corridorsim.study.verification import Verdict, verify

__all__ = ["Comparison", "Estimate", "Study", "Verdict", "compare", "replicate", "verify"]
