"""Ask: a question, the evidence card, and the source beside it at the exact words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import streamlit as st
from bases import knowledge_base
from evidence import evidence

from groundgraph import GroundgraphError, KnowledgeBase

_EXAMPLES = 4


def _sidebar(base: KnowledgeBase) -> None:
    stats = base.stats()
    with st.sidebar:
        st.markdown(f"**{base.folder.resolve().name}**")
        st.caption(f"{stats['documents']:,} documents · {stats['facts']:,} facts")


def _sources(base: KnowledgeBase, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The cited documents, each with the spans that the answer cites in it."""
    cited: dict[str, list[dict[str, Any]]] = {}
    sentences = [*([answer["headline"]] if answer["headline"] else []), *answer["sentences"]]
    for sentence in sentences:
        qualifiers = [item["citation"] for item in sentence["qualifiers"]]
        for citation in [*sentence["citations"], *qualifiers]:
            cited.setdefault(citation["version"], []).append(citation)
    views = []
    for version, citations in cited.items():
        spans = sorted({(c["start"], c["end"]) for c in citations})
        view = base.source(citations[0]["document"], version, spans)
        views.append({**asdict(view), "marks": spans})
    return views


def _feedback(base: KnowledgeBase, answer_id: str) -> None:
    left, middle, right, _ = st.columns([2, 2, 4, 6])
    kinds = (
        (left, "helpful", "Helpful", ":material/thumb_up:"),
        (middle, "wrong", "Wrong", ":material/flag:"),
        (right, "citation-does-not-support", "Citation does not support", ":material/link_off:"),
    )
    for column, kind, label, icon in kinds:
        if column.button(label, icon=icon, key=f"{kind}-{answer_id}", type="tertiary"):
            base.feedback(answer_id, kind)
            st.toast(f"Recorded: {label.lower()}")


def show(base: KnowledgeBase) -> None:
    _sidebar(base)
    with st.form("question", border=False):
        box, button = st.columns([9, 1.2], vertical_alignment="bottom")
        question = box.text_input(
            "Question",
            value=st.query_params.get("q", ""),
            placeholder="Ask your documents a question",
            label_visibility="collapsed",
        )
        asked = button.form_submit_button("Ask", type="primary", width="stretch")
    if asked and question.strip():
        st.query_params.clear()
        with st.spinner("Searching the documents"):
            answer_id = base.ask(question.strip()).id
        st.query_params["answer"] = answer_id
        st.query_params["q"] = question.strip()
    current = st.query_params.get("answer")
    if not current:
        st.caption(
            "Every answer is quoted from your documents; choose a sentence to see it in its place."
        )
        return
    answer = base.answer(current)
    evidence(answer, _sources(base, answer))
    _feedback(base, current)


try:
    show(knowledge_base(st.session_state["kb"]))
except GroundgraphError as error:
    st.error(str(error), icon=":material/error:")
