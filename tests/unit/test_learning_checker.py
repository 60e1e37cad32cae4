"""Training a checker: rows and their parts, a run that goes on, the folder it leaves, the gate."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from graph.checking import Quote, Relevance, Support
from graph.errors import SettingsError
from learning.checker_folder import write_checker
from learning.checker_gate import gate
from learning.encoder_network import Tensors, as_torch
from learning.learn_checker import learn_checker
from learning.made_rows import made_rows
from learning.model_card import CARD, REPORT, NotBetter
from learning.pair_batches import PairEncoder, Schedule, padded
from learning.reader_network import ReaderNetwork
from learning.train_checker import CheckerLesson, train
from learning.training_rows import (
    PARTS,
    Group,
    Sentence,
    TrainingRows,
    judged_group,
    parted,
    read_rows,
)
from learning.training_run import CHECKPOINT, LearningSettings, run_lesson
from retrieval.checker_weights import CONFIG, WEIGHTS, WORDS
from retrieval.trained_checker import TrainedChecker, load_checker

WORKS = ("kiln", "pump", "crane", "press", "boiler")
HEAD = {"head.weight", "head.bias"}
SHORT = LearningSettings(steps=2, groups=4, depth="last-1")


def question_row(number: int) -> dict[str, object]:
    work = WORKS[number % len(WORKS)]
    return {
        "id": f"q{number}",
        "group": f"manual {number}",
        "question": f"How often must the {work} be inspected?",
        "sentences": [
            f"The {work} must be inspected every {number + 2} months by a licensed fitter.",
            f"The {work} stands in hall {number}.",
            "Visitors sign the register before they enter.",
        ],
        "gold": [0],
    }


def pair_row(number: int) -> dict[str, object]:
    return {
        "premise": f"Each operator reports a leak within {number + 2} days.",
        "hypothesis": f"A leak is reported within {number + 2} days.",
        "label": ("entailment", "not_entailment")[number % 2],
        "group": f"rules {number}",
    }


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> TrainingRows:
    """40 rows in two files."""
    held = tmp_path_factory.mktemp("rows")
    for name, made in (("asked", question_row), ("stated", pair_row)):
        folder = held / name
        folder.mkdir(parents=True)
        with gzip.open(folder / "train.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(made(number)) + "\n" for number in range(20))
    return read_rows(held)


@pytest.fixture(scope="module")
def straight(rows: TrainingRows, tmp_path_factory: pytest.TempPathFactory) -> Tensors:
    """What a run that nothing interrupts leaves."""
    tensors = train(rows, tmp_path_factory.mktemp("whole"), SHORT)
    assert tensors is not None
    return tensors


def test_rows_fall_into_parts_by_their_document(rows: TrainingRows) -> None:
    assert (len(rows.groups), len(rows.support), len(rows.answers)) == (20, 20, 0)
    assert rows.groups[0] == Group(
        "asked",
        "manual 0",
        "How often must the kiln be inspected?",
        tuple(Sentence("manual 0", str(text)) for text in question_row(0)["sentences"]),  # type: ignore[attr-defined]
        (0,),
    )
    parts = parted(rows)
    documents = {part: {row.document for row in parts[part].all()} for part in PARTS}
    assert all(documents.values()) and sum(map(len, documents.values())) == 40
    assert sum(len(part) for part in parts.values()) == 40


def test_a_line_that_cannot_be_trained_on_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(json.dumps(pair_row(1)) + '\n{"question": "Why?"}\n')
    with pytest.raises(SettingsError, match=r"bad\.jsonl, line 2: no row to train on"):
        read_rows(tmp_path)
    with pytest.raises(SettingsError, match="holds no rows"):
        read_rows(tmp_path / "nothing")


def test_a_complete_row_may_have_no_answer_and_weighs_fully(tmp_path: Path) -> None:
    row = question_row(1) | {"complete": True, "gold": [], "tempting": [1]}
    row["above"] = ["Inspection", "Halls", "Visitors"]
    (tmp_path / "asked.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (row, row)))
    rows = read_rows(tmp_path)
    [group, _] = rows.groups
    assert group.complete and group.gold == () and group.tempting == (1,)
    assert [one.above for one in group.sentences] == row["above"]
    assert not len(made_rows(rows, 1))
    batch = Schedule(rows, PairEncoder("minilm"), seed=1, groups=1, others=2).batch(0)
    assert batch.answers == [0.0, 0.0] and batch.weights == [1.0, 1.0]
    tempted = PairEncoder("minilm").pair(group.question, group.sentences[1])
    shown = [pair for pair, _ in batch.pairs]
    assert any(np.array_equal(tempted[0], ids) for ids in shown)
    unsure = read_rows(_written(tmp_path / "unsure", question_row(1)))
    batch = Schedule(unsure, PairEncoder("minilm"), seed=1, groups=1).batch(0)
    assert set(batch.weights) == {0.15}


def _written(folder: Path, row: dict[str, object]) -> Path:
    folder.mkdir()
    (folder / "rows.jsonl").write_text(json.dumps(row) + "\n")
    return folder


def test_a_checker_goes_on_from_another_ones_folder(tmp_path: Path) -> None:
    from learning.reader_network import start_tensors

    made = start_tensors("trained")
    write_checker({name: one for name, one in made.items() if name != WORDS}, tmp_path / "mine")
    again = start_tensors(str(tmp_path / "mine"))
    assert all(np.allclose(again[name], made[name], atol=0.02) for name in made)
    with pytest.raises(SettingsError, match="folder of a checker"):
        start_tensors(str(tmp_path / "nothing"))


def test_a_judged_question_has_the_sentence_of_its_gold_span() -> None:
    text = "Valves are red. A leak is reported within 5 days. The canteen opens at noon."
    at = text.index("within 5 days")
    group = judged_group("Leaks", "leaks.md", "How soon?", text, [(at, at + 13)])
    assert group is not None and group.gold == (1,)
    assert group.sentences[1] == Sentence("Leaks", "A leak is reported within 5 days.")
    assert judged_group("Leaks", "leaks.md", "How soon?", text, []) is None


def test_a_run_that_was_interrupted_ends_with_the_same_weights(
    rows: TrainingRows, straight: Tensors, tmp_path: Path
) -> None:
    steps: list[int] = []
    assert train(rows, tmp_path, SHORT, until=1) is None
    gone_on = train(rows, tmp_path, SHORT, lambda done, of, losses: steps.append(done))
    assert steps == [2] and gone_on is not None
    assert set(straight) == set(gone_on)
    assert all(np.array_equal(straight[name], gone_on[name]) for name in straight)
    other = LearningSettings(steps=2, groups=4, depth="last-1", seed=12)
    with pytest.raises(SettingsError, match="other rows or settings"):
        train(rows, tmp_path, other)


def test_only_what_depth_names_is_trained(
    rows: TrainingRows, straight: Tensors, tmp_path: Path
) -> None:
    from learning.reader_network import start_tensors

    before = start_tensors("minilm")
    moved = {
        name
        for name in straight
        if name in before
        and not np.allclose(straight[name], before[name][: len(straight[name])], atol=0, rtol=0)
    }
    assert moved and all(name.startswith("encoder.layer.5.") for name in moved)
    with pytest.raises(SettingsError, match="last-1 to last-6, lora or full"):
        train(rows, tmp_path / "x", LearningSettings(depth="last-7"))


def test_thin_matrices_are_added_to_the_weights_that_they_stand_beside(
    rows: TrainingRows, tmp_path: Path
) -> None:
    from learning.reader_network import start_tensors

    thin = LearningSettings(steps=2, groups=4, depth="lora", rank=2, averaging=0.0, rate=0.05)
    lesson = CheckerLesson(rows, thin)
    packed = run_lesson(lesson, tmp_path, thin, "", lambda done, steps, losses: None)
    before = start_tensors("minilm")
    assert packed is not None and set(packed) == set(before) - {WORDS} | HEAD
    moved = {name for name in before if name in packed and not np.array_equal(
        packed[name], before[name][: len(packed[name])]
    )}  # fmt: skip
    assert len(moved) == 6 * 6 and all(name.endswith("weight") for name in moved)
    ids, types, mask = padded([PairEncoder("minilm").pair("How?", Sentence("Kilns", "It is red."))])
    lesson.network.bert.eval()
    beside = lesson.network(ids, types, mask).detach().numpy()
    alone = ReaderNetwork("minilm", "full", "cpu")
    alone.load(as_torch(packed))
    alone.bert.eval()
    assert np.abs(alone(ids, types, mask).detach().numpy() - beside).max() < 1e-5


def test_what_is_not_better_is_refused_and_kept_only_when_told(
    rows: TrainingRows, tmp_path: Path
) -> None:
    folder = tmp_path / "learned"
    with pytest.raises(NotBetter, match=r"not better .* --keep-anyway"):
        learn_checker(rows, folder, SHORT)
    assert {path.name for path in folder.iterdir()} == {CHECKPOINT}
    learned = learn_checker(rows, folder, SHORT, keep_anyway=True)
    assert not learned.gate.passed
    assert {path.name for path in folder.iterdir()} == {CHECKPOINT, WEIGHTS, CONFIG, CARD, REPORT}
    checker = load_checker(str(folder))
    assert checker is not None and checker.fingerprint.startswith("learned-")
    [found] = checker.relevance("How often?", [Quote("Every month.", "Pumps")])
    assert 0 < found.answers < 1
    [said] = checker.support("Every month.", [Quote("Every month.", "Pumps")])
    assert said.supports + said.contradicts + said.not_stated == pytest.approx(1, abs=2e-4)
    card = (folder / CARD).read_text("utf-8")
    assert "kept all the same" in card and "seed: 11" in card and "asked, stated" in card


class Fixed:
    """A checker that likes the sentences that a word stands in."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.fingerprint = word

    def relevance(self, question: str, quotes: list[Quote]) -> list[Relevance]:
        return [Relevance(float(self.word in quote.text), 0.1) for quote in quotes]

    def support(self, statement: str, quotes: list[Quote]) -> list[Support]:
        return [Support(1.0, 0.0, 0.0) for _ in quotes]


