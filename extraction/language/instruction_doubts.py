"""What keeps an instruction weak: a step that means nothing without the steps around it, an aim
that makes it advice, a thing that the parse may have cut."""

from __future__ import annotations

import re

from extraction.language.clause_cuts import CUT, is_cut
from extraction.language.fact_view import ClauseView, Doubt, VerbView
from extraction.language.instructions import INSTRUCTION, STEP, recipient
from extraction.language.parse import Parse
from extraction.language.parse_repairs import PLACES, PUTTING
from extraction.language.referent_words import BODIES, PERSONS
from extraction.language.role_nouns import ROLES
from extraction.language.singular import singular
from extraction.language.spacy_model import load_verb_lemmas, load_word_classes
from graph.model import Span

BARE = "an instruction says little by itself"
AIM = "how something is done is no duty"
JOINED = "coordination is not certain"
MAY_GO_ON = "the phrase may go on"
POINTS_BACK = "subject points back"
OF_BEFORE = "a condition points back"
CONTINUES = "depends on its lead-in"
AGENT = "who is named behind by may not be who has to do it"
NO_PLACE = "the place may belong to the verb"
TORN = "what stands behind the thing may be a part of it"
OWNER = "whose it is was said before"
_BRINGING = frozenset(
    """add address adjust admit allot announce apply assign attach attribute award bind bolt bring
    carry clip commit communicate compare confine connect convert copy credit deliver describe
    direct disclose distribute donate drive email escort explain expose extend fasten feed fit fix
    forward give glue grant guide hand introduce issue join lead lend limit link lower mail match
    move nail notify offer open pass pay pin post present provide pull push raise read recommend
    reduce refer release relate report restore restrict return reveal route screw secure sell send
    serve set show subject submit supply take teach tell tie transfer transmit transport turn upload
    write""".split()
)
_OPENING_SIGNS = ("[", "(", "{", "<")
_RULING = frozenset({"condition", "exception", "override", "frequency", "deadline", "limit"})
_CASES = re.compile(
    r"(?:each|every|any ?time|before|after|during|while|whenever|prior|upon|throughout|thoroughly"
    r"|for (?:any|each|every|all)|to (?!the\b|an?\b|\d))\b",
    re.IGNORECASE,
)
_IF_ANY = re.compile(
    r"(?:if|when|where|wherever|whenever|as)(?: and when)? (?:necessary|possible|needed|required"
    r"|applicable|appropriate|available|feasible|practicable|so|not|desired)",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"(?:if|when|once|unless|where) (?:it|that|this|they|these|those|so|not|he|she)\b",
    re.IGNORECASE,
)
_BACK = frozenset({"its", "their", "his", "her", "it", "them"})
_MEASURED = ("deadline", "time", "frequency", "limit", "amount")
_MEANS = frozenset({"means", "way", "virtue", "clicking", "at", "no"})
_ALL = frozenset(
    {"everyone", "everybody", "anyone", "anybody", "nobody", "someone", "staff", "people"}
)
_OF_ONE = ("er", "or", "ist", "ee", "ant")  # "driver", "surveyor"
_QUOTES = '‘’“”"'


def _is_bare(fact: ClauseView) -> bool:
    """Whether it says neither when, how often nor of which things ("Dismount the shield", "Put the
    lever in gear"): a step among others. A denial is a rule, unless it is of one thing only."""
    if fact.object is not None and recipient(fact.parse, fact.group.inner) is None:
        return False  # "Keep the lid closed"
    if fact.relation.polarity == "negative":
        before = fact.before(fact.relation.subject).lower()
        return not fact.slots and before.endswith("the ")
    return not any(
        kind in _RULING or (kind in ("time", "restriction") and _CASES.match(fact.words(span)))
        for kind, span in fact.slots
        if not _IF_ANY.fullmatch(fact.words(span))
    )


