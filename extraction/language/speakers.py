"""The reason for which what a document says of itself ("we", "the Company") waits for its issuer."""

SPEAKER = "it does not say who “we” are"
"""Put on a relation by the extractor, taken off by the stage of the document where it says who."""
