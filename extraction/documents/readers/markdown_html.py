"""Makes the stored text of a Markdown file whose blocks hold HTML: the file, character for
character, but for what stands in HTML."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from extraction.documents.readers.html import HtmlWalk, parsed_html
from extraction.documents.readers.left_out import LeftOut
from extraction.documents.readers.markdown_inline import inline_text, note_labels
from graph.errors import ReadError
from graph.model import Block, Cell, Span


class WithHtml:
    """`text` and `blocks` of a file, its HTML read.

    `blocks` are those of the file's own text, in order; `pages` are the spans of those among them
    that are HTML: their blocks take their place.
    """

    def __init__(self, text: str, blocks: Sequence[Block], pages: Collection[Span]) -> None:
        self.left_out = LeftOut()
        self.blocks: list[Block] = []
        self._labels = note_labels(text) if "<sup" in text.lower() else frozenset()
        self._source = text
        self._read = 0  # how far the file has been taken over
        self._parts: list[str] = []
        self._length = 0
        self._moved: dict[Span, Span] = {}  # heads of tables, from the file to the text
        for block in blocks:
            if block.span in pages:
                self._page(block)
            elif block.cells:
                self._row(block)
            else:
                self._block(block)
        self._copy(len(text))
        self.text = "".join(self._parts)

    def _copy(self, end: int) -> None:
        self._append(self._source[self._read : end])
        self._read = end

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _replaced(self, span: Span, line_break: str, *, code: bool = False) -> Span:
        """Take over the file up to the end of `span`, its own text read; where that now stands."""
        self._copy(span.start)
        raw = self._source[span.start : span.end]
        made = raw if code else inline_text(raw, self.left_out, line_break, self._labels)
        if made != raw:
            made = made.strip()
        start = self._length
        self._append(made)
        self._read = span.end
        return Span(start, self._length)

    def _block(self, block: Block) -> None:
        span = self._replaced(block.span, "\n", code=block.kind == "code")
        if len(span):
            self.blocks.append(replace(block, span=span))

    def _row(self, block: Block) -> None:
        cells = []
        for cell in block.cells:
            span = self._replaced(cell.span, " ")
            self._moved[cell.span] = span
            heads = tuple(self._moved[head] for head in cell.heads if len(self._moved[head]))
            if len(span):
                cells.append(Cell(span, heads))
        if cells:
            whole = Span(cells[0].span.start, cells[-1].span.end)
            self.blocks.append(replace(block, span=whole, cells=tuple(cells)))

    def _page(self, block: Block) -> None:
        self._copy(block.span.start)
        self._read = block.span.end
        raw = self._source[block.span.start : block.span.end]
        try:
            walk = HtmlWalk(parsed_html(raw, ""), self.left_out)
        except ReadError:
            if "<!--" not in raw:
                self.left_out.add("not-shown", raw)
            return
        start = self._length
        self._append(walk.out.text)
        self.blocks += [_shifted(inner, start) for inner in walk.out.blocks]


def _shifted(block: Block, by: int) -> Block:
    cells = tuple(
        Cell(
            cell.span.shift(by),
            tuple(head.shift(by) for head in cell.heads),
            None if cell.first is None else cell.first.shift(by),
        )
        for cell in block.cells
    )
    return replace(block, span=block.span.shift(by), cells=cells)
