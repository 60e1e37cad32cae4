"""Files to documents: where they come from, how each format is read, where a text may be cut."""
