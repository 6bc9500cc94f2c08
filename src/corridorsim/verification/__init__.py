"""Whether an outcome keeps the engine's contract, and whether both engines say the same."""
