"""Plain text files. The stored text is the decoded file, character for character, but for words
divided at line ends: those are whole, with the line end behind them."""

from __future__ import annotations

from extraction.documents.readers.encoding import decode
from extraction.documents.readers.line_end_hyphens import without_divided_words
from extraction.documents.readers.plain import plain_blocks
from graph.errors import ReadError
from graph.model import Reading, Rectangle, Span

_MAX_LINES = 500_000


class TextReader:
    """Reads ``.txt``; see `plain_blocks` for the structure it sees and `decode` for encodings."""

    suffixes: tuple[str, ...] = (".txt",)
    fingerprint = "text-3"

    def read(self, data: bytes, name: str) -> Reading:
        text, notes = decode(data, name)
        if text.count("\n") + text.count("\r") > _MAX_LINES:
            raise ReadError(f"{name} has more than {_MAX_LINES:,} lines: split it.")
        text = without_divided_words(text)
        blocks = plain_blocks(text)
        title = None
        if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
            title = " ".join(text[blocks[0].span.start : blocks[0].span.end].split())
        return Reading(text, blocks, name=title, notes=notes)

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()
