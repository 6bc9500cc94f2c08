"""Where every number of a scenario comes from, and how far the answer depends on those that are assumed."""
