"""What stands right before and behind the parts of a fact against the parse: a verb behind its
object, a condition behind a preposition, a sentence that goes on, a subject that "and/or" opens,
words that only the page explains."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.modality import VerbGroup
from extraction.language.parse import FINITE, FORMAT_CHARACTER, Parse
from extraction.language.qualifiers import Qualifiers
from graph.model import Relation, Span

GOES_ON = "the phrase may go on"
CUT = "a slot is cut"
OF_A_NOUN = "the condition may belong to a noun"
POINTS_BACK = "a slot points back"
ELSEWHERE = "points to another place"
OPEN_SENTENCE = "the sentence goes on"
CONTENT = "says what something else holds"
OF_BRACKETS = "a clause in brackets"
ALTERNATIVE = "one of several alternatives"
LISTING = "says only that a list is open"
_RELATING = re.compile(r"\b(?:as to|of|about|on|over|regarding|concerning)\s+\Z", re.IGNORECASE)
_WHEN = re.compile(r"(?:when|where|whether|if|how|why)\b", re.IGNORECASE)
# "in the latter case", "if that is the case"
_BACK = re.compile(
    r"\b(?:the|such) (?:latter|former|above|foregoing)\b"
    r"|\A(?:if|where|when|unless|because|as|since) (?:that|this|it|so) (?:is|were|was)"
    r"(?: not)?(?: the case| so)?\Z",
    re.IGNORECASE,
)
_CUSTOMARY = re.compile(r"without limit", re.IGNORECASE)  # "without limiting the foregoing"
# what a text calls itself and its parts, and the time it is written at
_SELF = (
    r"section|part|paragraph|subpart|subparagraph|subsection|chapter|article|agreement|plan|policy"
    r"|notice|document|report|act|regulations?|rules?|guidance|schedule|appendix|manual|handbook"
    r"|annex|title|clause|statement|form|page|site|website|web|app|service|year|month|week|time|day"
    r"|quarter|guide|contract|letter|prospectus|order|code|exhibit|note|table|item|subchapter|list"
    r"|terms|conditions|privacy|license|law|division|standard|instrument|declaration|procedure"
)
SELF_NAMES = frozenset(_SELF.replace("s?", "").split("|"))
"""What a text calls itself and its parts, and the time it is written at, in the singular."""
# "who adopt this approach"
_DEMONSTRATIVE = re.compile(
    rf"\b(?:this|these|those) (?!(?:{_SELF})s?\b)(?!as\b|that\b|who\b|which\b|of\b)([a-z]+?)s?\b"
)
# "under Rule | 8.3"
_NUMBERED = re.compile(
    r"\b(?:rule|section|article|(?:sub)?paragraph|clause|part|chapter|schedule|regulation|item|annex"
    r"|appendix|exhibit)s?\Z",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*(?:§|\(\w{1,4}\)|\d|[A-Z]\b|[IVX]+\b)")
_AND_OR = re.compile(r"\s+and\s?/\s?or\b", re.IGNORECASE)
_AND_OR_BEFORE = re.compile(r"\band\s?/\s?or\s+(?:(?:the|an?)\s+)?\Z", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|which|that|whose)\b", re.IGNORECASE)
_LISTING_VERBS = frozenset({"mean", "means", "include", "includes"})
_OPEN_VERBS = _LISTING_VERBS | {"is", "are", "was", "were"}
_TERMINAL = re.compile(r"[.!?:;…”\"')\]]\s*\Z")
_LOWER = re.compile(r"\s*(?:if|unless|when|where|and|or|that|which|who|but|provided|to|of|in|for"
                    r"|with|by|as|from)\s", re.ASCII)  # fmt: skip
_LIST = re.compile(r"\bthe following\b", re.IGNORECASE)


def edge_doubt(
    parse: Parse, sentence: tuple[int, int], group: VerbGroup, relation: Relation,
    qualifying: Qualifiers, text: str,
) -> str:  # fmt: skip
    """Why the words around the parts of `relation` make it uncertain, or ``""``. `qualifying` are
    its slots, `text` the segment's."""
    statement = relation.statement
    behind = relation.object is not None and relation.object.start > relation.predicate_span.start
    if behind and relation.object is not None and _verb_follows(parse, relation.object):
        return GOES_ON
    if _opens_with_that(parse, sentence[0]):
        return CONTENT
    if _is_open(statement, text):
        return OPEN_SENTENCE
    if _beside_and_or(relation.subject, text):
        return ALTERNATIVE
    if relation.polarity == "negative" and relation.predicate.startswith("be limited to"):
        return LISTING
    held = [relation.subject, *([relation.object] if relation.object else [])]
    held += [span for _, span in qualifying]
    if any(_lacks_number(span, text) for span in held):
        return CUT
    if _points_to_list(parse, relation, held, text):
        return ELSEWHERE
    if _in_brackets(relation, qualifying, text):
        return OF_BRACKETS
    doubts = (_slot_doubt(parse, relation, kind, span, text) for kind, span in qualifying)
    return next((doubt for doubt in doubts if doubt), "")


