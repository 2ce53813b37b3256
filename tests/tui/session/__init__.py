"""Tests of the planning session."""
