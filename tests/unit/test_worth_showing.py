"""What a card leaves away: titles, preambles, and lines that a checker calls no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from generation import answer
from generation.checks.qualifier_checks import Fit
from generation.evidence.checked_order import READ
from generation.evidence.noise import is_capital_heading, is_headline_case, is_noise
from generation.evidence.selection import lead_ins
from generation.evidence.unit_scores import gather
from generation.question.analysis import analyse
from generation.writers.lead_order import by_answer
from graph.checking import Quote, Relevance, Support
from graph.model import EVERYTHING, Answer, Block, Chunk, Context, Document, Passage, Sentence, Span

TODAY = date(2030, 1, 1)


class Says:
    """Gives each text its probability, others .02."""

    fingerprint = "says-1"

    def __init__(self, answers: dict[str, float]) -> None:
        self.answers = answers

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        return [Relevance(p, p) for p in (self.answers.get(q.text, 0.02) for q in quotes)]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        raise AssertionError("not asked here")


def context(question: str, lines: Sequence[str], parents: dict[int, int] | None = None) -> Context:
    """One document, its lines as paragraphs; `parents`: line -> the line that introduces it."""
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + "\n"
    below = parents or {}
    sentences = tuple(
        Sentence(
            "c",
            "d",
            "v",
            span,
            lines[n],
            lead_in=spans[below[n]] if n in below else None,
            children=tuple(spans[c] for c, p in below.items() if p == n),
        )
        for n, span in enumerate(spans)
    )
    blocks = tuple(Block("paragraph", span) for span in spans)
    document = Document("d", "v", "0" * 64, "Harbour rules", "d.md", ".md", text, blocks)
    passage = Passage(
        Chunk("c", "d", "v", 0, 0, len(text), text),
        document,
        1,
        {"total": 1.0},
        (),
        sentences,
        tuple(0.8 for _ in spans),
    )
    return Context(question, (passage,), (), EVERYTHING, "g", 1)


def shown(card: Answer) -> list[str]:
    return [sentence.text for sentence in card.sentences]


ASKED = "Who opens the harbour gate at night?"
GATE = "The lock keeper opens the harbour gate at night."
OTHERS = ["The harbour gate was painted green last year.", "At night the harbour is lit by lamps."]


def test_a_line_that_a_checker_calls_no_answer_is_left_away() -> None:
    asked = context(ASKED, [*OTHERS, GATE])
    assert shown(answer(asked, checker=Says({GATE: 0.9}), today=TODAY)) == [GATE]
    both = {GATE: 0.9, OTHERS[1]: 0.1}
    assert shown(answer(asked, checker=Says(both), today=TODAY)) == [GATE, OTHERS[1]]
    assert len(shown(answer(asked, today=TODAY))) == 3


@pytest.mark.parametrize(
    "scrap",
    ["Harbour Gate At Night", "Gate, night, harbour", "At night, the harbour gate must be:"],
)
def test_scraps_are_left_away(scrap: str) -> None:
    asked = context(ASKED, [scrap, GATE])
    assert shown(answer(asked, checker=Says({GATE: 0.9, scrap: 0.8}), today=TODAY)) == [GATE]


def test_what_was_not_read_stands_beside_an_unsure_line_alone() -> None:
    more = [f"The harbour gate number {n} opens at night by hand." for n in range(READ + 4)]
    asked = context(ASKED, [GATE, *more])
    sure = {GATE: 0.9, **dict.fromkeys(more, 0.3)}
    card = answer(asked, checker=Says(sure), today=TODAY, words=1000)
    assert len(shown(card)) == READ
    unsure = {GATE: 0.45, **dict.fromkeys(more, 0.3)}
    card = answer(asked, checker=Says(unsure), today=TODAY, words=1000)
    assert len(shown(card)) + len(card.more) == READ + 5


@pytest.mark.parametrize(("sure", "lines"), [(0.4, 3), (0.69, 3), (0.7, 1)])
def test_beside_an_unsure_line_every_other_one_stays(sure: float, lines: int) -> None:
    asked = context(ASKED, [*OTHERS, GATE])
    assert len(shown(answer(asked, checker=Says({GATE: sure}), today=TODAY))) == lines


def test_a_value_of_the_kind_asked_for_stays() -> None:
    lines = ["Boats may moor for 5 days.", "Boats may moor for 9 days in winter."]
    card = answer(
        context("How many days may boats moor?", lines), checker=Says({lines[0]: 0.9}), today=TODAY
    )
    assert set(lines) <= set(shown(card))


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("14) HARBOUR DUTIES - MOORING Night moorings (NM)", True),
        ("HARBOUR DUTIES", True),
        ("DO NOT OPEN THE COVER", False),
        ("THE GOODS ARE SOLD AS SEEN.", False),
        ("The ABC and the DEF of the harbour", False),
        ("Mooring At Night", False),
    ],
)
def test_headings_in_capitals_state_nothing(text: str, heading: bool) -> None:
    assert is_capital_heading(text) is heading
    assert not heading or is_noise(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Keeping Dogs and Cats on Board", True),
        ("Keeping dogs on board", False),
        ("Owner: Harbour Master", False),
        ("Dogs Stay on Board.", False),
        ("Pier 4 North", False),
    ],
)
def test_titles_are_told_by_their_capitals(text: str, title: bool) -> None:
    assert is_headline_case(text) is title


PREAMBLE = "In consideration of " + "the mutual promises made here and of other good causes, " * 5
PREAMBLE += "the parties agree as follows:"


@pytest.mark.parametrize(
    ("above", "line", "kept"),
    [
        (PREAMBLE, "The tenant shall keep the quay clean.", 0),
        (PREAMBLE, "keep the quay clean;", 1),
        ("The parties agree as follows:", "The tenant shall keep the quay clean.", 1),
    ],
)
def test_a_preamble_is_left_away_over_a_sentence_that_is_whole(
    above: str, line: str, kept: int
) -> None:
    asked = context("Who keeps the quay clean?", [above, line], {1: 0})
    evidence = gather(asked, analyse(asked.question), TODAY)
    unit = next(unit for unit in evidence.units if unit.text == line)
    assert len(lead_ins(unit, evidence)) == kept


def test_the_list_that_was_asked_for_leads() -> None:
    lines = ["“Log” means the book of a boat.", "The log must contain:", "a) winds;", "b) tides."]
    asked = context("What must the log contain?", lines, {2: 1, 3: 1})
    evidence = gather(asked, analyse(asked.question), TODAY)
    found = {unit.text: unit for unit in evidence.units}
    for text, answers in ((lines[0], 0.9), (lines[1], 0.2)):
        found[text].answers = answers
    pairs = [(found[text], Fit((), ())) for text in lines[:2]]
    assert by_answer(pairs, listed=True) == [1, 0]
    assert by_answer(pairs) == [0, 1]


@pytest.mark.parametrize(
    ("heading", "line", "kept"),
    [
        ("How long is the gate open?", "For eleven hours.", True),
        ("How long is the gate open?", "For eleven hours", False),
        ("Hours of the gate", "For eleven hours.", False),
    ],
)
def test_a_short_line_is_a_unit_below_the_question_that_it_answers(
    heading: str, line: str, kept: bool
) -> None:
    asked = context("How long is the gate open?", [heading, line])
    (passage,) = asked.passages
    blocks = (
        replace(passage.document.blocks[0], kind="heading", level=2),
        passage.document.blocks[1],
    )
    document = replace(passage.document, blocks=blocks)
    asked = replace(asked, passages=(replace(passage, document=document),))
    evidence = gather(asked, analyse(asked.question), TODAY)
    assert (line in [unit.text for unit in evidence.units]) is kept
