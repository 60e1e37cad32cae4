"""Comparisons, from documents to a card with a part for each side."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import in_this_process
from written_base import written_base

from groundgraph import KnowledgeBase
from groundgraph.answer_text import answer_markdown
from groundgraph.answers import answer_of

FILES = {
    "records.md": "# Records of the harbour\n\n## 2 Keeping\n\n"
    "Incident files are kept for 5 years.\n\n"
    "Complaint files are kept for 10 years.\n\n"
    "Visitors sign the book at the gate.\n",
    "roles.md": "# Roles\n\n## Pilot\n\nThe pilot must board at the outer buoy.\n\n"
    "## Harbour master\n\nThe harbour master must close the gate at dusk.\n",
    "hands.md": "# Hands\n\n| Hand | Boxes |\n|---|---|\n| Ada | 12 |\n| Berit | 9 |\n",
}
KEPT = "How do incident files and complaint files differ in how long they are kept?"
pytestmark = pytest.mark.one_store("the sides are two look-ups, and the card is made of theirs")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    return written_base(tmp_path_factory.mktemp("comparisons"), FILES)


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def test_each_side_shows_its_own_sentence_and_its_own_figure(kb: KnowledgeBase) -> None:
    card = kb.ask(KEPT)
    one, other = card.parts
    assert (card.form, card.state, card.headline) == ("comparison", "answered", None)
    assert (one.name, one.state, one.figure) == ("incident files", "answered", "for 5 years")
    assert (other.name, other.state, other.figure) == (
        "complaint files",
        "answered",
        "for 10 years",
    )
    assert [card.sentences[at].text for at in one.sentences] == [
        "Incident files are kept for 5 years."
    ]
    assert [card.sentences[at].text for at in other.sentences] == [
        "Complaint files are kept for 10 years."
    ]
    assert card.missing == ()


def test_a_side_without_evidence_says_so_and_takes_the_tick(kb: KnowledgeBase) -> None:
    card = kb.ask("How do incident files and tax files differ in how long they are kept?")
    one, other = card.parts
    assert card.state == "partly_answered"
    assert (one.state, one.figure) == ("answered", "for 5 years")
    assert (other.state, other.sentences) == ("not_found", ())
    assert other.notes == ("Nothing was found for “tax files”.",)
    assert card.missing[0].startswith("Not answered by itself: “tax files”")


def test_a_comparison_is_kept_and_given_as_text(kb: KnowledgeBase) -> None:
    card = kb.ask(KEPT)
    kept = kb.answer(card.id)
    again = answer_of(kept)
    assert (again.form, again.parts) == ("comparison", card.parts)
    page = answer_markdown(kept)
    assert "## Incident files: for 5 years" in page and "## Complaint files: for 10 years" in page
    assert page.index("Incident files are kept") < page.index("## Complaint files")
    assert "no difference is claimed that is not quoted" in page
    assert kb.verify() == []


def test_a_follow_up_to_a_comparison_compares(kb: KnowledgeBase) -> None:
    first = kb.ask("How do incident files and tax files differ in how long they are kept?")
    card = kb.ask(kb.follow_up("and complaint files?", first.id))
    assert [part.name for part in card.parts] == ["complaint files", "tax files"]


def test_a_figure_of_one_table_stays_a_figure(kb: KnowledgeBase) -> None:
    card = kb.ask("What is the difference in boxes between Ada and Berit?")
    assert card.form is None
    assert card.headline is not None and card.headline.text == "3"


def test_the_terminal_shows_the_sides(kb: KnowledgeBase) -> None:
    status, out, _ = in_this_process("ask", KEPT, "--kb", str(Path(kb.folder)))
    text = " ".join(out.decode().split())
    assert status == 0
    assert "Incident files: for 5 years ✓ Answered 1 Incident files are kept for 5 years." in text
    assert (
        "Complaint files: for 10 years ✓ Answered 2 Complaint files are kept for 10 years." in text
    )
