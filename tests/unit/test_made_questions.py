"""Questions made from facts: the sentence turned round, its words as gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.answering.made_questions import (
    ABSENT,
    Statement,
    made_questions,
    question_row,
    questions_of,
)
from evaluation.answering.question_files import load_answer_questions


def _statement(
    sentence: str,
    subject: str,
    modality: str = "says",
    predicate: str = "",
    identity: str = "f1",
    **slots: str,
) -> Statement:
    return Statement(
        identity=identity,
        sentence=sentence,
        subject=subject,
        modality=modality,
        predicate=predicate,
        document="folder/rules.md",
        start=10,
        end=10 + len(sentence),
        quote=sentence,
        slots=slots,
        said_in=frozenset({"folder/rules.md", "folder/copy.md"}),
    )


DEADLINE = _statement(
    "The harbour master must report a spill within 2 hours",
    "harbour master",
    "must",
    "report",
    deadline="within 2 hours",
)


def _texts(statement: Statement) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {one.type: (one.text, one.answers) for one in questions_of(statement)}


def test_a_duty_is_asked_for_its_deadline_its_bearer_and_its_verdict() -> None:
    assert _texts(DEADLINE) == {
        "yes or no": ("Must the harbour master report a spill within 2 hours?", ("yes",)),
        "who": ("Who must report a spill within 2 hours?", ("harbour master",)),
        "deadline": ("By when must the harbour master report a spill?", ("within 2 hours",)),
    }


def test_a_prohibition_is_asked_as_a_permission_that_is_not_given() -> None:
    said = _statement("Nets must not be dried on the quay", "nets", "must not", "be dried")
    assert _texts(said) == {"yes or no": ("May nets be dried on the quay?", ("no",))}


def test_a_row_is_asked_for_its_value_and_a_term_for_its_meaning() -> None:
    row = _statement("Log of the lock · Retention period: 5 years", "Log of the lock")
    assert _texts(row) == {
        "value of a row": ("What is the retention period of Log of the lock?", ("5 years",))
    }
    assert not _texts(_statement("Log of the lock · Kept for: 5 years", "Log of the lock"))
    term = _statement("Berth means a place at the quay", "berth", predicate="mean")
    assert _texts(term) == {"meaning": ('What does "berth" mean?', ())}


@pytest.mark.parametrize(
    "sentence",
    [
        "It must be reported within 2 hours",
        "The master must report it within 2 hours",
        "Ships that must wait must anchor within 2 hours",
    ],
)
def test_a_sentence_that_points_elsewhere_or_has_two_modals_makes_no_question(
    sentence: str,
) -> None:
    assert not _texts(_statement(sentence, "master", "must", deadline="within 2 hours"))


def test_a_qualifier_inside_the_sentence_is_not_asked_for() -> None:
    said = _statement(
        "The master must within 2 hours report a spill", "master", "must", deadline="within 2 hours"
    )
    assert "deadline" not in _texts(said)


def _many() -> list[Statement]:
    return [
        _statement(
            f"The warden of dock {n} must inspect the crane every month",
            f"warden of dock {n}",
            "must",
            "inspect",
            identity=f"f{n:02}",
            frequency="every month",
        )
        for n in range(40)
    ]


def test_the_draw_is_the_same_in_any_order_and_takes_every_form() -> None:
    made = made_questions(_many(), 18, "1")
    assert made == made_questions(reversed(_many()), 18, "1")
    assert made != made_questions(_many(), 18, "2")
    assert len(made) == 18
    assert {one.type for one in made} == {"yes or no", "who", "frequency", ABSENT}
    assert len({one.text for one in made if one.type == "who"}) == 1  # all ask the same


def test_some_are_asked_without_every_document_that_states_the_answer() -> None:
    hidden = [one for one in made_questions(_many(), 18, "1") if one.type == ABSENT]
    assert len(hidden) == 2
    assert not any(one.answerable or one.spans or one.answers for one in hidden)
    assert hidden[0].without == ("folder/copy.md", "folder/rules.md")


def test_kept_questions_are_read_back_as_they_were(tmp_path: Path) -> None:
    made = made_questions(_many(), 18, "1")
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(question_row(one)) + "\n" for one in made))
    assert tuple(load_answer_questions(file)) == made
