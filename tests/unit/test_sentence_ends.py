"""Full stops within a sentence: abbreviations of laws, and of what is counted."""

from __future__ import annotations

import pytest

from extraction.language.sentence_ends import blanks_within
from tests.unit.test_extraction_relations import lines, read, shown


@pytest.mark.parametrize(
    "goes_on",
    [
        "“Ferry Act” means the Ferry Act, S.O. 2001, c. 25, as amended.",
        "A keeper may appeal under s. 12 of the Lamp Act, R.S.O. 1990, c. Q. 4, within ten days.",
        "The spare for pump No. 4 is kept in the shed.",
        "The dose is given in Vol. II of the ward book.",
        "Read para. (b) and pp. 12 to 14 of the lease.",
        "The fee for permit no. 7 is ten crowns.",
    ],
)
def test_an_abbreviation_before_a_number_ends_no_sentence(goes_on: str) -> None:
    assert len(blanks_within(goes_on)) >= 1
    assert len(read(("paragraph", goes_on, 0))[1].sentences) == 1


@pytest.mark.parametrize(
    "ends",
    [
        "The barge is moored at pier C. Guests leave it by noon.",
        "The seat of the guild is in the U.S. Members meet there in May.",
        "The answer of the warden is no. The mill stays shut.",
        "The nurse works at 5 p.m. 12 patients wait.",
    ],
)
def test_before_a_capital_it_may_end_one(ends: str) -> None:
    assert blanks_within(ends) == []


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        (
            "“Ferry Act” means the Ferry Act, 2001, S.O. 2001, c. 25, as amended. Other words have "
            "their usual sense.",
            "Ferry Act | none | mean | the Ferry Act, 2001, S.O. 2001, c. 25, as amended",
        ),
        (
            "Pressure valve means the valve shown in Fig. 3 of this manual.",
            "Pressure valve | none | mean | the valve shown in Fig. 3 of this manual",
        ),
        (
            "“Deposit” means the sum named in Art. 4 of the lease; it bears no interest.",
            "Deposit | none | mean | the sum named in Art. 4 of the lease",
        ),
    ],
)
def test_a_definition_holds_its_citation(sentence: str, fact: str) -> None:
    assert fact in shown(sentence)


def test_a_by_law_is_one_word_and_narrows_the_subject_of_a_list() -> None:
    segment, found = read(
        ("paragraph", "A permit issued under this by-law must specify:", 0),
        ("list_item", "the name of the keeper;", 1),
        ("list_item", "the day on which the permit ends.", 1),
    )
    named = [r for r in found.relations if r.rule == "list-item"]
    assert "permit | must | specify | name of the keeper" in lines(segment, named)
    for relation in named:
        slots = [(k, segment.text[s.start : s.end]) for k, s in relation.qualifiers]
        assert slots[0] == ("restriction", "issued under this by-law")
