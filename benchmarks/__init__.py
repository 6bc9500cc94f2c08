"""How fast corridorsim is, beside what the machine can do at all and beside its peers: ``python -m benchmarks``."""
