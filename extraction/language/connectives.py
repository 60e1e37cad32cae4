"""Words that tie a clause to the one before or behind it, and say that it means little alone: "as a
result", "instead", "otherwise", "then", "for example", "nor", "…, but this is rare"."""

from __future__ import annotations

import re

from extraction.language.fact_view import ClauseView, Doubt, VerbView
from extraction.language.instructions import is_told
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.roles import verb_chain
from extraction.language.spacy_model import load_verb_lemmas

DEPENDS = "what it depends on was said before"
EXAMPLE = "an example is no statement"
NOR = "“nor” denies it"
LIMITED = "what follows limits it"
CONCEDED = "what is conceded is not what the sentence says"
_RESULTING = re.compile(r"(?:as a result|as a consequence|consequently|in turn)\Z", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\W*(?:(?:for|as an|by way of) (?:example|instance)|e\.g\.|for illustration)\b", re.IGNORECASE
)
_PART_ONLY = ("of", "than", "in", "by", "as")  # "instead of the fee", "otherwise than by post"
_BOUNDING = ("condition", "deadline", "exception", "time", "restriction")
_DEMONSTRATIVES = frozenset({"this", "that", "these", "it", "which"})
_TOLD = frozenset({"noted", "remembered", "understood", "stressed", "emphasised", "emphasized",
                   "acknowledged", "said", "recognised", "recognized"})  # fmt: skip
_CONTRASTING = frozenset({"although", "though", "but", "however"})
_CONCEDING = frozenset({"although", "though", "while", "whilst"})


def _follows_from_before(fact: ClauseView) -> bool:
    """Whether "as a result" or the like ties a clause to the one that it is joined to, or says what
    may, can or will be."""
    parse, group = fact.parse, fact.group
    joined = parse.dep[group.outer] == "conj"
    open_ = group.modality in ("may", "can", "will")
    verbs = [*verb_chain(parse, group)]
    if joined and parse.child(group.outer, *SUBJECTS) is None:
        verbs.append(parse.head[group.outer])
    return (joined or open_) and any(
        _RESULTING.match(parse.text(parse.left[child], parse.right[child]))
        for verb in verbs
        for child in parse.with_dep(verb, "prep", "advmod")
        if child < group.inner
    )


def _says_instead(fact: VerbView) -> bool:
    """Whether "instead" or "otherwise" is said of the verb, or ends a part of the fact."""
    parse = fact.parse
    chain = set(verb_chain(parse, fact.group))
    for token in range(fact.sentence[0], fact.sentence[1]):
        if parse.lower[token] not in ("instead", "otherwise"):
            continue
        if parse.lower[token + 1 : token + 2] and parse.lower[token + 1] in _PART_ONLY:
            continue
        said = parse.head[token] in chain and parse.dep[token] == "advmod"
        ends = any(part.end == parse.end[token] for part in fact.said())
        if said or (ends and parse.lower[token] == "instead"):
            return True
    return False


def _is_next(fact: ClauseView) -> bool:
    """Whether "then" says that something will be after something else, and no part says after
    what."""
    parse, group = fact.parse, fact.group
    if group.modality != "will" or any(kind in _BOUNDING for kind, _ in fact.slots):
        return False
    return any(
        parse.lower[child] == "then"
        for verb in verb_chain(parse, group)
        for child in parse.with_dep(verb, "advmod")
    )


def _comes_of_a_step(fact: ClauseView) -> bool:
    """Whether something "will automatically" be so right behind a sentence that tells to do
    something ("Connect the lamp. The box will automatically switch off")."""
    parse, group, first = fact.parse, fact.group, fact.start
    if group.modality != "will" or not first or any(k in _BOUNDING for k, _ in fact.slots):
        return False
    before = next((one for one in parse.sentences if one[1] == first), None)
    return (
        before is not None
        and any(
            parse.lower[child] == "automatically"
            for verb in verb_chain(parse, group)
            for child in parse.with_dep(verb, "advmod")
        )
        and any(
            parse.dep[t] in ("ROOT", "conj") and is_told(parse, t, before[0], load_verb_lemmas())
            for t in range(*before)
        )
    )


def _is_example(fact: VerbView) -> bool:
    """Whether "for example" opens a sentence that tells one case, as if it had happened; a rule
    ("For example, guests may …") holds by itself."""
    return fact.group.modality == "none" and bool(_EXAMPLE.match(fact.words(fact.statement)))


def _is_denied_by_nor(fact: ClauseView) -> bool:
    """Whether "nor" stands before the helper of a clause that is read as positive ("…, nor may
    guests be admitted")."""
    parse, verb = fact.parse, fact.group.outer
    first = min([verb, *parse.with_dep(verb, "aux", "auxpass")])
    return parse.lower[first - 1] == "nor" and fact.relation.polarity == "positive"


def _is_limited(fact: ClauseView) -> bool:
    """Whether a clause behind "but" or "although" takes back some of it: it speaks of "this", or
    says what should be noted."""
    parse, verb = fact.parse, fact.group.outer
    return any(
        _CONTRASTING & set(_openers(parse, verb, clause)) and _speaks_of_it(parse, clause)
        for clause in parse.with_dep(verb, "conj", "advcl")
        if clause > verb and parse.left[clause] > fact.group.inner
    )


def _openers(parse: Parse, verb: int, clause: int) -> list[str]:
    """The words that open `clause`, and those that join it to `verb`."""
    marks = [parse.lower[c] for c in parse.with_dep(clause, "mark", "advmod") if c < clause]
    joins = [c for c in parse.with_dep(verb, "cc") if c < clause]
    return marks + ([parse.lower[joins[-1]]] if joins and parse.dep[clause] == "conj" else [])


def _speaks_of_it(parse: Parse, clause: int) -> bool:
    subject = parse.child(clause, *SUBJECTS)
    if subject is None or parse.right[subject] != subject:
        return False
    word = parse.lower[subject]
    if word in ("it", "there"):
        return parse.lower[clause] in _TOLD
    return word in _DEMONSTRATIVES


def _is_conceded(fact: VerbView) -> bool:
    """Whether "although", "though" or "while" opens the clause, or the one that it goes on from
    inside it: the main clause holds against it ("Although the oil is cheap, it …")."""
    parse, verb = fact.parse, fact.group.outer
    while True:
        marks = parse.with_dep(verb, "mark", "advmod")
        if any(parse.lower[c] in _CONCEDING and _leads(fact, c, verb) for c in marks):
            return True
        if parse.dep[verb] != "conj" or parse.head[verb] >= verb:
            return False
        verb = parse.head[verb]


def _leads(fact: VerbView, word: int, verb: int) -> bool:
    """Whether `word` stands before the subject of `verb`; behind it, it only joins two clauses."""
    subject = fact.parse.child(verb, *SUBJECTS)
    return word < (verb if subject is None else fact.parse.left[subject])


FIRST_CONNECTIVES: tuple[Doubt[ClauseView], ...] = (
    (NOR, _is_denied_by_nor),
    (DEPENDS, _follows_from_before),
    (DEPENDS, _is_next),
    (DEPENDS, _comes_of_a_step),
    (LIMITED, _is_limited),
)
CONNECTIVES: tuple[Doubt[VerbView], ...] = (
    (DEPENDS, _says_instead),
    (EXAMPLE, _is_example),
    (CONCEDED, _is_conceded),
)
