"""Slots as the text binds them: alternatives, set-off participles, brackets, and what points
back."""

from __future__ import annotations

import pytest

from extraction.language.slot_checks import with_alternatives
from graph.model import Span
from tests.unit.test_clause_roles import read, roles


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The clinic may release your record as required by the statute, or in response to a court "
         "order.",
         {"source": "as required by the statute, or in response to a court order"}),
        ("The clerk must report the loss to the mayor or to the sheriff.",
         {"recipient": "to the mayor or to the sheriff"}),
        ("A dealer, holding a licence for selling spirits, may open a bar.",
         {"restriction": "holding a licence for selling spirits"}),
        ("A brewer, licensed by the county, must file a plan.",
         {"restriction": "licensed by the county"}),
        ("The club may offer a small locker, termed a “Day Box”, to permit guests to store coats.",
         {"restriction": "termed a “Day Box”, to permit guests to store coats"}),
        ("The innkeeper must keep the register (unless the county waives the duty).",
         {"exception": "unless the county waives the duty"}),
        ("The chart may be read (upon payment of a fee) by any guest.",
         {"condition": "upon payment of a fee", "source": "by any guest"}),
        ("The board will issue a ruling, after such hearings as the board orders.",
         {"time": "after such hearings as the board orders"}),
    ],
)  # fmt: skip
def test_a_slot_is_whole(sentence: str, expected: dict[str, str]) -> None:
    assert roles(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The merger will affect the budget of the harbour and the impact (if any) on the pilots.",
        "The clerk must pay the tax (if any).",
        "The society may give them access to the archive.",
        "The society may sell the boat to it.",
        "In such cases, the warden may close the gate.",
        "In this case, the warden may close the gate.",
        "The factors described above may delay the voyage.",
        "These bakers or millers may enter the yard.",
        "The sexton sold these bells and ropes.",
    ],
)
def test_a_fact_is_weak_whose_slot_or_noun_points_elsewhere(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The porter may store the guest's name and address.", ["guest's name and address"]),
        ("The kiosk may keep your Halden user name and password.",
         ["Halden user name and password"]),
        ("The kiosk may keep your name and address.", ["name", "address"]),
    ],
)  # fmt: skip
def test_an_owner_or_name_is_said_of_all_joined_nouns(sentence: str, expected: list[str]) -> None:
    spans = [relation.object for relation in read(sentence)]
    assert [sentence[span.start : span.end] for span in spans if span] == expected


def test_alternatives_of_another_measure_stay_apart() -> None:
    text = "within 5 days or with consent"
    slots = (("deadline", Span(0, 13)), ("manner", Span(17, 29)))
    assert with_alternatives(text, slots) == slots
    joined = with_alternatives(text, (("condition", Span(0, 13)), ("manner", Span(17, 29))))
    assert joined == (("condition", Span(0, 29)),)
