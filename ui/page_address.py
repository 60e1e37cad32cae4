"""The state of a page as the query of its address: what is there survives a reload and a copy."""

from __future__ import annotations

from typing import Any

import streamlit as st


def get(name: str) -> str:
    return str(st.query_params.get(name, ""))


def get_list(name: str) -> list[str]:
    return [part for part in get(name).split(",") if part]


def put(**values: str | list[str]) -> None:
    """Set each value; an empty one is taken out of the address."""
    for name, value in values.items():
        text = ",".join(value) if isinstance(value, list) else value
        if text:
            st.query_params[name] = text
        elif name in st.query_params:
            del st.query_params[name]


def acted(key: str) -> dict[str, Any]:
    """What was last done in the component `key`. Its number is kept: the component trusts what it
    is told about its own state only once everything that it sent has been heard."""
    act: dict[str, Any] = st.session_state[key].get("act") or {}
    st.session_state[f"{key}-heard"] = act.get("number", 0)
    return act


def heard(key: str) -> int:
    return int(st.session_state.get(f"{key}-heard", 0))
