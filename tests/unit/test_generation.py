"""The evidence card: what is asked, what is quoted, what stands beside it, what is refused.

Contexts are made by the product's own reader, chunker and sentence units; in place of an embedder,
a sentence is as near to the question as the words they share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_contexts import COMPLAINTS, HANDBOOK, HOSTILE, SOP, context, document

from extraction.documents.chunks import chunk
from extraction.documents.sentences import sentences_of
from generation import answer
from generation.checks.citation_checks import verify
from generation.evidence.answer_spans import answer_spans
from generation.evidence.short_forms import expanded, short_forms
from generation.policy import Signs, log_odds
from generation.question.analysis import analyse
from generation.question.answer_types import AnswerType
from generation.question.named_things import names_held
from graph.model import (
    EVERYTHING,
    Answer,
    Citation,
    Context,
    DraftSentence,
    Span,
)
from graph.outline import Outline
from graph.projection import ChunkIndex
from graph.tokens import words


def quotes(card: Answer) -> str:
    return " ".join(" ".join(sentence.text.split()) for sentence in card.sentences)


# --- the question ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How soon must an event be reported?", "duration"),
        ("For how many years do we keep the file?", "duration"),
        ("What is the time limit for an answer?", "duration"),
        ("How often are suppliers audited?", "duration"),
        ("By what date must the packs be exchanged?", "date"),
        ("When was the plant built?", "date"),
        ("What do we pay for a pump?", "amount"),
        ("What score is needed to pass?", "percent"),
        ("How many people live there?", "number"),
        ("Who signs the report?", "person"),
        ("Where are paper records kept?", "place"),
        ("What counts as a breach?", "definition"),
        ("What is CAPA short for?", "definition"),
        ("What must the notice include?", "list"),
        ("Which details does an entry need?", "list"),
        ("In what circumstances may we audit?", "condition"),
        ("Why was the visit cancelled?", "reason"),
        ("May a nurse visit alone?", "yes_no"),
        ("We lost a key. How soon must we say so?", "duration"),
        ("", "other"),
    ],
)
def test_type_of_answer(question: str, expected: str) -> None:
    assert analyse(question).expected == expected


def test_names_of_a_question() -> None:
    names = analyse("How long may the Beacon hub of Oakhythe Cells in IR-2031 be off?").names
    assert names == ("Beacon", "Oakhythe Cells", "IR-2031")
    assert analyse("What is the limit for a level 3 complaint?").names == ("level 3",)


def test_a_name_whose_letter_is_a_stop_word_is_matched_as_written() -> None:
    held = frozenset(words("Class C events"))
    assert names_held(("Class A",), "Class C events", held) == frozenset()
    assert names_held(("Class A",), "all class A events", held) == {"Class A"}


# --- spans and short forms ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("duration", "no later than 60 days after receipt", ["no later than 60 days"]),
        ("duration", "a 30-day period and every 12 months", ["30-day", "every 12 months"]),
        ("duration", "a second pump", []),
        ("date", "opened on 2 May 2025, due 2025-06-30", ["2 May 2025", "2025-06-30"]),
        ("amount", "costs EUR 41.50 or $5 million", ["EUR 41.50", "$5 million"]),
        ("percent", "at least 90 percent", ["90 percent"]),
        # a range is one value: either end alone would be another
        ("duration", "Crutches are needed for 1–3 weeks.", ["for 1–3 weeks"]),
        ("duration", "Keep it two to four years.", ["two to four years"]),
        ("duration", "It lasts between 2 and 4 days.", ["between 2 and 4 days"]),
        ("amount", "A berth costs $5 to $10.", ["$5 to $10"]),
        ("amount", "A berth costs 5-10 euros.", ["5-10 euros"]),
        ("percent", "Dues rise by 5–10 % a year.", ["5–10 %"]),
    ],
)
def test_spans_by_form(kind: str, text: str, found: list[str]) -> None:
    spans = answer_spans(kind, text)  # type: ignore[arg-type]
    assert [item.text for item in spans] == found
    assert all(text[item.span.start : item.span.end] == item.text for item in spans)


def test_short_forms_are_those_the_text_introduces() -> None:
    forms = short_forms(["The Field Safety Notice (FSN) and the Board (which meets)."])
    assert list(forms) == ["fsn"]
    assert expanded(["fsn"], forms) >= set(words("field safety notice"))
    assert "fsn" in expanded(words("a safety notice of the field"), forms)


# --- the card ----------------------------------------------------------------------------------


def test_an_empty_context_is_not_found_and_says_what_was_searched() -> None:
    card = answer(Context("Who signs?", (), (), EVERYTHING, "generation-1", 3))
    assert card.state == "not_found"
    assert card.sentences == () and card.headline is None
    assert any("3 documents were searched" in line for line in card.missing)
    assert not any("generation-1" in line for line in card.missing)  # that is in the manifest


def test_a_length_of_time_is_the_headline_with_what_it_counts_from() -> None:
    card = answer(context("How soon must Class B events be reported?", sop=SOP))
    assert card.state == "answered"
    assert card.headline is not None
    text = " ".join(card.headline.text.split())
    assert text == "within 24 hours of becoming aware of the event"
    assert "Class B events must be reported" in quotes(card)


def test_a_list_is_quoted_with_its_lead_in_and_all_items() -> None:
    card = answer(context("What must the entry in the event log contain?", sop=SOP))
    roles = [sentence.role for sentence in card.sentences]
    lead_in = roles.index("lead_in")
    items = [s for s in card.sentences if s.role == "item"]
    assert [item.parent for item in items] == [lead_in] * 3
    assert "serial number" in items[0].text and "reported it" in items[2].text


BOOKING = """# Booking

