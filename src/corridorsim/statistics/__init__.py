"""Means with intervals, quantiles, and how a number is rounded."""
