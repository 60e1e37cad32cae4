"""A tick wants a sentence that replies: a reason, a means, a place, a person, what a thing is, and
each part of a question that asks two things."""

from __future__ import annotations

import pytest

from generation.question.parts import asked_parts
from tests.unit.test_worded_otherwise import state

SURE = 0.95  # a checker's probability at which nothing but the form stands against a tick


@pytest.mark.parametrize(
    ("asked", "reply", "other"),
    [
        (
            "Why do the ferries skip Lund pier in winter?",
            "The ferries skip Lund pier in winter because the channel freezes.",
            "The ferries skip Lund pier in winter and resume in April.",
        ),
        (
            "How can a guest lock the boat shed?",
            "A guest locks the boat shed by turning the brass key twice.",
            "A guest may lock the boat shed.",
        ),
        (
            "How do I lock the boat shed?",
            "To lock the boat shed, turn the brass key twice.",
            "Boat shed lock: keeps the boat shed closed at night.",
        ),
        (
            "How many members does the ferry guild have?",
            "The ferry guild has 412 members.",
            "The audit panel of the ferry guild has four members.",
        ),
        (
            "How warm must the boat shed be?",
            "The boat shed must be warm: at least 8 °C.",
            "The boat shed must be kept warm for the guests.",
        ),
        (
            "Where is the boat shed of the guild kept?",
            "The boat shed of the guild is kept near Lund pier.",
            "The boat shed of the guild is kept by two wardens.",
        ),
        (
            "What is a dredge pilot?",
            "A dredge pilot is a person licensed to steer a barge.",
            "A dredge pilot was asked to steer the barge.",
        ),
        (
            "What is a dredge pilot?",
            "Dredge pilot: the person who steers a barge.",
            "The barge with a dredge pilot on board is a museum.",
        ),
        (
            "What is a dredge pilot?",
            "In a dredge pilot, the guild sees the steersman of a barge.",
            "Any dredge pilot of the guild was seen on a barge.",
        ),
        (
            "Where do most eels of the lock hide?",
            "Most eels of the lock hide in the mud.",
            "Most eels of the lock hide all day.",
        ),
        (
            "What are the parts of the lock log?",
            "The parts of the lock log are names, times and tolls.",
            "The parts of the lock log are bound in red.",
        ),
        (
            "What does dredge pilot mean?",
            "The person who steers a barge is called a dredge pilot.",
            "The dredge pilot wears a red cap.",
        ),
        (
            "To what depth must I dredge the lock?",
            "You must dredge the lock to a depth of 4 metres.",
            "You must dredge the lock to the depth that the guild asks for.",
        ),
        (
            "What would the old barge be used for?",
            "The old barge would be used for eels.",
            "The old barge would be given by the guild.",
        ),
        (
            "When is a pilot placed on probation?",
            "A pilot is placed on probation after three late tides.",
            "A pilot may return on probation in the next 12 months.",
        ),
        (
            "What happens if a pilot comes late to the lock?",
            "If a pilot comes late to the lock, the guild withholds a toll.",
            "A pilot must not come late to the lock.",
        ),
        (
            "What should I do if the lock leaks?",
            "If the lock leaks, call the guild.",
            "If the lock leaks, do not open the gate.",
        ),
        (
            "What is the difference between a scow and a barge?",
            "A scow has a flat bow, whereas a barge has a round one.",
            "Every scow and barge of the guild was built in Lund.",
        ),
    ],
)
def test_what_only_speaks_of_the_same_thing_is_no_reply(asked: str, reply: str, other: str) -> None:
    assert state(asked, reply, SURE, cosine=0.8) == "answered"
    assert state(asked, other, SURE, cosine=0.8) == "related"


def test_a_meaning_given_elsewhere_is_none() -> None:
    said = '"Closing Day" has the meaning given to it in section 4.'
    assert state('What does "Closing Day" mean?', said, 0.95) != "answered"
    told = '"Closing Day" means the last Friday of the month.'
    assert state('What does "Closing Day" mean?', told, 0.95) == "answered"


def test_each_of_two_things_must_be_told() -> None:
    asked = "What is a scow and a lighter?"
    assert state(asked, "A scow is a flat boat.", SURE, cosine=0.8) == "related"
    both = "A scow and a lighter are flat boats for cargo."
    assert state(asked, both, SURE, cosine=0.8) == "answered"


def test_each_part_of_a_question_must_be_met() -> None:
    asked = "Which crew cleans the lock and when did it repaint the gate?"
    one = "The third crew cleans the lock."
    both = "The third crew cleans the lock, and in May 2021 it repainted the gate."
    assert state(asked, one, SURE, cosine=0.8) == "related"
    assert state(asked, both, SURE, cosine=0.8) == "answered"


def test_a_question_in_front_of_the_last_one_counts() -> None:
    asked = "Which crew cleans the lock? And when did the crew repaint the gate?"
    said = "In May 2021 the crew repainted the gate."
    both = "The third crew cleans the lock, and in May 2021 the crew repainted the gate."
    assert state(asked, said, SURE, cosine=0.8) != "answered"
    assert state(asked, both, SURE, cosine=0.8) == "answered"


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Who signs the log?", 1),
        ("Who must sign and must be told?", 1),
        ("How do I open and close the lock?", 1),
        ("Who signs the log, and for how long is it kept?", 2),
        ("who built the lock and is it still open", 2),
        ("what did he build what was it called before", 2),
        ("Is the log shared? If so, with whom?", 2),
    ],
)
def test_parts_of_a_question(asked: str, parts: int) -> None:
    assert len(asked_parts(asked)) == parts
