"""Sections, schedules, steps and their points: what a question names is opened and nothing else,
and what no document has is said to be unknown."""

from __future__ import annotations

import pytest
from markdown_contexts import context

from generation import answer
from generation.question.sections import named_place, place_asked_under
from graph.model import Answer
from graph.section_numbers import SectionNumber

CLEANING = """# Contract for cleaning services

## 2 Fees

2.1 The fee is 3,200 euros a month.

2.2 The client pays within 30 days.

## Part III End

9.1 Either party may end the contract with 60 days' notice.

9.2 Either party may end the contract at once after a grave breach.

## Schedule 1 Rooms

1. The contractor cleans the meeting rooms daily.

2. The contractor cleans the archive once a month.

## Schedule 2 Keys

1. The client hands over two keys.

2. The contractor keeps the keys in a safe.

3. The contractor returns the keys at the end.

## Annex A Materials

1. The contractor supplies soap.

2. Chlorine must not be used.
"""
SAILING = """# By-laws of the sailing club

## Rule 5 Guests

(a) A guest signs the book.

(b) A guest pays 5 pounds.

(c) A guest may not steer.

## Appendix 1 Signals

One long blast means a turn to the right.

## Appendix 2 Lights

A white light is shown at the stern.

## Article 12 Meetings

1. The meeting is held in March.

2. The meeting is called by the secretary.

## B Duties

B.1 A member reports damage within 2 days.

B.2 A member keeps the receipt of the boat.
"""
OVEN = """# Manual of the bread oven

## Cleaning

Step 1: Switch the oven off.

Step 2: Let the stone cool for 40 minutes.

Step 3: Brush the stone with a dry brush.
"""
TEXTS = {"cleaning": CLEANING, "sailing": SAILING, "oven": OVEN}


def asked(name: str, question: str) -> Answer:
    return answer(context(question, **{name: TEXTS[name]}))


@pytest.mark.parametrize(
    ("name", "question", "lines"),
    [
        (
            "cleaning",
            "What does paragraph 2 of Schedule 1 say?",
            ["The contractor cleans the archive once a month."],
        ),
        (
            "cleaning",
            "What does Schedule 2, paragraph 3 say?",
            ["The contractor returns the keys at the end."],
        ),
        ("cleaning", "Annex A, point 2", ["Chlorine must not be used."]),
        ("cleaning", "What does point 1 of Annex A say?", ["The contractor supplies soap."]),
        (
            "cleaning",
            "What does clause 9.2 say?",
            ["9.2 Either party may end the contract at once after a grave breach."],
        ),
        (
            "cleaning",
            "What does Part III say?",
            [
                "9.1 Either party may end the contract with 60 days' notice.",
                "9.2 Either party may end the contract at once after a grave breach.",
            ],
        ),
        ("sailing", "What does rule 5(b) require?", ["(b) A guest pays 5 pounds."]),
        ("sailing", "What does item (c) of rule 5 say?", ["(c) A guest may not steer."]),
        ("sailing", "Art. 12 para. 2", ["The meeting is called by the secretary."]),
        ("sailing", "What does Appendix 1 say?", ["One long blast means a turn to the right."]),
        (
            "sailing",
            "What does section B.2 require?",
            ["B.2 A member keeps the receipt of the boat."],
        ),
        ("oven", "What does step 3 say?", ["Step 3: Brush the stone with a dry brush."]),
        ("oven", "What is step 2 of the cleaning?", ["Step 2: Let the stone cool for 40 minutes."]),
    ],
)
def test_a_place_is_opened_and_nothing_else(name: str, question: str, lines: list[str]) -> None:
    card = asked(name, question)
    assert card.state == "answered"
    assert [sentence.text for sentence in card.sentences] == lines


