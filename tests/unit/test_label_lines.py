"""Lines of a label and its value, as forms and data sheets have them: each answers a question about
its label, in any case of letters, and no other."""

from __future__ import annotations

import pytest
from markdown_contexts import context

from extraction.documents.readers import read
from generation import answer
from generation.evidence.label_lines import label_line
from generation.evidence.noise import is_noise
from graph.model import Answer, Source

WARD = """# Record sheet of ward 7

ATTENDING PHYSICIAN: DR LEONIE BRANDT

RELIEF PHYSICIAN: DR OLE STEIN

NEXT OF KIN: MARIUS KOLB

**Blood group:** B positive

Length of stay – 5 days

Visiting time: 2 to 6 in the afternoon
"""
LEASE = """# Lease of the workshop in Mill Lane

LANDLORD: FERNHILL ESTATES LTD

TENANT: BRASS AND REED INSTRUMENTS LTD

Guarantor: Helen Moss

MONTHLY RENT: 1,450 POUNDS

DEPOSIT: 2,900 POUNDS

Agent – Crook and Sons

## 1 Use

1.1 The tenant may use the workshop for the repair of instruments.
"""
PUMP = """# Data sheet of the garden pump

MANUFACTURER: RIVO WERKE AG

Service partner: Hydra Repairs

WARRANTY PERIOD: 2 YEARS

Delivery time: 10 days
"""
TEXTS = {"ward": WARD, "lease": LEASE, "pump": PUMP}


def asked(name: str, question: str) -> Answer:
    return answer(context(question, **{name: TEXTS[name]}))


@pytest.mark.parametrize(
    ("name", "question", "said"),
    [
        ("ward", "Who is the attending physician?", "DR LEONIE BRANDT"),
        ("ward", "Who is the relief physician?", "DR OLE STEIN"),
        ("ward", "What is the blood group?", "B positive"),
        ("ward", "How long is the length of stay?", "5 days"),
        ("ward", "When is visiting time?", "2 to 6 in the afternoon"),
        ("lease", "Who is the landlord?", "FERNHILL ESTATES LTD"),
        ("lease", "Who is the tenant?", "BRASS AND REED INSTRUMENTS LTD"),
        ("lease", "How much is the monthly rent?", "1,450 POUNDS"),
        ("lease", "How much is the deposit?", "2,900 POUNDS"),
        ("lease", "Who is the agent?", "Crook and Sons"),
        ("pump", "Who is the manufacturer of the pump?", "RIVO WERKE AG"),
        ("pump", "How long is the warranty period?", "2 YEARS"),
    ],
)
def test_the_value_of_the_label_that_is_asked_for_is_the_headline(
    name: str, question: str, said: str
) -> None:
    card = asked(name, question)
    assert card.state == "answered"
    assert card.headline is not None
    assert card.headline.text == said


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("ward", "Who is the chief surgeon?"),
        ("ward", "Who is the head nurse?"),
        ("lease", "Who is the architect?"),
        ("lease", "Who is the insurer?"),
        ("pump", "Who is the designer?"),
        ("pump", "Who is the importer of the pump?"),
    ],
)
def test_no_line_answers_for_another_label(name: str, question: str) -> None:
    assert asked(name, question).state not in ("answered", "partly_answered")


def test_an_identifier_in_a_form_says_of_what_its_lines_speak() -> None:
    form = "# Sales\n\nOrder: ORD-5521-19\n\nHall: Rex\n\nCashier: Ivo Lang\n"
    card = answer(context("Who was the cashier of order ORD-5521-19?", sales=form))
    assert card.state == "answered"
    assert card.headline is not None
    assert card.headline.text == "Ivo Lang"


def test_a_name_with_a_dash_says_not_where_it_is() -> None:
    card = answer(context("Where is Oslo?", ferries="# Ferries\n\nOslo – Bergen\n"))
    assert card.headline is None


def test_two_values_of_one_label_are_no_answer() -> None:
    both = {"one": "# Pump A\n\nImporter: Delta Gardens\n", "two": "# Pump B\n\nImporter: Vance\n"}
    card = answer(context("Who is the importer?", **both))
    assert card.headline is None


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("MANUFACTURER: HOLM PUMPS LTD", "MANUFACTURER", "HOLM PUMPS LTD"),
        ("**Ward**: 7", "Ward", "7"),
        ("1.2 Notice period: 3 months.", "Notice period", "3 months"),
        ("FEE (per day): 5 euros", "FEE (per day)", "5 euros"),
        ("Open: 9 a.m. to 5 p.m.", "Open", "9 a.m. to 5 p.m."),
    ],
)
def test_a_label_line(text: str, label: str, value: str) -> None:
    found = label_line(text)
    assert found is not None
    assert (found.label, text[found.value.start : found.value.end]) == (label, value)
    assert not is_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        "PART II: DUTIES",
        "Note: The pump must stand upright.",
        "The boat – a dinghy – sank.",
        "Cover: see section 4",
        "The board meets on Monday.",
        "Monday – Friday: 9 to 5",
        "Compost – the gardener turns it every month.",
    ],
)
def test_no_label_line(text: str) -> None:
    assert label_line(text) is None


def test_a_label_in_capitals_is_no_heading_of_plain_text() -> None:
    text = "LOAN SHEET\n\nLENDER: NORTH BANK\n\nTERM: 5 YEARS\n\nDUTIES\n\nThe lender keeps it.\n"
    found = read(Source("a", text.encode(), ".txt", "a"), max_document_chars=10**6)
    heads = [text[b.span.start : b.span.end] for b in found.blocks if b.kind == "heading"]
    assert heads == ["LOAN SHEET", "DUTIES"]
