"""A question that goes on from another one: what it becomes, and what it is said to carry over."""

from __future__ import annotations

import pytest

from generation.question.follow_ups import follow_up
from graph.english_parser import load_language
from graph.model import FollowUp

NOTIFY = "How soon must a covered entity notify individuals of a breach?"
KEPT = "How long are complaint files kept?"
HOME = "How soon must a pump failure at a patient's home be reported?"
EVENT = "When must a Class B event be reported?"
REVENUE = "What was the revenue of the group in 2024?"


def followed(typed: str, former: str) -> FollowUp:
    return follow_up(typed, former, load_language(), "a_1")


@pytest.mark.parametrize(
    ("former", "typed", "question", "in_place_of"),
    [
        (NOTIFY, "and for associates?", "How soon must associates notify individuals of a breach?",
         "a covered entity"),
        (KEPT, "What about training records?", "How long are training records kept?",
         "complaint files"),
        (KEPT, "training records?", "How long are training records kept?", "complaint files"),
        (HOME, "and in a clinic?", "How soon must a pump failure in a clinic be reported?",
         "at a patient's home"),
        (HOME, "and a battery fault?",
         "How soon must a battery fault at a patient's home be reported?", "a pump failure"),
        (EVENT, "and Class A events?", "When must Class A events be reported?", "a Class B event"),
        (REVENUE, "and in 2023?", "What was the revenue of the group in 2023?", "in 2024"),
        (REVENUE, "What about 2023?", "What was the revenue of the group in 2023?", "2024"),
        (REVENUE, "And the net income?", "What was the net income of the group in 2024?",
         "the revenue"),
        ("Who approves the disposal of the complaint file?", "and the CAPA file?",
         "Who approves the disposal of the CAPA file?", "the complaint file"),
    ],
)  # fmt: skip
def test_a_new_part_takes_the_place_of_a_former_one(
    former: str, typed: str, question: str, in_place_of: str
) -> None:
    found = followed(typed, former)
    assert (found.typed, found.question, found.in_place_of) == (typed, question, in_place_of)
    assert found.carried.replace("… ", "").replace(" …", "").split()
    before, _, behind = found.carried.partition("…")
    assert former.startswith(before) and former.rstrip("?").endswith(behind.strip())
    assert found.after == "a_1"


@pytest.mark.parametrize(
    ("former", "typed", "question", "carried"),
    [
        (KEPT, "Who approves them?", "Who approves complaint files?", "complaint files"),
        (KEPT, "Who approves their disposal?", "Who approves complaint files’ disposal?",
         "complaint files"),
        (HOME, "And who is told of it?", "Who is told of a pump failure at a patient's home?",
         "a pump failure at a patient's home"),
        (KEPT, "Where are these files kept?", "Where are complaint files kept?",
         "complaint files"),
        (KEPT, "Who approves?", "Who approves complaint files?", "complaint files"),
        (EVENT, "Who must be told?", "Who must be told about a Class B event?",
         "a Class B event"),
    ],
)  # fmt: skip
def test_a_pronoun_means_the_former_subject(
    former: str, typed: str, question: str, carried: str
) -> None:
    found = followed(typed, former)
    assert (found.question, found.carried, found.in_place_of) == (question, carried, "")


@pytest.mark.parametrize(
    ("former", "typed", "question"),
    [
        (KEPT, "By whom?", "By whom are complaint files kept?"),
        (EVENT, "who?", "By whom must a Class B event be reported?"),
        (EVENT, "Why?", "Why must a Class B event be reported?"),
        ("Must a Class B event be reported?", "And how soon?",
         "How soon must a Class B event be reported?"),
        (EVENT, "and if the reporter is absent?",
         "When must a Class B event be reported if the reporter is absent?"),
        (KEPT, "and after closure?", "How long are complaint files kept after closure?"),
    ],
)  # fmt: skip
def test_the_former_question_is_asked_in_another_way(
    former: str, typed: str, question: str
) -> None:
    found = followed(typed, former)
    assert found.question == question and "…" in found.carried


@pytest.mark.parametrize(
    "typed",
    [
        "How long are audit logs kept?",
        "Is it allowed to smoke?",
        "How long does it take?",
        "Does that apply to suppliers?",  # "that" means no thing but a statement
        "When is a complaint closed and who closes it?",
        "thanks",
        "",
        "?!",
    ],
)
def test_what_stands_alone_carries_nothing_over(typed: str) -> None:
    found = followed(typed, EVENT)
    assert (found.question, found.carried, found.in_place_of) == (typed, "", "")