def test_the_gate_passes_what_is_surely_better_only(rows: TrainingRows) -> None:
    right, wrong = Fixed("inspected"), Fixed("Visitors")
    better = gate(right, wrong, rows)  # type: ignore[arg-type]
    assert better.passed and better.by_measure["order"] == (pytest.approx(1 / 3), 1.0)
    assert not gate(right, right, rows).passed  # type: ignore[arg-type]
    assert not gate(wrong, right, rows).passed  # type: ignore[arg-type]


def test_the_weights_that_ship_are_written_as_they_were(tmp_path: Path) -> None:
    from learning.reader_network import start_tensors
    from retrieval.checker_weights import WORDS, read_config
    from retrieval.trained_checker import TRAINED

    tensors = start_tensors("trained")
    del tensors[WORDS]
    shipped = read_config(TRAINED)
    write_checker(tensors, tmp_path, shipped.slope, shipped.offset)
    quotes = [Quote("The kiln is inspected every 3 months.", "Kilns"), Quote("It is red.")]
    asked = "How often is the kiln inspected?"
    ours, theirs = TrainedChecker(tmp_path), TrainedChecker(TRAINED)
    for one, two in zip(
        ours.relevance(asked, quotes), theirs.relevance(asked, quotes), strict=True
    ):
        assert one.rank == pytest.approx(two.rank, abs=0.02)
        assert one.answers == pytest.approx(two.answers, abs=0.02)


