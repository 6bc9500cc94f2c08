"""Closings by the calendar and by disruption as phantom trains."""
