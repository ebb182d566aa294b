"""What the home app does: starter content, and pages in the search."""

from .starter import StarterReport, load_starter

__all__ = ["StarterReport", "load_starter"]
