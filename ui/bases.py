"""The knowledge base that all sessions of one server share, and what a page shows where there is
none or it cannot be read."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from html import escape
from pathlib import Path
from typing import Any, TypeVar, cast

import streamlit as st

from groundgraph import GroundgraphError, KnowledgeBase
from groundgraph.plurals import counted
from groundgraph.shared_base import SharedBase
from groundgraph.visible_text import visible_direction

_Function = TypeVar("_Function", bound=Callable[..., Any])


@st.cache_resource(show_spinner=False)
def _shared(folder: str, read_only: bool) -> SharedBase:
    return SharedBase(folder, read_only=read_only)


def _state(base: KnowledgeBase) -> tuple[str, str, str]:
    # The name too: it never comes again, so what a page read while a server's store went on to
    # another state is never shown for one that has the same content.
    now = base.store.generation
    return str(base.folder), str(now["name"]), str(now["content_hash"])


def per_generation(function: _Function) -> _Function:
    """Keeps what `function` made of a base for all sessions, until the base changes."""
    kept = st.cache_data(show_spinner=False, max_entries=48, hash_funcs={KnowledgeBase: _state})
    return cast(_Function, kept(function))


def shared_base() -> SharedBase:
    """The base of this server. Its models load once; it follows new generations by itself."""
    return _shared(str(Path(st.session_state["kb"]).resolve()), read_only())


def read_only() -> bool:
    """Whether this explorer only shows: no answer, opinion or document is kept."""
    return bool(st.session_state.get("read_only"))


def serve(show: Callable[[KnowledgeBase], None]) -> None:
    """Run `show` with the base at its newest generation, or say calmly why that cannot be."""
    shared = shared_base()
    if not (shared.folder / "record.sqlite").exists() or not shared.pointer:
        _nothing_yet(shared)
        return
    moved = False
    try:
        with ExitStack() as held:
            with st.spinner("Opening the knowledge base"):
                base = held.enter_context(shared.reading())
            try:
                show(base)
            finally:
                moved = shared.moved_on(base)
    except GroundgraphError as error:
        if not moved:
            notice("This cannot be shown", str(error))
    except Exception:
        if not moved:
            logging.getLogger("groundgraph.ui").exception("a page failed")
            notice(
                "This page met an error of its own",
                "Nothing was changed. The terminal that runs the explorer holds the details; "
                "please report them. Reload the page to go on.",
            )
    if moved:
        st.rerun()


def _nothing_yet(shared: SharedBase) -> None:
    if shared.building:
        notice(
            "The first build is running",
            "This page will show the documents as soon as they are read and their graph is "
            "there; you need not reload it.",
        )
    else:
        notice(
            "No documents yet",
            "This folder holds no knowledge base so far. Build one, and this page will show it:",
            f"groundgraph build PATH --kb {shared.folder}",
        )


def go_to(page: str, **where: Any) -> None:
    """Open another page at a place, such as an entity or a position in a document."""
    wanted = {name: str(value) for name, value in where.items() if value is not None}
    st.switch_page(st.session_state["pages"][page], query_params=wanted)


def notice(title: str, text: str, command: str = "") -> None:
    """A calm message with the next step; nothing in it is read as markup."""
    line = f"<pre>{escape(command)}</pre>" if command else ""
    st.html(
        f'<div class="gg-notice" role="status"><h2>{escape(title)}</h2>'
        f"<p>{escape(visible_direction(text))}</p>{line}</div>"
    )


def sidebar() -> None:
    """Name, size and age of the base; looks for a new generation every few seconds."""
    shared = shared_base()
    with st.sidebar:
        _about(shared.pointer, shared.building)


@st.fragment(run_every=4)
def _about(pointer: str, building: bool) -> None:
    shared = shared_base()
    if shared.pointer != pointer or (not pointer and shared.building != building):
        st.rerun()
    lines = _lines(shared, pointer)
    if shared.building:
        lines.append("a build is running")
    if read_only():
        lines.append("read-only: nothing you do here is kept")
    name = escape(shared.folder.name)
    about = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<div class="gg-about"><b>{name}</b>{about}</div>')


def _lines(shared: SharedBase, pointer: str) -> list[str]:
    if not pointer:
        return ["no documents yet"]
    try:
        stats = _stats(str(shared.folder), pointer, shared)
    except GroundgraphError:
        return ["cannot be read"]
    lines = [
        f"{counted(int(stats['documents']), 'documents')} · {counted(int(stats['facts']), 'facts')}"
    ]
    if shared.built is not None:
        lines.append(f"built {_ago(time.time() - shared.built)}")
    return lines


@st.cache_data(show_spinner=False, max_entries=8)
def _stats(folder: str, pointer: str, _shared_base: SharedBase) -> dict[str, int | str]:
    with _shared_base.reading() as base:
        return base.stats()


def _ago(seconds: float) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"
