"""Evaluate: how good this base is on questions with gold, and each question opened.

The address names the report and what of it is looked at. A run has a process of its own: the page
shows how far it is, and stops it.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import GroundgraphError, KnowledgeBase
from groundgraph.answer_arms import PRODUCT, answer_arms
from groundgraph.answer_evaluation import GoldPlaces
from groundgraph.evaluation_runs import EvaluationRun
from groundgraph.plurals import counted
from groundgraph.views.opened_reports import (
    FOLDER,
    OpenedCard,
    OpenedQuestion,
    OpenedReport,
    kept_reports,
    opened_report,
    read_report,
)
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import go_to, notice, read_only, serve, shared_base
from ui.page_address import acted, get, heard, pages, parts, put
from ui.plain_text import plain

_COMPONENT = st.components.v2.component(
    "groundgraph_evaluate",
    css=style("common", "evaluate"),
    js=script("common", "page", "evaluate"),
)
_KEY = "evaluate"
_PAGE = 50
_UPLOADED = "opened from a file"
_MOST = 10_000  # questions of a run


@st.cache_resource(show_spinner=False)
def _runs(folder: str) -> dict[str, EvaluationRun]:
    """The run of each base that this server knows of, for all sessions."""
    return {}


def _act() -> None:
    for act in acted(_KEY):
        chosen = act["filters"]
        put(find=chosen["find"], step=chosen["step"], arm=chosen["arm"])
        match act["kind"]:
            case "filter":
                put(pages="", question="")
            case "more":
                put(pages=str(pages() + 1))
            case "question":
                put(question=act["id"])


def show(base: KnowledgeBase) -> None:
    run = _runs(str(base.folder)).get("run")
    names = kept_reports(base.folder)
    _head(base, names)
    if run is not None and not read_only():
        _follow(run)
    report = _chosen(base, names)
    if report is None:
        if not (run and run.state == "running"):
            _nothing(base)
        return
    _report(base, report)


def _head(base: KnowledgeBase, names: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _report_box(names)
        with st.popover("Open a report", icon=":material/folder_open:"):
            st.file_uploader(
                "JSON of groundgraph eval", type=["json"], key="evaluate-file", on_change=_open_file
            )
        if not read_only():
            with st.popover("Run questions", icon=":material/play_arrow:"):
                _run_form(base)


def _report_box(names: list[str]) -> None:
    listed = [*([_UPLOADED] if "evaluate-opened" in st.session_state else []), *names]
    if not listed:
        return
    wanted = get("report")
    key = f"evaluate-report-{wanted}"  # another address, another box: it shows what is open
    st.selectbox(
        "Report",
        listed,
        index=listed.index(wanted) if wanted in listed else 0,
        key=key,
        width=340,
        on_change=lambda: _show_report(st.session_state[key]),
    )


def _show_report(name: str) -> None:
    put(report=name, question="", step="", find="", pages="")


def _open_file() -> None:
    file = st.session_state["evaluate-file"]
    if file is None:
        return
    try:
        st.session_state["evaluate-opened"] = opened_report(file.getvalue())
        st.session_state.pop("evaluate-refused", None)
        _show_report(_UPLOADED)
    except GroundgraphError as error:
        st.session_state["evaluate-refused"] = f"{file.name}: {error}"


def _run_form(base: KnowledgeBase) -> None:
    with st.form("evaluate-run", border=False):
        file = st.file_uploader("Questions with gold (JSONL)", type=["jsonl"])
        kind = st.radio("Measure", ["answers", "retrieval"], horizontal=True)
        arms = st.multiselect("Arms", list(answer_arms(base)), default=[PRODUCT])
        limit = st.number_input("Number of questions (drawn at random)", 1, _MOST, 100)
        if st.form_submit_button("Run", type="primary"):
            _start(base, file, kind, arms, int(limit))


def _start(base: KnowledgeBase, file: Any, kind: str, arms: list[str], limit: int) -> None:
    held = _runs(str(base.folder))
    if file is None:
        st.info("Choose a file of questions first.")
    elif "run" in held and held["run"].state == "running":
        st.info("A run is at work; stop it or wait for its end.")
    else:
        try:
            held["run"] = EvaluationRun(
                base.folder,
                file.name,
                file.getvalue(),
                "answers" if kind == "answers" else "retrieval",
                arms if kind == "answers" else [],
                limit,
            )
        except GroundgraphError as error:
            st.warning(plain(str(error)))
            return
        st.rerun(scope="fragment")


@st.fragment(run_every=1)
def _follow(run: EvaluationRun) -> None:
    held = _runs(str(shared_base().folder))
    if run.state == "running":
        share = run.done / run.total if run.total else 0.0
        said = f"{run.arm}: {run.done:,} of {run.total:,} questions" if run.total else "starting"
        bar, button = st.columns([8, 1.4], vertical_alignment="center")
        bar.progress(share, plain(said))
        if button.button("Stop", icon=":material/stop_circle:", width="stretch"):
            run.stop()
        return
    held.pop("run", None)
    if run.state == "done":
        _show_report(run.name)
    elif run.state == "stopped":
        st.session_state["evaluate-refused"] = "The run was stopped; nothing was kept."
    else:
        st.session_state["evaluate-refused"] = run.error
    st.rerun()


def _chosen(base: KnowledgeBase, names: list[str]) -> OpenedReport | None:
    refused = st.session_state.get("evaluate-refused")
    if refused:
        st.warning(plain(refused))
        st.session_state.pop("evaluate-refused")
    wanted = get("report")
    opened: OpenedReport | None = st.session_state.get("evaluate-opened")
    if opened and wanted in ("", _UPLOADED):
        return opened
    name = wanted if wanted in names else next(iter(names), "")
    return _read(str(base.folder / FOLDER / f"{name}.json")) if name else None


@st.cache_data(show_spinner=False, max_entries=8)
def _read(path: str) -> OpenedReport:
    from pathlib import Path

    return read_report(Path(path))


def _nothing(base: KnowledgeBase) -> None:
    notice(
        "No report yet",
        "Measure this base on questions whose answers you know: each line of the file names the "
        "words of a document that a right answer rests on. Run them here, or in a terminal:",
        f"groundgraph eval answers QUESTIONS.jsonl --kb {base.folder} --json REPORT.json",
    )


def _report(base: KnowledgeBase, report: OpenedReport) -> None:
    arms = [one.arm for one in report.arms]
    arm = get("arm") if get("arm") in arms else arms[0]
    step, find = get("step"), get("find")
    of_arm = [(q, _steps(q, arm)) for q in report.questions]
    counts: dict[str, int] = {}
    for _, steps in of_arm:
        for one in steps or ("nothing lost",):
            counts[one] = counts.get(one, 0) + 1
    found = [
        question
        for question, steps in of_arm
        if (not step or step in (steps or ("nothing lost",)))
        and find.lower() in f"{question.text} {question.id} {question.type}".lower()
    ]
    chosen = next((q for q in report.questions if q.id == get("question")), None)
    data = {
        "heard": heard(_KEY),
        "filters": {"find": find, "step": step, "arm": arm},
        "kind": report.kind,
        "about": report.about,
        "notes": report.notes,
        "parts": parts(_KEY, arms=report.arms),
        "steps": sorted(counts.items(), key=lambda item: (-item[1], item[0])),
        "questions": [_line(q, arm) for q in found[: _PAGE * pages()]],
        "total": len(found),
        "all": counted(len(report.questions), "questions"),
        "chosen": chosen,
    }
    result = _COMPONENT(
        data=visible_data(data), key=_KEY, on_act_change=_act, on_open_change=lambda: None
    )
    if result.open:
        _leave(base, result.open)


def _steps(question: OpenedQuestion, arm: str) -> tuple[str, ...]:
    return next((one.steps for one in question.arms if one.arm == arm), ())


def _line(question: OpenedQuestion, arm: str) -> dict[str, Any]:
    own = next((one for one in question.arms if one.arm == arm), None)
    state = own.state if isinstance(own, OpenedCard) else ""
    return {
        "id": question.id,
        "text": question.text,
        "type": question.type,
        "state": "failed" if own is not None and own.error else state,
        "steps": own.steps if own is not None else (),
    }


def _leave(base: KnowledgeBase, where: dict[str, Any]) -> None:
    """To the question, filled in; or to a place that a card cited, where the base has it."""
    if "ask" in where:
        go_to("ask", q=where["ask"])
    key = GoldPlaces(base).document(where["document"])
    if key is not None:
        go_to("documents", document=key, start=where["start"])
    st.toast("This base has no such document; the report is of another one.")


st.fragment(lambda: serve(show))()