@pytest.mark.parametrize(
    ("name", "question", "place"),
    [
        ("cleaning", "What does Schedule 3 say?", "Schedule 3"),
        ("cleaning", "What does paragraph 4 of Schedule 2 say?", "paragraph 4 of Schedule 2"),
        ("cleaning", "What does clause 9.4 say?", "clause 9.4"),
        ("sailing", "What does section B.7 say?", "section B.7"),
        ("sailing", "What does rule 5(d) say?", "rule 5(d)"),
        ("oven", "What does step 7 say?", "step 7"),
    ],
)
def test_an_unknown_place_is_said_to_be_unknown(name: str, question: str, place: str) -> None:
    card = asked(name, question)
    assert card.state == "not_found"
    assert card.missing[0] == f"No place “{place}” was found in these documents."


def test_what_is_asked_under_a_place_is_answered_there() -> None:
    card = asked("cleaning", "When may a party end the contract under clause 9.2?")
    assert len(card.sentences) == 1
    assert card.sentences[0].text.endswith("may end the contract at once after a grave breach.")
    card = asked("sailing", "How much must a guest pay under rule 5(b)?")
    assert card.state == "answered"
    assert card.headline is not None
    assert card.headline.text == "5 pounds"


def test_nothing_is_answered_under_a_place_that_is_unknown() -> None:
    card = asked("sailing", "How much must a guest pay under rule 8?")
    assert card.state not in ("answered", "partly_answered")
    assert card.missing[0] == "No place “rule 8” was found in these documents."


def test_a_number_that_several_lists_have_is_not_said_to_be_unknown() -> None:
    text = "# Kitchen\n\n## Soup\n\n1. Wash.\n2. Cut.\n\n## Bread\n\n1. Knead.\n2. Bake.\n"
    card = answer(context("What does point 2 say?", kitchen=text))
    assert card.state != "answered"
    assert not card.missing[0].startswith("No place")


def test_a_name_that_looks_like_a_place_is_not_said_to_be_unknown() -> None:
    text = (
        "# Benefits\n\nPart D covers drugs that a doctor prescribes. It costs 30 euros a month.\n"
    )
    card = answer(context("What does Part D cover?", benefits=text))
    assert card.sentences
    assert not any(line.startswith("No place") for line in card.missing)


def test_a_place_that_others_refer_to_does_not_bound_the_answer() -> None:
    text = (
        "# Dog law\n\n## 5 Care\n\nNobody may leave a dog alone; it is an offence.\n\n"
        "## 9 Fines\n\nAn offence under section 5 is punished with a fine of 80 euros.\n"
    )
    card = answer(context("Which fine is due for an offence under section 5?", dogs=text))
    assert any("80 euros" in sentence.text for sentence in card.sentences)


def test_places_in_one_another() -> None:
    place = named_place("What does paragraph (b) of point 3 of Annex II say?")
    assert place is not None
    assert (place.kind, place.number, place.labels) == ("Annex", "II", ("3", "b"))
    assert named_place("What do sections 3 and 4 say?") is None
    assert named_place("Which part I must sign?") is None
    assert place_asked_under("Does section 5 apply to guests?") is None


@pytest.mark.parametrize(
    ("kind", "number", "line", "heading", "fits"),
    [
        ("schedule", "2", "2. The baker keeps a list.", False, False),
        ("schedule", "2", "SCHEDULE 2 – Keys", True, True),
        ("section", "2", "Schedule 2 Keys", True, False),
        ("part", "3", "Paragraph 3 Tools", True, False),
        ("section", "A", "A boat needs a flag.", False, False),
        ("part", "A", "Part A Boats", True, True),
        ("section", "2", "B2. Hoses are flushed.", False, False),
        ("section", "B2", "B2. Hoses are flushed.", False, True),
        ("rule", "4", "§ 4 Boats", True, True),
    ],
)
def test_what_begins_a_section(
    kind: str, number: str, line: str, heading: bool, fits: bool
) -> None:
    assert (SectionNumber(kind, number).fit(line, heading=heading) is not None) is fits
