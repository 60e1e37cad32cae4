"""The structure of text without markup, and of the plain ways people write some.

Shared by the text reader and by rows of a JSONL corpus. Blocks point into the text as it stands:
nothing is inserted, joined or removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Block, BlockKind, Span

_LINE = re.compile(r"[^\r\n\f]*(?:\r\n?|\n|\f|\Z)")
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
_MAX_HEADING = 100
_HARD_WRAP = 160


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str  # without its line end

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" \t"))


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Headings, paragraphs and list items of `text`.

    Headings: ``# …``, underlined lines, and short lines between blank lines that are numbered or in
    capitals. List items: bullets (the bullet lies outside the block) and labels such as ``(a)`` or
    ``1.`` (inside, because references name them); depth by indentation. ``Field: value`` lines are
    a paragraph each, and so is every line of a text whose lines are not wrapped.
    """
    lines = [_Line(m.start(), m.group().rstrip("\r\n\f")) for m in _LINE.finditer(text)]
    wrapped = max((len(line.text) for line in lines), default=0) <= _HARD_WRAP
    return tuple(_Plain(lines, wrapped).blocks())


def _capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return len(letters) >= 4 and all(character.isupper() for character in letters)


class _Plain:
    def __init__(self, lines: list[_Line], wrapped: bool) -> None:
        self.lines = lines
        self.wrapped = wrapped
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
        if capitals and (following.blank or index == 0):
            return (1 if index == 0 else 2), start
        return 0, 0

    def _title_end(self, index: int) -> int:
        """Index after the title that begins at line `index`: lines in capitals at the very top are
        one title."""
        end = index + 1
        if index == 0 and _capitals(self.lines[0].text):
            while end < len(self.lines) and _capitals(self.lines[end].text):
                end += 1
        return end

    def _paragraph_end(self, index: int) -> int:
        """Index after the last line of the paragraph or item that begins at line `index`."""
        first = self.lines[index]
        end = index + 1
        if not self.wrapped:
            return end
        fields = bool(_FIELD.match(first.text))
        mark = _BULLET.match(first.text) or _LABEL.match(first.text)
        hang = mark.end() if mark else first.indent
        while end < len(self.lines):
            line = self.lines[end]
            if line.blank or _RULE.match(line.text) or (fields and _FIELD.match(line.text)):
                break
            if _HASHES.match(line.text) or _BULLET.match(line.text):
                break
            if _LABEL.match(line.text) and self._begins_item(line, self.lines[end - 1], hang):
                break
            end += 1
        return end

    @staticmethod
    def _begins_item(line: _Line, before: _Line, hang: int) -> bool:
        """Whether a label at the start of a line is one, and not the rest of a wrapped sentence
        ("… paragraph\\n(b) of this section"). `hang`: the column of the words of its block."""
        return before.text.rstrip().endswith((".", ";", ":", ",", "and", "or")) or (
            line.indent > hang
        )

    def _body(self, first: _Line, last: _Line) -> Block:
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
    def _block(kind: BlockKind, start: int, last: _Line, level: int) -> Block:
        return Block(kind, Span(start, last.start + len(last.text.rstrip())), level)
