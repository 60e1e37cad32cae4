"""What only the sentences before tell: nouns that "these" or "the latter" take up inside the object
or a slot, "such" with a noun that the sentence did not say, "other" without the first ones, a time
counted from another one."""

from __future__ import annotations

import re

from extraction.language.edge_doubts import SELF_NAMES
from extraction.language.fact_view import Doubt, FactView
from extraction.language.parse import FINITE, Parse
from extraction.language.singular import singular
from extraction.language.speakers import ITSELF, TEXTS, WAITING
from graph.model import Span

POINTS_BACK = "a part points back"
COUNTED_FROM = "a time is counted from another one"
_DEMONSTRATIVES = frozenset({"this", "these", "those", "that"})
_TAKEN_UP = ("who", "which", "that", "of", "in", "with", "as", "from", "whose", "to", "not")
_PARTICIPLES = ("VBN", "VBG", "IN", "RB")
_HELPING = ("aux", "auxpass")
_CLAUSAL = ("advcl", "relcl", "ccomp", "xcomp", "acl", "conj")
_STEM = 6  # letters
_WORD = re.compile(r"[^\W\d_]+")
_WORKS = frozenset({"review", "work", "book", "study", "paper", "volume", "edition", "report",
                    "survey", "analysis", "research", "doc", "device", "product", "appliance",
                    "software", "computer", "tool", "link"})  # fmt: skip
PLURAL_SELVES = frozenset(
    """terms conditions rules regulations guidelines standards procedures policies bylaws articles
    provisions instructions""".split()
)
_LATTER = re.compile(r"\b(?:the|these) (?:latter|former|aforementioned|foregoing)\b", re.IGNORECASE)
_OTHERS = re.compile(r"(?:for|in|with|on|to|from|by|at) other\b(?! than)", re.IGNORECASE)
_LATER = re.compile(
    r"(?:(?:an?|one|two|three|four|five|six|several|\d+|few|some) ){1,2}(?:\w+ )?"
    r"(?:days?|weeks?|months?|years?|hours?|minutes?) (?:later|earlier|before|after that)\Z"
    r"|(?:the )?(?:following|next|previous|same) (?:day|week|month|year|morning|night)\Z",
    re.IGNORECASE,
)


# "after a few seconds" counts from something; with a case or another time beside it that is said
_SOON = re.compile(
    r"(?:only )?(?:after|in|within) (?:a few|several|some|a couple of|a short) (?:more )?"
    r"(?:seconds?|moments?|minutes?|while|time)\Z|after a (?:moment|while|short while)\Z",
    re.IGNORECASE,
)
_CASES = ("condition", "deadline", "time", "place", "source")


def _holds_demonstrative(fact: FactView) -> bool:
    """Whether a noun of the object or a slot is one that was said before ("the risk of these
    storms"); the text itself ("this section") and what the sentence said are not."""
    waits = fact.relation.why_weak in WAITING  # one reason can wait for the document
    return any(waits or not _may_be_text(fact, noun) for noun in _taken_up(fact))


def _holds_text(fact: FactView) -> bool:
    """Whether a noun of the object or a slot may be the text itself, as its headings tell ("the
    grant of this permit")."""
    return any(_may_be_text(fact, noun) for noun in _taken_up(fact))


def _may_be_text(fact: FactView, noun: int) -> bool:
    parse = fact.parse
    return parse.lower[noun - 1] == "this" and parse.lower[noun] in TEXTS


def _taken_up(fact: FactView) -> list[int]:
    """The nouns of object and slots that a demonstrative takes up from before the sentence."""
    return [
        fact.parse.head[token]
        for kind, span in _told(fact)
        for token in _tokens(fact, span)
        if kind != "override" and fact.parse.head[token] > token
        if _is_unsaid(fact, token, fact.parse.head[token])
    ]


def _holds_such(fact: FactView) -> bool:
    """Whether "such" takes up a noun of the object or a slot that the sentence did not say before
    ("until the execution of such contract"); "such fees as are due" says itself which."""
    parse = fact.parse
    return any(
        parse.lower[token] == "such"
        and parse.head[token] > token
        and parse.tag[parse.head[token]] in ("NN", "NNS")
        and not {"as", "that"} & set(parse.lower[token + 1 : parse.right[parse.head[token]] + 2])
        and not _was_said(fact, token, parse.head[token])
        for kind, span in _told(fact)
        for token in _tokens_before(fact, span)
        if kind != "override"
    )


def _tokens_before(fact: FactView, span: Span) -> range:
    """The tokens of `span` with the determiner before it."""
    tokens = _tokens(fact, span)
    return range(max(fact.sentence[0], tokens.start - 1), tokens.stop)