## 1 What a booking of the slipway must contain

A booking of the slipway must contain the following:

- the boat, as follows:
  - its name and its length;
  - its weight, and the keel's depth;
- the day of the booking.
"""


def test_an_item_hangs_under_the_item_that_holds_it() -> None:
    card = answer(context("What must a booking of the slipway contain?", booking=BOOKING))
    said = [sentence.text for sentence in card.sentences]
    above = {s.text: said[s.parent] for s in card.sentences if s.parent is not None}
    boat, keel = "the boat, as follows:", "its weight, and the keel's depth;"
    assert above[keel] == boat
    assert (
        above[boat]
        == above["the day of the booking."]
        == "A booking of the slipway must contain the following:"
    )


REPAIRS = """# Repairs

## 1 Time

The workshop must act on a request for repair no later than 30 days after receipt of it as follows.

- If it accepts the request, it must name the engineer, the bench, the spare parts and the day on
  which the work begins, and send the owner a written note of all four.
- If it refuses the request, it must give its reasons in writing, name the person who decided, and
  say where the owner can complain and how long that will take.
"""
DELAYS = """# Delays

Where the workshop cannot act on a request for repair in that time, it may act on the request
within a further 10 days.
"""


def test_what_a_time_is_counted_from_ends_before_its_list() -> None:
    asked = "Within what time must the workshop act on a request for repair?"
    card = answer(context(asked, repairs=REPAIRS))
    assert card.headline is not None
    assert card.headline.text == "no later than 30 days after receipt of it"


def test_a_time_whose_list_is_too_long_still_stands_on_the_card() -> None:
    asked = "Within what time must the workshop act on a request for repair?"
    card = answer(context(asked, delays=DELAYS, repairs=REPAIRS), words=60)
    assert "further 10 days" in quotes(card)
    assert "no later than 30 days" in quotes(card)


FINES = """# Fines

The board may not fine a carrier

- where the delay was caused by weather,
  - by more than 100 crowns for a parcel;
  - by more than 900 crowns for a pallet;
