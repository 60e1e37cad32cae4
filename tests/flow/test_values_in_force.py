"""Several values in force, superseded documents, and the day that is asked about, from documents to
answers."""

from __future__ import annotations

from datetime import date

import pytest
from written_base import written_base

from groundgraph import KnowledgeBase

FILES = {
    "records.md": "# Records of the yard\n\n## 2 Keeping\n\n"
    "Training records must be kept for 5 years after the training.\n\n"
    "Audit records must be kept for 8 years after the audit.\n\n"
    "Visitors sign the book at the gate.\n",
    "berths-v1.md": "# Berth rules, version 1\n\nEffective 1 March 2021.\n\n"
    "A guest boat may stay at the berth for up to 4 days.\n",
    "berths-v2.md": "# Berth rules, version 2\n\nEffective 1 January 2024.\n\n"
    "A guest boat may stay at the berth for up to 9 days.\n",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    return written_base(tmp_path_factory.mktemp("in-force"), FILES)


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def test_all_values_in_force_are_shown_and_none_is_picked(kb: KnowledgeBase) -> None:
    answer = kb.ask("How long must records be kept?", today=date(2026, 5, 1))
    said = " ".join(sentence.text for sentence in answer.sentences)
    assert answer.headline is None
    assert answer.state == "partly_answered"
    assert "Training records must be kept for 5 years" in said
    assert "Audit records must be kept for 8 years" in said
    assert answer.missing[0].startswith("2 values are in force")


def test_a_question_that_names_its_case_has_one_value(kb: KnowledgeBase) -> None:
    answer = kb.ask("How long must audit records be kept?", today=date(2026, 5, 1))
    assert answer.state == "answered"
    assert answer.headline is not None
    assert "8 years" in answer.headline.text


@pytest.mark.parametrize(
    ("question", "today", "days", "other"),
    [
        ("How long may a guest boat stay at the berth?", date(2026, 5, 1), "9 days", "4 days"),
        ("How long may a guest boat stay at the berth?", date(2022, 5, 1), "4 days", "9 days"),
        (
            "How long could a guest boat stay at the berth in June 2023?",
            date(2026, 5, 1),
            "4 days",
            "9 days",
        ),
    ],
)
def test_the_version_in_force_wins_on_the_day_asked_about(
    kb: KnowledgeBase, question: str, today: date, days: str, other: str
) -> None:
    before = kb.stats()["content hash"]
    answer = kb.ask(question, today=today)
    assert answer.state != "disagree"
    if answer.headline is not None:
        assert days in answer.headline.text
    roles = {sentence.text: sentence.role for sentence in answer.sentences}
    assert any(days in text and role == "sentence" for text, role in roles.items()), roles
    assert all(role == "superseded" for text, role in roles.items() if other in text), roles
    assert answer.manifest["today"] == today.isoformat()
    assert kb.stats()["content hash"] == before
