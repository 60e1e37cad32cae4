"""``replacements``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from groundgraph.cli.console import data, err, out, visible

if TYPE_CHECKING:
    from graph.model import Replacement


def run_replacements(kb: Path, reject: str | None, restore: str | None, as_json: bool) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        if reject:
            decision = base.reject_replacement(reject)
            err.print(f"rejected by decision {decision}; --restore {reject} takes it back")
        if restore:
            base.restore_replacement(restore)
            err.print(f"{restore} holds again")
        found = base.replacements()
    if as_json:
        data(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    elif not found:
        err.print("no document states that it replaces another")
    elif not (reject or restore):
        for one in found:
            out.print(escape(visible(_lines(one))))


def _lines(one: Replacement) -> str:
    """A replacement: its id, both documents, day and state; below, the words that state it."""
    since = f" from {one.since}" if one.since else ""
    newer, former = one.newer or f"“{one.named}”", one.former or f"“{one.named}”"
    state = f" · rejected by {one.decision}" if one.decision else ""
    why = f" · not resolved: {one.why}" if one.why else ""
    quote = " ".join(one.quote.split())
    return f"{one.id}  {newer} replaces {former}{since}{state}{why}\n    {one.document}: “{quote}”"
