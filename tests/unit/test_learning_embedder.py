"""Training an embedder: what it learns from, what a step costs, a run that goes on, the folder it
leaves, the gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SettingsError
from graph.protocols import Vectors
from learning.embedder_folder import write_embedder
from learning.embedder_gate import EmbedderGate, differences, embedder_gate
from learning.embedder_network import anchor_loss, contrast_loss
from learning.encoder_network import Tensors
from learning.learn_embedder import EmbedderRows, learn_embedder, start_embedder
from learning.model_card import CARD, REPORT, NotBetter
from learning.search_rows import Passage, SearchQuestion, SearchRows, searches
from learning.search_scores import PassageSearch, RememberedVectors
from learning.train_embedder import (
    EmbedderLesson,
    Shown,
    comparable,
    train_embedder,
    wrong_passages,
)
from learning.training_rows import PARTS, Group, Sentence, TrainingRows
from learning.training_run import CHECKPOINT, LearningSettings, run_lesson
from retrieval.embedders import BertEmbedder, load_embedder

WORKS = ("kiln", "pump", "crane", "press", "boiler")
SHORT = LearningSettings(steps=2, groups=4, depth="last-1", others=1)
LAST = "encoder.layer.5."


def manual(number: int) -> Group:
    work = WORKS[number % len(WORKS)]
    texts = (
        f"The {work} must be inspected every {number + 2} months by a licensed fitter.",
        f"The {work} stands in hall {number}.",
        "Visitors sign the register before they enter.",
    )
    sentences = tuple(Sentence(f"Manual {number}", text) for text in texts)
    asked = f"How often is the {work} of hall {number} looked at?"
    return Group("manuals", f"manual {number}", asked, sentences, (0,), tempting=(2,))


@pytest.fixture(scope="module")
def rows() -> SearchRows:
    return searches(TrainingRows([manual(number) for number in range(20)]))


@pytest.fixture(scope="module")
def start() -> BertEmbedder:
    return start_embedder("minilm", 1)


def test_sentences_of_a_document_are_passages_below_their_headings(rows: SearchRows) -> None:
    assert (len(rows.passages), len(rows)) == (60, 20)
    sentence = "The kiln must be inspected every 2 months by a licensed fitter."
    assert rows.passages[0] == Passage("manual 0", f"Manual 0\n{sentence}", (sentence,))
    asked = "How often is the kiln of hall 0 looked at?"
    assert rows.questions[0] == SearchQuestion(
        "manuals", "manual 0", asked, (0,), (sentence,), wrong=(2,)
    )


def test_parts_hold_whole_documents_and_no_question_over_two(rows: SearchRows) -> None:
    parts = {part: rows.part(part) for part in PARTS}
    assert sum(len(one.passages) for one in parts.values()) == 60
    assert sum(map(len, parts.values())) == 20 and all(map(len, parts.values()))
    for one in parts.values():
        [document] = {one.passages[at].document for at in one.questions[0].gold}
        assert document == one.questions[0].document
    both = SearchRows(rows.passages, [SearchQuestion("s", "manual 0", "?", tuple(range(0, 60, 3)))])
    assert not any(len(both.part(part)) for part in PARTS)
    assert rows.hash == searches(TrainingRows([manual(n) for n in range(20)])).hash
    assert rows.hash != parts["train"].hash


def test_the_contrast_is_the_cross_entropy_of_what_may_be_compared() -> None:
    import torch

    asked, shown = torch.eye(2), torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6]])
    allowed = torch.tensor([[True, True, True], [True, True, False]])
    found = float(contrast_loss(asked, shown, [0, 1], allowed))
    first = -np.log(np.exp(20) / (np.exp(20) + 1 + np.exp(16)))
    second = -np.log(np.exp(20) / (np.exp(20) + 1))
    assert found == pytest.approx((first + second) / 2, rel=1e-4)
    assert float(anchor_loss(asked, asked)) == pytest.approx(0)
    assert float(anchor_loss(asked, asked.flip(0))) == pytest.approx(1)


def test_what_may_be_right_is_not_held_against_a_question() -> None:
    passages = [Passage("a", "one"), Passage("a", "two"), Passage("b", "one"), Passage("b", "four")]
    questions = [
        SearchQuestion("s", "a", "Which?", (0, 1)),
        SearchQuestion("s", "b", "Which?", (3,)),
        SearchQuestion("s", "b", "Who?", (2,)),
    ]
    shown = [Shown("one", 0), Shown("four", 3), Shown("one", 2), Shown("two", 1)]
    found = comparable(SearchRows(passages, questions), [0, 1, 2], shown)
    assert found.tolist() == [
        [True, False, False, False],  # the same question elsewhere, the same words, other gold
        [False, True, True, True],
        [False, True, True, True],
    ]


class Fixed:
    """An embedder of two dimensions that knows its texts."""

    dimension = 2
    fingerprint = "fixed"

    def __init__(self, cosines: dict[str, float]) -> None:
        self.cosines = cosines

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        near = [1.0 if query else self.cosines.get(text, 0.0) for text in texts]
        return np.array([[one, (1 - one**2) ** 0.5] for one in near], dtype=np.float32)


def test_wrong_passages_are_near_but_surely_further_than_the_gold() -> None:
    passages = [Passage("a", name) for name in ("gold", "beside", "near", "far")]
    passages.append(Passage("b", "elsewhere"))
    asked = [SearchQuestion("s", "a", "?", (0,)), SearchQuestion("s", "a", "?", (0,), within=True)]
    likeness = {"gold": 0.8, "beside": 0.79, "near": 0.6, "far": 0.1, "elsewhere": 0.5}
    vectors = RememberedVectors(Fixed(likeness))  # type: ignore[arg-type]
    assert wrong_passages(SearchRows(passages, asked), vectors) == [[2, 4, 3], [2, 3]]


def test_passages_are_ranked_as_the_product_scores_them() -> None:
    texts = ("Boilers are tested weekly.", "Cranes rest.", "Nothing here.")
    passages = [Passage("a", texts[0], (texts[0],)), Passage("a", texts[1], (texts[1], "Well."))]
    passages.append(Passage("b", texts[2], (texts[2],)))
    asked = SearchQuestion("s", "a", "How are boilers tested?", (0,))
    found = Fixed({texts[1]: 0.5, "Well.": 0.75, texts[2]: 0.6})
    rows = SearchRows(passages, [asked, SearchQuestion("s", "b", "Crane?", (2,), within=True)])
    search = PassageSearch(rows)
    vectors = RememberedVectors(found)  # type: ignore[arg-type]
    # .5 + .75 and .6 + .6 beside BM25 of one word in two ("how" and "are" are no words).
    assert list(search.rankings(vectors)) == [[1, 2, 0], [2]]
    assert search.values(vectors)["nDCG@10"] == {"0": 0.5, "1": 1.0}


def test_each_text_is_embedded_once() -> None:
    calls: list[str] = []

    class Counting(Fixed):
        def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
            calls.extend(texts)
            return super().embed(texts, query=query)

    vectors = RememberedVectors(Counting({}))  # type: ignore[arg-type]
    assert vectors.of(["a", "b", "a"]).shape == (3, 2) and vectors.of(["b"]).shape == (1, 2)
    assert vectors.of([]).shape == (0, 2) and calls == ["a", "b"]


def test_batches_hang_on_seed_and_step_alone(rows: SearchRows, start: BertEmbedder) -> None:
    lesson, again = (EmbedderLesson(rows, start, SHORT) for _ in range(2))
    again.batch(3)
    assert lesson.batch(1) == again.batch(1) != lesson.batch(2)
    asked, shown = lesson.batch(1)
    assert len(asked) == 4 and len(shown) == 8
    for number, own, wrong in zip(asked, shown[:4], shown[4:], strict=True):
        question = rows.questions[number]
        assert own.passage in question.gold
        assert (wrong.passage,) == question.wrong  # what people called wrong comes first
        assert own.text in (rows.passages[own.passage].text, question.told[0])
    first_pass = [number for step in range(5) for number in lesson.batch(step)[0]]
    assert sorted(first_pass) == list(range(20))


def test_a_run_that_was_interrupted_ends_with_the_same_weights(
    rows: SearchRows, start: BertEmbedder, tmp_path: Path
) -> None:
    whole, halved = tmp_path / "whole", tmp_path / "halved"
    whole.mkdir()
    halved.mkdir()
    straight = train_embedder(rows, start, whole, SHORT)
    assert train_embedder(rows, start, halved, SHORT, until=1) is None
    gone_on = train_embedder(rows, start, halved, SHORT)
    assert straight is not None and gone_on is not None
    assert all(np.array_equal(straight[name], gone_on[name]) for name in straight)
    moved = {name for name in straight if not _same(straight, name, start)}
    assert moved and all(name.startswith(LAST) for name in moved)
    with pytest.raises(SettingsError, match="other rows or settings"):
        train_embedder(rows.part("train"), start, halved, SHORT)


def _same(tensors: Tensors, name: str, start: BertEmbedder) -> bool:
    from learning.reader_network import encoder_tensors

    return np.array_equal(tensors[name], encoder_tensors(start.folder)[name])


def test_packed_weights_give_the_vectors_of_weights_with_thin_matrices_beside(
    rows: SearchRows, start: BertEmbedder, tmp_path: Path
) -> None:
    thin = LearningSettings(
        steps=2, groups=4, depth="lora", rank=2, averaging=0.0, rate=0.01, others=1
    )
    lesson = EmbedderLesson(rows, start, thin)
    packed = run_lesson(lesson, tmp_path, thin, "", lambda done, steps, losses: None)
    assert packed is not None
    write_embedder(start.folder, packed, tmp_path / "made")
    made = load_embedder(str(tmp_path / "made"), threads=1)
    assert isinstance(made, BertEmbedder)  # the engine of the one that ships: no torch
    texts = [*(one.text for one in rows.passages[:5]), "A word."]
    lesson.network.bert.eval()
    beside = lesson.network.vectors(start.token_ids(texts, query=False)).detach().numpy()
    alone = made.embed(texts, query=False)
    assert np.abs(alone - beside).max() < 1e-5
    assert np.abs(alone - start.embed(texts, query=False)).max() > 1e-3
    assert made.fingerprint != start.fingerprint
    half = write_embedder(start.folder, packed, tmp_path / "half", 0.0)
    unmoved = load_embedder(str(tmp_path / "half"), threads=1).embed(texts, query=False)
    assert np.abs(unmoved - start.embed(texts, query=False)).max() < 1e-6 and len(half) == 64


def test_depth_head_trains_the_last_normalisation_alone(
    rows: SearchRows, start: BertEmbedder
) -> None:
    lesson = EmbedderLesson(rows, start, LearningSettings(depth="head"))
    assert set(lesson.network.trained()) == {
        f"{LAST}output.LayerNorm.weight",
        f"{LAST}output.LayerNorm.bias",
    }


def test_what_is_not_better_is_refused_and_kept_only_when_told(
    rows: SearchRows, tmp_path: Path
) -> None:
    folder = tmp_path / "learned"
    with pytest.raises(NotBetter, match=r"not better .* --keep-anyway"):
        learn_embedder(EmbedderRows(rows, rows), folder, SHORT)
    assert {path.name for path in folder.iterdir()} == {CHECKPOINT}
    learned = learn_embedder(EmbedderRows(rows, rows), folder, SHORT, keep_anyway=True)
    assert not learned.gate.passed
    assert {CHECKPOINT, CARD, REPORT, "model.safetensors"} <= {one.name for one in folder.iterdir()}
    assert isinstance(load_embedder(str(folder)), BertEmbedder)
    report = json.loads((folder / REPORT).read_text("utf-8"))
    assert report["passed"] is False and "SHA-256" in report["data"]["train"]
    assert "kept all the same" in (folder / CARD).read_text("utf-8")


def gate_of(new: dict[str, float], old: dict[str, float], older: bool = False) -> EmbedderGate:
    """Six documents, each with a gold passage and another; the embedders differ by their names."""
    rows = SearchRows()
    for number in range(6):
        rows.passages += [Passage(f"d{number}", f"gold {number}"), Passage(f"d{number}", "other")]
        rows.questions.append(
            SearchQuestion("s", f"d{number}", "Which?", (2 * number,), within=True)
        )
    before, after = (RememberedVectors(Fixed(one)) for one in (old, new))  # type: ignore[arg-type]
    return embedder_gate(after, before, rows, rows if older else SearchRows())


def test_the_gate_passes_what_is_surely_better_only() -> None:
    good = {f"gold {number}": 0.9 for number in range(6)} | {"other": 0.5}
    bad = {**good, "other": 0.95}
    better = gate_of(good, bad)
    assert better.passed
    assert better.own.means["nDCG@10"] == pytest.approx((0.6309, 1.0), abs=1e-4)
    assert gate_of(good, good).reasons() == ["nDCG@10 is not surely higher"]
    worse = gate_of(bad, good, older=True).reasons()
    assert worse == ["nDCG@10 is not surely higher", "the older questions are found less well"]


def test_too_few_documents_are_no_proof() -> None:
    passages = [Passage("a", "gold"), Passage("a", "other")]
    rows = SearchRows(passages, [SearchQuestion("s", "a", "?", (0,))])
    before = RememberedVectors(Fixed({"gold": 0.5, "other": 0.9}))  # type: ignore[arg-type]
    after = RememberedVectors(Fixed({"gold": 0.9, "other": 0.5}))  # type: ignore[arg-type]
    found = EmbedderGate(differences(after, before, rows), None)
    assert found.reasons() == ["1 documents are too few to tell, 5 are needed"]


def test_only_a_mean_pooled_bert_can_be_trained(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no mean-pooled BERT"):
        start_embedder("ollama:nomic-embed-text", 1)
