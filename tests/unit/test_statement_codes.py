"""Codes and marked numbers before a sentence are no part of it; every subject has a letter or a
figure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.language.statement_codes import without_codes
from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R-12 Keep the gate closed at all times.", ["gate must be kept closed at all times"]),
        ("K304 May be fatal to bees. K202 Do not open the hive.", []),
        ("K331 + K332 The hive must have a lid.", ["hive must have lid"]),
        ("FR-004: The mill shall log each sack.", ["mill must log sack"]),
        (
            "**7.2** Voting members may submit drafts up to 7 days before the fair.",
            ["Voting members may submit drafts"],
        ),
        (
            "The clerk keeps the list. *(b)* Junior bakers may submit drafts.",
            ["clerk none keep list", "Junior bakers may submit drafts"],
        ),
        ("**Section 4.2** Staff must wear an apron.", ["Staff must wear apron"]),
        # part of the thing
        ("Model K200 may be used in barns.", ["Model K200 may be used in barns"]),
        ("K304 may be fatal to bees.", ["K304 may be fatal to bees"]),
        ("Q3 Sales rose by 5%.", ["Q3 Sales none rise"]),
    ],
)
def test_a_code_before_a_sentence_is_no_part_of_it(text: str, expected: list[str]) -> None:
    assert [one.replace("be fatal fatal", "be fatal") for one in told(text)] == expected


def test_what_counts_its_noun_stays() -> None:
    said = "**12** Members may vote. **No** Member may leave."
    assert without_codes(said, range(len(said) + 1)) == (said, range(len(said) + 1))


@given(
    st.lists(
        st.sampled_from(
            ["**7.2** ", "*", "**", "_", "(a) ", "K304 ", "R-12 ", "+ ", ". ", "The mill may sell",
             "May be fatal", "Members must keep the log", "# ", "§ ", "> ", "“", "—"]
        ),
        min_size=1,
        max_size=6,
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_subject_is_without_letters_and_figures(parts: list[str]) -> None:
    text = "".join(parts)
    for relation in extraction(text).relations:
        assert any(map(str.isalnum, text[relation.subject.start : relation.subject.end]))


@given(st.text(alphabet="K3-. *_(a)TheMay +:7", max_size=60))
def test_each_character_keeps_its_place(text: str) -> None:
    kept, positions = without_codes(text, range(len(text) + 1))
    assert [text[at] for at in positions[: len(kept)]] == list(kept)
    assert positions[len(kept)] == len(text)
