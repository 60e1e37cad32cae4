"""One firm is one noun, and the forms of one person's name are one person. Sentences are our own,
from several domains."""

from __future__ import annotations

from functools import cache

import pytest

from extraction.facts import participants
from extraction.language import SpacyExtractor
from extraction.language.person_names import is_person_form, person_name
from extraction.profile import load_profile
from extraction.resolution import Resolution, document_pass, resolve
from extraction.resolution.found_names import ShortForm
from extraction.resolution.junk import is_junk
from extraction.resolution.placed_decisions import Placed, placed
from extraction.resolution.stated_roles import stated_roles
from extraction.resolution.whole_base import display
from graph.identity import text_hash, version_id
from graph.model import Block, Document, Extraction, Segment, Span


@cache
def extractor() -> SpacyExtractor:
    return SpacyExtractor(load_profile("general"))


def read(text: str) -> Extraction:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    return next(iter(extractor().extract([segment])))


def resolved(*texts: str) -> tuple[Resolution, list[dict[str, str]]]:
    """The resolution of documents with these texts, and for each: surface -> entity."""
    made = []
    for number, text in enumerate(texts):
        sha256, key = text_hash(text), f"paper-{number}.md"
        blocks = (Block("paragraph", Span(0, len(text))),)
        document = Document(key, version_id(key, sha256), sha256, key, key, ".md", text, blocks)
        found = read(text)
        mentions = [*found.mentions, *participants(found.relations, found.mentions, text)]
        made.append(document_pass(document, mentions, found.terms, load_profile("general")))
    whole = resolve(made, [], load_profile("general"))
    return whole, [{m.surface: whole.entity_of[name] for m, name in one.mentions} for one in made]


def surfaces(text: str) -> set[str]:
    return {mention.surface for mention in read(text).mentions}


def subjects(text: str) -> set[str]:
    return {text[r.subject.start : r.subject.end] for r in read(text).relations}


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Orwell & Finch LLP audits the ferry company.", "Orwell & Finch LLP"),
        ("Brandt, Okafor and Partners advises the clinic.", "Brandt, Okafor and Partners"),
        ("Tanner, Blythe & Co. reviewed the ledgers.", "Tanner, Blythe & Co."),
        ("Hartwell and Sons Ltd owns the quarry.", "Hartwell and Sons Ltd"),
        ("Quill Foods, Inc. must label the jars.", "Quill Foods, Inc."),
        ("In Vermont, Adler and Stone LLP audited the mill.", "Adler and Stone LLP"),
        ("The seed of Moss & Fern GmbH was sold.", "Moss & Fern GmbH"),
    ],
)  # fmt: skip
def test_a_firm_is_one_name(text: str, firm: str) -> None:
    mentions = read(text).mentions
    assert [m.surface for m in mentions if m.surface.split()[0] in firm.split()] == [firm]
    if text.startswith(firm):
        assert subjects(text) == {firm}


def test_two_firms_are_two() -> None:
    assert subjects("Acorn Corp. and Birch LLC own the pier.") == {"Acorn Corp.", "Birch LLC"}
    assert subjects("Ines and Corbin sold the mill.") == {"Ines", "Corbin"}
    assert "Ines & Corbin" not in surfaces("Ines Vale & Corbin Hale sold the mill.")
    assert "Denver, CO" not in surfaces("The office in Denver, CO was sold.")


def test_a_legal_form_ends_a_name() -> None:
    found = surfaces("The lease with Quill Bank, N.A. Cincinnati was signed.")
    assert "Quill Bank, N.A." in found
    assert is_junk("llc")
    assert is_junk("co. ltd")
    assert display("the Quill Foods, Inc.") == "Quill Foods, Inc."
    assert display("the harbour.") == "harbour"


@pytest.mark.parametrize(
    ("surface", "person"),
    [("Dr. Elena Marsh", True), ("Mr Hale", True), ("E. Sandoval", True), ("J. K. Lindqvist", True),
     ("Ms. Ana de la Cruz", True), ("Harbour Board", False), ("U.S. Treasury", False),
     ("A. Definitions", False), ("Phase II", False), ("Dr", False)],
)  # fmt: skip
def test_forms_that_say_a_person_is_named(surface: str, person: bool) -> None:
    assert is_person_form(surface) is person


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [("elena marsh", "e. marsh", True), ("elena marsh", "dr marsh", True),
     ("elena marsh", "erik marsh", False), ("elena marsh", "f. marsh", False),
     ("elena k. marsh", "elena marsh", True), ("elena k. marsh", "elena b. marsh", False),
     ("mr hale", "ms hale", False), ("tom reed jr.", "tom reed", False),
     ("ana de la cruz", "a. de la cruz", True), ("ana de la cruz", "dr de la cruz", True),
     ("ana de la cruz", "dr cruz", False)],
)  # fmt: skip
def test_which_forms_can_be_one_person(first: str, second: str, agree: bool) -> None:
    a, b = person_name(first), person_name(second)
    assert a is not None
    assert b is not None
    assert a.agrees(b) is agree


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Dr. Elena Marsh chairs the panel. Dr Marsh signs each recipe. E. Marsh approved it.",
         ["Dr. Elena Marsh", "Dr Marsh", "E. Marsh"]),
        ("Ms. Ines Okafor runs the ward. Ms. Okafor keeps the keys. I. Okafor signed the rota.",
         ["Ms. Ines Okafor", "Ms. Okafor", "I. Okafor"]),
        ("Professor Karl Brandt wrote the thesis. Professor Brandt teaches chemistry.",
         ["Professor Karl Brandt", "Professor Brandt"]),
    ],
)  # fmt: skip
def test_the_forms_of_a_persons_name_are_one_person(text: str, forms: list[str]) -> None:
    whole, (entity_at,) = resolved(text)
    (entity,) = {entity_at[form] for form in forms}
    assert next(e for e in whole.entities if e.id == entity).name == forms[0]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Mr. Paul Hale sails. Ms. Ruth Hale cooks. Ms. Hale signed it.", "Mr. Paul Hale",
         "Ms. Hale"),
        ("Dr. Elena Marsh sails. Dr. Erik Marsh cooks. E. Marsh signed it.", "Dr. Elena Marsh",
         "E. Marsh"),
        ("Dr. Elena Marsh sails. Mr. F. Marsh cooks.", "Dr. Elena Marsh", "Mr. F. Marsh"),
    ],
)  # fmt: skip
def test_two_bearers_of_a_surname_stay_two(text: str, first: str, second: str) -> None:
    _, (entity_at,) = resolved(text)
    assert entity_at[first] != entity_at[second]


