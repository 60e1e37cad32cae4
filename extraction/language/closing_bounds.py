"""What closes a sentence of two clauses of one form bounds both: "No stall shall be let and no
permit shall be issued until the fee is paid". Two denials have it both; of others it is not certain
whether the first has it."""

from __future__ import annotations

import re

from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.qualifiers import Qualifiers, qualifiers

MAY_BOUND_BOTH = "what ends the sentence may bound this clause too"
_BOUNDS = re.compile(r"(?:only )?(?:until|unless|except|save|if|when|where|provided)\b", re.I)
_BOUNDING = ("condition", "exception", "deadline", "restriction", "time")
_NO = frozenset({"no", "neither", "none", "nobody"})
_TAKING_UP = frozenset({"it", "they", "he", "she", "its", "their", "them", "this", "these", "that",
                        "those", "such", "so"})  # fmt: skip


def closing_bounds(parse: Parse, sentence: tuple[int, int], verb: int, text: str) -> Qualifiers:
    """What ends the sentence behind a denial that "and" joins to the denial of `verb`."""
    second = _second(parse, verb)
    if second is None or not _denies(parse, verb):
        return ()
    return _at_the_end(parse, sentence, second, text)


def _at_the_end(parse: Parse, sentence: tuple[int, int], verb: int, text: str) -> Qualifiers:
    """The clauses of `verb` that end its sentence with "until", "unless", "if" and the like."""
    found = qualifiers(parse, sentence, {verb}, "must", text)
    end = parse.end[sentence[1] - 1]
    return tuple(
        (kind, span)
        for kind, span in found
        if kind in _BOUNDING
        and span.start > parse.begin[verb]
        and _BOUNDS.match(text, span.start, span.end)
        and not text[span.end : end].strip(" .;,")
    )


def _second(parse: Parse, verb: int) -> int | None:
    """The verb of a clause of the same form that "and" or "or" joins to that of `verb` without a
    comma: it has a subject, and modal, voice and polarity are alike."""
    if parse.child(verb, *SUBJECTS) is None:
        return None
    for other in parse.with_dep(verb, "conj"):
        if parse.child(other, *SUBJECTS) is None or _form(parse, verb) != _form(parse, other):
            continue
        before = parse.left[other] - 1
        if parse.lower[before] in ("and", "or", "nor") and parse.words[before - 1] != ",":
            return other
    return None


def _form(parse: Parse, verb: int) -> tuple[list[str], bool, bool]:
    """Modal, voice and polarity."""
    modals = [parse.lower[c] for c in parse.with_dep(verb, "aux") if parse.tag[c] == "MD"]
    return modals, parse.child(verb, "auxpass") is not None, _denies(parse, verb)


def _denies(parse: Parse, verb: int) -> bool:
    subject = parse.child(verb, *SUBJECTS)
    said = [] if subject is None else parse.lower[parse.left[subject] : subject + 1]
    return parse.child(verb, "neg") is not None or not _NO.isdisjoint(said)


def _may_lack_bound(fact: ClauseView) -> bool:
    """Whether such a bound of the next clause stands in no slot of a rule, and takes up nothing
    from that clause alone ("… and the owner shall mend the roof if it leaks")."""
    second = _second(fact.parse, fact.group.outer) if fact.group.own_modal else None
    if second is None:
        return False
    held = [span for _, span in fact.slots]
    return any(
        not any(span.overlaps(other) for other in held)
        and _TAKING_UP.isdisjoint(fact.words(span).lower().split())
        for _, span in _at_the_end(fact.parse, fact.sentence, second, fact.text)
    )


FIRST_CLOSING_BOUNDS: tuple[Doubt[ClauseView], ...] = ((MAY_BOUND_BOTH, _may_lack_bound),)
