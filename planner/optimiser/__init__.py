"""Colonnade: the prioritiser, which knows nothing of practices."""
