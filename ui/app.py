"""Entry point of the explorer: ``streamlit run ui/app.py -- --kb DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

import streamlit as st


def _kb() -> str:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kb", default="kb")
    return str(parser.parse_known_args()[0].kb)


st.set_page_config(page_title="groundgraph", page_icon=":material/book_2:", layout="wide")
st.session_state["kb"] = _kb()
st.html(Path(__file__).parent / "assets" / "page.html")
page = st.navigation(
    [st.Page(Path(__file__).parent / "ask_view.py", title="Ask", icon=":material/forum:")]
)
page.run()
