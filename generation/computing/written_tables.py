"""Tables as they stand in documents: rows of cells under heads, each with its place. Table
rows that a reader found, and lines of plain text whose cells are parted by `` | ``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generation.computing.cell_quantities import quantity
from generation.computing.folded_words import Word, folded_words
from graph.model import Block, Document, Span
from graph.outline import Outline

_BAR = re.compile(r"(?<=\s)\|(?=\s)|(?<=\s)\|$|^\|(?=\s)")
_SUMMED = re.compile(
    r"(?:(?:grand|sub|team|overall|column)[ -]?)?(?:totals?|sum|average|mean|median)\b[\s:]*$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:etc\.?|\.\.\.|…|and (?:\d+ )?(?:others|more)|continued.*)$", re.IGNORECASE)
_FEWEST = 3  # lines with bars; fewer are no table
_NO_CHANCE = 100  # a sum of this size is none by chance
_CAPTION = 300  # characters of a paragraph right above a table that may name it


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its place in the document and its words, white space single."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, a cell for each column."""

    span: Span
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the words of its heads, outermost first, and their places."""

    index: int
    text: str
    words: tuple[Word, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one table without heads, sums and empty lines. `above`: what names it (title,
    headings, caption); `faults`: why its rows may not be all there are, for people."""

    document: Document
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: str
    faults: tuple[str, ...] = ()
    place: Span = field(default=Span(0, 0))


def tables_of(document: Document) -> tuple[Table, ...]:
    """All tables of `document`, in order."""
    rows = any(block.kind == "table_row" for block in document.blocks)
    if not rows and " | " not in document.text:
        return ()
    outline = Outline(document.text, document.blocks)
    found = [*_from_rows(document, outline), *_from_lines(document, outline)]
    return tuple(sorted(found, key=lambda table: table.place))


def _cell(text: str, span: Span) -> TableCell:
    said = " ".join(text[span.start : span.end].split())
    return TableCell(span, said)


def _from_rows(document: Document, outline: Outline) -> Iterator[Table]:
    run: list[Block] = []
    for block in (*document.blocks, None):
        if block is not None and block.kind == "table_row" and block.cells:
            if run and _opens(block, run):
                yield from _table(document, outline, run)
                run = []
            run.append(block)
        elif run and (block is None or block.kind != "table_row"):
            yield from _table(document, outline, run)
            run = []


def _opens(block: Block, run: Sequence[Block]) -> bool:
    """Whether a row without heads opens a table of its own behind rows that had some."""
    return not any(cell.heads for cell in block.cells) and any(c.heads for c in run[-1].cells)


def _table(document: Document, outline: Outline, run: Sequence[Block]) -> Iterator[Table]:
    body = [block for block in run if any(cell.heads for cell in block.cells)]
    if not body:
        return
    heads = max((tuple(cell.heads for cell in block.cells) for block in body), key=len)
    text = document.text
    columns = tuple(_column(text, index, spans) for index, spans in enumerate(heads))
    rows = []
    faults = []
    for block in body:
        cells = _by_heads(text, block, heads)
        if len(cells) == len(heads):
            rows.append(Row(block.span, cells))
        else:
            faults.append("a row has other columns than the rest of the table")
    yield _cleaned(
        document, outline, columns, rows, faults, Span(run[0].span.start, run[-1].span.end)
    )


def _by_heads(text: str, block: Block, heads: Sequence[tuple[Span, ...]]) -> tuple[TableCell, ...]:
    """The cells of a row under `heads`; a reader leaves out empty ones, which are put back."""
    if len(block.cells) == len(heads):
        return tuple(_cell(text, cell.span) for cell in block.cells)
    under = {cell.heads: cell for cell in block.cells}
    if len(under) < len(block.cells) or not set(under) <= set(heads):
        return ()
    end = Span(block.span.end, block.span.end)
    return tuple(_cell(text, under[head].span if head in under else end) for head in heads)


def _column(text: str, index: int, spans: Sequence[Span]) -> Column:
    said = " ".join(dict.fromkeys(" ".join(text[s.start : s.end].split()) for s in spans))
    return Column(index, said, folded_words(said), tuple(spans))


