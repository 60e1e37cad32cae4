"""Conditions, exceptions, restrictions, overrides, deadlines, frequencies and limits, each whole,
in its own slot and given to the verb it bounds."""

from __future__ import annotations

import pytest

from graph.model import Relation, Segment
from tests.unit.test_extraction_relations import read

Slots = dict[str, list[str]]


def slots(segment: Segment, relation: Relation) -> Slots:
    found: Slots = {}
    for kind, span in relation.qualifiers:
        found.setdefault(kind, []).append(segment.text[span.start : span.end])
    return found


def qualified(sentence: str) -> dict[str, Slots]:
    """The slots of each shown relation, by its predicate."""
    segment, found = read(("paragraph", sentence, 0))
    return {r.predicate: slots(segment, r) for r in found.relations if not r.why_weak}


@pytest.mark.parametrize(
    ("sentence", "predicate", "expected"),
    [
        ("The editor must return the proofs within 20 days after the contract is signed.",
         "return", {"deadline": ["within 20 days after the contract is signed"]}),
        ("The chemist must label the flask not less than two hours before the test begins.",
         "label", {"deadline": ["not less than two hours before the test begins"]}),
        ("Within 90 days after the trial is completed, the sponsor must submit a report.",
         "submit", {"deadline": ["Within 90 days after the trial is completed"]}),
        ("The officer must notify the owner without unreasonable delay and in no case later than "
         "60 calendar days after discovery of a leak.",
         "notify", {"deadline": ["without unreasonable delay and in no case later than "
                                 "60 calendar days after discovery of a leak"]}),
        ("The claim must be filed within 180 days of when the owner knew of the loss.",
         "be filed", {"deadline": ["within 180 days of when the owner knew of the loss"]}),
        ("The award must be rendered no later than one hundred twenty (120) days after the trial.",
         "be rendered",
         {"deadline": ["no later than one hundred twenty (120) days after the trial"]}),
        ("The pilot must file the plan by 5 p.m. on Friday.",
         "file", {"deadline": ["by 5 p.m. on Friday"]}),
        ("The judge must issue the ruling to all parties within 60 days of the trial.",
         "issue", {"recipient": ["to all parties"], "deadline": ["within 60 days of the trial"]}),
        ("The mate must check the lifeboats every two weeks.",
         "check", {"frequency": ["every two weeks"]}),
        ("The janitor must empty the bins nightly.", "empty", {"frequency": ["nightly"]}),
        ("The baker must clean the oven at least once a week.",
         "clean", {"frequency": ["at least once a week"]}),
        ("The lab must keep samples for two years from the date of receipt.",
         "keep", {"time": ["for two years from the date of receipt"]}),
        ("The trustee may not sell shares in excess of 100 units.",
         "sell", {"limit": ["in excess of 100 units"]}),
        ("The host may charge a cleaning fee up to 40 euros.",
         "charge", {"limit": ["up to 40 euros"]}),
        ("The fund typically buys bonds.", "buy", {"frequency": ["typically"]}),
        ("Despite clause 4, the seller must insure the cargo.",
         "insure", {"override": ["Despite clause 4"]}),
        ("Notwithstanding rule 9, if the lamp is red, the driver must stop the tram.",
         "stop", {"override": ["Notwithstanding rule 9"], "condition": ["if the lamp is red"]}),
        ("The ship must carry a doctor unless hired by the state, within 12 miles of the coast.",
         "carry", {"exception": ["unless hired by the state, within 12 miles of the coast"]}),
        ("The bursar may close the account if the fee is unpaid, except where the pupil is ill.",
         "close", {"condition": ["if the fee is unpaid"],
                   "exception": ["except where the pupil is ill"]}),
        ("The nurse must sign the chart when asked.", "sign", {"condition": ["when asked"]}),
        ("The member may not transfer the card without the consent of the club.",
         "transfer", {"restriction": ["without the consent of the club"]}),
        ("The licence may be used solely for training.",
         "be used", {"restriction": ["solely for training"]}),
        ("The doctor must give the patient a list of drugs, after removing duplicates.",
         "give", {"recipient": ["the patient"], "restriction": ["after removing duplicates"]}),
    ],
)  # fmt: skip
def test_a_qualifier_stands_whole_in_its_slot(
    sentence: str, predicate: str, expected: Slots
) -> None:
    assert qualified(sentence)[predicate] == expected


