"""A fact is weak where one of its parts may belong to other words of the sentence."""

import pytest

from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        (
            "If the mill is shut, they may wait for the rain; otherwise, bakers may visit a farm.",
            "bakers may visit",
        ),
        (
            "After a fair, there would be a dance, bakers even wanted us to sing a song.",
            "bakers none want",
        ),
        (
            "Grain Rules apply to every Toll Mill, Grain Store, Ferry House, Remote Baker, Foreign "
            "Fund Miller, Person making an Offer of Flour or Renting Barn.",
            "apply to",
        ),
        (
            "The Board must serve a copy of the order and a statement describing the right of any "
            "miller.",
            "copy",
        ),
        (
            "The Guild needs workers employed by the council , tenant farms and private sector "
            "farms .",
            "farms",
        ),
        ("The Miller must enable the Miller to comply with these rules.", "enable"),
        ("The heating is off in all barns during winter.", "be in"),
    ],
)
def test_a_fact_with_a_part_of_other_words_is_not_shown(text: str, unsaid: str) -> None:
    assert [relation for relation in extraction(text).relations if relation.why_weak]
    assert not [one for one in told(text) if unsaid in one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If the mill is shut, bakers may visit a farm.", "bakers may visit farm"),
        ("The key is on the wall of the mill.", "key none be on wall of the mill"),
        ("If, on a fair day, the mill is shut, bakers may visit a farm.", "bakers may visit farm"),
        ("The guild collects rents and fees paid by guests.", "guild none collect rents"),
        (
            "The Board must serve a copy of the order and a statement describing the right of any "
            "miller.",
            "Board must serve statement",
        ),
        ("The guild includes clerks, water mills and private barns.", "guild none include clerks"),
        (
            "The guild includes clerks, water mills and private barns.",
            "guild none include water mills",
        ),
        (
            "The Miller must enable the Baker to comply with these rules.",
            "Miller must enable the Baker to comply with these rules",
        ),
        ("A miller may merge with a miller.", "miller may merge with miller"),
    ],
)
def test_a_fact_whose_parts_are_its_own_stays_shown(text: str, expected: str) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Each mill shall be inspected by the fire department for cleanliness and order.", False),
        ("Each mill shall be inspected by the fire department of the town.", True),
        (
            "Pupils will be directed to look at their course average once a week and have steady "
            "access to their marks.",
            False,
        ),
    ],
)
def test_a_tail_of_the_agent_and_a_noun_cut_from_its_phrase_are_not_shown(
    text: str, shown: bool
) -> None:
    assert bool(told(text)) is shown
