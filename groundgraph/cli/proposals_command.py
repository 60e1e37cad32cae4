"""``proposals``: what a reading model proposed, and why what is not in the base was refused."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from groundgraph.cli.console import data, out, visible
from groundgraph.plurals import counted

if TYPE_CHECKING:
    from groundgraph.reading_by_model import ProposalLine, Proposals

_SHOWN = 20


def run_proposals(kb: Path, reason: str | None, *, review: bool, as_json: bool) -> None:
    """Print counts by reason and the proposals themselves: those whose reason holds the words
    `reason`, with `review` those whose predicate the profile lacks."""
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb) as base:
        found = base.proposals()
    chosen = [
        one
        for one in found.refused
        if (reason is None or reason.casefold() in one.reason.casefold())
        and (one.for_review or not review)
    ]
    if as_json:
        data(json.dumps(_data(found, chosen), ensure_ascii=False))
        return
    _print_counts(found)
    for one in chosen[:_SHOWN]:
        _print_line(one)
    if len(chosen) > _SHOWN:
        out.print(f"\n… and {len(chosen) - _SHOWN} more; --json lists all")


def _data(found: Proposals, chosen: list[ProposalLine]) -> dict[str, object]:
    return {
        "model": found.model,
        "facts": found.facts,
        "names": found.names,
        "reasons": dict(found.reasons),
        "waiting": list(found.waiting),
        "refused": [asdict(one) for one in chosen],
    }


def _print_counts(found: Proposals) -> None:
    facts, names = counted(found.facts, "facts"), counted(found.names, "mentions of names")
    out.print(escape(visible(f"{found.model} proposed: {facts} and {names} are in the base.")))
    if found.waiting:
        waiting = counted(len(found.waiting), "documents")
        out.print(f"{waiting} not wholly read by it yet: run groundgraph build again.")
    if found.refused:
        out.print(f"Refused: {len(found.refused)}. Nothing of them is shown as a fact.")
    for reason, count in found.reasons:
        out.print(f"{count:>6}  {escape(reason)}")


def _print_line(one: ProposalLine) -> None:
    out.print()
    out.print(escape(visible(f"{one.document}: {one.reason}")))
    out.print(escape(visible(f"  proposed: {' '.join(one.proposal.split())}")))
    if one.quote:
        out.print(escape(visible(f"  the text: {' '.join(one.quote.split())}")))
