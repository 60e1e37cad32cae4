"""Ask: a question, the evidence card, and the source beside it at the exact words.

The address holds what is shown: ``answer`` (the id of a recorded one), or where nothing may be
recorded ``q`` (the question); ``in`` names each document that the search is narrowed to. An address
only fills the form in: anybody may have written it, so a question is asked by a person alone. An
answer that a language model writes to is a job of the session (`WritingJob`), which goes on while
another page is looked at.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import FollowUp, GroundgraphError, KnowledgeBase
from groundgraph.answer_text import answer_markdown
from groundgraph.answers import answer_data
from groundgraph.suggestions import suggested_questions
from groundgraph.views.card_form import CardForm, card_form
from groundgraph.views.cited_sources import CitedSource, answer_sources
from groundgraph.views.fact_lines import place_of_fact
from groundgraph.visible_text import visible_direction
from ui.asked_before import asked_before, clock_time
from ui.bases import go_to, notice, per_generation, read_only, serve, shared_base
from ui.evidence import evidence
from ui.follow_up_box import asked_on, follow_up_box
from ui.live import Live
from ui.plain_text import plain
from ui.writer_choice import shows_failed, switch, writer, writer_line
from ui.writing_job import Asking, WritingJob

_TICK = 0.4  # seconds between two looks at what is being written
_DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"


def show(base: KnowledgeBase) -> None:
    names = _names(base)
    asked = _asked_now()
    busy = bool(asked) or "job" in st.session_state
    answer, lost = (None, "") if busy else _opened(base)
    _fill_in(answer, names)
    _form(names)
    choice, go_on = st.container(key="second_row").columns([1.7, 9.5], vertical_alignment="center")
    with choice:
        switch()
    writer_line()
    stop, live, body = st.empty(), st.empty(), st.container()
    if busy:
        answer = _answered(base, asked, stop, live)
    with body:
        if lost:
            notice("This answer is not here", lost)
        elif answer is None and busy:
            pass  # why there is none was said
        elif answer is None and st.query_params.get("q"):
            notice("Not asked yet", "The address filled in this question. Press Ask to ask it.")
        elif answer is None:
            _welcome(base)
        else:
            with go_on:
                follow_up_box(answer, _leave_job)
            _card(base, answer, names)
    live.empty()
    stop.empty()
    if not read_only():  # else nobody sees the questions of others
        asked_before(base, answer["id"] if answer else "", _open_kept)


def _asked_now() -> str | FollowUp:
    """What was just asked, empty where nothing was. It stands in the form, a follow-up as the whole
    question that it is."""
    asked: str | FollowUp = asked_on() or st.session_state.pop("asked", "")
    if asked:
        st.session_state["question"] = Asking(asked).whole
    return asked


def _opened(base: KnowledgeBase) -> tuple[dict[str, Any] | None, str]:
    """The answer that the address names, or why there is none; both empty where it names none."""
    identifier = st.query_params.get("answer", "")
    if not identifier:
        held = st.session_state.get("unrecorded")
        wanted = (st.query_params.get("q", ""), _only())
        return (held[1] if held and held[0] == wanted else None), ""
    try:
        return base.answer(identifier), ""
    except GroundgraphError as error:
        return None, f"{error} It may have been erased, or belong to another knowledge base."


def _answered(
    base: KnowledgeBase, question: str | FollowUp, stop: Any, live: Any
) -> dict[str, Any] | None:
    """Ask, show what is done meanwhile, and put the answer into the address. Without a `question`,
    go on with the one that is being written to."""
    if question:
        asking = Asking(question, tuple(sorted(st.session_state["only"])))
    else:
        asking = st.session_state["job"].asking
    try:
        answer = _made(base, asking, question, stop, live)
    except GroundgraphError as error:
        _address(q=asking.whole, documents=asking.documents)
        notice("This could not be answered", str(error))
        return None
    if answer["id"]:
        _address(answer=answer["id"], documents=asking.documents)
    else:
        _address(q=asking.whole, documents=asking.documents)
        st.session_state["unrecorded"] = ((asking.whole, asking.documents), answer)
    st.session_state["filled"] = _key(answer)
    return answer


def _made(
    base: KnowledgeBase, asking: Asking, question: str | FollowUp, stop: Any, live: Any
) -> dict[str, Any]:
    model = writer() if question else None
    if question and model is None:
        found = base.ask(asking.question, scope=asking.scope, listener=Live(live))
        return answer_data(found)
    if model is not None:
        st.session_state["job"] = WritingJob(shared_base(), asking, model)
    return _watched(st.session_state["job"], stop, live)


def _watched(job: WritingJob, stop: Any, live: Any) -> dict[str, Any]:
    """The answer, once it is there. A press of the button ends this run at the next drawing; the
    run after it finds the job in the session and goes on here."""
    stop.button("Stop", icon=":material/stop_circle:", on_click=job.stop, disabled=job.stopping)
    shown = Live(live, job.name, failed=shows_failed())
    while True:
        there = job.wait(_TICK)
        shown.hear_all(job.events)
        if there:
            break
        shown.draw(job.seconds, doing="stopping" if job.stopping else "")
    del st.session_state["job"]
    return job.answer


def _key(answer: dict[str, Any]) -> str:
    """What tells an answer from others: its id, or what was asked of what."""
    manifest = answer["manifest"]
    return answer["id"] or repr((answer["question"], manifest.get("documents")))


def _only() -> tuple[str, ...]:
    """Documents that the search is narrowed to, by the address."""
    return tuple(sorted(st.query_params.get_all("in")))


def _address(*, answer: str = "", q: str = "", documents: tuple[str, ...] = ()) -> None:
    wanted: dict[str, Any] = {"answer": answer, "q": q, "in": list(documents)}
    st.query_params.from_dict({name: value for name, value in wanted.items() if value})


def _open_kept(answer: str) -> None:
    _leave_job()
    _address(answer=answer)


def _leave_job() -> None:
    """What is being written ends; it is kept with what was written so far."""
    job = st.session_state.pop("job", None)
    if job is not None:
        job.stop()


def _ask() -> None:
    """The address stays until the answer is there: one question is one step of the browser's
    history."""
    _leave_job()
    st.session_state["asked"] = st.session_state["question"].strip()


def _ask_this(question: str) -> None:
    st.session_state["question"] = question
    _ask()


def _fill_in(answer: dict[str, Any] | None, names: dict[str, str]) -> None:
    """Question and filter of what was opened by its address stand in the form."""
    if "only" not in st.session_state:
        st.session_state["only"] = [key for key in _only() if key in names]
    if answer is None:
        if "question" not in st.session_state:
            st.session_state["question"] = st.query_params.get("q", "")
    elif st.session_state.get("filled") != _key(answer):
        st.session_state["filled"] = _key(answer)
        documents = answer["manifest"].get("documents") or []
        st.session_state["question"] = answer["question"]
        st.session_state["only"] = [key for key in documents if key in names]


def _form(names: dict[str, str]) -> None:
    with st.form("ask", border=False):
        box, button, narrow = st.columns([8.4, 1.1, 1.7], vertical_alignment="bottom")
        box.text_input(
            "Question",
            key="question",
            placeholder="Ask your documents a question",
            label_visibility="collapsed",
        )
        button.form_submit_button("Ask", type="primary", width="stretch", on_click=_ask)
        count = len(st.session_state["only"])
        label = f"{count} of {len(names)}" if count else "All documents"
        with narrow.popover(label, icon=":material/filter_list:", width="stretch"):
            st.multiselect(
                "Search only in",
                list(names),
                format_func=lambda key: names[key],
                key="only",
                placeholder="all documents",
            )
            st.caption("Takes effect with the next question.")


@per_generation
def _names(base: KnowledgeBase) -> dict[str, str]:
    rows = base.cypher(_DOCUMENTS, limit=1_000_000)
    return {str(row["id"]): visible_direction(str(row["name"])) for row in rows}


def _welcome(base: KnowledgeBase) -> None:
    kept = " This explorer is read-only: no question or answer is recorded." if read_only() else ""
    st.html(
        '<h1 class="gg-title">Ask your documents</h1>'
        '<p class="gg-lead">Every answer is quoted word for word, and each quote opens in its '
        f"place. What the documents do not say, you are told.{kept}</p>"
    )
    questions = _suggested(base)
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


@per_generation
def _suggested(base: KnowledgeBase) -> list[str]:
    return suggested_questions(base)


def _card(base: KnowledgeBase, answer: dict[str, Any], names: dict[str, str]) -> None:
    recorded = bool(answer["id"])
    events = base.record.events(answer["id"]) if recorded else []
    documents = answer["manifest"].get("documents") or []
    result = evidence(
        answer,
        _sources(base, _key(answer), answer),
        key=_key(answer),
        opinions=[
            {"kind": event.kind, "comment": event.comment, "said": clock_time(event.time)}
            for event in events
        ],
        markdown=answer_markdown(answer),
        card=_form_of(base, _key(answer), answer),
        only=[names.get(key, key) for key in documents],
        kept=recorded and not read_only(),
        failed=shows_failed(),
    )
    if result.opinion and recorded and not read_only():
        _record_opinion(base, answer["id"], **result.opinion)
        st.rerun()
    if result.again:
        st.session_state["asked"] = answer["question"]
        st.rerun()
    if result.alone and answer.get("follows"):
        st.session_state["asked"] = answer["follows"]["typed"]
        st.rerun()
    if result.open:
        where = result.open
        if "entity" in where:
            go_to("explore", opened=where["entity"], selected=where["entity"])
        if "stated" in where:
            go_to("documents", stated=where["stated"])
        if "fact" in where:
            place = place_of_fact(base, where["fact"])
            where = place and {"document": place.document, "start": place.start}
        if where:
            go_to("documents", **where)
        st.toast("This fact is no longer in the graph.")


@per_generation
def _form_of(base: KnowledgeBase, key: str, _answer: dict[str, Any]) -> CardForm:
    return card_form(base, _answer)


def _record_opinion(base: KnowledgeBase, answer: str, kind: str, comment: str) -> None:
    """Keep what was said of an answer, the same words once."""
    said = {(event.kind, event.comment) for event in base.record.events(answer)}
    if (kind, comment) not in said:
        base.feedback(answer, kind, comment)


@per_generation
def _sources(base: KnowledgeBase, key: str, _answer: dict[str, Any]) -> list[CitedSource]:
    return answer_sources(base, _answer)


serve(show)
