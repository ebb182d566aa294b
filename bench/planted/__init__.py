"""Planted documents: made-up school material of which it is known what a detector should find.

Written before the detectors and without a look at their patterns. Every person in it is made up.
"""
