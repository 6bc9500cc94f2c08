"""Possessions, storms, failures and closings."""
