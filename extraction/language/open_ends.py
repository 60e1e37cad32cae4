"""Where the text goes on behind the parts of a fact: a list that open words lead to, a second half
of a coordination or of a definition, a clause that says which one is meant, a noun that stands
behind "or"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.parse import FINITE, Parse
from graph.model import Span

OPENS_LIST = "continues in a list"
HALF_COMPLEMENT = "the participle goes on with an adjective"
INTERRUPTED = "a coordination goes on"
SECOND_HALF = "a second relative clause goes on"
EXPLAINED = "what is meant stands behind it"
HALF_NOUN = "the noun stands behind another adjective"
ONLY_A_CLAUSE = "the clause goes on behind another one"
# they say nothing without what is asked or allowed
_TO_DO = frozenset("""required allowed permitted entitled authorised authorized obliged obligated
    prohibited forbidden instructed asked expected""".split())  # fmt: skip
_LEADS_ON = re.compile(r"\s*(?::|--|—)\s*\Z")
_OPEN_TAGS = ("IN", "TO", "WRB", "VB", *FINITE)
_THEY = frozenset({"it", "they", "he", "she", "you", "we"})
_OPENERS = frozenset({"where", "when", "if", "that", "whether", "unless", "how", "why"})
_AND_WHICH = re.compile(r",?\s+(?:and|or|but)\s+(?:which|who|whom|whose|that)\b", re.IGNORECASE)
_NAMELY = re.compile(r"[,;–—]\s*(?:namely|that is(?: to say)?,|i\.\s?e\.)", re.IGNORECASE)
_THAT_THOUGH = re.compile(
    r"\bthat,? (?:even (?:though|if)|although|though|if|while|when|where|because|since|unless)\b"
    r"[^,]*\Z",
    re.IGNORECASE,
)
_RELATIVES = ("WDT", "WP", "WP$")
_FINITE_AFTER_THAT = (["VBZ"], ["VBP"], ["VBD"], ["MD"])
_BEFORE_NOUN = ("JJ", "JJR", "JJS", "RB", "RBR", "RBS", "VBN", "DT")


def _leads_to_list(fact: FactView) -> bool:
    return any(_opens_list(fact, span) for span in fact.said())


def _opens_list(fact: FactView, span: Span) -> bool:
    """Whether the statement ends in a colon right behind `span`, which ends in a verb or a word
    that needs what follows: "to find out whether:", "ensure that it has:"."""
    if not _LEADS_ON.fullmatch(fact.after(span)):
        return False
    parse, first, last = fact.parse, fact.first_token(span), fact.last_token(span)
    if last is None:
        return False
    if parse.lower[last] in _THEY and parse.lower[last - 1] in _OPENERS:
        return True
    if parse.lower[first] == "that" and parse.dep[first] == "mark":  # "that an auditor states"
        return not any(parse.tag[token] in FINITE for token in range(first, last))
    return parse.tag[last] in _OPEN_TAGS or parse.dep[last] == "mark"


def _lacks_infinitive(fact: VerbView) -> bool:
    """Whether the items below say what is required or allowed ("No clerk shall be required without
    consent,"), or the clause "as follows"."""
    parse, group = fact.parse, fact.group
    ends_open = fact.words(fact.statement).endswith((",", ":", "--", "—", "–"))
    asked = group.passive and parse.lower[group.inner] in _TO_DO and fact.object is None
    return (asked and ends_open) or any(
        parse.lower[verb - 1 : verb + 1] == ["as", "follows"]
        for verb in parse.with_dep(group.inner, "advcl", "ccomp")
    )


def _goes_on_as_adjective(fact: VerbView) -> bool:
    """Whether an adjective is joined to the participle at once ("be planned | and fit for the
    task")."""
    parse, verb = fact.parse, fact.group.inner
    if fact.object is not None or not fact.group.passive:
        return False
    return any(
        other == verb + 2
        and parse.tag[verb + 1] == "CC"
        and parse.tag[other] in ("JJ", "VB", "VBP", "NN")
        and parse.child(other, "aux", "auxpass", "nsubj", "nsubjpass", "dobj", "det") is None
        for other in parse.with_dep(verb, "conj")
    )


def _is_interrupted(fact: VerbView) -> bool:
    """Whether commas put something between "or" and a noun behind the fact's own verb ("a pass or,
    where the guest has none, a letter"), and no part holds both."""
    parse, group, held = fact.parse, fact.group, fact.said()
    stop = bisect_left(parse.begin, fact.statement.end)
    for mark in range(group.last + 2, stop):
        if parse.words[mark] != "," or parse.lower[mark - 1] not in ("or", "and"):
            continue
        closing = next((t for t in range(mark + 2, stop - 1) if parse.words[t] == ","), None)
        own = range(group.last + 1, mark)
        if closing is None or not (
            _is_object_like(parse, closing + 1, stop) or _repeats_phrase(parse, closing + 1, own)
        ):
            continue
        if any(s.start < parse.begin[mark] and parse.end[closing] < s.end for s in held):
            continue
        if not any(parse.tag[t] in FINITE and not _is_held(parse, t, held) for t in own):
            return True
    return False


def _is_object_like(parse: Parse, first: int, stop: int) -> bool:
    """Whether the words from `first` are a noun with what belongs to it that is no subject, nor
    stands before a verb."""
    if parse.tag[first] not in ("DT", "PRP$", "JJ") and parse.tag[first][:2] != "NN":
        return False
    heads = (t for t in range(first, stop) if parse.left[t] == first)
    noun = next((t for t in heads if parse.tag[t][:2] == "NN"), None)
    if noun is None or parse.dep[noun] in ("nsubj", "nsubjpass"):
        return False
    return not set(parse.tag[noun + 1 : noun + 2]) & set(FINITE)


def _repeats_phrase(parse: Parse, first: int, before: range) -> bool:
    """Whether a preposition that stands in `before` too opens the words from `first` ("to the
    mayor or, if he is away, to the sheriff")."""
    if parse.tag[first] not in ("IN", "TO") or parse.tag[first + 1 : first + 2] == ["VB"]:
        return False
    return parse.lower[first] in (parse.lower[token] for token in before)


def _is_held(parse: Parse, token: int, held: Sequence[Span]) -> bool:
    return any(span.start <= parse.begin[token] < span.end for span in held)


def _has_second_half(fact: FactView) -> bool:
    held = fact.said()
    return any(_second_half(fact, span, held) for span in held)


def _second_half(fact: FactView, span: Span, held: Sequence[Span]) -> bool:
    """Whether a second relative clause that stands in no part follows `span`."""
    found = _AND_WHICH.match(fact.text, span.end, fact.statement.end)
    if found is None or any(other.start < found.end() <= other.end for other in held):
        return False
    relative, tags = bisect_left(fact.parse.end, found.end()), fact.parse.tag
    if relative >= len(tags):
        return False
    return tags[relative] in _RELATIVES or tags[relative + 1 : relative + 2] in _FINITE_AFTER_THAT


def _is_explained(fact: VerbView) -> bool:
    """Whether ", namely …" or ", that is, …" stands behind the fact's own words, in no part."""
    parse, group, held = fact.parse, fact.group, fact.said()
    for found in _NAMELY.finditer(fact.text, parse.begin[group.inner], fact.statement.end):
        if any(span.start < found.end() <= span.end for span in held):
            continue
        first = bisect_left(parse.begin, found.start())
        before = range(group.inner + 1, first)
        if not any(parse.tag[t] in FINITE and not _is_held(parse, t, held) for t in before):
            return True
    return False


def _is_half_noun(fact: FactView) -> bool:
    """Whether the object ends in an adjective that shares its noun with another one behind "or"
    ("individual | or group lessons")."""
    parse = fact.parse
    last = fact.last_token(fact.object) if fact.object is not None else None
    if last is None or parse.tag[last] not in ("JJ", "JJR", "VBG"):
        return False
    if parse.dep[last] not in ("dobj", "amod", "pobj", "nmod", "conj", "compound"):
        return False
    after = last + 2
    if parse.tag[last + 1 : after] != ["CC"]:
        return False
    while after < len(parse.tag) and parse.tag[after] in _BEFORE_NOUN:
        after += 1
    return after < len(parse.tag) and parse.tag[after][:2] == "NN"


def _is_only_a_clause(fact: FactView) -> bool:
    """Whether a part ends with the clause that stands before the one it announces ("held that even
    though the mill was old | , the miller owed the rent")."""
    return any(
        fact.after(span).lstrip().startswith(",")
        and _THAT_THOUGH.search(fact.text, span.start, span.end) is not None
        for span in fact.said()
    )


OPEN_ENDS: tuple[Doubt[FactView], ...] = (
    (OPENS_LIST, _leads_to_list),
    (SECOND_HALF, _has_second_half),
    (HALF_NOUN, _is_half_noun),
    (ONLY_A_CLAUSE, _is_only_a_clause),
)
OPEN_ENDS_OF_VERBS: tuple[Doubt[VerbView], ...] = (
    (OPENS_LIST, _lacks_infinitive),
    (HALF_COMPLEMENT, _goes_on_as_adjective),
    (INTERRUPTED, _is_interrupted),
    (EXPLAINED, _is_explained),
)
