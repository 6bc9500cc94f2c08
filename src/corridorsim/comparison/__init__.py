"""Two scenarios side by side: which inputs differ, and which numbers, in pairs of replications."""
