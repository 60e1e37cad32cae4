"""Entry point of the explorer: ``groundgraph ui``, or ``streamlit run ui/app.py -- --kb DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

import streamlit as st

from groundgraph.judging_session import sheets_beside
from ui.bases import sidebar
from ui.lost_server import watch_connection

HERE = Path(__file__).parent


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kb", default="kb")
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--llm", default="")
    return parser.parse_known_args()[0]


st.set_page_config(page_title="groundgraph", page_icon=HERE / "assets" / "icon.png", layout="wide")
options = _options()
st.session_state["kb"] = str(options.kb)
st.session_state["read_only"] = bool(options.read_only)
st.session_state["others"] = bool(options.others)
st.session_state["llm"] = str(options.llm)
st.html(HERE / "assets" / "page.html")
pages = {
    "ask": st.Page(HERE / "ask_view.py", title="Ask", icon=":material/forum:", default=True),
    "explore": st.Page(
        HERE / "explore_view.py", title="Explore", icon=":material/graph_3:", url_path="explore"
    ),
    "duties": st.Page(
        HERE / "duties_view.py", title="Duties", icon=":material/rule:", url_path="duties"
    ),
    "documents": st.Page(
        HERE / "documents_view.py",
        title="Documents",
        icon=":material/description:",
        url_path="documents",
    ),
    "proposals": st.Page(
        HERE / "proposals_view.py",
        title="Proposals",
        icon=":material/rate_review:",
        url_path="proposals",
    ),
    "audit": st.Page(
        HERE / "audit_view.py", title="Audit", icon=":material/policy:", url_path="audit"
    ),
    "evaluate": st.Page(
        HERE / "evaluate_view.py",
        title="Evaluate",
        icon=":material/analytics:",
        url_path="evaluate",
    ),
}
pages["model"] = st.Page(
    HERE / "model_view.py", title="Language model", icon=":material/tune:", url_path="model"
)
if sheets_beside(Path(options.kb)):
    pages["judge"] = st.Page(
        HERE / "judge_view.py", title="Judge", icon=":material/fact_check:", url_path="judge"
    )
st.session_state["pages"] = pages
page = st.navigation(list(pages.values()))
sidebar()
with st.sidebar:
    watch_connection()
page.run()
