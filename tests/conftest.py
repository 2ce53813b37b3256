"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("colonnade", deadline=None, derandomize=True)  # no clock, the same cases every time
settings.load_profile("colonnade")
