"""Tracks, sections and journeys of trains as resources and steps."""
