"""References: enumerators, places, what is found in a text, what it resolves to."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers.markdown import MarkdownReader
from extraction.references import DocumentReferences, document_pass, resolve
from extraction.references.labels import between, complete, follows, readings
from graph.identity import text_hash, version_id
from graph.model import Block, Document, Reference, Span


def markdown(key: str, text: str, name: str | None = None) -> Document:
    reading = MarkdownReader().read(text.encode(), key)
    return build(key, reading.text, reading.blocks, name or reading.name or key)


def build(
    key: str, text: str, blocks: tuple[Block, ...], name: str, row: str | None = None
) -> Document:
    sha256 = text_hash(text)
    return Document(key, version_id(key, sha256), sha256, name, key, ".md", text, blocks, row=row)


def passage(row: str, title: str, text: str) -> Document:
    return build(f"c.jsonl#{row}", text, (Block("paragraph", Span(0, len(text))),), title, row)


def run(*documents: Document) -> list[Reference]:
    return resolve([document_pass(one) for one in documents])


def goal(reference: Reference, *documents: Document) -> str:
    """First line of what a reference points at."""
    text = next(one.text for one in documents if one.id == reference.target)
    assert reference.target_span is not None
    return text[reference.target_span.start : reference.target_span.end].split("\n")[0]


RULE = """# § 10.100 Reporting

(a) Standard. (1) Duty. A firm must report as follows:

- (i) by letter; or

- (ii) by telephone, as described in paragraph (b) of this section; and (iii) at once.

- (2) Exception. Paragraph (a)(1)(ii) of this section does not apply to farms.

(b) Timing. The report is due in 3 days, see § 10.200(a)(1) and (2), 10.300, or 42 U.S.C. 1320d.

(h) Last. Text.

(i) Very last. As stated in paragraphs (a)(1)(i) and (iii) of this section.

(j) End.
"""
OTHER = """# § 10.200 Definitions

(a) In this part:

- (1) First.

- (2) Second.

Farm means:

- (1) a field; or

- (2) a stable, other than one under paragraph (1) of this definition.

(b) A barn on a farm, as defined in § 10.200, counts.
"""


def test_readings_of_an_ambiguous_enumerator() -> None:
    assert readings("i") == (("a", 9), ("i", 1))
    assert readings("ii") == (("i", 2),)
    assert readings("aa") == (("a", 27),)
    assert readings("B") == (("A", 2),)
    assert readings("see") == ()


@pytest.mark.parametrize(
    ("item", "previous", "whole"),
    [
        ("(3)", "(a)(1)", "(a)(3)"),
        ("(iii)", "(a)(1)(i)", "(a)(1)(iii)"),
        ("(B)", "(d)(1)(i)(A)", "(d)(1)(i)(B)"),
        ("(a)(2)(ii)", "(a)(2)(i)", "(a)(2)(ii)"),
        ("(i)", "(h)", "(i)"),
        ("(c)", "(a)(4)", "(c)"),
        ("(g)(5)", "(g)(3)", "(g)(5)"),
    ],
)
def test_items_of_a_list_are_completed(item: str, previous: str, whole: str) -> None:
    assert complete(item, previous) == whole


def test_what_lies_between_the_ends_of_a_range() -> None:
    assert between("(a)(2)", "(a)(5)") == ["(a)(3)", "(a)(4)"]
    assert between("(1)(i)", "(1)(iv)") == ["(1)(ii)", "(1)(iii)"]
    assert between("(a)", "(b)(1)") == []


@given(st.integers(1, 40))
def test_successors(number: int) -> None:
    assert follows(str(number + 1), str(number))
    assert not follows(str(number), str(number))


def test_labelled_paragraphs_with_several_enumerators_in_a_block_and_run_in() -> None:
    one = markdown("d/r.md", RULE)
    labels = [p.label for p in document_pass(one).places if p.kind == "paragraph"]
    assert labels == [
        "(a)", "(a)(1)", "(a)(1)(i)", "(a)(1)(ii)", "(a)(1)(iii)", "(a)(2)", "(b)", "(h)", "(i)",
        "(j)",
    ]  # fmt: skip


def test_places_hold_their_children_and_start_at_their_label() -> None:
    one = markdown("d/r.md", RULE)
    for place in document_pass(one).places:
        words = one.text[place.span.start : place.span.end]
        assert words.startswith(f"({place.label.rsplit('(', 1)[1]}")
    whole = next(p for p in document_pass(one).places if p.label == "(a)")
    assert "does not apply to farms." in one.text[whole.span.start : whole.span.end]


def test_paragraphs_of_this_section() -> None:
    one = markdown("d/r.md", RULE)
    found = {r.surface: goal(r, one) for r in run(one) if r.rule == "paragraph"}
    assert found["paragraph (b)"].startswith("(b) Timing")
    assert found["Paragraph (a)(1)(ii)"].startswith("(ii) by telephone")
    assert found["paragraphs (a)(1)(i)"].startswith("(i) by letter")
    assert found["(iii)"] == "(iii) at once."


def test_sections_of_other_documents_and_other_laws() -> None:
    one, two = markdown("d/r.md", RULE), markdown("d/o.md", OTHER)
    found = {r.surface: r for r in run(one, two) if r.document == one.id}
    assert goal(found["§ 10.200(a)(1)"], one, two) == "(1) First."
    assert (found["(2)"].pinpoint, goal(found["(2)"], one, two)) == ("(a)(2)", "(2) Second.")
    assert found["10.300"].target is None and "10.300" in found["10.300"].why
    assert found["42 U.S.C. 1320d"].rule == "external"
    assert found["42 U.S.C. 1320d"].why


def test_definitions_are_places_of_their_own() -> None:
    two = markdown("d/o.md", OTHER)
    found = run(two)
    inner = next(r for r in found if r.surface == "paragraph (1)")
    assert goal(inner, two) == "(1) a field; or"
    defined = next(r for r in found if r.rule == "defined-term")
    assert goal(defined, two) == "Farm means:"
    labels = [(p.kind, p.label) for p in document_pass(two).places]
    assert ("paragraph", "(b)") in labels  # after the definition, the outer list goes on


def test_title_lines_and_own_identifiers_are_no_references() -> None:
    one = markdown("d/sop-014.md", "# SOP-014 Handling\n\nSOP-014 applies. See SOP-099, LOT-123.\n")
    assert [(r.surface, r.target) for r in run(one)] == [("SOP-099", None)]


SOP = """# SOP-014 Incident handling

