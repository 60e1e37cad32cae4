"""Facts about "you" are about the reader of their document, and only duties, permissions and the
like are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.language.clause_cuts import CUT
from extraction.language.contrary_cases import TURNED
from extraction.language.page_remains import MARKUP
from extraction.language.reader_doubts import AT_LARGE, MIND, OF_BEFORE, STEP, TOLD
from extraction.language.speakers import ADDRESSED
from extraction.resolution.addressee import reader_of
from graph.identity import text_hash
from graph.model import Block, Document, Span
from groundgraph import KnowledgeBase
from tests.unit.test_firm_and_person_names import read


def of_reader(text: str) -> list[tuple[str, str, str]]:
    """(modality, predicate, why it is weak) of what is said of "you"."""
    return [
        (r.modality, r.predicate, r.why_weak)
        for r in read(text).relations
        if text[r.subject.start : r.subject.end].lower() == "you"
    ]


@pytest.mark.parametrize(
    ("text", "modality", "predicate"),
    [
        ("You must tell the warden before each voyage.", "must", "tell"),
        ("If the lamp fails, you should call the pilot.", "should", "call"),
        ("You may take 15 days of leave per year.", "may", "take"),
        ("You cannot sail at night unless the warden agrees.", "can", "sail"),
    ],
)
def test_all_that_such_a_fact_lacks_is_its_reader(text: str, modality: str, predicate: str) -> None:
    assert of_reader(text) == [(modality, predicate, ADDRESSED)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("You will be paid on the first of May.", TOLD),
        ("You might lose the key in the yard.", TOLD),
        ("You may want to visit the mill.", MIND),
        ("You should notice a green lamp.", MIND),
        ("If this happens, you must call the pilot.", OF_BEFORE),
        ("Then you must call the pilot.", STEP),
        ("Otherwise you must call the pilot.", TURNED),
        ("You can read the log in the mill.", MIND),
        ("You can use the pier for boats.", AT_LARGE),
        ("You should have gone to the mill in May.", "says what must have been done before"),
        ("You must use the pier until they leave.", OF_BEFORE),
        ("You must call the pilot listed in the table below.", CUT),
        ("You must keep the file `lamp in the mill.", MARKUP),
        ("Must you call the pilot?", "question"),
    ],
)
def test_what_is_no_rule_for_the_reader_is_weak(text: str, why: str) -> None:
    assert {weak for _, _, weak in of_reader(text)} == {why}


def test_a_duty_to_be_able_is_no_ability() -> None:
    (able,) = read("Each porter must be able to lift the gate.").relations
    assert (able.modality, able.predicate) == ("must", "be able to lift")
    (can,) = read("Each porter is able to lift the gate.").relations
    assert (can.modality, can.predicate) == ("can", "lift")


def test_who_must_be_authorised_is_not_permitted() -> None:
    (found,) = read("Each porter must be authorised to open the gate.").relations
    assert (found.modality, found.predicate) == ("must", "be authorised to open")


def document(text: str, name: str, heading: int = 0) -> Document:
    blocks = [Block("heading", Span(0, heading), 1)] if heading else []
    sha = text_hash(text)
    return Document(name, sha, sha, name, name, ".md", text, tuple(blocks))


def test_the_reader_is_named_by_the_title_of_the_document() -> None:
    assert reader_of(document("Leave **rules**\n\nYou …", "a.md", 15)) == (
        "You (reader of Leave rules)"
    )
    assert reader_of(document("You …", "docs/leave_rules.md")) == "You (reader of leave rules)"
    long = "Leave " * 20
    assert reader_of(document(long, "b.md", len(long))) == "You (reader of b)"


def of_parts(*lines: str) -> Document:
    """A document whose lines with "#" are headings of the first level."""
    text, blocks = "", []
    for line in lines:
        kind, words = ("heading", line[2:]) if line.startswith("# ") else ("paragraph", line)
        span = Span(len(text), len(text) + len(words))
        blocks.append(Block(kind, span, int(kind == "heading")))  # type: ignore[arg-type]
        text += words + "\n\n"
    sha = text_hash(text)
    name = "docs/harbour_rules.md"
    return Document(name, sha, sha, name, name, ".md", text, tuple(blocks))


def test_the_reader_of_several_parts_is_not_that_of_the_first() -> None:
    parts = of_parts("# Rules about horses", "You …", "# Rules about carts", "You …")
    assert reader_of(parts) == "You (reader of harbour rules)"
    titled = of_parts("# Rules of the quay", "# Horses", "You …", "# Carts", "You …")
    assert reader_of(titled) == "You (reader of Rules of the quay)"


def test_each_document_has_a_reader_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Leave rules\n\nYou must tell the warden.", encoding="utf-8")
    (tmp_path / "b.md").write_text(
        "# Boat rules\n\nYou may use the pier. You must tell the warden. "
        "“You must pay me,” Reed said.",
        encoding="utf-8",
    )
    base = KnowledgeBase(tmp_path / "base", fact_reader="none")
    base.build(tmp_path)
    shown = base.cypher(
        "MATCH (s:Entity)<-[:SUBJECT]-(f:Fact {status: 'shown'}) "
        "RETURN f.name AS name, s.name AS who, s.kind AS kind"
    )
    assert sorted(str(row["name"]) for row in shown) == [
        "You (reader of Boat rules) may use the pier",
        "You (reader of Boat rules) must tell the warden",
        "You (reader of Leave rules) must tell the warden",
    ]
    assert {str(row["kind"]) for row in shown} == {"Role"}
    assert base.verify() == []
