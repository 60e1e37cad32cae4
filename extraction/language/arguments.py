"""Subjects and objects: whole phrases, coordination taken apart only where that stays true."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extraction.language.modality import VerbGroup
from extraction.language.noun_phrases import (
    base_start,
    opens_bound,
    restriction,
    strip_left,
    whole_phrase,
    with_bound,
)
from extraction.language.parse import FINITE, Parse

MAX_SUBJECT = 10  # words
MAX_OBJECT = 14
_PUNCTUATION = frozenset({",", ";", ":", ".", "-", "--", "—", "–"})
# "the right to …" is nothing without what follows
_LIST_TAGS = frozenset({"NN", "NNS", "NNP", "JJ", "CD", "-LRB-"})
_OPEN = frozenset(
    """right rights ability willingness need opportunity duty authority obligation attempt effort
    failure power permission chance potential capacity tendency likelihood hypothesis evidence
    fact belief concern question possibility doubt""".split()
)
# said of all parts together: "divided into A and B"
_PARTED = frozenset({"comprised", "composed", "consist", "comprise", "made",
                     "divided", "randomized", "randomised", "assigned", "allocated", "split",
                     "stratified", "categorized", "classified", "separated", "ranged",
                     "mean"})  # fmt: skip
_BEHIND = ("prep", "acl", "relcl", "amod")
_SHARED = ("prep", "amod")  # a clause behind the last noun becomes a restriction of each
_SUBORDINATING = frozenset({"wherever", "whenever", "where", "when", "if", "although", "though",
                            "while", "as", "unless"})  # fmt: skip
_TURNING = frozenset({"neither", "few", "little", "hardly", "not"})
_NEARLY = frozenset({"virtually", "almost", "practically", "nearly", "effectively", "essentially",
                     "basically", "usually", "generally", "often", "probably",
                     "to"})  # fmt: skip
_EVENTS = frozenset({"increase", "decrease", "change", "reduction", "growth", "migration",
                     "integration", "conversion", "transition", "expansion", "extension",
                     "introduction", "disruption", "fluctuation", "variation"})  # fmt: skip
OPEN_LIST = "what it consists of may go on"
_UNNAMED = "subject names nothing by itself"
_TURNED = "quantity turns the meaning"
_QUANTITIES = frozenset({"some", "many", "most", "several", "certain", "various", "numerous"})
_ARTICLES = ("det", "poss")
_OWN_DETERMINER = frozenset({"det", "poss", "nummod", "predet"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in the role of subject or object: tokens `first` to `last` with their `head`.
    `negative`: introduced by "no", "neither" or "nor". `restriction`: a clause left out that
    narrows it. `borrowed`: a pronoun stands for it where its verb is."""

    head: int
    first: int
    last: int
    negative: bool = False
    restriction: tuple[int, int] | None = None
    why_weak: str = ""
    borrowed: bool = False


def coordinated(parse: Parse, head: int) -> tuple[list[int], set[str]]:
    """`head` and the nouns coordinated with it, and the conjunctions between them."""
    heads, joined = [head], set()
    for member in heads:
        joined |= {parse.lower[c] for c in parse.with_dep(member, "cc", "preconj")}
        heads.extend(parse.with_dep(member, "conj"))
    heads += _strayed(parse, head)
    return sorted(h for h in heads if h == head or parse.tag[h].startswith("NN")), joined


def _strayed(parse: Parse, head: int) -> list[int]:
    """Nouns that the parse joins to the verb though they go on with its object `head`."""
    verb = parse.head[head]
    if parse.dep[head] not in ("dobj", "attr") or parse.tag[verb][:2] != "VB":
        return []
    joined = parse.with_dep(verb, "conj")
    before = min((c for c in joined if parse.tag[c][:2] == "VB"), default=len(parse.words))
    return [c for c in joined if head < c < before and parse.tag[c][:2] == "NN"]


def subjects(parse: Parse, head: int) -> tuple[list[Phrase], bool]:
    """The phrases of a subject, and whether "or" joins them."""
    heads, joined = coordinated(parse, head)
    phrases = [_phrase(parse, h, limit=MAX_SUBJECT, clauses=False) for h in heads]
    phrases[0] = _without_opener(parse, phrases[0])
    if _denied(parse, heads, joined):
        return [_negated(p) for p in phrases], False
    unsure = joined & {"but", "than", "neither", "nor", "not"} or _listed_behind(parse, heads)
    if unsure:
        phrases = [_weaker(p, "coordination is not certain") for p in phrases]
    elif len(heads) > 1 and (
        _shares_noun(parse, heads) or _trails(parse, heads) or _after_only(parse, heads)
    ):
        return [whole_coordination(parse, heads, clauses=False)], "or" in joined
    elif len(heads) > 1 and phrases[-1].restriction is not None:
        # "clerks and wardens who …": whether it narrows both or the last alone, whole it is right
        return [whole_coordination(parse, heads, clauses=False)], "or" in joined
    return phrases, len(heads) > 1 and "or" in joined


