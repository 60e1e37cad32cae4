"""Bounds that a fact may not lose: exceptions between commas, what narrows a subject, what belongs
to the second of two verbs, what a lead-in or a sentence before said."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_relations import lines, read, reasons, shown


def whole(sentence: str, verb: str) -> list[str]:
    """The words of the slots of each shown fact with `verb`."""
    segment, found = read(("paragraph", sentence, 0))
    return [
        " ".join(segment.text[span.start : span.end] for _, span in relation.qualifiers)
        for relation in found.relations
        if not relation.why_weak and verb in relation.predicate
    ]


@pytest.mark.parametrize(
    ("sentence", "verb", "left"),
    [
        ("No guild, other than the court, has the power to set tolls.", "have", "other than"),
        ("No guild or court, other than Parliament, has the power to tax.", "have", "other than"),
        ("Members, except juniors, may vote at the fair.", "vote", "except"),
        ("Staff, apart from the night porter, must leave the ward.", "leave", "apart from"),
        ("Stock found on the common without a brand, may be impounded.", "impound", "found"),
        ("Goods that nobody has fetched, may be sold by the store.", "sell", "fetched"),
        ("Samples stored above ten degrees, must be thrown away.", "throw", "stored"),
    ],
)
def test_what_bounds_the_subject_is_told_or_the_fact_weak(
    sentence: str, verb: str, left: str
) -> None:
    assert all(left in slots for slots in whole(sentence, verb))


def test_an_open_list_is_no_exception() -> None:
    assert shown("Tools, including but not limited to saws, must be kept in the shed.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Persons convicted under section 4 shall pay a fine of 20 euros.",
        "The guild bought the mill in May and must repair the wheel each year.",
        "The keeper also must lock the store.",
    ],
)
def test_a_subject_narrowed_in_the_fact_or_joined_verbs_are_let_pass(sentence: str) -> None:
    assert shown(sentence)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        (
            "The warden will watch the mill and will call the guild when the wheel has stopped.",
            "watch",
        ),
        ("The nurse must wash the cup and must call the doctor if the fever rises.", "wash"),
        (
            "The tenant shall clean the stairs and shall pay the agent before the lease ends.",
            "clean",
        ),
    ],
)
def test_the_end_of_a_second_verb_is_not_given_to_the_first(sentence: str, first: str) -> None:
    assert not any(whole(sentence, first))


@pytest.mark.parametrize(
    "lead",
    [
        "Scarce berths. In these circumstances:",
        "To this end:",
        "Where this applies:",
        "In such cases, note that:",
        "If so:",
    ],
)
def test_items_below_a_lead_in_that_points_back_are_weak(lead: str) -> None:
    _, found = read(
        ("paragraph", lead, 0),
        ("list_item", "the harbour board should refuse all new berths.", 1),
        ("list_item", "The clerk must tell every owner within ten days.", 1),
    )
    assert found.relations
    assert all(relation.why_weak for relation in found.relations)


def test_a_duty_below_a_lead_in_that_points_back_is_weak() -> None:
    _, found = read(
        ("paragraph", "In such cases, the nurse must:", 0),
        ("list_item", "lock the store each night.", 1),
    )
    assert found.relations
    assert all(relation.why_weak for relation in found.relations)


@pytest.mark.parametrize("text", ["agreement", "policy", "by-law"])
def test_a_lead_in_that_names_its_own_text_does_not_point_back(text: str) -> None:
    segment, found = read(
        ("paragraph", f"Under this {text}, the tenant must:", 0),
        ("list_item", "pay the rent each month.", 1),
    )
    good = lines(segment, [r for r in found.relations if not r.why_weak])
    assert "tenant | must | pay | rent" in good


@pytest.mark.parametrize("lead", ["Local councils also:", "The staff at the desk:", "Each owner:"])
def test_items_below_a_bare_subject_are_no_duties_of_nobody(lead: str) -> None:
    _, found = read(
        ("paragraph", lead, 0),
        ("list_item", "Prepare plans for every quay each year", 1),
        ("list_item", "Offer grants for lamps before the spring fair", 1),
    )
    assert all(relation.why_weak for relation in found.relations)


@pytest.mark.parametrize(
    "sentence",
    [
        "Payments shall not be made until after the execution of such contract.",
        "The nurse may open the store with the consent of such person.",
        "If posters are not removed by this deadline, the council will issue a fine of 20 euros.",
    ],
)
def test_what_only_the_sentences_before_name_keeps_a_fact_weak(sentence: str) -> None:
    assert not shown(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A clerk who signs a contract must keep a copy of such contract.",
        "The board must meet such requirements as the minister sets.",
        "The warden must not close an account until the owner of such account agrees.",
    ],
)
def test_such_with_what_the_sentence_says_is_let_pass(sentence: str) -> None:
    assert "a part points back" not in reasons(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Count the steps to the mill before each fair.",
        "If you are not sure how to use the lamp, bring a lamp with the wick trimmed.",
        "Before each shift, secure a form for their intended ward.",
    ],
)
def test_an_instruction_does_not_tear_its_thing(sentence: str) -> None:
    assert not shown(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Send the form to the clerk before each fair.",
        "Clean the lens with a soft cloth after each use.",
        "Give all tenants their keys before each term.",
    ],
)
def test_what_an_instruction_brings_somewhere_is_whole(sentence: str) -> None:
    assert not {
        "what stands behind the thing may be a part of it",
        "whose it is was said before",
    } & (reasons(sentence))
