"""What a line carries: by formulas, by one line simulated alone, and as planned day by day."""
