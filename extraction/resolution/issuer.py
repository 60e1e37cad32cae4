"""Who "we" and "the Company" are: whoever issues the document, where the document says who that
is: in brackets ("Acme Corp. (“we” or the “Company”)"), in a sentence ("At Acme, we …"), on the
cover of a filing, in its title or in the name it was filed under ("Privacy policy of acme.com").
A letter of auditors inside a report speaks for the auditors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extraction.language.firm_names import LEGAL_FORMS, bare
from graph.identity import normalise_surface
from graph.model import Mention, Span

_BRACKET = re.compile(r"\((?=[^()]{0,200}[“\"](?:we|us|our)[,”\"])[^()]{0,200}\)", re.IGNORECASE)
_TOGETHER = re.compile(
    r"(?:,? (?:and|together with|including) (?:its|all of its) [\w -]{0,30}|,? an? [\w .]{3,60})\Z"
)
_SENTENCES = (
    # the terms “we,” “us” and “our” refer to Acme Inc.
    re.compile(
        r"[“\"]we[,”\"][^.]{0,160}?\b(?:refers? to|means?|are to|is to)\s+(?:the\s+)?",
        re.IGNORECASE,
    ),
    # At Acme, we …
    re.compile(
        r"(?:\A|[.!?:]\s++|\n(?:[^\S\n]|[*_>-])*+)(?:Here )?[Aa]t (?:the )?"
        r"(?=[A-Z\d][^,.\n]{1,40}, (?:we|our)\b)"
    ),
    # This privacy policy describes how Acme collects …
    re.compile(
        r"[Tt]his (?:[Pp]rivacy )?(?:[Pp]olicy|[Nn]otice|[Ss]tatement)\b[^.\n]{0,80}?"
        r"\b(?:describes|explains|discloses|sets out|tells you|informs you) [^.\n]{0,40}?"
        r"\bhow (?:the )?(?=[A-Z])"
    ),
    # (Privacy policy.) Acme takes your privacy seriously
    re.compile(
        r"\A(?:[Pp]rivacy [Pp]olicy:?\s+)?(?:The )?(?=[A-Z][^,.\n]{1,40} (?:values|respects|takes"
        r"|cares about|is required by law to protect|encourages our)\b"
        r"[^.]{0,120}\b(?:privacy|our)\b)"
    ),
    # Acme is committed to keeping our promises; Acme is a small company. We …
    re.compile(
        r"(?:\A|[.!?:]\s++|\n(?:[^\S\n]|[*_>-])*+)(?:The )?"
        r"(?=[A-Z\d][^,.\n]{1,40} (?:is committed to"
        r" [^.\n]{0,200}\b(?:our|us|we|your privacy)\b|is an? [^.\n]{0,60}\b(?:company|firm|charity"
        r"|organi[sz]ation|nonprofit|business)\. (?:Our|We)\b))"
    ),
)
_COVER = re.compile(
    r"\s+\(Exact name of (?:each )?registrants? as specified in (?:its|their) charters?\)",
    re.IGNORECASE,
)
_WORKS = (
    r"annual report|report|employee handbook|staff handbook|handbook|code of conduct|house rules"
    r"|rules|bylaws|statutes|privacy policy|privacy notice|terms of use|terms of service"
)
_FILINGS = r"|form 10-?[kq]|10-?[kq]|proxy statement|sustainability report"
_BEHIND = r"(?:\s*[-–—|:(]\s?[^\n]*|\s+(?:effective|last updated|page)\b[^\n]*)?"
_TITLE = re.compile(
    rf"\A[\s#*]*(?:(?:the )?(?:\d{{4}} )?(?:{_WORKS}) of (?:the )?"
    rf"(?P<after>[A-Z][^\n,;:|]{{2,60}}?)"
    rf"|(?P<before>[A-Z][^\n,;:|]{{2,60}}?):? (?:\d{{4}} )?(?:{_WORKS}))(?: \d{{4}})?"
    rf"{_BEHIND}[\s#*]*(?:\n|\Z)",
    re.IGNORECASE,
)
# a file's or a row's name: "ACME_2021_10K page 7", "Privacy policy of acme.com"
_FILED = re.compile(
    rf"(?:(?:{_WORKS}) of (?:the )?(?P<after>\w[\w .&'’-]{{1,60}}?)"
    rf"|(?P<before>\w[\w .&'’-]{{1,60}}?) (?:\d{{4}}(?:q\d)? )?(?:{_WORKS}{_FILINGS}))"
    rf"(?: \d{{4}})?(?: page \d+)?(?:\.\w{{2,4}})?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|co\.uk|io)\Z")
_AUDITORS = re.compile(r"\b(?:have|has|also) audited\b|\bour audits?\b", re.IGNORECASE)
_LETTER = 6_000  # characters: no letter of auditors is longer
SPEAKERS = frozenset({"we", "us", "our"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """The name of whoever issues a document, as it writes it, and the words that say so."""

    surface: str
    reason: str


def stated_issuer(text: str, mentions: Sequence[Mention], name: str = "") -> Issuer | None:
    """The issuer of the document with `text` that was filed under `name`; None where neither says
    it, or what says it first names two."""
    named = [m for m in sorted(mentions, key=lambda m: len(m.span)) if _named(m)]
    ways: tuple[Callable[[], Iterator[Issuer]], ...] = (
        lambda: (
            one for way in (_in_brackets, _in_sentences, _on_cover) for one in way(text, named)
        ),
        lambda: _in_title(text, named),
        lambda: _in_name(name, named),
    )
    for way in ways:
        found = list(way())
        if found:
            one = len({_letters(issuer.surface) for issuer in found}) == 1
            return found[0] if one else None
    return None


def speaks_for_others(text: str, span: Span) -> bool:
    """Whether `span` may stand in a letter of auditors, who are "we" there."""
    return _AUDITORS.search(text, max(0, span.start - _LETTER), span.end + _LETTER) is not None


def _named(mention: Mention) -> bool:
    return mention.surface[0].isupper() and mention.kind in ("Organization", "Term")


def _letters(surface: str) -> str:
    """What is left of a name without its legal form, "the", a domain's ending and all that is no
    letter: "The Vessen Dairy Co." and "vessendairy.com" are one."""
    words = normalise_surface(surface).removeprefix("the ").split()
    while len(words) > 1 and bare(words[-1]) in LEGAL_FORMS:
        words.pop()
    return re.sub(r"\W", "", _DOMAIN.sub("", "".join(words))).removeprefix("www")


def _in_brackets(text: str, named: Sequence[Mention]) -> Iterator[Issuer]:
    ends = {m.span.end: m for m in named}
    for match in _BRACKET.finditer(text):
        before = text[: match.start()].rstrip(" ,\n\t")
        shorter = _TOGETHER.sub("", before[-160:])
        for end in (len(before), len(before) - len(before[-160:]) + len(shorter)):
            if end in ends:
                yield Issuer(ends[end].surface, " ".join(match.group().split()))
                break


def _in_sentences(text: str, named: Sequence[Mention]) -> Iterator[Issuer]:
    starts = {m.span.start: m for m in named}
    for pattern in _SENTENCES:
        for match in pattern.finditer(text):
            if match.end() in starts:
                one = starts[match.end()]
                words = text[match.start() : one.span.end]
                yield Issuer(one.surface, f"“{' '.join(words.split())}”")


def _on_cover(text: str, named: Sequence[Mention]) -> Iterator[Issuer]:
    ends = {m.span.end: m for m in named}
    for match in _COVER.finditer(text):
        if match.start() in ends:
            yield Issuer(ends[match.start()].surface, " ".join(match.group().split()))


def _in_title(text: str, named: Sequence[Mention]) -> Iterator[Issuer]:
    match = _TITLE.match(text)
    if match is not None:
        yield from _called(match, named)


def _in_name(name: str, named: Sequence[Mention]) -> Iterator[Issuer]:
    match = _FILED.fullmatch(name.replace("_", " "))
    if match is not None:
        yield from _called(match, named)


def _called(match: re.Match[str], named: Sequence[Mention]) -> Iterator[Issuer]:
    """The commonest of the names that are written with the letters of a title's issuer."""
    wanted = _letters(match["after"] or match["before"])
    same = Counter(m.surface for m in named if _letters(m.surface) == wanted)
    if same and len(wanted) > 1:
        surface = min(same, key=lambda one: (bool(_DOMAIN.search(one)), -same[one], -len(one), one))
        yield Issuer(surface, f"title “{' '.join(match.group().split())}”")
