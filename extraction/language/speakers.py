"""Why what a document says of itself ("we", "the Company") waits for its issuer."""

SPEAKER = "it does not say who “we” are"
"""Of a relation whose only fault is its subject: the document's stage may know who that is."""
