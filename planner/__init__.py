"""Colonnade: from a baseline to a sprint plan."""
