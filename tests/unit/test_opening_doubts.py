"""What opens a sentence, or is joined to a part, limits the fact or keeps it weak."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.language.opening_doubts import (
    BARE_PARTICIPLE,
    INLINE_ITEMS,
    JOINED_CASE,
    LEFT_OUT,
    OWN_MODAL,
    POINTS_BACK,
    TITLE,
)
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def read(text: str, kind: str = "paragraph") -> list[Relation]:
    block = Block(kind, Span(0, len(text)), int(kind == "list_item"))  # type: ignore[arg-type]
    (found,) = SpacyExtractor(load_profile("general")).extract([Segment(text, 0, (block,))])
    return list(found.relations)


def reasons(text: str, kind: str = "paragraph") -> dict[str, str]:
    """Predicate of each fact -> why it is weak."""
    return {relation.predicate: relation.why_weak for relation in read(text, kind)}


def test_a_time_in_front_that_no_part_holds_keeps_the_fact_weak() -> None:
    text = "Other times, conflict resolution will involve working with the other millers."
    assert reasons(text)["involve"] == LEFT_OUT
    assert reasons("Sure, the guild will pay the fee.")["pay"] == ""


@pytest.mark.parametrize(
    "text",
    ["There, guests may use the pool.", "Elsewhere, guests may use the pool.",
     "Guests may use the pool at other times.", "When so required, guests may use the pool."],
)  # fmt: skip
def test_a_time_or_place_that_was_said_before_keeps_the_fact_weak(text: str) -> None:
    assert reasons(text)["use"] == POINTS_BACK


def test_a_time_that_says_itself_stays() -> None:
    assert reasons("Most of the time, guests may use the pool.")["use"] == ""


def test_a_case_joined_to_a_part_is_missed() -> None:
    text = (
        "The finding should be made on clinical grounds but other investigations especially "
        "ultrasound scan and CT scan might be necessary in females and where the history is not "
        "typical."
    )
    assert reasons(text)["be"] == JOINED_CASE


@pytest.mark.parametrize(
    "text",
    ["The applicant will go through our usual process and if they pass, we will pay the fee.",
     "The applicant will go through our usual process and where a fee is due it shall be paid."],
)  # fmt: skip
def test_a_clause_of_its_own_behind_a_part_is_none_of_it(text: str) -> None:
    assert reasons(text)["go"] == ""


def test_no_may_not_go_on_to_a_verb_with_its_own_modal() -> None:
    text = (
        "No temporary stall on the quay shall interrupt the flow of carts and shall provide a "
        "clear passage of five feet for walkers."
    )
    assert reasons(text) == {"interrupt": "", "provide": OWN_MODAL}


def test_no_of_an_object_is_that_of_its_own_verb() -> None:
    text = "Any attempted transfer will be wholly void and will confer no rights on the buyer."
    assert reasons(text)["confer"] == ""


def test_no_goes_on_to_a_verb_that_shares_its_modal() -> None:
    text = "No guest may enter the mill or touch the wheel."
    found = [(r.predicate, r.polarity, r.why_weak) for r in read(text)]
    assert sorted(found) == [("enter", "negative", ""), ("touch", "negative", "")]


def test_a_long_title_states_nothing() -> None:
    text = "A Bill entitled An Act to repeal and replace the Mills Act."
    assert reasons(text)["entitle"] == TITLE


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Signs displayed upon a bus or tram owned by the town.", "list_item"),
     ("D. Signs displayed upon a bus or tram owned by the town.", "paragraph")],
)  # fmt: skip
def test_a_bare_participle_is_no_statement(text: str, kind: str) -> None:
    assert reasons(text, kind)["display"] == BARE_PARTICIPLE


def test_what_grew_is_stated_in_an_item_too() -> None:
    assert reasons("Sales increased by a fifth.", "list_item")["increase"] == ""


def test_a_condition_with_the_first_of_several_items_is_no_condition_of_the_others() -> None:
    text = (
        "(iii) where the miller is hired (a) on a weekly basis, the milling year shall be 208 days;"
        " (b) on a monthly basis, the milling year shall be 150 days."
    )
    assert {r.why_weak for r in read(text)} == {INLINE_ITEMS}


@pytest.mark.parametrize(
    "scope", ["For the purposes of this section", "In this Part", "For the purposes of rule 3"]
)
def test_a_definition_has_the_purpose_that_stands_before_its_term(scope: str) -> None:
    text = f"(3) {scope}, “3 months” means an aggregate of no less than 48 days."
    (found,) = read(text)
    assert found.rule == "definition"
    assert [(k, text[s.start : s.end]) for k, s in found.qualifiers] == [("restriction", scope)]
    assert not found.why_weak
