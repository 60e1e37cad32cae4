"""From a context to an answer that holds only what verifies."""

from generation.card import answer
from generation.quoting import QuotingGenerator

__all__ = ["QuotingGenerator", "answer"]
