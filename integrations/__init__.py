"""Colonnade: the formats and trackers of others."""
