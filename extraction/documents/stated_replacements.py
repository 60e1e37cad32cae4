"""What a document says of other documents that it replaces, or that replace it: "This procedure
replaces SOP-12 version 2 from 1 March 2025", "The Travel Policy of 2021 is hereby withdrawn",
"Supersedes: SOP-12", front matter (``replaces:``).

A sentence is read only where it speaks of whole documents and says nothing else: its subject is the
document itself ("this procedure", "version 3"), and nothing but a day stands behind the name. "This
section replaces", "replaces section 4", "does not replace" and "replaces it where …" are something
else. What the name means is found out over the whole base (groundgraph/replacements.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from extraction.documents.own_version import (
    CALLED,
    DATE,
    NUMBER,
    WITH_FIELDS,
    field_span,
    iso_date,
    title_block,
)
from graph.model import Block, Field, Span, Stated, StatedKind

_MOST = 40  # statements of one document
_LONGEST = 160  # characters of a name
_LONGEST_STATEMENT = 1_000  # characters, blanks too
_SPEAKS = re.compile(r"replac|supersed|repeal|withdraw|revok|rescind|annul", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\bno)(?<!\brev)(?<!\bRev)(?<!\bart)[.;]\s+(?=[A-Z\"“])|\n"
)
_NOUN = (
    r"(?:document|procedure|policy|standard|guidelines?|guidance|manual|handbook|instructions?|sop"
    r"|code|regulations?|directive|plan|agreement|contract|edition|version|revision|issue|order|act"
    r"|charter|protocol|circular|notice|statement|decision|specification|law|terms)"
)
_WHEN = (
    r"(?:with\s+effect\s+(?:from|on)|effective(?:\s+(?:from|on|as\s+of))?|as\s+(?:of|from)"
    r"|from|on|since)"
)


def _day(name: str) -> str:
    return rf"(?:,?\s*{_WHEN}\s+(?P<{name}>{DATE}))"


_SELF = (
    rf"(?:(?:this|the\s+present)\s+(?:[a-z-]+\s+){{0,3}}{_NOUN}|(?:this\s+)?{CALLED}\s+{NUMBER}"
    rf"(?:\s+of\s+(?:this|the)\s+(?:[a-z-]+\s+){{0,2}}{_NOUN})?)"
)
_ASIDE = rf"(?:,\s*(?:effective|valid|in\s+force)[^,]{{0,60}},)?(?:{_day('before')},?)?"
_ADVERB = r"(?:\s+(?:hereby|fully|entirely|now))?"
_WHOLE = r"(?:\s+in\s+(?:full|(?:its|their)\s+entirety)|\s+(?:completely|entirely))?"
_NAMED = rf"(?P<named>\S.{{1,{_LONGEST}}}?)"
_BEGUN = rf"(?:{_day('first')},?\s+)?"
_GONE_TOO = r"(?:,\s+which\s+(?:is|are)\s+(?:hereby\s+)?(?:revoked|repealed|withdrawn|rescinded))?"
_END = rf"{_WHOLE}{_day('after')}?{_WHOLE}{_GONE_TOO}\s*+[.;]?\s*+"
_REPLACES = (
    r"(?:replaces(?:\s+and\s+(?:supersedes|repeals))?|supersedes(?:\s+and\s+replaces)?"
    r"|repeals(?:\s+and\s+replaces)?|withdraws|revokes|rescinds|has\s+(?:replaced|superseded))"
)
_GONE = r"(?:superseded|withdrawn|repealed|revoked|rescinded|annulled)"
_FLAGS = re.IGNORECASE | re.DOTALL

_ACTIVE = re.compile(rf"{_BEGUN}{_SELF}{_ASIDE}{_ADVERB}\s+{_REPLACES}\s+{_NAMED}{_END}", _FLAGS)
_BY_ANOTHER = re.compile(
    rf"{_BEGUN}{_SELF}\s+(?:is|has\s+been|was){_ADVERB}\s+(?:replaced|superseded)"
    rf"(?:{_day('between')})?\s+by\s+{_NAMED}{_END}",
    _FLAGS,
)
_OTHER_GONE = re.compile(
    rf"{_BEGUN}(?:the\s+)?{_NAMED}\s+(?P<be>is|are|has\s+been|have\s+been|was|were)"
    rf"(?P<hereby>\s+hereby)?\s+(?:(?P<replaced>replaced)|(?P<enacted>repealed|revoked|rescinded)"
    rf"|{_GONE})(?:\s+(?P<by>by\s+{_SELF}))?{_WHOLE}"
    rf"(?:{_day('after')})?(?:\s+(?P<by_too>by\s+{_SELF}))?\s*+[.;]?\s*+",
    _FLAGS,
)
_LABEL = re.compile(
    rf"(?P<what>replaces|supersedes|replaced\s+by|superseded\s+by)(?P<colon>\s*:)?\s+{_NAMED}{_END}",
    _FLAGS,
)
_PLACE = re.compile(
    r"(?:the\s+)?(?:(?:first|second|third|last|previous|former|following)\s+)?(?:sections?|articles?"
    r"|annex(?:es)?|paragraphs?|parts?|chapters?|clauses?|words?|appendix|tables?|schedules?"
    r"|forms?|provisions?|requirements?|references?|rules?|figures?|sentences?|points?|items?)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"(?:all|any|every|each|both|those|these|such|its|their|our|it|them|him|her|previous|earlier"
    r"|prior|former|existing|a|an|one|some)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:if|unless|where|when|whenever|which|that|who|whose|because|except|only|not|never"
    r"|insofar|so\s+far|to\s+the\s+extent|in\s+part|partly|partially|as\s+regards|with\s+respect"
    r"|in\s+relation|is|are|was|were|has|have|had|be|been|shall|will|must|may|can|should|until"
    r"|this|these)\b",
    re.IGNORECASE,
)
_DAYS = ("first", "before", "between", "after")
_FIELDS: Mapping[str, StatedKind] = {
    **dict.fromkeys(("replaces", "supersedes", "repeals"), "replaces-document"),
    **dict.fromkeys(("replaced_by", "superseded_by"), "replaced-by-document"),
}


def stated_replacements(
    text: str, blocks: Sequence[Block], fields: Mapping[str, Field], suffix: str
) -> tuple[Stated, ...]:
    """The replacements that a document states, in the order of its text, fields first; the value of
    each is the name of the other document as it is written, its span the whole statement."""
    found = [*_of_fields(text, blocks, fields, suffix), *_of_text(text, blocks)]
    return tuple(islice(dict.fromkeys(found), _MOST))


def _of_fields(
    text: str, blocks: Sequence[Block], fields: Mapping[str, Field], suffix: str
) -> Iterator[Stated]:
    if suffix not in WITH_FIELDS:
        return
    front = blocks[0].span if blocks and blocks[0].kind == "code" else None
    for name, value in fields.items():
        kind = _FIELDS.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
        if kind is None or isinstance(value, bool):
            continue
        span = field_span(text, front, name)
        for one in value if isinstance(value, tuple) else (value,):
            named = str(one or "").strip()
            if named and not re.fullmatch(rf"(?:{CALLED}\s?)?{NUMBER}", named, re.IGNORECASE):
                yield Stated(kind, named, span)


def _of_text(text: str, blocks: Sequence[Block]) -> Iterator[Stated]:
    if _SPEAKS.search(text) is None:
        return
    labelled = {block.span for block in title_block(blocks)}
    for block in blocks:
        if block.kind in ("heading", "header", "footer", "code"):
            continue
        if _SPEAKS.search(text, block.span.start, block.span.end) is None:
            continue
        if len(block.cells) == 2 and block.span in labelled:
            yield from _of_row(text, block)
        elif not block.cells:
            for span in _sentences(text, block.span):
                yield from _of_sentence(text, span, labelled=block.span in labelled)


def _of_row(text: str, row: Block) -> Iterator[Stated]:
    """A row of two cells of the title block: ``Replaces | SOP-12``."""
    label, value = (" ".join(text[c.span.start : c.span.end].split()) for c in row.cells)
    kind = _FIELDS.get(label.rstrip(":").lower().replace(" ", "_"))
    if kind is not None and _is_name(value):
        yield Stated(kind, value, row.cells[1].span)


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for end in [*(m.end() for m in _SENTENCE_END.finditer(text, start, span.end)), span.end]:
        words = text[start:end]
        if len(words) <= _LONGEST_STATEMENT and _SPEAKS.search(words):
            yield Span(end - len(words.lstrip()), start + len(words.rstrip()))
        start = end


def _of_sentence(text: str, span: Span, *, labelled: bool) -> Iterator[Stated]:
    words = text[span.start : span.end]
    kind: StatedKind = "replaces-document"
    match = _ACTIVE.fullmatch(words)
    if match is None and (match := _BY_ANOTHER.fullmatch(words)) is not None:
        kind = "replaced-by-document"
    if match is None and (match := _OTHER_GONE.fullmatch(words)) is not None:
        by = match["by"] or match["by_too"]
        enacted = match["enacted"] and match["be"].lower() in ("is", "are")
        told = enacted or match["hereby"] or match["first"] or match["after"]
        match = match if by or (told and not match["replaced"]) else None
    if match is None and labelled and (match := _LABEL.fullmatch(words)) is not None:
        kind = "replaced-by-document" if match["what"].lower().endswith("by") else kind
        bare = match["named"].removeprefix("the ").removeprefix("The ")
        match = match if match["colon"] or (words[:1].isupper() and bare[:1].isupper()) else None
    if match is None:
        return
    named = " ".join(match["named"].split()).strip(" ,")
    days = [iso_date(day) for name, day in match.groupdict().items() if day and name in _DAYS]
    if _is_name(named) and None not in days and len(set(days)) < 2:
        yield Stated(kind, named, span, days[0] if days else None)


def _is_name(named: str) -> bool:
    """Whether words may name a document as a whole, one with a capital or a digit."""
    bare = re.sub(r"^the\s+", "", named, flags=re.IGNORECASE)
    return (
        re.search(r"[A-Z\d]", bare) is not None
        and len(named) <= _LONGEST
        and not _PLACE.match(named)
        and not _MANY.match(bare)
        and not _LIMITED.search(bare)
        and "\n" not in named
    )
