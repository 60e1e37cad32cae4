"""One `KnowledgeBase` and several threads: asking at once, and while a build runs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from groundgraph import KnowledgeBase

QUESTIONS = (
    "When must the Site Lead report a leak?",
    "Who keeps the log of leaks?",
    "What must an Operator not do?",
    "How long are records kept?",
)
TEXTS = {
    "a.md": "# POL-1 Leaks\n\nThe Site Lead must report a leak within 2 days.\n",
    "b.md": "# POL-2 Log\n\nThe Harbour Office keeps the log of leaks. See POL-1.\n",
    "c.md": "# POL-3 Training\n\nAn Operator must not run a pump unless trained.\n",
    "d.md": "# POL-4 Records\n\nRecords of a leak are kept for five years.\n",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def kb(docs: Path, tmp_path: Path, store: Any) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path / "kb") as made:
        made.build(docs)
    with KnowledgeBase(tmp_path / "kb") as fresh:  # nothing is open or loaded yet
        yield fresh


def said(kb: KnowledgeBase, question: str) -> tuple[Any, ...]:
    answer = kb.ask(question)
    return (
        answer.state,
        [(c.document, c.quote) for one in answer.sentences for c in one.citations],
        answer.manifest["generation"],
    )


def test_four_threads_ask_at_once_and_get_what_one_gets(kb: KnowledgeBase) -> None:
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda question: said(kb, question), QUESTIONS * 3))
    assert together == [said(kb, question) for question in QUESTIONS] * 3
    assert {state for state, *_ in together} <= {"answered", "related"}
    assert kb.record.verify() == []
    assert len(kb.record.answers(99)) == 4 * len(QUESTIONS)


def test_who_asks_while_a_build_runs_gets_one_state_or_the_other(
    kb: KnowledgeBase, docs: Path
) -> None:
    before = {question: said(kb, question) for question in QUESTIONS}
    (docs / "a.md").write_text(TEXTS["a.md"].replace("2 days", "3 days"), encoding="utf-8")
    (docs / "e.md").write_text("# POL-5 Visits\n\nA Visitor must wear a badge.\n", encoding="utf-8")
    ended = Event()

    def asking(question: str) -> list[tuple[Any, ...]]:
        found = [said(kb, question)]
        while not ended.is_set():
            found.append(said(kb, question))
        return [*found, said(kb, question)]

    with ThreadPoolExecutor(4) as pool:
        jobs = {question: pool.submit(asking, question) for question in QUESTIONS[:3]}
        try:
            report = kb.build(docs)
        finally:
            ended.set()
        found = {question: job.result() for question, job in jobs.items()}
    after = {question: said(kb, question) for question in QUESTIONS}
    assert report.changed == ["docs/a.md"] and report.added == ["docs/e.md"]
    assert "3 days" in str(after[QUESTIONS[0]]) and "2 days" in str(before[QUESTIONS[0]])
    for question, answers in found.items():
        assert {str(one) for one in answers} <= {str(before[question]), str(after[question])}
        assert answers[-1] == after[question]
    assert kb.record.verify() == []


def test_a_reader_keeps_its_store_until_it_has_ended(kb: KnowledgeBase) -> None:
    with kb.opened.reading() as base:
        kb.refresh()
        assert kb.opened is not base
        assert base.cypher("MATCH (d:Document) RETURN count(d) AS n") == [{"n": len(TEXTS)}]
        held = base.store
    with pytest.raises(Exception, match="closed"):
        held.read("MATCH (d:Document) RETURN count(d) AS n")
