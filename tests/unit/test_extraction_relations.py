"""Relations, modality, negation, qualifiers, and what keeps a relation from being shown."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Cell, Extraction, Relation, Segment, Span


@cache
def extractor(profile: str) -> SpacyExtractor:
    return SpacyExtractor(load_profile(profile))


def read(*blocks: tuple[str, str, int], profile: str = "regulation") -> tuple[Segment, Extraction]:
    text, made = "", []
    for kind, content, level in blocks:
        made.append(Block(kind, Span(len(text), len(text) + len(content)), level))  # type: ignore[arg-type]
        text += content + "\n\n"
    segment = Segment(text, 0, tuple(made))
    return segment, next(iter(extractor(profile).extract([segment])))


def lines(segment: Segment, relations: list[Relation]) -> list[str]:
    found = []
    for r in relations:
        parts = [segment.text[r.subject.start : r.subject.end], r.modality]
        parts += ["not"] if r.polarity == "negative" else []
        parts += [r.predicate]
        parts += [segment.text[r.object.start : r.object.end]] if r.object else []
        found.append(" | ".join(parts))
    return found


def shown(sentence: str, profile: str = "regulation") -> list[str]:
    segment, found = read(("paragraph", sentence, 0), profile=profile)
    return lines(segment, [r for r in found.relations if not r.why_weak])


def reasons(sentence: str, profile: str = "regulation") -> set[str]:
    return {r.why_weak for r in read(("paragraph", sentence, 0), profile=profile)[1].relations}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The manufacturer reports incidents.", "manufacturer | none | report | incidents"),
        (
            "The manufacturer must report the incident to the authority.",
            "manufacturer | must | report | incident",
        ),
        ("The incident must be reported by the manufacturer.",
         "manufacturer | must | report | incident"),
        ("Samples were stained with eosin.", "Samples | none | be stained with | eosin"),
        ("The officer is responsible for audits.",
         "officer | none | be responsible for | audits"),
        ("A pump is a medical device.", "pump | none | be | medical device"),
        ("The company may not disclose patient records.",
         "company | must | not | disclose | patient records"),
        ("The supplier is required to keep records.", "supplier | must | keep | records"),
        ("The supplier is not permitted to keep samples.",
         "supplier | must | not | keep | samples"),
        ("No employee may alter the logbook.", "employee | must | not | alter | logbook"),
        ("The covered entity must comply with the security rule.",
         "covered entity | must | comply with | security rule"),
    ],
)  # fmt: skip
def test_shown(sentence: str, expected: str) -> None:
    assert expected in shown(sentence)


def test_what_is_not_required_is_not_forbidden() -> None:
    assert shown("The supplier is not required to keep samples.") == [
        "supplier | none | not | be required to keep | samples"
    ]


def test_coordination_is_taken_apart_where_that_stays_true() -> None:
    both = shown("The company and the supplier must keep records.")
    assert {"company | must | keep | records", "supplier | must | keep | records"} <= set(both)
    either = shown("The company must notify the authority or the customer.")
    assert not any(line.endswith("| customer") for line in either)
    free = shown("The company may notify the authority or the customer.")
    assert "company | may | notify | customer" in free


def test_may_not_depends_on_the_profile() -> None:
    sentence = "Statins may not reduce mortality."
    assert shown(sentence, "regulation") == ["Statins | must | not | reduce | mortality"]
    [relation] = read(("paragraph", sentence, 0), profile="general")[1].relations
    assert (relation.modality, relation.polarity, relation.hedged) == ("may", "negative", True)


@pytest.mark.parametrize(("sentence", "predicate"), [
    ("The drug appears to reduce mortality.", "appear to reduce"),
    ("The drug is expected to reduce mortality.", "be expected to reduce"),
    ("The drug is unlikely to reduce mortality.", "be unlikely to reduce"),
])  # fmt: skip
def test_a_hedge_stands_in_the_predicate(sentence: str, predicate: str) -> None:
    assert shown(sentence, "general") == [f"drug | none | {predicate} | mortality"]


@pytest.mark.parametrize("sentence", [
    "The drug would reduce mortality.",
    "These results suggest that the drug reduces mortality.",
    "The clinic believes that the drug reduces mortality.",
])  # fmt: skip
def test_what_is_only_thought_is_not_shown(sentence: str) -> None:
    assert not any("reduce" in line for line in shown(sentence, "general"))


def test_qualifiers_are_whole_clauses() -> None:
    sentence = (
        "If a device fails, the manufacturer must notify the authority within 15 days of "
        "discovery, except as provided in section 4."
    )
    segment, found = read(("paragraph", sentence, 0))
    [relation] = [r for r in found.relations if r.predicate == "notify"]
    quoted = {kind: segment.text[s.start : s.end] for kind, s in relation.qualifiers}
    assert quoted["condition"] == "If a device fails"
    assert quoted["deadline"] == "within 15 days of discovery"
    assert quoted["exception"].startswith("except as provided in section 4")


def test_a_restricting_clause_has_a_slot_of_its_own() -> None:
    segment, found = read(
        ("paragraph", "A supplier that handles sterile parts must keep batch records.", 0)
    )
    relation = next(r for r in found.relations if r.predicate == "keep")
    assert segment.text[relation.subject.start : relation.subject.end] == "supplier"
    assert [(k, segment.text[s.start : s.end]) for k, s in relation.qualifiers] == [
        ("restriction", "that handles sterile parts")
    ]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("It must report the incident.", "pronoun subject"),
        ("Such entity must report the incident.", "subject points back"),
        ("Does the manufacturer report the incident?", "question"),
    ],
)
def test_weak(sentence: str, reason: str) -> None:
    assert reasons(sentence) == {reason}


def test_nothing_inside_a_condition_is_asserted() -> None:
    lines_shown = shown("If the pump injures a patient, the hospital must call the manufacturer.")
    assert lines_shown == ["hospital | must | call | manufacturer"]


def test_items_continue_their_lead_in() -> None:
    segment, found = read(
        ("paragraph", "The manufacturer must:", 0),
        ("list_item", "(1) Notify the authority within 10 days;", 1),
        ("list_item", "(2) Inform the customer.", 1),
    )
    items = [r for r in found.relations if r.rule == "list-item" and not r.why_weak]
    assert lines(segment, items) == [
        "manufacturer | must | notify | authority",
        "manufacturer | must | inform | customer",
    ]
    assert items[0].statement.start > items[0].subject.end
    assert [k for k, _ in items[0].qualifiers] == ["deadline"]


def test_alternatives_of_a_duty_are_not_duties() -> None:
    _, found = read(
        ("paragraph", "The manufacturer must:", 0),
        ("list_item", "(1) Repair the device; or", 1),
        ("list_item", "(2) Refund the customer.", 1),
    )
    assert {r.why_weak for r in found.relations if r.rule == "list-item"} == {
        "one of several alternatives"
    }


def test_definitions() -> None:
    segment, found = read(("paragraph", "Recall means the removal of a device from use.", 0))
    [(term, _)] = found.terms
    assert segment.text[term.start : term.end] == "Recall"
    assert [(r.rule, r.predicate) for r in found.relations] == [("definition", "mean")]
    relation = found.relations[0]
    assert relation.object is not None
    assert segment.text[relation.object.start : relation.object.end] == (
        "the removal of a device from use"
    )


@pytest.mark.parametrize("marks", ['""', "“”"])
def test_the_definition_of_a_quoted_term_is_stated_with_its_opening_mark(marks: str) -> None:
    opens, closes = marks
    said = f"{opens}Late visit{closes} means a visit that begins after noon."
    segment, found = read(("paragraph", f"Visits are free. {said}", 0))
    [(term, _)] = found.terms
    assert segment.text[term.start : term.end] == "Late visit"
    [relation] = [r for r in found.relations if r.rule == "definition"]
    assert segment.text[relation.statement.start : relation.statement.end] == said
    assert relation.subject == term


def test_table_rows_have_their_heads() -> None:
    text = "Record | Retention\nComplaint file | 10 years\n"
    head = Span(9, 18)
    row = Block(
        "table_row", Span(19, 44), 0, None,
        (Cell(Span(19, 33), (Span(0, 6),)), Cell(Span(36, 44), (head,))),
    )  # fmt: skip
    segment = Segment(text, 0, (Block("table_head", Span(0, 18)), row))
    found = next(iter(extractor("general").extract([segment])))
    [relation] = found.relations
    assert (relation.rule, relation.predicate) == ("table", "has retention")
    assert relation.value is not None and relation.value.value == "P10Y"
    assert row.span in found.sentences


def test_a_row_is_named_by_the_first_cell_that_is_its_own() -> None:
    text = "Class | Event | Term\nB | Flood | 6 days\n"
    row = Block(
        "table_row", Span(21, 39), 0, None,
        (
            Cell(Span(21, 22), (Span(0, 5),), Span(21, 22)),
            Cell(Span(25, 30), (Span(8, 13),)),
            Cell(Span(33, 39), (Span(16, 20),)),
        ),
    )  # fmt: skip
    segment = Segment(text, 0, (Block("table_head", Span(0, 20)), row))
    found = next(iter(extractor("general").extract([segment])))
    read = [(r.subject, r.predicate, r.object) for r in found.relations]
    assert read == [
        (Span(25, 30), "has class", Span(21, 22)),
        (Span(25, 30), "has term", Span(33, 39)),
    ]


def test_marks_of_footnotes_are_no_part_of_a_cell() -> None:
    text = "Tool | Weight [a]\nSaw [1] | 5 kg [2] [b]\n"
    row = Block(
        "table_row", Span(18, 40), 0, None,
        (Cell(Span(18, 25), (Span(0, 4),)), Cell(Span(28, 40), (Span(7, 17),))),
    )  # fmt: skip
    segment = Segment(text, 0, (Block("table_head", Span(0, 17)), row))
    [relation] = next(iter(extractor("general").extract([segment]))).relations
    assert relation.predicate == "has weight"
    assert (relation.subject, relation.object) == (Span(18, 21), Span(28, 32))


def test_mentions_leave_out_what_names_nothing() -> None:
    _, found = read(
        ("paragraph", "(a)(1)(vi) In 2013, 60 of them saw § 164.308 and SOP-014 in Oslo.", 0)
    )
    assert {m.surface for m in found.mentions} == {"SOP-014", "Oslo"}


def test_spacy_is_imported_only_when_it_is_used() -> None:
    code = "import sys, extraction.language, extraction.profile; print('spacy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