def test_judged_questions_are_read_from_a_base(built_examples: Path, tmp_path: Path) -> None:
    from groundgraph.cli.learn_commands import judged_rows

    asked = tmp_path / "questions.jsonl"
    span = {
        "doc_id": "sop-021-vigilance-reporting.md",
        "quote": "within 24 hours of becoming aware",
    }
    row = {"id": "1", "question": "When must a Class B event be reported?", "evidence": [span]}
    asked.write_text(json.dumps(row))
    [group] = judged_rows(asked, built_examples).groups
    assert group.set == "judged" and group.question == row["question"]
    gold = [group.sentences[at].text for at in group.gold]
    assert len(gold) == 1 and "within 24 hours of becoming aware" in gold[0]
    row["evidence"] = [{**span, "quote": "words that stand nowhere"}]
    asked.write_text(json.dumps(row))
    with pytest.raises(SettingsError, match="no gold span"):
        judged_rows(asked, built_examples)


def test_the_command_says_what_it_cannot_train_on(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from groundgraph.cli import app

    (tmp_path / "rows.jsonl").write_text(json.dumps(pair_row(1)) + "\n")
    told = ["learn", "checker", str(tmp_path), "--into", str(tmp_path / "out")]
    result = CliRunner().invoke(app, told)
    assert isinstance(result.exception, SettingsError)
    assert "no document falls into the part" in str(result.exception)
