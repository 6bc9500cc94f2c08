"""Running times of trains from traction, resistance, gradient and speed limits."""