def _listed_behind(parse: Parse, heads: list[int]) -> bool:
    """Whether three or more nouns follow a phrase of the first, to which they may belong ("claims
    for health care, loss of property, and other damage")."""
    phrases = [c for c in parse.with_dep(heads[0], "prep") if c < heads[-1]]
    listed = len(heads) > 2 and parse.words[heads[0] + 1] != ","
    return listed and any(parse.right[c] < heads[1] for c in phrases)


def _without_opener(parse: Parse, phrase: Phrase) -> Phrase:
    """ "Wherever possible repairs …": the adjective belongs to the words before it."""
    first = phrase.first
    opener = first > 0 and parse.lower[first - 1] in _SUBORDINATING
    if not opener or parse.tag[first] not in ("JJ", "VBN") or first >= phrase.head:
        return phrase
    rest = first + 2 if parse.words[first + 1] == "," else first + 1
    return replace(phrase, first=rest)


def objects(parse: Parse, head: int, group: VerbGroup) -> list[Phrase]:
    """The phrases of an object. "A or B" is taken apart under "may", "can" and "not", "A and B"
    elsewhere; what may not be taken apart is one phrase."""
    heads, joined = coordinated(parse, head)
    if _denied(parse, heads, joined):
        phrases = [_phrase(parse, h, limit=MAX_OBJECT, clauses=False) for h in heads]
        return [_negated(p) for p in phrases]
    if len(heads) > 1:
        free = group.modality in ("may", "can") or group.negative
        apart = free if joined & {"or", "nor", "and/or"} else not group.negative
        counted = any(parse.child(h, "nummod") is not None for h in heads[1:])
        counted = counted or not _PARTED.isdisjoint(group.predicate.split())
        if not apart or counted or joined & {"but", "than", "both", "between"}:
            return [whole_coordination(parse, heads)]
    if _shares_noun(parse, heads):
        return [whole_coordination(parse, heads)]
    alone = len(heads) == 1
    phrases = [_phrase(parse, h, limit=MAX_OBJECT, clauses=alone) for h in heads]
    narrowed = phrases[-1].restriction
    relative = parse.child(heads[-1], "relcl") is not None
    if narrowed and relative and any(parse.with_dep(h, *_ARTICLES) for h in heads[1:]):
        return [whole_coordination(parse, heads)]  # "your name and an address that we can use"
    if narrowed is not None and len(phrases) > 1:
        # "any error or defect that …": the clause narrows all of them
        phrases = [replace(p, restriction=p.restriction or narrowed) for p in phrases]
    if any(_noun_follows(parse, p.last) for p in phrases[1:]):
        return [_weaker(p, "the phrase may go on") for p in phrases]
    if any(parse.tag[c][:2] != "NN" for h in heads for c in parse.with_dep(h, "conj")):
        return [_weaker(p, "coordination is not certain") for p in phrases]
    if len(phrases) > 1 and _trails(parse, heads):
        return [whole_coordination(parse, heads)]
    if len(phrases) == 1 and _goes_on(parse, phrases[0].last):
        return [_weaker(phrases[0], "the phrase may go on")]
    if not _PARTED.isdisjoint(group.predicate.split()) and _is_listed_on(parse, phrases[-1].last):
        return [_weaker(p, OPEN_LIST) for p in phrases]
    return phrases


def _is_listed_on(parse: Parse, last: int) -> bool:
    """Whether a comma parts the phrase that ends at `last` from another noun, which the parse did
    not join to it ("consists of Ann Lee, a nurse and a midwife")."""
    first = last + 2
    if parse.words[last + 1 : first] != [","] or first >= len(parse.words):
        return False
    return parse.tag[first] in (*_LIST_TAGS, "DT", "NNPS", "PRP$")


