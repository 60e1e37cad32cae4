"""A section that a question names is found in every document of the scope, not only in those that
are like the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.model import Answer, Scope
from graph.section_numbers import HEADING, LINE, OTHER_KIND, SAME_KIND, SectionNumber
from groundgraph import KnowledgeBase

HARBOUR = """# Harbour order

## Article 7 Dues

1. The council sets the dues.

2. Lifeboats pay no dues.

3. Dues are paid at the quay house.

## § 12.40 Lamps

(a) Wicks. Each wick must be trimmed.

(b) Oil.

- (1) Oil must be clear.
- (2) Oil must be kept in tin jars.
"""
MARKET = """# Market rules

3.2 Stalls close at noon.

7. Apples may be sold in sacks.
"""
BAKERY = """# Bakery rules

3.2 Ovens are swept at dusk.
"""
LIKE = "What section says, article by article, is said in section after section of the article."
"""What is like every question that names a section, many times over."""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("sections")
    (folder / "rules").mkdir()
    texts = {"harbour": HARBOUR, "market": MARKET, "bakery": BAKERY}
    for number in range(30):
        texts[f"other{number:02d}"] = f"# Note {number}\n\n{LIKE} This is note {number} of them.\n"
    for name, text in texts.items():
        (folder / "rules" / f"{name}.md").write_text(text, encoding="utf-8")
    with KnowledgeBase(folder / "kb", checker=None) as held:
        held.build(folder / "rules")
        yield held


def said(card: Answer) -> list[str]:
    return [sentence.text for sentence in card.sentences]


def quoted(card: Answer) -> set[str]:
    return {c.document.rsplit("/", 1)[-1] for s in card.sentences for c in s.citations}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does Article 7(3) say?", "Dues are paid at the quay house."),
        ("Article 7(2)", "Lifeboats pay no dues."),
        ("What does § 12.40(b)(2) say?", "Oil must be kept in tin jars."),
        ("What does section 12.40(a) require?", "Wicks. Each wick must be trimmed."),
    ],
)
def test_a_section_is_opened_wherever_it_stands(
    kb: KnowledgeBase, question: str, expected: str
) -> None:
    card = kb.ask(question)
    assert [text.split(" ", 1)[1] if text[0] in "(0123456789" else text for text in said(card)] == [
        expected
    ]
    for citation in (c for sentence in card.sentences for c in sentence.citations):
        assert citation.quote in kb.document(citation.document).text


def test_the_passage_that_holds_it_comes_first(kb: KnowledgeBase) -> None:
    found = kb.search("What does Article 7(3) say?")
    assert found.passages[0].document.id == "rules/harbour.md"
    assert len(found.passages) == 20


def test_several_documents_with_the_section_stand_side_by_side(kb: KnowledgeBase) -> None:
    card = kb.ask("What does section 3.2 say?")
    assert quoted(card) == {"market.md", "bakery.md"}
    assert card.state != "answered"
    assert any("name the document" in line for line in card.missing)
    one = kb.ask("What does section 3.2 of the market rules say?")
    assert quoted(one) == {"market.md"}


def test_only_documents_of_the_scope_have_it(kb: KnowledgeBase) -> None:
    scope = Scope(documents=frozenset({"rules/bakery.md", "rules/other01.md"}))
    assert quoted(kb.ask("What does section 3.2 say?", scope=scope)) == {"bakery.md"}
    assert quoted(kb.ask("Article 7(3)", scope=scope)).isdisjoint({"harbour.md"})


def test_a_section_that_stands_nowhere_is_not_made_up(kb: KnowledgeBase) -> None:
    assert kb.ask("What does Article 9(3) say?").state != "answered"


def test_a_section_is_found_as_soon_as_it_is_there(tmp_path: Path) -> None:
    note = tmp_path / "notes" / "a.md"
    note.parent.mkdir()
    note.write_text(
        "# Rules\n\n## Article 4 Carts\n\nCarts must keep to the left of the road.\n",
        encoding="utf-8",
    )
    with KnowledgeBase(tmp_path / "kb", checker=None) as kb:
        kb.build(note.parent)
        assert said(kb.ask("What does Article 4 say?")) == [
            "Carts must keep to the left of the road."
        ]
        note.write_text(
            "# Rules\n\n## Article 4 Carts\n\nCarts must keep to the right of the road.\n",
            encoding="utf-8",
        )
        kb.build(note.parent)
        assert said(kb.ask("What does Article 4 say?")) == [
            "Carts must keep to the right of the road."
        ]


@pytest.mark.parametrize(
    ("kind", "number", "line", "heading", "fit"),
    [
        ("Article", "7", "Article 7 Dues", True, SAME_KIND),
        ("Article", "7", "ART. 7", True, SAME_KIND),
        ("section", "7", "§ 7", True, SAME_KIND),
        ("Article", "7", "Section 7", True, OTHER_KIND),
        ("Article", "7", "7 Dues", True, HEADING),
        ("Article", "7", "7. Apples", False, LINE),
        ("section", "3.2", "3.2 Stalls", False, SAME_KIND),
        ("section", "3.2", "3.2.1 Stalls", False, None),
        ("section", "3.2", "13.2 Stalls", False, None),
        ("Article", "7", "Article 70", True, None),
    ],
)
def test_how_well_a_line_begins_a_section(
    kind: str, number: str, line: str, heading: bool, fit: int | None
) -> None:
    assert SectionNumber(kind, number).fit(line, heading=heading) == fit
