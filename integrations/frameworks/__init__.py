"""Colonnade: the catalogs of others."""
