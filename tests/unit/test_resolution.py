"""Resolution: which Names become one entity, why, and what is kept apart."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.profile import Profile, Term
from extraction.resolution import DocumentNames, Resolution, document_pass, resolve
from extraction.resolution.acronyms import definitions
from extraction.resolution.clusters import Clusters
from extraction.resolution.doubts import doubtful
from extraction.resolution.generic import is_compound, is_generic, is_term
from extraction.resolution.junk import is_fragment, is_joined, is_junk
from graph.identity import entity_id, name_id, text_hash, version_id
from graph.model import Block, Document, Mention, Span

PLAIN = Profile(name="test")


@dataclass(frozen=True)
class Made:
    id: str
    kind: str
    payload: Mapping[str, object] = field(default_factory=dict)


def read(
    key: str, text: str, *named: tuple[str, str, str], profile: Profile = PLAIN
) -> DocumentNames:
    """The names of `text`; `named` are (surface, kind, rule), a mention at each occurrence."""
    sha256 = text_hash(text)
    blocks = (Block("paragraph", Span(0, len(text))),)
    document = Document(key, version_id(key, sha256), sha256, key, key, ".txt", text, blocks)
    mentions = [
        Mention(Span(*match.span()), surface, kind, rule)
        for surface, kind, rule in named
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
    ]
    terms = [
        (Span(*match.span(1)), Span(*match.span()))
        for match in re.finditer(r'"([^"]+)" means [^.]+\.', text)
    ]
    return document_pass(document, mentions, terms, profile)


def same(resolution: Resolution, first: str, second: str) -> bool:
    return resolution.entity_of[first] == resolution.entity_of[second]


def rules(resolution: Resolution) -> set[str]:
    return {merge.rule for merge in resolution.merges}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Preventive Action Plan (PAP) works.", [("PAP", "Preventive Action Plan")]),
        ("The DSA (Device Safety Agency) decides.", [("DSA", "Device Safety Agency")]),
        ("a health maintenance organization (HMO)", [("HMO", "health maintenance organization")]),
        ("Health and Human Services (HHS)", [("HHS", "Health and Human Services")]),
        ("the pump (see Annex A) stopped (2024)", []),
        ("It was late (FDA).", []),
        ("a unit tag given to that tank (UTT)", []),
        ('the "Device Safety Agency (DSA)" means', [("DSA", "Device Safety Agency")]),
    ],
)  # fmt: skip
def test_acronyms_with_their_definition(text: str, found: list[tuple[str, str]]) -> None:
    made = [(text[a.start : a.end], text[b.start : b.end]) for a, b in definitions(text)]
    assert made == found


def test_an_acronym_joins_its_long_form_in_every_document() -> None:
    one = read("a", "Corrective and Preventive Action (CAPA). A CAPA is opened.")
    two = read("b", "The CAPA was closed.", ("CAPA", "Term", "noun-phrase"))
    made = resolve([one, two], [], PLAIN)
    (entity,) = made.entities
    assert entity.name == "CAPA" and entity.aliases == ("Corrective and Preventive Action",)
    reasons = {merge.reason for merge in made.merges if merge.rule == "acronym"}
    assert reasons == {"a: “Corrective and Preventive Action (CAPA)”"}


def test_an_acronym_with_two_meanings_stays_with_its_documents() -> None:
    one = read("a", "The Primary Care Physician (PCP) calls.")
    two = read("b", "Phencyclidine Control Program (PCP) ends.")
    three = read("c", "The PCP is silent.", ("PCP", "Term", "ner"))
    made = resolve([one, two, three], [], PLAIN)
    assert not same(made, name_id("PCP", "a"), name_id("PCP", "b"))
    assert not same(made, name_id("PCP"), name_id("PCP", "a"))
    assert not same(made, name_id("PCP"), name_id("PCP", "b"))
    assert same(made, name_id("PCP", "a"), name_id("Primary Care Physician"))


def test_a_surname_joins_the_only_full_name_of_its_document() -> None:
    people = (("Amara Lindqvist", "Person", "ner"), ("Lindqvist", "Person", "ner"))
    one = read("a", "Amara Lindqvist signed. Lindqvist left.", *people)
    two = read(
        "b", "Amara Lindqvist met Olof Lindqvist. Lindqvist left.",
        *people, ("Olof Lindqvist", "Person", "ner"),
    )  # fmt: skip
    made = resolve([one, two], [], PLAIN)
    assert same(made, name_id("Lindqvist", "a"), name_id("Amara Lindqvist"))
    assert not same(made, name_id("Lindqvist", "b"), name_id("Amara Lindqvist"))
    assert not same(made, name_id("Lindqvist", "b"), name_id("Olof Lindqvist"))


def test_initials_before_a_surname_that_is_a_common_word_join_the_only_full_name() -> None:
    short = ("I. Vale", "Term", "noun-phrase")
    ingrid, irma = ("Ingrid Vale", "Person", "ner"), ("Irma Vale", "Person", "ner")
    one = read("a", "Ingrid Vale signed. I. Vale left.", ingrid, short)
    two = read("b", "Ingrid Vale met Irma Vale. I. Vale left.", ingrid, irma, short)
    three = read("c", "The river rose. I. Vale left.", short)
    made = resolve([one, two, three], [], PLAIN)
    assert same(made, name_id("I. Vale", "a"), name_id("Ingrid Vale"))
    assert not same(made, name_id("I. Vale", "b"), name_id("Ingrid Vale"))
    assert not same(made, name_id("I. Vale"), name_id("Ingrid Vale"))


def test_a_short_form_holds_in_its_document_only() -> None:
    firm = ("Kestrove Polymers", "Organization", "ner")
    supplier = ("Supplier", "Role", "noun-phrase")
    one = read("a", 'Kestrove Polymers ("the Supplier") delivers. Supplier pays.', firm, supplier)
    two = read("b", "Supplier pays.", supplier)
    made = resolve([one, two], [], PLAIN)
    assert same(made, name_id("Supplier", "a"), name_id("Kestrove Polymers"))
    assert not same(made, name_id("Supplier"), name_id("Kestrove Polymers"))
    assert {n.document for n in made.names if n.name == "Supplier"} == {"a", None}


def test_a_term_defined_once_means_the_same_elsewhere_and_one_defined_twice_does_not() -> None:
    farm = ("farm", "Term", "noun-phrase")
    one = read("a", '"Farm" means a field.')
    other = read("b", "A farm is here.", farm)
    assert same(resolve([one, other], [], PLAIN), name_id("farm", "a"), name_id("farm"))
    again = read("c", '"Farm" means a stable.')
    made = resolve([one, other, again], [], PLAIN)
    assert not same(made, name_id("farm", "a"), name_id("farm"))
    assert not same(made, name_id("farm", "a"), name_id("farm", "c"))


def test_the_term_of_another_document_is_the_one_that_is_defined_once() -> None:
    farm = ("farm", "Term", "noun-phrase")
    plain = read("b", "The farm is here.", farm)
    (mention, _), *_ = plain.mentions
    local = replace(
        plain, mentions=((replace(mention, document_scope=True), name_id("farm", "b")),)
    )
    one = read("a", '"Farm" means a field.')
    made = resolve([one, local], [], PLAIN)
    assert same(made, name_id("farm", "a"), name_id("farm", "b"))
    assert not same(
        resolve([one, local, read("c", '"Farm" means a stable.')], [], PLAIN),
        name_id("farm", "a"),
        name_id("farm", "b"),
    )
    short = replace(one, terms=(replace(one.terms[0], sentence='Farm") pays.'),))
    assert not same(resolve([short, local], [], PLAIN), name_id("farm", "a"), name_id("farm", "b"))


def test_spelling_plural_honorific_legal_form() -> None:
    one = read(
        "a",
        "covered entity covered entities health-care plan health care plan Dr Mia Fox Mia Fox "
        "Oakhythe Cells Ltd Oakhythe Cells Williams William",
        *[(s, "Term", "noun-phrase") for s in ("covered entity", "covered entities")],
        *[(s, "Term", "noun-phrase") for s in ("health-care plan", "health care plan")],
        *[(s, "Person", "ner") for s in ("Dr Mia Fox", "Mia Fox", "Williams", "William")],
        *[(s, "Organization", "ner") for s in ("Oakhythe Cells Ltd", "Oakhythe Cells")],
    )
    made = resolve([one], [], PLAIN)
    assert same(made, name_id("covered entity"), name_id("covered entities"))
    assert same(made, name_id("health-care plan"), name_id("health care plan"))
    assert same(made, name_id("Dr Mia Fox"), name_id("Mia Fox"))
    assert same(made, name_id("Oakhythe Cells Ltd"), name_id("Oakhythe Cells"))
    assert not same(made, name_id("Williams"), name_id("William"))
    assert rules(made) == {"same-name", "spelling", "plural", "honorific", "legal-form"}


def test_aliases_of_the_profile_and_pairs_that_never_merge() -> None:
    words = [
        (s, "Term", "noun-phrase") for s in ("CAPA", "corrective action", "corrective actions")
    ]
    one = read("a", "CAPA, corrective action, corrective actions", *words)
    terms = (Term(name="corrective action", aliases=("CAPA",)),)
    made = resolve([one], [], Profile(name="p", terms=terms))
    assert len(made.entities) == 1 and "profile-alias" in rules(made)
    apart = Profile(name="p", terms=terms, never_merge=(("CAPA", "corrective actions"),))
    kept = resolve([one], [], apart)
    assert same(kept, name_id("CAPA"), name_id("corrective action"))
    assert not same(kept, name_id("CAPA"), name_id("corrective actions"))
    (refusal,) = kept.refused
    assert refusal.rule == "plural" and "stay apart" in refusal.why


def test_aliases_meet_where_the_documents_never_use_the_name_itself() -> None:
    one = read("a", "CAPA CPA", *[(s, "Term", "ner") for s in ("CAPA", "CPA")])
    terms = (Term(name="corrective action", aliases=("CAPA", "CPA")),)
    made = resolve([one], [], Profile(name="p", terms=terms))
    assert same(made, name_id("CAPA"), name_id("CPA"))


def test_decisions_merge_and_forbid_and_every_merge_names_its_decision() -> None:
    words = [(s, "Term", "ner") for s in ("Alpha", "Beta", "Gamma")]
    one = read("a", "Alpha Beta Gamma", *words)
    alpha, beta, gamma = (name_id(s) for s, _, _ in words)
    join = Made("d1", "merge", {"names": [alpha, beta]})
    joined = resolve([one], [join], PLAIN)
    assert same(joined, alpha, beta) and not same(joined, alpha, gamma)
    assert [m.decision for m in joined.merges if m.rule == "decision"] == ["d1"]
    forbid = Made("d2", "never-merge", {"names": [alpha, gamma]})
    further = Made("d3", "merge", {"names": [beta, gamma]})
    made = resolve([one], [join, forbid, further], PLAIN)
    assert same(made, alpha, beta) and not same(made, beta, gamma)
    assert len(made.refused) == 1


def test_a_person_and_an_organization_do_not_merge_over_an_acronym() -> None:
    one = read(
        "a", "Anna Bell Corp (ABC) pays.",
        ("Anna Bell Corp", "Organization", "ner"), ("ABC", "Person", "ner"),
    )  # fmt: skip
    made = resolve([one], [], PLAIN)
    assert len(made.entities) == 2
    assert [r.rule for r in made.refused if "kinds" in r.why]


def test_shown_and_weak() -> None:
    one = read(
        "a", "Acme uses a weir valve and a spare seal. Paragraph 12. March. Weir valve.",
        ("Acme", "Organization", "ner"), ("weir valve", "Term", "noun-phrase"),
        ("spare seal", "Term", "noun-phrase"), ("12", "Term", "ner"), ("March", "Term", "ner"),
        ("Paragraph", "Term", "noun-phrase"),
    )  # fmt: skip
    two = read("b", "The weir valve.", ("weir valve", "Term", "noun-phrase"))
    status = {e.name: e.status for e in resolve([one, two], [], PLAIN).entities}
    assert status == {
        "Acme": "shown", "weir valve": "shown", "spare seal": "weak", "12": "weak", "March": "weak",
        "Paragraph": "weak",
    }  # fmt: skip


@pytest.mark.parametrize("junk", ["12", "(a)(1)", "a)(1)(vi", "§", "x", "third part", "3.2", "iv"])
def test_junk(junk: str) -> None:
    assert is_junk(junk)


@pytest.mark.parametrize("good", ["fda", "covered entity", "eu", "part-time worker", "3m company"])
def test_no_junk(good: str) -> None:
    assert not is_junk(good)


_SURFACES = [
    "Ada Bell",
    "Bell",
    "FDA",
    "farm",
    "farms",
    "Acme Ltd",
    "Acme",
    "health-care",
    "health care",
]
_DOCUMENT = st.lists(
    st.tuples(
        st.sampled_from(_SURFACES),
        st.sampled_from(["Person", "Organization", "Term"]),
        st.sampled_from(["ner", "noun-phrase", "heading"]),
    ),
    max_size=6,
)
_EXTRA = st.sampled_from(
    ["", 'Acme ("the Firm") pays.', "Food and Drug Administration (FDA).", '"farm" means land.',
     "Federal Data Act (FDA)."]
)  # fmt: skip


@given(st.lists(st.tuples(_DOCUMENT, _EXTRA), max_size=5), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_every_name_has_a_reason(
    drawn: list[tuple[list[tuple[str, str, str]], str]], chance: random.Random
) -> None:
    documents: Sequence[DocumentNames] = [
        read(f"d{i}", " ".join([*(s for s, _, _ in named), extra]), *named)
        for i, (named, extra) in enumerate(drawn)
    ]
    expected = resolve(documents, [], PLAIN)
    shuffled = list(documents)
    chance.shuffle(shuffled)
    assert resolve(shuffled, [], PLAIN) == expected
    ids = {name.id for name in expected.names}
    assert ids == set(expected.entity_of) == {m.name for m in expected.merges}
    assert {m.name for m in expected.merges if m.rule == "same-name"} == ids
    for entity in expected.entities:
        members = [name for name, of in expected.entity_of.items() if of == entity.id]
        assert entity.id == entity_id(members)
        joins = [m for m in expected.merges if m.entity == entity.id and m.rule != "same-name"]
        assert len(joins) == len(members) - 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=10),
)
def test_forbidden_pairs_never_share_a_cluster(
    joins: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    forbidden = [(str(a), str(b)) for a, b in pairs if a != b]
    clusters = Clusters([str(n) for n in range(10)], forbidden)
    for a, b in joins:
        if clusters.conflict(str(a), str(b)) is None:
            clusters.join(str(a), str(b))
    assert all(clusters.root(a) != clusters.root(b) for a, b in forbidden)


@pytest.mark.parametrize(
    "cut",
    [
        "They asked Hopkins Verbal-learning and the East Anglia region.",
        "Use the Phase III CORE Uniform Use of Claim Codes.",
    ],
)
def test_a_name_cut_out_of_a_longer_one_is_doubtful(cut: str) -> None:
    names = ("Hopkins Verbal", "Anglia", "CORE Uniform Use")
    made = read("a", cut, *((name, "Term", "noun-phrase") for name in names))
    assert {m.span for m, _ in made.mentions} == made.doubtful


def test_neighbours_and_whole_names_are_not_doubtful() -> None:
    text = (
        "The Safety Officer Jane Bell reports a Class B event to the Board of Acme. "
        "A covered entity treats lupus nephritis."
    )
    made = read(
        "a", text, ("Safety Officer", "Role", "noun-phrase"), ("Jane Bell", "Person", "ner"),
        ("Class B event", "Term", "noun-phrase"), ("Board", "Organization", "noun-phrase"),
        ("Acme", "Organization", "ner"), ("covered entity", "Role", "noun-phrase"),
        ("lupus nephritis", "Term", "noun-phrase"),
    )  # fmt: skip
    assert len(made.mentions) == 7
    assert not doubtful(text, [mention for mention, _ in made.mentions])


def test_a_word_that_only_opens_list_items_is_not_shown() -> None:
    text = "- (1) Communicate to all.\n- (2) Communicate to some.\n- (3) Communicate to few."
    opens = read("a", text, ("Communicate", "Term", "noun-phrase"))
    inside_text = text + " They communicate. We Communicate or Communicate."
    inside = read("b", inside_text, ("Communicate", "Term", "noun-phrase"))
    assert len(opens.doubtful) == 3
    assert [e.status for e in resolve([opens], [], PLAIN).entities] == ["weak"]
    assert len(doubtful(inside_text, [mention for mention, _ in inside.mentions])) == 3


def test_a_capitalised_word_that_is_written_small_too_is_no_name() -> None:
    text = "Preterm 12; the preterm lambs. Paris is a town."
    made = read("a", text, ("Preterm", "Term", "ner"), ("Paris", "Location", "ner"))
    status = {e.name: e.status for e in resolve([made], [], PLAIN).entities}
    assert status == {"Preterm": "weak", "Paris": "shown"}


@pytest.mark.parametrize(
    "piece",
    ["receipt requested", "Payroll Deducted", "subpart or subpart D", "Beck scale and SF-36",
     "rate of", "or rate", "peri-"],
)  # fmt: skip
def test_fragments(piece: str) -> None:
    assert is_fragment(piece, parsed_only=True)


@pytest.mark.parametrize(
    "whole",
    ["Safety Officer", "covered entity", "Class B event", "lupus nephritis", "vitamin A",
     "Department of Health and Human Services", "hospital bed", "signs and symptoms"],
)  # fmt: skip
def test_no_fragments(whole: str) -> None:
    assert not is_fragment(whole, parsed_only=True)


@pytest.mark.parametrize("junk", ["sections", "periods", "aug."])
def test_plurals_and_months_are_junk(junk: str) -> None:
    assert is_junk(junk)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They apply the Grain and Fodder Act in the north.", "Grain", "Term"),
        ("See the Public Ferry, Harbour\nand Pilotage Act of 1990.", "Public Ferry", "Term"),
        ("It offers Orrin Short Stay and Long Stay Cover to guests.", "Orrin Short Stay", "Term"),
        ("They take generous Paid Garden Leave in May.", "generous Paid Garden", "Term"),
        ("As QRU Rule 6.12 says, pay.", "QRU Rule", "Law"),
        ("As QRU Chapter 3 says, pay.", "QRU Chapter", "Term"),
    ],
)
def test_a_name_that_goes_on_behind_its_mention_is_doubtful(
    text: str, name: str, kind: str
) -> None:
    made = read("a", text, (name, kind, "ner"))
    assert {m.span for m, _ in made.mentions} == made.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "Ferries\n\nGuardians And Wards. If you are a guardian, tell the guardian.",
        "Announced Plans or Guardians Approximate Value. The guardian signs.",
        "The Guardians sign. We ask guardians, and guardians ask us. All guardians sign.",
    ],
)
def test_a_common_noun_is_no_term_for_a_capital_that_a_heading_gives_it(text: str) -> None:
    words = ("Guardians", "guardian", "guardians")
    made = read("a", text, *((word, "Term", "noun-phrase") for word in words if word in text))
    assert {e.status for e in resolve([made], [], PLAIN).entities} == {"weak"}


@pytest.mark.parametrize(
    "piece",
    ["Attn: Harbour Office", "Exemption In Storms Or Public Need", "Cargo Handling Cargo"],
)
def test_labels_and_headings_are_fragments(piece: str) -> None:
    assert is_fragment(piece, parsed_only=False)


@pytest.mark.parametrize(
    ("name", "joined"),
    [("Port Pilots and Deep Sea Tugs", True), ("PART II", True), ("Rule 4.1", True),
     ("Terms and Conditions", False), ("Notice of Berthing Practices", False)],
)  # fmt: skip
def test_two_names_in_one_are_joined(name: str, joined: bool) -> None:
    assert is_joined(name) is joined


@pytest.mark.parametrize("name", ["haulage company", "berth clearance review journey"])
def test_what_only_describes_is_no_compound(name: str) -> None:
    assert not is_compound(name)


def test_one_adjective_before_a_common_noun_is_no_term() -> None:
    assert not is_term("regulatory environment")
    assert is_generic("web sites")
    assert not is_term("rule-based ballast concerns")
    assert is_term("ballast pumps")
