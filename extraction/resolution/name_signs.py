"""Signs of a name in one document: its words, what stands beside its mentions, and what else the
document names. Cheap, and the same whatever other documents a base holds; `name_reader` weighs
them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from extraction.language.singular import singular
from extraction.language.spacy_model import load_word_classes
from extraction.resolution.generic import (
    GENERIC_ADJECTIVES,
    is_common,
    is_compound,
    is_everyday,
    is_generic,
    is_term,
    is_titled,
)
from graph.model import Mention

MOST_MENTIONS = 20
"""So many mentions of a name are looked at, from the first on."""

_BESIDE = 60  # characters
_DETERMINERS = frozenset("a an any each every some".split())
_POINTING = frozenset("this that these those such its their his her our your my".split())
_PREPOSITIONS = frozenset(
    """of in for to by with from on at as into under between through during including than using
    about per via without within like both""".split()
)
_AUXILIARIES = frozenset(
    """is are was were has have had may must shall will can could should would does do
    did""".split()
)
_FUNCTION_WORDS = frozenset(
    """to in by with from at as that which who where when if than the a an into under during through
    not it they you we per via before after between within without while because but so unless until
    including""".split()
)
_ENDINGS = "tion ment ity ing ness er or ist ism ic al sis ance ence ure age ship ology ee".split()
_MODIFIER_ENDINGS = "ed ing al ic ive able ous ly ary ent ful".split()
_WORD_BEFORE = re.compile(r"([A-Za-z’'-]{1,30}) \Z")
_WORD_AFTER = re.compile(r" ([A-Za-z’'-]{1,30})")
_LONG_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]{3,30}")
_MARKS_BEFORE = (
    ("number", re.compile(r"\d[%\w.]{0,10}\s\Z")),
    ("hyphen", re.compile(r"[-/‑]\Z")),
    ("line", re.compile(r"(?:\A|\n)[\s#*_>•·–\-+|]{0,20}\Z")),
    ("stop", re.compile(r"[.:;!?]['\"”*)]{0,3}\s{0,3}\Z")),
    ("comma", re.compile(r",\s{0,3}\Z")),
    ("bracket", re.compile(r"[(\[]\Z")),
    ("quote", re.compile(r"[\"“‘'`]\Z")),
    ("bold", re.compile(r"\*\Z")),
)
_MARKS_AFTER = (
    ("hyphen", re.compile(r"[-/‑]\w")),
    ("possessive", re.compile(r" ?['’]s\b")),
    ("bracket", re.compile(r" ?\(")),
    ("colon", re.compile(r"\s{0,3}:")),
    ("line", re.compile(r"[*_]{0,3}\s{0,3}(?:\n|\Z)")),
    ("stop", re.compile(r" ?[.;!?]")),
    ("comma", re.compile(r" ?,")),
    ("number", re.compile(r" ?\d")),
    ("quote", re.compile(r"[\"”’')\]*]")),
)
_MARKS_INSIDE = (
    ("possessive", re.compile(r"[’']s")),
    ("digit", re.compile(r"\d")),
    ("begins with digit", re.compile(r"(?:^|\s)\d")),
    ("hyphen", re.compile(r"-")),
    ("odd mark", re.compile(r"[^\w\s'’&.\-]")),
    ("full stop", re.compile(r"\.")),
)
_TO_CAPITAL = re.compile(r" \S{1,3} (?:the )?[A-Z]")
_BULLET = re.compile(r"\s{0,12}(?:[-*+•]|\d+[.)])\s")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]+s?")
_STANDS_FREE = frozenset(
    f"before {sign}"
    for sign in "determiner the preposition pointing and comma stop line bracket".split()
)
_ENDS_FREE = frozenset(
    f"after {sign}" for sign in "auxiliary function stop comma line and bracket".split()
)


@lru_cache(maxsize=1 << 16)
def class_of(word: str) -> str:
    """What a lower-case word can be: ``generic`` adjective, ``common`` noun, ``noun``,
    ``noun-adjective``, ``adjective``, other ``known`` word, or ``unknown``."""
    classes = load_word_classes()
    if word in GENERIC_ADJECTIVES:
        return "generic"
    if is_common(word):
        return "common"
    if classes.is_noun(word):
        return "noun-adjective" if classes.is_adjective(word) else "noun"
    if classes.is_adjective(word):
        return "adjective"
    return "known" if classes.is_no_noun(word) else "unknown"


def words_of(name: str) -> list[str]:
    """The words of a name in lower case, without the marks around them."""
    return [word.strip(".,;:’'\"()") for word in name.lower().split()]


@lru_cache(maxsize=1 << 15)
def signs_of_words(name: str) -> tuple[str, ...]:
    """Signs that the words of a name give by themselves."""
    found = [*_shape(name), *_characters(name), *_classes(words_of(name))]
    tests = (is_generic, is_term, is_compound, is_titled)
    return (*found, *(f"words {test.__name__}" for test in tests if test(name)))


def _shape(name: str) -> Iterator[str]:
    words = name.split()
    shape = _capitals(words)
    yield f"length {min(len(words), 5)}"
    yield f"shape {shape}"
    yield f"shape {shape} {min(len(words), 3)}"
    if shape == "mixed" and words[-1][0].islower():
        yield "shape ends small"
    for link in ("and", "of", "for", "the", "to", "in", "by", "or", "with", "&"):
        if link in words[1:]:
            yield f"holds {link}"
    yield f"characters {min(len(name) // 8, 6)}"


def _characters(name: str) -> Iterator[str]:
    words = name.split()
    if name.isupper():
        yield "capitals only" if len(words) > 1 else "capitals only, one word"
    if any(_ACRONYM.fullmatch(word) for word in words):
        yield "acronym"
    if any(re.search(r"[a-z][A-Z]", word) for word in words):
        yield "capital inside"
    yield from (f"holds {sign}" for sign, mark in _MARKS_INSIDE if mark.search(name))


def _classes(words: Sequence[str]) -> Iterator[str]:
    first, last = class_of(words[0]), class_of(words[-1])
    yield f"last {last}"
    if len(words) > 1:
        yield f"first {first}"
        yield f"{first} … {last}"
        yield from (f"first -{end}" for end in _MODIFIER_ENDINGS if words[0].endswith(end))
    one = singular(words[-1])
    yield from (f"last -{end}" for end in _ENDINGS if one.endswith(end))
    if one != words[-1]:
        yield "plural"
    for sign, test in (("common", is_common), ("everyday", is_everyday)):
        share = sum(map(test, words))
        yield f"{sign} all" if share == len(words) else f"{sign} {'some' if share else 'none'}"
    unknown = sum(class_of(word) == "unknown" for word in words)
    yield "unknown all" if unknown == len(words) else f"unknown {'some' if unknown else 'none'}"


@lru_cache(maxsize=1 << 14)
def _beside(before: str, after: str) -> tuple[str, ...]:
    """Signs of what stands right before and right after a mention."""
    found = (_before(before), _after(after))
    free = found[0] in _STANDS_FREE and found[1] in _ENDS_FREE
    return (*found, "free") if free else found


def _written(surface: str) -> str:
    """How the words of a surface are written."""
    words = surface.split()
    shape = _capitals(words)
    return f"one {shape}" if len(words) == 1 else shape


def _capitals(words: Sequence[str]) -> str:
    """Which of the words begin with a capital: ``small`` none, ``capital`` all, else ``mixed``."""
    capitals = [word[0].isupper() for word in words if word[0].isalpha()]
    return "small" if not any(capitals) else "capital" if all(capitals) else "mixed"


def _before(text: str) -> str:
    match = _WORD_BEFORE.search(text)
    if match is None:
        return next((f"before {s}" for s, mark in _MARKS_BEFORE if mark.search(text)), "before -")
    word, lowered = match[1], match[1].lower()
    for sign, group in (("determiner", _DETERMINERS), ("pointing", _POINTING),
                        ("preposition", _PREPOSITIONS)):  # fmt: skip
        if lowered in group:
            return f"before {sign}"
    if lowered in ("the", "and", "or"):
        return "before the" if lowered == "the" else "before and"
    return "before capital" if word[0].isupper() else f"before {class_of(lowered)}"


def _after(text: str) -> str:
    match = _WORD_AFTER.match(text)
    if match is None:
        return next((f"after {s}" for s, mark in _MARKS_AFTER if mark.match(text)), "after -")
    word, lowered = match[1], match[1].lower()
    if lowered in ("of", "for", "on", "and", "or"):
        sign = "and" if lowered in ("and", "or") else "of"
        return f"after {sign} capital" if _TO_CAPITAL.match(text) else f"after {sign}"
    if word[0].isupper():
        return "after capital"
    if lowered in _AUXILIARIES:
        return "after auxiliary"
    return "after function" if lowered in _FUNCTION_WORDS else f"after {class_of(lowered)}"


class DocumentSigns:
    """Signs of the names of one document with `text`."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._starts = {mention.span.start for mention in mentions}
        self._ends = {mention.span.end for mention in mentions}
        surfaces = {mention.surface.lower() for mention in mentions}
        self._firsts = Counter(s.split()[0] for s in surfaces if " " in s)
        self._lasts = Counter(s.split()[-1] for s in surfaces if " " in s)
        self._surfaces = surfaces
        self._heads = Counter(s[: s.rfind(" ")] for s in surfaces if " " in s)
        self._tails = Counter(s[s.find(" ") + 1 :] for s in surfaces if " " in s)
        spans = sorted({(m.span.start, m.span.end) for m in mentions})
        self._begins = [start for start, _ in spans]
        self._spans = spans
        self._longest = max((end - start for start, end in spans), default=0)
        self._small: Mapping[str, int] = Counter(re.findall(r"\b[a-z]{3,30}\b", text))

    def of_name(self, name: str, mentions: Sequence[Mention]) -> dict[str, int]:
        """Sign -> of how many of the mentions it holds, in thousandths; `mentions` are those of
        `name` here, in text order."""
        found = dict.fromkeys((*signs_of_words(name), *self._among(name), *_found(mentions)), 1000)
        looked_at = mentions[:MOST_MENTIONS]
        counts = Counter(sign for mention in looked_at for sign in self._of_mention(mention))
        found.update((sign, 1000 * count // len(looked_at)) for sign, count in counts.items())
        return found

    def _among(self, name: str) -> Iterator[str]:
        """Signs of other names of the document that share words with it."""
        lowered = name.lower()
        words = lowered.split()
        yield f"same last {min(self._lasts[words[-1]] - (len(words) > 1), 3)}"
        yield f"same first {min(self._firsts[words[0]] - (len(words) > 1), 3)}"
        if self._heads[lowered]:
            yield "goes on elsewhere"
        if self._tails[lowered]:
            yield "longer elsewhere"
        if len(words) > 1:
            yield from ("last alone" for _ in range(words[-1] in self._surfaces))
            yield from ("first alone" for _ in range(words[0] in self._surfaces))
            if self._heads[" ".join(words[:-1])] > 1:
                yield "begins as another"
            if self._tails[" ".join(words[1:])] > 1:
                yield "ends as another"
        elif name != lowered and self._small.get(lowered):
            yield "small elsewhere"

    def _of_mention(self, mention: Mention) -> Iterator[str]:
        text, first, stop = self._text, mention.span.start, mention.span.end
        before, after = text[max(0, first - _BESIDE) : first], text[stop : stop + _BESIDE]
        beside = _beside(before[-32:], after[:40])
        shape = _written(mention.surface)
        yield from beside
        yield from (f"{shape}, {sign}" for sign in beside)
        yield from (f"{mention.rule}, {sign}" for sign in beside)
        if beside[0] in ("before line", "before stop"):
            yield f"opens with {class_of(words_of(mention.surface)[0])}"
        yield from self._covering(first, stop)
        if first - 1 in self._ends:
            yield "behind a name"
        if stop + 1 in self._starts:
            yield "before a name"
        line = tuple(_line(before, after, mention.surface))
        yield from line
        if "line in title case" in line:
            yield from (f"title, {sign}" for sign in beside)

    def _covering(self, first: int, stop: int) -> Iterator[str]:
        """Whether a longer mention holds this one, and on which side it goes on; whether it holds
        a shorter one."""
        at = bisect_right(self._begins, first) - 1
        found = set()
        while at >= 0 and self._begins[at] >= first - self._longest:
            start, end = self._spans[at]
            if end >= stop and (start, end) != (first, stop):
                found |= {"covered", *(["covered left"] if start < first else [])}
                found |= {"covered right"} if end > stop else set()
            at -= 1
        at = bisect_right(self._begins, first - 1)
        while at < len(self._spans) and self._spans[at][0] < stop:
            if self._spans[at][1] <= stop and self._spans[at] != (first, stop):
                found.add("covers")
            at += 1
        yield from sorted(found)


def _found(mentions: Sequence[Mention]) -> Iterator[str]:
    """By which rules it was found, as what, and how often."""
    yield from sorted({f"rule {mention.rule}" for mention in mentions})
    yield f"kind {mentions[0].kind}"
    yield f"mentions {sum(len(mentions) >= least for least in (1, 2, 3, 5, 10))}"


def _line(before: str, after: str, surface: str) -> Iterator[str]:
    """Signs of the line (as far as it stands near) that a mention is in."""
    left, right = before.rpartition("\n")[2], after.partition("\n")[0]
    words = _LONG_WORD.findall(f"{left}{surface}{right}")
    if len(words) > 1 and 10 * sum(word[0].isupper() for word in words) > 7 * len(words):
        yield "line in title case"
    if len(words) < 8 and (len(left) < len(before) or len(right) < len(after)):
        yield "short line"
    if len(words) <= len(_LONG_WORD.findall(surface)) + 1:
        yield "line of its own"
    if left.lstrip().startswith("#"):
        yield "heading line"
    if _BULLET.match(left):
        yield "list item"
    if "|" in left or "|" in right:
        yield "table row"


def grouped(mentions: Sequence[Mention]) -> Mapping[str, Sequence[Mention]]:
    """Surface in lower case -> its mentions, in text order."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: (one.span, one.rule, one.kind)):
        found[" ".join(mention.surface.lower().split())].append(mention)
    return found
