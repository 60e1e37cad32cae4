"""What a card is worth for a question with gold spans, and figures over many, by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.answering.answer_page import answer_html
from evaluation.answering.answer_report import AnswerReport, report_data, report_lines
from evaluation.answering.answer_scores import (
    ALL_TYPES,
    AnswerRun,
    figures,
    paired,
    run_of_rows,
    states,
    steps,
)
from evaluation.answering.card_values import (
    ALL,
    ANSWERED,
    ANY,
    EXACT,
    F1,
    FACTS,
    PRECISION,
    RECALL,
    REFUSED,
    RETRIEVED,
    RIGHT,
    SHARE,
    UNANSWERABLE_ANSWERED,
    UNANSWERABLE_REFUSED,
    WORDS,
    WRONG,
    WRONG_AMONG,
    YES_NO_RIGHT,
    YES_NO_SAID,
    Card,
    JudgedCard,
    Place,
    f1,
    judged,
)
from evaluation.answering.question_files import (
    AnswerQuestion,
    GoldSpan,
    load_answer_questions,
    locate,
)
from evaluation.significance import holm
from graph.errors import SettingsError
from groundgraph.answer_arms import bm25

GOLD: tuple[Place, ...] = (("a", 10, 20), ("b", 0, 10))
QUOTES = ("ring the bell twice", "wait for the tide")


def question(kind: str = "lookup", *answers: str, id: str = "q1") -> AnswerQuestion:
    spans = tuple(GoldSpan(doc, quote) for (doc, *_), quote in zip(GOLD, QUOTES, strict=True))
    return AnswerQuestion(id, "What must be done?", kind, spans, answers)


def card(state: str = "answered", *places: Place, headline: str = "", text: str = "") -> Card:
    return Card(state, headline, text, places)


def worth(asked: AnswerQuestion, given_: Card) -> JudgedCard:
    spans = asked.spans if asked.answerable else ()
    return judged(asked, given_, GOLD[: len(spans)], QUOTES[: len(spans)])


# --- one card -----------------------------------------------------------------------------------


def test_a_card_that_cites_half_of_one_gold_span() -> None:
    found = worth(question(), card("answered", ("a", 15, 30), ("c", 0, 9), text="one two three"))
    values = found.values
    assert (values[ANY], values[ALL], values[RECALL]) == (1.0, 0.0, 0.5)
    assert values[SHARE] == pytest.approx(5 / 20) and values[PRECISION] == 0.5
    assert (values[ANSWERED], values[RIGHT], values[WRONG], values[WRONG_AMONG]) == (1, 1, 0, 0)
    assert values[WORDS] == 3 and values[UNANSWERABLE_ANSWERED] is None
    assert [lost.quote for lost in found.missed] == ["wait for the tide"]


def test_touching_is_not_overlapping_and_another_document_is_another() -> None:
    values = worth(question(), card("answered", ("a", 20, 30), ("b", 10, 12), ("c", 10, 20))).values
    assert (values[ANY], values[SHARE], values[PRECISION]) == (0.0, 0.0, 0.0)
    assert (values[WRONG], values[WRONG_AMONG]) == (1.0, 1.0)


def test_the_step_at_which_gold_was_lost() -> None:
    given_ = Card("related", places=(("a", 0, 5),), passages=(("a", 0, 12), ("c", 0, 9)))
    found = judged(question(), given_, (GOLD[0], None), QUOTES)
    assert [lost.step for lost in found.missed] == ["found, not chosen", "not in the base"]
    assert found.values[RETRIEVED] == 1.0
    nothing = judged(question(), Card("not_found"), GOLD, QUOTES)
    assert [lost.step for lost in nothing.missed] == ["not found", "not found"]
    held = worth(question(), card("related", *GOLD))
    cards = [found, nothing, held]
    assert steps(AnswerRun("x", cards)) == {
        "found, not chosen": 1, "not found": 2, "not in the base": 1, "held, not answered": 1,
    }  # fmt: skip


def test_the_same_words_elsewhere_are_held_too() -> None:
    values = worth(question(), card(text="You must RING the\nbell twice at noon.")).values
    assert (values[ANY], values[ALL], values[SHARE]) == (1.0, 0.0, 0.0)
    short = judged(question(), card(text="the bell"), (None, None), ("the bell", "x"))
    assert short.values[ANY] == 0.0 and short.lost == 2  # two words stand in many places


@pytest.mark.parametrize(
    ("text", "held"),
    [("24\nHours, to the Officer", 1.0), ("one day, to the officer", 1.0), ("24 hours", 0.0)],
)
def test_every_needed_fact_in_one_of_its_wordings(text: str, held: float) -> None:
    facts = (("24 hours", "one day"), ("the officer",))
    asked = AnswerQuestion("q", "When?", "lookup", (), facts=facts)
    assert judged(asked, card(text=text), (), ()).values[FACTS] == held
    assert worth(question(), card(text=text)).values[FACTS] is None


def test_a_refusal_and_a_failure_are_misses() -> None:
    refused = worth(question(), card("not_found")).values
    assert (refused[ANY], refused[REFUSED], refused[ANSWERED], refused[WRONG]) == (0, 1, 0, 0)
    assert refused[WRONG_AMONG] is None and refused[PRECISION] is None
    failed = worth(question("lookup", "ten"), Card("failed", error="no such document"))
    assert failed.values[ANY] == failed.values[ALL] == failed.values[EXACT] == 0.0
    assert failed.values[REFUSED] == 0.0 and failed.values[WORDS] is None


@pytest.mark.parametrize("kind", ["unanswerable", "absent"])
def test_what_nothing_answers(kind: str) -> None:
    values = worth(question(kind), card("answered", ("a", 10, 20))).values
    assert values[UNANSWERABLE_ANSWERED] == 1.0 and values[UNANSWERABLE_REFUSED] == 0.0
    assert {m for m, v in values.items() if v is not None} == {
        UNANSWERABLE_ANSWERED,
        UNANSWERABLE_REFUSED,
    }


@pytest.mark.parametrize(
    ("asked", "headline", "said", "right"),
    [
        (question("yes"), "Yes. The bell is rung", 1.0, 1.0),
        (question("no"), "yes, it is", 1.0, 0.0),
        (question("no"), "Nobody rings it", 0.0, None),
        (question("yesno", "Yes."), "No: it is silent", 1.0, 0.0),
        (question("lookup", "yes", "no"), "Yes", None, None),
    ],
)
def test_yes_and_no(asked: AnswerQuestion, headline: str, said: Any, right: Any) -> None:
    values = worth(asked, card(headline=headline)).values
    assert (values[YES_NO_SAID], values[YES_NO_RIGHT]) == (said, right)


def test_short_answers_are_compared_as_squad_does() -> None:
    values = worth(question("lookup", "the 10 bells", "ten"), card(headline="10 Bells!")).values
    assert (values[EXACT], values[F1]) == (1.0, 1.0)
    values = worth(question("lookup", "ten brass bells"), card(headline="ten bells")).values
    assert values[EXACT] == 0.0 and values[F1] == pytest.approx(0.8)
    long = question("lookup", "word " * 11)
    assert worth(long, card(headline="word")).values[EXACT] is None


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_f1_is_the_same_both_ways_and_1_only_for_the_same_words(
    one: list[str], other: list[str]
) -> None:
    assert f1(one, other) == f1(other, one)
    assert (f1(one, other) == 1.0) == (bool(one) and sorted(one) == sorted(other))


# --- questions ------------------------------------------------------------------------------------


def test_questions_of_several_forms(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 1, "question": "Who?", "answers": [["a", "b"]], "answer_type": "lookup",
         "evidence": [{"doc_id": "d", "start": 0, "end": 3, "quote": "abc"}], "scope_doc": "d"},
        {"id": 2, "question": "Is it?", "type": "exception", "yes_no": False,
         "evidence": [{"document": "docs/a.md", "quote": "x", "after": "y"}]},
        {"id": 3, "question": "Where?", "answers": [], "evidence": []},
        {"id": 4, "question": "What?", "answer_type": "absent",
         "evidence": [{"doc_id": "d", "start": 0, "end": 1, "quote": "a"}]},
    ]  # fmt: skip
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
    one, two, three, four = load_answer_questions(path)
    assert one.spans == (GoldSpan("d", "abc", 0, 3),) and one.answers == ("a", "b")
    assert (one.id, one.scope, one.answerable) == ("1", "d", True)
    assert two.yes_or_no == "no" and two.spans[0] == GoldSpan("docs/a.md", "x", after="y")
    assert not three.answerable and not four.answerable and four.spans == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": 1, "question": "a", "evidence": [{"quote": "b"}]}', "line 1: no question"),
        ('{"id": 1}', "line 1"),
        ("[]", "line 1"),
        ('{"id": 1, "question": "a"}\n{"id": "1", "question": "b"}', "line 2: the id 1 comes"),
        ("\n", "holds no questions"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        load_answer_questions(path)
    assert message in str(error.value)
    with pytest.raises(SettingsError, match="No such file"):
        load_answer_questions(tmp_path / "none")


TEXT = "The bell rings. The  bell\nrings. Ten times. The bell rings."


@pytest.mark.parametrize(
    ("gold", "place"),
    [
        (GoldSpan("d", "The bell rings.", 0, 15), (0, 15)),
        (GoldSpan("d", "The bell rings.", 20, 31), (16, 32)),  # offsets of another reading
        (GoldSpan("d", "The bell rings.", 40, 55), (44, 59)),
        (GoldSpan("d", "The bell rings.", after="Ten times."), (44, 59)),
        (GoldSpan("d", "The bell rings.", after="Never"), None),
        (GoldSpan("d", "no such words", 0, 13), None),
        (GoldSpan("d", " ", 0, 1), None),
    ],
)
def test_where_gold_stands(gold: GoldSpan, place: tuple[int, int] | None) -> None:
    assert locate(TEXT, gold) == place


# --- figures --------------------------------------------------------------------------------------


def run(arm: str, *held: bool, state: str = "answered") -> AnswerRun:
    return AnswerRun(
        arm,
        [
            worth(
                question("lookup" if n % 2 else "list", id=f"q{n}"),
                card(state, *([GOLD[0]] if yes else []), text="w " * (n + 1)),
            )
            for n, yes in enumerate(held)
        ],
    )


def test_figures_by_type_with_intervals() -> None:
    found = figures(run("a", True, True, True, False))
    assert list(found) == [ALL_TYPES, "list", "lookup"]
    assert found[ALL_TYPES][ANY].mean == 0.75 and found[ALL_TYPES][ANY].questions == 4
    assert found["lookup"][ANY].mean == 0.5 and found["list"][ANY].mean == 1.0
    assert found[ALL_TYPES][WORDS].mean == 2.5
    assert found[ALL_TYPES][ANY].low < 0.75 < found[ALL_TYPES][ANY].high
    assert UNANSWERABLE_ANSWERED not in found[ALL_TYPES]
    assert states(run("a", True))[ALL_TYPES] == {"answered": 1}


def test_arms_are_compared_on_the_same_questions() -> None:
    first, second = run("a", *[False] * 12), run("b", *[True] * 12)
    found = {one.measure: one for one in paired([first, second])}
    assert found[ANY].found.difference == 1.0 and found[ANY].found.better == 12
    assert found[ANY].adjusted < 0.01 and found[ANSWERED].adjusted == 1.0
    assert WRONG_AMONG not in found and WORDS not in found
    assert found[ANY].adjusted > found[ANY].found.p  # corrected
    half = AnswerRun("c", second.cards[:3])
    assert {one.found.better for one in paired([first, half]) if one.measure == ANY} == {3}


def test_holms_correction() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0] and holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
    by_size = sorted(range(len(p_values)), key=lambda at: p_values[at])
    assert [adjusted[at] for at in by_size] == sorted(adjusted)


def test_a_report_says_all_and_can_be_compared_with_later() -> None:
    report = AnswerReport({"questions": "4 of 4"}, [run("<arm>", True, False, True, False)])
    data = json.loads(json.dumps(report_data(report)))
    figure = data["arms"]["<arm>"]["figures"][ALL_TYPES][ANY]
    assert (figure["mean"], figure["questions"]) == (0.5, 4)
    earlier = run_of_rows("then", data["arms"]["<arm>"]["rows"])
    later = AnswerReport({}, [run("now", True, True, True, True)], [earlier])
    [found] = [one for one in later.comparisons if one.measure == ANY]
    assert (found.first, found.second, found.found.difference) == ("then", "now", 0.5)
    text = "\n".join(report_lines(later))
    assert "now against then" in text and "any gold span held" in text
    page = answer_html(report)
    assert "&lt;arm&gt;" in page and "<arm>" not in page
    assert "not found: wait for the tide" in page and "<script" not in page


def test_bm25_prefers_rare_words_and_short_texts() -> None:
    texts = [
        "the bell of the harbour",
        "a harbour",
        "nothing here",
        "harbour harbour harbour harbour",
    ]
    scores = bm25(texts, "bell in the harbour")
    assert max(scores) == scores[0] and scores[2] == 0.0
    assert scores[1] > 0 and bm25([], "x") == []
