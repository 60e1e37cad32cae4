"""Comparisons: what is compared, found for each side by itself, side by side on one card."""
