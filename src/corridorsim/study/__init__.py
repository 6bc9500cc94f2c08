"""Many runs: replications with intervals, paired comparisons, and both engines held against each other."""

from corridorsim.study.compare import Comparison, compare
from corridorsim.study.estimate import Estimate
from corridorsim.study.replicate import Study, replicate
from corridorsim.study.verify import Verdict, verify

__all__ = ["Comparison", "Estimate", "Study", "Verdict", "compare", "replicate", "verify"]
