"""Whether the words of a statement name one thing, of which noun, and whether it says no more than
its fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generation.computing.fact_questions import stems
from generation.computing.folded_words import folded_words
from graph.model import Span, StatedFact
from graph.number_words import NUMBER_WORDS
from graph.tokens import STOP_WORDS, stem

_KINDS = {
    **dict.fromkeys(map(stem, ("person", "people")), frozenset({"Person"})),
    **dict.fromkeys(map(stem, ("role",)), frozenset({"Role"})),
    **dict.fromkeys(
        map(stem, ("organisation", "organization", "company")), frozenset({"Organization"})
    ),
}
WHO = frozenset({"Person", "Role", "Organization"})
# Nouns for so many things that another noun says nothing against them: a boiler may be a unit.
_GENERAL = frozenset(
    map(stem, "unit item thing device part component equipment asset document record product "
    "service system material facility person people party body organisation organization company "
    "entity role officer employee staff member place site area".split())
)  # fmt: skip
_ROLES = frozenset(
    map(stem, "leader manager director officer inspector clerk secretary treasurer chair engineer "
    "supervisor nurse doctor operator coordinator auditor owner technician trainer".split())
)  # fmt: skip
_SEVERAL = re.compile(
    r"\b(?:and|or|any|all|each|every|both|some|several|other|others|no|many|few|various|such|etc)\b"
    r"|[,;/&]",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"[a-z]{2,}(?<![suoi])s\Z")
_CODE = re.compile(r"(?=.*\d)[\w./-]+|[A-Z](?:[-.]?[A-Z])?")
_NOTHING_SAID = frozenset("also currently now further moreover addition likewise".split())
_PAST = re.compile(r"\b(?:was|were|had|did|been|formerly|previously|would|used|no longer)\b", re.I)
_DOUBT = re.compile(
    r"\b(?:about|approximately|around|up to|at least|at most|no more than|not more than|more than|"
    r"less than|no less than|minimum|maximum|usually|normally|generally|typically|expected|planned|"
    r"intends?|proposed|subject to)\b",
    re.IGNORECASE,
)
# What may stand beside a relation without narrowing it.
_BESIDE = frozenset(("manner", "place", "purpose", "recipient", "source", "frequency"))


def is_one(words: str, kind: str, *, begins: bool) -> bool:
    """Whether `words` name a single thing: a name or an identifier, no plural, no list. `begins`: a
    sentence begins with them, so that a capital says nothing."""
    said = re.findall(r"[^\s()]+", words)
    if not said or _SEVERAL.search(words):
        return False
    first = said[0].casefold()
    if first in NUMBER_WORDS or re.fullmatch(r"\d+", first) or _PLURAL.search(said[-1]):
        return False
    named = kind in WHO or any(_CODE.fullmatch(word) for word in said)
    told = said[1:] if begins or first in ("the", "a", "an") else said
    return named or any(word[:1].isupper() for word in told)


def noun_of(words: str) -> tuple[str, ...]:
    """Stems of the noun phrase of a thing, without what numbers it and what follows it: "the ball
    valve V-12" → ball, valv."""
    found: list[str] = []
    for word in re.findall(r"[^\s()]+", words):
        folded = folded_words(word)
        if folded and folded[0].text in ("of", "for", "in", "on", "at", "with", "from", "to"):
            break
        if _CODE.fullmatch(word) or not folded:
            if found:
                break
            continue
        if folded[0].text not in ("the", "a", "an"):
            found += [one.stem for one in folded]
    return tuple(found)


def is_called(asked: Sequence[str], words: str, kind: str) -> bool | None:
    """Whether a thing is what is asked for; None where its words do not tell."""
    noun = noun_of(words)
    role = noun[-1:] and noun[-1] in _ROLES
    if not asked:
        return True if kind in WHO or role else None
    if len(asked) == 1 and (kind in _KINDS.get(asked[0], ()) or (role and asked[0] == "role")):
        return True
    if noun[-len(asked) :] == tuple(asked):
        return True
    if noun[-1:] == tuple(asked[-1:]):
        return False  # a valve, and not a relief valve
    if asked[-1] in _GENERAL:
        return None
    common = [w for w in re.findall(r"\b[a-z]{3,}\b", words) if w not in STOP_WORDS]
    return False if common and asked[-1] not in noun else None


def doubts(fact: StatedFact, told: Iterable[str], others: Iterable[StatedFact]) -> str:
    """Why a statement cannot be counted on as it stands; empty where it says just its fact. `told`:
    stems of the question, what narrows the statement there is meant; `others` may share it."""
    if not fact.shown:
        return "a statement could not be read for sure"
    if _PAST.search(fact.words(fact.predicate_span)) or _is_past(fact):
        return "a statement is about the past"
    asked = set(told)
    for kind, span, said in fact.qualifiers:
        if kind not in _BESIDE and not set(stems(fact.words(span) or said)) <= asked:
            return f"a statement holds only so far (“{said}”)"
    if found := _DOUBT.search(fact.quote):
        return f"a statement is not exact (“{found.group()}”)"
    if left := _unread(fact, others, asked):
        return f"a statement says more than was read (“{left}”)"
    return ""


def _is_past(fact: StatedFact) -> bool:
    """Whether the verb of an active statement has another form than in the present."""
    said = [w.stem for w in folded_words(fact.words(fact.predicate_span))]
    verb = folded_words(fact.predicate)[:1]
    if fact.predicate.startswith("be ") or fact.modality != "none" or not verb or not said:
        return False
    written = folded_words(fact.words(fact.predicate_span))[0].text
    return verb[0].stem not in said or written.endswith("ed")


def _unread(fact: StatedFact, others: Iterable[StatedFact], asked: set[str]) -> str:
    """The first word of a statement that no part of its fact, or of another read there, holds."""
    held: list[Span] = []
    for one in (fact, *others):
        parts = (one.subject_span, one.predicate_span, one.object_span)
        held += [span for span in parts if span is not None]
        held += [span for _, span, _ in one.qualifiers]
    for word in folded_words(fact.quote):
        span = Span(fact.statement.start + word.start, fact.statement.start + word.end)
        known = word.text in STOP_WORDS | _NOTHING_SAID or word.stem in asked or len(word.text) < 2
        if not known and not any(part.contains(span) for part in held):
            return word.text
    return ""
