"""What stands right before and behind the parts of a fact against the parse: a verb behind its
object, a condition behind a preposition, a sentence that goes on, a subject that "and/or" opens,
words that only the page explains."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.fact_view import Doubt, FactView
from extraction.language.parse import FINITE, FORMAT_CHARACTER, Parse
from graph.model import Span

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
    r"(?: not)?(?: the case| so)?\Z"
    r"|\A(?:if|where|when|once|until|unless) (?:it|they|this|that|these) "
    r"(?:do|does|did|is|are|has|have|was|were|will|can)(?: not|n[’']t)?(?: so)?\Z",
    re.IGNORECASE,
)
_CUSTOMARY = re.compile(r"without limit", re.IGNORECASE)  # "without limiting the foregoing"
# what a text calls itself and its parts, and the time it is written at
_SELF = (
    r"section|part|paragraph|subpart|subparagraph|subsection|chapter|article|agreement|plan|policy"
    r"|notice|document|report|act|regulations?|rules?|guidance|schedule|appendix|manual|handbook"
    r"|annex|title|clause|statement|form|page|site|website|web|app|service|year|month|week|time|day"
    r"|quarter|guide|contract|letter|prospectus|order|code|exhibit|note|table|item|subchapter|list"
    r"|terms|conditions|privacy|license|law|bylaw|division|standard|instrument|declaration|procedure"
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
# "is accepted if either": the conditions stand below
_ONLY_OPENS = re.compile(
    r"(?:only )?(?:if|when|where|unless|provided)(?: that)?"
    r"(?: (?:either|both|it|they|you|neither))?",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"[^\W\d_]-\Z")
_AND_OR = re.compile(r"\s+and\s?/\s?or\b", re.IGNORECASE)
_AND_OR_BEFORE = re.compile(r"\band\s?/\s?or\s+(?:(?:the|an?)\s+)?\Z", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|which|that|whose)\b", re.IGNORECASE)
_LISTING_VERBS = frozenset({"mean", "means", "include", "includes"})
_OPEN_VERBS = _LISTING_VERBS | {"is", "are", "was", "were"}
_TERMINAL = re.compile(r"[.!?:;…”\"')\]]\s*\Z")
_LOWER = re.compile(r"\s*(?:if|unless|when|where|and|or|that|which|who|but|provided|to|of|in|for"
                    r"|with|by|as|from)\s", re.ASCII)  # fmt: skip
_LIST = re.compile(r"\bthe following\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\bthe following\b|\bas follows\b", re.IGNORECASE)
# "for the following purposes", "any of the below relationships", "the items listed below"
_BELOW = re.compile(
    r"\b(?:the|these) following (?!(?:day|week|month|quarter|year|morning|night|season|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|\d)\b)[a-z][^:]{0,80}\Z"
    r"|\bof (?:the following|the below|those below|these)\s*\Z|\bthe below\b"
    r"|\b(?:listed|set out|given|described|shown|specified|mentioned|stated|named) below\s*\Z",
    re.IGNORECASE,
)


def _verb_follows(fact: FactView) -> bool:
    """Whether a finite verb stands right behind the object, which is then its subject or a part of
    it."""
    parse, span = fact.parse, fact.object
    if span is None or span.start <= fact.relation.predicate_span.start:
        return False
    last = bisect_left(parse.end, span.end)
    after = last + 1
    if after >= len(parse.tag) or parse.tag[last][:2] not in ("NN", "CD"):
        return False
    if parse.words[last : last + 1] == [")"]:
        return False
    begins = fact.first_token(span)
    return parse.tag[after] in ("MD", "VBZ", "VBP") and parse.head[after] >= begins


def _opens_with_that(fact: FactView) -> bool:
    """Whether "that" opens the item of a list: what an agreement or a notice must say."""
    parse, start = fact.parse, fact.sentence[0]
    return parse.lower[start] == "that" and parse.dep[start] == "mark"


def _is_open(fact: FactView) -> bool:
    """Whether the sentence has no end and the text goes on with a word that cannot begin one."""
    statement, text = fact.statement, fact.text
    ended = _TERMINAL.search(text, max(0, statement.end - 3), statement.end)
    return ended is None and _LOWER.match(text, statement.end) is not None


def _beside_and_or(fact: FactView) -> bool:
    """Whether "and/or" joins the subject to another noun ("Managers and/or partners will")."""
    subject, text = fact.relation.subject, fact.text
    before = text[max(0, subject.start - 14) : subject.start]
    return bool(_AND_OR_BEFORE.search(before) or _AND_OR.match(text, subject.end))


def _says_list_is_open(fact: FactView) -> bool:
    """ "Cookies are not limited to these"."""
    relation = fact.relation
    return relation.polarity == "negative" and relation.predicate.startswith("be limited to")


def _points_to_list(fact: FactView) -> bool:
    """Whether the sentence opens a list, under the fact's own verb, that the fact does not take
    in."""
    parse, text = fact.parse, fact.text
    statement, verb = fact.statement, fact.relation.predicate_span.end
    if not text[statement.start : statement.end].rstrip().endswith((":", "--", "—")):
        return False
    places = [match.start() for match in _LIST.finditer(text, verb, statement.end)]
    if not places or any(part.start <= places[-1] < part.end for part in fact.parts()):
        return False
    between = range(bisect_left(parse.begin, verb), bisect_left(parse.begin, places[-1]))
    return not any(parse.tag[t] in ("VB", *FINITE) for t in between)


def _lacks_a_number(fact: FactView) -> bool:
    return any(_lacks_number(part, fact.text) for part in fact.parts())


def _lacks_number(span: Span, text: str) -> bool:
    """Whether `span` ends between a "Rule" or "paragraph" and its number."""
    words = text[max(span.start, span.end - 16) : span.end]
    behind = FORMAT_CHARACTER.sub("", text[span.end : span.end + 12])
    return _NUMBERED.search(words) is not None and _NUMBER.match(behind) is not None


def _in_brackets(fact: FactView) -> bool:
    """Whether the clause stands in brackets and one of its slots does not."""
    opened = _depth(fact, fact.relation.predicate_span)
    return opened > 0 and any(_depth(fact, span) < opened for _, span in fact.slots)


def _depth(fact: FactView, span: Span) -> int:
    said = fact.before(span)
    return said.count("(") - said.count(")")


def _conditions_a_noun(fact: FactView) -> bool:
    """Whether a condition stands behind a preposition ("a decision as to | when …")."""
    return any(
        kind == "condition"
        and _WHEN.match(fact.words(span))
        and _RELATING.search(fact.before(span))
        for kind, span in fact.slots
    )


def _points_back(fact: FactView) -> bool:
    return any(
        kind != "override" and _BACK.search(words) and not _CUSTOMARY.match(words)
        for kind, span in fact.slots
        for words in [fact.words(span)]
    )


def _restricts_by_what_was_said(fact: FactView) -> bool:
    """Whether a relative clause holds "this …" that the sentence did not say before."""
    for kind, span in fact.slots:
        words = fact.words(span)
        pointing = _DEMONSTRATIVE.search(words) if kind == "restriction" else None
        if pointing is None or not _RELATIVE.match(words):
            continue
        if pointing.group(1) not in fact.before(span).lower():
            return True
    return False


def _has_slot_without_rest(fact: FactView) -> bool:
    return any(
        _ends_in_verb(fact.parse, span, fact.statement) or _ONLY_OPENS.fullmatch(fact.words(span))
        for _, span in fact.slots
    )


def _ends_at_hyphen(fact: FactView) -> bool:
    """Whether a part ends at the hyphen of a word that goes on ("from the college to sub-")."""
    return any(_HYPHEN.search(fact.words(part)) for part in fact.parts())


def _points_to_what_follows(fact: FactView) -> bool:
    return any(_ELSEWHERE.search(fact.text[span.start : span.end]) for _, span in fact.slots)


def _points_below(fact: FactView) -> bool:
    """Whether a part only announces what stands below ("for the following purposes")."""
    return any(_BELOW.search(fact.words(part)) for part in fact.parts())


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


EDGE_DOUBTS: tuple[Doubt[FactView], ...] = (
    (GOES_ON, _verb_follows),
    (CONTENT, _opens_with_that),
    (OPEN_SENTENCE, _is_open),
    (ALTERNATIVE, _beside_and_or),
    (LISTING, _says_list_is_open),
    (CUT, _lacks_a_number),
    (ELSEWHERE, _points_to_list),
    (OF_BRACKETS, _in_brackets),
    (OF_A_NOUN, _conditions_a_noun),
    (POINTS_BACK, _points_back),
    (POINTS_BACK, _restricts_by_what_was_said),
    (CUT, _has_slot_without_rest),
    (CUT, _ends_at_hyphen),
    (ELSEWHERE, _points_to_what_follows),
)
FIRST_EDGES: tuple[Doubt[FactView], ...] = ((ELSEWHERE, _points_below),)
