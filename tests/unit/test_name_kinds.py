"""Kinds of names come from evidence, and what names nothing is not shown. Sentences are our own,
from several domains."""

from __future__ import annotations

import pytest

from extraction.language.entity_mentions import Namer
from extraction.language.kind_evidence import head_of, kind_by_words
from extraction.profile import load_profile
from extraction.resolution.generic import is_compound, is_generic, is_term, is_titled
from extraction.resolution.in_one_document import stands_for
from extraction.resolution.junk import is_fragment, is_joined, is_read_on
from graph.model import Mention, Span
from tests.unit.test_firm_and_person_names import read, resolved


def shown(*texts: str) -> dict[str, str]:
    """Name -> kind of the entities shown of documents with these texts."""
    whole, _ = resolved(*texts)
    return {e.name: e.kind for e in whole.entities if e.status == "shown"}


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("Harbour Safety Board", "Organization"), ("Orchard Dairy Ltd.", "Organization"),
        ("Department of Fisheries", "Organization"), ("Board of Directors", "Organization"),
        ("Lake Vessen", "Term"), ("Vessen River", "Location"), ("Norway", "Location"),
        ("City of Vessen", "Location"), ("Seed Certification Act", "Law"),
        ("Section 12 of the Seed Act", "Law"), ("Section 12 of the Lease", "Term"),
        ("Source Code", "Term"), ("Dr. Amal Rashid", "Person"), ("Board Meetings", "Term"),
        ("harbour board", "Term"), ("Brands and Products", "Term"), ("KELP", "Term"),
    ],
)  # fmt: skip
def test_the_words_of_a_name_show_its_kind(surface: str, kind: str) -> None:
    assert kind_by_words(surface) == kind


@pytest.mark.parametrize(
    ("surface", "head"),
    [("Board of Directors", "Board"), ("distributor of other products", "distributor"),
     ("marks or products", ""), ("Equipment and Products", ""), ("audit report", "report")],
)  # fmt: skip
def test_the_head_decides_not_the_last_word(surface: str, head: str) -> None:
    assert head_of(surface) == head


