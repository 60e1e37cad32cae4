"""A better reader gives the same bytes another text: both readings stay, answers verify against the
one that they quoted, and what is asked while the graph lags behind quotes the reading it was cut
from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from written_pdf import WrittenPdf, text

from extraction.documents.readers import pdf_image
from graph.errors import NotFound
from graph.identity import version_id
from graph.model import Answer, Block, Citation, Document, Span
from groundgraph import KnowledgeBase
from groundgraph.answers import citations
from groundgraph.views.cited_sources import answer_sources

QUESTION = "How long are leak records kept?"
SAID = "Leak records are kept for 7 years."
OTHER = "The Workshop cleans the valve every month."


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    sources = tmp_path / "rig"
    sources.mkdir()
    (sources / "leak.txt").write_text(f"Leaks\n\n{SAID}\n\n{OTHER}\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb", store="embedded") as base:
        base.build(sources)
        yield base


def cited_words(answer: Answer, words: str) -> Citation:
    """The citation of `words`."""
    return next(c for s in answer.sentences for c in s.citations if c.quote == words)


def read_again(kb: KnowledgeBase, text: str) -> Document:
    """As a build with a newer reader does: the same bytes, another text."""
    key = "rig/leak.txt"
    former = kb.record.document(key)
    start = 0
    blocks = []
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", Span(start, start + len(part))))
        start += len(part) + 2
    newer = replace(former, text=text, blocks=tuple(blocks))
    original = kb.record.original(former.version)
    run = kb.record.start_run("build", {}, {})
    root = "rig"
    put = kb.record.put_document(newer, original, run=run, root=root, reader="a newer reader")
    kb.record.finish_run(run, "finished", {})
    return put


def test_both_readings_of_the_same_bytes_stay(kb: KnowledgeBase) -> None:
    former = kb.record.document("rig/leak.txt")
    newer = read_again(kb, f"{OTHER}\n\n{SAID}")
    assert (newer.version, newer.number) == (former.version, former.number)
    assert newer.text_hash != former.text_hash
    held = kb.record.readings([former.version])[former.version]
    assert [one.text_hash for one in held] == [former.text_hash, newer.text_hash]
    assert held[0].removed_seq == held[1].added_seq and held[1].removed_seq is None
    for version in (None, former.version):
        assert kb.document(former.id, version).text == newer.text
    quoted = kb.record.quoted
    one = quoted(former.id, former.version, text_hash=former.text_hash, answered=0)
    assert (one.text, one.text_hash) == (former.text, former.text_hash)
    then = quoted(former.id, former.version, text_hash="", answered=newer.added_seq - 1)
    assert then.text == former.text
    with pytest.raises(NotFound):
        quoted(former.id, former.version, text_hash="0" * 64, answered=0)
    assert kb.record.verify() == []


def test_an_answer_verifies_against_the_reading_that_it_quoted(kb: KnowledgeBase) -> None:
    former = kb.document("rig/leak.txt")
    answer = kb.ask(QUESTION)
    assert cited_words(answer, SAID).text_hash == former.text_hash
    read_again(kb, f"{OTHER}\n\n{SAID}")
    kb.build()
    assert kb.verify() == []
    data = kb.answer(answer.id)
    for citation in citations(data):
        assert citation["text_hash"] == former.text_hash
    source = answer_sources(kb, data)[0]
    marked = [run.text for block in source.blocks for run in block.runs if run.marks]
    assert "".join(marked) == SAID
    (edge, *_) = kb.cypher(
        "MATCH (a:Answer)-[c:CITES]->(s:Superseded) WHERE c.quote = $quote "
        "RETURN c.text_hash AS text_hash, c.status AS status, c.still_said AS said, s.why AS why",
        {"quote": SAID},
    )
    assert edge == {
        "text_hash": former.text_hash,
        "status": "superseded",
        "said": True,
        "why": "read again by a newer reader",
    }


def test_a_page_that_cannot_be_drawn_is_shown_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "rig"
    sources.mkdir()
    wide = "/MediaBox [0 0 12000 40]"
    (sources / "leak.pdf").write_bytes(WrittenPdf([text(10, 780, 11, SAID)], page=wide).bytes())
    with KnowledgeBase(tmp_path / "kb", store="embedded") as base:
        base.build(sources)
        data = base.answer(base.ask(QUESTION).id)
        assert [*(answer_sources(base, data)[0].pages or ())] == ["1"]
        monkeypatch.setattr(pdf_image, "LONGEST_SIDE", 20_000)  # more than WebP has room for
        source = answer_sources(base, data)[0]
    assert source.pages == {} and any(source.rectangles or ())
    assert "no picture can be made of page 1" in (source.undrawn or {})["1"]
    runs = [run for block in source.blocks for run in block.runs if run.marks]
    assert "".join(run.text for run in runs) == SAID


def test_an_answer_from_before_text_hashes_names_the_reading_of_its_time(
    kb: KnowledgeBase,
) -> None:
    import json

    former = kb.document("rig/leak.txt")
    data = kb.answer(kb.ask(QUESTION).id)
    for citation in citations(data):
        del citation["text_hash"]
    kb.record.put_answer("a_00000000000000000000", QUESTION, json.dumps(data), "{}")
    read_again(kb, f"{OTHER}\n\n{SAID}")
    again = kb.answer("a_00000000000000000000")
    assert {citation["text_hash"] for citation in citations(again)} == {former.text_hash}
    assert kb.verify() == []


def test_a_quote_that_is_not_in_its_text_is_a_problem(kb: KnowledgeBase) -> None:
    import json

    data = kb.answer(kb.ask(QUESTION).id)
    next(citations(data))["quote"] = "Leak records are kept for 9 years."
    kb.record.put_answer("a_00000000000000000001", QUESTION, json.dumps(data), "{}")
    assert any("other words stand there" in problem for problem in kb.verify())


def test_what_is_asked_while_the_graph_lags_behind_quotes_what_it_was_cut_from(
    kb: KnowledgeBase,
) -> None:
    former = kb.document("rig/leak.txt")
    read_again(kb, f"An inserted line that moves everything.\n\n{OTHER}\n\n{SAID}")
    answer = kb.ask(QUESTION)  # the build was stopped before the graph changed
    cited = cited_words(answer, SAID)
    assert former.text[cited.start : cited.end] == SAID and cited.text_hash == former.text_hash


def test_the_same_reading_again_is_no_new_one(kb: KnowledgeBase) -> None:
    former = kb.document("rig/leak.txt")
    assert former.version == version_id(former.id, former.sha256)
    assert hashlib.sha256(kb.record.original(former.version)).hexdigest() == former.sha256
    read_again(kb, former.text)
    assert len(kb.record.readings([former.version])[former.version]) == 2  # another reader, though
