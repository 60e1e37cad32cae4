"""The documents of a base as a list: state, version, counts, what their reader remarked, and what
the builds found and could not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from extraction.documents.sources import Skipped, source_of
from graph.model import Document
from groundgraph.open_base import Readable
from groundgraph.replacements import replacements

Row = dict[str, Any]
COLUMNS = ("name", "state", "number", "characters", "names", "facts", "unresolved")
NOT_READ = "not read"
FOUND = 20
"""Documents that are offered at once where one is to be chosen."""

_MOST_NOTES = 5  # of one document; a corpus may have a bad row on every line

_DOCUMENTS = """
MATCH (d:Document)
RETURN d.id AS id, d.name AS name, d.source AS source, d.version AS version, d.number AS number,
       d.language AS language, d.characters AS characters, d.valid_from AS valid_from,
       d.valid_to AS valid_to
ORDER BY name, id
"""
_NAMES = """
MATCH (c:Chunk)-[:MENTIONS]->(e:Entity) WHERE e.status = 'shown'
RETURN c.document AS id, count(DISTINCT e.id) AS n
"""
_FACTS = """
MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk) WHERE f.status = 'shown'
RETURN c.document AS id, count(DISTINCT f.id) AS n
"""
_OPEN = """
MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk) WHERE r.status = 'unresolved'
RETURN c.document AS id, count(r) AS n
"""


def documents(base: Readable) -> list[Row]:
    """Every document that was read, with its counts, removed ones last; ``state`` is ``current``,
    ``needs OCR``, ``searched only`` (another language) or ``removed``, ``notes`` are the reader's
    remarks."""
    removed = [_removed(document) for document in base.record.removed()]
    if not base.record.holds_documents():
        return removed
    counts = {
        name: {str(row["id"]): row["n"] for row in base.cypher(query, limit=1_000_000)}
        for name, query in (("names", _NAMES), ("facts", _FACTS), ("unresolved", _OPEN))
    }
    said = {d.id: d for d in base.record.documents()}
    replaced = _replaced(base, {key: d.name for key, d in said.items()})
    notes = {key: [asdict(note) for note in d.notes] for key, d in said.items() if d.notes}
    current = [
        {
            **row,
            "source": row["source"] or source_of(str(row["id"])),  # a store of before has none
            **_said(said.get(str(row["id"]))),
            "replaced_by": replaced.get(str(row["id"]), []),
            "state": _state(notes.get(str(row["id"]), [])),
            **{name: found.get(str(row["id"]), 0) for name, found in counts.items()},
            "notes": notes.get(str(row["id"]), []),
        }
        for row in base.cypher(_DOCUMENTS, limit=1_000_000)
    ]
    return current + removed


def _replaced(base: Readable, names: Mapping[str, str]) -> dict[str, list[Row]]:
    """What is stated in the place of each document: ``id`` of the statement, ``document`` and
    ``name`` of the newer one, ``since``, ``quote``, and ``words`` for people."""
    found: dict[str, list[Row]] = {}
    for one in replacements(base.record):
        if one.holds and one.former is not None:
            name = names.get(one.newer) if one.newer else one.named
            found.setdefault(one.former, []).append(
                {
                    "id": one.id,
                    "document": one.newer,
                    "name": name,
                    "since": one.since,
                    "quote": one.quote,
                    "words": one.words(name),
                }
            )
    return found


def _said(document: Document | None) -> Row:
    """What the record says of a document and the graph need not."""
    if document is None:
        return {"import": None, "own_version": None, "edition": "", "fields": {}}
    return {
        "import": document.number,
        "own_version": document.own_version,
        "edition": document.edition,
        "fields": dict(document.metadata),
    }


def _state(notes: Iterable[dict[str, Any]]) -> str:
    codes = {note["code"] for note in notes}
    if "needs-ocr" in codes:
        return "needs OCR"
    return "searched only" if "not-english" in codes else "current"


def head(document: Document) -> Row:
    """What a document is called, and which of its versions it is."""
    return {
        "id": document.id,
        "name": document.name,
        "source": document.source,
        "version": document.version,
        "number": document.number,
        "import": document.number,
        "own_version": document.own_version,
        "edition": document.edition,
        "language": document.language,
        "valid_from": document.valid_from,
        "valid_to": document.valid_to,
    }


def _removed(document: Document) -> Row:
    return {
        **head(document),
        "characters": len(document.text),
        "state": "removed",
        **dict.fromkeys(("names", "facts", "unresolved"), 0),
        "fields": dict(document.metadata),
        "replaced_by": [],
        "notes": [],
    }


def with_unread(rows: Iterable[Row], problems: Sequence[Skipped]) -> list[Row]:
    """`rows` and what could not be read: a note where the document is in the base (its newer file
    could not be read), a row with the state `NOT_READ` where it is not."""
    found: dict[str, list[Skipped]] = {}
    for problem in problems:
        found.setdefault(problem.document, []).append(problem)
    listed = []
    for row in rows:
        own = found.pop(row["id"], []) if row["state"] != "removed" else []
        listed.append({**row, "notes": [*row["notes"], *_notes(own)]})
    return listed + [_not_read(key, own) for key, own in found.items()]


def _notes(problems: Sequence[Skipped]) -> list[dict[str, str]]:
    notes = [{"code": p.code, "detail": p.detail} for p in problems[:_MOST_NOTES]]
    if len(problems) > _MOST_NOTES:
        left = f"and {len(problems) - _MOST_NOTES:,} more: groundgraph build --json lists them all."
        notes.append({"code": "more", "detail": left})
    return notes


def _not_read(key: str, problems: Sequence[Skipped]) -> Row:
    return {
        "id": key,
        "name": key.rstrip("/#").rsplit("/", 1)[-1],
        "source": source_of(key),
        "version": "",
        "language": "",
        "state": NOT_READ,
        **dict.fromkeys(COLUMNS[2:]),
        "replaced_by": [],
        "notes": _notes(problems),
    }


def states(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many of `rows` are in each state, most first."""
    return Counter(str(row["state"]) for row in rows).most_common()


