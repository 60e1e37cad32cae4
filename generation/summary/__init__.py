"""Summaries of a document or a section: its own sentences, by section, and what was left out."""
