"""Language model: which one may write above the quotes, where it is, its limits and its prices. A
key is never asked for, shown or kept here."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from groundgraph import GroundgraphError
from groundgraph.model_keys import KEY, key_place
from groundgraph.model_settings import (
    ModelSettings,
    host_at,
    load_model_settings,
    made_settings,
    models_of,
    ollama_here,
    save_model_settings,
    settings_file,
)
from groundgraph.named_writer import NamedWriter
from groundgraph.visible_text import visible_direction
from ui.bases import notice, read_only
from ui.writer_choice import OTHERS, for_others, given

_LEAVE = "Questions and passages may leave this machine"
_MOST_NAMES = 12
_LIMITS = {
    "tokens": "tokens of a prompt",
    "answer_tokens": "tokens of an answer",
    "timeout_s": "seconds of silence",
    "limit_s": "seconds in all",
}
_KEYS = {
    "environment": "The key is in {variable}, in the environment of this explorer.",
    "keyring": "The key is in the keyring (service groundgraph, user {host}).",
    "none": "No key: {variable} is not set, and the keyring has none for {host} (service "
    "groundgraph).",
    "no keyring": "No key: {variable} is not set, and the package keyring is not installed.",
}


def show() -> None:
    st.html(
        '<h1 class="gg-title gg-near">Language model</h1>'
        '<p class="gg-lead">It writes a few sentences above the quotes when “Written” is chosen. '
        "Each is held to the sentences it cites; the quotes below stay as they are without it.</p>"
    )
    if for_others():
        notice("Not from here", OTHERS)
        return
    column, _ = st.columns([5, 3])
    named = given()
    with column:
        if named is not None:
            _started_with(named)
            return
        settings = _loaded()
        _form(settings)
        if settings.model:
            _where(settings.named)
        _tried(settings.named if settings.model else None)


def _started_with(named: NamedWriter) -> None:
    """The model of the command line: it stays until the explorer ends."""
    st.html(
        f'<h2 class="gg-given">{escape(visible_direction(named.model))}</h2>'
        '<p class="gg-lead gg-near">This explorer was started with it (groundgraph ui --llm). To '
        "set one here instead, start without.</p>"
    )
    said = [f"{_LIMITS.get(name, name)}: {value}" for name, value in named.limits.items()]
    if named.prices is not None:
        said.append("price of a million tokens: {:g} in, {:g} out".format(*named.prices))
    if not named.failed:
        said.append("sentences that failed their checks are left out")
    if said:
        _line(" · ".join(said))
    _where(named)
    _tried(named)


def _loaded() -> ModelSettings:
    try:
        return load_model_settings()
    except GroundgraphError as error:
        _line(str(error), "away")
        return made_settings({})


def _form(settings: ModelSettings) -> None:
    off = read_only()
    with st.form("model", border=False):
        st.text_input(
            "Model", settings.model, key="llm_model", placeholder="ollama:qwen3:4b", disabled=off
        )
        st.text_input(
            "Address of its server",
            settings.url,
            key="llm_url",
            placeholder="http://127.0.0.1:8000/v1 (empty for Ollama and transformers)",
            disabled=off,
        )
        st.checkbox(
            _LEAVE,
            settings.allow_remote,
            key="llm_allow_remote",
            disabled=off,
        )
        _numbers(settings, off)
        st.checkbox(
            "Show sentences that failed their checks, greyed",
            settings.show_failed,
            key="llm_show_failed",
            disabled=off,
        )
        st.form_submit_button("Save", type="primary", on_click=_save, disabled=off)
    if off:
        _line("This explorer is read-only: nothing is saved.")
    said = st.session_state.pop("llm_said", None)
    if said:
        _line(*said)


def _numbers(settings: ModelSettings, off: bool) -> None:
    """Limits, and prices where they are known."""
    limits = st.container(key="llm_limits").columns(4, vertical_alignment="bottom")
    for column, (name, label) in zip(
        limits,
        (
            ("tokens", "Tokens of a prompt"),
            ("answer_tokens", "Tokens of an answer"),
            ("timeout_s", "Seconds of silence"),
            ("limit_s", "Seconds in all"),
        ),
        strict=True,
    ):
        value = int(getattr(settings, name))
        column.number_input(label, value=value, min_value=1, key=f"llm_{name}", disabled=off)
    prices = st.columns(2, vertical_alignment="bottom")
    for column, (name, label) in zip(
        prices,
        (("price_in", "Price of a million tokens in"), ("price_out", "Price of a million out")),
        strict=True,
    ):
        column.number_input(
            label,
            value=getattr(settings, name),
            min_value=0.0,
            step=0.05,
            format="%.4g",
            placeholder="not known",
            key=f"llm_{name}",
            disabled=off,
        )


def _save() -> None:
    """What stands in the form, where it can be used; else why it cannot."""
    values = {name: st.session_state.get(f"llm_{name}") for name in ModelSettings.model_fields}
    try:
        settings = made_settings({k: v for k, v in values.items() if v is not None})
        _require_usable(settings)
        save_model_settings(settings)
    except GroundgraphError as error:
        st.session_state["llm_said"] = (f"Not saved. {error}", "away")
        return
    st.session_state.pop("llm_tried", None)
    what = "Saved" if settings.model else "Saved: no model is set"
    st.session_state["llm_said"] = (f"{what}, for you on this machine: {settings_file()}", "")


def _require_usable(settings: ModelSettings) -> None:
    """Raises `GroundgraphError` where a model is set that could not be called."""
    if not (settings.model or settings.url):
        return
    if not settings.model:
        raise GroundgraphError("Name the model, too.")
    if settings.runs_here:
        _ = settings.named.place()
        return
    if not settings.url and not settings.model.startswith("ollama:"):
        raise GroundgraphError("Give the address of its server, or write ollama: before the name.")
    away = settings.elsewhere
    if away and not settings.allow_remote:
        raise GroundgraphError(
            f"{away} is not this machine. Tick “{_LEAVE}”, or name a server on this machine."
        )


def _where(named: NamedWriter) -> None:
    """Where questions go, and where the key would come from."""
    try:
        place = named.place()
    except GroundgraphError as error:
        _line(str(error), "away")
        return
    if not place.local:
        _line(
            f"Questions and up to 40 sentences found for each leave this machine for "
            f"{place.where}.",
            "away",
        )
    if named.runs_here:
        _line("It runs in this explorer: nothing leaves this machine.")
        return
    if place.local:
        _line(f"It is asked at {place.where}.")
    host = host_at(named)
    said = _KEYS[key_place(host)].format(variable=KEY, host=host)
    _line(f"{said} Keys are never shown or kept here.")


def _tried(named: NamedWriter | None) -> None:
    """Asks the server for its models, or looks for Ollama, when a person wants to know."""
    if named is not None and named.runs_here:
        return
    label = "Look for Ollama on this machine" if named is None else "Try the server"
    if st.button(label, key="llm_try", icon=":material/wifi_tethering:"):
        with st.spinner("Asking"):
            st.session_state["llm_tried"] = _answer(named)
    tried: tuple[Any, ...] | None = st.session_state.get("llm_tried")
    if tried is not None:
        _line(*tried)


def _answer(named: NamedWriter | None) -> tuple[str, str]:
    try:
        if named is None:
            return _of_ollama(ollama_here())
        names, place = models_of(named), named.place()
        wanted, where = place.name, place.where
    except GroundgraphError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}", "away"
    if wanted in names:
        return f"{where} answers, and has {wanted}.", ""
    return f"{where} answers, and does not name {wanted}. It has: {_listed(names)}.", "away"


def _of_ollama(names: tuple[str, ...] | None) -> tuple[str, str]:
    if names is None:
        return "No Ollama answers on this machine.", ""
    if not names:
        return "Ollama runs here without a model. Get one with: ollama pull NAME", ""
    return f"Ollama runs here. Write one of these as the model: {_listed(names, 'ollama:')}.", ""


def _listed(names: tuple[str, ...], before: str = "") -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return (", ".join(f"{before}{name}" for name in names[:_MOST_NAMES]) or "none") + more


def _line(text: str, look: str = "") -> None:
    words = escape(visible_direction(text))
    st.html(f'<p class="gg-writer {look}" role="status">{words}</p>')


show()
