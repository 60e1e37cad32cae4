"""Read path: from a question to a context with provenance."""

from retrieval.parameters import RetrievalSettings
from retrieval.passages import DocumentSource
from retrieval.retriever import Retriever

__all__ = ["DocumentSource", "RetrievalSettings", "Retriever"]
