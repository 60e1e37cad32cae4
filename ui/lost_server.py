"""What a page says when the explorer's server no longer answers."""

from __future__ import annotations

import streamlit as st

from ui.assets_folder import script
from ui.bases import read_only, shared_base

_COMPONENT = st.components.v2.component("groundgraph_connection", js=script("connection"))


def watch_connection() -> None:
    """Put the next step into the message that the browser shows when the server has stopped."""
    options = " --read-only" if read_only() else ""
    port = st.get_option("server.port")
    command = f"groundgraph ui --kb {shared_base().folder} --port {port}{options}"
    _COMPONENT(data={"command": command}, key="connection")
