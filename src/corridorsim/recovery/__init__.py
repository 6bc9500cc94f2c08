"""How long the corridor needs to recover from a closing."""
