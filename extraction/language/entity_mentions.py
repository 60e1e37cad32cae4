"""Mentions: what names something, by rule, each overlap decided.

Rules, strongest first: ``profile-term``, ``identifier``, ``defined-term``, ``ner``, ``heading``,
``noun-phrase``. Noun phrases are candidates: whether one is shown is decided by how often it
recurs, which only the base knows.
"""

from __future__ import annotations

import re
from functools import cached_property

from extraction.language.command_verbs import behind_command
from extraction.language.firm_names import bare, ends_firm
from extraction.language.kind_evidence import (
    head_of,
    kind_beside,
    kind_by_words,
    names_by_role,
    shown_kind,
)
from extraction.language.literal_mentions import literal_of
from extraction.language.naming import doubt_of_name, doubt_of_phrase
from extraction.language.noun_phrases import (
    DEMONSTRATIVES,
    POSSESSIVES,
    base_phrase,
    base_start,
    is_name,
    noun_heads,
)
from extraction.language.parse import Parse
from extraction.language.person_names import HONORIFICS, is_person_form
from extraction.language.sentence_ends import blanks_within
from extraction.language.spacy_model import load_word_classes
from extraction.language.whole_names import before_means, fused, whole_name
from extraction.profile import Profile
from graph.model import Block, Mention, Span

