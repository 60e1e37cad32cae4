"""Read path: from a question to a context with provenance."""

from retrieval.passages import DocumentSource
from retrieval.retriever import Retriever
from retrieval.settings import RetrievalSettings

__all__ = ["DocumentSource", "RetrievalSettings", "Retriever"]
