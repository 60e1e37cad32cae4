"""``duties``: the register, and what it lacks."""

from __future__ import annotations

import sys
from pathlib import Path

from groundgraph.cli.console import err
from groundgraph.cli.look_commands import Form, print_rows


def run_duties(kb: Path, who: str, what: str, document: str, form: Form, *, unread: bool) -> None:
    """Print the register, or with `unread` the sentences that it lacks; CSV holds both."""
    from groundgraph import KnowledgeBase
    from groundgraph.views.duties import (
        SLOTS,
        DutyFilters,
        all_duties,
        chosen_duties,
        duties_csv,
        joined,
    )
    from groundgraph.views.unread_duties import chosen_unread, unread_duties

    with KnowledgeBase(kb) as base:
        filters = DutyFilters(who=who, what=what, document=document)
        rows = chosen_duties(all_duties(base), filters)
        lacking = [] if filters.of_read_only else chosen_unread(unread_duties(base), what, document)
    if form == "csv":
        sys.stdout.write(duties_csv([] if unread else rows, lacking))
        return
    where = ("document", "heading", "start", "end", "quote")
    of_duties = ("who", "modality", "statement", *SLOTS, *where)
    columns = ("document", "start", "end", "why", "quote") if unread else of_duties
    found = lacking if unread else rows
    print_rows([{name: joined(getattr(row, name)) for name in columns} for row in found], form)
    if lacking and not unread:
        some = "1 sentence" if len(lacking) == 1 else f"{len(lacking):,} sentences"
        were = "was" if len(lacking) == 1 else "were"
        err.print(f"{some} with a duty {were} not read: groundgraph duties --kb {kb} --unread")
