"""Where a section that a question names begins, in every document of the scope: the graph proposes
the passages whose words or headings hold the number, and their lines decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.model import Scope
from graph.protocols import StoreReader
from graph.section_numbers import SectionNumber, bare_line, kind_of
from graph.tokens import words
from retrieval.candidates import Candidates
from retrieval.scope_clause import in_documents

MOST_PASSAGES = 20
_STEP = 1e-6
_ALL_ROWS = 10_000_000

_HOLDING = """
MATCH (c:Chunk)-[:PART_OF]->(d:Document)
WHERE (any(start IN $above WHERE c.prefix CONTAINS start)
       OR any(start IN $starts WHERE c.text CONTAINS start)
       OR c.text STARTS WITH $number){scoped}
RETURN c.id AS id, d.id AS document, d.name AS name, c.heading AS heading, c.text AS text,
       c.ordinal AS ordinal
ORDER BY document, ordinal
"""

Row = Mapping[str, object]


def section_passages(store: StoreReader, section: SectionNumber, scope: Scope) -> list[str]:
    """The chunks in which `section` begins or goes on, at most `MOST_PASSAGES`: of the documents
    that fit best, and of each as many; by document and place."""
    scoped, bounds = in_documents(scope.documents, "AND d.id")
    starts = _starts(section)
    above = starts if section.is_short else [section.number]
    parameters = {"number": section.number, "starts": starts, "above": above, **bounds}
    fits: dict[str, int] = {}
    chunks: dict[str, list[str]] = defaultdict(list)
    named = set(section.document)
    for row in store.read(_HOLDING.replace("{scoped}", scoped), parameters, limit=_ALL_ROWS):
        document = str(row["document"])
        fit = _fit(section, row) if named <= set(words(_titles(row))) else None
        if fit is not None:
            fits[document] = max(fit, fits.get(document, fit))
            chunks[document].append(str(row["id"]))
    best = max(fits.values(), default=None)
    fitting = [document for document in sorted(fits) if fits[document] == best][:MOST_PASSAGES]
    each = MOST_PASSAGES // max(1, len(fitting))
    return [chunk for document in fitting for chunk in chunks[document][:each]]


def _titles(row: Row) -> str:
    """The name of the document of a passage and the headings above it."""
    headings = row["heading"]
    return " ".join((str(row["name"]), *(map(str, headings) if isinstance(headings, list) else ())))


def _starts(section: SectionNumber) -> list[str]:
    """What a line that begins the section may begin with, in the text of a passage."""
    kinds = dict.fromkeys(
        (
            *(k for kind in (section.kind, kind_of(section.kind)) for k in _cases(kind)),
            *(() if section.is_short else ("Section", "§")),
        )
    )
    named = [
        f"{kind}{gap}{section.number}" for kind in kinds if kind for gap in (" ", "\u00a0", "")
    ]
    if section.is_short:
        return named
    return [*named, *(f"{mark}{section.number}" for mark in ("\n", "\n- ", "\n  - ", "# "))]


def _cases(kind: str) -> tuple[str, str, str]:
    return kind, kind.capitalize(), kind.upper()


def _fit(section: SectionNumber, row: Row) -> int | None:
    """How well a passage fits: by the headings above it, and by the lines in it."""
    headings = row["heading"]
    above = [str(heading) for heading in headings] if isinstance(headings, list) else []
    found = [section.fit(bare_line(heading), heading=True) for heading in above]
    lines = str(row["text"]).split("\n")
    found += [section.fit(bare_line(line), heading=line.startswith("#")) for line in lines]
    return max((fit for fit in found if fit is not None), default=None)


def raise_sections(chunks: Sequence[str], candidates: Candidates, totals: dict[str, float]) -> None:
    """Put `chunks`, in their order, before all else in `totals` (changed in place)."""
    candidates.add(chunks)
    best = max((*totals.values(), *(candidates.totals.get(chunk, 0.0) for chunk in chunks), 0.0))
    known = [chunk for chunk in chunks if chunk in candidates.totals]
    for number, chunk in enumerate(known):
        totals[chunk] = round(best + _STEP * (len(known) - number), 6)
