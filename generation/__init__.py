"""From a context to an answer that holds only what verifies."""

from generation.evidence_card import answer
from generation.writers.quoting import QuotingGenerator

__all__ = ["QuotingGenerator", "answer"]
