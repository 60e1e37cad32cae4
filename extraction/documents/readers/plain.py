"""The structure of text without markup, and of the plain ways people write some.

Shared by the text reader and by rows of a JSONL corpus. Blocks point into the text as it stands:
nothing is inserted, joined or removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.documents.readers.line_joins import Joins, Line, lines_of
from extraction.documents.readers.text_tables import table_at
from graph.model import Block, BlockKind, Span

_HASHES = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(=|-|~)\1{2,}[ \t]*\Z")
_RULE = re.compile(r"\s*([-=_*~#])(?:\s*\1){2,}\s*\Z")
_BULLET = re.compile(r"([ \t]*)(?:[-*+•‣◦▪●–·])[ \t]+(?=\S)")
_LABEL = re.compile(
    r"([ \t]*)(?:\((?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})\)|(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})[.)])"
    r"[ \t]+(?=\S)"
)
_NUMBERED = re.compile(r"[ \t]*(\d{1,3}(?:\.\d{1,3}){0,4})\.?[ \t]+(?=[A-Z])")
_NAMED = re.compile(r"\s*(?:Section|Article|Chapter|Part|Annex|Appendix|Schedule|Exhibit)\s+\S+")
_FIELD = re.compile(r"[ \t]*[A-Z][\w /()&'’-]{0,40}:[ \t]+\S")
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]{0,3}\Z")
_MAX_HEADING = 100


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Headings, paragraphs and list items of `text`.

    Headings: ``# …``, underlined lines, and short lines between blank lines that are numbered or in
    capitals. List items: bullets (the bullet lies outside the block) and labels such as ``(a)`` or
    ``1.`` (inside, because references name them); depth by indentation. ``Field: value`` lines are
    a paragraph each. Which other lines belong together is decided pair by pair (`Joins`). Quote
    marks in front of a line (``> ``) are no words; lines of another depth of quoting stand apart.
    Lines whose columns stand below each other are the rows of a table.
    """
    return tuple(_Plain(lines_of(text)).blocks())


def _capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return len(letters) >= 4 and all(character.isupper() for character in letters)


