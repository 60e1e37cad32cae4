"""Table rows: the first cell has, for each other column, what its cell says."""

from __future__ import annotations

from extraction.language import quality
from graph.model import Block, Relation


def row_relations(text: str, block: Block) -> list[Relation]:
    """(first cell, "has <column head>", cell) for each further cell with a column head."""
    found: list[Relation] = []
    filled = [cell for cell in block.cells if text[cell.span.start : cell.span.end].strip()]
    if len(filled) < 2 or block.kind != "table_row" or filled[0] != block.cells[0]:
        return found
    subject = filled[0].span
    name = text[subject.start : subject.end]
    for cell in filled[1:]:
        if cell.head is None:
            continue
        head = " ".join(text[cell.head.start : cell.head.end].split()).lower()
        surface = text[cell.span.start : cell.span.end]
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
                object=cell.span,
                value=quality.as_value(surface, count),
                modality="none",
                polarity="positive",
                rule="table",
                why_weak=why,
            )
        )
    return found
