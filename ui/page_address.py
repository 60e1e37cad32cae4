"""The state of a page as the query of its address: what is there survives a reload and a copy.

The browser sends its address with every message. One that left it before the answer to the former
came back holds an address without the former's changes, so while acts of a component come in, what
this session last showed is the truth (`acted`, `heard`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Protocol

import streamlit as st

from groundgraph.visible_text import visible_data


def get(name: str) -> str:
    return str(st.query_params.get(name, ""))


def get_list(name: str) -> list[str]:
    return [part for part in get(name).split(",") if part]


def pages() -> int:
    """How many pages of a list are shown."""
    return int(get("pages")) if get("pages").isdigit() else 1


def put(**values: str | list[str]) -> None:
    """Set each value; an empty one is taken out of the address. One step of the browser's history,
    or none where nothing changes."""
    wanted = st.query_params.to_dict()
    for name, value in values.items():
        wanted[name] = ",".join(value) if isinstance(value, list) else value
    _go({name: value for name, value in wanted.items() if value})
    _note()


def _go(address: dict[str, str]) -> None:
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)


def _note() -> None:
    st.session_state["address"] = st.query_params.to_dict()


def acted(key: str) -> list[dict[str, Any]]:
    """What was done in the component `key` since it was last heard, in order. A message carries
    every act that the page had no answer to, so one that was heard before is left out."""
    sent = st.session_state[key].get("act") or {}
    former = st.session_state.get(f"{key}-heard", 0)
    acts: list[dict[str, Any]] = [a for a in sent.get("acts", ()) if a["number"] > former]
    if acts:
        st.session_state[f"{key}-heard"] = acts[-1]["number"]
    st.session_state[f"{key}-has"] = sent.get("has", {})
    if "address" in st.session_state:
        _go(st.session_state["address"])
    return acts


def parts(key: str, **values: Any) -> dict[str, Any]:
    """Large `values` for the component `key`, each with a mark that is another whenever the value
    is, and without the value where the component said, when it asked for this answer, that it holds
    it."""
    has = st.session_state.pop(f"{key}-has", {})
    made = {}
    for name, value in visible_data(values).items():
        mark = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
        made[name] = {"mark": mark, "value": None if has.get(name) == mark else value}
    return made


def heard(key: str) -> int:
    """The number of the last act in the component `key` that was taken up. Asked for when the page
    is shown, and the address is then what is shown."""
    _note()
    return int(st.session_state.get(f"{key}-heard", 0))


class Named(Protocol):
    """Something with an id that an address can hold."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def named(rows: Iterable[Named], identifier: str) -> dict[str, str]:
    """An id of the address with the ``name`` it has in `rows`, or itself where it has none."""
    name = next((row.name for row in rows if row.id == identifier), identifier)
    return {"id": identifier, "name": name}
