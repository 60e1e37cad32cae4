"""The box below a question that goes on from it: "and for associates?"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from groundgraph import FollowUp
from groundgraph.following import follow_up_on


def follow_up_box(answer: Mapping[str, Any], leave: Callable[[], None]) -> None:
    """What is typed goes on from `answer` in the next run (`asked_on`); `leave` is called first."""

    def go_on() -> None:
        typed = st.session_state["follow_up"].strip()
        st.session_state["follow_up"] = ""
        if typed:
            leave()
            st.session_state["asked_on"] = (typed, answer["question"], answer["id"])

    with st.form("follow-up", border=False):
        box, button = st.columns([8.2, 1.3], vertical_alignment="bottom")
        box.text_input(
            "Follow-up question",
            key="follow_up",
            placeholder="Go on from this answer: “and for associates?”, “who approves them?”",
            label_visibility="collapsed",
        )
        button.form_submit_button("Go on", width="stretch", on_click=go_on)


def asked_on() -> FollowUp | None:
    """What was typed in the box, as a whole question, once. Raises `GroundgraphError`."""
    waiting = st.session_state.pop("asked_on", None)
    return None if waiting is None else follow_up_on(*waiting)
