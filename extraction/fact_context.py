"""What stands above and before the words of a fact: the headings, the lead-in of its list, the text
before it. It may hold what the words leave out (for whom, when), which is what a reader of the fact
must see to judge it."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.document_title import plain_heading
from graph.model import Block, Span
from graph.outline import Outline

SHOWN_BEFORE = 130
"""Characters of the text right before a fact that are read."""

_HEADINGS = 2
_HEADING, _LEAD_IN = 80, 160  # characters of each
_PART = " | "


class FactContext:
    """Reads off what stands above spans of one `text` with its `blocks`."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._outline = Outline(text, blocks)

    def above(self, words: Span) -> str:
        """Headings, lead-ins and the text before `words`, outermost first."""
        before = self._before(words)
        index = self._outline.block_at(words.start)
        if index is None:
            return before
        headings = self._outline.heading_path(index)
        return told_above(headings, self._lead_ins(index, words), before)

    def _lead_ins(self, index: int, words: Span) -> list[str]:
        """Those that the text before `words` does not show."""
        above = [self._outline.blocks[i].span for i in reversed(self._outline.ancestors(index))]
        hidden = [span for span in above if span.end <= words.start - SHOWN_BEFORE]
        return [_squash(self._outline.quote(span))[-_LEAD_IN:] for span in hidden]

    def _before(self, words: Span) -> str:
        return self._outline.text[max(0, words.start - SHOWN_BEFORE) : words.start]


def told_above(headings: Sequence[str], lead_ins: Sequence[str], before: str) -> str:
    """One text of what stands above words, outermost first; `before` is cut to what is read."""
    plain = [heading for words in headings if (heading := plain_heading(words))]
    parts = [*(heading[:_HEADING] for heading in plain[-_HEADINGS:]), *lead_ins]
    return _PART.join(part for part in (*parts, before[-SHOWN_BEFORE:]) if part)


def _squash(text: str) -> str:
    return " ".join(text.split())
