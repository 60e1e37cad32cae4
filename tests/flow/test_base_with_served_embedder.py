"""A base whose vectors come from a server: built, asked, broken off and gone on with; and never
mixed with the vectors of another model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import in_this_process
from embedding_server import KEY, Embedding, serving_embedder

from graph.errors import GroundgraphError, ModelError, SettingsError, StoreError
from groundgraph import Component, KnowledgeBase

ASKED = "How long are leak reports kept?"

pytestmark = pytest.mark.one_store("vectors come the same way into both stores")


@pytest.fixture
def server() -> Iterator[Embedding]:
    with serving_embedder() as found:
        yield found


THINGS = "boiler pump fan valve tank hose lift crane gate lamp sink oven".split()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Five documents."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(4):
        lines = [
            f"The {name} of hall {number} must be inspected every {number + 2} weeks."
            for name in THINGS[:6]
        ]
        text = f"# Hall {number}\n\n" + "\n\n".join(lines)
        (folder / f"hall-{number}.md").write_text(text, encoding="utf-8")
    (folder / "leaks.md").write_text(
        "# Leaks\n\nThe Site Lead must keep leak reports for 7 years.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def many_texts(docs: Path) -> Path:
    """Those, and more texts to embed than a build keeps at once: short ones, quickly read."""
    for number in range(24):
        lines = [f"{name.title()} {number}-{THINGS.index(name)}." for name in THINGS]
        text = f"# Store {number}\n\n" + "\n\n".join(lines)
        (docs / f"store-{number}.md").write_text(text, encoding="utf-8")
    return docs


def name(server: Embedding, model: str = "minilm") -> str:
    return f"openai:{model}@{server.url}"


def test_it_is_built_asked_and_opened_again(server: Embedding, docs: Path, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb", embedder=name(server)) as kb:
        first = kb.build(docs)
        assert kb.ask(ASKED).state == "answered"
        assert kb.record.runs()[-1].fingerprints["embedder"] == "served/minilm/384"
    with KnowledgeBase(tmp_path / "kb") as kb:  # the setting was kept
        assert kb.ask(ASKED).state == "answered"
        before = len(server.requests)
        assert kb.build(docs).store_unchanged
        assert len(server.requests) == before
        assert kb.verify() == []
    with KnowledgeBase(tmp_path / "other", embedder=name(server)) as kb:
        assert kb.build(docs).content_hash == first.content_hash  # its digits were others


def test_a_build_that_loses_its_server_goes_on_where_it_was(
    server: Embedding, many_texts: Path, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "whole", embedder=name(server)) as kb:
        whole = kb.build(many_texts)
    texts = len(set(server.texts))
    server.requests.clear()
    server.limit = 14  # five for what is found out first, eight of 32 texts, one that is lost
    with KnowledgeBase(tmp_path / "kb", embedder=Component(name(server), retries=0)) as kb:
        with pytest.raises(
            ModelError, match=r"256 of \d+ new vectors are kept; run the same build"
        ):
            kb.build(many_texts)
        assert kb.record.runs()[-1].state == "stopped"
        with pytest.raises(GroundgraphError):
            kb.ask(ASKED)
    server.requests.clear()
    server.limit = None
    with KnowledgeBase(tmp_path / "kb") as kb:
        report = kb.build(many_texts)
        assert report.content_hash == whole.content_hash
        assert len(set(server.texts)) == texts - 256
        assert kb.ask(ASKED).state == "answered"


def test_without_the_server_the_base_is_read_but_not_asked(docs: Path, tmp_path: Path) -> None:
    with serving_embedder() as gone, KnowledgeBase(tmp_path / "kb", embedder=name(gone)) as kb:
        kb.build(docs)
    with KnowledgeBase(tmp_path / "kb", read_only=True) as kb:
        assert kb.search(ASKED, text_only=True).passages
        assert kb.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"] == 5
        with pytest.raises(ModelError, match="no embedding model answers"):
            kb.ask(ASKED)


def test_vectors_of_another_model_are_never_mixed(
    server: Embedding, docs: Path, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "kb", embedder=name(server)) as kb:
        kb.build(docs)
    server.turned = True  # another model behind the same name
    with KnowledgeBase(tmp_path / "kb") as kb:
        for use in (lambda: kb.ask(ASKED), lambda: kb.build(docs)):
            with pytest.raises(ModelError, match="another model stands behind the name"):
                use()
    with KnowledgeBase(tmp_path / "kb", embedder=name(server, "minilm#2")) as kb:
        with pytest.raises(StoreError, match="served/minilm/384"):
            kb.ask(ASKED)
        server.requests.clear()
        assert not kb.build(docs).store_unchanged
        assert len(server.texts) > 28  # all are embedded again
        assert kb.ask(ASKED).state == "answered"


def test_a_base_of_somebody_else_sends_nothing_elsewhere(
    server: Embedding, docs: Path, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "kb", embedder=name(server)) as kb:
        kb.build(docs)
    settings = tmp_path / "kb" / "groundgraph.toml"
    settings.write_text('embedder = "openai:minilm@https://models.example.com/v1"\n')
    with KnowledgeBase(tmp_path / "kb") as kb, pytest.raises(SettingsError, match=r"example\.com"):
        kb.ask(ASKED)
    status, out, err = _run("ask", ASKED, "--kb", str(tmp_path / "kb"))
    assert status == 2 and out == "" and "--allow-remote" in err


def test_the_command_names_it_and_the_key_is_nowhere_on_disk(
    server: Embedding, docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDGRAPH_EMBEDDER_KEY", KEY)
    kb = tmp_path / "kb"
    status, out, err = _run(
        "build", str(docs), "--kb", str(kb), "--embedder", name(server, "locked"), "--json"
    )
    assert status == 0, err
    assert len(json.loads(out)["added"]) == 5
    assert server.headers[-1]["authorization"] == f"Bearer {KEY}"
    status, out, _ = _run("doctor", "--kb", str(kb))
    assert status == 0
    assert "embedder served/locked/384 at 127.0.0.1:" in out and "(this machine)" in out
    assert not [p for p in kb.rglob("*") if p.is_file() and KEY.encode() in p.read_bytes()]


def _run(*arguments: str) -> tuple[int, str, str]:
    status, *written = in_this_process(*arguments)
    out, err = (text.decode() for text in written)
    return status, out, err