def test_the_profile_goes_by_the_head_too() -> None:
    namer = Namer(load_profile("general"))
    assert namer.kind_of("annual report") == "Document"
    assert namer.kind_of("effective date of this agreement") == "Term"
    assert namer.kind_of("software") == "Product"


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("token issuer company", "Term"), ("ballast systems", "Term"),
        ("Dredging Companies", "Term"),
        ("growth hormone regulation", "Term"), ("ballast system", "Term"),
        ("ballast pump", "Product"),
        ("NDA signing authority", "Term"),
        ("Member Companies of the Vessen League", "Organization"),
        ("Dredging Company", "Organization"), ("audit reports", "Document"),
    ],
)  # fmt: skip
def test_a_word_for_any_of_its_sort_has_no_kind_of_one_thing(surface: str, kind: str) -> None:
    assert Namer(load_profile("general")).kind_of(surface) == kind


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("Thomas Reed is a pilot of the west harbour.", "Thomas Reed", "Person"),
        ("Kelpworks, a Delaware corporation, leases the pier.", "Kelpworks", "Organization"),
        ("Quillon, a manufacturer of seals, sued the port.", "Quillon", "Organization"),
        ("The plant in Taicang, China, was closed in May.", "Taicang", "Location"),
        ("The office is in Norway and the archive in Texas.", "Texas", "Location"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_shows_its_kind(text: str, surface: str, kind: str) -> None:
    assert {m.surface: m.kind for m in read(text).mentions}[surface] == kind


@pytest.mark.parametrize(
    "text",
    ["Press Cloud Console to restart the crane.", "The Continuous Status ends with the lease.",
     "Open the Product Settings Admin page in Brewtool.", "The Career Framework lists all levels.",
     "Everyone knows Max Starling Dam.", "Nelson Airport lies outside the park.",
     "It was signed by the Senior Vice President, a lawyer."],
)  # fmt: skip
def test_without_evidence_a_name_is_a_term(text: str) -> None:
    assert {m.kind for m in read(text).mentions} <= {"Term"}


@pytest.mark.parametrize(
    "name",
    ["existing standards", "sufficient information", "required statements", "timely action",
     "significant capital investment", "predefined intervals", "separate statement",
     "nearby ballast tanks", "enough kelp spores", "remaining dredging permits"],
)  # fmt: skip
def test_adjectives_that_fit_anything_make_no_name(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    ["injunctive relief", "good faith", "material weakness", "ballast water", "seed licence"],
)
def test_terms_are_not_generic(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize(
    "piece",
    ["Join Ballast Meeting", "Via Dockyard", "Exhibit B hereto", "lost/stolen laptop",
     "e.g. Kelptool", "Harbour Harbour", "request for the stipend", "3rd party",
     "gunwale Exposure", "tank samples Surveillance", "Kelp Pump Kelp Pump Slowly",
     "Will The Kelp Club", "6.2.1.Guidance.2", "Restricted Piers.2", "Kelp Bank Attn",
     "tank samples Ballast pump", "TIP Kelp technology", "I – III",
     "Mooring With Your", "mooring permit Permit",
     "Standard of Dock Accounting No", "Pier Street P.O. Box"],
)  # fmt: skip
def test_pieces_of_a_line_are_fragments(piece: str) -> None:
    assert is_fragment(piece, parsed_only=True)


@pytest.mark.parametrize(
    "name",
    [
        "Dock Securities: Described",
        "Board as Harbour Permit",
        "Nora & Olga",
        "ARTICLE XVII",
        "Exhibit B",
        "Rights or Options",
        "Dock Team, Optional",
        "Jira - Admin",
    ],
)
def test_two_things_and_places_in_a_document_are_no_name(name: str) -> None:
    assert is_joined(name)


@pytest.mark.parametrize(
    ("name", "read_on"),
    [("Piers Communicate", True), ("Types Renal", True), ("Pier Committee", False),
     ("Kelpo Connect", False), ("Orchard Dairy Limited", False),
     ("Performance Power Problem Process Product", True)],
)  # fmt: skip
def test_a_title_that_ends_in_no_noun_was_read_on(name: str, read_on: bool) -> None:
    assert is_read_on(name) is read_on


def test_a_small_word_before_a_title_and_a_plural_acronym_run_into_nothing() -> None:
    assert not is_fragment("amended Mooring Rules", parsed_only=True)
    assert not is_fragment("kelp satellite RNAs", parsed_only=True)


@pytest.mark.parametrize(
    ("name", "compound"),
    [("hotel lobby", False), ("military rank", False), ("jacket pocket", False),
     ("basis swaps", True), ("mako shark", True), ("RFID tag", True)],
)  # fmt: skip
def test_everyday_words_alone_make_no_term_that_is_used_once(name: str, compound: bool) -> None:
    assert is_compound(name) is compound


def test_a_condition_or_a_substance_is_a_term_of_its_field_where_it_is_used_once() -> None:
    names = shown("The crew had blood cancer. The guests sat in the hotel lobby.")
    assert "blood cancer" in names
    assert "hotel lobby" not in names


def test_terms_compounds_and_titles() -> None:
    assert is_term("ballast water")
    assert not is_term("other water")
    assert not is_term("outlined ballast")
    assert is_compound("rebuttal witnesses")
    assert not is_compound("tax matters")
    assert is_titled("Employment Verification Letter")
    assert not is_titled("BALLAST WATER")
    assert not is_titled("Ballast water")


def test_a_single_noun_is_shown_where_it_is_a_process_or_used_as_a_term() -> None:
    text = "The skipper pays the costs. Costs rise. The request covers costs. Ballast is salt. "
    text += "Ballast is heavy. The crew drains ballast. Encryption is needed. "
    text += "They want encryption. The pump needs no encryption. "
    text += "We pay the Skimmer. They ask the Skimmer."
    names = shown(text)
    assert not {"costs", "cost", "Costs", "request"} & names.keys()
    assert not {"ballast", "Ballast", "crew", "skipper"} & names.keys()
    assert names.keys() >= {"encryption", "Skimmer"}


def test_a_common_noun_with_a_capital_inside_sentences_is_a_name() -> None:
    names = shown("Members may leave the Plan. Rent is paid to the Plan. Fees of the Plan are low.")
    assert "Plan" in names


def test_a_label_is_no_name_and_a_product_on_a_line_is() -> None:
    text = "Risk Assessment & Treatment:\nThe yard is swept.\nRisk Assessment & Treatment:\nDone."
    assert not shown(text)


@pytest.mark.parametrize(
    ("short", "long", "kind", "same"),
    [
        ("Club", "Vessen Jaguars, LLC", "Organization", True),
        ("Kelp", "Kelp.com, Inc.", "Term", True),
        ("Agreement", "Master Franchise Agreement", "Document", True),
        ("Tax Act", "Tax Cuts and Jobs Act", "Law", True),
        ("Territory", "South America", "Location", False),
        ("Objection Period", "Statement of Objections", "Term", False),
        ("CSA", "SL1 7JT", "Term", False),
        ("Club", "Delaware limited liability company", "Organization", True),
        ("Rights Notice", "Company", "Organization", False),
        ("Common Stock", "Company", "Organization", False),
        ("Common Stock", "Vessen Jaguars, LLC", "Organization", False),
        ("Option Expiration Date", "Closing Date", "Term", False),
        ("Exclusive Supplier", "Vessen Jaguars, LLC", "Organization", True),
    ],
)
def test_what_a_short_form_stands_for(short: str, long: str, kind: str, same: bool) -> None:
    assert stands_for(short, Mention(Span(0, len(long)), long, kind, "ner")) is same
