"""Faults made with real processes: `make drill`."""