def _opens_elliptically(fact: ClauseView) -> bool:
    """Whether a condition before the verb is of something that was said before ("If it stalls",
    "Once complete")."""
    return any(
        span.start < fact.relation.predicate_span.start
        and (_OF_BEFORE.match(fact.words(span)) or fact.words(span).count(" ") == 1)
        for kind, span in fact.slots
        if kind == "condition" and not _IF_ANY.fullmatch(fact.words(span))
    )


def _is_one_of_many(fact: ClauseView) -> bool:
    """Whether its sentence is a procedure: three verbs in a row, or one "then"."""
    parse, verb = fact.parse, fact.group.outer
    while parse.dep[verb] == "conj":
        verb = parse.head[verb]
    row = [verb]
    for member in row:
        row += [c for c in parse.with_dep(member, "conj") if parse.tag[c][:2] == "VB"]
    return len(row) > 2 or "then" in parse.lower[fact.start : fact.sentence[1]]


def _is_aimed(fact: ClauseView) -> bool:
    """Whether it tells how to reach something ("To raise the lid, turn the crank")."""
    aims = [span for kind, span in fact.slots if kind == "purpose"]
    aims += [fact.object] if fact.object is not None else []
    return any(fact.words(span).lower().startswith(("to ", "in order to ", "so ")) for span in aims)


def _begins_within(fact: ClauseView) -> bool:
    """Whether the sentence begins with a bracket, or as the item of a list that goes on with words
    from above."""
    opening = fact.parse.words[fact.start]
    return opening in _OPENING_SIGNS or (fact.parse.kind == "list_item" and opening[:1].islower())


def _is_item(fact: ClauseView) -> bool:
    """Whether it ends as the item of a list does."""
    return fact.words(fact.statement).endswith((";", ","))


def _thing_points_back(fact: ClauseView) -> bool:
    words = fact.parse.lower[fact.named.first : fact.named.last + 1]
    cut = words[-1].endswith(".") or any(one in word for word in words for one in _QUOTES)
    quoted = fact.before(fact.relation.subject)[-1:] in (*_QUOTES, "`", "#")
    return cut or quoted or not _BACK.isdisjoint(words)


def _may_join_verb(fact: ClauseView) -> bool:
    """Whether a word joined to the thing may be a verb of its own ("shut the valve and log times"),
    or one joined to the verb a thing ("leave food and drink outside")."""
    parse, lemmas = fact.parse, load_verb_lemmas()
    for phrase in fact.subjects[1:]:
        word = parse.lower[phrase.first]
        if phrase.first < phrase.last and lemmas.is_verb(word) and lemmas(word) == word:
            return True
    return any(
        parse.child(verb, "dobj") is None
        and parse.lower[verb - 1] in ("and", "or")
        and load_word_classes().is_noun(parse.lower[verb])
        for verb in parse.with_dep(fact.group.outer, "conj")
    )


def _participle_follows(fact: ClauseView) -> bool:
    """Whether a participle behind the thing may belong to its name ("provide fire training")."""
    parse, after = fact.parse, fact.named.last + 1
    held = parse.lower[after : after + 1] in (["using"], ["including"], ["regarding"])
    return parse.tag[after : after + 1] == ["VBG"] and not held


def _holds_place_of_verb(fact: ClauseView) -> bool:
    """Whether a place that ends the thing may be where it is to be put ("store the lid of the pot |
    in the box"), as nothing else behind it says where."""
    parse, verb, named = fact.parse, fact.group.outer, fact.named
    end = fact.relation.subject.end
    placed = fact.object is not None or any(span.start >= end for _, span in fact.slots)
    inside = range(named.head + 1, named.last + 1)
    return (
        parse.lower[verb] in PUTTING
        and not placed
        and any(parse.lower[t] in PLACES and parse.dep[t] == "prep" for t in inside)
    )


