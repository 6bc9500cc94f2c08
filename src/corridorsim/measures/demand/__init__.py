"""What became of the goods: what passed, what waits, what was not sent, and what was counted on the way."""