def chosen_documents(
    rows: Iterable[Row], find: str, state: str = "", column: str = "name", *, down: bool = False
) -> list[Row]:
    """Those of `rows` with the words `find` in name or key, in the given state, sorted by a column
    (`down`: largest first); what has no value in it comes last."""
    words = find.lower().split()
    kept = [
        row
        for row in rows
        if (not state or row["state"] == state)
        and all(word in f"{row['name']} {row['id']}".lower() for word in words)
    ]
    kept.sort(key=lambda row: (str(row["name"]).casefold(), str(row["id"])))
    if column not in COLUMNS or (column == "name" and not down):
        return kept
    valued = [row for row in kept if row[column] is not None]
    valued.sort(key=lambda row: _sortable(row[column]), reverse=down)
    return valued + [row for row in kept if row[column] is None]


def _sortable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


_NAMES_OF = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"


def document_names(base: Readable) -> list[Row]:
    """``id`` and ``name`` of every document, by name."""
    return base.cypher(_NAMES_OF, limit=1_000_000)


def found_documents(names: Sequence[Row], text: str) -> Row:
    """The first `FOUND` of `names` (of `document_names`) with the words of `text` in name or key,
    those whose name begins with it first, and how many ``more`` there are; of an empty text all."""
    wanted = " ".join(text.lower().split())
    words = wanted.split()
    found = [
        row for row in names if all(word in f"{row['name']} {row['id']}".lower() for word in words)
    ]
    found.sort(key=lambda row: not str(row["name"]).lower().startswith(wanted))
    return {"text": text, "items": found[:FOUND], "more": max(0, len(found) - FOUND)}
