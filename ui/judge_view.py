"""Judge: shown facts, names and duties against their words, one key a verdict.

The sheets are those that `groundgraph eval facts draw` put beside the base. Rules and scores are on
no page, so that a judge sees none. The address holds sheet and judge; the verdicts are in a file.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from groundgraph import GroundgraphError, KnowledgeBase
from groundgraph.judging_session import JudgingSession, sheets_beside
from groundgraph.views.judging_page import page_of
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import notice, read_only, serve
from ui.page_address import acted, get, heard, put

_COMPONENT = st.components.v2.component(
    "groundgraph_judge",
    css=style("common", "judge"),
    js=script("common", "page", "judge"),
)
_KEY = "judge"


def _act(folder: Path) -> None:
    paths = {path.stem: path for path in sheets_beside(folder)}
    for act in acted(_KEY):
        put(sheet=act["filters"]["sheet"], judge=act["filters"]["judge"])
        path = paths.get(act["filters"]["sheet"])
        if path is None or read_only() or act["kind"] not in ("verdict", "undo"):
            continue
        try:
            session = JudgingSession(path, act["filters"]["judge"])
            if act["kind"] == "undo":
                session.undo()
            else:
                session.give(act["n"], act["verdict"], act["fault"], act["note"])
        except (GroundgraphError, OSError) as error:
            st.session_state["judge-refused"] = str(error)


def show(base: KnowledgeBase) -> None:
    paths = sheets_beside(base.folder)
    if read_only():
        notice(
            "Nothing is recorded here",
            "This explorer only shows. Judge at one that may write, or in a terminal:",
            "groundgraph eval facts judge SHEET",
        )
        return
    if not paths:
        notice(
            "No sheet to judge",
            "Draw what this base shows onto a sheet, and it will be here:",
            f"groundgraph eval facts draw --kb {base.folder}",
        )
        return
    chosen = next((path for path in paths if path.stem == get("sheet")), paths[-1])
    judge = get("judge")
    data: dict[str, Any] = {
        "heard": heard(_KEY),
        "filters": {"sheet": chosen.stem, "judge": judge},
        "sheets": [path.stem for path in paths],
        "refused": st.session_state.pop("judge-refused", ""),
        "work": None,
    }
    if judge:
        try:
            data["work"] = page_of(chosen, judge)
        except GroundgraphError as error:
            data["refused"] = str(error)
    _COMPONENT(data=visible_data(data), key=_KEY, on_act_change=partial(_act, base.folder))


st.fragment(lambda: serve(show))()
