"""A summary of a document that was replaced, and a theme that has one, say so."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console
from written_base import written_base

from groundgraph import KnowledgeBase, Scope
from groundgraph.answer_text import answer_markdown
from groundgraph.answers import answer_of
from groundgraph.cli.card import print_card

RULES = (
    "The harbour master must check the main sail every {n} months. The halyard holds the main "
    "sail. The harbour master keeps the sail book for the halyard. The boom carries the main sail."
)
NEWER = "This manual replaces the Sail Manual of 2021."
FILES = {
    "old.md": f"# Sail Manual 2021\n\nEffective 1 March 2021.\n\n{RULES.format(n=6)}\n",
    "new.md": "# Manual of the yard\n\nEffective 1 March 2025.\n\n"
    f"{NEWER}\n\n{RULES.format(n=3)}\n",
    "gone.md": "# Rope card\n\nStatus: withdrawn\n\nEvery rope must be rinsed after use.\n",
}
SAYS = f"eplaced by Manual of the yard from 2025-03-01: “{NEWER}”"
NOW, THEN = date(2026, 5, 1), date(2024, 5, 1)
ASKED = "Summarise the Sail Manual 2021"
pytestmark = pytest.mark.one_store("what documents say of each other stands in the record")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    return written_base(tmp_path_factory.mktemp("former"), FILES)


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def printed(kb: KnowledgeBase, question: str, day: date) -> str:
    out = io.StringIO()
    print_card(Console(file=out, width=400), kb.ask(question, today=day))
    return out.getvalue()


def test_a_summary_says_first_that_its_document_was_replaced(kb: KnowledgeBase) -> None:
    card = kb.ask(ASKED, today=NOW)
    assert card.notices == (f"R{SAYS}",)
    assert {sentence.role for sentence in card.sentences} == {"superseded"}
    assert not any("replaced" in line for line in card.missing)  # said once
    kept = kb.answer(card.id)
    assert answer_of(kept).notices == card.notices
    assert f"*R{SAYS}*" in answer_markdown(kept)
    lines = printed(kb, ASKED, NOW).splitlines()
    assert lines[1].strip() == f"R{SAYS}"
    assert not any("superseded:" in line for line in lines)


def test_before_that_day_and_where_nobody_says_so_it_is_in_force(kb: KnowledgeBase) -> None:
    alone = Scope(documents=["docs/old.md"])
    for card in (kb.ask(ASKED, today=THEN), kb.ask(ASKED, today=NOW, scope=alone)):
        assert card.notices == ()
        assert {sentence.role for sentence in card.sentences} == {"sentence"}
    assert kb.ask("Summarise the manual of the yard", today=NOW).notices == ()


def test_what_says_itself_that_it_is_withdrawn_is_told_too(kb: KnowledgeBase) -> None:
    card = kb.ask("Summarise the rope card", today=NOW)
    assert card.notices == ("No longer in force, by its own words or dates.",)


def test_a_theme_names_its_documents_that_are_replaced(kb: KnowledgeBase) -> None:
    card = kb.ask("What are these documents about?", today=NOW)
    assert card.form == "themes"
    told = [note for part in card.parts for note in part.notes if "eplaced" in note]
    assert told and set(told) == {f"“Sail Manual 2021” is r{SAYS}"}
    for sentence in card.sentences:
        former = sentence.citations[0].document == "docs/old.md"
        assert sentence.role == ("superseded" if former else "sentence")
    assert any(sentence.role == "superseded" for sentence in card.sentences)
    before = kb.ask("What are these documents about?", today=THEN)
    assert not any("eplaced" in note for part in before.parts for note in part.notes)


def test_a_rejected_replacement_is_not_told_and_erasing_the_newer_erases_what_tells_it(
    kb: KnowledgeBase,
) -> None:
    told = kb.ask(ASKED, today=NOW)
    [one] = [r for r in kb.replacements() if r.former == "docs/old.md"]
    kb.reject_replacement(one.id, actor="Ada")
    assert kb.ask(ASKED, today=NOW).notices == ()
    kb.restore_replacement(one.id, actor="Ada")
    assert kb.ask(ASKED, today=NOW).notices == told.notices
    kb.erase("docs/new.md")
    assert told.id in kb.record.erased_answers()
