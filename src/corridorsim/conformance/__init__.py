"""Published cases: our results compared with the published ones."""
