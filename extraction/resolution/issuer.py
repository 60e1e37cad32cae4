"""Who "we" and "the Company" are: whoever issues the document, where the document says who that
is, in brackets ("Acme Corp. (“we” or the “Company”)"), in a sentence or in its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.identity import normalise_surface
from graph.model import Mention

_BRACKET = re.compile(r"\((?=[^()]{0,200}[“\"](?:we|us|our)[,”\"])[^()]{0,200}\)", re.IGNORECASE)
_TOGETHER = re.compile(
    r"(?:,? (?:and|together with|including) (?:its|all of its) [\w -]{0,30}|,? an? [\w .]{3,60})\Z"
)
_SENTENCE = re.compile(
    r"[“\"]we[,”\"][^.\n]{0,160}?\b(?:refers? to|means?|are to|is to)\s(?:the )?", re.IGNORECASE
)
_WORKS = (
    r"annual report|report|employee handbook|staff handbook|handbook|code of conduct|house rules"
    r"|rules|bylaws|statutes|privacy policy|privacy notice|terms of use|terms of service"
)
_TITLE = re.compile(
    rf"\A[\s#]*(?:(?:the )?(?:\d{{4}} )?(?:{_WORKS}) of (?:the )?(?P<after>[A-Z][^\n,;:|]{{2,60}}?)"
    rf"|(?P<before>[A-Z][^\n,;:|]{{2,60}}?):? (?:\d{{4}} )?(?:{_WORKS}))(?: \d{{4}})?"
    r"[\s#*]*(?:\n|\Z)",
    re.IGNORECASE,
)
SPEAKERS = frozenset({"we", "us", "our"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """The name of whoever issues a document, as it writes it, and the words that say so."""

    surface: str
    reason: str


def stated_issuer(text: str, mentions: Sequence[Mention]) -> Issuer | None:
    """The issuer of the document with `text`; None where it does not say, or says two."""
    found = [*_in_brackets(text, mentions), *_in_sentences(text, mentions)]
    found = found or _in_title(text, mentions)
    return found[0] if len({normalise_surface(one.surface) for one in found}) == 1 else None


def _named(mention: Mention) -> bool:
    return mention.surface[0].isupper() and mention.kind in ("Organization", "Term")


def _in_brackets(text: str, mentions: Sequence[Mention]) -> list[Issuer]:
    ends = {m.span.end: m for m in sorted(mentions, key=lambda m: len(m.span)) if _named(m)}
    found = []
    for match in _BRACKET.finditer(text):
        before = text[: match.start()].rstrip(" ,\n\t")
        shorter = _TOGETHER.sub("", before[-160:])
        for end in (len(before), len(before) - len(before[-160:]) + len(shorter)):
            if end in ends:
                found.append(Issuer(ends[end].surface, " ".join(match.group().split())))
                break
    return found


def _in_sentences(text: str, mentions: Sequence[Mention]) -> list[Issuer]:
    starts = {m.span.start: m for m in sorted(mentions, key=lambda m: len(m.span)) if _named(m)}
    return [
        Issuer(starts[match.end()].surface, " ".join(match.group().split()))
        for match in _SENTENCE.finditer(text)
        if match.end() in starts
    ]


def _in_title(text: str, mentions: Sequence[Mention]) -> list[Issuer]:
    match = _TITLE.match(text)
    if match is None:
        return []
    wanted = normalise_surface(match["after"] or match["before"])
    surfaces = sorted(m.surface for m in mentions if normalise_surface(m.surface) == wanted)
    capital = [surface for surface in surfaces if surface[0].isupper()]
    return [Issuer(capital[0], f"title “{' '.join(match.group().split())}”")] if capital else []
