"""What a card shows first: the section that answers, whole where it is a course of steps, each
line under the one that introduces it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generation import answer
from graph.model import EVERYTHING, Answer, Block, Chunk, Context, Document, Passage, Sentence, Span
from tests.unit.test_yes_no_forms import spoken

TODAY = date(2030, 1, 1)
STEPS = """# Start
Switch the pump on at the wall.
# Clean the filter
From the panel, tap Service.
Turn the lid to the left.
Rinse the filter under water.
# Sound
From the panel, tap Sound for the following options:
Volume: Set how loud the buzzer is.
Night tone: Mute the buzzer of the filter at night.
# Hotline
The hotline is open on Mondays."""


def context(question: str, scores: dict[str, float]) -> Context:
    """One document of `STEPS`, its lines as paragraphs; `scores`: cosine of a line."""
    blocks, sentences, at, text = [], [], 0, ""
    for line in STEPS.split("\n"):
        words = line.removeprefix("# ")
        span = Span(at, at + len(words))
        blocks.append(Block("heading" if words != line else "paragraph", span, 1 * (words != line)))
        if words == line:
            sentences.append(Sentence("c", "d", "v", span, words))
        text += words + "\n"
        at = len(text)
    document = Document("d", "v", "0" * 64, "Pump manual", "d.md", ".md", text, tuple(blocks))
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    cosines = tuple(scores.get(sentence.text, 0.1) for sentence in sentences)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), tuple(sentences), cosines)
    return Context(question, (passage,), (), EVERYTHING, "g", 1)


def shown(card: Answer) -> list[str]:
    return [sentence.text for sentence in card.sentences]


def test_how_something_is_done_is_answered_by_all_steps_of_its_section() -> None:
    scores = {"Rinse the filter under water.": 0.7}
    card = answer(context("How do I clean the filter?", scores), today=TODAY)
    assert shown(card)[:3] == [
        "From the panel, tap Service.",
        "Turn the lid to the left.",
        "Rinse the filter under water.",
    ]


def test_beside_whole_steps_only_what_is_nearly_as_good_stands() -> None:
    scores = {"Rinse the filter under water.": 0.7}
    other = "Night tone: Mute the buzzer of the filter at night."
    card = answer(context("How do I clean the filter?", {**scores, other: 0.4}), today=TODAY)
    assert len(card.sentences) == 3
    card = answer(context("How do I clean the filter?", {**scores, other: 1.0}), today=TODAY)
    assert other in shown(card)


def test_a_section_that_takes_too_many_words_is_not_shown_whole() -> None:
    scores = {"Rinse the filter under water.": 0.7}
    card = answer(context("How do I clean the filter?", scores), today=TODAY, words=9)
    assert shown(card) == ["Rinse the filter under water."]


def test_another_question_gets_the_sentence_alone() -> None:
    scores = {"Rinse the filter under water.": 0.9}
    card = answer(context("Is the filter rinsed under water?", scores), today=TODAY)
    assert "Turn the lid to the left." not in shown(card)


def test_a_title_that_answers_brings_its_section() -> None:
    text = "Mute or unmute the buzzer\nHold the bell key.\nLet it go when the lamp blinks."
    lines = text.split("\n")
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    blocks = tuple(Block("paragraph", span) for span in spans)
    sentences = tuple(
        Sentence("c", "d", "v", span, line) for span, line in zip(spans, lines, strict=True)
    )
    document = Document("d", "v", "0" * 64, "Radio", "d.md", ".md", text, blocks)
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, (0.9, 0.1, 0.1))
    asked = "Is it possible to mute or unmute the buzzer?"
    card = answer(Context(asked, (passage,), (), EVERYTHING, "g", 1), today=TODAY)
    assert shown(card) == lines


def test_a_labelled_line_comes_under_the_line_that_introduces_it() -> None:
    scores = {"Night tone: Mute the buzzer of the filter at night.": 0.8}
    card = answer(context("Which tone mutes the buzzer at night?", scores), today=TODAY)
    first, second = card.sentences[:2]
    assert first.text == "From the panel, tap Sound for the following options:"
    assert second.text == "Night tone: Mute the buzzer of the filter at night."
    assert second.parent == 0 and second.role == "item"


def test_a_line_of_another_section_introduces_nothing() -> None:
    scores = {"The hotline is open on Mondays.": 0.9}
    card = answer(context("When is the hotline open?", scores), today=TODAY)
    assert shown(card)[0] == "The hotline is open on Mondays."


def test_the_section_that_answers_comes_first_though_it_stands_last() -> None:
    scores = {
        "The hotline is open on Mondays.": 0.9,
        "Switch the pump on at the wall.": 0.85,
    }
    card = answer(context("Which hotline is open for the pump?", scores), today=TODAY)
    assert shown(card)[:2] == ["The hotline is open on Mondays.", "Switch the pump on at the wall."]


def test_the_line_that_answers_stands_before_the_lines_above_it_in_its_section() -> None:
    scores = {
        "Volume: Set how loud the buzzer is.": 0.7,
        "Night tone: Mute the buzzer of the filter at night.": 0.9,
        "From the panel, tap Service.": 0.8,
        "Rinse the filter under water.": 0.95,
    }
    card = answer(context("Is the filter rinsed under water?", scores), today=TODAY)
    assert shown(card)[:2] == ["Rinse the filter under water.", "From the panel, tap Service."]


def test_the_items_of_the_list_that_answers_keep_their_order() -> None:
    scores = {
        "Volume: Set how loud the buzzer is.": 0.8,
        "Night tone: Mute the buzzer of the filter at night.": 0.9,
    }
    card = answer(context("Which tone mutes the buzzer at night?", scores), today=TODAY)
    assert [text.partition(":")[0] for text in shown(card)[1:3]] == ["Volume", "Night tone"]
    assert [sentence.parent for sentence in card.sentences[1:3]] == [0, 0]


def test_how_much_asks_for_no_steps() -> None:
    scores = {"Rinse the filter under water.": 0.7}
    card = answer(context("How much do I rinse the filter?", scores), today=TODAY)
    assert shown(card)[0] == "Rinse the filter under water."


@pytest.mark.parametrize(
    ("said", "first"),
    [
        (
            ["Ida Roth proposed Kai Lund.", "It was agreed that Kai Lund will sign the cheques."],
            "It was agreed that Kai Lund will sign the cheques.",
        ),
        (
            ["A cart has two lamps.", "It is safer not to let a cart stand in the lane at night."],
            "It is safer not to let a cart stand in the lane at night.",
        ),
        (
            ["The winch lies in the shed.", "It was moved to Lund by the guild."],
            "The winch lies in the shed.",
        ),
        (
            ["The saw lies in the shed.", "It is used to cut the boards of the guild."],
            "The saw lies in the shed.",
        ),
    ],
)
def test_only_a_word_that_points_back_has_the_sentence_before_it(
    said: list[str], first: str
) -> None:
    asked = said[1].removesuffix(".").removeprefix("It ") + "?"
    held = spoken(asked, said)
    near = (replace(held.passages[0], sentence_scores=(0.1, 0.9)),)
    assert shown(answer(replace(held, passages=near), today=TODAY))[0] == first
