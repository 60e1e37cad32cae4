"""Projections of the record: graph, text index and vectors, rebuildable at any time."""