def _trails(parse: Parse, heads: list[int]) -> bool:
    """Whether something behind the last noun may be said of all ("fees or costs in excess of …"):
    it has words behind it, and one before it has none."""
    last = heads[-1]
    if _may_go_on_in_phrase(parse, heads):
        return True
    if any(_may_be_shared(parse, c, heads[0]) for c in parse.children[heads[0]]) and any(
        base_start(parse, h) == h for h in heads[1:]
    ):
        return True  # "delegated authority or power", "some mills and farms"
    earlier = (c for h in heads[:-1] for c in parse.children[h])
    behind = any(c > last and parse.dep[c] in _BEHIND for c in earlier)
    return behind or (_followed(parse, last) and not all(_followed(parse, h) for h in heads[:-1]))


def _after_only(parse: Parse, heads: list[int]) -> bool:
    """Whether "only" excludes all but the nouns together ("only clerks and wardens may enter")."""
    first = parse.left[heads[0]]
    return "only" in parse.lower[max(0, first - 1) : heads[0]]


def _may_go_on_in_phrase(parse: Parse, heads: list[int]) -> bool:
    """Whether a bare noun behind "and" may belong to a phrase of the first ("an exam of the ear and
    nose")."""
    phrases = [c for c in parse.with_dep(heads[0], "prep") if c < heads[1]]
    behind = phrases and parse.right[phrases[-1]] >= parse.left[heads[1]] - 2
    bare = parse.child(heads[1], "det", "poss", "prep", "nummod") is None
    return bool(behind) and bare and len(heads) == 2


def _may_be_shared(parse: Parse, modifier: int, head: int) -> bool:
    """Whether `modifier` in front of `head` may be said of the nouns joined to it: an adjective,
    an owner ("the guest's name and address"), a name ("Acme user name and password"), a
    quantity."""
    if modifier > head:
        return False
    if parse.dep[modifier] == "poss":
        return parse.tag[modifier][:2] == "NN"
    named = parse.dep[modifier] in ("compound", "nmod") and parse.tag[modifier][:2] == "NN"
    if parse.dep[modifier] == "nummod" or parse.lower[modifier] in _QUANTITIES:
        return True
    return parse.dep[modifier] == "amod" or (named and parse.tag[head] in ("NN", "NNS"))


def _followed(parse: Parse, head: int) -> bool:
    return any(c > head and parse.dep[c] in _SHARED for c in parse.children[head])


def whole_coordination(parse: Parse, heads: list[int], *, clauses: bool = True) -> Phrase:
    """One phrase from the first of `heads` to the end of the last; a clause behind it restricts it
    where `clauses` are no part of it."""
    first = strip_left(parse, base_start(parse, heads[0]), heads[0])
    last = whole_phrase(parse, heads[-1], clauses=clauses)[1]
    for head in heads[:-1]:
        for child in parse.with_dep(head, *(_BEHIND if clauses else _SHARED)):
            if parse.left[child] == last + 1:
                last = parse.right[child]
    last = _before_aside(parse, first, last)
    clause = next((c for h in reversed(heads) if (c := restriction(parse, h)) is not None), None)
    if clauses or clause is None or clause[0] <= last:
        clause = None
    return Phrase(heads[0], first, last, _says_no(parse, heads[0]), clause)


def _before_aside(parse: Parse, first: int, last: int, *, whole: bool = True) -> int:
    """Where the phrase `first` to `last` ends without a clause behind a comma, which says more of
    it and picks nothing out ("…, which may rise"). `whole`: nothing stands behind that clause."""
    for token in range(first + 1, last):
        aside = parse.lower[token] in ("which", "who", "whose", "whom")
        if aside and parse.words[token - 1] == ",":
            clause = next((t for t in range(token, last + 1) if parse.dep[t] == "relcl"), None)
            if clause is not None and (not whole or parse.right[clause] >= last):
                return token - 2
    return last


def _goes_on(parse: Parse, last: int) -> bool:
    """Whether a list or a noun follows that the parse did not attach."""
    after = last + 1
    count = len(parse.words)
    if after < count and parse.words[after] == "(":
        close = after
        while close < count and parse.words[close] != ")":
            close += 1
        after = close + 1
        if after < count and (
            parse.tag[after][:2] in ("NN", "JJ", "CD") or parse.words[after][0] in "<>=≤≥"
        ):
            return True
    if after + 1 >= count:
        return False
    if _noun_follows(parse, last):
        return True
    return parse.words[after] == "," and parse.tag[after + 1] in _LIST_TAGS


def _noun_follows(parse: Parse, last: int) -> bool:
    after = last + 1
    return after < len(parse.words) and (
        parse.tag[after][:2] in ("NN", "JJ") or parse.tag[after] in ("AFX", "HYPH")
    )


