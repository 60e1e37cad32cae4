"""Documents: the list, adding files, and one document for reading with what was found in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from groundgraph import GroundgraphError, KnowledgeBase
from groundgraph.acting_user import user_name
from groundgraph.stages import BUILD_STAGES
from groundgraph.uploads import add_files
from groundgraph.views.document_list import (
    COLUMNS,
    DocumentRow,
    chosen_documents,
    documents,
    states,
    with_unread,
)
from groundgraph.views.document_reading import reading
from groundgraph.views.replacement_rows import replacement_rows
from groundgraph.visible_text import visible_data
from ui.asked_before import clock_time
from ui.assets_folder import script, style
from ui.bases import go_to, per_generation, read_only, serve, shared_base
from ui.page_address import acted, get, get_list, heard, pages, parts, put
from ui.plain_text import plain

_LIST = st.components.v2.component(
    "groundgraph_documents",
    css=style("common", "finder", "documents", "stated"),
    js=script("common", "page", "stated", "documents"),
)
_READING = st.components.v2.component(
    "groundgraph_reading",
    css=style("common", "facts", "reading"),
    js=script("common", "facts", "page", "reading"),
)
_PAGE = 100
_HIDDEN = ["fact"]  # what is not marked until it is asked for
_FORMATS = ["txt", "md", "html", "htm", "pdf", "docx"]


def _nothing() -> None:
    return None


def _list_act() -> None:
    for act in acted("documents"):
        chosen = act["filters"]
        put(find=chosen["find"], state=chosen["state"], stated=chosen["stated"])
        put(sort=chosen["sort"] if chosen["sort"] != "name" else "")
        put(down="1" if chosen["down"] else "")
        match act["kind"]:
            case "filter":
                put(pages="")
            case "more":
                put(pages=str(pages() + 1))
            case "open":
                put(document=act["document"], version=act["version"])
            case "go":
                put(document=act["document"], start=str(act["start"] or 0))
            case "reject" | "restore":
                _decide(act["kind"], act["id"], act["by"].strip())


def _decide(kind: str, identifier: str, reviewer: str) -> None:
    """Keep what a person decides of a stated replacement, under the name that was given."""
    if read_only():
        return
    try:
        with shared_base().reading() as base:
            if kind == "reject":
                base.reject_replacement(identifier, reviewer)
            else:
                base.restore_replacement(identifier, reviewer)
    except GroundgraphError as error:
        st.session_state["documents-refused"] = str(error)


def _list(base: KnowledgeBase) -> None:
    column = get("sort") if get("sort") in COLUMNS else "name"
    filters: dict[str, Any] = {
        "find": get("find"),
        "state": get("state"),
        "sort": column,
        "down": get("down") == "1",
        "stated": get("stated"),
    }
    state = str(base.record.editions_state())  # another one after every decision, too
    everything = with_unread(_documents(base, state), base.unread())
    named = chosen_documents(everything, filters["find"])
    rows = chosen_documents(named, "", filters["state"], column, down=filters["down"])
    data = {
        "heard": heard("documents"),
        "filters": filters,
        "documents": rows[: _PAGE * pages()],
        "total": len(rows),
        "states": states(named),
        "replacements": [
            replace(row, at=clock_time(row.at) if row.at else "") for row in replacement_rows(base)
        ],
        "reviewer": "" if read_only() else user_name(),
        "refused": st.session_state.pop("documents-refused", ""),
    }
    _LIST(data=visible_data(data), key="documents", on_act_change=_list_act)


@per_generation
def _documents(base: KnowledgeBase, state: str) -> list[DocumentRow]:
    return documents(base)


_reading = per_generation(reading)


def _act() -> None:
    for act in acted("reading"):
        chosen = act["filters"]
        put(mark=chosen["mark"], hide="" if chosen["hide"] == _HIDDEN else chosen["hide"] or "-")
        match act["kind"]:
            case "list":
                put(document="", version="", start="", entity="", mark="")
            case "go":
                put(document=act["document"], start=str(act["start"]))
                put(version="", entity="", mark="")
            case "version":
                put(version=act["version"], start="", entity="", mark="")
            case "start":
                put(start=str(act["start"] or ""))


def _read(base: KnowledgeBase) -> None:
    start = int(get("start")) if get("start").isdigit() else 0
    found = _reading(base, get("document"), get("version") or None, start, get("entity"))
    hide = get("hide")
    result = _READING(
        data={
            "heard": heard("reading"),
            "filters": {
                "mark": get_list("mark"),
                "hide": [] if hide == "-" else get_list("hide") or _HIDDEN,
            },
            "parts": parts("reading", reading=found),
            "start": start,
            "entity": get("entity"),
        },
        key="reading",
        on_act_change=_act,
        on_open_change=_nothing,
    )
    if result.open:
        where = result.open
        go_to("explore", opened=where["entity"], selected=where["entity"], fact=where.get("fact"))


def _uploads() -> None:
    """Files dropped here are read into the base; each gets its own result."""
    with (
        st.popover("Add documents", icon=":material/upload_file:"),
        st.form("uploads", border=False, clear_on_submit=True),
    ):
        files = st.file_uploader("Files", type=_FORMATS, accept_multiple_files=True, key="files")
        if st.form_submit_button("Add to the base", type="primary"):
            st.session_state["uploaded"] = []
            st.session_state["adding"] = [(file.name, file.getvalue()) for file in files]
    if st.session_state.get("adding") == []:
        st.info("Choose files first, or drop them on the box.")
    for good, line in st.session_state.get("uploaded", ()):
        (st.success if good else st.warning)(plain(line))


def _add_chosen() -> None:
    """Read the chosen files while the list stands below, and show it again with them."""
    files = st.session_state.pop("adding", None)
    if files:
        _add(files)
        st.rerun(scope="fragment")


def _add(files: list[tuple[str, bytes]]) -> None:
    bar = st.progress(0.0, "starting")

    def progress(stage: str, done: int, total: int) -> None:
        share = done / total if total else 0.0
        counted = f" {done} of {total}" if total else ""
        bar.progress(min(1.0, share), f"{BUILD_STAGES.get(stage, stage)}{counted}")

    try:
        report = add_files(shared_base().folder, files, progress)
    except GroundgraphError as error:
        st.session_state["uploaded"] = [(False, f"The files were not added. {error}")]
        return
    finally:
        bar.empty()
    st.session_state["uploaded"] = [
        *((True, f"{key}: added") for key in report.added),
        *((True, f"{key}: a new version replaces the former one") for key in report.changed),
        *((False, f"{one.document}: {one.detail}") for one in report.problems),
    ] or [(True, "Nothing new: the base holds these files already.")]


def _show() -> None:
    if get("document"):
        serve(_read)
        return
    if read_only():
        serve(_list)
        return
    _uploads()
    above = st.container()
    serve(_list)
    with above:  # when the list is there: adding takes its time
        _add_chosen()


st.fragment(_show)()
