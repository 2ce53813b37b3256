"""Hear how far the scan of a repository is."""

from __future__ import annotations


class ScanReporter:
    """Does nothing; a face that shows progress overrides it."""

    def walked(self, files: int) -> None:
        """So many files were seen so far."""

    def reading(self, files: int) -> None:
        """All files were seen; so many are to be looked into."""

    def read(self) -> None:
        """One of them was looked into."""
