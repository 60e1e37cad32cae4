"""What the first words of a sentence, or words joined to a part, say against a fact that does not
hold them: a time or case in front, a second place or case behind "and", a "no" whose verb is
joined to one with a modal of its own, a title or a label that is no statement."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.residue import label_of
from extraction.language.roles import leaders, parts_of_clause, verb_chain
from graph.model import Span
from graph.outline import is_enumerator

BEHIND_PREPOSITION = "the subject begins behind a preposition"
LEFT_OUT = "what opens the sentence is left out"
JOINED_CASE = "a second case stands behind a part"
INLINE_ITEMS = "a part holds one of several items"
OWN_MODAL = "whether “no” goes on to the second verb is not certain"
POINTS_BACK = "the time or place was said before"
TITLE = "a title states nothing"
BARE_PARTICIPLE = "a participle may be read as a verb"
_AND_CASE = re.compile(
    r",?\s+(?:and|or|but)\s+(?:also |only |even )?(?:where|when|whenever|if|unless|while|during)\b",
    re.IGNORECASE,
)
_NO = frozenset({"no", "neither", "none", "nobody", "nothing"})
_OWN_DUTY = re.compile(r"\b(?:must|shall|may|should|will)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:there|elsewhere|(?:this|that|at that|at this) time"
    r"|(?:at |on |in )?other (?:times|days|cases)"
    r"|(?:if|when|where|unless|as) so [a-z]+)",
    re.IGNORECASE,
)
_ENTITLED = re.compile(
    r"\W*(?:an?|the)?\s*(?:\w+\s+)?(?:bill|act|law|ordinance|proclamation|order|decree|regulations?"
    r"|resolution|directive)\s+(?:entitled|intituled|titled|styled)\b",
    re.IGNORECASE,
)
# "- Sales increased by a fifth" and the like are said without an object
_INTRANSITIVE = frozenset(
    """increased decreased rose grew fell declined improved dropped remained stayed continued worked
    met began started ended changed moved doubled expanded voted agreed happened occurred came went
    stood sat lived died appeared arrived departed returned failed succeeded participated performed
    applied related resulted consisted depended belonged existed emerged""".split()
)
# "(a)" with a blank at each side that no "paragraph" stands before
_ITEM = re.compile(
    r"(?<!section)(?<!paragraph)(?<!clause)(?<!article)(?<!item)(?<!rule)(?<!part)(?<!and)(?<!or)"
    r" \([a-z]\) (?!(?:and|or|to|of|above|below)\b)"
)
_LEADING = frozenset(
    """after before upon during in on at with without by for from of under over through within per
    via except despite between among against until to into onto across""".split()
)
_PARTING = frozenset({",", ";", ":", "—", "–"})
_LABELLED = re.compile(r"(?:\A|\n)\s*(?:[-*•]|\(?\w{1,4}[.)])\s*\Z")


def _drops_opening(fact: VerbView) -> bool:
    """Whether a time, place or case before the subject stands in no part of the fact."""
    parse, group = fact.parse, fact.group
    subject = next(
        (s for verb in verb_chain(parse, group) if (s := parse.child(verb, *SUBJECTS)) is not None),
        None,
    )
    if subject is None or not fact.statement.contains(fact.relation.subject):
        return False
    label = label_of(parse, fact.sentence[0])
    return any(
        part.kind
        and part.first < part.last  # "Sure, the guild pays"
        and part.last < parse.left[subject]
        and part.first not in label
        and not is_enumerator(parse.text(part.first, part.last))
        and not _is_held(parse.span(part.first, part.last), fact.parts())
        for part in parts_of_clause(parse, group)
    )


def _is_held(span: Span, parts: Iterable[Span]) -> bool:
    return any(span.overlaps(part) for part in parts)


def _has_joined_case(fact: FactView) -> bool:
    """Whether "and where …" goes on behind a slot and no part holds it ("in foals and where …")."""
    held = fact.said()
    for _, span in fact.slots:
        if not fact.statement.contains(span):
            continue
        found = _AND_CASE.match(fact.text, span.end, fact.statement.end)
        if found is None or any(part.start < found.end() <= part.end for part in held):
            continue
        if _OWN_DUTY.search(fact.text, found.end(), fact.statement.end):
            continue
        if not _opens_main_clause(fact.parse, fact.first_token(Span(found.end() - 1, found.end()))):
            return True
    return False


def _opens_main_clause(parse: Parse, behind: int) -> bool:
    """Whether the clause that the word before `behind` opens stands before a main clause of its own
    ("…, and where any notice is given | it shall be void")."""
    case = parse.head[behind - 1]
    stop = parse.sentence_of(case)[1]
    return any(
        parse.tag[token] in FINITE and case not in (token, parse.head[token])
        for token in range(parse.right[case] + 1, stop)
    )


def _holds_items(fact: FactView) -> bool:
    """Whether a slot takes in the first of several items that stand inside the sentence ("where the
    miller is hired (a) by the week, …; (b) by the month, …")."""
    return any(
        _ITEM.search(fact.words(span)) and _ITEM.search(f" {fact.after(span)} ")
        for _, span in fact.slots
        if fact.statement.contains(span)
    )


def _points_back(fact: FactView) -> bool:
    """Whether all that a slot says is a time, place or case that was said before ("there")."""
    return any(_BEFORE.fullmatch(fact.words(span).strip(" ,")) for _, span in fact.slots)


def _has_modal_of_its_own(fact: VerbView) -> bool:
    """Whether "no" of the first verb's subject forbids what a second modal behind "and" may well
    ask for ("No stall shall block the way and shall leave it clean")."""
    parse, group = fact.parse, fact.group
    above = leaders(parse, group)
    if fact.relation.polarity != "negative" or group.negative or not above:
        return False
    own = any(parse.tag[helper] == "MD" for helper in parse.with_dep(group.outer, "aux"))
    if not own or parse.child(group.outer, *SUBJECTS) is not None:
        return False
    subject = parse.child(above[-1], *SUBJECTS)
    first = None if subject is None else parse.lower[parse.left[subject]]
    if first not in _NO:
        return False
    joins = [parse.lower[c] for verb in above for c in parse.with_dep(verb, "cc")]
    return "or" not in joins and "nor" not in joins


def _is_title(fact: VerbView) -> bool:
    """Whether the words are the long title of a law ("A Bill entitled An Act to …")."""
    alone = not _has_helper(fact.parse, fact.group.outer)
    return alone and _ENTITLED.match(fact.words(fact.statement)) is not None


def _has_helper(parse: Parse, verb: int) -> bool:
    return parse.child(verb, "aux", "auxpass") is not None


def _is_bare_participle(fact: VerbView) -> bool:
    """Whether the only verb may be a participle that describes the subject ("Signs displayed upon
    a bus"): it has neither helper nor object, and a preposition follows."""
    parse, verb = fact.parse, fact.group.inner
    if fact.object is not None or parse.tag[verb] not in ("VBN", "VBD"):
        return False
    if _has_helper(parse, verb) or parse.lower[verb] in _INTRANSITIVE:
        return False
    after = verb + 1
    if after >= fact.sentence[1] or parse.tag[after] != "IN" or verb != fact.group.outer:
        return False
    others = (t for t in range(*fact.sentence) if parse.tag[t] in FINITE and t != verb)
    if parse.tag[fact.sentence[0]] in ("DT", "PRP", "PRP$") or any(True for _ in others):
        return False
    if any(parse.tag[t] == "CD" or parse.lower[t] == "%" for t in range(verb, fact.sentence[1])):
        return False
    return parse.tag[verb] == "VBN" or _is_item(fact)


def _is_item(fact: FactView) -> bool:
    before = fact.text[: fact.relation.subject.start][-12:]
    return fact.parse.kind == "list_item" or _LABELLED.search(before) is not None


def _follows_bare_preposition(fact: VerbView) -> bool:
    """Whether the sentence, or its part behind a comma, opens with a preposition that the subject
    begins behind and no slot holds ("After | receipt of the form will be sent")."""
    parse, subject = fact.parse, fact.relation.subject
    if fact.group.told or not fact.statement.contains(subject):
        return False
    if subject.start >= fact.relation.predicate_span.start:
        return False
    before = fact.first_token(subject) - 1
    while before > fact.sentence[0] and parse.tag[before] in ("DT", "PRP$", "PDT", "WP$"):
        before -= 1
    if before < fact.sentence[0] or parse.lower[before] not in _LEADING:
        return False
    label = label_of(parse, fact.sentence[0])
    opens = before in (fact.sentence[0], max(label, default=-1) + 1)
    at = parse.begin[before]
    held = any(span.start <= at < span.end for _, span in fact.slots)
    return (opens or parse.words[before - 1] in _PARTING) and not held


FIRST_OPENINGS: tuple[Doubt[VerbView], ...] = (
    (BEHIND_PREPOSITION, _follows_bare_preposition),
    (TITLE, _is_title),
    (BARE_PARTICIPLE, _is_bare_participle),
    (OWN_MODAL, _has_modal_of_its_own),
    (LEFT_OUT, _drops_opening),
)
FIRST_JOINED_CASES: tuple[Doubt[FactView], ...] = (
    (JOINED_CASE, _has_joined_case),
    (INLINE_ITEMS, _holds_items),
    (POINTS_BACK, _points_back),
)
