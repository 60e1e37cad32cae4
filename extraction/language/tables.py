"""Table rows: the cell that names the row has, for each other column, what its cell says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.language import quality
from extraction.language.literal_mentions import literal_of
from extraction.language.side_by_side import (
    BARE_FIGURE,
    is_said_again,
    stand_side_by_side,
    what_is_counted,
)
from extraction.row_facts import ROW_RULE
from extraction.table_sections import over_rows
from graph.model import Block, Cell, Relation, Span

_MARK = re.compile(r"(?<!\s)\s*\[[^\[\]\s]{1,4}\]\Z")
_FIGURE = r"[$£¥€]?\s?[+−-]?\d+(?:[.,:/]\d+)*[½¼¾]?"
_VALUE = re.compile(  # "4 crowns per day", "10–20 kg", "≤ €5": an amount, whatever its unit
    rf"(?:[<>≤≥~±]|up to|at (?:least|most)|about|over|under|from|until|[A-Z]{{3}})?\s?{_FIGURE}"
    rf"(?:\s?(?:-|–|to|x|×)\s?{_FIGURE})?\s?(?:[%°‰][CF]?|[^\W\d_]+[²³]?"
    r"|(?:[^\W\dA-Z_][^\s\d]*\s?){2,4}|[^\W\d]{1,3}/[^\W\d]{1,3})?\Z"
)
_FILLER = re.compile(  # what a cell says that holds no name
    r"(?:not|no|never)\s\w+|none|nil|n\.?/?a\.?|yes|no|any|ditto|same|unknown|varies|various|free"
    r"|open|closed|optional|required|others?|else|as above|see (?:above|below)",
    re.IGNORECASE,
)

_JOINING = frozenset("and or plus then add either with also nor".split())


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the tables of a segment, known by the heads over them: those that stand
    behind a row's name, and those in which a cell holds a value or nothing worth a name.
    `repeated`: (first head of the table, heading inside it, words) of the first cell of several
    rows, which names none of them. `abreast`: the first heads of tables whose columns stand side by
    side. `twofold`: the first heads of tables that are two side by side. `unsure`: rows of which it
    is not plain what they stand under. `over`: the headings inside tables over rows."""

    behind: frozenset[Span]
    valued: frozenset[Span]
    repeated: frozenset[tuple[Span | None, Span | None, str]] = frozenset()
    abreast: frozenset[Span] = frozenset()
    twofold: frozenset[Span] = frozenset()
    unsure: frozenset[Span] = frozenset()
    over: Mapping[Span, Span] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, blocks: Sequence[Block]) -> Columns:
        of_rows = [block for block in blocks if block.kind == "table_row" and block.cells]
        rows = [block.cells for block in of_rows]
        over = over_rows(text, blocks)
        inner = {row: said.words[-1] for row, said in over.items() if said.words}
        behind = (c.head for row in rows for c in row[1:] if c.head and c.head != row[0].head)
        valued = (c.head for row in rows for c in row if c.head and not _is_name(text, c))
        firsts = Counter(
            (_table_of(block.cells), inner.get(block.span), _words(text, block.cells[0].span))
            for block in of_rows
            if _table_of(block.cells)
        )
        return cls(
            frozenset(behind),
            frozenset(valued),
            repeated=frozenset(name for name, n in firsts.items() if n > 1),
            abreast=frozenset(_abreast(text, rows)),
            twofold=frozenset(_twofold(text, rows)),
            unsure=frozenset(row for row, said in over.items() if said.unsure),
            over=inner,
        )


def row_relations(text: str, block: Block, columns: Columns) -> list[Relation]:
    """(name of the row, "has <heads>", cell) for each other cell with a head.

    The first cell names the row; where it spans rows beside this one, it names a group, and the
    row is named by its own key: see `_naming`. A row that nothing names plainly gives no fact.
    Outer heads come last: "has child dose".
    """
    found: list[Relation] = []
    filled = [cell for cell in block.cells if text[cell.span.start : cell.span.end].strip()]
    if len(filled) < 2 or block.kind != "table_row" or filled[0] != block.cells[0]:
        return found
    naming = _naming(text, filled, columns)
    if naming is None:
        return found
    subject = _unmarked(text, naming.span)
    name = text[subject.start : subject.end]
    table = _table_of(block.cells)
    for cell in filled:
        if cell is naming or cell.head is None or _joins(text, cell):
            continue
        head = _predicate(text, cell, filled, naming)
        said = _unmarked(text, cell.span)
        surface = text[said.start : said.end]
        if not head or surface.strip(" -–—.") == "":
            continue
        count = len(surface.split())
        why = ""
        if not _is_name(text, naming) or len(name.split()) > 12:
            why = "the row's first cell names nothing"
        elif (table, columns.over.get(block.span), _words(text, naming.span)) in columns.repeated:
            why = "several rows have this name"
        elif block.span in columns.unsure:
            why = "a row above it may be a heading over it"
        elif table in columns.twofold:
            why = "two tables stand side by side"
        elif naming.head in columns.abreast:
            why = "the columns stand side by side"
        elif BARE_FIGURE.fullmatch(head):
            why = "the head of the column is a bare figure"
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
                rule=ROW_RULE,
                why_weak=why,
            )
        )
    return found


