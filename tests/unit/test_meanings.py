"""What a term means, in the ways in which laws, clubs, handbooks and glossaries say so."""

from __future__ import annotations

import pytest
from markdown_contexts import context

from generation import answer
from generation.evidence.meanings import meaning_of
from graph.tokens import words


@pytest.mark.parametrize(
    ("term", "text", "said"),
    [
        (
            "guest player",
            "1.1 By a guest player the circle understands a person who is no member.",
            "a person who is no member",
        ),
        (
            "rapid game",
            "A.2 Rapid game – a game in which each has 15 minutes.",
            "a game in which each has 15 minutes",
        ),
        ("arbiter", 'The term "arbiter" denotes the person who decides.', "the person who decides"),
        (
            "night float",
            'The expression "night float" covers shifts after 10 p.m.',
            "shifts after 10 p.m",
        ),
        (
            "senior member",
            "We call a member who has paid for ten years a senior member.",
            "a member who has paid for ten years",
        ),
        (
            "lead nurse",
            "The nurse who opens the ward is called the lead nurse.",
            "The nurse who opens the ward",
        ),
        (
            "walkover",
            "A walkover, that is, a game won without play, counts one point.",
            "a game won without play",
        ),
        (
            "bolus",
            "The bolus, i.e. a dose given at once, is written in red.",
            "a dose given at once",
        ),
        ("bye", "A bye is understood to be a round without a game.", "a round without a game"),
        (
            "street",
            '(2) "Street" shall be construed as including a square and a passage.',
            "a square and a passage",
        ),
        (
            "stall",
            "For the purposes of this Act, a stall means any table or stand.",
            "any table or stand",
        ),
        (
            "perishable goods",
            "Perishable goods (goods that spoil within 3 days): they are cooled.",
            "goods that spoil within 3 days",
        ),
        (
            "extravasation",
            "Extravasation - the leaking of a medicine into the tissue.",
            "the leaking of a medicine into the tissue",
        ),
        (
            "yard crane",
            "**Yard crane (YC):** a crane that runs on rails.",
            "a crane that runs on rails",
        ),
        (
            "unattended",
            "**Unattended** – not watched by a person on board.",
            "not watched by a person on board",
        ),
        ("non-resident", "Non-resident: not living in the parish.", "not living in the parish"),
    ],
)
def test_meaning(term: str, text: str, said: str) -> None:
    found = meaning_of(words(term), text)
    assert found is not None
    assert text[found.start : found.end].strip() == said


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("total loss", "Total loss – the insurer replaces the bicycle."),
        ("cleaning", "Cleaning: the nurse wipes the table."),
        ("boat", "A boat (including the sail) is cleaned."),
        ("party", "Party – section 4"),
        ("discount", "Discount – not given to groups at weekends."),
        ("insured", "Insured: not covered by this part."),
        ("unloading", "Unloading – not allowed."),
        ("loss", "Total loss – damage that cannot be repaired."),
        ("guest", "By a guest player the circle understands a person who is no member."),
        ("compost", "Compost – the gardener turns it every month."),
        ("chair", "The chair (elected each year) opens the meeting."),
        ("secretary", "The meeting is called by the secretary."),
        ("meeting", "The chair calls the members to the meeting."),
        ("roll", "The chair calls the roll."),
        ("touring player", "A touring player brings his own clock."),
        ("member", "We call a member who has paid for ten years a senior member."),
    ],
)
def test_no_meaning(term: str, text: str) -> None:
    assert meaning_of(words(term), text) is None


CLINIC = """# Handbook of the infusion clinic

## Terms

Flush: the rinsing of a line with saline.

Extravasation – the leaking of a medicine into the tissue around a vein.

By a loading dose the clinic understands the first, larger dose of a medicine.

## Practice

After an extravasation the needle stays in place.

A bridging dose is given by the physician. A loading dose is never given at night.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is a flush?", "the rinsing of a line with saline"),
        (
            "What does extravasation mean?",
            "the leaking of a medicine into the tissue around a vein",
        ),
        ("What is meant by a loading dose?", "the first, larger dose of a medicine"),
        ("What is a loading dose?", "the first, larger dose of a medicine"),
    ],
)
def test_a_term_is_answered_by_its_meaning(question: str, said: str) -> None:
    card = answer(context(question, clinic=CLINIC))
    assert card.state == "answered"
    assert card.headline is not None
    assert card.headline.text == said


@pytest.mark.parametrize("question", ["What is a bridging dose?", "What does needle mean?"])
def test_a_term_that_is_only_used_has_no_answer(question: str) -> None:
    card = answer(context(question, clinic=CLINIC))
    assert card.state not in ("answered", "partly_answered")
    assert card.headline is None
