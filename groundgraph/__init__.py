"""groundgraph: answers from your own documents that anyone can check."""

from groundgraph._origin import check_packages

check_packages()

from graph.errors import GroundgraphError
from graph.model import (
    Answer,
    Citation,
    Context,
    FollowUp,
    Listener,
    Scope,
    StageDone,
    Verified,
    WrittenSentence,
    WrittenSentenceDone,
)
from groundgraph.components import Component
from groundgraph.knowledge_base import KnowledgeBase
from groundgraph.settings import Settings

__all__ = [
    "Answer",
    "Citation",
    "Component",
    "Context",
    "FollowUp",
    "GroundgraphError",
    "KnowledgeBase",
    "Listener",
    "Scope",
    "Settings",
    "StageDone",
    "Verified",
    "WrittenSentence",
    "WrittenSentenceDone",
]
