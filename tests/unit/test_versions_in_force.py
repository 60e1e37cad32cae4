"""What is in force on the day that is asked about, and several values in force at once."""

from __future__ import annotations

from datetime import date

import pytest

from generation.evidence.answer_spans import values
from generation.evidence.standing import asked_period, retired
from graph.model import Document

TODAY = date(2026, 5, 1)


def document(name: str, text: str = "", version: str = "", **dates: str) -> Document:
    return Document(name, name, "", name, "", ".md", text or name, (), **dates)  # type: ignore[arg-type]


def gone(question: str, *documents: Document) -> set[str]:
    return set(retired(documents, asked_period(question, TODAY)))


OLD = document("Fees, version 1", valid_from="2021-03-01")
NEW = document("Fees, version 2", valid_from="2024-01-01")


@pytest.mark.parametrize(
    ("question", "held_back"),
    [
        ("What is the fee?", {OLD.version}),
        ("What was the fee in June 2023?", {NEW.version}),
        ("What was the fee in June 2024?", {OLD.version}),
        ("What was the fee on 2023-12-31?", {NEW.version}),
        ("What was the fee on 2024-01-01?", {OLD.version}),
    ],
)
def test_the_version_of_the_day_asked_about_holds(question: str, held_back: set[str]) -> None:
    assert gone(question, OLD, NEW) == held_back
    assert gone(question, NEW, OLD) == held_back


def test_a_validity_that_has_ended_is_over_but_held_before() -> None:
    ended = document("Leave", valid_to="2023-12-31")
    assert gone("How much leave is there?", ended) == {ended.version}
    assert gone("How much leave was there in 2023?", ended) == set()


def test_a_document_that_stands_alone_is_not_set_back_for_beginning_late() -> None:
    assert gone("What was built in 2021?", NEW) == set()


def test_one_that_was_withdrawn_held_before_that_day() -> None:
    code = document("Dress", "Dress\n\nStatus: withdrawn on 1 June 2024. See the new code.")
    assert gone("Must staff wear a tie?", code) == {code.version}
    assert gone("Did staff have to wear a tie in May 2024?", code) == set()
    plain = document("Dress", "Dress\n\nStatus: withdrawn. See the new code.")
    assert gone("Did staff have to wear a tie in May 2024?", plain) == {plain.version}


def test_a_stated_replacement_counts_from_the_day_the_newer_one_begins() -> None:
    old = document("Homework, version 1")
    new = document(
        "Homework, version 2", "Homework\n\nThis replaces version 1.", valid_from="2024-01-01"
    )
    assert gone("How many days?", old, new) == {old.version}
    assert gone("How many days in 2022?", old, new) == {new.version}


def test_documents_of_other_names_do_not_replace_one_another() -> None:
    other = document("Rents, version 1", valid_from="2021-03-01")
    assert gone("What is the rent?", other, NEW) == set()


def test_a_number_in_words_is_the_number_in_digits() -> None:
    assert values("for six years") == values("for 6 years") == ("6",)
    assert values("within a day and 30 minutes") == ("30",)
