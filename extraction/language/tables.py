"""Table rows: the cell that names the row has, for each other column, what its cell says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language import quality
from graph.model import Block, Cell, Relation, Span

_MARK = re.compile(r"\s*\[[^\[\]\s]{1,4}\]\Z")


def row_relations(text: str, block: Block) -> list[Relation]:
    """(name of the row, "has <heads>", cell) for each other cell with a head.

    The first cell names the row; where it spans rows beside this one, it names a group, and the
    first cell that is of this row alone is the name. Outer heads come last: "has child dose".
    """
    found: list[Relation] = []
    filled = [cell for cell in block.cells if text[cell.span.start : cell.span.end].strip()]
    if len(filled) < 2 or block.kind != "table_row" or filled[0] != block.cells[0]:
        return found
    naming = next((cell for cell in filled if cell.first is None), filled[0])
    subject = _unmarked(text, naming.span)
    name = text[subject.start : subject.end]
    for cell in filled:
        if cell is naming or cell.head is None:
            continue
        head = _predicate(text, cell, filled)
        said = _unmarked(text, cell.span)
        surface = text[said.start : said.end]
        if not head or surface.strip(" -–—.") == "":
            continue
        count = len(surface.split())
        why = ""
        if not any(character.isalpha() for character in name) or len(name.split()) > 12:
            why = "the row's first cell names nothing"
        elif count > 40:
            why = "long object"
        found.append(
            Relation(
                statement=block.span,
                subject=subject,
                predicate=f"has {head}",
                predicate_span=cell.head,
                object=said,
                value=quality.as_value(surface, count),
                modality="none",
                polarity="positive",
                rule="table",
                why_weak=why,
            )
        )
    return found


def _predicate(text: str, cell: Cell, row: Sequence[Cell]) -> str:
    """The heads of a cell, innermost first, those left out that stand over the whole row."""
    shared = set(row[0].heads).intersection(*(other.heads for other in row))
    heads = [head for head in reversed(cell.heads) if head not in shared or head == cell.head]
    spans = (_unmarked(text, head) for head in heads)
    return " ".join(" ".join(text[s.start : s.end].split()).lower() for s in spans)


def _unmarked(text: str, span: Span) -> Span:
    """A cell without the marks of footnotes at its end ("50 mg [2]")."""
    words = text[span.start : span.end]
    while (mark := _MARK.search(words)) is not None and mark.start():
        words = words[: mark.start()]
    return Span(span.start, span.start + len(words))
