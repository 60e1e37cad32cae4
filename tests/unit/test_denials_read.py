"""What denies a clause is read as its "not": adverbials, a "no" over "fail to", "absolutely no"."""

from __future__ import annotations

import pytest

from extraction.fact_gate import statement_of
from extraction.language.denial_doubts import LAST_CASE, NO_INSIDE, OPENING_CUT, UNREAD
from tests.unit.test_extraction_relations import read, reasons, shown
from tests.unit.test_operators_read import _items


def _told(sentence: str, profile: str = "regulation") -> list[str]:
    segment, found = read(("paragraph", sentence, 0), profile=profile)
    return [statement_of(one, segment.text) for one in found.relations if not one.why_weak]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No mill owner or tenant shall fail to answer a letter within ten days.",
         ["Mill owner must not fail to answer a letter within ten days",
          "Tenant must not fail to answer a letter within ten days"]),
        ("Neither the keeper nor the deputy shall fail to lock the gate.",
         ["The keeper must not fail to lock the gate",
          "The deputy must not fail to lock the gate"]),
        ("No keeper shall fail to comply with an order of the warden.",
         ["Keeper must not fail to comply with an order of the warden"]),
        ("No keeper shall fail to lock the gate or open the sluice.", []),
        ("No student shall make, organise or take part in any raffle.", []),
        ("No keeper shall refuse to lend the key to a warden when asked.",
         ["Keeper must not refuse to lend the key to a warden when asked"]),
        ("Not one keeper shall fail to lock the gate.",
         ["Not one keeper shall fail to lock the gate"]),
        ("A keeper must not fail to lock the gate.", ["A keeper must not fail to lock the gate"]),
        ("The keeper failed to lock the gate.", ["The keeper did not lock the gate"]),
        ("The keeper fails to lock the gate.", ["The keeper does not lock the gate"]),
    ],
)  # fmt: skip
def test_a_negation_over_failing_stays(sentence: str, expected: list[str]) -> None:
    assert _told(sentence) == expected


@pytest.mark.parametrize("profile", ["regulation", "general"])
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In no case shall the keeper's shift be less than eight hours.",
         "The keeper's shift must not be less than eight hours"),
        ("In no event shall the toll exceed five crowns.", "The toll must not exceed five crowns"),
        ("Under no circumstances may a guest enter the mill.", "A guest must not enter the mill"),
        ("At no time shall the tank hold more than 40 litres.",
         "The tank must not hold more than 40 litres"),
        ("On no account must the lid be opened.", "The lid must not be opened"),
        ("Nowhere may a guest light a fire.", "A guest must not light a fire"),
        ("A guest may in no case enter the mill.", "A guest must not enter the mill"),
        ("The lid must under no circumstances be opened.", "The lid must not be opened"),
        ("Guests may enter the mill at no time.", "Guests must not enter the mill"),
        ("In no case will the guild pay the toll.", "The guild will not pay the toll"),
        ("In no way does the guild warrant the scales.", "The guild does not warrant the scales"),
        ("The guild takes absolutely no responsibility for lost keys.",
         "The guild does not take responsibility for lost keys"),
        ("Absolutely no fires may be lit in the mill.", "Fires must not be lit in the mill"),
    ],
)  # fmt: skip
def test_what_denies_a_clause_is_its_not(sentence: str, expected: str, profile: str) -> None:
    assert _told(sentence, profile) == [expected]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The guild is under no circumstances liable for lost keys.", UNREAD),
        ("The guild is in no way liable for lost keys.", UNREAD),
        ("With no notice may the guild close the mill.", UNREAD),
        ("Only after the audit may the treasurer pay the toll.", OPENING_CUT),
        ("Only then may the tenant open the sluice.", OPENING_CUT),
        ("At no time may a guest read a letter, take photos or play games while milling.",
         LAST_CASE),
        ("The guild offers almost no refunds.", NO_INSIDE),
        ("The guild accepts virtually no risk.", NO_INSIDE),
    ],
)  # fmt: skip
def test_a_denial_that_is_not_read_keeps_its_fact_weak(sentence: str, why: str) -> None:
    assert reasons(sentence) == {why}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Only if the warden agrees may a tenant open the sluice.",
         ["tenant | may | open | sluice"]),
        ("The keeper must lend the key at no cost.", ["keeper | must | lend | key"]),
        ("The keeper must file the form in no case later than ten days after the audit.",
         ["keeper | must | file | form"]),
    ],
)  # fmt: skip
def test_what_only_bounds_a_clause_denies_nothing(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected


@pytest.mark.parametrize(
    "lead",
    ["Divers may under no circumstances:", "Divers must at no time:",
     "Under no circumstances may divers:", "In no case shall divers:"],
)  # fmt: skip
def test_items_below_a_denying_adverbial_are_not_shown(lead: str) -> None:
    assert _items(lead, "open the sluice;", "feed the eels.") == []


def test_items_keep_the_no_of_their_lead_in_over_failing() -> None:
    assert _items("No diver shall fail to:", "open the sluice;", "feed the eels.") == []
