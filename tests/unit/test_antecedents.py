"""Pronouns whose antecedent is plain, and glossaries."""

from __future__ import annotations

import pytest

from tests.unit.test_clause_roles import roles
from tests.unit.test_extraction_relations import reasons, shown


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("If a mill grants the request, it must inform the baker of the acceptance.",
         ["mill | must | inform | baker of the acceptance"]),
        ("If millers need a new stone, they may ask the guild for a loan.",
         ["millers | may | ask | guild"]),
        ("If a mill uses bakers to grind on its behalf, it must keep a log.",
         ["mill | must | keep | log"]),
    ],
)  # fmt: skip
def test_a_pronoun_is_the_subject_of_the_opening_condition(
    sentence: str, expected: list[str]
) -> None:
    assert shown(sentence) == expected


def test_the_condition_that_names_the_subject_is_kept() -> None:
    sentence = "If a mill grants the request, it must inform the baker."
    assert roles(sentence) == {"condition": "If a mill grants the request"}


@pytest.mark.parametrize(
    "sentence",
    [
        "If the clerk finds a map, it must be returned.",
        "If the clerk finds maps, they must keep a log.",
        "If the clerk and the mayor find a map, it must show the mill.",
        "If a smith has the key, it might open the door.",
        "If the mill burns, it is a loss.",
        "It must keep a log.",
    ],
)
def test_a_pronoun_that_leaves_a_choice_stays_weak(sentence: str) -> None:
    assert shown(sentence) == []
    assert "pronoun subject" in reasons(sentence)


def test_two_subjects_in_a_condition_leave_a_choice() -> None:
    assert shown("If the clerk says that the mill burns, it must stop the wheel.") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ijara Means a contract of lease.", "Ijara | none | mean | contract of lease"),
        ("Ferry Guild Means a guild that runs ferries.",
         "Ferry Guild | none | mean | guild that runs ferries"),
        ("Holding Guild Has the meaning given in section 15 of the Guilds Act 2015.",
         "Holding Guild | none | have | meaning given in section 15 of the Guilds Act 2015"),
        ("Means of transport are boats.", "Means of transport | none | be | boats"),
    ],
)  # fmt: skip
def test_a_glossary_may_write_its_verb_with_a_capital(sentence: str, expected: str) -> None:
    assert expected in shown(sentence)


def test_a_definition_keeps_what_it_is_about() -> None:
    sentence = (
        "Lake Provision Means, in relation to Part 4, any laws, rules or customs of another county."
    )
    assert shown(sentence) == [
        "Lake Provision | none | mean | laws, rules or customs of another county"
    ]
    assert roles(sentence) == {"restriction": "in relation to Part 4"}


def test_it_may_be_what_the_sentence_before_speaks_of() -> None:
    before = "The lamp starts in night mode. "
    cable = "If a cable is connected, it will switch back to day mode."
    assert not any("switch" in line for line in shown(before + cable))
    assert any("cable | will | switch" in line for line in shown(cable))
    guild = "If a guild is called, it must ring the bell."
    assert any("guild | must | ring" in line for line in shown(before + guild))
