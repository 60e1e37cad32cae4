"""Figures that no sentence states: counts, sums and extremes computed from the rows of a table."""
