"""What a fact stands under: only where its subject is a common noun that its page explains."""

from __future__ import annotations

import pytest

from extraction.document_title import title_of
from extraction.stated_under import StatedUnder, told_under
from graph.model import Block, Document, Mention, Relation, Span

TEXT = (
    "# Grants\n\n## About the fund\n\nThe fund was founded in May. Orla Quist runs it. "
    "Quists apply."
    "\n\n## *Dues* [rules](x.md):\n\nThe fund pays dues.\n\nTell us | soon"
)
HEADINGS = {"# Grants": 1, "## About the fund": 2, "## *Dues* [rules](x.md):": 2}


def document(text: str = TEXT, name: str = "grant_rules.md") -> Document:
    blocks, at = [], 0
    for part in text.split("\n\n"):
        marks = len(part) - len(part.lstrip("# "))
        kind = "heading" if part in HEADINGS else "paragraph"
        span = Span(at + (marks if kind == "heading" else 0), at + len(part))
        blocks.append(Block(kind, span, HEADINGS.get(part, 0)))  # type: ignore[arg-type]
        at += len(part) + 2
    return Document("d_1", "d_1@1", "0" * 64, name, name, ".md", text, tuple(blocks))


def relation(subject: str, nth: int = 0, rule: str = "active") -> Relation:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(subject, at + 1)
    span = Span(at, at + len(subject))
    return Relation(span, span, "do", span, None, None, "none", "positive", rule)


def stated_under(of: Document, *mentions: Mention) -> StatedUnder:
    return StatedUnder(of.text, of.blocks, {m.span: m for m in mentions}, title_of(of))


def under(one: Relation, *mentions: Mention) -> str:
    return stated_under(document(), *mentions).of(one)


def test_a_common_noun_stands_under_its_headings() -> None:
    assert under(relation("fund", 1)) == "Grants › About the fund"
    assert under(relation("fund", 2)) == "Grants › Dues rules"


def test_a_name_stands_by_itself() -> None:
    assert under(relation("Orla Quist")) == ""
    one = relation("Quists")
    assert under(one) == "Grants › About the fund"  # it opens its sentence: any noun would
    assert under(one, Mention(one.subject, "Quists", "Organization", "ner")) == ""


def test_a_defined_term_is_a_name_wherever_it_stands() -> None:
    defined = relation("About the fund")
    term = Mention(defined.subject, "fund", "Term", "defined-term")
    assert under(relation("fund", 2), term) == ""


def test_a_row_stands_under_its_headings_whatever_its_case() -> None:
    assert under(relation("Tell", rule="table")) == "Grants › Dues rules"


def test_a_document_without_headings_is_named_by_its_file() -> None:
    text = "The fund was founded in May."
    one = stated_under(document(text))
    span = Span(4, 8)
    said = Relation(Span(0, 28), span, "found", span, None, None, "none", "positive", "passive")
    assert one.of(said) == "grant rules"


@pytest.mark.parametrize(("words", "told"), [("", ""), ("A › B", " (under “A › B”)")])
def test_how_it_is_told(words: str, told: str) -> None:
    assert told_under(words) == told


def test_an_instruction_is_told_with_its_section() -> None:
    assert under(relation("Orla Quist", rule="instruction")) == "Grants › About the fund"


def test_a_heading_that_is_a_condition_stands_over_names_too() -> None:
    text = TEXT.replace("## About the fund", "## If you run a fund")
    where = text.index("Orla Quist")
    span = Span(where, where + len("Orla Quist"))
    one = Relation(span, span, "do", span, None, None, "none", "positive", "active")
    blocks, at = [], 0
    for part in text.split("\n\n"):
        kind = "heading" if part.startswith("#") else "paragraph"
        marks = len(part) - len(part.lstrip("# ")) if kind == "heading" else 0
        blocks.append(Block(kind, Span(at + marks, at + len(part)), marks and marks - 1))  # type: ignore[arg-type]
        at += len(part) + 2
    assert "If you run a fund" in StatedUnder(text, blocks, {}).of(one)
