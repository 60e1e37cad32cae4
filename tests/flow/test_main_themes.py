"""Main themes, from documents to a card of examples; the same on both stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundgraph import KnowledgeBase, Scope
from groundgraph.answer_text import answer_markdown

TOPICS = {
    "sail": "The main sail must be dried before it is folded. The halyard holds the main sail. "
    "The sail maker must check the halyard every {n} months. The boom carries the main sail.",
    "engine": "The fuel pump must be cleaned before winter. The oil filter protects the gearbox. "
    "The mechanic must replace the oil filter every {n} months. The fuel pump feeds the gearbox.",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("themes")
    documents = folder / "docs"
    documents.mkdir()
    for topic, text in TOPICS.items():
        for number in range(2, 5):
            body = f"# Note {number} of the {topic} yard\n\n{text.format(n=number)}\n"
            (documents / f"{topic}-{number}.md").write_text(body, "utf-8")
    base = KnowledgeBase(folder / "kb")
    base.build(documents)
    return base


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def test_each_theme_has_its_documents_and_quotes_their_facts(kb: KnowledgeBase) -> None:
    card = kb.ask("What are these documents about?")
    assert (card.form, card.state, card.headline) == ("themes", "partly_answered", None)
    assert len(card.parts) == 2
    for part in card.parts:
        cited = {c.document for at in part.sentences for c in card.sentences[at].citations}
        topics = {Path(key).name.partition("-")[0] for key in cited}
        assert len(topics) == 1 and 1 <= len(part.sentences) <= 3
        assert part.notes[0].startswith("3 documents, ")
    assert card.missing[0].startswith("Themes were found by counting")
    assert kb.verify() == []


def test_a_scope_sees_the_themes_of_its_documents_alone(kb: KnowledgeBase) -> None:
    inside = [f"docs/sail-{number}.md" for number in range(2, 5)]
    card = kb.ask("What are the main topics?", scope=Scope(inside))
    assert card.form == "themes"
    said = answer_markdown(kb.answer(card.id))
    assert "sail" in said and "gearbox" not in said and "engine" not in said


def test_erasing_a_document_erases_the_themes_that_hold_its_words(kb: KnowledgeBase) -> None:
    card = kb.ask("What are these documents about?")
    assert card.form == "themes" and card.parts
    (kb.folder.parent / "docs" / "sail-4.md").unlink()
    kb.erase("docs/sail-4.md")
    assert card.id in kb.record.erased_answers()
