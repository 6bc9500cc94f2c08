"""Which trains appear, when, and with what."""
