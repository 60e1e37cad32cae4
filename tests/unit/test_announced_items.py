"""Items below "… the following:" are what the verb of the lead-in acts on, and below "does not
cover:" what it denies."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_relations import lines, read


def of_items(lead: str, *items: str) -> tuple[list[str], set[str]]:
    """The shown facts of the items below `lead`, and why others are weak."""
    blocks = [("paragraph", lead, 0), *(("list_item", item, 1) for item in items)]
    segment, found = read(*blocks)
    made = [r for r in found.relations if r.rule == "list-item"]
    shown = lines(segment, [r for r in made if not r.why_weak])
    return shown, {r.why_weak for r in made if r.why_weak}


@pytest.mark.parametrize(
    ("lead", "items", "expected"),
    [
        ("The notice must include the following:", ("the name of the owner;", "the date."),
         ["notice | must | include | name of the owner", "notice | must | include | date"]),
        ("The guest must bring all of the following papers:", ("a passport;", "the signed lease."),
         ["guest | must | bring | passport", "guest | must | bring | signed lease"]),
        ("The rent does not include any of the following:", ("heating;", "the garage."),
         ["rent | none | not | include | heating", "rent | none | not | include | garage"]),
        ("The warranty does not cover:", ("catering;", "damage caused by frost; or", "belts."),
         ["warranty | none | not | cover | catering",
          "warranty | none | not | cover | damage caused by frost",
          "warranty | none | not | cover | belts"]),
        ("The nurse must check the following signs every hour:", ("the pulse;", "the breath."),
         ["nurse | must | check | pulse", "nurse | must | check | breath"]),
    ],
)  # fmt: skip
def test_items_are_what_the_lead_in_announces(
    lead: str, items: tuple[str, ...], expected: list[str]
) -> None:
    assert of_items(lead, *items) == (expected, set())


@pytest.mark.parametrize(
    "lead", ["The file must contain one of the following:", "The file must contain either of the "
             "following papers:", "The file must contain at least one of the following:"],
)  # fmt: skip
def test_one_of_several_is_no_duty_for_each(lead: str) -> None:
    assert of_items(lead, "a birth certificate;", "a passport.") == (
        [], {"one of several alternatives"}
    )  # fmt: skip


@pytest.mark.parametrize(
    "lead",
    [
        "The notice must include the following, if the guest is a minor:",
        "The file must contain none of the following:",
        "The file must contain two of the following:",
        "The clerk must state the following in the report:",
        "The board has the following members:",
        "The guard who sees the following must call:",
        "The fee covers the following services offered by the port:",
    ],
)
def test_where_the_lead_in_says_more_nothing_is_read(lead: str) -> None:
    assert of_items(lead, "a passport;", "the signed lease.")[0] == []


def test_what_must_be_done_every_hour_keeps_it() -> None:
    segment, found = read(
        ("paragraph", "The nurse must check the following signs every hour:", 0),
        ("list_item", "the pulse.", 1),
    )
    (item,) = [r for r in found.relations if r.rule == "list-item"]
    assert [(k, segment.text[s.start : s.end]) for k, s in item.qualifiers] == [
        ("frequency", "every hour")
    ]
