"""Stated replacements as rows of a page: both documents, day and quote, and who rejected it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.record.decisions import REJECTED_REPLACEMENT
from groundgraph.open_base import Readable


@dataclass(frozen=True, slots=True)
class ReplacementRow:
    """A replacement that a current document states. `newer` and `former` are keys, None where no
    document of the base is meant; `state` is ``holds``, ``not resolved`` or ``rejected``; `by` and
    `at`: who rejected it, when (ISO)."""

    id: str
    newer: str | None
    newer_name: str
    former: str | None
    former_name: str
    since: str | None
    document: str
    document_name: str
    start: int | None
    quote: str
    state: str
    why: str
    by: str
    at: str


def replacement_rows(base: Readable) -> list[ReplacementRow]:
    """One row for each replacement that a current document states."""
    said = base.replacements()
    keys = {key for one in said for key in (one.document, one.newer, one.former) if key}
    names = {key: remark[0] for key, remark in base.record.remarks(sorted(keys)).items()}
    decided = {one.id: one for one in base.record.decisions() if one.kind == REJECTED_REPLACEMENT}
    rows = []
    for one in said:
        decision = decided.get(one.decision or "")
        state = "rejected" if one.decision else "holds" if one.holds else "not resolved"
        rows.append(
            ReplacementRow(
                id=one.id,
                newer=one.newer,
                newer_name=names.get(one.newer or "", one.newer or one.named),
                former=one.former,
                former_name=names.get(one.former or "", one.former or one.named),
                since=one.since,
                document=one.document,
                document_name=names.get(one.document, one.document),
                start=one.span.start if one.span else None,
                quote=one.quote,
                state=state,
                why=one.why,
                by=decision.actor if decision else "",
                at=decision.time if decision else "",
            )
        )
    return rows
