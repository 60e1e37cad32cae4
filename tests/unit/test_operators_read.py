"""Words that turn a statement round are read over everything they govern."""

from __future__ import annotations

import pytest

from extraction.language.parse import piece_of, with_straight_apostrophes
from graph.model import Span
from tests.unit.test_extraction_relations import lines, read, shown


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trainees shouldn’t open the fume cupboard.",
         ["Trainees | should | not | open | fume cupboard"]),
        ("Cooks can’t lend the cold-room key.", ["Cooks | can | not | lend | cold-room key"]),
        ("The insurer isn’t liable for lost luggage.",
         ["insurer | none | not | be liable for | lost luggage"]),
        ("Apprentices may no longer adjust the boiler.",
         ["Apprentices | must | not | adjust | boiler"]),
        ("No paint drums or gas canisters may be carried in the crew cabin.",
         ["paint drums | must | not | be carried in | crew cabin",
          "gas canisters | must | not | be carried in | crew cabin"]),
        ("Neither the skipper nor the mate may leave the bridge.",
         ["skipper | must | not | leave | bridge", "mate | must | not | leave | bridge"]),
        ("The library lends neither maps nor rare prints.",
         ["library | none | not | lend | maps", "library | none | not | lend | rare prints"]),
        ("Pupils are prohibited from entering the kiln room.",
         ["Pupils | must | not | enter | kiln room"]),
        ("Pupils are not prohibited from using calculators.",
         ["Pupils | may | use | calculators"]),
        ("The contractor must refrain from contacting the client.",
         ["contractor | must | not | contact | client"]),
        ("The lift may carry no more than eight passengers.",
         ["lift | may | carry | no more than eight passengers"]),
        ("The tank must hold no less than 40 litres of diesel.",
         ["tank | must | hold | no less than 40 litres of diesel"]),
    ],
)  # fmt: skip
def test_an_operator_is_read_over_what_it_governs(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected


def _items(lead: str, *items: str) -> list[str]:
    segment, found = read(
        ("paragraph", lead, 0), *(("list_item", f"- {item}", 1) for item in items)
    )
    return lines(segment, [r for r in found.relations if not r.why_weak])


@pytest.mark.parametrize(
    ("lead", "modality"),
    [
        ("Divers must never:", "must | not"),
        ("Divers must not:", "must | not"),
        ("Divers may no longer:", "must | not"),
        ("Divers shouldn’t:", "should | not"),
        ("Divers are not allowed to:", "must | not"),
        ("Divers are not permitted to do any of the following:", "must | not"),
        ("Divers must not do any of the following:", "must | not"),
        ("No divers may:", "must | not"),
        ("Divers must:", "must"),
        ("Divers are required to:", "must"),
        ("Divers are allowed to:", "may"),
    ],
)
def test_a_lead_in_hands_its_negation_to_every_item(lead: str, modality: str) -> None:
    found = [line.lower() for line in _items(lead, "open the sluice;", "feed the eels.")]
    assert found == [f"divers | {modality} | open | sluice", f"divers | {modality} | feed | eels"]


def test_what_is_forbidden_may_stand_as_gerunds() -> None:
    assert _items("Divers are prohibited from:", "opening the sluice;", "feeding the eels.") == [
        "Divers | must | not | open | sluice",
        "Divers | must | not | feed | eels",
    ]


def test_a_word_of_the_lead_in_that_is_not_read_keeps_its_items_back() -> None:
    assert _items("Divers may only:", "open the sluice;", "feed the eels.") == []


def test_apostrophes_become_straight_at_the_same_offsets() -> None:
    text = "The cook can’t sell the guests’ wine; ‘the members’ are not ‘owners’ here."
    straight = with_straight_apostrophes(text)
    assert len(straight) == len(text)
    assert "can't" in straight
    assert "‘owners’" in straight
    piece = piece_of(0, "paragraph", text, Span(0, len(text)))
    assert piece is not None
    assert list(piece.positions) == list(range(len(text) + 1))


def test_what_is_stored_keeps_its_apostrophe() -> None:
    assert shown("Cooks shouldn’t taste the pilot’s meal.") == [
        "Cooks | should | not | taste | pilot’s meal"
    ]
