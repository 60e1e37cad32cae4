"""Words that turn a statement round are read over everything they govern."""

from __future__ import annotations

import pytest

from extraction.language.operators import LEFT_OUT, operators
from extraction.language.parse import parse_of, piece_of, with_straight_apostrophes
from graph.english_parser import load_language
from graph.model import Span
from tests.unit.test_extraction_relations import lines, read, reasons, shown


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
        ("Crews may be required to repay the bonus.",
         ["Crews | may | be required to repay | bonus"]),
        ("The port may not be able to hire divers.", ["port | can | not | hire | divers"]),
        ("Crews will be required to repay the bonus.", ["Crews | must | repay | bonus"]),
        ("The lift may carry no more than eight passengers.",
         ["lift | may | carry | no more than eight passengers"]),
        ("The tank must hold no less than 40 litres of diesel.",
         ["tank | must | hold | no less than 40 litres of diesel"]),
        ("The fund must hold no less than a tenth of its value.",
         ["fund | must | hold | no less than a tenth of its value"]),
        ("The tenant shall pay no less than the full rent.",
         ["tenant | must | pay | no less than the full rent"]),
        ("The mill shall have not less than ten windows.",
         ["mill | must | have | not less than ten windows"]),
        ("The pupil shall be not less than 18 years old.",
         ["pupil | must | be | not less than 18 years old"]),
        ("The committee shall consist of no less than five wardens.",
         ["committee | must | consist of | no less than five wardens"]),
        ("The warden must not store less than ten barrels.",
         ["warden | must | not | store | less than ten barrels"]),
        ("The host shall be under no liability to the guest.",
         ["host | none | not | be under | liability to the guest"]),
        ("The tenant shall have no right to sublet the mill.",
         ["tenant | none | not | have | right to sublet the mill"]),
        ("All vehicles shall have no visible damage.",
         ["vehicles | must | not | have | visible damage"]),
        ("Other mills may not routinely use forms.", []),
        ("The tenant may not yet enter the vault.", []),
        ("The tenant may not enter the vault.", ["tenant | must | not | enter | vault"]),
        ("All orders from the ferry, (apart from urgent orders, which are dealt with in part 4 "
         "below,) should be received on an order form.", []),
        ("All orders from the ferry (as listed in part 4) should be received on an order form.",
         ["orders from the ferry | should | be received on | order form"]),
    ],
)  # fmt: skip
def test_an_operator_is_read_over_what_it_governs(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("Crews may be required to repay the bonus.", True),
        ("The port may not be able to hire divers.", True),
        ("Crews are required to repay the bonus.", False),
        ("The port is not able to hire divers.", False),
    ],
)
def test_what_may_have_to_be_is_only_possible(sentence: str, hedged: bool) -> None:
    _, found = read(("paragraph", sentence, 0))
    assert [relation.hedged for relation in found.relations] == [hedged]


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


def _operators(sentence: str) -> list[tuple[str, str, str]]:
    piece = piece_of(0, "paragraph", sentence, Span(0, len(sentence)))
    assert piece is not None
    parse = parse_of(load_language()(piece.text), piece)
    return [
        (one.kind, parse.text(one.first, one.last), parse.words[one.governs])
        for one in operators(parse, parse.sentences[0])
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The fund primarily buys bonds that are not rated.",
         [("degree", "primarily", "buys"), ("negation", "not", "rated")]),
        ("The laboratory accepts only sealed samples.", [("exclusive", "only", "samples")]),
        ("The licence is no longer valid.", [("negation", "no longer", "is")]),
        ("The lift may carry no more than eight passengers.", []),
    ],
)  # fmt: skip
def test_operators_are_listed_with_what_they_govern(
    sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _operators(sentence) == expected


@pytest.mark.parametrize("sentence", [
    "Only the talent team and the hiring team can open the larder.",
    "The lab accepts only sealed samples.",
])  # fmt: skip
def test_only_stands_beside_what_it_bounds(sentence: str) -> None:
    segment, found = read(("paragraph", sentence, 0))
    shown_facts = [r for r in found.relations if not r.why_weak]
    assert shown_facts
    for relation in shown_facts:
        assert "only" not in segment.text[relation.subject.start : relation.subject.end].lower()
        bounds = [segment.text[s.start : s.end] for k, s in relation.qualifiers]
        assert [bound.lower() for bound in bounds] == ["only"]


def test_an_operator_that_no_part_holds_keeps_the_fact_back() -> None:
    sentence = "The guard shall execute, for no additional pay, all orders."
    assert shown(sentence) == []
    assert LEFT_OUT not in reasons("The guard must not execute the order.")


@pytest.mark.parametrize(("sentence", "expected"), [
    ("The code prohibits dealers from selling fireworks to children.",
     "code | none | prohibit | dealers from selling fireworks to children"),
    ("The manual forbids operators to open the casing.",
     "manual | none | forbid | operators to open the casing"),
])  # fmt: skip
def test_what_is_prohibited_stands_in_the_object(sentence: str, expected: str) -> None:
    assert shown(sentence) == [expected]


def test_a_modal_leads_to_its_items_without_a_colon() -> None:
    assert _items("Divers may not", "touch the wreck;", "bring a spear.") == [
        "Divers | must | not | touch | wreck",
        "Divers | must | not | bring | spear",
    ]
    assert _items("On the quay visitors must:", "follow the guide.") == [
        "visitors | must | follow | guide"
    ]


def test_a_word_that_is_a_noun_too_is_the_verb_of_an_item() -> None:
    items = _items("Drivers may:", "use the north ramp;", "park in bay 6;", "rest at the gate.")
    assert items == [
        "Drivers | may | use | north ramp",
        "Drivers | may | park in | bay 6",
        "Drivers | may | rest",
    ]


def test_what_something_consists_of_is_among_its_parts() -> None:
    assert _items("The rescue kit consists of:", "two bandages;", "a foil blanket.") == [
        "rescue kit | none | include | two bandages",
        "rescue kit | none | include | foil blanket",
    ]
