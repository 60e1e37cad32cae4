"""Sentences that a register of duties lacks: they say must, shall, may not or the like, and no
shown fact of a duty was read from them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from groundgraph.graph_values import number, number_or_none, texts
from groundgraph.open_base import Readable

_BINDING = re.compile(
    r"\b(?:must|shall|should|may (?:not|only|no longer)|(?:is|are|be) (?:not )?(?:required|obliged"
    r"|obligated|permitted|allowed|prohibited|forbidden|authori[sz]ed)(?: to| from)?|ha(?:s|ve) to"
    r"|needs? to|can(?:not| ?not| only)|(?:must|should|ca)n['’]t|no \w+(?: \w+){0,4} may)\b",
    re.IGNORECASE,
)
_WORDS = ("must", "shall", "should", "may", "required", "oblig", "permitted", "allowed",
          "authori", "prohibited", "forbidden", "have to", "has to", "need", "can")  # fmt: skip
_CHUNKS = f"""
MATCH (c:Chunk)-[:PART_OF]->(d:Document)
WHERE {" OR ".join(f"toLower(c.text) CONTAINS '{word}'" for word in _WORDS)}
RETURN c.id AS id, c.text AS text, c.start AS start, c.heading AS heading, c.page AS page,
       c.version AS version, d.id AS document, d.name AS name
"""
_READ = """
MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)
WHERE f.modality IN ['must', 'may', 'should', 'can']
RETURN c.document AS document, s.start AS start, s.`end` AS stop, s.predicate_start AS verb,
       s.status AS status, s.why_weak AS why
"""


@dataclass(frozen=True, slots=True)
class UnreadDuty:
    """A sentence with a duty of which no fact is shown. `why`: for what reasons facts of it are
    weak; empty where nothing was read at all."""

    document: str
    name: str
    version: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    quote: str
    why: str


def binds(sentence: str) -> bool:
    """Whether a sentence has words of a duty or prohibition."""
    return _BINDING.search(sentence) is not None


def unread_duties(base: Readable) -> list[UnreadDuty]:
    """Each sentence with a duty of which no fact is shown, in the order of the documents."""
    chunks = {str(row["id"]): row for row in base.cypher(_CHUNKS, limit=1_000_000)}
    facts = _facts(base)
    found: dict[tuple[str, int], UnreadDuty] = {}
    for sentence in base.store.texts(sorted(chunks), kind="sentence"):
        chunk = chunks[sentence.chunk]
        begin = number(chunk["start"])
        words = str(chunk["text"])[sentence.start - begin : sentence.end - begin]
        if not binds(words):
            continue
        near = facts[sentence.document].near(sentence.start, sentence.end)
        if any(status == "shown" for status, _ in near):
            continue
        why = sorted({why for _, why in near if why})
        found[sentence.document, sentence.start] = UnreadDuty(
            document=sentence.document,
            name=str(chunk["name"]),
            version=str(chunk["version"]),
            heading=texts(chunk["heading"]),
            page=number_or_none(chunk["page"]),
            start=sentence.start,
            end=sentence.end,
            quote=words,
            why="; ".join(why),
        )
    return [found[key] for key in sorted(found)]


class _Places:
    """Where facts of duties stand in one document."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self._rows = sorted(rows)

    def near(self, start: int, end: int) -> list[tuple[str, str]]:
        """(status, weak reason) of the facts that begin, or whose verb begins, in a sentence."""
        first = bisect_left(self._rows, (start, "", ""))
        last = bisect_left(self._rows, (end, "", ""))
        return [(status, why) for _, status, why in self._rows[first:last]]


def _facts(base: Readable) -> dict[str, _Places]:
    places: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for row in base.cypher(_READ, limit=1_000_000):
        for offset in {row["start"], row["verb"]} - {None}:
            one = (int(str(offset)), str(row["status"]), str(row["why"] or ""))
            places[str(row["document"])].append(one)
    known = {document: _Places(rows) for document, rows in places.items()}
    return defaultdict(lambda: _Places(()), known)


def chosen_unread(rows: Iterable[UnreadDuty], what: str, document: str) -> list[UnreadDuty]:
    """Those of `rows` whose words or headings contain `what`, of `document`; empty means all."""
    wanted = what.lower()
    return [
        row
        for row in rows
        if wanted in f"{' '.join(row.heading)} {row.quote}".lower()
        and (not document or row.document == document)
    ]
