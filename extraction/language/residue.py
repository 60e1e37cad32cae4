"""Whether a fact holds its whole clause: words of it that stand in no part of the fact.

A fact that leaves a word of its clause out says something else than the clause ("may not charge
fees" of "may not charge fees in excess of cost"). What may stay out: what only binds the sentence
to its context ("in addition"), glosses and citations in brackets, an apposition or a clause that
commas set off (it is said of the thing, and picks none out), and clauses that are read by
themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.arguments import Phrase, coordinated
from extraction.language.modality import VerbGroup
from extraction.language.noun_phrases import WHOLLY
from extraction.language.parse import Parse
from extraction.language.roles import (
    DISCOURSE,
    joint_verbs,
    leaders,
    parts_of_clause,
    said_of,
    says_when,
    verb_chain,
)
from graph.model import Span

NOT_WHOLE = "part of the clause is left out"
_CONTENT = ("NN", "JJ", "CD", "VB", "RB", "FW", "PR", "WP")
_OPERATORS = frozenset(
    """not n't never only except unless without neither nor if than until less more few
    least most""".split()
)
# in brackets they change what is said
_TURNING = re.compile(
    r"\b(?:not|only|except|unless|other than|excluding|without|if|provided|subject to|up to"
    r"|at least|no (?:more|less|later)|in excess|apart from|aside from"
    r"|save (?:for|in|where|that))\b"
    r"|\A\(\s*(?:when|where|whenever|wherever|while|until)\b",
    re.IGNORECASE,
)
_AT_SOME_TIME = frozenset({"once", "formerly", "now", "then", "today", "previously", "originally"})
_LONGEST_LABEL = 12  # words
_TURNING_LABELS = frozenset({"exception", "exceptions", "if", "unless", "except", "not", "no"})
_BY_THEMSELVES = ("conj", "parataxis")
_BESIDE = frozenset({"although", "though", "while", "whereas", "because", "since"})


def left_out(
    parse: Parse, sentence: tuple[int, int], group: VerbGroup, kept: Sequence[Phrase],
    covered: Sequence[Span], text: str, *, inner: bool,
) -> list[int]:  # fmt: skip
    """Tokens of the clause of `group` that carry meaning and stand in none of `covered`. `kept`
    are the subject and object phrases of the fact; `inner`: the clause stands inside another one,
    which says something else."""
    first, stop = sentence
    if inner:
        first, stop = parse.left[group.outer], parse.right[group.outer] + 1
    own = set(range(first, stop)) - _elsewhere(parse, group) - predicate_tokens(parse, group)
    own -= _bracketed(parse, first, stop, text)
    for phrase in kept:
        own -= _beside(parse, phrase)
    own -= _asides(parse, first, stop) | label_of(parse, first)
    for part in parts_of_clause(parse, group):
        if not part.kind:
            own -= set(range(part.first, part.last + 1))
    return _not_covered(parse, own, covered)


def unheld(
    parse: Parse, sentence: tuple[int, int], covered: Sequence[Span], text: str
) -> list[int]:
    """Tokens of a sentence without clauses of its own (a lead-in, an item of a list) that carry
    meaning and stand in none of `covered`."""
    own = set(range(*sentence)) - _bracketed(parse, *sentence, text) - _asides(parse, *sentence)
    return _not_covered(parse, own, covered)


def _not_covered(parse: Parse, tokens: set[int], covered: Sequence[Span]) -> list[int]:
    return [
        token
        for token in sorted(tokens)
        if _matters(parse, token)
        and not any(span.start <= parse.begin[token] < span.end for span in covered)
    ]


def label_of(parse: Parse, first: int) -> set[int]:
    """Tokens of a heading that runs into the sentence that begins at `first`: "Visitors: …"."""
    for token in range(first, min(first + _LONGEST_LABEL, len(parse.words))):
        if parse.words[token] == ":":
            return set(range(first, token + 1))
        if parse.tag[token][:2] in ("VB", "MD") or parse.lower[token] in _TURNING_LABELS:
            break
    return set()


def _asides(parse: Parse, first: int, stop: int) -> set[int]:
    found: set[int] = set()
    for token in range(first, stop):
        if _set_off(parse, token) or _gives_examples(parse, token):
            aside = _subtree(parse, token)
            if parse.words[min(aside) - 1] == "(" and ")" in parse.words[min(aside) : stop]:
                aside &= set(range(parse.words.index(")", min(aside))))
            found |= aside
    return found


def _gives_examples(parse: Parse, token: int) -> bool:
    """Whether "including …" or "such as …" stands behind a comma and ends with its own words: what
    it names is meant by the noun before it anyway."""
    first, last = parse.left[token], parse.right[token]
    if parse.dep[token] != "prep" or first == 0 or parse.words[first - 1] not in (",", "("):
        return False
    if parse.lower[token] != "including" and parse.lower[first : token + 1] != ["such", "as"]:
        return False
    return parse.words[last + 1 : last + 2] in ([","], ["."], [";"], [")"], [])


def _matters(parse: Parse, token: int) -> bool:
    if parse.dep[token] in ("punct", "det", "expl", "case", "intj", "cc", "preconj"):
        return False  # "neither … nor" is read with the nouns that it joins
    if parse.lower[token] in WHOLLY and parse.lower[token + 1 : token + 2] == ["no"]:
        return False
    if parse.lower[token] in _OPERATORS:
        return True
    if parse.dep[token] == "prep" and not parse.children[token]:
        return True  # what it is about stands elsewhere
    return (
        parse.tag[token].startswith(_CONTENT)
        and parse.tag[token] != "PRP$"
        and parse.lower[token] not in DISCOURSE
    )


def predicate_tokens(parse: Parse, group: VerbGroup) -> set[int]:
    """The verbs of a group with auxiliaries, particles and the words whose meaning it holds."""
    chain = verb_chain(parse, group)
    chain += joint_verbs(parse, group)
    helpers = (c for verb in chain for c in parse.with_dep(verb, "aux", "auxpass", "neg", "prt"))
    return {*chain, *helpers, *group.held}


def _beside(parse: Parse, phrase: Phrase) -> set[int]:
    """What belongs to the nouns that `phrase` is coordinated with, each read in a fact of its
    own."""
    top = phrase.head
    while parse.dep[top] == "conj":
        top = parse.head[top]
    members, _ = coordinated(parse, top)
    found: set[int] = set()
    for token in _subtree(parse, top):
        member = token
        while member not in members and parse.head[member] != member:
            member = parse.head[member]
        if member in members and not phrase.first <= member <= phrase.last:
            found.add(token)
    return found


def _elsewhere(parse: Parse, group: VerbGroup) -> set[int]:
    """What belongs to other clauses: those that the clause is joined to, above and below."""
    found: set[int] = set()
    above = leaders(parse, group)
    if above:
        found = _subtree(parse, above[-1]) - _subtree(parse, group.outer)
        for part in parts_of_clause(parse, group):
            found -= set(range(part.first, part.last + 1))
        if parse.child(group.outer, "nsubj", "nsubjpass") is None:
            subject = parse.child(above[-1], "nsubj", "nsubjpass")
            found -= _subtree(parse, subject) if subject is not None else set()
    joint = joint_verbs(parse, group)
    for verb in (*verb_chain(parse, group), *joint):
        for child in parse.children[verb]:
            if child in joint:
                continue
            apart = not said_of(parse, parse.begin[parse.left[child]], group)
            if apart or _by_itself(parse, child, group) or _ground(parse, child, group):
                found |= _subtree(parse, child)
    return found


def _by_itself(parse: Parse, child: int, group: VerbGroup) -> bool:
    """Whether another clause begins at `child`, plainly joined to this one."""
    if parse.tag[child][:2] != "VB":
        return False
    if parse.dep[child] == "ccomp":
        return child < group.outer
    first = parse.left[child]
    subject = parse.child(child, "nsubj", "nsubjpass")
    return (
        parse.dep[child] in _BY_THEMSELVES
        and (parse.dep[first - 1] == "cc" or parse.words[first - 1] in (",", ";", ":", "—", "–"))
        and (subject is None or parse.lower[subject] not in ("that", "which", "who"))
    )


def _ground(parse: Parse, child: int, group: VerbGroup) -> bool:
    """Whether `child` only says why, or what is so beside it."""
    marks = {parse.lower[c] for c in parse.with_dep(child, "mark")}
    beside = bool(marks & _BESIDE) and not says_when(parse, child)
    return parse.dep[child] == "advcl" and not group.negative and beside


def _set_off(parse: Parse, token: int) -> bool:
    """Whether `token` heads an apposition or a clause that is set off from its noun."""
    first = parse.left[token]
    if first == 0 or parse.words[first - 1] not in (",", "(", "—", "–", "--", ":"):
        return False
    if parse.tag[parse.head[token]][:2] not in ("NN", "PR", "CD"):
        return False
    if parse.dep[token] == "relcl":
        return parse.lower[first] in ("which", "who", "whose", "whom")
    if parse.dep[token] == "acl":
        joined = any(parse.dep[t] == "cc" for t in range(token, parse.right[token]))
        return parse.words[first - 1] == "," and parse.tag[first][:2] in ("VB", "RB") and not joined
    if parse.words[first - 1] == ":":
        return parse.dep[token] == "appos"  # "four segments: …"
    first += parse.lower[first] in _AT_SOME_TIME  # "once a chapel"
    return parse.dep[token] == "appos" and parse.lower[first] in ("a", "an", "the")


def _bracketed(parse: Parse, first: int, stop: int, text: str) -> set[int]:
    found: set[int] = set()
    opened: int | None = None
    for token in range(first, stop):
        if parse.words[token] == "(" and opened is None:
            opened = token
        elif parse.words[token] == ")" and opened is not None:
            if not _TURNING.search(text[parse.begin[opened] : parse.end[token]]):
                found |= set(range(opened, token + 1))
            opened = None
    return found


def _subtree(parse: Parse, token: int) -> set[int]:
    return set(range(parse.left[token], parse.right[token] + 1))
