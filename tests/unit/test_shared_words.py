"""Words that several nouns share stay with all of them; what is no apposition states nothing."""

from __future__ import annotations

import pytest

from tests.unit.test_clause_roles import read


def facts(sentence: str) -> list[str]:
    """Subject, predicate and object of the shown facts, then their slots."""
    return [
        " | ".join(
            [
                sentence[r.subject.start : r.subject.end],
                r.predicate,
                sentence[r.object.start : r.object.end] if r.object else "",
                *(f"{kind}={sentence[s.start : s.end]}" for kind, s in r.qualifiers),
            ]
        )
        for r in read(sentence)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Only wardens and clerks may enter the mill.",
         "wardens and clerks | enter | mill | restriction=Only"),
        ("Ash and barley prices will be posted.", "Ash and barley prices | be posted | "),
        ("An exam of the ear and nose may be held.", "exam of the ear and nose | be held | "),
        ("Rye Laws include insurance laws and laws governing mills.",
         "Rye Laws | include | insurance laws and laws governing mills"),
        ("A ferry carries canal boats and barges.", "ferry | carry | canal boats and barges"),
        ("The wardens spend their money well.", "wardens | spend | money | manner=well"),
        ("WHEREAS, the Guild hereby agrees to keep the mill.", "Guild | agree to keep | mill"),
    ],
)  # fmt: skip
def test_shared_words_stay_with_all_nouns(sentence: str, expected: str) -> None:
    assert facts(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Holm paid rent (the “Holm Rent”), a sum of $ 3.",
        "In addition to Holm Wells, we use pumps (with Holm Wells, the “Holm Works”).",
        "The Guild has a duty to keep the guests’ ledger (“RL”) as well as rye.",
    ],
)
def test_what_stands_apart_from_a_name_is_no_apposition(sentence: str) -> None:
    assert [fact for fact in facts(sentence) if "| be |" in fact or fact.endswith("’")] == []


def test_a_name_with_its_short_form_may_have_an_apposition() -> None:
    assert "Marlow Ferries | be | ferry line in Holm" in facts(
        "The council bought Marlow Ferries (MF), a ferry line in Holm."
    )