## 5 Reports

### 5.2 Times

(a) At once.

(b) Within 2 days, see section 6.

6.1 Written reports go to the Board.

Exhibit B. Forms

Table 3. Limits
"""


def test_sections_exhibits_and_tables_of_a_named_document() -> None:
    sop = markdown("d/sop-014-incident.md", SOP)
    words = (
        "# POL-003 Policy\n\nUnder section 5.2(b) of SOP-014 and section 6.1 of SOP-014, and "
        "Exhibit B of SOP-014, clause 6 of the agreement. The Incident Handling procedure.\n"
    )
    policy = markdown("d/pol-003.md", words)
    found = {r.surface: r for r in run(sop, policy) if r.document == policy.id}
    assert goal(found["section 5.2(b)"], sop).startswith("(b) Within")
    assert goal(found["section 6.1"], sop).startswith("6.1 Written")
    assert goal(found["Exhibit B"], sop).startswith("Exhibit B")
    assert found["SOP-014"].target == sop.id
    assert found["clause 6"].target is None and "agreement" in found["clause 6"].why
    assert found["Incident Handling"].rule == "title"


def test_titles_word_for_word() -> None:
    corpus = [
        passage("1", "Tennessee", "A state. Madonna lived in Memphis."),
        passage("2", "Madonna (book)", "A book about the waiver."),
        passage("3", "Demon Dice", "A game made in Tennessee and sold in West Tennessee's towns."),
        passage("4", "Waiver", "He wrote about demon dice. Waiver of rights is a topic."),
    ]
    found = {(r.document[-1], r.surface): (r.target or "")[-1:] for r in run(*corpus)}
    assert found == {("1", "Madonna"): "2", ("3", "Tennessee"): "1", ("4", "demon dice"): "3"}


def test_one_title_on_two_files_is_left_open_and_on_two_passages_is_both() -> None:
    text = "See the Travel Expenses Policy."
    files = [markdown(f"d/{n}.md", "# Travel Expenses Policy\n\nText.\n") for n in "ab"]
    (open_one,) = run(*files, markdown("d/c.md", f"# Notes\n\n{text}\n"))
    assert open_one.target is None and "2 documents" in open_one.why
    rows = [passage(n, "Travel Expenses Policy", "Text.") for n in "ab"]
    both = run(*rows, passage("c", "Notes", text))
    assert [r.target for r in both] == ["c.jsonl#a", "c.jsonl#b"]
    assert len({r.id for r in both}) == 2


def test_order_of_documents_does_not_matter() -> None:
    documents = [
        markdown("d/r.md", RULE),
        markdown("d/o.md", OTHER),
        markdown("d/sop-014.md", SOP),
        passage("1", "Tennessee", "Incident handling in Memphis."),
    ]
    passes = [document_pass(one) for one in documents]
    expected = resolve(passes)
    for seed in range(5):
        random.Random(seed).shuffle(passes)
        assert resolve(passes) == expected
    assert len({r.id for r in expected}) == len(expected)


def test_a_pass_survives_json() -> None:
    one = markdown("d/r.md", RULE)
    made = document_pass(one)
    assert DocumentReferences.from_json(made.to_json(), one.text) == made


_PIECES = st.lists(
    st.sampled_from(
        ["§ 164.308(a)(1)", "paragraph (b)", " of this section", "(i)", "(1) ", "\n\n", "- ",
         "and ", "Table 3", "é🙂", "\r\n", "5.2 ", "Section ", "(", ")", "\x00", "# ",
         "means ", "Exhibit B", ", "]
    ),
    max_size=25,
)  # fmt: skip


@given(_PIECES)
def test_spans_of_hostile_text_reproduce_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    one = build("d/x.md", text, (Block("paragraph", Span(0, len(text))),), "x")
    made = document_pass(one)
    assert all(0 <= p.span.start < p.span.end <= len(text) for p in made.places)
    for reference in resolve([made]):
        assert text[reference.span.start : reference.span.end] == reference.surface
        assert reference.target or reference.why
