"""Questions made from shown facts: a first look at a base that nobody has written questions for.

A fact's sentence is turned round: its value, its deadline or its verdict is what is asked for, and
the words that state it are the gold. Made questions use the words of the documents, so what they
measure is an upper bound.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evaluation.answering.question_files import AnswerQuestion, GoldSpan
from evaluation.judging.sheets import drawn

CAVEAT = (
    "The questions were made from the base itself, in the words of its documents: real ones are "
    "harder, and what was never read as a fact is not asked for. A wrong fact makes a wrong "
    "question. Use these figures to compare settings, not as a measure of quality; that needs "
    "questions of people (groundgraph eval answers)."
)
ABSENT = "absent"
_ASKS_FOR = {
    "deadline": "By when",
    "frequency": "How often",
    "condition": "When",
    "place": "Where",
}
_POINTING = re.compile(r"(?i)\b(?:it|they|this|that|these|those|such|we|you|he|she|i)\b")
_ARTICLES = frozenset("a an the any each every all no some both either neither if one".split())
_NO_NOUN = re.compile(r"(?i)^(?:what|who|when|how|which|where)\b|\b(?:by|for|in|of|to|at|within)$")
"""Heads of columns that no "the … of" can stand before."""
_LONGEST = 30  # words of a question; longer ones no person would ask


@dataclass(frozen=True, slots=True)
class Statement:
    """A shown fact as it can be asked for: `sentence` is its readable name, `slots` its qualifiers
    and roles, `said_in` all documents (keys) that state it. Offsets are code points."""

    identity: str
    sentence: str
    subject: str
    modality: str
    predicate: str
    document: str
    start: int
    end: int
    quote: str
    slots: Mapping[str, str] = field(default_factory=dict)
    said_in: frozenset[str] = frozenset()


def made_questions(
    statements: Iterable[Statement], size: int, seed: str
) -> tuple[AnswerQuestion, ...]:
    """At most `size` questions of the statements, as many of each form as there are, and of each
    eight answerable ones one that is asked without every document that states its answer."""
    by_form: dict[str, list[AnswerQuestion]] = defaultdict(list)
    said_in: dict[str, frozenset[str]] = {}
    asked: set[str] = set()
    for statement in sorted(statements, key=lambda one: one.identity):
        for question in questions_of(statement):
            if question.text not in asked:
                asked.add(question.text)
                by_form[question.type].append(question)
                said_in[question.id] = statement.said_in
    answerable = max(1, size - size // 9)
    chosen = _evenly(by_form, answerable, seed)
    hidden = drawn(chosen, lambda one: f"absent {one.id}", seed, size - answerable)
    return (*chosen, *(_without(one, said_in[one.id]) for one in hidden))


def _evenly(
    by_form: Mapping[str, Sequence[AnswerQuestion]], size: int, seed: str
) -> list[AnswerQuestion]:
    """`size` of them, one of each form in turn; in the order of their ids."""
    orders = [drawn(found, lambda one: one.id, seed, size) for _, found in sorted(by_form.items())]
    turns = (order[at] for at in range(size) for order in orders if at < len(order))
    return sorted((one for one, _ in zip(turns, range(size), strict=False)), key=lambda one: one.id)


def _without(question: AnswerQuestion, documents: frozenset[str]) -> AnswerQuestion:
    return replace(
        question,
        id=f"{question.id} {ABSENT}",
        type=ABSENT,
        spans=(),
        answers=(),
        without=tuple(sorted(documents)),
    )


def questions_of(statement: Statement) -> Iterator[AnswerQuestion]:
    """The questions that a statement answers: none where its sentence points beyond itself."""
    if _POINTING.search(statement.sentence):
        return
    for form, make in _FORMS:
        made = make(statement)
        if made and len(made[0].split()) <= _LONGEST:
            text, answer = made
            gold = GoldSpan(statement.document, statement.quote, statement.start, statement.end)
            answers = (answer,) if answer else ()
            yield AnswerQuestion(f"{statement.identity} {form}", text, form, (gold,), answers)


def _row_value(statement: Statement) -> tuple[str, str] | None:
    """``Complaint file · Retention period: 7 years`` -> what its retention period is."""
    subject, dot, rest = statement.sentence.partition(" · ")
    head, colon, value = rest.partition(": ")
    if not dot or not colon or len(head.split()) > 4 or _NO_NOUN.search(head):
        return None
    return f"What is the {_uncapitalised(head)} of {subject}?", value


def _meaning(statement: Statement) -> tuple[str, str] | None:
    if statement.predicate != "mean" or statement.slots:
        return None
    return f'What does "{statement.subject}" mean?', ""


def _verdict(statement: Statement) -> tuple[str, str] | None:
    """``Sets must not be used again`` -> whether they may be."""
    parts = _around_modal(statement)
    if parts is None:
        return None
    subject, modal, rest = parts
    if modal in ("must not", "may not"):
        return f"May {subject} {rest}?", "no"
    return f"{modal.capitalize()} {subject} {rest}?", "yes"


def _who(statement: Statement) -> tuple[str, str] | None:
    parts = _around_modal(statement)
    if parts is None or parts[1] != "must" or parts[2].startswith(("be ", "have been ")):
        return None
    return f"Who must {parts[2]}?", statement.subject


def _slot(kind: str) -> Callable[[Statement], tuple[str, str] | None]:
    """What asks for the qualifier of this kind, where the sentence ends in it."""

    def made(statement: Statement) -> tuple[str, str] | None:
        value = statement.slots.get(kind, "")
        parts = _around_modal(statement)
        if parts is None or parts[1] not in ("must", "may", "should") or not value:
            return None
        subject, modal, rest = parts
        if not rest.endswith(f" {value}"):
            return None
        return f"{_ASKS_FOR[kind]} {modal} {subject} {rest[: -len(value)].rstrip(' ,')}?", value

    return made


_FORMS: tuple[tuple[str, Callable[[Statement], tuple[str, str] | None]], ...] = (
    ("value of a row", _row_value),
    ("meaning", _meaning),
    ("yes or no", _verdict),
    ("who", _who),
    *((kind, _slot(kind)) for kind in _ASKS_FOR),
)


def _around_modal(statement: Statement) -> tuple[str, str, str] | None:
    """Subject, modal and the rest of a sentence with one modal verb."""
    found = re.findall(r" (must|may|should)( not)? ", statement.sentence)
    if len(found) != 1 or f"{found[0][0]}{found[0][1]}" != statement.modality:
        return None
    subject, _, rest = statement.sentence.partition(f" {statement.modality} ")
    return _inside(subject, statement.subject), statement.modality, rest


def _inside(words: str, name: str) -> str:
    """A subject as it is written inside a sentence: small where it is no name."""
    first = words.split()[0]
    small = first.lower() in _ARTICLES or name[:1].islower()
    return _uncapitalised(words) if small else words


def _uncapitalised(words: str) -> str:
    first = words.split()[0]
    return words if first.isupper() and len(first) > 1 else words[:1].lower() + words[1:]


def question_row(question: AnswerQuestion) -> dict[str, Any]:
    """A question as a line of the file that `load_answer_questions` reads."""
    spans = [
        {"doc_id": one.document, "start": one.start, "end": one.end, "quote": one.quote}
        for one in question.spans
    ]
    row: dict[str, Any] = {
        "id": question.id,
        "question": question.text,
        "answer_type": question.type,
        "answers": list(question.answers),
        "evidence": spans,
    }
    return {**row, **({"without_docs": list(question.without)} if question.without else {})}
