"""Yes or no by the order of words: AUXILIARY SUBJECT REST is asked, SUBJECT MODAL REST is stated,
word for word. Also where the sentence leaves out what it has said before ("visitors may not") or
takes a part out of it ("but not the crane")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from graph.tokens import stem

Verdict = Literal["Yes", "No", "depends"]

_MODAL = re.compile(
    r"\b(?P<modal>may|can|must|shall|should|need|(?:is|are) (?P<free>not )?(?:allowed|permitted|"
    r"required|obliged) to|(?:do|does) not (?:have|need) to|cannot)\b(?P<not>\s+not\b)?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?P<aux>may|can|could|might|must|shall|should|need|do|does|are|is)\s+(?P<rest>[^?]+)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\b(?:allowed|permitted|required|obliged|have|need)\s+to\b", re.IGNORECASE)
_BOUNDS = re.compile(
    r"\b(?:if|unless|except|only|until|without|when|where|while|before|during|provided|after|from|"
    r"subject to|as long as|in (?:the|any) case|other than|notwithstanding|whose|who|which)\b",
    re.IGNORECASE,
)
QUANTIFIERS = frozenset("all any each every both only some most no none never always".split())
DETERMINERS = frozenset("a an the any each every all".split())
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PARTED = frozenset(("to", "but", "except", "other", "than", "without", "from", "not", "who"))
_LONGEST_DOER = 4  # words
_CLAUSES = re.compile(r"[;:]\s+|,?\s+but\s+(?!not\b)")


def stated_verdict(question: str, text: str) -> tuple[Verdict, int, int] | None:
    """The verdict of the sentence `text` on the yes/no question, with the part of `text` that says
    so (offsets, behind the subject); None where it is not the clause that is asked."""
    asked = _ASKED.match(question.strip())
    if asked is None:
        return None
    leave = asked["aux"].casefold() in ("may", "can", "could", "might")
    duty = asked["aux"].casefold() in ("must", "shall", "should", "need")
    rest = asked["rest"]
    link = _LINK.search(rest)
    if not (leave or duty):
        if link is None:
            return None
        leave = link.group().split()[0].casefold() in ("allowed", "permitted")
        duty = not leave
        rest = rest[: link.start()] + rest[link.end() :]
    elif QUANTIFIERS & set(rest.casefold().split()):
        return None
    wanted = stems(rest)
    for clause, offset, earlier in _clauses(text):
        found = _of_clause(wanted, clause, earlier, question, leave=leave)
        if found is not None:
            verdict, start, end = found
            return verdict, offset + start, offset + end
    return None


def _clauses(text: str) -> Iterator[tuple[str, int, str]]:
    """The clauses of `text` with their offsets and the clause before each."""
    start, earlier = 0, ""
    for cut in [*_CLAUSES.finditer(text), None]:
        end = cut.start() if cut else len(text)
        yield text[start:end], start, earlier
        earlier = text[start:end]
        start = cut.end() if cut else end


def _of_clause(
    wanted: list[str], clause: str, earlier: str, question: str, *, leave: bool
) -> tuple[Verdict, int, int] | None:
    modal = _MODAL.search(clause)
    if modal is None:
        return None
    if leave and _is_denied_to_all(wanted, clause, modal, question):
        return "No", modal.start(), len(clause.rstrip(" .;:,\n"))
    subject = stems(_unnumbered(clause[: modal.start()]))
    if not subject or wanted[: len(subject)] != subject:
        return None
    asked = wanted[len(subject) :]
    behind = clause[modal.end() :]
    said, stop = stems(behind), len(clause.rstrip(" .;:,\n"))
    if not said and earlier:  # "visitors may not", of what the clause before it says
        before = _MODAL.search(earlier)
        said = stems(earlier[before.end() :]) if before else []
    negated = bool(modal["not"] or modal["free"]) or " not " in modal["modal"] + " "
    negated = negated or modal["modal"].casefold() == "cannot"
    if _taken_out(asked, behind):
        return ("No" if leave and not negated else "depends"), modal.start(), stop
    if not asked or said[: len(asked)] != asked:
        return None
    if any(b.casefold() not in question.casefold() for b in _BOUNDS.findall(clause)):
        return "depends", modal.start(), stop
    return _judged(modal, negated=negated, leave=leave), modal.start(), stop


def _is_denied_to_all(wanted: list[str], clause: str, modal: re.Match[str], question: str) -> bool:
    """ "May a guest use the crane after dark?" is denied by "the crane may not be used after dark",
    which leaves nobody out."""
    behind = stems(clause[modal.end() :])
    if modal["modal"].casefold() not in ("may", "can", "cannot") or behind[:1] != ["be"]:
        return False
    if not modal["not"] and modal["modal"].casefold() != "cannot":
        return False
    subject = stems(_unnumbered(clause[: modal.start()]))
    asked = [*behind[1:2], *subject, *behind[2:]]
    bounded = any(b.casefold() not in question.casefold() for b in _BOUNDS.findall(clause))
    doer = wanted[: -len(asked)]
    if bounded or not subject or wanted[-len(asked) :] != asked or _PARTED & set(doer):
        return False
    return len(doer) <= _LONGEST_DOER and " by " not in clause[modal.end() :]


def _judged(modal: re.Match[str], *, negated: bool, leave: bool) -> Verdict:
    word = modal["modal"].casefold()
    free = word == "need" or "have to" in word or "need to" in word
    free = free or (negated and ("required" in word or "obliged" in word))
    if negated:
        if leave:
            return "depends" if free else "No"
        return "No" if free or word in ("must", "shall", "should") else "depends"
    given = ("may", "can", "allowed", "permitted")
    if not leave:
        given = ("must", "shall", "required", "obliged")
    return "Yes" if any(one in word for one in given) else "depends"


def _taken_out(asked: list[str], behind: str) -> bool:
    """ "may drive the shunter, but not the crane", asked of the crane."""
    cut = re.search(r",?\s+but not\s+(?P<what>[^,.;]+)", behind)
    if cut is None or not asked:
        return False
    verb = stems(behind[: cut.start()])[:1]
    return [*verb, *stems(cut["what"])] == asked


def _unnumbered(text: str) -> str:
    return re.sub(r"^\s*(?:\(\w{1,4}\)|\d+(?:\.\d+)*\.?|[-•*])\s+", "", text)


def stems(text: str) -> list[str]:
    """Stems of all words in order, determiners left out, stop words kept."""
    found = [m.group().casefold() for m in WORD.finditer(text)]
    return [stem(word) for word in found if word not in DETERMINERS]
