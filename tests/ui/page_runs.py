"""Pages of the explorer without a browser (Streamlit's AppTest)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

import ui

VIEWS = Path(ui.__file__).parent


def page_run(page: str, folder: Path, *, read_only: bool = False, **address: str) -> AppTest:
    """One page over the base in a folder, at an address."""
    app = AppTest.from_file(str(VIEWS / f"{page}_view.py"), default_timeout=120)
    app.session_state["kb"] = str(folder)
    app.session_state["read_only"] = read_only
    app.session_state["pages"] = {}
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def told(app: AppTest) -> str:
    """The words of a page's own messages; a page that failed has none."""
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))


def data(app: AppTest) -> dict[str, Any]:
    """What the page gave to its component."""
    assert not app.exception
    [component] = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found
