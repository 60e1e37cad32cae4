"""The documents of a base as a list: state, version, counts, what their reader remarked, and what
the builds found and could not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from extraction.documents.sources import Skipped, source_of
from graph.model import Document, Field, Note
from groundgraph.graph_values import number
from groundgraph.open_base import Readable
from groundgraph.replacements import replacements

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


@dataclass(frozen=True, slots=True)
class ReplacedBy:
    """What is stated in the place of a document: `id` of the statement, key and `name` of the newer
    `document`, and `words` for people."""

    id: str
    document: str | None
    name: str | None
    since: str | None
    quote: str
    words: str


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a document is called, and which of its versions it is."""

    id: str
    name: str
    source: str
    version: str
    number: int
    import_: int
    own_version: str | None
    edition: str
    language: str
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that was read, with its counts. `state` is ``current``, ``needs OCR``, ``searched
    only`` (another language) or ``removed``; `notes` are the reader's remarks."""

    id: str
    name: str
    source: str
    version: str
    number: int
    language: str
    characters: int
    valid_from: str | None
    valid_to: str | None
    import_: int | None
    own_version: str | None
    edition: str
    fields: Mapping[str, Field]
    replaced_by: tuple[ReplacedBy, ...]
    state: str
    names: int
    facts: int
    unresolved: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A file that was found and could not be read; nothing of it can be counted."""

    id: str
    name: str
    source: str
    notes: tuple[Note, ...]
    version: str = ""
    language: str = ""
    state: str = NOT_READ
    number: None = None
    characters: None = None
    names: None = None
    facts: None = None
    unresolved: None = None
    replaced_by: tuple[ReplacedBy, ...] = ()


ListedRow = DocumentRow | UnreadRow
Listed = TypeVar("Listed", DocumentRow, ListedRow)


def documents(base: Readable) -> list[DocumentRow]:
    """Every document that was read, removed ones last."""
    removed = [_removed(document) for document in base.record.removed()]
    if not base.record.holds_documents():
        return removed
    counts = {
        name: {str(row["id"]): number(row["n"]) for row in base.cypher(query, limit=1_000_000)}
        for name, query in (("names", _NAMES), ("facts", _FACTS), ("unresolved", _OPEN))
    }
    said = {d.id: d for d in base.record.documents()}
    replaced = _replaced(base, {key: d.name for key, d in said.items()})
    current = []
    for row in base.cypher(_DOCUMENTS, limit=1_000_000):
        key = str(row["id"])
        found = {name: of_each.get(key, 0) for name, of_each in counts.items()}
        current.append(_current(row, said.get(key), tuple(replaced.get(key, ())), found))
    return current + removed


def _current(
    row: Mapping[str, Any],
    document: Document | None,
    replaced_by: tuple[ReplacedBy, ...],
    counts: Mapping[str, int],
) -> DocumentRow:
    """A row of the graph, with what the record says of the document and the graph need not."""
    notes = () if document is None else document.notes
    return DocumentRow(
        id=row["id"],
        name=row["name"],
        source=row["source"] or source_of(str(row["id"])),  # a store of before has none
        version=row["version"],
        number=row["number"],
        language=row["language"],
        characters=row["characters"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        import_=None if document is None else document.number,
        own_version=None if document is None else document.own_version,
        edition="" if document is None else document.edition,
        fields={} if document is None else dict(document.metadata),
        replaced_by=replaced_by,
        state=_state(notes),
        notes=notes,
        names=counts["names"],
        facts=counts["facts"],
        unresolved=counts["unresolved"],
    )


def _replaced(base: Readable, names: Mapping[str, str]) -> dict[str, list[ReplacedBy]]:
    """What is stated in the place of each document."""
    found: dict[str, list[ReplacedBy]] = {}
    for one in replacements(base.record):
        if one.holds and one.former is not None:
            name = names.get(one.newer) if one.newer else one.named
            found.setdefault(one.former, []).append(
                ReplacedBy(one.id, one.newer, name, one.since, one.quote, one.words(name))
            )
    return found


def _state(notes: Iterable[Note]) -> str:
    codes = {note.code for note in notes}
    if "needs-ocr" in codes:
        return "needs OCR"
    return "searched only" if "not-english" in codes else "current"


def head(document: Document) -> DocumentHead:
    """What `document` is called, and which of its versions it is."""
    return DocumentHead(
        id=document.id,
        name=document.name,
        source=document.source,
        version=document.version,
        number=document.number,
        import_=document.number,
        own_version=document.own_version,
        edition=document.edition,
        language=document.language,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
    )


def _removed(document: Document) -> DocumentRow:
    return DocumentRow(
        id=document.id,
        name=document.name,
        source=document.source,
        version=document.version,
        number=document.number,
        language=document.language,
        characters=len(document.text),
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        import_=document.number,
        own_version=document.own_version,
        edition=document.edition,
        fields=dict(document.metadata),
        replaced_by=(),
        state="removed",
        names=0,
        facts=0,
        unresolved=0,
        notes=(),
    )


def with_unread(rows: Iterable[DocumentRow], problems: Sequence[Skipped]) -> list[ListedRow]:
    """`rows` and what could not be read: a note where the document is in the base (its newer file
    could not be read), a row with the state `NOT_READ` where it is not."""
    found: dict[str, list[Skipped]] = {}
    for problem in problems:
        found.setdefault(problem.document, []).append(problem)
    listed: list[ListedRow] = []
    for row in rows:
        own = found.pop(row.id, []) if row.state != "removed" else []
        listed.append(replace(row, notes=(*row.notes, *_notes(own))))
    return listed + [_not_read(key, own) for key, own in found.items()]


def _notes(problems: Sequence[Skipped]) -> tuple[Note, ...]:
    notes = [Note(p.code, p.detail) for p in problems[:_MOST_NOTES]]
    if len(problems) > _MOST_NOTES:
        left = f"and {len(problems) - _MOST_NOTES:,} more: groundgraph build --json lists them all."
        notes.append(Note("more", left))
    return tuple(notes)


def _not_read(key: str, problems: Sequence[Skipped]) -> UnreadRow:
    name = key.rstrip("/#").rsplit("/", 1)[-1]
    return UnreadRow(key, name, source_of(key), _notes(problems))


def states(rows: Iterable[ListedRow]) -> list[tuple[str, int]]:
    """How many of `rows` are in each state, most first."""
    return Counter(row.state for row in rows).most_common()


def chosen_documents(
    rows: Iterable[Listed], find: str, state: str = "", column: str = "name", *, down: bool = False
) -> list[Listed]:
    """Those of `rows` with the words `find` in name or key, in the given state, sorted by a column
    (`down`: largest first); what has no value in it comes last."""
    words = find.lower().split()
    kept = [
        row
        for row in rows
        if (not state or row.state == state)
        and all(word in f"{row.name} {row.id}".lower() for word in words)
    ]
    kept.sort(key=lambda row: (row.name.casefold(), row.id))
    if column not in COLUMNS or (column == "name" and not down):
        return kept
    valued = [row for row in kept if getattr(row, column) is not None]
    valued.sort(key=lambda row: _sortable(getattr(row, column)), reverse=down)
    return valued + [row for row in kept if getattr(row, column) is None]


def _sortable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


_NAMES_OF = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY name, id"


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document that can be chosen."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundDocuments:
    """The documents that are offered for a `text`, and how many `more` there are."""

    text: str
    items: tuple[DocumentName, ...]
    more: int


def document_names(base: Readable) -> list[DocumentName]:
    """Every document, by name."""
    rows = base.cypher(_NAMES_OF, limit=1_000_000)
    return [DocumentName(str(row["id"]), str(row["name"])) for row in rows]


def found_documents(names: Sequence[DocumentName], text: str) -> FoundDocuments:
    """The first `FOUND` of `names` with the words of `text` in name or key, those whose name begins
    with it first; of an empty text all."""
    wanted = " ".join(text.lower().split())
    words = wanted.split()
    found = [one for one in names if all(word in f"{one.name} {one.id}".lower() for word in words)]
    found.sort(key=lambda one: not one.name.lower().startswith(wanted))
    return FoundDocuments(text, tuple(found[:FOUND]), max(0, len(found) - FOUND))