def _naming(text: str, row: Sequence[Cell], columns: Columns) -> Cell | None:
    """The cell that names a row, None where no cell plainly does.

    Behind a cell that spans rows it is the first of this row alone, if its column holds names only,
    values follow it, and no head stands over it and one of them: "Flood" of "Class B | Flood |
    6 days", but no one of "Gate North | Ivo Brandt | Lea Sorn".
    """
    first = row[0]
    if _joins(text, first):
        return row[1] if _is_name(text, row[1]) else None
    if first.head in columns.behind:
        return None  # the cell that would name the row is empty
    if first.first is None:
        return first
    own = [cell for cell in row if cell.first is None]
    if len(own) < 2 or own[0].head is None or own[0].head in columns.valued:
        return None
    key, *others = own
    whole = set(first.heads).intersection(*(cell.heads for cell in row))
    kin = any(set(key.heads) & set(cell.heads) - whole for cell in others)
    values = all(not _is_name(text, cell) for cell in others)
    return key if values and not kin else None


def _joins(text: str, cell: Cell) -> bool:
    """Whether a cell only says how its row goes with the one above ("or", "and/or", "add*")."""
    words = re.findall(r"[^\W\d_]+", text[cell.span.start : cell.span.end].lower())
    return bool(words) and set(words) <= _JOINING


def _is_name(text: str, cell: Cell) -> bool:
    """Whether a cell may name something: it is no number, amount, date or "not given"."""
    said = _unmarked(text, cell.span)
    words = " ".join(text[said.start : said.end].split())
    if not any(character.isalpha() for character in words):
        return False
    if len(words) > 60:
        return True
    return not (_VALUE.match(words) or _FILLER.fullmatch(words) or literal_of(words))


def _abreast(text: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Span]:
    """The first heads of tables none of whose columns names the rows or holds values."""
    values = {
        cell.head
        for row in rows
        for cell in row
        if cell.head and _words(text, cell.span) and not _is_name(text, cell)
    }
    for first in {row[0].head for row in rows if row[0].head is not None}:
        own = [row for row in rows if row[0].head == first]
        heads = sorted({cell.head for row in own for cell in row if cell.head is not None})
        words = [_words(text, _unmarked(text, head)) for head in heads]
        if not values.intersection(heads) and stand_side_by_side(words):
            yield first


def _twofold(text: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Span]:
    """The first heads of tables that are two side by side: a later column that holds names has the
    head of the first again, or two later columns have the same heads over them."""
    tables: dict[Span, list[Sequence[Cell]]] = {}
    for row in rows:
        if (head := _table_of(row)) is not None:
            tables.setdefault(head, []).append(row)
    for table, own in tables.items():
        first = own[0][0].head
        heads = {cell.heads for row in own for cell in row[1:] if cell.head not in (None, first)}
        chains = [tuple(_words(text, head).lower() for head in chain) for chain in heads]
        corner = _words(text, first) if first is not None else ""
        if len(set(chains)) < len(chains) or any(
            cell.head not in (None, first)
            and is_said_again(corner, _words(text, cell.head))
            and _is_name(text, cell)
            for row in own
            for cell in row[1:]
            if cell.head is not None
        ):
            yield table


def _predicate(text: str, cell: Cell, row: Sequence[Cell], naming: Cell) -> str:
    """The heads of a cell, innermost first, those left out that stand over the whole row; a bare
    figure behind what it counts, which another head says."""
    shared = set(row[0].heads).intersection(*(other.heads for other in row))
    heads = [head for head in reversed(cell.heads) if head not in shared or head == cell.head]
    words = [_words(text, _unmarked(text, head)) for head in heads]
    if BARE_FIGURE.fullmatch(words[0]):
        corner = _words(text, _unmarked(text, naming.head)) if naming.head is not None else ""
        counted = what_is_counted(corner, _words(text, naming.span)) if len(words) < 2 else ""
        words = [*words[1:], *([counted] if counted else []), words[0]]
    return " ".join(words).lower()


def _table_of(row: Sequence[Cell]) -> Span | None:
    """The first head over a row, by which rows of one table are known."""
    return next((cell.head for cell in row if cell.head is not None), None)


def _words(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def _unmarked(text: str, span: Span) -> Span:
    """A cell without the marks of footnotes at its end ("50 mg [2]")."""
    words = text[span.start : span.end]
    while (mark := _MARK.search(words)) is not None and mark.start():
        words = words[: mark.start()]
    shown = words.strip("*") or words  # "**Name**"
    start = span.start + words.index(shown)
    return Span(start, start + len(shown))
