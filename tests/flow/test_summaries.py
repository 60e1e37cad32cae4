"""Summaries without a model: an extract by section, in the document's order, and what it leaves
out."""

from __future__ import annotations

import pytest
from written_base import written_base

from groundgraph import KnowledgeBase, Scope
from groundgraph.answer_text import answer_markdown

LONG = " ".join(
    f"The keeper must write entry {n} of the blue log before the lamp is lit at dusk."
    for n in range(1, 41)
)
FILES = {
    "cleaning.md": "# Cleaning handbook\n\n## 1 Decks\n\nDecks must be washed every morning.\n\n"
    f"{LONG}\n\n## 2 Tanks\n\nThe following applies to tanks.\n\n"
    "The tank must be rinsed with fresh water within 2 days. It must then be dried.\n\n"
    "## 3 Tables\n\n| Tank | Litres |\n|---|---|\n| A | 12 |\n\n"
    "## 4 Waste water\n\nWaste water must go to the shore station.\n",
    "berths.md": "# Berth rules\n\n## 4 Lines\n\nEvery boat must lie on two lines.\n",
    "ropes.md": "---\ndepartment: Stores\n---\n# Rope card\n\n"
    "Every rope must be rinsed after use.\n",
    "short.md": "# Lamp note\n\nThe lamp must be lit at dusk.\n\nIt burns until dawn.\n",
}
pytestmark = pytest.mark.one_store("whole documents are read by keys that every store has")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    return written_base(tmp_path_factory.mktemp("summaries"), FILES)


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def said(kb: KnowledgeBase, question: str) -> dict[str, list[str]]:
    card = kb.ask(question)
    return {p.name: [card.sentences[at].text for at in p.sentences] for p in card.parts}


def test_an_extract_has_each_section_in_order_and_counts_what_is_left_out(
    kb: KnowledgeBase,
) -> None:
    card = kb.ask("Summarise the cleaning handbook")
    assert (card.form, card.state) == ("summary", "partly_answered")
    assert [part.name for part in card.parts] == ["1 Decks", "2 Tanks", "4 Waste water"]
    assert {c.document for s in card.sentences for c in s.citations} == {"docs/cleaning.md"}
    decks, tanks, water = card.parts
    assert card.sentences[decks.sentences[0]].text == "Decks must be washed every morning."
    assert [card.sentences[at].text for at in tanks.sentences] == [
        "The tank must be rinsed with fresh water within 2 days."
    ]  # neither what points at other sentences, nor what points back
    assert tanks.notes == ("2 more sentences of this section not shown.",)
    assert (water.state, water.notes) == ("answered", ())
    shown = len(card.sentences)
    assert card.missing[0] == (
        f"An extract of “Cleaning handbook”: {shown} of its 46 sentences and lines."
    )
    assert card.missing[1] == "Nothing is shown of: “3 Tables”."
    starts = [s.citations[0].start for s in card.sentences]
    assert starts == sorted(starts)


def test_what_is_short_is_shown_whole_and_answered(kb: KnowledgeBase) -> None:
    card = kb.ask("What is the lamp note about?")
    assert (card.form, card.state, card.missing) == ("summary", "answered", ())
    assert [s.text for s in card.sentences] == [
        "The lamp must be lit at dusk.",
        "It burns until dawn.",
    ]


def test_a_section_is_summarised_by_number_and_by_heading(kb: KnowledgeBase) -> None:
    by_number = said(kb, "Summarise section 4 of the cleaning handbook")
    assert by_number == {"4 Waste water": ["Waste water must go to the shore station."]}
    assert said(kb, "Summarise the section on waste water") == by_number
    assert said(kb, "What does the waste water section say, in short?") == by_number


def test_documents_that_may_be_meant_are_named_and_none_is_quoted(kb: KnowledgeBase) -> None:
    card = kb.ask("What does section 4 say, in short?")
    assert (card.form, card.state, card.sentences) == ("summary", "unsupported", ())
    assert card.missing[0] == (
        "2 documents may be meant: “Berth rules”; “Cleaning handbook”. Name the one."
    )
    narrowed = kb.ask("What does section 4 say, in short?", scope=Scope(["docs/berths.md"]))
    assert [s.text for s in narrowed.sentences] == ["Every boat must lie on two lines."]


def test_a_document_outside_the_scope_is_not_read(kb: KnowledgeBase) -> None:
    card = kb.ask("Summarise the cleaning handbook", scope=Scope(["docs/berths.md"]))
    assert card.form is None
    assert all(c.document == "docs/berths.md" for s in card.sentences for c in s.citations)
    retriever = kb.opened.retriever
    assert ("docs/cleaning.md", "1 Decks") in retriever.headings()
    narrowed = retriever.headings(Scope(["docs/berths.md"]))
    assert narrowed == [("docs/berths.md", "4 Lines"), ("docs/berths.md", "Berth rules")]


def test_fields_before_a_text_are_no_sentence_of_it(kb: KnowledgeBase) -> None:
    card = kb.ask("Summarise the rope card")
    assert (card.form, card.state) == ("summary", "answered")
    assert [s.text for s in card.sentences] == ["Every rope must be rinsed after use."]


def test_a_topic_is_looked_up(kb: KnowledgeBase) -> None:
    assert kb.ask("Summarise the rules on tanks").form is None
    assert kb.ask("What does the cleaning handbook say about tanks?").form is None


def test_a_follow_up_summarises_another_document(kb: KnowledgeBase) -> None:
    first = kb.ask("Summarise the cleaning handbook")
    card = kb.ask(kb.follow_up("and the lamp note?", first.id))
    assert (card.form, card.manifest["document"]) == ("summary", "docs/short.md")


def test_a_summary_is_kept_and_given_as_text(kb: KnowledgeBase) -> None:
    card = kb.ask("Summarise the cleaning handbook")
    page = answer_markdown(kb.answer(card.id))
    assert page.index("## 1 Decks") < page.index("## 2 Tanks") < page.index("## 4 Waste water")
    assert "Sentences of the document as they stand" in page
    assert kb.verify() == []
