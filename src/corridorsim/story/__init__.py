"""One train's way through the corridor: where it stood, and what it waited for."""
