"""An embedder trained on questions that people judged in a base: trained, used, taken back; its
vectors and those of the one before are never compared."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from graph.errors import SettingsError, StoreError
from groundgraph import KnowledgeBase
from groundgraph.cli import app
from groundgraph.learned_models import changes, learned_models
from groundgraph.search_questions import feedback_of, judged_searches, kept_vectors, made_searches
from groundgraph.settings import load
from learning.model_card import NotBetter
from learning.search_rows import SearchRows
from learning.training_run import CHECKPOINT
from retrieval.embedders import load_embedder

pytestmark = pytest.mark.one_store("vectors come the same way into both stores")

HALLS = 16
ASKED = "How often is the pump of hall 3 looked at?"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> Path:
    folder = tmp_path_factory.mktemp("learned")
    (folder / "docs").mkdir()
    for number in range(HALLS):
        text = (
            f"# Hall {number}\n\nThe pump of hall {number} must be inspected every {number + 2} "
            f"weeks.\n\nThe roof of hall {number} is painted green.\n"
        )
        (folder / "docs" / f"hall-{number}.md").write_text(text, "utf-8")
    with KnowledgeBase(folder / "kb") as base:
        base.build(folder / "docs")
        base.feedback(base.ask(ASKED).id, "helpful", actor="ada")
        base.feedback(base.ask("What colour is the roof of hall 5?").id, "wrong", actor="ada")
    rows = (
        {
            "id": str(number),
            "question": f"When is the pump in hall {number} looked at?",
            "evidence": [{"doc_id": f"hall-{number}.md", "quote": f"every {number + 2} weeks"}],
        }
        for number in range(HALLS)
    )
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "questions.jsonl").write_text(lines, "utf-8")
    return folder / "kb"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["learn", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def vectors(kb: KnowledgeBase) -> tuple[list[str], np.ndarray]:
    """The texts of the store that have vectors, and these."""
    found = kb.cypher("MATCH (c:Chunk) RETURN c.id AS id")
    chunks = [str(row["id"]) for row in found]
    rows = [row for kind in ("chunk", "sentence") for row in kb.store.texts(chunks, kind=kind)]
    return [row.text for row in rows], kb.store.vectors([row.vector_key for row in rows])


def first_sentence(rows: SearchRows) -> str:
    return rows.passages[0].sentences[0]


def test_it_learns_from_gold_spans_and_from_what_people_said(kb: Path) -> None:
    from evaluation.answering.question_files import load_answer_questions

    with KnowledgeBase(kb, read_only=True) as base:
        rows = judged_searches(base, load_answer_questions(kb.parent / "questions.jsonl"))
        kept = kept_vectors(base)
        texts = [rows.passages[0].text, first_sentence(rows), "A text of nobody's."]
        held = kept(base.embedder.fingerprint, texts)
        assert list(held) == texts[:2] and not kept("another", texts)
        assert np.abs(held[texts[0]] - base.embedder.embed(texts, query=False)[0]).max() < 1e-5
        said, made = feedback_of(base), made_searches(base, "1")
    first, helpful = rows.questions[0], rows.questions[-1]
    assert [rows.passages[at].document for at in first.gold] == [first.document]
    assert first.document.endswith("hall-0.md") and "every 2 weeks" in first.told[0]
    assert first.told[0] in rows.passages[first.gold[0]].sentences
    assert (helpful.set, helpful.text) == ("feedback", ASKED.lower())
    assert "every 5 weeks" in helpful.told[0]
    assert len(rows) == HALLS + 1  # a question whose only answer is wrong has no gold
    assert said["what colour is the roof of hall 5?"].right == ()
    assert len(made) and all(one.set == "made from the base" for one in made.questions)


def test_trained_refused_used_and_taken_back(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    into, asked = kb.parent / "mine", kb.parent / "questions.jsonl"
    train = ["embedder", str(asked), "--into", str(into), "--kb", str(kb), "--steps", "2"]
    train += ["--depth", "last-1", "--groups", "4", "--others", "1", "--rate", "0.001"]
    with pytest.raises(NotBetter, match="the new embedder is not better"):
        run(*train)
    assert [one.name for one in into.iterdir()] == [CHECKPOINT]
    run(*train, "--keep-anyway")
    with pytest.raises(SettingsError, match="use it with --anyway"):
        run("use", str(into), "--kb", str(kb))
    with KnowledgeBase(kb) as base:
        before = dict(base.store.generation)
        texts, old = vectors(base)

    said = run("use", str(into), "--anyway", "--kb", str(kb))
    name = load(kb).embedder
    assert said == f"{name} (before: minilm)\n" and name.startswith("learned-")
    [model] = learned_models(kb)
    assert (model.kind, model.in_use, model.gate) == ("embedder", True, "not passed")
    with KnowledgeBase(kb) as base:
        again, new = vectors(base)
        assert again == texts and base.store.generation["name"] != before["name"]
        assert base.store.generation["content_hash"] == before["content_hash"]
        mine = load_embedder(str(kb / "models" / name), threads=1)
        assert np.abs(new - mine.embed(texts, query=False)).max() < 1e-5
        assert (np.abs(new - old).max(axis=1) > 1e-4).all()  # every one of them
        answer = base.ask(ASKED)
        assert answer.sentences and base.verify() == []
        manifest = json.loads(base.record.answer(answer.id).manifest)
        assert manifest["embedder"] == mine.fingerprint == model.fingerprint

    with monkeypatch.context() as patch:
        patch.setenv("GROUNDGRAPH_EMBEDDER", "minilm")
        with KnowledgeBase(kb) as base, pytest.raises(StoreError, match="embedder"):
            base.ask(ASKED)
        with pytest.raises(SettingsError, match="GROUNDGRAPH_EMBEDDER is set"):
            run("use", "minilm", "--kb", str(kb))

    assert run("rollback", "--kb", str(kb)) == f"minilm (before: {name})\n"
    with KnowledgeBase(kb) as base:
        assert np.array_equal(vectors(base)[1], old)
        assert base.store.generation["content_hash"] == before["content_hash"]
    assert [(one.kind, one.action) for one in changes(kb)] == [
        ("embedder", "use"),
        ("embedder", "roll back"),
    ]
    assert f"{name}  embedder  gate: not passed" in run("list", "--kb", str(kb))
