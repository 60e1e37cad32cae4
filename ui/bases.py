"""The knowledge base that all sessions of one server share: models load once."""

from __future__ import annotations

import streamlit as st

from groundgraph import KnowledgeBase


@st.cache_resource(show_spinner=False)
def knowledge_base(folder: str) -> KnowledgeBase:
    """The base in `folder`; it follows new generations by itself."""
    return KnowledgeBase(folder)
