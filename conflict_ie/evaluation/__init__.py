"""Judging predictions: counts, reports, comparisons, misses and calibration."""