_STRENGTH = {
    rule: rank
    for rank, rule in enumerate(
        ("profile-term", "identifier", "defined-term", "ner", "heading", "noun-phrase")
    )
}
_LABELS = frozenset(
    ("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "NORP")
)

# "groups 4", "CI 1.2", "iii"
_NUMBERED = re.compile(
    r"\s\d+(?:\.\d+)?$|^[ivxIVX]+[ab]?$|^https?:|^www\.|^[A-Z]{1,2}\d?[a-z]?-[IVX]+"
)
_GOES_ON = re.compile(r"\w|-\s?\w")
_TERM = r"[A-Z][A-Za-z0-9’'&/\-]*(?: [A-Za-z0-9’'&/\-]+){0,6}?"
_DEFINITIONS = (
    # "Covered entity" means …, “CAPA” is …, "Term" shall mean …, "Term" refers to …
    re.compile(r"[\"“](?P<term>[^\"“”\n]{2,60})[\"”],?\s(?:\([^)]{1,40}\)\s)?"
               r"(?:means?|shall mean|has the meaning|stands for|refers to|includes|is|are)\b"),
    # Covered entity means …  at the start of a paragraph; "Covered entity or entity means"
    re.compile(rf"\A\s*(?:\([a-z0-9]{{1,3}}\)\s*)?(?:The term )?(?P<term>{_TERM})"
               r"(?:,? (?:or|and) [\w ]{2,40}?)?(?: \([^)]{1,40}\))? "
               r"(?:means?|stands for|shall mean|has the (?:same )?meaning)\b(?! of\b| or\b)"),
    # a glossary's line: Ferry Guild Means …
    re.compile(rf"\A\s*(?P<term>{_TERM}) (?:Means|Has the (?:same )?meaning)\b(?! of\b| or\b)"),
    # Business associate: (1) Except as provided …, business associate means
    re.compile(rf"\A(?P<term>{_TERM}): \(1\) "),
)  # fmt: skip
# Acme Corporation (the "Company")
_SHORT_NAME = re.compile(
    r"\((?:the|each,? an?|hereinafter|collectively,? the|an?)?,?\s?"
    r"[\"“](?P<term>[^\"“”\n]{2,50})[\"”]\)"
)


class Namer:
    """Finds mentions with one profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.ignore = frozenset(word.lower() for word in profile.ignore)
        self._identifiers = [(re.compile(i.pattern), i.kind) for i in profile.identifiers]
        self._heads: list[tuple[str, str]] = [
            (head.lower(), kind) for kind, heads in profile.kinds.items() for head in heads
        ]
        self._kinds: dict[str, str] = {}

    @cached_property
    def _terms(self) -> tuple[re.Pattern[str], dict[str, str]] | None:
        kinds: dict[str, str] = {}
        for term in self._profile.terms:
            for surface in (term.name, *term.aliases):
                kinds.setdefault(" ".join(surface.lower().split()), term.kind)
        if not kinds:
            return None
        longest_first = sorted(kinds, key=lambda surface: (-len(surface), surface))
        either = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in longest_first)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), kinds

    def kind_of(self, surface: str) -> str:
        """The kind that the words of `surface` decide; ``Term`` where none do, or where they are a
        word for any of its sort."""
        sort = self.sort_of(surface)
        return "Term" if _is_a_sort(surface, sort) else sort

    def sort_of(self, surface: str) -> str:
        """The kind of whatever the words of `surface` are called for ("a manufacturer" is an
        organization, whichever it is)."""
        kind = self._kinds.get(surface)
        if kind is None:
            kind = kind_by_words(surface)
            kind = self._kinds[surface] = self._by_head(surface) if kind == "Term" else kind
        return kind

    def _by_head(self, surface: str) -> str:
        """The profile's kind of the words that end with the head ("Board" of "Board of Sales")."""
        head = head_of(surface)
        lowered = surface[: surface.rfind(head) + len(head)].lower() if head else ""
        for last, kind in self._heads:
            if any(w == last or w.endswith(" " + last) for w in (lowered, _one_of(lowered))):
                return kind
        return "Term"

    # --- found in the text of a segment ------------------------------------------------------

    def in_text(self, text: str) -> list[Mention]:
        """Profile terms and identifiers."""
        found = []
        for pattern, kind in self._identifiers:
            for match in pattern.finditer(text):
                if _GOES_ON.match(text, match.end()):
                    continue  # "7 CFR 1" of "7 CFR 1c.108", "1320d" of "1320d- 5(b)"
                found.append(Mention(Span(*match.span()), match.group(), kind, "identifier"))
        if self._terms:
            pattern, kinds = self._terms
            for match in pattern.finditer(text):
                kind = kinds[" ".join(match.group().lower().split())]
                found.append(Mention(Span(*match.span()), match.group(), kind, "profile-term"))
        return found

    def definitions(self, text: str, block: Block) -> list[tuple[Mention, Span]]:
        """Defined terms of a block, with the text from the term to the end of its sentence."""
        if block.kind not in ("paragraph", "list_item"):
            return []
        raw = text[block.span.start : block.span.end]
        found: dict[Span, tuple[Mention, Span]] = {}
        for pattern in (*_DEFINITIONS, _SHORT_NAME):
            for match in pattern.finditer(raw):
                first, last = match.span("term")
                surface = match.group("term")
                if (
                    surface.split()[0].lower() in _NO_TERM
                    or any(word in _NOT_IN_TERM for word in surface.lower().split())
                    or " means" in surface
                    or surface in _OF_A_TEXT
                    or not is_name(surface.split(), surface, frozenset())
                ):
                    continue
                span = Span(block.span.start + first, block.span.start + last)
                end = _end_of_definition(raw, match.end())
                statement = Span(span.start, min(block.span.start + end, block.span.end))
                mention = Mention(
                    span, surface, self.kind_of(surface), "defined-term", pattern is _SHORT_NAME
                )
                found.setdefault(span, (mention, statement))
        return [found[span] for span in sorted(found)]

    # --- found in a parse --------------------------------------------------------------------

    def in_parse(self, parse: Parse, text: str) -> list[Mention]:
        """Named entities and noun phrases of one block."""
        found = []
        for first, stop, label in parse.entities:
            if label not in _LABELS:
                continue
            mention = self._entity(parse, text, first, stop - 1, label)
            if mention is not None:
                found.append(mention)
        rule = "heading" if parse.kind == "heading" else "noun-phrase"
        for head in noun_heads(parse):
            first, last = base_phrase(parse, head)
            begin, end = whole_name(parse, first, last)
            end = before_means(parse, begin, end)
            behind = behind_command(parse, begin, end)
            if behind is None:
                continue
            begin = behind
            span = parse.span(begin, end)
            surface = text[span.start : span.end]
            if not is_name(parse.lower[begin : end + 1], surface, self.ignore):
                continue
            if any(ends_firm(parse.words[token]) for token in range(begin, end)):
                continue
            if (
                parse.tag[first] in ("CD", "RB", "RBR", "JJR", "IN", "WDT")
                or parse.lower[first] in _VAGUE
            ):
                continue
            if first == last and parse.tag[last] == "NNS" and self._is_verb_form(parse, last):
                continue
            if begin == end and load_word_classes().is_no_noun(parse.lower[last]):
                continue
            if parse.tag[last] in ("VBN", "VBD", "VBG", "JJ", "RB") or (
                first and parse.words[first - 1] == "-"
            ):
                continue
            before = parse.lower[base_start(parse, head) : first]
            local = any(word in DEMONSTRATIVES or word in POSSESSIVES for word in before) or (
                "the" in before and last == first
            )
            if rule == "noun-phrase" and is_person_form(surface) and not _opens(parse, begin):
                found.append(Mention(span, surface, "Person", "ner"))
                continue
            doubt = doubt_of_phrase(parse, first, last) if (begin, end) == (first, last) else ""
            kind = self.kind_of(surface)
            if names_by_role(surface):
                kind = "Person"
            if kind == "Term" and rule == "noun-phrase":
                kind = kind_beside(parse, begin, end)
            found.append(Mention(span, surface, kind, rule, local, doubt))
        return found

    def _is_verb_form(self, parse: Parse, token: int) -> bool:
        """Whether a bare plural has an object or a subject: "maintains" is no name."""
        return parse.child(token, "nsubj", "dobj", "aux", "advmod", "mark") is not None

    def _entity(self, parse: Parse, text: str, first: int, last: int, label: str) -> Mention | None:
        while first < last and parse.lower[first] in _NOT_IN_FRONT:
            first += 1
        while first < last and (
            (parse.words[first].isdigit() and not fused(parse, first))
            or ends_firm(parse.words[first])
        ):
            first += 1
        last = next((at for at in range(first, last) if ends_firm(parse.words[at])), last)
        while first < last and parse.lower[last] in ("'s", "’s", ")", ",", ".", '"', "”"):
            last -= 1
        if first and parse.words[first - 1] == "-":
            return None  # "sub-Saharan": a piece of a word
        if _NUMBERED.search(parse.text(first, last)) or literal_of(parse.text(first, last)):
            return None
        if label == "PERSON" and first and bare(parse.lower[first - 1]) in HONORIFICS:
            first -= 1
        if label in ("PERSON", "GPE", "FAC", "LOC"):
            first, last = _with_saint(parse, first, last)
        elif label != "NORP":
            first, last = whole_name(parse, first, last)
        behind = behind_command(parse, first, last)
        if behind is None:
            return None
        first = behind
        span = parse.span(first, last := before_means(parse, first, last))
        surface = text[span.start : span.end]
        words = surface.split()
        if not is_name(words, surface, self.ignore) or "\n" in surface:
            return None
        if not surface[0].isupper() and not any(c.isupper() for c in words[-1]):
            return None
        if parse.lower[last] in _VAGUE or parse.tag[last] in ("IN", "DT", "CC", "TO"):
            return None
        # a verb or a sentence's first plain word is no name
        if len(words) == 1 and (
            parse.tag[first] not in ("NNP", "NNPS", "NN", "NNS")
            or (parse.tag[first] in ("NN", "NNS") and not surface.isupper())
        ):
            return None
        if (
            len(words) == 1
            and surface[1:].islower()
            and label not in ("PERSON", "GPE")
            and load_word_classes().is_no_noun(surface.lower())
        ):
            return None
        kind = shown_kind(parse, first, last, surface, label)
        if kind == "Term" and label != "PERSON":
            kind = self.kind_of(surface)
        if any(character.isdigit() for character in words[0]) and len(words) == 1:
            kind = "Term"
        return Mention(span, surface, kind, "ner", doubt=doubt_of_name(parse, first, last, label))


def _one_of(lowered: str) -> str:
    return lowered[:-3] + "y" if lowered.endswith("ies") else lowered.removesuffix("s")


def _is_a_sort(surface: str, kind: str) -> bool:
    """Whether words that end as those of `kind` do are a word for any of its sort ("token issuer",
    "water systems", "Investment Companies"): none of them is one organization, law or product."""
    last = surface.rpartition(" ")[2]
    small, plural = head_of(surface).islower(), _one_of(last.lower()) != last.lower()
    if kind == "Organization":
        return small or (plural and last.lower() in _SEVERAL)
    a_system = last.lower() == "system"  # "digestive system"
    return small and (kind == "Law" or (kind == "Product" and (plural or a_system)))


_SEVERAL = frozenset(
    "authorities companies departments corporations manufacturers suppliers".split()
)


def _with_saint(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """(first, last) with the other half of "St. | Charles", "Mt. | Baker"."""
    if first and parse.words[first - 1] in _SAINTS:
        first -= 1
    if parse.words[last] in _SAINTS and last + 1 < len(parse.words):
        last += parse.words[last + 1][0].isupper()
    return first, last


_SAINTS = frozenset({"St.", "Mt.", "Ft.", "Ste."})


def _opens(parse: Parse, token: int) -> bool:
    """Whether a letter opens a sentence, as that of an enumeration does ("A. Definitions")."""
    opens = any(first == token for first, _ in parse.sentences)
    return opens and len(bare(parse.words[token])) == 1


_NOT_IN_FRONT = frozenset(
    """the a an ( § " “ each such this that any all every no our its their these those his her your
    my""".split()
)
_NO_TERM = frozenset("if when where for in on under the this that these such by no any".split())
_OF_A_TEXT = frozenset("hereby hereof hereto hereunder how include includes including".split())
_NOT_IN_TERM = frozenset(
    """not doesn't doesn’t don't don’t isn't isn’t won't won’t your our we you it they
    which who would will can may must is are was were has have""".split()
)
_STOP = re.compile(r"[.;](?:\s|\Z)|:\s*\Z")
_VAGUE = frozenset(
    """other others more most many several few some any same following certain various
    another further additional such least less overall present own particular respective
    only first second third last next previous new different similar""".split()
)


def _end_of_definition(text: str, start: int) -> int:
    """Where the sentence ends that goes on at `start`, with its stop."""
    inside = {blanks.start - 1 for blanks in blanks_within(text)}
    stops = (match.start() for match in _STOP.finditer(text, start))
    return next((stop + 1 for stop in stops if stop not in inside), len(text))


def settle(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Overlaps decided: of equal spans the stronger rule stays; of crossing ones the longer;
    inside a longer one only a stronger rule's mention stays."""
    best: dict[Span, Mention] = {}
    for mention in mentions:
        other = best.get(mention.span)
        if other is None or _STRENGTH[mention.rule] < _STRENGTH[other.rule]:
            best[mention.span] = mention
    kept: list[Mention] = []
    for mention in sorted(
        best.values(), key=lambda m: (-(m.span.end - m.span.start), m.span.start)
    ):
        for other in kept:
            if mention.span.start < other.span.end and other.span.start < mention.span.end:
                inside = other.span.contains(mention.span)
                if not inside or _STRENGTH[mention.rule] >= _STRENGTH[other.rule] - 1:
                    break
        else:
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.span))
