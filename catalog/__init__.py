"""Colonnade: the catalog of pillars, principles, practices and prerequisites."""
