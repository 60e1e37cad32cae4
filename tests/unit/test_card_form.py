"""The form of a card: what answers first, paragraphs as people cite them, evidence that changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extraction.documents.readers import READERS
from graph.outline import Outline
from groundgraph import KnowledgeBase
from groundgraph.answers import answer_data
from groundgraph.views.card_form import CardOrder, answer_form, changed_evidence, further_passages
from groundgraph.views.paragraph_citations import paragraph_citation

RULES = """# § 12.40 Notices

(a) Standard.

- (1) General rule. The harbour office posts a notice.
- (2) Content.

  - (i) The name of the berth.
  - (ii) The date until which it is closed.

Notices are free.

## 5.1 Times

(b) A notice is posted within 3 days.

5.2 Old notices are kept for 2 years.

6 months after the closure a notice is removed.
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("General rule", "§ 12.40(a)(1)"),
        ("The date until", "§ 12.40(a)(2)(ii)"),
        ("Notices are free", "§ 12.40"),
        ("A notice is posted", "5.1(b)"),
        ("Old notices", "5.2"),
        ("months after", "5.1"),  # an amount is no number of a paragraph
    ],
)
def test_a_paragraph_is_cited_as_people_cite_it(words: str, said: str) -> None:
    read = READERS[".md"].read(RULES.encode(), "rules.md")
    outline = Outline(read.text, read.blocks)
    assert paragraph_citation(outline, read.text.index(words)) == said


def test_a_paragraph_without_a_section_has_no_citation() -> None:
    read = READERS[".md"].read(b"# Harbour\n\n(a) The gate opens at six.\n", "harbour.md")
    outline = Outline(read.text, read.blocks)
    assert paragraph_citation(outline, read.text.index("gate")) == ""


def sentence(text: str, start: int, parent: int | None = None) -> dict[str, Any]:
    citation = {"version": "v", "start": start, "end": start + len(text)}
    return {"text": text, "parent": parent, "citations": [citation], "qualifiers": []}


def card(state: str, headline: int | None = None) -> dict[str, Any]:
    """Five sentences of 20 words; the fourth is an item of the second."""
    words = "one two three four five six seven eight nine ten " * 2
    starts = [0, 1000, 2000, 3000, 4000]
    parents = [None, None, None, 1, None]
    top = None
    if headline is not None:
        top = {"citations": [{"version": "v", "start": headline + 5, "end": headline + 9}]}
    return {
        "state": state,
        "headline": top,
        "sentences": [sentence(words.strip(), s, p) for s, p in zip(starts, parents, strict=True)],
    }


def test_the_sentence_of_the_headline_comes_first_with_what_hangs_on_it() -> None:
    assert answer_form(card("answered", 3000)) == CardOrder((1, 3), (0, 2, 4))


def test_all_rows_that_a_number_was_computed_from_come_first() -> None:
    counted = card("answered", 0)
    counted["headline"]["citations"].append({"version": "v", "start": 4005, "end": 4009})
    assert answer_form(counted) == CardOrder((0, 4), (1, 3, 2))


def test_without_a_headline_at_most_sixty_words_come_first() -> None:
    assert answer_form(card("answered")) == CardOrder((0, 1, 3), (2, 4))
    assert answer_form(card("partly_answered")) == CardOrder((0, 1, 3), (2, 4))


def test_a_card_that_answers_nothing_has_no_answer_first() -> None:
    assert answer_form(card("related")) == CardOrder((), (0, 1, 3, 2, 4))
    assert answer_form({**card("answered"), "sentences": []}) == CardOrder((), ())


GATE = "# Harbour\n\nThe gate opens at six. The quay lamp is lit every evening by the watchman.\n"
QUESTION = "Who lights the quay lamp?"


def test_an_answer_tells_that_its_evidence_changed(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "harbour.md").write_text(GATE, encoding="utf-8")
    (folder / "other.md").write_text("# Ferry\n\nThe ferry has a quay lamp too.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb", store="embedded") as base:
        base.build(folder)
        answer = answer_data(base.ask(QUESTION))
        cited = {c["chunk"] for s in answer["sentences"] for c in s["citations"]}
        assert changed_evidence(base, answer) == []
        assert all(one.chunk not in cited for one in further_passages(base, answer))
        answer["sentences"] = answer["sentences"][:1]
        [name] = {c["document"] for c in answer["sentences"][0]["citations"]}
        path = folder / Path(name).name
        former = path.read_text(encoding="utf-8")
        path.write_text(former + "\nA new line.\n", encoding="utf-8")
        base.build(folder)
        assert [one.what for one in changed_evidence(base, answer)] == ["renewed"]
        path.write_text("# Harbour\n\nNothing of it is left here.\n", encoding="utf-8")
        base.build(folder)
        assert [one.what for one in changed_evidence(base, answer)] == ["reworded"]
        base.remove(name)
        assert [one.what for one in changed_evidence(base, answer)] == ["removed"]
