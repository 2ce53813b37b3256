"""Colonnade: how the schema of the workspace came to be, for Alembic."""
