"""What must stand on the card beside the sentence that answers: the list that it refers to, what
holds in its exception, and the sentence of another document that changes its wording."""

from __future__ import annotations

import pytest
from markdown_contexts import context

from generation import answer
from generation.evidence.amendments import amendments
from generation.summary.summary_question import summary_asked
from graph.model import Answer

TRAVEL = """# Travel cover

## 2 Limits

The cover ends on the day of return.

## 3 Papers

Every claimant must send:

(a) the ticket;

(b) the bill of the doctor;

(c) a copy of the passport.

## 4 Luggage

A claimant whose luggage was lost must, in addition to the papers named in section 3, send the
report of the carrier.
"""
DRIVERS = """# Handbook for volunteers

## Drivers

A driver must show the documents mentioned under "Papers" and a clean record.

## Papers

Papers are:

- a driving licence;
- proof of address.
"""
TEXTS = {"travel": TRAVEL, "drivers": DRIVERS}


def said(card: Answer) -> str:
    return " ".join(" ".join(sentence.text.split()) for sentence in card.sentences)


@pytest.mark.parametrize(
    ("name", "question", "items"),
    [
        (
            "travel",
            "What must a claimant whose luggage was lost send?",
            ["report of the carrier", "the ticket", "the bill of the doctor", "the passport"],
        ),
        (
            "drivers",
            "Which documents must a driver show?",
            ["a clean record", "a driving licence", "proof of address"],
        ),
    ],
)
def test_a_list_that_is_referred_to_is_shown(name: str, question: str, items: list[str]) -> None:
    shown = said(answer(context(question, **{name: TEXTS[name]})))
    assert [item for item in items if item not in shown] == []


def test_what_is_denied_is_no_document_to_summarise() -> None:
    assert summary_asked("What does the policy not cover?") is None
    assert summary_asked("What doesn't the policy cover?") is None
    assert summary_asked("What does the policy cover?") is not None


@pytest.mark.parametrize(
    ("text", "question", "rule", "beside"),
    [
        (
            "1. Except during a drought, no water shall be taken from the basin. During a drought "
            "the keeper may permit it for cattle. Fences are painted in May.",
            "May water be taken from the basin?",
            "no water shall be taken",
            "the keeper may permit it for cattle",
        ),
        (
            "Unless a doctor agrees, residents may not keep medicines in their rooms. With a "
            "doctor's consent the ward keeps a list of the medicines. Visits end at eight.",
            "May residents keep medicines in their rooms?",
            "residents may not keep medicines",
            "the ward keeps a list",
        ),
        (
            "Dogs are not allowed in the hall, save for guide dogs. Guide dogs must wear a "
            "harness. The hall is swept daily.",
            "Are dogs allowed in the hall?",
            "Dogs are not allowed",
            "must wear a harness",
        ),
        (
            "A tenant may not sublet the flat unless the landlord agrees. In that case the tenant "
            "pays a deposit of 300 euros. The roof is checked in autumn.",
            "May a tenant sublet the flat?",
            "may not sublet",
            "pays a deposit of 300 euros",
        ),
    ],
)
def test_what_holds_in_the_exception_stands_beside(
    text: str, question: str, rule: str, beside: str
) -> None:
    card = answer(context(question, rules=f"# House rules\n\n{text}\n"))
    shown = said(card)
    assert rule in shown
    assert beside in shown
    assert card.headline is None or not card.headline.text.lower().startswith("no")


HOURS = """# Rules of the reading room

## 2 Loans

2.1 The last loan is 20 minutes before closing.

2.2 A reader may borrow 4 books at once.

2.3 Books must be returned within 21 days of the loan.
"""
HOURS_CHANGED = """# Second amendment to the rules of the reading room

1. In section 2.2 of the rules of the reading room, "4 books" is replaced by "6 books".

2. In rule 2.3 the words "within 21 days" shall be substituted by the words "within 28 days".
"""
FLOUR = """# Agreement on the supply of flour

## 3 Delivery

The mill delivers 40 tonnes of flour a month.

## 4 Payment

The bakery must pay each invoice within 45 days.
"""
FLOUR_CHANGED = """# Amendment No. 1 to the agreement on the supply of flour

Section 3 is amended by substituting "55 tonnes" for "40 tonnes".

Section 4 shall read as follows: "The bakery must pay each invoice within 20 days."
"""
PAIN = """# Protocol 12: pain relief

1.1 Adults receive 1 gram of paracetamol every 6 hours.

1.2 The pain score is taken every 4 hours.
"""
PAIN_CHANGED = """# Correction to protocol 12

In section 1.2 of protocol 12, for the words "every 4 hours" substitute "every 2 hours".
"""
CHANGED = {
    "hours": (HOURS, HOURS_CHANGED),
    "flour": (FLOUR, FLOUR_CHANGED),
    "pain": (PAIN, PAIN_CHANGED),
}


@pytest.mark.parametrize(
    ("name", "question", "old", "new"),
    [
        ("hours", "How many books may a reader borrow at once?", "4 books", "6 books"),
        ("hours", "Within how many days must books be returned?", "21 days", "28 days"),
        (
            "flour",
            "How many tonnes of flour does the mill deliver a month?",
            "40 tonnes",
            "55 tonnes",
        ),
        ("flour", "Within how many days must the bakery pay each invoice?", "45 days", "20 days"),
        ("pain", "How often is the pain score taken?", "every 4 hours", "every 2 hours"),
    ],
)
def test_a_change_of_wording_stands_beside_and_takes_the_tick(
    name: str, question: str, old: str, new: str
) -> None:
    before, after = CHANGED[name]
    card = answer(context(question, first=before, second=after))
    shown = said(card)
    assert old in shown
    assert new in shown
    assert card.headline is None
    assert card.state not in ("answered", "partly_answered")


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        ("hours", "How long before closing is the last loan?", "20 minutes"),
        ("pain", "How often do adults receive paracetamol?", "every 6 hours"),
    ],
)
def test_what_is_not_changed_keeps_its_tick(name: str, question: str, value: str) -> None:
    before, after = CHANGED[name]
    card = answer(context(question, first=before, second=after))
    assert card.state == "answered"
    assert value in said(card)


def test_a_change_of_another_document_changes_nothing() -> None:
    other = HOURS_CHANGED.replace("reading room", "swimming bath")
    card = answer(context("How many books may a reader borrow at once?", one=HOURS, two=other))
    assert card.headline is not None
    assert card.headline.text == "4 books"


def test_a_thing_that_is_replaced_is_no_change_of_wording() -> None:
    assert amendments("The pump is replaced by a new one after 3 years.") == ()
    assert amendments('The clerk read the letter. "A" is a word.') == ()
