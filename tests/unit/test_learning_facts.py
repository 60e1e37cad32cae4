"""Training the last gate of facts: rows of judged sheets, bounds, the comparison, the folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from judged_facts import fact, judged_sheet_at

from evaluation.judging.given_verdicts import Verdict, verdict_files, verdicts_path, write_verdicts
from evaluation.judging.scores import JudgedSheet
from evaluation.judging.sheets import Item, key_path
from extraction.fact_context import SHOWN_BEFORE
from extraction.fact_gate import DOUBTED, on_sheet
from extraction.language.speakers import SPEAKER
from graph.checking import Quote
from graph.errors import SettingsError
from groundgraph.judging_session import judged_sheet
from learning.fact_bounds import LEAST, LEAST_SHOWN, bounds_of
from learning.fact_reader_gate import reader_gate
from learning.fact_rows import NOT_RIGHT, RIGHT, fact_rows
from learning.learn_fact_reader import learn_fact_reader
from learning.model_card import CARD, REPORT, NotBetter
from learning.train_fact_reader import FactLesson, start_of
from learning.training_rows import Sentence, SupportPair, TrainingRows
from learning.training_run import CHECKPOINT, LearningSettings, run_lesson
from retrieval.checker_weights import CONFIG, WEIGHTS, layers_of, read_config, read_weights
from retrieval.fact_reader import BOUNDS, TrainedFactReader, load_fact_reader

ONE_LAYER = LearningSettings(start="checker", layers=1, steps=2, groups=8)


def read(path: Path) -> JudgedSheet:
    return judged_sheet(path, verdict_files(path))


def row(right: bool, words: str = "", document: str = "a.md", reason: str = "") -> SupportPair:
    allowed = RIGHT if right else NOT_RIGHT
    return SupportPair("tests", document, reason, words, Sentence("", words), allowed)


# --- rows ---------------------------------------------------------------------------------------


def test_a_judged_fact_is_a_row_as_the_gate_reads_it(tmp_path: Path) -> None:
    before, after = "… b" + "x" * 299, "y" * 200 + " …"
    items = [
        fact(1, "Pumps are red", "a.md", before, after),
        fact(2, "Valves are blue", "b.md"),
        fact(3, "It is so", "b.md"),
        fact(4, "Nobody looked", "b.md"),
        fact(5, "Cranes are tall", "b.md"),
        Item(6, "name", {"name": "Crane"}, "Crane", document="b.md"),
    ]
    said = {1: "right", 2: "wrong", 3: "skip", 5: "trivial", 6: "good"}
    rows = fact_rows([read(judged_sheet_at(tmp_path / "draw.jsonl", items, said))])
    assert [(one.document, one.statement, one.allowed) for one in rows.support] == [
        ("a.md", "Pumps are red", RIGHT),
        ("b.md", "Valves are blue", NOT_RIGHT),
        ("b.md", "Cranes are tall", NOT_RIGHT),
    ]
    assert len(rows) == 3 and {one.kind for one in rows.support} == {""}
    read_of = Sentence("x" * SHOWN_BEFORE, "Pumps are red. || " + "y" * 160)
    assert rows.support[0].quote == read_of


def test_a_row_of_a_table_is_left_out_as_the_gate_leaves_it_to_the_rules(tmp_path: Path) -> None:
    row = Item(2, "fact", {"fact": "Flood: 6 days"}, "Flood | 6 days", heading=("columns: Class",))
    items = [fact(1, "Pumps are red", "a.md"), row]
    rows = fact_rows([read(judged_sheet_at(tmp_path / "d.jsonl", items, {1: "right", 2: "right"}))])
    assert [one.statement for one in rows.support] == ["Pumps are red"]


def test_the_words_are_read_in_the_document_while_it_has_them(tmp_path: Path) -> None:
    path = judged_sheet_at(
        tmp_path / "d.jsonl", [fact(1, "Pumps are red", "a.md", "two"), fact(2, "It", "a.md")],
        {1: "right", 2: "right"},
    )  # fmt: skip
    here = Quote("Pumps are\nred. || more", "one two")
    first, second = fact_rows([read(path)], lambda ids: here).support
    assert first.quote == Sentence("one two", "Pumps are\nred. || more")
    assert second.quote == Sentence("", "It. || ")


def test_a_weak_fact_has_its_reason_and_what_the_document_decides_is_left_out(
    tmp_path: Path,
) -> None:
    items = [fact(n, f"Fact {n}", "a.md") for n in range(1, 5)]
    reasons = {1: "long subject", 2: DOUBTED, 3: SPEAKER, 4: ""}
    path = judged_sheet_at(tmp_path / "weak.jsonl", items, dict.fromkeys(reasons, "right"), reasons)
    rows = fact_rows([read(path)])
    assert [(one.statement, one.kind) for one in rows.support] == [
        ("Fact 1", "long subject"),
        ("Fact 2", ""),
    ]


def test_of_two_sheets_the_last_word_on_a_fact_counts(tmp_path: Path) -> None:
    items = [fact(1, "Pumps are red", "a.md")]
    first = judged_sheet_at(tmp_path / "1.jsonl", items, {1: "right"})
    second = judged_sheet_at(tmp_path / "2.jsonl", items, {1: "misleading"})
    [found] = fact_rows([read(first), read(second)]).support
    assert found.allowed == NOT_RIGHT
    [found] = fact_rows([read(second), read(first)]).support
    assert found.allowed == RIGHT


def test_sheets_without_a_key_or_a_judged_fact_are_refused(tmp_path: Path) -> None:
    path = judged_sheet_at(tmp_path / "d.jsonl", [fact(1, "Pumps are red", "a.md")], {1: "skip"})
    with pytest.raises(SettingsError, match="no fact of these sheets was judged"):
        fact_rows([read(path)])
    key_path(path).unlink()
    with pytest.raises(SettingsError, match=r"has no key beside it.*Put the \.key\.json"):
        fact_rows([read(path)])


# --- bounds -------------------------------------------------------------------------------------


def test_the_bound_is_the_smallest_probability_with_enough_right_above_it() -> None:
    def bound(said: str, wanted: float) -> float | None:
        """`said`: of facts from .99 downwards, y those that are right."""
        chances = [(row(one == "y"), round(0.99 - at / 100, 2)) for at, one in enumerate(said)]
        return bounds_of(chances, [pair[0] for pair in chances], wanted).get("")

    assert bound("yyyyyyyyynny", 0.9) == 0.91
    assert bound("yyyyyyyyynny", 0.75) == 0.88
    assert bound("nyyyyyyyyyyyyyyyyyyy", 0.95) == 0.80
    assert bound("y" * (LEAST_SHOWN - 1) + "nnnn", 1.0) is None
    assert bound("nnnnnnnnnnnn", 0.5) is None


def test_a_bound_lies_at_a_right_fact_and_lets_no_wrong_ones_in_below_the_last() -> None:
    chances = [(row(True), 0.9)] * 12 + [
        (row(False), round(0.06 - at / 1000, 3)) for at in range(9)
    ]
    assert bounds_of(chances, [pair[0] for pair in chances], 0.92) == {"": 0.9}


def test_facts_of_one_probability_are_shown_together_or_not() -> None:
    chances = [(row(True), 0.9)] * 9 + [(row(False), 0.8), (row(True), 0.8), (row(False), 0.8)]
    assert bounds_of(chances, [pair[0] for pair in chances], 0.9) == {"": 0.9}


def test_a_reason_that_few_were_judged_of_stays_final() -> None:
    shown = [(row(True), 0.9)] * 10
    weak = [(row(True, reason="long subject"), 0.7)] * 10
    few, enough = ([row(True, reason="long subject")] * n for n in (LEAST - 1, LEAST))
    known = [pair[0] for pair in shown]
    assert bounds_of(shown + weak, known + few, 0.9) == {"": 0.9}
    assert bounds_of(shown + weak, known + enough, 0.9) == {"": 0.9, "long subject": 0.7}


# --- the comparison -----------------------------------------------------------------------------


class Fixed:
    """Finds likely what holds `word`."""

    fingerprint = "a reader of tests"

    def __init__(self, word: str, bounds: dict[str, float] | None = None) -> None:
        self.word = word
        self.bounds = {"": 0.5} if bounds is None else bounds

    def right(self, pairs: Sequence[tuple[str, Quote]]) -> list[float]:
        return [0.9 if self.word in said else 0.2 for said, _ in pairs]


def held_out(documents: int = 12) -> list[SupportPair]:
    """Each document has a right fact with "pump" and a wrong one with "crane"."""
    return [
        row(word == "pump", f"{word} {number}", f"{number}.md")
        for number in range(documents)
        for word in ("pump", "crane")
    ]


def test_the_gate_passes_what_is_surely_right_more_often_only() -> None:
    good, bad = Fixed("pump"), Fixed("crane")
    found = reader_gate(good, bad, held_out())
    assert found.passed and (found.shown, found.right) == (12, (0, 12))
    assert found.whole.difference == pytest.approx(1.0) and found.whole.better == 12
    assert "0 → 12" in found.lines()[0]
    assert not reader_gate(good, good, held_out()).passed
    assert not reader_gate(bad, good, held_out()).passed
    few = reader_gate(good, bad, held_out(4))
    assert not few.passed and few.lines()[-1] == "5 documents are needed to tell"


def test_readers_are_compared_at_as_many_shown_facts_whatever_their_bounds() -> None:
    rows = held_out()
    everything = Fixed("", {"": 0.5})
    found = reader_gate(Fixed("pump"), everything, rows)
    assert (found.shown, found.right) == (12, (6, 12)) and found.passed
    assert (found.own[0].total, found.own[1].total) == (24, 12)
    same = reader_gate(Fixed("pump", {"": 0.1}), everything, rows)
    assert (same.shown, same.right) == (24, (12, 12)) and not same.passed
    silent = reader_gate(Fixed("pump", {"": 0.95}), everything, rows)
    assert silent.shown == 0 and not silent.passed
    other = reader_gate(Fixed("pump"), Fixed("crane", {"long subject": 0.5}), rows)
    assert other.shown == 0 and not other.passed


# --- training -----------------------------------------------------------------------------------


def judged(documents: int = 60) -> TrainingRows:
    """What stands under "Drafts" is wrong."""
    rows = []
    for number in range(documents):
        for name, right in (("Rules", True), ("Drafts", False)):
            said = f"Every owner must clean pump {number} (under “{name}”)"
            quote = on_sheet(f"{name}. ", f"Every owner must clean pump {number}.", "It is old.")
            rows.append(
                SupportPair(
                    "tests", f"{number}.md", "", said, Sentence(quote.above, quote.text),
                    RIGHT if right else NOT_RIGHT,
                )
            )  # fmt: skip
    return TrainingRows(support=rows)


def test_a_run_that_was_interrupted_ends_with_the_same_weights(tmp_path: Path) -> None:
    def run(folder: Path, until: int | None = None) -> dict[str, np.ndarray] | None:
        folder.mkdir(exist_ok=True)
        lesson = FactLesson(judged(), ONE_LAYER)
        return run_lesson(lesson, folder, ONE_LAYER, "key", lambda *_: None, until=until)

    straight = run(tmp_path / "whole")
    assert run(tmp_path / "halved", until=1) is None
    gone_on = run(tmp_path / "halved")
    assert straight is not None and gone_on is not None and layers_of(straight) == 1
    assert all(np.array_equal(straight[name], gone_on[name]) for name in straight)


def test_what_it_starts_from(tmp_path: Path) -> None:
    assert start_of(LearningSettings(start="checker")).layers == 3
    with pytest.raises(SettingsError, match="give trained, checker or the folder"):
        start_of(LearningSettings(start=str(tmp_path)))
    many = LearningSettings(start="checker", layers=7, steps=1)
    with pytest.raises(SettingsError, match="has 6 layers and not 7"):
        FactLesson(judged(), many)


def test_it_learns_what_judges_say_and_leaves_a_folder_that_a_base_can_use(tmp_path: Path) -> None:
    settings = LearningSettings(
        start="checker", layers=1, steps=12, groups=16, rate=1e-3, averaging=0.8
    )
    learned = learn_fact_reader(judged(), tmp_path, settings, against=Fixed("Drafts"))
    assert learned.gate.passed and learned.gate.right[0] == 0
    assert {one.name for one in tmp_path.iterdir()} == {
        CHECKPOINT, WEIGHTS, CONFIG, BOUNDS, CARD, REPORT,
    }  # fmt: skip
    reader = load_fact_reader(str(tmp_path))
    assert reader is not None and set(reader.bounds) == {""}
    good, bad = judged(1).support
    pairs = [(one.statement, Quote(one.quote.text, one.quote.above)) for one in (good, bad)]
    right, wrong = reader.right(pairs)
    assert right >= reader.bounds[""] > wrong
    config = read_config(tmp_path)
    assert (config.question_tokens, config.above_tokens, config.text_tokens) == (72, 64, 100)
    card = (tmp_path / CARD).read_text("utf-8")
    assert "shown by the rules: 120 judged, 60 right" in card and "gate: passed" in card
    assert json.loads((tmp_path / REPORT).read_text("utf-8"))["settings"]["layers"] == 1
    again = LearningSettings(start=str(tmp_path), steps=1, groups=4)
    assert layers_of(dict(FactLesson(judged(2), again).network.packed({}))) == 1
    assert layers_of(read_weights(tmp_path, config)) == 1


def test_what_is_no_better_is_refused_and_kept_only_when_told(tmp_path: Path) -> None:
    shipped = Fixed("Rules")
    with pytest.raises(NotBetter, match=r"not better than the one that ships .* --keep-anyway"):
        learn_fact_reader(judged(), tmp_path, ONE_LAYER, against=shipped, right=0.5)
    assert {one.name for one in tmp_path.iterdir()} == {CHECKPOINT}
    learned = learn_fact_reader(
        judged(), tmp_path, ONE_LAYER, against=shipped, right=0.5, keep_anyway=True
    )
    assert not learned.gate.passed and TrainedFactReader(tmp_path).bounds == learned.bounds
    assert "kept all the same" in (tmp_path / CARD).read_text("utf-8")


def test_where_no_bound_will_do_the_training_is_kept(tmp_path: Path) -> None:
    rows = TrainingRows(support=[row(False, f"Pump {n}", f"{n}.md") for n in range(40)])
    with pytest.raises(NotBetter, match=r"lower --right; the training itself is kept"):
        learn_fact_reader(rows, tmp_path, ONE_LAYER, against=Fixed("Pump"), keep_anyway=True)
    assert {one.name for one in tmp_path.iterdir()} == {CHECKPOINT}


def test_several_judges_the_verdict_of_most_counts(tmp_path: Path) -> None:
    path = judged_sheet_at(tmp_path / "d.jsonl", [fact(1, "Pumps are red", "a.md")], {1: "right"})
    for judge in ("bo", "cy"):
        write_verdicts(verdicts_path(path, judge), [Verdict(1, "wrong", judge=judge)])
    assert fact_rows([read(path)]).support[0].allowed == NOT_RIGHT
