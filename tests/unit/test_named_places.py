"""Sections that a question names, verdicts by the order of words, documents that no longer hold,
misspelled words."""

from __future__ import annotations

import pytest

from extraction.documents.readers import read
from generation.evidence.noise import is_marked, is_noise
from generation.evidence.place_lookup import spans_of
from generation.question.sections import named_place
from generation.question.spelling import respelled
from generation.writers.stated_verdicts import stated_verdict
from graph.model import Source
from graph.outline import Outline

HARBOUR = """# § 8 Berths

(a) General. Each berth has a number.

(b) Ropes.

- (1) Each rope must be dry.
- (2) Each rope must bear a tag.

# Article 5 Dues

1. The council sets the dues.

2. Dues are waived for lifeboats.

## 3 Lamps

3.1 Lamps must be lit at dusk.

3.2 The watchman trims the lamps.
"""


def outline() -> Outline:
    made = read(Source("h.md", HARBOUR.encode(), ".md", "h.md"), max_document_chars=10**6)
    return Outline(made.text, made.blocks)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does § 8(b)(2) require?", ["Each rope must bear a tag."]),
        ("Article 5(2)", ["Dues are waived for lifeboats."]),
        ("What does section 3.2 say?", ["3.2 The watchman trims the lamps."]),
        ("What does section 3.9 say?", []),
        ("What does regulation 5(2) say?", ["Dues are waived for lifeboats."]),
        ("What does § 8(c) say?", []),
    ],
)
def test_the_place_that_is_named_is_opened(question: str, expected: list[str]) -> None:
    place = named_place(question)
    assert place is not None
    here = outline()
    quoted = [here.quote(span) for span in spans_of(place, here)]
    assert [q.removeprefix("(2) ") for q in quoted] == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who trims the lamps under section 3.2?",
        "What is due on 3 May?",
        "Sections 3.1 and 3.2",
        "What does Regulation 2016/679 say?",
    ],
)
def test_a_question_that_asks_for_more_opens_no_place(question: str) -> None:
    assert named_place(question) is None


def test_a_document_may_be_named_with_the_place() -> None:
    place = named_place("What does section 3.2 of the Harbour order say?")
    assert place is not None and set(place.document) == {"harbour", "order"}


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        ("May rowers use the slip?", "Rowers may use the slip.", "Yes"),
        ("May rowers use the slip?", "Rowers must not use the slip.", "No"),
        ("Must rowers wear a vest?", "Rowers need not wear a vest.", "No"),
        ("Must rowers wear a vest?", "Rowers must wear a vest.", "Yes"),
        ("May the cook use the crane?", "The cook may use the oven, but not the crane.", "No"),
        ("May guests enter the hold?", "Crew may enter the hold; guests may not.", "No"),
        ("May rowers use the slip?", "Rowers may use the slip only at noon.", "depends"),
        ("May rowers use the slip?", "Swimmers must not use the slip.", None),
        ("May rowers use the slip?", "Rowers may not only use the pier.", None),
        ("Are guests allowed to fish?", "Guests are not allowed to fish.", "No"),
        ("May a guest use the crane at night?", "The crane may not be used at night.", "No"),
        ("May a guest use the crane?", "The crane may not be used at night.", None),
        ("May a guest use the crane?", "The crane may not be used if it rains.", None),
        ("May a guest use the crane?", "The crane may not be used by rowers.", None),
        ("May a guest use the crane?", "The crane may be used.", None),
        ("May a guest ask to use the crane?", "The crane may not be used.", None),
        ("May a guest use the old crane?", "The crane may not be used.", None),
        ("Must a guest use the crane?", "The crane may not be used.", None),
    ],
)
def test_a_verdict_wants_the_same_clause(question: str, text: str, verdict: str | None) -> None:
    found = stated_verdict(question, text)
    assert (found[0] if found else None) == verdict


def test_only_misspelled_words_are_put_right() -> None:
    known = "passport kept after death keeper horse fines".split()
    assert respelled("how lng must pasport be kept aftr deth", known) == (
        "how long must passport be kept after death"
    )
    assert respelled("What fine is due for a horse?", known) == "What fine is due for a horse?"


def test_an_english_word_that_the_documents_lack_is_no_misspelling() -> None:
    known = "consent payment return maximum counterparts express cause".split()
    for word in "content patient retain minimum counterparty expires clause".split():
        assert respelled(f"What about the {word}?", known) == f"What about the {word}?"
    assert respelled("What about the consnet?", known) == "What about the consent?"


def test_marks_and_labels_are_no_noise() -> None:
    assert is_marked("(1) Locks (Required).") and not is_marked("Lock the doors (all of them).")
    assert not is_noise("Cashier: Ada Holm") and is_noise("[Reserved]")
