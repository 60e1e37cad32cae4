"""What is told while a question is answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase, StageDone, Verified
from groundgraph.stages import STAGES, done_line, next_stage

ANSWERED = "How soon must a pump failure at a patient's home be reported?"
UNANSWERABLE = "What fine does the Device Safety Agency impose for a late vigilance report?"


@pytest.fixture(scope="module")
def base(
    untouched_examples: Path, store: object, tmp_path_factory: pytest.TempPathFactory
) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("ask") / "kb"
    return KnowledgeBase(shutil.copytree(untouched_examples, folder))


def test_stages_come_in_order_and_then_each_sentence_of_the_card(base: KnowledgeBase) -> None:
    told: list[StageDone | Verified] = []
    answer = base.ask(ANSWERED, listener=told.append)
    stages = [event.stage for event in told if isinstance(event, StageDone)]
    assert stages == list(STAGES)[:-1]
    assert {event.stage: event.count for event in told if isinstance(event, StageDone)}[
        "context"
    ] == len(answer.passages)
    sentences = told[len(stages) :]
    assert all(isinstance(event, Verified) for event in sentences)
    assert answer.headline is not None
    assert sentences[0] == Verified(answer.headline, None)
    last = {event.index: event.sentence for event in sentences[1:] if isinstance(event, Verified)}
    assert tuple(last[index] for index in sorted(last)) == answer.sentences


def test_the_nearest_sentences_alone_where_nothing_is_answered(
    base: KnowledgeBase,
) -> None:
    told: list[StageDone | Verified] = []
    answer = base.ask(UNANSWERABLE, listener=told.append)
    assert answer.state == "not_found"
    stages = [event for event in told if isinstance(event, StageDone)]
    assert told[: len(stages)] == stages and len(stages) == len(STAGES) - 1
    assert [e.sentence for e in told[len(stages) :] if isinstance(e, Verified)] == list(
        answer.sentences
    )
    assert answer.headline is None and len(answer.sentences) <= 3


def test_a_listener_that_stops_leaves_no_answer_behind(base: KnowledgeBase) -> None:
    before = base.record.position

    def stop(event: StageDone | Verified) -> None:
        if isinstance(event, Verified):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        base.ask(ANSWERED, listener=stop)
    assert base.record.position == before


def test_asking_with_and_without_a_listener_gives_the_same_card(base: KnowledgeBase) -> None:
    watched, alone = (
        base.ask(ANSWERED, listener=listener)
        for listener in ([].append, None)  # type: ignore[attr-defined]
    )
    assert (watched.headline, watched.sentences) == (alone.headline, alone.sentences)


def test_what_limits_a_sentence_stands_beside_it_in_its_own_words(base: KnowledgeBase) -> None:
    answer = base.ask(ANSWERED)
    found = [(s, kind, c) for s in answer.sentences for kind, c in s.qualifiers]
    assert ("deadline", "within 24 hours of becoming aware of the event") in {
        (kind, citation.quote) for _, kind, citation in found
    }
    for sentence, _, citation in found:
        whole = sentence.citations[0]
        assert whole.version == citation.version
        assert whole.start <= citation.start < citation.end <= whole.end
        text = base.document(citation.document, citation.version).text
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.one_store("words, no store")
def test_every_stage_has_words() -> None:
    for stage in STAGES:
        assert next_stage(stage) in STAGES
    assert done_line(StageDone("context", 20)) == "20 passages read"
    assert done_line(StageDone("link", 1)) == "1 name of the question is known here"
    assert done_line(StageDone("spread", 0)).startswith("no passage")
    assert done_line(StageDone("embed")) == ""
