"""Colonnade: the revisions of the schema, one a module."""
