"""Mentions of documents by title, word for word: one dictionary of all titles, one walk over each
text. Linear in the text; the number of titles does not matter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.references.model import DocumentReferences
from graph.model import Span
from graph.tokens import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_QUALIFIED = re.compile(r"\s*\([^()]*\)\s*$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|\n\s*|[•\-–—*]\s+|[\"“(]\s*)$")
_JOINED = re.compile(r"[ \t\xa0\n'’&-]{1,3}|\.\s?")
LONGEST = 16  # words of a title


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A stretch of text that is the title of `documents` (several where they share it);
    `titles` counts the different titles it could be."""

    span: Span
    documents: tuple[str, ...]
    titles: int


@dataclass(frozen=True, slots=True)
class _Entry:
    rank: int  # 0 a whole title, 1 a title without its qualifier
    title: str
    group: str
    document: str


def _words(text: str) -> list[str]:
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")


class TitleIndex:
    """Titles of a base. A title of two or more content words is found in any case; one of a single
    content word only as written, and not as a part of a longer name ("Houston" in "Whitney
    Houston") nor where it only begins a sentence."""

    def __init__(self, passes: Sequence[DocumentReferences]) -> None:
        self._entries: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        for one in passes:
            for rank, form, title in _forms(one.titles):
                words = tuple(_words(form))
                content = [word for word in words if word.casefold() not in STOP_WORDS]
                if (
                    not content
                    or len(words) > LONGEST
                    or (content[0].isdigit() and len(content) < 2)
                ):
                    continue
                if len(content) < 2:
                    if not _namelike(form, content[0]):
                        continue
                    key = words
                else:
                    key = tuple(word.casefold() for word in words)
                entry = _Entry(rank, title, one.group or one.document, one.document)
                self._entries[key].append(entry)
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self._entries:
            lengths[key[0].casefold()].add(len(key))
        self._lengths = {w: tuple(sorted(n, reverse=True)) for w, n in lengths.items()}
        # How often each first word occurs uncapitalised: "Exception" is a word, "Tennessee" a name.
        self._common: Counter[str] = Counter()
        single = {key[0].casefold() for key in self._entries if len(key) == 1}
        if single:
            for one in passes:
                for match in _WORD.finditer(one.text):
                    word = match.group()
                    if word in single:
                        self._common[word] += 1

    def mentions(self, one: DocumentReferences) -> Iterator[TitleMention]:
        """Title mentions in one document's text, left to right, longest first, its own left out."""
        text = one.text
        matches = list(_WORD.finditer(text, one.title_span.end if one.identities else 0))
        lengths = self._lengths
        index = 0
        while index < len(matches):
            first = _plain(matches[index].group())
            for length in lengths.get(first.casefold(), ()):
                if index + length > len(matches):
                    continue
                stretch = matches[index : index + length]
                mention = self._mention(text, stretch, one.document)
                if mention is not None:
                    if mention.documents:
                        yield mention
                    index += length - 1
                    break
            index += 1

    def _mention(
        self, text: str, stretch: list[re.Match[str]], document: str
    ) -> TitleMention | None:
        words = tuple(_plain(match.group()) for match in stretch)
        entries = self._entries.get(tuple(word.casefold() for word in words))
        if not entries or len(words) == 1:
            entries = self._entries.get(words)
            if not entries or not self._is_name(text, stretch):
                return None
        span = Span(stretch[0].start(), stretch[-1].end())
        if "\n\n" in text[span.start : span.end]:
            return None
        if text[span.end - 2 : span.end] in ("'s", "’s"):
            span = Span(span.start, span.end - 2)
        best = min(entry.rank for entry in entries)
        entries = [entry for entry in entries if entry.rank == best]
        if any(entry.document == document for entry in entries):
            return TitleMention(span, (), 0)
        # Passages of one corpus that carry one title are parts of one thing; the same title on two
        # files is not.
        titles = {(entry.title, entry.group) for entry in entries}
        return TitleMention(span, tuple(sorted({e.document for e in entries})), len(titles))

    def _is_name(self, text: str, stretch: list[re.Match[str]]) -> bool:
        """Whether a title of one content word stands here as a name of its own."""
        first, last = stretch[0], stretch[-1]
        after = _JOINED.match(text, last.end())
        if after and "\n" not in after.group() and "." not in after.group():
            following = text[after.end() : after.end() + 1]
            if following.isupper() and not after.group().startswith(("'", "’")):
                return False
        before = text[max(0, first.start() - 40) : first.start()]
        if re.search(r"[A-Z][\w'’]*[ \xa0-]$", before):
            preceding = re.split(r"[ \xa0-]", before.rstrip(" \xa0-"))[-1]
            if preceding.casefold() not in STOP_WORDS:
                return False
        if len(stretch) == 1 and _SENTENCE_START.search(before or "\n"):
            return self._common[first.group().casefold()] == 0
        return True


def _namelike(form: str, word: str) -> bool:
    """A title of one content word has to look like a name: capitalised, three letters or more."""
    return len(word) >= 3 and word[0].isupper()


def _forms(titles: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """(rank, words to look for, title): "Madonna (book)" is also looked for as "Madonna",
    "Rochester, New York" as "Rochester"."""
    for position, title in enumerate(titles):
        yield (0 if position == 0 else 1), title, titles[0]
        short = _QUALIFIED.sub("", title)
        if short and short != title:
            yield 1, short, titles[0]
        head, comma, rest = short.partition(", ")
        if comma and rest[:1].isupper() and " and " not in rest:
            yield 1, head, titles[0]
