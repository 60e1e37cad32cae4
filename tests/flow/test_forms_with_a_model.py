"""Comparisons, summaries and themes with a language model: what it writes is held to the sentences
of the form, and changes no state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from written_base import written_base

from groundgraph import KnowledgeBase

FILES = {
    "records.md": "# Records of the harbour\n\n## 2 Keeping\n\n"
    "Incident files are kept for 5 years.\n\nComplaint files are kept for 10 years.\n",
    "lamps.md": "# Lamp handbook\n\n## 1 Lamps\n\nThe keeper must light the lamp at dusk.\n\n"
    "## 2 Wicks\n\nThe keeper may cut the wick on Mondays.\n",
}
KEPT = "How do incident files and complaint files differ in how long they are kept?"
pytestmark = pytest.mark.one_store("what a model is given does not depend on the store")


class Scripted:
    """A model that says what it is told to, and keeps what it was given."""

    name, where = "scripted", "this process"

    def __init__(self, *sentences: str) -> None:
        self.given = ""
        self._sentences = sentences

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterable[str]:
        self.given = "\n".join(message["content"] for message in messages)
        yield from (f"{one} " for one in self._sentences)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> Iterator[KnowledgeBase]:
    with written_base(tmp_path_factory.mktemp("forms"), FILES) as base:
        yield base


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def number_of(given: str, words: str) -> int:
    """The number before the sentence `words` in a prompt."""
    line = next(one for one in given.splitlines() if words in one)
    return int(line[1 : line.index("]")])


def test_each_side_may_be_written_and_a_claimed_difference_is_not_supported(
    kb: KnowledgeBase,
) -> None:
    prompt = kb.context(KEPT)
    one = number_of(prompt.text, "Incident files are kept")
    other = number_of(prompt.text, "Complaint files are kept")
    model = Scripted(
        f"Incident files are kept for 5 years [{one}].",
        f"Complaint files are kept for 10 years [{other}].",
        f"Incident files are kept longer than complaint files [{one}][{other}].",
        f"Complaint files are kept for 5 years [{other}].",
    )
    card = kb.ask(KEPT, llm=model)
    assert card.form == "comparison" and card.written is not None
    states = [sentence.state for sentence in card.written.sentences]
    assert states[:2] == ["supported", "supported"]
    assert "supported" not in states[2:]
    assert "only where a numbered sentence says so" in model.given
    assert card.state == kb.ask(KEPT).state == "answered"


def test_a_summary_is_written_from_the_document_alone(kb: KnowledgeBase) -> None:
    model = Scripted(
        "The keeper must light the lamp at dusk [1].",
        "The keeper must cut the wick on Mondays [2].",
    )
    card = kb.ask("Summarise the lamp handbook", llm=model)
    assert card.form == "summary" and card.written is not None
    assert [one.state for one in card.written.sentences] == ["supported", "contradicted"]
    assert "files" not in model.given
    assert {citation.document for citation in card.written.given} == {"docs/lamps.md"}


def test_where_several_documents_may_be_meant_nothing_is_sent(kb: KnowledgeBase) -> None:
    model = Scripted("Section 2 is about harbours [1].")
    card = kb.ask("Summarise section 2", llm=model)
    assert (card.form, card.state) == ("summary", "unsupported")
    assert card.written is not None and card.written.problem.startswith("nothing was sent")
    assert model.given == ""
