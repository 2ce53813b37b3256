"""Colonnade: the planning session."""
