"""Words behind the thing of an instruction that belong to its verb: told of the thing, they would
move in front of the verb ("Do not use the hoist in the rain", "Introduce the goats on neutral
ground", "Do not leave the goats untied together", "Do not give your goat apples")."""

from __future__ import annotations

from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.instruction_doubts import of_instructions
from extraction.language.parse import Parse
from extraction.language.spacy_model import load_verb_lemmas

MOVED = "words behind the thing may belong to the verb"
RECIPIENT = "who gets something is read as a part of it"
_PLACING = frozenset(
    """on in at from into onto under over near off behind by during before after without
    through beside inside outside around against across along within until while""".split()
)
_DEFINITE = frozenset(
    "the your their our its his her each every all any both this these those".split()
)
_STATING = frozenset("leave keep hold let find make get have".split())
_OF_NOUNS = frozenset(
    """available possible present due concerned responsible necessary needed required listed shown
    used provided given described involved affected""".split()
)
_OWNERS = frozenset({"your", "their", "our", "his", "her"})
_OFFERING = frozenset({"give", "offer", "teach", "tell", "feed", "show", "send", "hand", "lend"})
_ONLY_TO_SOMEBODY = frozenset({"give", "offer", "teach", "tell"})


def _behind_thing(fact: ClauseView) -> range:
    """The tokens that a sentence of the fact has between its thing and its verb: the end of the
    thing, and what is read as narrowing it right behind."""
    end = fact.named.last
    for kind, span in fact.slots:
        last = fact.last_token(span)
        if kind == "restriction" and last is not None and fact.first_token(span) == end + 1:
            end = last
    return range(fact.named.head + 1, end + 1)


def _moves_place(fact: ClauseView) -> bool:
    """Whether a phrase of a place, time or way inside the thing may be that of the verb: of what
    must not be done always, of what must be done where "the" does not point to one place."""
    parse, named = fact.parse, fact.named
    denied = fact.relation.polarity == "negative"
    return any(
        parse.lower[t] in _PLACING
        and parse.dep[t] == "prep"
        and parse.head[t] == named.head
        and (denied or not _is_definite(parse, t))
        for t in range(named.head + 1, named.last + 1)
    )


def _is_definite(parse: Parse, preposition: int) -> bool:
    noun = parse.child(preposition, "pobj")
    if noun is None:
        return False
    proper = parse.tag[noun] in ("NNP", "NNPS", "CD")
    return proper or any(parse.lower[c] in _DEFINITE for c in parse.children[noun] if c < noun)


def _moves_state(fact: ClauseView) -> bool:
    """Whether the thing ends in words that tell how it is left or treated."""
    parse, behind = fact.parse, _behind_thing(fact)
    if not behind or parse.tag[behind[0]][:2] not in ("JJ", "RB", "VB", "RP"):
        return False
    if load_verb_lemmas()(parse.lower[fact.group.outer]) in _STATING:
        return True
    one = not any(parse.tag[t] in ("IN", "TO", "WDT", "WP", "CC", ",", "CD") for t in behind)
    last = parse.lower[behind[-1]]
    return one and last not in _OF_NOUNS and parse.tag[behind[-1]] in ("JJ", "RB", "RP")


def _holds_recipient(fact: ClauseView) -> bool:
    """Whether the first noun of the thing may be who gets the second."""
    parse, verb, head = fact.parse, fact.group.outer, fact.named.head
    lemma = load_verb_lemmas()(parse.lower[verb])
    if lemma not in _OFFERING or parse.child(verb, "dative") is not None:
        return False
    if any(parse.lower[c] == "to" for c in parse.with_dep(verb, "prep")):
        return False
    nouns = [t for t in range(fact.named.first, head) if parse.tag[t][:2] == "NN"]
    before = {parse.lower[t] for t in range(verb + 1, head)}
    plural = any(parse.tag[t] in ("NNS", "NNPS") for t in nouns)
    one = bool(before & {"the", "a", "an"}) and lemma in _ONLY_TO_SOMEBODY
    told = plural or bool(before & _OWNERS) or one
    return bool(nouns) and told


INSTRUCTION_ORDER: tuple[Doubt[ClauseView], ...] = tuple(
    of_instructions(doubt)
    for doubt in (
        (MOVED, _moves_place),
        (MOVED, _moves_state),
        (RECIPIENT, _holds_recipient),
    )
)