class _Plain:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.joins = Joins(lines)
        self.no_table_before = 0
        self.indents: list[int] = []  # of the open list items, outermost first

    def blocks(self) -> Iterator[Block]:
        index = 0
        after_blank = True
        while index < len(self.lines):
            line = self.lines[index]
            if line.blank or _RULE.match(line.text):
                after_blank = True
                index += 1
                continue
            level, start = self._heading(index, after_blank)
            if level:
                self.indents.clear()
                end = self._title_end(index) if level == 1 else index + 1
                yield self._block("heading", start, self.lines[end - 1], level)
                after_blank = False
                index = end
                continue
            if index >= self.no_table_before:
                table = table_at(self.lines, index, len(self.indents))
                yield from table.blocks
                if table.blocks:
                    after_blank = False
                    index = table.end
                    continue
                self.no_table_before = table.end
            end = self._paragraph_end(index)
            yield self._body(line, self.lines[end - 1])
            after_blank = False
            index = end

    def _heading(self, index: int, after_blank: bool) -> tuple[int, int]:
        """(level, offset of its words), or (0, 0) where line `index` is no heading."""
        line = self.lines[index]
        hashes = _HASHES.match(line.text)
        if hashes:
            return len(hashes.group(1)), line.start + hashes.end()
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        bare = line.text.strip()
        if len(bare) > _MAX_HEADING or not after_blank or following is None:
            return 0, 0
        start = line.start + line.indent
        if _UNDERLINE.match(following.text) and not _BULLET.match(line.text):
            return (1 if following.text.strip()[0] == "=" else 2), start
        if not any(not later.blank for later in self.lines[index + 1 : index + 6]):
            return 0, 0
        capitals = _capitals(bare)
        numbered = _NUMBERED.match(line.text)
        if bare[-1] in ".;:,!?" and not (capitals and numbered):
            return 0, 0
        if numbered and (capitals or following.blank):
            return min(6, numbered.group(1).count(".") + 2), start
        if _NAMED.match(bare) and following.blank:
            return 2, start
        if index and _FIELD.match(line.text):  # "WARRANTY PERIOD: 3 YEARS"
            return 0, 0
        if capitals and (following.blank or index == 0):
            return (1 if index == 0 else 2), start
        return 0, 0

    def _title_end(self, index: int) -> int:
        """Index after the title that begins at line `index`: lines in capitals at the very top are
        one title."""
        end = index + 1
        if index == 0 and _capitals(self.lines[0].text):
            while end < len(self.lines) and self._goes_on(self.lines[end].text):
                end += 1
        return end

    @staticmethod
    def _goes_on(line: str) -> bool:
        return _capitals(line) and not _FIELD.match(line)

    def _paragraph_end(self, index: int) -> int:
        """Index after the last line of the paragraph or item that begins at line `index`."""
        first = self.lines[index]
        mark = _BULLET.match(first.text) or _LABEL.match(first.text)
        hang = mark.end() if mark else first.indent
        hanging = bool(mark or _FIELD.match(first.text))
        last = index
        while True:
            following = self._over_page_end(last)
            if following >= len(self.lines) or self._begins_block(last, following, first, hang):
                return last + 1
            line = self.lines[following]
            if not (hanging and line.indent > first.indent) and not self._runs_on(last, following):
                return last + 1
            last = following

    def _over_page_end(self, index: int) -> int:
        """Index of the line after `index`, over the empty lines of a page break where the sentence
        plainly goes on behind them."""
        following = index + 1
        page_end = self.lines[index].page_end
        while following < len(self.lines) and self.lines[following].blank:
            page_end |= self.lines[following].page_end
            following += 1
        if following > index + 1 and following < len(self.lines):
            whole = _SENTENCE_END.search(self.lines[index].text.rstrip())
            if whole or not page_end or not self.lines[following].text.strip()[0].islower():
                return index + 1
        return following

    def _runs_on(self, last: int, following: int) -> bool:
        return following > last + 1 or self.joins.runs_on(last)

    def _begins_block(self, last: int, following: int, first: Line, hang: int) -> bool:
        """Whether line `following` can only be the first of a block of its own."""
        line, before = self.lines[following], self.lines[last]
        if line.blank or line.quoted != first.quoted or _RULE.match(line.text):
            return True
        if _HASHES.match(line.text) or _BULLET.match(line.text):
            return True
        if _FIELD.match(line.text) and _FIELD.match(first.text):
            return True
        if _LABEL.match(line.text) and self._begins_item(line, before, hang):
            return True
        return self._indented_anew(line, before, first)

    @staticmethod
    def _indented_anew(line: Line, before: Line, first: Line) -> bool:
        """A paragraph that is set off by its first line's indent and no empty line."""
        if _BULLET.match(first.text) or _LABEL.match(first.text) or _FIELD.match(first.text):
            return False
        whole = bool(_SENTENCE_END.search(before.text.rstrip()))
        return whole and line.indent >= before.indent + 2

    @staticmethod
    def _begins_item(line: Line, before: Line, hang: int) -> bool:
        """Whether a label at the start of a line is one, and not the rest of a wrapped sentence
        ("… paragraph\\n(b) of this section"). `hang`: the column of the words of its block."""
        return before.text.rstrip().endswith((".", ";", ":", ",", "and", "or")) or (
            line.indent > hang
        )

    def _body(self, first: Line, last: Line) -> Block:
        bullet = _BULLET.match(first.text)
        label = _LABEL.match(first.text)
        if not bullet and not label:
            if first.indent == 0:
                self.indents.clear()
            return self._block("paragraph", first.start + first.indent, last, len(self.indents))
        while self.indents and self.indents[-1] >= first.indent:
            self.indents.pop()
        self.indents.append(first.indent)
        start = first.start + (bullet.end() if bullet else first.indent)
        return self._block("list_item", start, last, len(self.indents))

    @staticmethod
    def _block(kind: BlockKind, start: int, last: Line, level: int) -> Block:
        return Block(kind, Span(start, last.start + len(last.text.rstrip())), level)
