"""References with numbering in brackets, for which one word stands while a text is parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.language.reference_words import with_reference_words
from extraction.language.slot_checks import MAY_HOLD_OBJECT
from tests.unit.test_clause_roles import roles
from tests.unit.test_extraction_relations import reasons, shown


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("under paragraph (a)(2) of this section", "under paragraph of this section"),
        ("paragraphs (a), (b)(1), or (c) through (e) apply", "paragraphs apply"),
        ("as § 12.4(c)(ii) and §§ 13.1 say", "as Section and Section say"),
        ("§ 164.5(a)(2)- (a)(4) applies", "Section applies"),
        ("Section 16.1(a) of the Plan", "Section of the Plan"),
        ("a 401(k) plan", "a 401 plan"),
        ("see 12 U.S.C. 300gg-9(a)(2)", "see 12 U.S.C. 300gg-9"),
        ("the brewery (a)", "the brewery (a)"),
        ("six (6) years", "six (6) years"),
        ("Rule 3.11 applies", "Rule 3.11 applies"),
        ("a part (of the whole)", "a part (of the whole)"),
    ],
)
def test_one_word_stands_for_a_reference(text: str, parsed: str) -> None:
    assert with_reference_words(text, range(len(text) + 1))[0] == parsed


@given(
    st.lists(
        st.sampled_from(
            [
                "paragraph (a)",
                "§ 1.2(b)",
                "401(k)",
                " ",
                "of",
                "(c)",
                ", ",
                "or ",
                "Section 4(1)",
                "é",
            ]
        )
    )
)
def test_characters_keep_their_places(parts: list[str]) -> None:
    text = "".join(parts)
    parsed, positions = with_reference_words(text, range(len(text) + 1))
    assert len(positions) == len(parsed) + 1
    assert list(positions) == sorted(positions)
    assert positions[-1] == len(text)
    for character, at in zip(parsed, positions, strict=False):
        assert character == text[at] or any(m in text for m in ("(", "§"))


def test_a_clause_holds_its_reference_whole() -> None:
    sentence = (
        "The notice required by paragraph (a)(2) of this section must meet the requirements of"
        " § 12.4(c)."
    )
    assert shown(sentence) == ["notice | must | meet | requirements of § 12.4(c)"]
    assert roles(sentence) == {"restriction": "required by paragraph (a)(2) of this section"}


def test_a_subject_may_name_a_reference() -> None:
    assert shown(
        "The conditions in paragraph (b)(1) of this section apply to electronic seals."
    ) == ["conditions in paragraph (b)(1) of this section | none | apply to | electronic seals"]


def test_a_slot_that_may_hold_the_object_makes_its_fact_weak() -> None:
    sentence = (
        "Either pilot may show, during the hearing, charts or tables that arose after the date of"
        " the notice."
    )
    assert MAY_HOLD_OBJECT in reasons(sentence)
    assert shown(sentence) == []


def test_a_condition_behind_an_exception_is_its_own() -> None:
    sentence = (
        "Except as provided in paragraph (b)(2) of this section, if the keel is cracked, the clerk"
        " must close the dock."
    )
    assert roles(sentence) == {
        "exception": "Except as provided in paragraph (b)(2) of this section",
        "condition": "if the keel is cracked",
    }


def test_an_opening_is_not_cut_at_a_preposition() -> None:
    sentence = "Except pursuant to and in compliance with § 12.4(a), a mill may not sell flour."
    assert roles(sentence) == {"exception": "Except pursuant to and in compliance with § 12.4(a)"}


def test_a_definition_holds_all_of_its_list() -> None:
    sentence = (
        "Ferry house (FH) (as defined in section 9(b)(3) of the Quay Act) means a licensed house, a"
        " house known as an inn under Lake law, or a similar house."
    )
    assert shown(sentence) == [
        "Ferry house | none | mean | licensed house, a house known as an inn under Lake law, or a"
        " similar house"
    ]
