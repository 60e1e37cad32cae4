"""Whether an answer is quoted only, or a language model writes above the quotes: the switch, and
the line that says which model, where, and what would go there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from groundgraph import GroundgraphError
from groundgraph.model_settings import load_model_settings
from groundgraph.named_writer import NamedWriter
from groundgraph.visible_text import visible_direction

if TYPE_CHECKING:
    from groundgraph.model_settings import OpenModel

MODES = ["quoted", "written"]
OTHERS = (
    "This explorer is open to other machines, so no language model writes here: it would be paid "
    "for, and reached, by whoever opens the page."
)
NONE_SET = (
    "No language model is set, so answers are quoted. Set one under Language model: with Ollama "
    "on this machine, “ollama:” and its name are enough."
)


def for_others() -> bool:
    """Whether people on other machines reach this explorer: its model is nothing for them."""
    return bool(st.session_state.get("others"))


def wants_writing() -> bool:
    return st.session_state.get("mode") == "written"


def given() -> NamedWriter | None:
    """The model that this explorer was started with (``ui --llm``)."""
    said = st.session_state.get("llm", "")
    return NamedWriter.from_json(said) if said else None


def switch() -> None:
    """Quoted or written; quoted until a person chooses, or started the explorer with a model."""
    st.segmented_control(
        "How to answer",
        MODES,
        default=MODES[1 if given() is not None else 0],
        required=True,
        key="mode",
        format_func=str.capitalize,
        label_visibility="collapsed",
    )


def writer_line() -> None:
    """Below the question, where it is to be written to: by which model and where, or why not."""
    if not wants_writing():
        return
    look, text = _said()
    line, settings = st.columns([8, 2.2], vertical_alignment="center")
    line.html(f'<p class="gg-writer {look}" role="status">{text}</p>')
    page = st.session_state["pages"].get("model")
    if page is not None:
        settings.page_link(page, label="Language model", icon=":material/tune:")


def _said() -> tuple[str, str]:
    """Look (empty, ``away`` or ``off``) and words, escaped."""
    try:
        place = usable_writer().place()
    except GroundgraphError as error:
        return "off", escape(visible_direction(str(error)))
    name, where = escape(visible_direction(place.name)), escape(place.where)
    if place.local:
        return "", f"<b>{name}</b> writes, at {where}. The quotes stand below."
    return "away", (
        f"<b>{name}</b> writes. Your question and up to 40 sentences found for it "
        f"<b>leave this machine</b> for {where}."
    )


def usable_writer() -> NamedWriter:
    """The model that may write here: the one of the command line, else the one that was saved.
    Raises `GroundgraphError` in words for people where none may."""
    if for_others():
        raise GroundgraphError(OTHERS)
    named = given()
    if named is None:
        settings = load_model_settings()
        if not settings.model:
            raise GroundgraphError(NONE_SET)
        named = settings.named
    _ = named.place()
    return named


def shows_failed() -> bool:
    """Whether sentences that failed their checks are shown, greyed."""
    named = given()
    if named is not None:
        return named.failed
    try:
        return load_model_settings().show_failed
    except GroundgraphError:
        return True


def writer() -> OpenModel | None:
    """The model that is to write, where writing was chosen and one may; `writer_line` has said why
    there is none. Raises `GroundgraphError` where its client is not installed."""
    if not wants_writing():
        return None
    try:
        named = usable_writer()
    except GroundgraphError:
        return None
    return named.open()
