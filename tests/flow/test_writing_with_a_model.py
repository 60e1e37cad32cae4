"""From a question to a prompt, to a model on this machine and back: what it wrote is held to the
base, shown with its state, kept in the record and erased from it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import in_this_process
from misbehaving_model import KEY, Played, playing_model
from tiny_model import save_tiny_model

from groundgraph import KnowledgeBase, WrittenSentenceDone
from groundgraph.answer_text import answer_markdown
from groundgraph.writing import language_model

ASKED = "How long are complaint files kept?"
INVERTED = "Complaint files need not be kept"

pytestmark = pytest.mark.one_store("the model reads texts that both stores hold alike")


@pytest.fixture
def played() -> Iterator[Played]:
    with playing_model() as server:
        yield server


@pytest.fixture
def kb(untouched_examples: Path, tmp_path: Path) -> Path:
    shutil.copytree(untouched_examples, tmp_path / "kb")
    return tmp_path / "kb"


def run(*arguments: str) -> tuple[int, str, str]:
    status, *written = in_this_process(*arguments)
    out, err = (text.decode() for text in written)
    return status, out, err


def prepare(folder: Path, played: Played) -> int:
    """Lets the model "good" write a true sentence and an inverted one; the number of both."""
    with KnowledgeBase(folder, read_only=True) as base:
        prompt = base.context(ASKED)
    best = min(prompt.sentences, key=lambda one: one.rank)
    said = " ".join(best.source.said.split())
    played.texts["good"] = f"{said} [{best.number}]\n{INVERTED} [{best.number}]."
    return best.number


def test_a_prompt_holds_sentences_and_check_holds_the_answer_to_them(built_examples: Path) -> None:
    with KnowledgeBase(built_examples, read_only=True) as kb:
        prompt = kb.context(ASKED)
        assert prompt.tokens <= 1500 and prompt.sentences
        for one in prompt.sentences:
            own = one.citations[0]
            text = kb.document(own.document, own.version).text
            assert text[own.start : own.end] == own.quote
        best = min(prompt.sentences, key=lambda one: one.rank)
        found = kb.check(f"{best.source.said} [{best.number}]", prompt)
        assert [one.state for one in found] == ["supported"]
        assert found[0].citations == (best.citations[0],)
        wrong = kb.check(f"{INVERTED} [{best.number}].", prompt)
        assert wrong[0].state != "supported" and wrong[0].reason
        assert kb.check("", prompt) == ()


def test_a_small_budget_leaves_sentences_out(built_examples: Path) -> None:
    with KnowledgeBase(built_examples, read_only=True) as kb:
        whole, small = kb.context(ASKED), kb.context(ASKED, tokens=500)
        assert small.tokens <= 500 and small.left_out > whole.left_out


def test_the_card_stays_what_it_is_and_the_record_keeps_what_was_written(
    kb: Path, played: Played
) -> None:
    prepare(kb, played)
    with KnowledgeBase(kb) as base:
        alone = base.ask(ASKED)
        told: list[object] = []
        model = language_model("good", played.url)
        card = base.ask(ASKED, llm=model, listener=told.append)
        assert (card.state, card.headline, card.sentences) == (
            alone.state,
            alone.headline,
            alone.sentences,
        )
        assert alone.written is None and card.written is not None
        assert card.written.sentences[0].state == "supported"
        assert card.written.sentences[1].state != "supported"
        streamed = [e.sentence for e in told if isinstance(e, WrittenSentenceDone)]
        assert tuple(streamed) == card.written.sentences
        kept = base.answer(card.id)["written"]
        assert kept["raw"] == played.texts["good"]
        again = base.check(kept["raw"], base.context(ASKED))
        assert again == card.written.sentences  # an answer replays from what was kept
        assert base.verify() == []
        text = answer_markdown(base.answer(card.id))
        assert "Written by good, each sentence checked" in text
        assert "no language model wrote this" not in text
        assert "no language model wrote this" in answer_markdown(base.answer(alone.id))


def test_erasing_a_document_that_the_model_was_given_erases_what_it_wrote(
    kb: Path, played: Played
) -> None:
    prepare(kb, played)
    with KnowledgeBase(kb) as base:
        card = base.ask(ASKED, llm=language_model("good", played.url))
        assert card.written is not None
        document = card.written.given[-1].document
        report = base.erase(document)
        assert report.answers == 1 and report.found == ()
    raw = played.texts["good"].encode()
    assert not [p for p in kb.rglob("*") if p.is_file() and raw[:40] in p.read_bytes()]


def test_nothing_is_sent_where_nothing_was_found(kb: Path, played: Played) -> None:
    with KnowledgeBase(kb) as base:
        card = base.ask("Who won the chess world cup of 1987?", llm=language_model("x", played.url))
        assert card.state == "not_found" and card.written is not None
        assert "nothing was sent" in card.written.problem and played.requests == []


def test_where_the_model_fails_the_card_stands(kb: Path, played: Played) -> None:
    with KnowledgeBase(kb) as base:
        alone = base.ask(ASKED)
        card = base.ask(ASKED, llm=language_model("missing", played.url))
        assert card.sentences == alone.sentences and card.state == alone.state
        assert card.written is not None and "has no model" in card.written.problem


def test_the_key_is_nowhere_on_disk(
    kb: Path, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(kb, played)
    monkeypatch.setenv("GROUNDGRAPH_LLM_KEY", KEY)
    with KnowledgeBase(kb) as base:
        right = base.ask(ASKED, llm=language_model("locked", played.url))
        assert right.written is not None and right.written.sentences
    assert played.headers[-1]["authorization"] == f"Bearer {KEY}"
    assert not [p for p in kb.rglob("*") if p.is_file() and KEY.encode() in p.read_bytes()]


# --- the command line ---------------------------------------------------------------------------


def test_the_command_shows_each_sentence_with_its_state_and_the_card_below(
    kb: Path, played: Played
) -> None:
    number = prepare(kb, played)
    command = ("ask", ASKED, "--kb", str(kb), "--llm", "good", "--llm-url", played.url)
    status, out, err = run(*command)
    assert status == 0, err
    assert "go to good at 127.0.0.1" in err
    lines = [line.strip() for line in out.splitlines()]
    assert f"written by a model, supported by [{number}]" in lines
    assert f"{INVERTED}." in lines
    reason = lines[lines.index(f"{INVERTED}.") + 1]
    assert reason.startswith(("contradicted by its source: ", "not supported: "))
    assert "Written by good: 1 of 2 sentences supported." in lines
    first_tick = next((n for n, line in enumerate(lines) if "✓" in line), len(lines))
    assert first_tick > lines.index(f"{INVERTED}.")
    assert "no language model wrote this" not in out
    status, out, _ = run(*command, "--only-supported")
    assert INVERTED not in out and "1 left out" in out


def test_the_command_gives_it_as_data(kb: Path, played: Played) -> None:
    prepare(kb, played)
    command = ("ask", ASKED, "--kb", str(kb), "--llm", "good", "--llm-url", played.url)
    status, out, _ = run(*command, "--json", "-", "--llm-price", "1/2")
    assert status == 0
    written = json.loads(out)["written"]
    assert written["sentences"][0]["state"] == "supported"
    status, shown, _ = run("show", json.loads(out)["id"], "--kb", str(kb))
    assert status == 0 and "Written by good" in shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--llm", "m"], "--llm-url"),
        (["--llm", "m", "--llm-url", "https://models.example.com/v1"], "--allow-remote"),
        (["--llm", "m", "--llm-url", "http://127.0.0.1:1/v1", "--llm-price", "much"], "0.15/0.60"),
    ],
)
def test_what_cannot_be_used_is_an_error_before_anything_is_asked(
    kb: Path, options: list[str], said: str
) -> None:
    status, out, err = run("ask", ASKED, "--kb", str(kb), *options)
    assert status == 2 and out == "" and said in err


def test_a_server_that_is_not_there_is_named_once_and_the_card_stands(kb: Path) -> None:
    status, out, err = run(
        "ask", ASKED, "--kb", str(kb), "--llm", "m", "--llm-url", "http://127.0.0.1:1/v1"
    )
    assert status == 0 and "go to m at 127.0.0.1:1" in err
    assert " ".join(out.split()).count("127.0.0.1:1 ") == 1
    assert "no language model answers" in out and "✓" in out


def test_the_command_writes_with_weights_of_this_machine(kb: Path, tmp_path: Path) -> None:
    """The model is real and knows nothing: none of what it writes may be shown as supported."""
    model = save_tiny_model(tmp_path / "tiny")
    command = ("ask", ASKED, "--kb", str(kb))
    _, alone, _ = run(*command)
    status, out, err = run(*command, "--llm", f"transformers:{model}")
    assert status == 0, err
    assert err.splitlines() == [
        "The question and the passages found for it go to tiny at this machine (transformers)."
    ]
    assert "supported by" not in out and "Written by tiny: 0 of " in out
    assert "this machine (transformers), " in out and "400 out" in out
    card, _, _ = alone.rpartition("\n\n")  # below it stands how long it took
    card = re.sub(r"groundgraph show a_\w+", "", card)  # each asking is an answer of its own
    out = re.sub(r"groundgraph show a_\w+", "", out)
    assert card in out


def test_the_command_names_weights_that_are_not_there(kb: Path) -> None:
    status, out, err = run("ask", ASKED, "--kb", str(kb), "--llm", "transformers:./no-model")
    assert status == 6 and out == "" and "no such folder or .gguf file" in err
