"""Mentions of documents by title, word for word: one dictionary of all titles, one walk over each
text. Linear in the text; the number of titles does not matter."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.failures import Failure, attempt
from extraction.references.found_references import Address, DocumentReferences
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


def lowercase_occurrences(text: str, singles: frozenset[str]) -> frozenset[str]:
    """Those of `singles` that stand in `text` just so."""
    return singles.intersection(_WORD.findall(text)) if singles else singles


def _words(text: str) -> list[str]:
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    if word.isalnum():
        return word
    return word.replace("’", "'").removesuffix("'s")


class TitleIndex:
    """Titles of a base. A title of two or more content words is found in any case; one of a single
    content word only as written, and not as a part of a longer name ("Houston" in "Whitney
    Houston") nor, where the word is also written small somewhere, where it begins a sentence."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self.failures: list[tuple[str, Failure]] = []  # document, why its titles are not here
        self._entries: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        for one in addresses:
            failed: list[Failure] = []
            for key, entry in attempt("references", lambda: list(_keyed(one)), list, failed):  # noqa: B023
                self._entries[key].append(entry)
            self.failures += [(one.document, failure) for failure in failed]
        # First word -> second words (None: the title ends there) -> lengths, longest first: nearly
        # every position of a text is ruled out by one or two look-ups.
        starts: dict[str, dict[str | None, set[int]]] = defaultdict(lambda: defaultdict(set))
        for key in self._entries:
            second = key[1].casefold() if len(key) > 1 else None
            starts[key[0].casefold()][second].add(len(key))
        self._starts = {
            first: {second: tuple(sorted(n, reverse=True)) for second, n in seconds.items()}
            for first, seconds in starts.items()
        }
        self.singles = frozenset(key[0].casefold() for key in self._entries if len(key) == 1)
        """Titles of a single word, written small: "Waiver" is a word too."""
        self.common: Container[str] = frozenset()
        """Those of `singles` that some document has; to be set before `mentions` is called."""

    def mentions(self, one: DocumentReferences) -> Iterator[TitleMention]:
        """Title mentions in one document's text, left to right, longest first, its own left out."""
        text = one.text
        matches = list(_WORD.finditer(text, one.title_span.end if one.identities else 0))
        words = [_plain(match.group()) for match in matches]
        folded = [word.casefold() for word in words]
        index, starts = 0, self._starts
        while index < len(words):
            seconds = starts.get(folded[index])
            if seconds is not None:
                following = folded[index + 1] if index + 1 < len(words) else ""
                for length in (*seconds.get(following, ()), *seconds.get(None, ())):
                    end = index + length
                    if end > len(words):
                        continue
                    entries = self._entries.get(tuple(folded[index:end])) if length > 1 else None
                    if not entries:
                        entries = self._entries.get(tuple(words[index:end]))
                        if not entries or not self._is_name(text, matches[index:end]):
                            continue
                    span = Span(matches[index].start(), matches[end - 1].end())
                    mention = _mention(text, span, entries, one.document)
                    if mention is not None:
                        if mention.documents:
                            yield mention
                        index = end - 1
                        break
            index += 1

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
            return first.group().casefold() not in self.common
        return True


def _mention(
    text: str, span: Span, entries: Sequence[_Entry], document: str
) -> TitleMention | None:
    """The mention of the best of `entries` at `span`; without documents where it is the title of
    `document` itself, None where it runs over the end of a paragraph."""
    words = text[span.start : span.end]
    if "\n\n" in words:
        return None
    if words.endswith(("'s", "’s")):
        span = Span(span.start, span.end - 2)
    best = min(entry.rank for entry in entries)
    entries = [entry for entry in entries if entry.rank == best]
    if any(entry.document == document for entry in entries):
        return TitleMention(span, (), 0)
    # Passages of one corpus that carry one title are parts of one thing; the same title on two
    # files is not.
    titles = {(entry.title, entry.group) for entry in entries}
    return TitleMention(span, tuple(sorted({e.document for e in entries})), len(titles))


def _keyed(one: Address) -> Iterator[tuple[tuple[str, ...], _Entry]]:
    """The titles of a document that are looked for, by their words."""
    numbered = any(kind != "identifier" for kind, _ in one.identities)
    for rank, form, title in _forms(one.titles):
        words = tuple(_words(form))
        content = [word for word in words if word.casefold() not in STOP_WORDS]
        # "General requirements" of § 162.1000 is a heading like others, not a name.
        if not content or len(words) > LONGEST or (numbered and len(content) < 3):
            continue
        entry = _Entry(rank, title, one.group or one.document, one.document)
        if len(content) > 1:
            yield tuple(word.casefold() for word in words), entry
        elif _namelike(form, content[0]):
            yield words, entry


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
