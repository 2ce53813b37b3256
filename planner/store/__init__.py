"""Colonnade: the workspace, where workloads live with their history, in SQLite or PostgreSQL."""