def test_each_is_the_object_of_its_verb_and_a_time_is_not() -> None:
    text = "The foreman signs each recipe. The foreman works each day."
    objects = {text[r.object.start : r.object.end] for r in read(text).relations if r.object}
    assert objects == {"recipe"}


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        ("Thomas Reed is a pilot of the west harbour. Thomas Reed moored the tanker.",
         "Thomas Reed is an accountant of the payroll office. Thomas Reed closed the books.", 2),
        ("Ana Petrov, a nurse of the north ward, keeps the keys.",
         "The rota was signed by the plumber Ana Petrov.", 2),
        ("Karl Brandt is a pilot of the ferry.", "Karl Brandt closed the books.", 1),
        ("Karl Brandt is the chairman of the club.", "Karl Brandt is a director of the club.", 1),
        ("Karl Brandt is a senior flight engineer.", "The engineer Karl Brandt fixed it.", 1),
    ],
)  # fmt: skip
def test_one_name_in_two_roles_is_two_people(first: str, second: str, people: int) -> None:
    _, (here, there) = resolved(first, second)
    (name,) = {s for s in here.keys() & there.keys() if len(s.split()) == 2 and s[0].isupper()}
    assert len({here[name], there[name]}) == people
    again, _ = resolved(second, first)
    assert len({e.id for e in again.entities if e.name == name}) == people


def test_a_third_document_that_says_no_role_joins_neither_of_two() -> None:
    _, at = resolved("Ana Petrov is a nurse.", "Ana Petrov is a plumber.", "Ana Petrov sang.")
    assert len({one["Ana Petrov"] for one in at}) == 3


def test_what_a_document_says_that_somebody_is() -> None:
    text = "Ana Petrov is a nurse. Ana Petrov, chief engineer of the mill, left. Karl Reed sang."
    assert stated_roles(text, read(text).mentions) == {"Ana Petrov": {"nurse", "engineer"}}


def test_a_persons_entity_keeps_its_id_when_a_document_says_who_it_is() -> None:
    plain, _ = resolved("Ana Petrov sang. Ana Petrov left.")
    told, (entity_at,) = resolved("Ana Petrov is a nurse. Ana Petrov left.")
    assert entity_at["Ana Petrov"] in {e.id for e in plain.entities if e.name == "Ana Petrov"}
    assert {e.name for e in told.entities if e.kind == "Person"} == {"Ana Petrov"}


def test_a_decision_on_a_persons_name_finds_its_bearer() -> None:
    form = ShortForm("n_there", "n_plain", "same-role", "nurse")
    made = Placed("d1", "merge", {"names": ["n_plain", "n_other"]})
    assert placed(made, {"n_there", "n_other"}, {"n_there": form}).payload["names"] == [
        "n_there",
        "n_other",
    ]
    assert placed(made, {"n_plain", "n_other"}, {"n_there": form}).payload["names"] == [
        "n_plain",
        "n_other",
    ]


@pytest.mark.parametrize(
    ("text", "first", "second", "name"),
    [
        ("Prof. Ida Lund teaches. Prof Lund runs the stable. Mr. Bo Lund cleans.", "Prof. Ida Lund",
         "Prof Lund", "Prof. Ida Lund"),
        ("Nora Pike signs each cheque. Nora Pike rows. Ms Nora Pike is the treasurer.",
         "Nora Pike", "Ms Nora Pike", "Nora Pike"),
        ("Captain Olga Brandt commands the ferry. Olga Brandt sings. Olga Brandt rows.",
         "Captain Olga Brandt", "Olga Brandt", "Olga Brandt"),
        ("Quayside Holdings Ltd (the “Landlord”) lets the shed. The Landlord must repair it.",
         "Quayside Holdings Ltd", "Landlord", "Quayside Holdings Ltd"),
        ("Wyre Mills, Inc., a Georgia corporation (“Miller”) grinds rye. Miller pays the rent.",
         "Wyre Mills, Inc.", "Miller", "Wyre Mills, Inc."),
        ("Finch Boats plc (the “Tenant”) rents the shed. The Tenant pays the rent.",
         "Finch Boats plc", "Tenant", "Finch Boats plc"),
    ],
)  # fmt: skip
def test_one_thing_is_one_entity_under_its_own_name(
    text: str, first: str, second: str, name: str
) -> None:
    whole, (entity_at,) = resolved(text)
    (entity,) = {entity_at[first], entity_at[second]}
    assert next(e for e in whole.entities if e.id == entity).name == name
