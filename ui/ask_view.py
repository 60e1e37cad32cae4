"""Ask: a question, the evidence card, and the source beside it at the exact words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import KnowledgeBase, Scope
from groundgraph.answer_text import answer_markdown
from groundgraph.cited_sources import answer_sources
from groundgraph.suggestions import suggested_questions
from ui.bases import go_to, serve
from ui.evidence import evidence
from ui.live import Live
from ui.plain_text import plain

_RECENT = 6


def show(base: KnowledgeBase) -> None:
    current = st.query_params.get("answer", "")
    answer = base.answer(current) if current else None
    _fill_in(answer)
    scope = _form(base)
    body = st.empty()
    question = st.session_state.pop("asked", "")
    if question:
        body.empty()  # at once: what was there belongs to another question
        with body.container():
            current = base.ask(question, scope=scope, listener=Live(st.empty())).id
        answer = base.answer(current)
        st.query_params["answer"] = current
        st.session_state["filled"] = current
    with body.container():
        if answer is None:
            _welcome(base)
        else:
            _card(base, answer)
    _recent(base, current)


def _ask() -> None:
    st.session_state["asked"] = st.session_state["question"].strip()


def _ask_this(question: str) -> None:
    st.session_state["question"] = question
    st.session_state["asked"] = question


def _fill_in(answer: dict[str, Any] | None) -> None:
    """The question of an answer that was opened by its address stands in the box."""
    if answer is not None and st.session_state.get("filled") != answer["id"]:
        st.session_state["filled"] = answer["id"]
        if not st.session_state.get("asked"):
            st.session_state["question"] = answer["question"]


def _form(base: KnowledgeBase) -> Scope:
    with st.form("ask", border=False):
        box, button, narrow = st.columns([8.6, 1.1, 1.5], vertical_alignment="bottom")
        box.text_input(
            "Question",
            key="question",
            placeholder="Ask your documents a question",
            label_visibility="collapsed",
        )
        button.form_submit_button("Ask", type="primary", width="stretch", on_click=_ask)
        names = {str(row["id"]): str(row["name"]) for row in base.cypher(_DOCUMENTS)}
        chosen = st.session_state.get("only", [])
        label = f"In {len(chosen)}" if chosen else "In all"
        with narrow.popover(label, icon=":material/filter_list:", width="stretch"):
            only = st.multiselect(
                "Search only in",
                list(names),
                format_func=lambda key: names[key],
                key="only",
                placeholder="all documents",
            )
    return Scope(documents=frozenset(only)) if only else Scope()


_DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"


def _welcome(base: KnowledgeBase) -> None:
    st.html(
        '<h1 class="gg-title">Ask your documents</h1>'
        '<p class="gg-lead">Every answer is quoted word for word, and each quote opens in its '
        "place. What the documents do not say, you are told.</p>"
    )
    questions = suggested_questions(base)
    if questions:
        st.html('<p class="gg-lead gg-try">Questions these documents may answer</p>')
    for number, question in enumerate(questions):
        st.button(
            plain(question),
            key=f"example-{number}",
            icon=":material/arrow_forward:",
            type="tertiary",
            on_click=_ask_this,
            args=(question,),
        )


def _card(base: KnowledgeBase, answer: dict[str, Any]) -> None:
    events = base.record.events(answer["id"])
    result = evidence(
        answer,
        _sources(str(base.folder), answer["id"], base),
        [{"kind": event.kind, "comment": event.comment} for event in events],
        answer_markdown(answer),
    )
    if result.opinion:
        base.feedback(answer["id"], result.opinion["kind"], result.opinion["comment"])
        st.rerun()
    if result.open:
        where = result.open
        if "entity" in where:
            go_to("explore", opened=where["entity"], selected=where["entity"])
        go_to("documents", **where)


@st.cache_data(show_spinner=False, max_entries=64)
def _sources(folder: str, identifier: str, _base: KnowledgeBase) -> list[dict[str, Any]]:
    return answer_sources(_base, _base.answer(identifier))


def _recent(base: KnowledgeBase, current: str) -> None:
    recent = [a for a in base.record.answers(_RECENT + 1) if a.id != current][:_RECENT]
    if not recent:
        return
    with st.sidebar:
        st.html('<p class="gg-recent">Asked before</p>')
        for stored in recent:
            st.button(
                plain(stored.question),
                key=f"recent-{stored.id}",
                type="tertiary",
                on_click=_reopen,
                args=(stored.id,),
            )


def _reopen(identifier: str) -> None:
    st.query_params["answer"] = identifier


serve(show)