@pytest.mark.parametrize(
    ("sentence", "predicate", "kind"),
    [
        ("The host asks the guest if the room is warm.", "ask", "condition"),
        ("The price equalled the fair value immediately preceding the sale.", "equal", "deadline"),
        ("The clerk must not open the box before the noon bell.", "open", "deadline"),
        ("The bank is paid on a gross basis.", "be paid", "frequency"),
    ],
)
def test_what_only_looks_like_a_qualifier(sentence: str, predicate: str, kind: str) -> None:
    assert kind not in qualified(sentence).get(predicate, {})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In addition, if the tide is low, the pilot must stop the ship.",
         {"condition": ["if the tide is low"]}),
        ("(b) Unless otherwise agreed, the tenant must repair the roof.",
         {"exception": ["Unless otherwise agreed"]}),
        ("The vendor must advise the buyer immediately of any delay.",
         {"deadline": ["immediately"], "restriction": ["of any delay"]}),
    ],
)  # fmt: skip
def test_where_a_qualifier_begins_and_ends(sentence: str, expected: Slots) -> None:
    [found] = qualified(sentence).values()
    assert found == expected


def test_a_deadline_belongs_to_the_nearest_verb() -> None:
    found = qualified(
        "The auditor must keep the ledger and, no later than 14 days after the close of the year, "
        "file the return."
    )
    assert found == {
        "keep": {},
        "file": {"deadline": ["no later than 14 days after the close of the year"]},
    }
    both = qualified("The clerk must sign and return the form within 10 days of receipt.")
    assert both["return"] == {"deadline": ["within 10 days of receipt"]}
    assert both.get("sign") in (None, both["return"])


def test_an_exception_of_another_subject_is_not_shared() -> None:
    found = qualified(
        "Operators must pay taxes, and licences are not transferable, unless approved by the town."
    )
    assert found["pay"] == {}
    assert found["be"] == {"exception": ["unless approved by the town"]}


def test_what_a_condition_reports_is_no_fact() -> None:
    sentence = (
        "If the firms on whose behalf we hold stock deliver goods late, the depot may charge a fee."
    )
    _, found = read(("paragraph", sentence, 0))
    shown = [r.predicate for r in found.relations if not r.why_weak]
    assert shown == ["charge"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The daily log must be kept in the galley.",
        "The 30-day period begins on the date of receipt.",
    ],
)
def test_a_noun_keeps_its_own_measure(sentence: str) -> None:
    _, found = read(("paragraph", sentence, 0))
    kinds = {kind for relation in found.relations for kind, _ in relation.qualifiers}
    assert not kinds & {"deadline", "frequency"}


def _items(lead: str, item: str) -> list[Slots]:
    segment, found = read(("paragraph", lead, 0), ("list_item", f"- {item}", 1))
    return [slots(segment, r) for r in found.relations if not r.why_weak]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Create a copy of the record, when needed.", {"condition": ["when needed"]}),
        ("Train new divers within 30 days of their arrival.",
         {"deadline": ["within 30 days of their arrival"]}),
        ("Review the access list every week.", {"frequency": ["every week"]}),
    ],
)  # fmt: skip
def test_list_items_keep_their_qualifiers(item: str, expected: Slots) -> None:
    assert _items("The warden must:", item) == [expected]


def test_a_part_that_breaks_off_keeps_the_fact_back() -> None:
    assert qualified("The team will cooperate with and support all crews.").get("cooperate") is None


def test_an_aside_inside_an_anchor_stays_in_the_deadline() -> None:
    [found] = qualified(
        "Within 60 days after the time for submission of briefs, if permitted, has expired, the "
        "Board must serve a copy."
    ).values()
    assert found == {
        "deadline": [
            "Within 60 days after the time for submission of briefs, if permitted, has expired"
        ]
    }
