"""A real OpenAI-compatible server with a real, very small model (135M): it streams, is cancelled,
refuses a wrong key and too long a prompt, keeps to a schema, serves two at once and is killed; and
the same file through transformers. What it writes is mostly wrong, which is what the checks are
for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from markdown_contexts import context
from small_model import KEY, Served, small_model_file, started

from generation.language_model import (
    LocalWeights,
    OpenAIModel,
    TransformersModel,
    local_weights_of,
    write,
)
from generation.written import Prompt, check_text, prompt_of
from graph.errors import ContextOverflow, ModelError
from graph.model import AskEvent, TokenUsage, Written
from groundgraph import KnowledgeBase
from retrieval.embedders import load_embedder

RULES = """# Incidents

Class B events must be reported to the Safety Officer within 24 hours. Visitors may not enter the
store.
"""
ASKED = "How soon must Class B events be reported?"


@pytest.fixture(scope="session")
def model_file() -> Path:
    return small_model_file()


@pytest.fixture(scope="session")
def served(model_file: Path) -> Iterator[Served]:
    found = started(model_file)
    yield found
    found.end()


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    return replace(
        prompt_of(context(ASKED, rules=RULES)),
        instructions="Answer in one sentence and end it with [1] or [2].",
    )


def test_it_streams_and_what_it_writes_is_checked(served: Served, prompt: Prompt) -> None:
    told: list[AskEvent] = []
    written = write(OpenAIModel(served.endpoint()), prompt, listener=told.append)
    assert written.problem == "" and written.raw and written.sentences
    assert len(told) == len(written.sentences)
    assert written.tokens_in is not None and written.tokens_in > 40
    assert written.tokens_out is not None and 0 < written.tokens_out <= 40
    assert tuple(check_text(written.raw, prompt)) == written.sentences
    for one in written.supported:
        assert one.citations


def test_it_is_cancelled_in_the_middle_and_goes_on_serving(served: Served, prompt: Prompt) -> None:
    stop = threading.Event()
    pieces = OpenAIModel(served.endpoint(answer_tokens=2000), stop).stream(prompt.messages)
    assert next(pieces)
    stop.set()
    with pytest.raises(Exception, match="was stopped"):
        list(pieces)
    assert write(OpenAIModel(served.endpoint(answer_tokens=8)), prompt).raw


def test_a_wrong_key_is_refused_and_not_repeated(served: Served, prompt: Prompt) -> None:
    written = write(OpenAIModel(served.endpoint(key="sk-wrong-77")), prompt)
    assert "refused the key (401)" in written.problem and "sk-wrong" not in str(written)


def test_a_prompt_beyond_its_context_is_an_overflow(served: Served) -> None:
    long = [{"role": "user", "content": "one two three four five " * 1500}]
    with pytest.raises(ContextOverflow):
        list(OpenAIModel(served.endpoint()).stream(long))


def test_it_keeps_to_the_schema(served: Served, prompt: Prompt) -> None:
    written = write(OpenAIModel(served.endpoint(schema=True, answer_tokens=300)), prompt)
    held = json.loads(written.raw)
    assert set(held) == {"sentences"}
    assert all(set(one) == {"text", "citations"} for one in held["sentences"])


def test_two_at_once(served: Served, prompt: Prompt) -> None:
    found: list[Written] = []

    def one() -> None:
        found.append(write(OpenAIModel(served.endpoint(answer_tokens=16)), prompt))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2 and all(w.problem == "" and w.raw for w in found)


def test_a_server_that_is_killed_in_the_middle_of_an_answer(
    model_file: Path, prompt: Prompt
) -> None:
    other = started(model_file)
    try:
        model = OpenAIModel(other.endpoint(answer_tokens=2000))
        seen: list[str] = []

        class Killing:
            name, where = model.name, model.where

            def stream(self, messages: list[dict[str, str]]) -> Iterator[str | TokenUsage]:
                for piece in model.stream(messages):
                    if not seen:
                        other.process.kill()
                        other.process.wait()
                    seen.append(str(piece))
                    yield piece

        written = write(Killing(), prompt)
    finally:
        other.process.kill()
        other.process.wait()
    assert seen and "broke off" in written.problem
    assert written.raw.startswith(seen[0])


# --- the same server embeds -----------------------------------------------------------------------


def test_it_embeds_and_a_text_has_the_same_vector_beside_others(model_file: Path) -> None:
    """This server, with two slots, gives a text another vector beside others: cosine .91."""
    texts = [
        "How long are complaint files kept?",
        "Complaint files are kept for ten years.",
        "The pump weighs two kilograms.",
        "",
    ]
    other = started(model_file, "embedding")
    name = f"openai:smollm2@{other.url}/v1"
    try:
        embedder = load_embedder(name, key=KEY)
        assert embedder.fingerprint == "served/smollm2/576"
        together = embedder.embed(texts, query=False)
        for number, text in enumerate(texts):
            alone = load_embedder(name, key=KEY).embed([text], query=False)[0]
            assert float(alone @ together[number]) > 0.999
        with pytest.raises(ModelError, match="refused the key"):
            load_embedder(name, key="sk-wrong-77").embed(["x"], query=True)
    finally:
        other.process.kill()
        other.process.wait()
    with pytest.raises(ModelError, match="no embedding model answers"):
        load_embedder(name, key=KEY, retries=0).embed(["x"], query=True)


# --- the same file through transformers -----------------------------------------------------------


@pytest.fixture(scope="module")
def weights(model_file: Path) -> LocalWeights:
    if find_spec("gguf") is None or find_spec("accelerate") is None:
        pytest.skip("no gguf or accelerate; make venv installs them")
    return replace(local_weights_of(f"transformers:{model_file}"), answer_tokens=40, threads=1)


def test_a_gguf_file_answers_and_what_it_writes_is_checked(
    weights: LocalWeights, prompt: Prompt, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[AskEvent] = []
    written = write(TransformersModel(weights), prompt, listener=told.append)
    assert written.problem == "" and written.raw and written.sentences
    assert len(told) == len(written.sentences)
    assert written.tokens_in is not None and written.tokens_in > 40
    assert written.tokens_out is not None and 0 < written.tokens_out <= 40
    assert tuple(check_text(written.raw, prompt)) == written.sentences
    assert written.model == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert capfd.readouterr() == ("", "")


def test_a_gguf_file_ends_its_answer_where_the_model_ends_it(weights: LocalWeights) -> None:
    asked = [{"role": "user", "content": "What is the capital of France?"}]
    *pieces, usage = TransformersModel(weights).stream(asked)
    assert "".join(map(str, pieces)) == "The capital of France is Paris."
    assert isinstance(usage, TokenUsage) and usage.received == 8


def test_a_gguf_file_is_cancelled_in_the_middle(weights: LocalWeights, prompt: Prompt) -> None:
    stop = threading.Event()
    pieces = TransformersModel(weights, stop).stream(prompt.messages)
    assert next(pieces)
    stop.set()
    with pytest.raises(Exception, match="was stopped"):
        list(pieces)


def test_a_gguf_file_refuses_a_prompt_beyond_its_context(weights: LocalWeights) -> None:
    long = [{"role": "user", "content": "one two three four five " * 2000}]
    with pytest.raises(ContextOverflow, match="8192"):
        list(TransformersModel(weights).stream(long))


def test_it_reads_documents_and_nothing_that_it_makes_up_gets_in(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thin path of a reading model: held to the schema, its proposals are JSON; whatever it
    says, the base holds what our rules read there, and a second build asks nothing."""
    monkeypatch.setenv("GROUNDGRAPH_LLM_KEY", KEY)
    (tmp_path / "rules.md").write_text(RULES, encoding="utf-8")
    with KnowledgeBase(
        tmp_path / "kb", extractor="llm", reading_model="smollm2", reading_url=f"{served.url}/v1"
    ) as base:
        report = base.build(tmp_path / "rules.md")
        assert report.model is not None and report.model.asked == 1
        assert report.model.tokens > 500 and not report.model.waiting
        found = base.proposals()
        assert found.facts + found.names + len(found.refused) > 0
        assert base.differences() == []
        by_model = base.cypher(
            "MATCH (:Fact)-[s:SUPPORTED_BY]->(c:Chunk) WHERE s.extractor STARTS WITH 'llm:smollm' "
            "RETURN substring(c.text, s.start - c.start, s.end - s.start) = s.quote AS verbatim"
        )
        assert all(row["verbatim"] for row in by_model)
        again = base.build(tmp_path / "rules.md")
        assert again.store_unchanged and again.model is not None and again.model.asked == 0
    record = (tmp_path / "kb" / "record.sqlite").read_bytes()
    assert KEY.encode() not in record