- where the carrier gave notice in time, by more than 50 crowns.
"""


def test_what_stands_two_levels_above_an_item_is_quoted_with_it() -> None:
    card = answer(context("How many crowns for a pallet?", fines=FINES))
    said = [" ".join(sentence.text.split()) for sentence in card.sentences]
    at = next(i for i, text in enumerate(said) if "900 crowns" in text)
    above = []
    parent = card.sentences[at].parent
    while parent is not None:
        above.append(said[parent])
        parent = card.sentences[parent].parent
    assert above == ["where the delay was caused by weather,", "The board may not fine a carrier"]


def test_a_title_is_no_lead_in() -> None:
    titled = FINES.replace("The board may not fine a carrier", "Fines by the board.")
    card = answer(context("How many crowns for a pallet?", fines=titled))
    assert "900 crowns" in quotes(card) and "Fines by the board" not in quotes(card)


def test_an_enumerator_cut_off_by_the_sentence_splitter_is_no_sentence() -> None:
    one = document(
        "fines.md", "# Fines\n\nThe board may not fine a carrier:\n\n- (a) late by a day;\n"
    )
    start = one.text.index("(a)")
    words_of_it = Span(start + 4, one.text.index(";") + 1)
    chunks = chunk(one, lambda parts: [len(part.split()) for part in parts], max_tokens=64)
    outline = Outline(one.text, one.blocks)
    found = sentences_of(one, outline, ChunkIndex(chunks), [Span(start, start + 3), words_of_it])
    assert [sentence.span for sentence in found] == [words_of_it]
    assert found[0].lead_in is not None
    assert outline.quote(found[0].lead_in) == "The board may not fine a carrier:"
    assert found[0].text == "The board may not fine a carrier: late by a day;"


def test_a_sentence_that_introduces_a_list_contradicts_nothing() -> None:
    duty = "The carrier must report a lost parcel to the board within {} days"
    told = f"# A\n\n{duty.format(5)}.\n"
    other = f"# B\n\n{duty.format(9)}:\n\n- if it was sent abroad.\n"
    card = answer(context("When must the carrier report a lost parcel?", a=told, b=other))
    assert "within 5 days" in quotes(card) and "within 9 days" in quotes(card)
    assert "conflict" not in {sentence.role for sentence in card.sentences}
    flat = answer(
        context(
            "When must the carrier report a lost parcel?",
            a=told,
            b=other.split("days:")[0] + "days.\n",
        )
    )
    assert "conflict" in {sentence.role for sentence in flat.sentences}


def test_a_table_row_is_quoted_with_its_column_heads() -> None:
    card = answer(context("How long is the retention period of a complaint file?", sop=SOP))
    assert "Record: Complaint file · Owner: Coordinator · Retention period: 7 years" in quotes(card)
    row = next(s for s in card.sentences if "Complaint file" in s.text)
    cited = [citation.quote for citation in row.citations]
    assert "Retention period" in cited and any("7 years" in quote for quote in cited)
    assert card.headline is not None and card.headline.text == "7 years"


CLASSES = """# Reports

| Class | Event | Days |
|---|---|---|
| A | Leak | 9 |
| B | Flood | 6 |
"""


def test_a_number_under_a_head_that_names_its_unit_is_a_length_of_time() -> None:
    asked = "Flood reports: how many days?"
    card = answer(context(asked, Classes=CLASSES))
    assert card.headline is not None and card.headline.text == "6"
    assert "Class: B · Event: Flood · Days: 6" in quotes(card)


BREAKS = """# Breaks

| Worker | Day shift | Night shift |
|---|---|---|
| Miller | 30 minutes | 45 minutes |
| Carter | 20 minutes | 25 minutes |
"""


def test_of_several_values_in_a_row_the_one_under_the_head_that_is_asked_for() -> None:
    card = answer(context("How long is the break of the carter on the night shift?", B=BREAKS))
    assert card.headline is not None and card.headline.text == "25 minutes"
    card = answer(context("How long is the break of the carter?", B=BREAKS))
    assert card.headline is None and "Carter · Day shift: 20 minutes" in quotes(card)


CRATES = """# Crates

