"""What a fact stands under: the headings above its words, where these alone tell what its subject
is ("The fund was founded in May" under "Guidelines › About the fund").

A subject that is a name means the same on every page. A common noun ("the fund", "renewals", the
first cell of a row) means what its page is about; such a fact carries the headings in its name and
in its identity, so that two funds are two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extraction.document_title import plain_heading
from extraction.row_facts import is_row
from extraction.table_sections import over_rows
from graph.identity import normalise_surface
from graph.model import Block, Mention, Relation, Span
from graph.outline import Outline

UNDER = " (under “"
JOINED = " › "
HEADINGS = 2
"""So many are shown; the text of the page has the others."""

_OF_A_NAME = ("Person", "Organization", "Place", "Law", "Product", "Document")
_NAMED_BY = ("defined-term", "identifier", "profile-term")
_OPENS = re.compile(r"(?:\A|[\n.:;!?]\s*|[-*•]\s+|\([\da-zA-Z]{1,4}\)\s*|\d[.)]\s+)[*_`“\"(]*\Z")
_THIS = re.compile(r"\b(?:this|these)\s+\Z", re.IGNORECASE)
_READER = "you"
_INSTRUCTION = "instruction"  # the rule of extraction/language/instructions.py
# "If you are the secondary carer"
_CASE = re.compile(r"(?:[\dA-Za-z.]{1,6}[.)]\s+)?(?:if|when|where|in case of|in the event)\b", re.I)


class StatedUnder:
    """Reads off what facts of a text stand under. `mentions` are the names found in it, by their
    spans; `title` is what its document is called, where that is known."""

    def __init__(
        self, text: str, blocks: Sequence[Block], mentions: Mapping[Span, Mention], title: str = ""
    ) -> None:
        self._text = text
        self._outline = Outline(text, blocks)
        self._title = title
        self._mentions = mentions
        self._over_rows = over_rows(text, blocks)
        self._defined = {
            normalise_surface(m.surface) for m in mentions.values() if m.rule in _NAMED_BY
        }

    def of(self, relation: Relation) -> str:
        """The innermost of the document's title and the headings above `relation`, the outer one
        first; empty where the subject names something by itself. What must be done is told with its
        section, what holds only in the case that a heading names, and a row with the headings of
        its table, whatever it is about."""
        block = self._outline.block_at(relation.statement.start)
        above = self._outline.heading_path(block) if block is not None else ()
        plain = [words for heading in above if (words := plain_heading(heading))]
        cases = any(map(_names_case, plain[-HEADINGS:]))
        within = self._within_table(relation, plain)
        if self._is_name(relation) and relation.rule != _INSTRUCTION and not cases:
            return JOINED.join(within)
        if self._title and self._title not in plain:
            plain = [self._title, *plain]
        return JOINED.join([*plain[-HEADINGS:], *within])

    def _within_table(self, relation: Relation, above: Sequence[str]) -> list[str]:
        """The line above the table of a row and the heading over the row inside it."""
        over = self._over_rows.get(relation.statement) if is_row(relation) else None
        words = (plain_heading(self._text[s.start : s.end]) for s in over.words) if over else ()
        return [said for said in words if said and said not in above]

    def _is_name(self, relation: Relation) -> bool:
        span = relation.subject
        if _THIS.search(self._text, max(0, span.start - 8), span.start):
            return self._text[
                span.start
            ].isupper()  # "this Agreement" is a term, "this policy" none
        mention = self._mentions.get(span)
        words = self._text[span.start : span.end]
        if (mention and mention.kind in _OF_A_NAME) or normalise_surface(words) in self._defined:
            return True
        if words.lower() == _READER:
            return True
        if is_row(relation):
            return False
        first, *rest = words.split()
        opens = _OPENS.search(self._text, max(0, span.start - 12), span.start) is not None
        return (_is_written_as_name(first) and not opens) or any(map(_is_written_as_name, rest))


def told_under(under: str) -> str:
    """How the name of a fact ends that stands under the headings `under`."""
    return f"{UNDER}{under}”)" if under else ""


def _names_case(heading: str) -> bool:
    """Whether a heading is a condition, and no question ("When is the fair?")."""
    return _CASE.match(heading) is not None and not heading.endswith("?")


def _is_written_as_name(word: str) -> bool:
    return word[:1].isupper() or any(letter.isupper() for letter in word[1:])
