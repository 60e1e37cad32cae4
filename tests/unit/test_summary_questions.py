"""Questions that want a document or a section in short, and which document they mean."""

from __future__ import annotations

import pytest

from generation.summary.named_document import TitledDocument, documents_named
from generation.summary.summary_question import summary_asked


@pytest.mark.parametrize(
    ("question", "document", "plainly"),
    [
        ("Summarise the cleaning handbook", "the cleaning handbook", True),
        (
            "Please summarize the cleaning handbook in three sentences.",
            "the cleaning handbook",
            True,
        ),
        ("Can you give me a short summary of the berth rules?", "the berth rules", True),
        ("Give me an overview of the document called “Berth rules”", "Berth rules", True),
        ("What are the main points of the cleaning handbook?", "the cleaning handbook", True),
        ("TL;DR of the cleaning handbook", "the cleaning handbook", True),
        ("What is the cleaning handbook about?", "the cleaning handbook", False),
        ("What does the cleaning handbook say?", "the cleaning handbook", False),
        ("What does the cleaning handbook say, in short?", "the cleaning handbook", False),
    ],
)
def test_a_document_is_named(question: str, document: str, plainly: bool) -> None:
    asked = summary_asked(question)
    assert asked is not None
    assert (asked.document, asked.plainly, asked.place, asked.heading) == (
        document,
        plainly,
        None,
        "",
    )


@pytest.mark.parametrize(
    ("question", "number", "labels", "document"),
    [
        ("What does section 4 say, in short?", "4", (), ()),
        ("Summarise § 164.404", "164.404", (), ()),
        ("Summarise section 4 of the cleaning handbook", "4", (), ("clean", "handbook")),
        ("Give me a brief summary of Article 7(3).", "7", ("3",), ()),
    ],
)
def test_a_numbered_section_is_named(
    question: str, number: str, labels: tuple[str, ...], document: tuple[str, ...]
) -> None:
    asked = summary_asked(question)
    assert asked is not None and asked.place is not None
    assert (asked.place.number, asked.place.labels, asked.place.document) == (
        number,
        labels,
        document,
    )


def test_a_section_is_named_by_its_heading() -> None:
    asked = summary_asked("Summarise the section on waste water in the berth rules")
    assert asked is not None
    assert (asked.heading, asked.document) == ("waste water", "the berth rules")
    asked = summary_asked("What does the waste water section say, in short?")
    assert asked is not None and (asked.heading, asked.document) == ("waste water", "")


@pytest.mark.parametrize(
    "question",
    [
        "What does the summary say?",  # strictly a title: see below
        "Who writes the summary of the audit?",
        "When must the summary of the audit be sent?",
        "What does section 4 say?",
        "What does § 164.404 require?",
        "What does the cleaning handbook say about bleach?",
        "What must the summary of an incident contain?",
        "How long is the overview of the fleet kept?",
        "Summarise the difference between pilots and masters",
        "Summarise how a leak is reported",
        "Summarise what the operator must do",
        "Summarise the rules on leave",
        "What are the main points to check before sailing?",
        "Is there a summary of the berth rules?",
        "Where is the summary kept?",
        "What is the fine about to be?",
        "Which section summarises the duties?",
        "What does “summary” mean?",
        "How do I summarise an incident?",
        "What is the main message on the radio at noon?",
        "Describe the outline of the buoy.",
    ],
)
def test_what_only_looks_like_a_summary_names_no_document(question: str) -> None:
    asked = summary_asked(question)
    titled = [
        TitledDocument("harbour/cleaning.md", "Cleaning handbook"),
        TitledDocument("harbour/berths.md", "Berth rules"),
        TitledDocument("harbour/audit.md", "Summary of the audit"),
    ]
    if asked is not None:
        assert asked.place is None and not asked.heading
        assert documents_named(asked.document, titled, plainly=asked.plainly) == ()


TITLED = [
    TitledDocument("harbour/cleaning.md", "Cleaning handbook"),
    TitledDocument("harbour/leave-policy.md", "Employee leave policy 2024"),
    TitledDocument("harbour/travel-policy.md", "Travel policy"),
    TitledDocument("harbour/BOD_19.txt", "Directive"),
]


@pytest.mark.parametrize(
    ("named", "plainly", "keys"),
    [
        ("the cleaning handbook", False, ["harbour/cleaning.md"]),
        ("cleaning handbook", True, ["harbour/cleaning.md"]),
        ("the handbook", True, ["harbour/cleaning.md"]),
        ("the leave policy", False, ["harbour/leave-policy.md"]),
        ("leave", False, []),
        ("employee leave", True, ["harbour/leave-policy.md"]),
        ("the policy", True, ["harbour/leave-policy.md", "harbour/travel-policy.md"]),
        ("the policy", False, []),
        ("BOD 19", True, ["harbour/BOD_19.txt"]),
        ("the safety handbook", True, []),
        ("cleaning of tanks", True, []),
    ],
)
def test_a_document_is_known_by_its_title_or_its_file(
    named: str, plainly: bool, keys: list[str]
) -> None:
    assert [one.key for one in documents_named(named, TITLED, plainly=plainly)] == keys
