"""The parse of one block as plain lists, in the coordinates of its segment.

The rules visit every token several times; Python lists of strings and ints are about twenty times
cheaper to visit than spaCy's token objects, and a test can write them by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction.language.clock_ends import with_clocks_at_ends
from extraction.language.reference_words import with_reference_words
from extraction.language.statement_codes import without_codes, without_spans
from graph.model import BlockKind, Span
from graph.outline import NO_AMOUNT

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "(a)", "(1)(ii)", "1.", "3.2.1", "a)", "•": numbering in front of a paragraph.
ENUMERATOR = re.compile(
    r"\s*(?:(?:\(\s?(?:[a-zA-Z]{1,2}|[ivxlIVXL]{1,6}|\d{1,3})\s?\)\s*)++"
    rf"|\d{{1,3}}(?:\.\d{{1,3}})*[.)]\s+|\d{{1,3}}\.\d{{1,3}}\s++{NO_AMOUNT}"
    r"|\d{1,3}(?:\.\d{1,3}){2,}\s+|[a-zA-Z][.)]\s+|[ivx]{2,4}[.)]\s+|[•·▪–—*-]\s+|§+\s*[\d.]+\s*)"
)
_BLANKS = re.compile(r"\s{2,}|[\n\r\t\f\v\x00\u00a0\u2028\u2029]")
FORMAT_CHARACTER = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
"""What only tells how to set the text (a soft hyphen, a mark of direction, a space of no width):
no character of a word."""
# A typographic apostrophe inside a word or closing one ("shouldn’t", "members’"); what closes a
# quotation that ‘ has opened is none.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[’ʼ](?=[^\W\d_])|(?<=s)’(?=\s)")
_QUOTE_MARKS = re.compile(r"(?<=[\n\r])[ \t]*>(?:[ \t]?>)*(?=[ \t])")

CALL_OUTS = ("TIP", "TIPS", "NOTE", "NOTES", "CAUTION", "WARNING", "DANGER", "IMPORTANT", "NOTICE",
             "HINT", "ATTENTION", "REMINDER", "REMEMBER")  # fmt: skip
"""Words that head a remark; in capitals they stand before a sentence without a colon."""
# where a sentence may begin: the words before its own, "TIP Files may …", "Note: Files may …"
_CALL_OUT = re.compile(
    rf"(?:\A|(?<=[.!?:;)] ))(?:(?:{'|'.join(CALL_OUTS)})(?::|\s?[-–—])? (?=(?:A|I|[A-Z][a-z]+)\b)"
    rf"|(?:{'|'.join(word.capitalize() for word in CALL_OUTS)}): (?=[A-Z]))"
)

_GLOSSARY = re.compile(
    r"[A-Z][^.;:,\n]{0,80}?(?<=[\w)”\"]) (?P<verb>Means(?=,? [a-z“\"(])|Has the meaning\b)"
)

# "a by-law", which the model reads as a preposition with its noun
_BY_HYPHEN = re.compile(r"(?<![\w-])[Bb]y-(?=[a-z]{3,}\b(?!-))")

FINITE = ("VBZ", "VBP", "VBD", "MD")
"""Tags of verbs that make a clause."""
SUBJECTS = ("nsubj", "nsubjpass", "expl")
"""Labels of the subject of a clause."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is parsed of one block: `text` with each run of blanks made one space, apostrophes
    straight, numbering in front, codes of statements and call-outs ("TIP") left out, and "p.m." at
    the end of a sentence written "pm.".
    ``positions[i]`` is where character i stands in the segment (one more entry than characters)."""

    block: int
    kind: BlockKind
    text: str
    positions: Sequence[int]


class StandIns:
    """Words that stand in for phrases while a text is parsed.

    The model reads "disclose protected health information" as two verbs in three places of ten;
    "disclose PHI" it reads right. Offsets are those of the phrase all the same.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {phrase.lower(): word for phrase, word in words.items()}
        either = "|".join(re.escape(p) for p in sorted(self._words, key=lambda p: (-len(p), p)))
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if either else None

    def apply(self, text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
        """`text` with the words put in, and the positions that go with it."""
        if self._pattern is None or not self._pattern.search(text):
            return text, positions
        parts: list[str] = []
        moved: list[int] = []
        done = 0
        for match in self._pattern.finditer(text):
            first, stop = match.span()
            word = self._words[match.group().lower()]
            parts += [text[done:first], word]
            moved += positions[done:first]
            # all letters but the last stand at the phrase's start, the last at its end
            moved += [positions[first]] * (len(word) - 1) + [positions[stop - 1]]
            done = stop
        parts.append(text[done:])
        moved += positions[done:]
        return "".join(parts), moved


def piece_of(
    block: int, kind: BlockKind, text: str, span: Span, stand_ins: StandIns | None = None
) -> Piece | None:
    """The piece for the block at `span` of a segment's `text`; None where nothing is left."""
    start, end = span.start, span.end
    numbering = ENUMERATOR.match(text, start, end)
    if numbering and numbering.end() < end:
        start = numbering.end()
    raw = text[start:end]
    if not raw.strip():
        return None
    parsed, positions = _without_blanks(raw, start)
    parsed, positions = _without_call_outs(with_straight_apostrophes(parsed), positions)
    parsed, positions = without_codes(*with_clocks_at_ends(parsed, positions))
    hyphens = [(m.end() - 1, m.end()) for m in _BY_HYPHEN.finditer(parsed)]
    parsed, positions = without_spans(parsed, positions, hyphens)
    parsed = with_small_means(parsed)
    parsed, positions = with_reference_words(parsed, positions)
    if stand_ins is not None:
        parsed, positions = stand_ins.apply(parsed, positions)
    return Piece(block, kind, parsed, positions)


def _without_call_outs(text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
    """`text` without the words that head a remark: the model takes them for a part of its first
    noun."""
    return without_spans(text, positions, [m.span() for m in _CALL_OUT.finditer(text)])


def with_straight_apostrophes(text: str) -> str:
    """`text` with typographic apostrophes straight, at the same offsets: the model was trained on
    "shouldn't" and takes "shouldn’t" for a word without a negation."""
    if "’" not in text and "ʼ" not in text:
        return text
    opened = "‘" in text

    def straight(match: re.Match[str]) -> str:
        inside = match.end() < len(text) and text[match.end()].isalpha()
        return "'" if inside or not opened else match.group()

    return _APOSTROPHE.sub(straight, text)


def with_small_means(text: str) -> str:
    """`text` with the "Means" or "Has the meaning" of a glossary ("Ferry Guild Means a guild that
    …") in small letters, at the same offsets: the model takes the capital for a part of the
    term."""
    match = _GLOSSARY.match(text)
    if match is None:
        return text
    at = match.start("verb")
    return text[:at] + text[at].lower() + text[at + 1 :]


def _without_blanks(raw: str, start: int) -> tuple[str, Sequence[int]]:
    """`raw` with each run of blanks made one space and without format characters, and where each
    character stands. The marks in front of quoted lines (``> ``) are blanks."""
    if not _BLANKS.search(raw) and not FORMAT_CHARACTER.search(raw):
        return raw, range(start, start + len(raw) + 1)
    characters: list[str] = []
    positions: list[int] = []
    blank = True  # blanks in front are left out
    marks = _quote_marks(raw, start)
    for offset, character in enumerate(raw, start):
        if FORMAT_CHARACTER.match(character):
            continue
        is_blank = character.isspace() or character == "\x00" or offset in marks
        if is_blank and blank:
            continue
        characters.append(" " if is_blank else character)
        positions.append(offset)
        blank = is_blank
    positions.append(start + len(raw))
    return "".join(characters), positions


def _quote_marks(raw: str, start: int) -> frozenset[int]:
    """Where the marks of a quotation stand: in front of every line but the first, which begins
    behind its own. A single line with "> 5 mg" means more than 5 mg."""
    lines = raw.splitlines()[1:] if ">" in raw else []
    found = list(_QUOTE_MARKS.finditer(raw)) if lines else []
    if len(found) < len(lines) or (len(lines) == 1 and raw[found[0].end() :].strip()[:1].isdigit()):
        return frozenset()
    return frozenset(start + at for match in found for at in range(*match.span()))


@dataclass(slots=True)
class Parse:
    """Tokens of one piece. `begin` and `end` are offsets in the segment; `head` is an index (its
    own for a root); `left` and `right` are the outermost tokens of each token's subtree."""

    words: list[str]
    lower: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    begin: list[int]
    end: list[int]
    sentences: list[tuple[int, int]]
    entities: list[tuple[int, int, str]]
    block: int = 0
    kind: BlockKind = "paragraph"
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        count = len(self.words)
        self.children = [[] for _ in range(count)]
        self.left = list(range(count))
        self.right = list(range(count))
        for token, head in enumerate(self.head):
            if head != token:
                self.children[head].append(token)
        for first, last in self.sentences:
            self._edges(first, last)

    def _edges(self, first: int, last: int) -> None:
        head, left, right = self.head, self.left, self.right
        for token in range(first, last):
            above, steps = head[token], 0
            while steps < 200:
                if token < left[above]:
                    left[above] = token
                if token > right[above]:
                    right[above] = token
                if head[above] == above:
                    break
                above, steps = head[above], steps + 1

    def span(self, first: int, last: int) -> Span:
        """Segment offsets of tokens `first` to `last`, both included."""
        return Span(self.begin[first], self.end[last])

    def sentence_of(self, token: int) -> tuple[int, int]:
        """The first token of the sentence of `token`, and the one behind its last."""
        return next((first, stop) for first, stop in self.sentences if first <= token < stop)

    def child(self, token: int, *deps: str) -> int | None:
        """The first child of `token` with one of these dependency labels."""
        for child in self.children[token]:
            if self.dep[child] in deps:
                return child
        return None

    def with_dep(self, token: int, *deps: str) -> list[int]:
        return [child for child in self.children[token] if self.dep[child] in deps]

    def text(self, first: int, last: int) -> str:
        """Words `first` to `last`, both included, joined by blanks."""
        return " ".join(self.words[first : last + 1])


def parse_of(doc: Doc, piece: Piece) -> Parse:
    """The lists for `doc`, which is the parse of ``piece.text``."""
    from spacy.attrs import (  # type: ignore[import-not-found]
        DEP,
        ENT_IOB,
        ENT_TYPE,
        HEAD,
        IDX,
        LENGTH,
        SENT_START,
        TAG,
    )

    names = doc.vocab.strings
    rows = doc.to_array([TAG, DEP, HEAD, IDX, LENGTH, SENT_START, ENT_IOB, ENT_TYPE]).tolist()
    positions = piece.positions
    words = [token.text for token in doc]
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    begins: list[int] = []
    ends: list[int] = []
    starts: list[int] = []
    entities: list[tuple[int, int, str]] = []
    for index, (tag, dep, head, idx, length, start, iob, kind) in enumerate(rows):
        tags.append(names[tag])
        deps.append(names[dep])
        # HEAD is relative and comes out of an unsigned array
        heads.append(index + (head if head < 2**63 else head - 2**64))
        begins.append(positions[idx])
        ends.append(positions[idx + length - 1] + 1)
        if start == 1 or index == 0:
            starts.append(index)
        if iob == 3:
            entities.append((index, index + 1, names[kind]))
        elif iob == 1 and entities:
            first, _, label = entities[-1]
            entities[-1] = (first, index + 1, label)
    bounds = [*starts, len(words)]
    return Parse(
        words=words,
        lower=[word.lower() for word in words],
        tag=tags,
        dep=deps,
        head=heads,
        begin=begins,
        end=ends,
        sentences=list(pairwise(bounds)),
        entities=entities,
        block=piece.block,
        kind=piece.kind,
    )