def _verb_follows(parse: Parse, span: Span) -> bool:
    """Whether a finite verb stands right behind `span`, which is then its subject or a part of
    it."""
    last = bisect_left(parse.end, span.end)
    after = last + 1
    if after >= len(parse.tag) or parse.tag[last][:2] not in ("NN", "CD"):
        return False
    if parse.words[last : last + 1] == [")"]:
        return False
    begins = bisect_left(parse.begin, span.start)
    return parse.tag[after] in ("MD", "VBZ", "VBP") and parse.head[after] >= begins


def _opens_with_that(parse: Parse, start: int) -> bool:
    """Whether "that" opens the item of a list: what an agreement or a notice must say."""
    return parse.lower[start] == "that" and parse.dep[start] == "mark"


def _is_open(statement: Span, text: str) -> bool:
    """Whether the sentence has no end and the text goes on with a word that cannot begin one."""
    ended = _TERMINAL.search(text, max(0, statement.end - 3), statement.end)
    return ended is None and _LOWER.match(text, statement.end) is not None


def _beside_and_or(subject: Span, text: str) -> bool:
    """Whether "and/or" joins the subject to another noun ("Managers and/or partners will")."""
    before = text[max(0, subject.start - 14) : subject.start]
    return bool(_AND_OR_BEFORE.search(before) or _AND_OR.match(text, subject.end))


def _points_to_list(parse: Parse, relation: Relation, held: list[Span], text: str) -> bool:
    """Whether the sentence opens a list, under the fact's own verb, that the fact does not take
    in."""
    statement, verb = relation.statement, relation.predicate_span.end
    if not text[statement.start : statement.end].rstrip().endswith((":", "--", "—")):
        return False
    places = [match.start() for match in _LIST.finditer(text, verb, statement.end)]
    if not places or any(span.start <= places[-1] < span.end for span in held):
        return False
    between = range(bisect_left(parse.begin, verb), bisect_left(parse.begin, places[-1]))
    return not any(parse.tag[t] in ("VB", *FINITE) for t in between)


def _lacks_number(span: Span, text: str) -> bool:
    """Whether `span` ends between a "Rule" or "paragraph" and its number."""
    words = text[max(span.start, span.end - 16) : span.end]
    behind = FORMAT_CHARACTER.sub("", text[span.end : span.end + 12])
    return _NUMBERED.search(words) is not None and _NUMBER.match(behind) is not None


def _in_brackets(relation: Relation, qualifying: Qualifiers, text: str) -> bool:
    """Whether the clause stands in brackets and one of its slots does not."""
    begin = relation.statement.start
    opened = _depth(text, begin, relation.predicate_span.start)
    return opened > 0 and any(_depth(text, begin, span.start) < opened for _, span in qualifying)


def _depth(text: str, begin: int, place: int) -> int:
    said = text[begin:place]
    return said.count("(") - said.count(")")


def _slot_doubt(parse: Parse, relation: Relation, kind: str, span: Span, text: str) -> str:
    words = " ".join(text[span.start : span.end].split())
    before = text[relation.statement.start : span.start]
    if kind == "condition" and _WHEN.match(words) and _RELATING.search(before):
        return OF_A_NOUN
    if kind != "override" and _BACK.search(words) and not _CUSTOMARY.match(words):
        return POINTS_BACK
    pointing = _DEMONSTRATIVE.search(words) if kind == "restriction" else None
    if pointing and _RELATIVE.match(words) and pointing.group(1) not in before.lower():
        return POINTS_BACK
    return CUT if _ends_in_verb(parse, span, relation.statement) else ""


def _ends_in_verb(parse: Parse, span: Span, statement: Span) -> bool:
    """Whether `span` ends at a verb that needs what follows ("if he finds that the holder is | a
    minor")."""
    last = bisect_left(parse.end, span.end)
    if parse.end[last : last + 1] != [span.end] or span.end + 2 >= statement.end:
        return False
    if parse.tag[last] not in FINITE or parse.lower[last] not in _OPEN_VERBS:
        return False
    parted = parse.words[last + 1] == "," and parse.lower[last] not in _LISTING_VERBS
    return parse.words[last + 1] not in (".", ";") and not parted