def _told(fact: FactView) -> list[tuple[str, Span]]:
    own = [("object", fact.object)] if fact.object is not None else []
    return [(k, s) for k, s in (*own, *fact.slots) if fact.statement.contains(s)]


def _tokens(fact: FactView, span: Span) -> range:
    last = fact.last_token(span)
    return range(fact.first_token(span), 0 if last is None else last + 1)


def _is_unsaid(fact: FactView, token: int, noun: int) -> bool:
    """Whether a demonstrative at `token` takes up `noun` from before the sentence."""
    parse = fact.parse
    if parse.lower[token] not in _DEMONSTRATIVES or parse.dep[token] != "det":
        return False
    if _is_itself(parse, token, noun) or _is_narrowed(parse, token, noun):
        return False
    return not _was_said(fact, token, noun) and not _follows_held_clause(fact, token)


def _is_itself(parse: Parse, determiner: int, noun: int) -> bool:
    """Whether the text names itself or a part of itself ("this section", "these terms")."""
    word, near = parse.lower[noun], parse.lower[determiner] in ("this", "these")
    one = parse.tag[noun] in ("NN", "NNP")
    named = word in SELF_NAMES | _WORKS if one else word in PLURAL_SELVES
    linked = parse.words[max(0, determiner - 1)] == "["  # the words of a link
    return (near and named) or parse.words[noun][:1].isupper() or linked


def _is_narrowed(parse: Parse, determiner: int, noun: int) -> bool:
    """ "those guests who pay", "those pending"."""
    if parse.lower[determiner] not in ("those", "that"):
        return False
    follows = parse.lower[noun + 1 : noun + 2]
    told = bool(follows and follows[0] in _TAKEN_UP) or parse.tag[noun + 1 : noun + 2] == ["VBN"]
    return told or parse.tag[determiner + 1] in _PARTICIPLES


def _was_said(fact: FactView, token: int, noun: int) -> bool:
    """Whether the sentence says the noun before, or a word that it is made from."""
    word = singular(fact.parse.lower[noun])
    stem = word[:_STEM] if len(word) > _STEM else word
    before = fact.text[fact.statement.start : fact.parse.begin[token]].lower()
    before += " " + fact.words(fact.relation.subject).lower()
    return any(
        singular(one) == word or (len(stem) == _STEM and one.startswith(stem))
        for one in _WORD.findall(before)
    )


def _follows_held_clause(fact: FactView, token: int) -> bool:
    """Whether the fact holds a clause before `token`, not around it, which may say what is
    meant."""
    begin, parse = fact.parse.begin[token], fact.parse
    return any(
        parse.tag[t] in FINITE
        and not _is_below(parse, token, parse.head[t] if parse.dep[t] in _HELPING else t)
        for span in fact.parts()
        for t in range(fact.first_token(span), token)
        if span.start <= parse.begin[t] < min(span.end, begin)
    )


def _is_below(parse: Parse, token: int, verb: int) -> bool:
    """Whether `token` hangs on `verb` through phrases, no clause between."""
    while token != verb and parse.head[token] != token and parse.dep[token] not in _CLAUSAL:
        token = parse.head[token]
    return token == verb


def _names_latter(fact: FactView) -> bool:
    spans = [s for kind, s in _told(fact) if kind != "override"] + [fact.relation.subject]
    return any(_LATTER.search(fact.text, max(0, s.start - 6), s.end) for s in spans)


def _lacks_the_first(fact: FactView) -> bool:
    """ "For other groups, …": other than which was said before."""
    return any(
        kind != "override"
        and span.start < fact.relation.subject.start
        and _OTHERS.match(fact.words(span))
        for kind, span in fact.slots
    )


def _is_counted(fact: FactView) -> bool:
    return any(_LATER.match(fact.words(span)) for _, span in fact.slots)


def _is_soon(fact: FactView) -> bool:
    """Whether something will be "after a few seconds", and no other part says after what."""
    soon = [span for _, span in fact.slots if _SOON.match(fact.words(span))]
    others = [kind for kind, span in fact.slots if kind in _CASES and span not in soon]
    return bool(soon) and not others and fact.relation.modality == "will"


TOLD_ELSEWHERE: tuple[Doubt[FactView], ...] = (
    (POINTS_BACK, _holds_demonstrative),
    (POINTS_BACK, _holds_such),
    (POINTS_BACK, _names_latter),
    (POINTS_BACK, _lacks_the_first),
    (COUNTED_FROM, _is_counted),
    (COUNTED_FROM, _is_soon),
    (ITSELF, _holds_text),
)