def _shares_noun(parse: Parse, heads: list[int]) -> bool:
    """Whether the last noun may belong to all: "attitude and practice surveys"."""
    if len(heads) < 2 or parse.tag[heads[-1]] != "NNS" or parse.tag[heads[0]] not in ("NN", "NNP"):
        return False
    bare = parse.tag[heads[0]] == "NN" and parse.child(heads[0], "det", "poss", "predet") is None
    labels = ("compound", "nmod", "amod") if bare else ("compound", "nmod")
    return parse.child(heads[-1], *labels) is not None


def _phrase(parse: Parse, head: int, *, limit: int, clauses: bool) -> Phrase:
    first, last = whole_phrase(parse, head, clauses=clauses)
    if clauses and last - first + 1 > limit and parse.lower[head] not in _OPEN:
        first, base = whole_phrase(parse, head, clauses=False)
        last = base if base - first + 1 <= limit else last
    clause = restriction(parse, head)
    if clause is None or clause[1] <= last:
        # a clause on the last noun of "report of the nurse who …"
        inner = _last_noun(parse, head, last)
        clause = restriction(parse, inner) if inner != head else None
    if clause is not None and clause[1] <= last:
        clause = None
    if clause is not None and clause[0] <= last:
        last = clause[0] - 1
    if clause is not None and any(parse.tag[t] in FINITE for t in range(last + 1, clause[0])):
        clause = None  # it stands behind another verb
    last = max(head, _before_aside(parse, first, last, whole=False))
    why = ""
    while last > head and (parse.words[last] in _PUNCTUATION or parse.dep[last] == "cc"):
        last -= 1
    if not clauses and last - first + 1 > limit and last > head:
        # a long subject is named by its first words; what follows narrows it
        clause = (head + 1, max(last, clause[1] if clause else 0))
        last = head
        why = _UNNAMED if _is_event(parse, first, head, clause[1]) else ""
    before = [c for c in parse.children[head] if c < head and not opens_bound(parse, c)]
    if any(parse.lower[c] in _TURNING for c in before) or _is_nearly_none(parse, first, head):
        why = _TURNED
    return Phrase(head, with_bound(parse, first), last, _says_no(parse, head), clause, why)


def _is_nearly_none(parse: Parse, first: int, head: int) -> bool:
    """Whether "no" stands behind a word that takes some of it back ("virtually no risk")."""
    return any(
        parse.lower[t] == "no" and parse.lower[t - 1] in _NEARLY for t in range(max(first, 1), head)
    )


def _is_event(parse: Parse, first: int, head: int, last: int) -> bool:
    """Whether a noun that says what happens stands alone before more than one thing that happens or
    an end ("migration of the fund to a trust", "increases in prices, along with …")."""
    alone = first == head or parse.words[head - 1] == "/"
    joined = head < last and parse.dep[head + 1] == "prep"
    parted = {",", "to"} & set(parse.lower[head + 1 : last + 1])
    event = parse.lower[head].removesuffix("s").split("/")[-1] in _EVENTS
    return alone and joined and bool(parted) and event


def _last_noun(parse: Parse, head: int, last: int) -> int:
    noun = head
    for _ in range(6):
        preposition = next(
            (c for c in reversed(parse.children[noun]) if parse.dep[c] == "prep" and c <= last),
            None,
        )
        below = parse.child(preposition, "pobj") if preposition is not None else None
        if below is None:
            break
        noun = below
    return noun


def _denied(parse: Parse, heads: list[int], joined: set[str]) -> bool:
    """Whether one negation governs all of `heads`: "neither A nor B", "no A or B"."""
    first = {parse.lower[c] for c in parse.children[heads[0]] if c < heads[0]}
    if len(heads) == 1:
        return False
    if "nor" in joined:
        return bool({"neither", "no"} & (first | joined))
    if not _says_no(parse, heads[0]) or joined != {"or"}:
        return False
    return not any(parse.with_dep(h, *_OWN_DETERMINER) for h in heads[1:])


def _negated(phrase: Phrase) -> Phrase:
    why = "" if phrase.why_weak == _TURNED else phrase.why_weak
    return replace(phrase, negative=True, why_weak=why)


def _says_no(parse: Parse, head: int) -> bool:
    return any(
        parse.lower[c] == "no" and parse.dep[c] in ("det", "neg") and not opens_bound(parse, c)
        for c in parse.children[head]
    )


def _weaker(phrase: Phrase, why: str) -> Phrase:
    return replace(phrase, why_weak=phrase.why_weak or why)
