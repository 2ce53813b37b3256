"""Colonnade: the commands and the planning session."""
