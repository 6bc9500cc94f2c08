"""Notices on a valid scenario: what is unusual, unused, idle or misleading."""
