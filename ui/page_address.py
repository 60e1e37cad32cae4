"""The state of a page as the query of its address: what is there survives a reload and a copy."""

from __future__ import annotations

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