| Crate | Carrier | Weight |
|---|---|---|
| C-203 | Brandl | 33 kg |
"""


def test_a_number_in_a_code_or_of_something_else_is_no_count() -> None:
    card = answer(context("How many crates does Brandl carry?", Crates=CRATES))
    assert card.headline is not None
    assert (card.headline.text, card.headline.role) == ("1", "computed")  # one row, not 33 or 203
    weight = answer(context("How many kg is the weight of C-203?", C=CRATES))
    assert weight.headline is not None
    assert weight.headline.text == "33 kg"


def test_a_row_that_is_not_asked_about_gives_no_number() -> None:
    card = answer(context("Within how many days must an earthquake be reported?", C=CLASSES))
    assert card.headline is None


def test_the_first_words_below_a_heading_that_asks_the_question_answer_it() -> None:
    text = "# Boiler\n\n## Who may open the steam valve?\n\nOnly the shift engineer.\n"
    card = answer(context("Who may open the steam valve?", Boiler=text))
    assert card.state != "not_found" and "Only the shift engineer." in quotes(card)


def test_a_definition_is_of_the_term_that_was_asked_for() -> None:
    card = answer(context("What counts as a notifiable breach?", sop=SOP))
    assert card.headline is not None
    assert card.headline.text.startswith("a data breach that is likely")
    other = answer(context("What counts as a notifiable event?", sop=SOP))
    assert other.headline is None


def test_documents_that_disagree_are_both_shown() -> None:
    card = answer(
        context("How quickly must a complaint be acknowledged?", a=COMPLAINTS, b=HANDBOOK)
    )
    roles = {sentence.role for sentence in card.sentences}
    assert "conflict" in roles
    assert "three working days" in quotes(card) and "five working days" in quotes(card)


def test_text_in_a_document_is_never_an_instruction() -> None:
    question = "How quickly must a complaint be acknowledged?"
    plain = answer(context(question, a=COMPLAINTS))
    card = answer(context(question, a=COMPLAINTS, b=HOSTILE))
    assert card.headline is not None and plain.headline is not None
    assert card.headline.text == plain.headline.text == "within three working days of receipt"


def test_an_exception_in_the_same_section_stands_beside_what_it_limits() -> None:
    text = (
        "# Policy\n\n## 1 Visits\n\n(a) A nurse must be accompanied on 5 visits.\n\n"
        "(b) Paragraph (a) does not apply to trainers.\n\n## 2 Cars\n\nCars are blue.\n"
    )
    card = answer(context("On how many visits must a nurse be accompanied?", policy=text))
    exception = next(s for s in card.sentences if "does not apply" in s.text)
    if exception.role == "exception":
        assert exception.parent is not None
        assert "5 visits" in card.sentences[exception.parent].text


def test_nothing_is_claimed_where_the_name_asked_about_is_nowhere() -> None:
    card = answer(context("How many days does Thornquay Assessment take to approve?", sop=SOP))
    assert card.state == "not_found"
    assert card.headline is None
    assert any("Thornquay Assessment" in line for line in card.missing)


def test_a_form_that_is_nowhere_is_named_as_missing() -> None:
    card = answer(context("What fine is due for a late report of an event?", sop=SOP))
    assert card.state != "answered" and card.headline is None
    assert any("an amount of money" in line for line in card.missing)


@pytest.mark.parametrize("limit", [30, 80, 150])
def test_a_card_is_about_as_long_as_was_asked(limit: int) -> None:
    card = answer(context("How must Class B events be reported?", sop=SOP, b=HANDBOOK), words=limit)
    first = len(card.sentences[0].text.split()) if card.sentences else 0
    assert sum(len(s.text.split()) for s in card.sentences) <= max(limit, first) * 1.1


def test_the_same_context_gives_the_same_card() -> None:
    one = context("How soon must Class B events be reported?", sop=SOP, b=HANDBOOK)
    first, second = answer(one), answer(one)
    assert replace(first, milliseconds={}) == replace(second, milliseconds={})


def test_sentences_stand_in_text_order_within_a_document() -> None:
    card = answer(context("How must events be reported and kept?", sop=SOP))
    starts = [s.citations[0].start for s in card.sentences if s.role == "sentence"]
    assert starts == sorted(starts)


def test_every_citation_of_a_card_is_verbatim() -> None:
    one = context("How soon must events be reported?", sop=SOP, b=HANDBOOK)
    text = {p.document.version: p.document.text for p in one.passages}
    card = answer(one)
    assert card.sentences
    for sentence in [*card.sentences, *([card.headline] if card.headline else [])]:
        assert sentence.citations
        for c in sentence.citations:
            assert text[c.version][c.start : c.end] == c.quote
    assert card.refused == ()


def test_more_of_any_sign_never_speaks_against_an_answer() -> None:
    low = Signs(0.2, 0.2, 0.2, 0.0)
    for name in ("cosine", "relation", "names", "form"):
        assert log_odds(replace(low, **{name: 1.0})) >= log_odds(low)


# --- verification ------------------------------------------------------------------------------


def draft(text: str, role: str = "sentence", **changes: object) -> tuple[DraftSentence, Context]:
    one = context("Who?", a=COMPLAINTS)
    source = one.passages[0].document
    start = source.text.index("Every complaint")
    quote = source.text[start:].rstrip()
    citation = Citation(
        document=source.id,
        version=source.version,
        start=start,
        end=start + len(quote),
        quote=quote,
        chunk=one.passages[0].chunk.id,
    )
    return DraftSentence(text, (replace(citation, **changes),), role), one  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "changes", "why"),
    [
        ("Every complaint", {"quote": "Every complaint is ignored"}, "differs"),
        ("Every complaint", {"end": 10**6}, "outside"),
        ("Every complaint", {"version": "other@0"}, "not among"),
        ("Within 4 working days", {}, "number 4"),
        ("Ask the Safety Officer", {}, "name"),
    ],
)
def test_what_the_citation_does_not_hold_is_refused(
    text: str, changes: dict[str, object], why: str
) -> None:
    sentence, reason = verify(*draft(text, **changes))
    assert sentence is None
    assert why in reason


def test_a_sentence_without_citation_is_refused() -> None:
    assert verify(DraftSentence("Yes.", ()), draft("x")[1])[1] == "no citation"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("within three working days", True),
        ("three  working\ndays", True),
        ("within nine working days", False),
        ("Yes: must be acknowledged in writing", True),
        ("No: must be acknowledged in writing", False),
    ],
)
def test_a_headline_is_verbatim_and_its_yes_or_no_agrees_with_the_words(
    text: str, holds: bool
) -> None:
    sentence, _ = verify(*draft(text, "headline"))
    assert (sentence is not None) is holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port paid EUR 6.1 million for quays.", "EUR 6.1 million"),
        ("The port paid EUR 6.1 million\nfor quays.", "EUR 6.1 million"),
        ("The port paid EUR 5 to 6 billion.", "EUR 5 to 6 billion"),
        ("The port paid EUR 6.1 to millions of sailors.", "EUR 6.1"),
    ],
)
def test_an_amount_behind_a_currency_has_its_scale(text: str, expected: str) -> None:
    assert [found.text for found in answer_spans("amount", text)] == [expected]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("duration", "It runs for 3 1/2 years.", "for 3 1/2 years"),
        ("number", "add 5 1/2 kg", "5 1/2"),
        ("amount", "it costs $5 1/2 a day", "$5 1/2"),
    ],
)
def test_a_fraction_is_one_number(kind: AnswerType, text: str, expected: str) -> None:
    assert [found.text for found in answer_spans(kind, text)] == [expected]
