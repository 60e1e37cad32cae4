"""What is advised, what is to be checked, and words that an instruction or a cut sentence would
give to somebody else, are no facts."""

from __future__ import annotations

import pytest

from extraction.language.checked_clauses import CHECKED
from extraction.language.instruction_doubts import AGENT
from extraction.language.instructions import INVITES
from extraction.language.list_items import ADVISED
from extraction.language.opening_doubts import BEHIND_PREPOSITION
from tests.unit.test_extraction_relations import lines, read, reasons, shown

_ITEM = "Keep the lid closed at all times."


def _under(lead: str, item: str = _ITEM) -> tuple[list[str], set[str]]:
    segment, found = read(("paragraph", lead, 0), ("list_item", f"- {item}", 1))
    own = [r for r in found.relations if r.statement.start > len(lead)]
    kept = lines(segment, [r for r in own if not r.why_weak])
    return kept, {r.why_weak for r in own if r.why_weak}


@pytest.mark.parametrize(
    "lead",
    ["It is recommended to:", "You may want to:", "It is good practice to:", "You can:", "Try to:",
     "Keepers might consider the following:", "Some tips:", "Do not:"],
)  # fmt: skip
def test_an_instruction_below_advice_is_no_duty(lead: str) -> None:
    assert _under(lead) == ([], {ADVISED})


def test_an_instruction_below_a_plain_lead_in_is_none_that_is_advised() -> None:
    assert ADVISED not in _under("To avoid injury:")[1]
    assert ADVISED not in _under("Each keeper of a mill has these duties:")[1]


def test_a_rule_with_its_own_modal_stands_below_advice() -> None:
    kept, weak = _under("You can do this:", "The keeper must lock the gate.")
    assert (kept, weak) == (["keeper | must | lock | gate"], set())


def test_what_goes_on_from_advice_is_no_duty() -> None:
    assert reasons("Consider an oak barrel and clean the tap every week.") == {INVITES}
    assert shown("Lock the gate and clean the tap every week.") == ["tap | must | be cleaned"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Check to confirm that the disc is not cracked, and the pads are not worn to the mark.",
         []),
        ("Make sure that the lid is closed, and the valve is connected to the pump.", []),
        ("See to it that the tank is full, and the hose is connected to the tank.", []),
        ("The keeper must check that the lid is closed, and the valve is connected to the hose.",
         ["keeper | must | check | that the lid is closed"]),
        ("The audit confirmed that the tank holds 40 litres, and the hose is tied to the tank.",
         ["audit | none | confirm | that the tank holds 40 litres",
          "tank | none | hold | 40 litres", "hose | none | be tied to | tank"]),
        ("The keeper must check the lid, and the deputy must lock the gate.",
         ["keeper | must | check | lid", "deputy | must | lock | gate"]),
    ],
)  # fmt: skip
def test_what_is_to_be_checked_is_not_shown(sentence: str, expected: list[str]) -> None:
    assert shown(sentence) == expected


def test_why_what_is_to_be_checked_is_weak() -> None:
    assert reasons("Make sure the lid is closed and the valve is open.") == {CHECKED}


@pytest.mark.parametrize(
    "sentence",
    ["With the key of the gate can be opened.",
     "Before opening of the gate must be checked by the keeper.",
     "For members of the guild must pay a toll."],
)  # fmt: skip
def test_a_subject_behind_a_preposition_that_nothing_holds_is_cut(sentence: str) -> None:
    assert reasons(sentence) == {BEHIND_PREPOSITION}


@pytest.mark.parametrize(
    "sentence",
    ["After the audit, the keeper must lock the gate.",
     "In the mill, the keeper must lock the gate.", "During a fair the keeper must lock the gate."],
)  # fmt: skip
def test_a_subject_behind_a_whole_phrase_is_not_cut(sentence: str) -> None:
    assert shown(sentence) == ["keeper | must | lock | gate"]


def test_who_stands_behind_by_is_not_who_is_told() -> None:
    assert reasons("Do not tolerate bad language by guests.") == {AGENT}
    assert reasons("Applaud good play by visiting crews as well as your own.") == {AGENT}
    assert shown("Return the key by 5 pm every day.") == ["key | must | be returned"]
    assert AGENT not in reasons("Clear the drain by slowly turning the crank every week.")
    assert shown("Wash the sieve by hand every week.") == ["sieve | must | be washed"]
