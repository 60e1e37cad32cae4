"""Measures, intervals, comparisons and question files."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import by_hops, compare, gold_of, interval, load_questions, mean, measure

IDS = st.sampled_from("abcdefghij")
GOLD = st.dictionaries(
    st.sampled_from(["q1", "q2", "q3"]), st.frozensets(IDS, min_size=1, max_size=4), min_size=1
)
RANKING = st.dictionaries(
    st.sampled_from(["q1", "q2", "q3", "q9"]), st.lists(IDS, unique=True, max_size=10)
)


@given(GOLD, RANKING, st.integers(1, 10))
def test_measures_against_their_definitions(
    gold: dict[str, frozenset[str]], ranking: dict[str, list[str]], cut: int
) -> None:
    recall = measure(gold, ranking, f"R@{cut}")
    every = measure(gold, ranking, f"all@{cut}")
    gain = measure(gold, ranking, f"nDCG@{cut}")
    assert set(recall) == set(every) == set(gain) == set(gold)
    for question, wanted in gold.items():
        first = ranking.get(question, [])[:cut]
        found = len(wanted & set(first))
        assert recall[question] == pytest.approx(found / len(wanted))
        assert every[question] == float(found == len(wanted))
        best = sum(1 / math.log2(rank + 2) for rank in range(min(cut, len(wanted))))
        own = sum(1 / math.log2(rank + 2) for rank, name in enumerate(first) if name in wanted)
        assert gain[question] == pytest.approx(own / best)


@given(GOLD, RANKING, st.integers(1, 10))
def test_ir_measures_says_the_same(
    gold: dict[str, frozenset[str]], ranking: dict[str, list[str]], cut: int
) -> None:
    ir_measures = pytest.importorskip("ir_measures")
    judged = {question: dict.fromkeys(wanted, 1) for question, wanted in gold.items()}
    run = {
        question: {name: -float(rank) for rank, name in enumerate(ranking[question])}
        for question in gold
        if ranking.get(question)
    }
    for name in (f"R@{cut}", f"nDCG@{cut}"):
        theirs = dict.fromkeys(gold, 0.0)
        for found in ir_measures.iter_calc([ir_measures.parse_measure(name)], judged, run):
            theirs[found.query_id] = found.value
        assert measure(gold, ranking, name) == pytest.approx(theirs)


def test_a_missing_question_counts_with_zero() -> None:
    gold = {"q1": frozenset("a"), "q2": frozenset("b")}
    for name in ("R@5", "all@5", "nDCG@10"):
        assert mean(measure(gold, {"q1": ["a"]}, name)) == 0.5
        assert mean(measure(gold, {"q1": ["a"], "q2": []}, name)) == 0.5


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown measure"):
        measure({"q": frozenset("a")}, {}, "luck@5")
    with pytest.raises(ValueError, match="no gold document"):
        measure({"q": frozenset()}, {}, "R@5")
    with pytest.raises(ValueError, match="ranks a document twice"):
        measure({"q": frozenset("a")}, {"q": ["a", "a"]}, "R@5")


def test_interval_holds_the_mean_and_narrows() -> None:
    few = interval({str(n): float(n % 2) for n in range(20)})
    many = interval({str(n): float(n % 2) for n in range(2000)})
    assert few.mean == many.mean == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert few == interval({str(n): float(n % 2) for n in reversed(range(20))})
    with pytest.raises(ValueError, match="no questions"):
        interval({})


def test_comparison_is_paired() -> None:
    first = {str(n): (n % 10) / 10 for n in range(100)}
    second = {question: value + 0.01 for question, value in first.items()}
    found = compare(first, second)
    assert found.difference == pytest.approx(0.01)
    assert found.low > 0 and found.p < 0.001 and (found.better, found.worse) == (100, 0)
    same = compare(first, first)
    assert (same.difference, same.p, same.better) == (0.0, 1.0, 0)
    with pytest.raises(ValueError, match="same questions"):
        compare(first, {"0": 1.0})


def test_sign_flip_p_value_is_near_the_exact_one() -> None:
    # Five differences of one sign: 2 of 32 assignments are as extreme.
    first = {str(n): 0.0 for n in range(5)}
    second = {str(n): 1.0 for n in range(5)}
    assert compare(first, second).p == pytest.approx(2 / 32, abs=0.01)


def test_question_files(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    rows = [
        {"id": "1", "question": "One?", "gold_ids": ["a", "b"], "type": "bridge"},
        {"id": 2, "question": "Two?", "gold_ids": ["a"]},
        {"id": "3", "question": "Unanswerable?", "gold_ids": []},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    questions = load_questions(path)
    assert [question.id for question in questions] == ["1", "2", "3"]
    assert gold_of(questions) == {"1": frozenset("ab"), "2": frozenset("a")}
    assert {hops: [q.id for q in some] for hops, some in by_hops(questions).items()} == {
        1: ["2"],
        2: ["1"],
    }
    path.write_text("\n".join(json.dumps({**row, "id": "1"}) for row in rows))
    with pytest.raises(ValueError, match="twice"):
        load_questions(path)


@pytest.mark.parametrize("name", ["hotpotqa_train100", "musique_train100", "2wiki_train500"])
def test_gold_of_the_shared_sets_is_in_their_corpora(shared_data: Path, name: str) -> None:
    questions = load_questions(shared_data / name / "questions.jsonl")
    with (shared_data / name / "corpus.jsonl").open(encoding="utf-8") as lines:
        held = {json.loads(line)["id"] for line in lines}
    assert questions and all(question.gold and question.gold <= held for question in questions)
