"""Modality and negation of a written sentence against the sentences that it cites."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from generation.written.clause_reading import Modal, Operator, Reading, clauses, held, read
from generation.written.denying_words import lacks
from generation.written.near_synonyms import alike
from graph.tokens import stem

Fault = tuple[str, bool]
"""Why a sentence does not hold, and whether its sources state the contrary."""

_ALLOWED: Mapping[str, frozenset[str]] = {
    "must": frozenset({"must"}),
    "must_not": frozenset({"must_not"}),
    "need_not": frozenset({"need_not"}),
    "should": frozenset({"should"}),
    "should_not": frozenset({"should_not"}),
    "may": frozenset({"may"}),
    "will": frozenset({"will", "plain"}),
    "will_not": frozenset({"will_not"}),
}
"""Modal of a written sentence -> the modals of a source that bear it out."""
_UNSAID_HOLDS = frozenset({"must", "will"})
"""Modals of a source that a plain statement may leave out ("are kept" for "must be kept")."""
_NAMES = {
    "must": "must", "must_not": "must not", "need_not": "need not", "should": "should",
    "should_not": "should not", "may": "may", "will": "will", "will_not": "will not",
    "plain": "no duty or permission",
}  # fmt: skip
_NEGATIVE = frozenset({"must_not", "need_not", "should_not", "will_not"})


def modality_fault(text: Reading, said: Reading) -> Fault | None:
    """Whether `text` raises, lowers or drops what `said` says must, may or need not be."""
    for operator in text.operators:
        fault = _stated_fault(operator, text, said)
        if fault is not None:
            return fault
    for operator in said.operators:
        if operator.kind in _UNSAID_HOLDS or not operator.verb or not text.holds(operator.verb):
            continue
        if any(same(o.verb, operator.verb) for o in text.operators):
            continue
        if any(same(o.verb, operator.verb) for o in said.operators if o.kind in _UNSAID_HOLDS):
            continue
        if operator.kind in _NEGATIVE:
            if _is_negated(operator.verb, text) or any(o.kind in _NEGATIVE for o in text.operators):
                continue
            return f"the source says “{operator.words}”, and it leaves that out", True
        if not any(o.kind == operator.kind for o in text.operators):
            return f"the source says “{operator.words}”, and it leaves that out", False
    return None


_ATTITUDES = frozenset(
    map(
        stem,
        "consider try attempt seek intend plan expect propose aim hope offer".split(),
    )
)


def _only_meant(operator: Operator, text: Reading, said: Reading) -> str:
    """What `said` only considers, tries or plans, when `text` says that it will, must or may be:
    that word; else empty."""
    for one, other in pairwise(said.tokens):
        if one.stem in _ATTITUDES and same(other.stem, operator.verb) and not text.holds(one.stem):
            return one.surface
    return ""


def _stated_fault(operator: Operator, text: Reading, said: Reading) -> Fault | None:
    if meant := _only_meant(operator, text, said):
        return f"it leaves out “{meant}”", False
    wanted = _ALLOWED[operator.kind]
    beside = _beside(operator, text, said)
    if beside:
        if wanted & beside or wanted & _leads_a_list(said):
            return None
        other = _NAMES[sorted(beside)[0]]
        return f"it says “{_NAMES[operator.kind]}” where the source says “{other}”", True
    kinds = {o.kind for o in said.operators}
    if not held(operator.verb, said.stems):
        if wanted & kinds:
            return None
        if kinds:
            other = ", ".join(_NAMES[kind] for kind in sorted(kinds))
            return f"it says “{_NAMES[operator.kind]}” where the source says “{other}”", True
    elif _said_otherwise(operator, said) or wanted & (kinds | {"plain"}):
        return None
    return f"it says “{_NAMES[operator.kind]}”, which the source does not", bool(
        operator.kind in _NEGATIVE
    )


def _beside(operator: Operator, text: Reading, said: Reading) -> set[Modal]:
    """The modals of the same verb in `said`; of several clauses with it, in the one that shares
    most words with `text`."""
    found: dict[int, set[Modal]] = {}
    own = {o.kind for o in text.operators if same(o.verb, operator.verb)}
    for clause in clauses(said.text):
        kinds = {o.kind for o in read(clause).operators if same(o.verb, operator.verb)}
        if kinds:
            shared = sum(text.holds(token.stem) for token in read(clause).tokens)
            found.setdefault(shared, set()).update(kinds)
    if found and len(own) == 1:
        return found[max(found)]
    return {o.kind for o in said.operators if same(o.verb, operator.verb)}


def _leads_a_list(said: Reading) -> set[Modal]:
    """Modals that end a lead-in ("the notice shall:") and govern the items below it."""
    return {o.kind for o in said.operators if said.text[o.end :].lstrip()[:1] in (":", "–", "-")}


def _said_otherwise(operator: Operator, said: Reading) -> bool:
    """Whether `said` orders or denies without a modal what `operator` says with one."""
    if operator.kind == "must":
        return _is_order(operator.verb, said)
    return operator.kind in ("must_not", "will_not") and _is_negated(operator.verb, said)


def _is_order(verb: str, said: Reading) -> bool:
    """ "Report every spill": the source tells the reader to do it."""
    first = said.tokens[0] if said.tokens else None
    return first is not None and same(first.stem, verb) and not said.text[: first.start].strip()


def _is_negated(word: str, reading: Reading) -> bool:
    return any(held(word, group) for group in reading.negated)


def negation_fault(text: Reading, said: Reading) -> Fault | None:
    """Whether `text` negates what `said` affirms, or affirms what it negates."""
    for group in text.negated:
        if _negates(group, said) or not group or lacks(said.text) or _denied_alike(text, said):
            continue
        shared = [word for word in group if said.holds(word)]
        return "it denies what the source does not deny", bool(shared)
    for group in said.negated:
        if _negates(group, text) or lacks(text.text) or _denied_alike(text, said):
            continue
        head = [word for word in group if text.holds(word)]
        if len(head) == len(group) and 2 * sum(_affirms(w, said) for w in head) <= len(head):
            return "the source denies what it affirms", True
    return None


_ALIKE = 0.6  # share of the words of a clause that denies which say the same clause


def _denied_alike(text: Reading, said: Reading) -> bool:
    """Whether a clause of `said` that denies something is said by `text` as a whole: "we do not do
    audits in May", "audits are not done in May"."""
    for clause in clauses(said.text):
        reading = read(clause)
        kept = sum(text.holds(token.stem) for token in reading.tokens)
        if reading.negated and len(text.negated) == 1 and kept >= _ALIKE * len(reading.tokens):
            return True
    return False


def _negates(group: frozenset[str], reading: Reading) -> bool:
    """Whether `reading` has one of the words of `group` below a negation of its own."""
    if any(any(held(word, other) for word in group) for other in reading.negated):
        return True
    return any(
        o.kind in _NEGATIVE and any(same(o.verb, word) for word in group) for o in reading.operators
    )


def _affirms(word: str, reading: Reading) -> bool:
    """Whether `word` also stands outside of what is denied."""
    return sum(1 for token in reading.tokens if same(token.stem, word)) > 1


def same(one: str, other: str) -> bool:
    """Whether two index words are of one family; empty ones never are."""
    return bool(one) and bool(other) and alike(one, other)
