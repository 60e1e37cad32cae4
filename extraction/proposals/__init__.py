"""A language model as a second reader: it proposes facts and names, and nothing that it proposes
enters the base before its words were found in the document and what they say was read by our own
rules too."""
