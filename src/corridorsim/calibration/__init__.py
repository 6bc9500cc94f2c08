"""Fit free parameters to published figures, and say what these figures leave open."""
