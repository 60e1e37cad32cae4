"""``documents``, ``remove``, ``erase``."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from graph.errors import NotConfirmed
from groundgraph.cli.console import asked, data, err, out, progress_bars, visible
from groundgraph.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundgraph.removing import Chosen

_SHOWN = 20


def run_documents(kb: Path, source: str | None, where: Sequence[str], as_json: bool) -> None:
    from graph.document_fields import fits, with_title
    from groundgraph import KnowledgeBase
    from groundgraph.cli.ask_commands import wanted_fields

    wanted = wanted_fields(where)
    with KnowledgeBase(kb) as base:
        if wanted is not None:
            base.record.with_fields(wanted)  # raises for a field that no document has
        rows = [
            row
            for row in base.documents()
            if source in (None, row["source"])
            and (wanted is None or fits(with_title(row.get("fields", {}), row["name"]), wanted))
        ]
        places = {s.name: s for s in base.record.sources()}
    if as_json:
        data(json.dumps(rows, ensure_ascii=False))
        return
    for name in sorted({row["source"] for row in rows}):
        own = [row for row in rows if row["source"] == name]
        held = places.get(name)
        where_from = "" if held is None else f"  {held.path or 'added one by one'}"
        number = counted(len(own), "documents")
        out.print(f"[bold]{escape(visible(name))}[/]  {number}{escape(where_from)}")
        for row in own:
            out.print(f"  {escape(visible(_line(row)))}")


def _line(row: dict[str, Any]) -> str:
    """One document: key, state, version, remarks."""
    parts = [row["id"], row["state"]]
    if row.get("own_version"):
        parts.append(f"version {row['own_version']}")
    if row.get("valid_from"):
        parts.append(f"valid from {row['valid_from']}")
    if row.get("valid_to"):
        parts.append(f"until {row['valid_to']}")
    if row.get("import"):
        parts.append(f"import {row['import']}")
    parts += [one["words"] for one in row["replaced_by"]]
    line = " · ".join(str(part) for part in parts)
    return line + "".join(f"\n    {note['detail']}" for note in row["notes"])


def run_remove(kb: Path, identifier: str, yes: bool) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.removing import chosen, resting, still_found

    with KnowledgeBase(kb) as base:
        found = chosen(base.record, identifier)
        _tell(found, "to be removed")
        for line in resting(base, found.keys).lines():
            err.print(f"  {escape(visible(line))}")
        _require_yes(yes, "remove", identifier, kb, "Remove them?")
        with progress_bars() as progress:
            report = base.remove(identifier, progress=progress)
        err.print(f"documents: {len(report.removed)} removed; their versions stay in the record")
        again = still_found(base.record, report.removed)
        if again:
            err.print(
                escape(
                    f"still in their folder, and read again by the next build of it: {_some(again)}"
                    " Move or delete the files."
                )
            )


def run_erase(kb: Path, identifier: str, yes: bool) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.erasing import to_erase

    with KnowledgeBase(kb) as base:
        wanted = to_erase(base, identifier)
        if wanted.chosen is not None:
            _tell(wanted.chosen, "to be erased, with every version")
        for line in wanted.lines():
            err.print(f"  {escape(visible(line))}")
        _require_yes(yes, "erase", identifier, kb, "Erase them? This cannot be undone.")
        with progress_bars() as progress:
            report = base.erase(identifier, progress=progress)
    for line in report.lines():
        err.print(escape(visible(line)))
    if report.found:
        raise SystemExit(1)


def _tell(found: Chosen, what: str) -> None:
    of = "" if found.source is None else f" of the source {found.source}"
    number = counted(len(found.keys), "documents")
    err.print(escape(visible(f"{number}{of} {what}: {_some(found.keys)}")))


def _some(keys: Sequence[str]) -> str:
    more = f", and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more + "."


def _require_yes(yes: bool, command: str, identifier: str, kb: Path, question: str) -> None:
    """Ask at a terminal; elsewhere only ``--yes`` will do."""
    if yes or asked("", question):
        return
    line = shlex.join(["groundgraph", command, identifier, "--yes", "--kb", str(kb)])
    raise NotConfirmed(f"nothing was changed. To {command} without being asked: {line}")
