"""groundgraph."""
