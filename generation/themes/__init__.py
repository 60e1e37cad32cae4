"""Main themes: documents that share names and headings, with what they share and state."""