def _may_name_agent(fact: VerbView) -> bool:
    """Whether "by …" behind the verb of an instruction names somebody: it belongs to the thing, and
    in a passive would seem to say who has to do it ("Report faults by guests"). "By hand" does
    not, nor does "by turning"."""
    if fact.relation.rule != INSTRUCTION:
        return False
    return any(
        span.start >= fact.relation.subject.end and _names_agent(fact, span)
        for kind, span in fact.slots
        if kind not in _MEASURED and fact.words(span).lower().startswith("by ")
    )


def _names_agent(fact: VerbView, span: Span) -> bool:
    tokens = range(fact.first_token(span) + 1, (fact.last_token(span) or 0) + 1)
    tags = [fact.parse.tag[t] for t in tokens]
    if not tags or tags[0] == "CD" or any(fact.parse.dep[t] == "pcomp" for t in tokens[:3]):
        return False
    if fact.parse.lower[tokens[0]] in _MEANS:
        return False
    return any(tag in ("NNS", "NNPS", "NNP", "DT", "PRP$", "PRP") for tag in tags)


def _tears_thing(fact: VerbView) -> bool:
    """Whether a phrase right behind the thing may be a part of it: "to …" behind a verb that brings
    nothing anywhere ("count the steps to the mill"), "with …" that tells a state ("bring a lamp
    with the wick trimmed")."""
    if fact.relation.rule != INSTRUCTION:
        return False
    return any(
        not fact.text[fact.relation.subject.end : span.start].strip() and _may_be_of(fact, span)
        for _, span in fact.slots
        if span.start > fact.relation.subject.end
    )


def _may_be_of(fact: VerbView, span: Span) -> bool:
    parse, first, last = fact.parse, fact.first_token(span), fact.last_token(span)
    if parse.lower[first] == "to" and parse.tag[first + 1][:2] != "VB":
        return load_verb_lemmas()(parse.lower[fact.group.outer]) not in _BRINGING
    stated = last is not None and parse.tag[last] in ("VBN", "JJ", "RP")
    return parse.lower[first] == "with" and stated


def _lacks_owner(fact: VerbView) -> bool:
    """Whether "their" stands behind the thing of an instruction, or in a slot, and nothing before
    it is plural, a person or a body of persons."""
    parse = fact.parse
    if not fact.statement.contains(fact.relation.subject):
        return False
    return any(
        parse.lower[token] in ("their", "his", "her")
        and not any(_may_own(parse, t) for t in range(fact.sentence[0], token))
        for _, span in fact.slots
        for token in range(fact.first_token(span), (fact.last_token(span) or 0) + 1)
    )


def _may_own(parse: Parse, token: int) -> bool:
    if parse.tag[token] in ("NNS", "NNPS", "PRP", "WP") or parse.lower[token] in _ALL:
        return True
    if parse.tag[token] == "NNP" and parse.dep[token] not in ("pobj", "compound"):
        return True
    word = singular(parse.lower[token])
    return word in PERSONS | ROLES | BODIES or (parse.tag[token] == "NN" and word.endswith(_OF_ONE))


FIRST_OF_INSTRUCTIONS: tuple[Doubt[VerbView], ...] = (
    (AGENT, _may_name_agent),
    (TORN, _tears_thing),
    (OWNER, _lacks_owner),
)


def of_instructions(holds: Doubt[ClauseView]) -> Doubt[ClauseView]:
    """The doubt `holds`, of facts that an instruction tells alone."""
    why, of_instruction = holds
    return why, lambda fact: fact.relation.rule == INSTRUCTION and of_instruction(fact)


INSTRUCTION_DOUBTS: tuple[Doubt[ClauseView], ...] = tuple(
    of_instructions(doubt)
    for doubt in (
        (CONTINUES, _begins_within),
        (CONTINUES, _is_item),
        (POINTS_BACK, _thing_points_back),
        (JOINED, _may_join_verb),
        (MAY_GO_ON, _participle_follows),
        (NO_PLACE, _holds_place_of_verb),
        (AIM, _is_aimed),
        (BARE, _is_bare),
        (OF_BEFORE, _opens_elliptically),
        (STEP, _is_one_of_many),
        (CUT, is_cut),
    )
)
