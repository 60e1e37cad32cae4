"""What a card shows before it is unfolded: what is likely to hold the answer, whole and with what
limits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from generation import answer
from generation.evidence.line_odds import line_odds
from generation.evidence.unit_scores import gather
from generation.question.analysis import analyse
from graph.model import EVERYTHING, Answer, Block, Chunk, Context, Document, Passage, Sentence, Span
from groundgraph.answers import answer_data, answer_of, citations
from tests.unit.test_worth_showing import Says

TODAY = date(2030, 1, 1)
ASKED = "Who opens the harbour gate at night?"
GATE = "The lock keeper opens the harbour gate at night."
LONG = (
    "The harbour gate of {} is painted at night in a colour that the town council chose long ago, "
    "so that whoever comes in from the sea after dark sees from far away where the wall of the "
    "basin begins and where it ends."
)
OTHERS = [LONG.format(town) for town in ("Aldby", "Brill", "Corle", "Dunmow", "Esk", "Farn")]


def context(lines: Sequence[str], parents: dict[int, int] | None = None) -> Context:
    """One document, its lines as paragraphs; `parents`: line -> the line that introduces it."""
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + "\n"
    below = parents or {}
    sentences = tuple(
        Sentence(
            "c", "d", "v", span, lines[n],
            lead_in=spans[below[n]] if n in below else None,
            children=tuple(spans[c] for c, p in below.items() if p == n),
        )
        for n, span in enumerate(spans)
    )  # fmt: skip
    blocks = tuple(
        Block("list_item" if n in below else "paragraph", span, level=1 * (n in below))
        for n, span in enumerate(spans)
    )
    document = Document("d", "v", "0" * 64, "Harbour rules", "d.md", ".md", text, blocks)
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    cosines = tuple(0.8 for _ in spans)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, cosines)
    return Context(ASKED, (passage,), (), EVERYTHING, "g", 1)


def card(lines: Sequence[str], marks: dict[str, float], **more: object) -> Answer:
    return answer(context(lines), words=400, checker=Says(marks), today=TODAY, **more)  # type: ignore[arg-type]


def texts(sentences: Sequence[object]) -> list[str]:
    return [s.text for s in sentences]  # type: ignore[attr-defined]


def test_what_is_unlikely_for_its_words_is_folded_and_nothing_is_lost() -> None:
    folded = card([*OTHERS, GATE], {GATE: 0.5})
    whole = card([*OTHERS, GATE], {GATE: 0.5}, fold=False)
    assert folded.sentences[0].text == GATE
    assert folded.more
    assert not whole.more
    assert sorted(texts((*folded.sentences, *folded.more))) == sorted(texts(whole.sentences))
    assert (folded.state, folded.missing, folded.headline) == (
        whole.state, whole.missing, whole.headline,
    )  # fmt: skip


def test_what_a_checker_takes_for_an_answer_is_shown() -> None:
    likely = {GATE: 0.5, OTHERS[5]: 0.45}
    found = card([*OTHERS, GATE], likely)
    assert OTHERS[5] in texts(found.sentences)
    assert OTHERS[5] in texts(card([*OTHERS, GATE], {GATE: 0.5}).more)


def test_the_line_that_the_checker_puts_first_is_shown_with_the_one_that_leads() -> None:
    lines = [*OTHERS, GATE]
    found = card(lines, {GATE: 0.04, OTHERS[5]: 0.05})
    assert found.sentences[0].text == GATE
    assert OTHERS[5] in texts(found.sentences)
    assert OTHERS[5] in texts(card(lines, {GATE: 0.06, OTHERS[5]: 0.05}).more)


def test_short_lines_are_shown_where_long_ones_are_folded() -> None:
    short = "The harbour gate is shut at night."
    found = card([*OTHERS, short, GATE], {GATE: 0.5, **dict.fromkeys([*OTHERS, short], 0.05)})
    assert short in texts(found.sentences)
    assert OTHERS[-1] in texts(found.more)


@pytest.mark.parametrize(
    "limit",
    [
        "However, at night the harbour gate stays shut "
        + "for ships of the fleet and its tugs " * 5,
        "The gate of the harbour is not opened at night " + "when ice lies in it " * 9,
    ],
)
def test_what_limits_the_line_that_answers_stays_beside_it(limit: str) -> None:
    lines = [*OTHERS, GATE, limit.strip() + "."]
    found = card(lines, {GATE: 0.5, limit.strip() + ".": 0.001})
    assert limit.strip() + "." in texts(found.sentences)
    plain = limit.replace("However, at", "At").replace("not ", "") + "too"
    lines[-1] = plain.strip() + "."
    assert lines[-1] in texts(card(lines, {GATE: 0.5, lines[-1]: 0.001}).more)


def test_without_a_checker_nothing_is_folded() -> None:
    found = answer(context([*OTHERS, GATE]), words=400, today=TODAY)
    assert len(found.sentences) > 3
    assert not found.more


def test_an_item_of_a_list_brings_the_others() -> None:
    head = "At night the harbour gate is opened by:"
    crew = ("pilot", "lock keeper", "mate")
    items = [
        ("the " + who + " of the harbour, by day and by night, and " * 3).strip() for who in crew
    ]
    lines = [*OTHERS, head, *items]
    asked = context(lines, dict.fromkeys((7, 8, 9), 6))
    found = answer(asked, words=400, checker=Says({items[1]: 0.6}), today=TODAY)
    assert set(items) <= set(texts(found.sentences))


def test_what_is_folded_is_kept_with_the_answer_and_its_citations() -> None:
    found = replace(card([*OTHERS, GATE], {GATE: 0.5}), id="a_1")
    data = answer_data(found)
    assert answer_of(data).more == found.more
    cited = [c["quote"] for c in citations(data)]
    assert cited[-len(found.more) :] == texts(found.more)


def test_the_odds_of_a_line_fall_with_its_place_and_rise_with_the_checker() -> None:
    evidence = gather(context([*OTHERS, GATE]), analyse(ASKED), TODAY)
    for unit in evidence.units:
        unit.answers = 0.2
    odds = [line_odds(evidence, unit) for unit in evidence.units]
    assert odds == sorted(odds, reverse=True)
    before = odds[0]
    assert before == round(0.99 + 0.37 * math.log(0.25) - 0.18, 4)
    evidence.units[0].answers = 0.8
    assert line_odds(evidence, evidence.units[0]) > before
    evidence.units[0].answers = None
    assert line_odds(evidence, evidence.units[0]) == before  # what was not read counts as .2
