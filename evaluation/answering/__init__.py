"""Measuring answers against questions with gold spans: what a card held, said and refused."""