def _from_lines(document: Document, outline: Outline) -> Iterator[Table]:
    text = document.text
    for block in _paragraphs(document):
        run: list[tuple[Span, tuple[Span, ...]]] = []
        for span in (*_lines(text, block.span), None):
            cells = _cells(text, span) if span is not None else ()
            if run and len(cells) != len(run[0][1]):
                yield from _barred(document, outline, run)
                run = []
            if span is not None and len(cells) > 1:
                run.append((span, cells))


def _paragraphs(document: Document) -> Iterator[Block]:
    """Paragraphs, those that follow one another with bars in them as one."""
    text = document.text
    held: Block | None = None
    for block in document.blocks:
        barred = block.kind == "paragraph" and " | " in text[block.span.start : block.span.end]
        if not barred:
            if held is not None:
                yield held
            held = None
        elif held is not None:
            held = Block("paragraph", Span(held.span.start, block.span.end))
        else:
            held = block
    if held is not None:
        yield held


def _lines(text: str, span: Span) -> Iterator[Span]:
    end = text.find("\n", span.end)  # a last cell may be empty and outside of the block
    stop = len(text) if end < 0 else end
    start = span.start
    while start < stop:
        newline = text.find("\n", start, stop)
        last = stop if newline < 0 else newline
        if text[start:last].strip():
            yield Span(start, last)
        start = last + 1


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    said = text[line.start : line.end]
    bars = [match.start() for match in _BAR.finditer(said)]
    cuts = [-1, *bars, len(said)]
    spans = []
    for left, right in pairwise(cuts):
        inner = said[left + 1 : right]
        start = left + 1 + len(inner) - len(inner.lstrip())
        spans.append(Span(line.start + start, line.start + start + len(inner.strip())))
    return tuple(spans)


def _barred(
    document: Document, outline: Outline, run: Sequence[tuple[Span, tuple[Span, ...]]]
) -> Iterator[Table]:
    if len(run) < _FEWEST:
        return
    text = document.text
    columns = tuple(_column(text, i, (span,)) for i, span in enumerate(run[0][1]))
    rows = [Row(line, tuple(_cell(text, span) for span in cells)) for line, cells in run[1:]]
    place = Span(run[0][0].start, run[-1][0].end)
    yield _cleaned(document, outline, columns, rows, [], place)


def _cleaned(
    document: Document,
    outline: Outline,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    faults: list[str],
    place: Span,
) -> Table:
    kept = []
    heads = tuple(column.text for column in columns)
    for row in rows:
        filled = [cell.text for cell in row.cells if cell.text]
        if not filled or tuple(cell.text for cell in row.cells) == heads:
            continue
        if _SUMMED.match(filled[0]) or (
            len(filled) > 1 and not row.cells[0].text and _SUMMED.search(filled[0])
        ):
            continue
        if any(_CUT.match(text) for text in filled):
            faults.append("the table says that it is cut")
            continue
        kept.append(row)
    if _adds_up(kept):
        kept.pop()
    faults = list(dict.fromkeys(faults))
    return Table(
        document, columns, tuple(kept), _above(document, outline, place), tuple(faults), place
    )


def _adds_up(rows: Sequence[Row]) -> bool:
    """Whether the last row is the sum of the others, in whatever language it says so."""
    sums = []
    for index in range(len(rows[0].cells)) if len(rows) > _FEWEST else ():
        counts = [quantity(row.cells[index].text) for row in rows]
        held = [count.value for count in counts if count is not None and count.kind == "number"]
        if counts[-1] is not None and len(held) > _FEWEST and sum(held[:-1]) == held[-1] > 0:
            sums.append(held[-1])
    return len(sums) > 1 or any(value >= _NO_CHANCE for value in sums)


def _above(document: Document, outline: Outline, place: Span) -> str:
    parts = [document.name]
    index = outline.block_at(place.start)
    if index is not None:
        parts += outline.heading_path(index)
        before = outline.blocks[index - 1] if index else None
        if (
            before is not None
            and not before.kind.startswith("table")
            and len(before.span) <= _CAPTION
        ):
            parts.append(outline.quote(before.span))
    return "\n".join(dict.fromkeys(parts))
