"""What is missing is named in phrases of the question, and nothing that a card shows is named."""

from __future__ import annotations

from datetime import date

import pytest

from generation import answer
from generation.open_parts import is_spelled_out, phrases
from graph.checking import Quote, Relevance, Support
from graph.model import EVERYTHING, Block, Chunk, Context, Document, Passage, Sentence, Span

TODAY = date(2030, 1, 1)


class Sure:
    """Gives every line the same probability."""

    fingerprint = "sure-1"

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def relevance(self, question: str, quotes: list[Quote]) -> list[Relevance]:
        return [Relevance(0.0, self.probability) for _ in quotes]

    def support(self, statement: str, quotes: list[Quote]) -> list[Support]:
        raise AssertionError("not asked here")


def missing(question: str, *lines: str, sure: float = 0.2) -> str:
    text = "\n".join(lines)
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    sentences = tuple(Sentence("c", "d", "v", s, t) for s, t in zip(spans, lines, strict=True))
    blocks = tuple(Block("paragraph", span) for span in spans)
    document = Document("d", "v", "0" * 64, "Rules", "d.md", ".md", text, blocks)
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, (0.6,) * len(lines))
    context = Context(question, (passage,), (), EVERYTHING, "g", 1)
    card = answer(context, checker=Sure(sure), today=TODAY)  # type: ignore[arg-type]
    assert card.state != "answered"
    return " ".join(card.missing)


@pytest.mark.parametrize(
    ("asked", "surfaces", "said"),
    [
        ("How much leave is there for part-time staff?", ["part-time"], ["for part-time staff"]),
        ("Who pays consultants, agents or advisers?", ["consultants", "agents", "advisers"],
         ["consultants, agents or advisers"]),
        ("May a guest contest the validity of the bill?", ["contest", "validity"],
         ["contest the validity"]),
        ("Is it due after the first year?", ["first"], ["after the first year"]),
        ("Does a ferry or a tug need a pilot at night?", ["tug", "night"], ["tug", "at night"]),
    ],
)  # fmt: skip
def test_phrases_of_the_question(asked: str, surfaces: list[str], said: list[str]) -> None:
    assert phrases(asked, surfaces) == said


def test_the_open_part_is_named_as_the_question_says_it() -> None:
    said = missing(
        "How much leave do clerks get in part-time posts?", "Clerks get 20 days of leave."
    )
    assert "“in part-time posts”: no line here speaks of it." in said
    assert "leave" not in said


def test_a_word_that_another_line_shows_is_not_named() -> None:
    said = missing(
        "Which pilots notify the tug about fog?",
        "Pilots look out for fog.",
        "The tug is informed by radio.",
    )
    assert "tug" not in said and "notify" not in said


def test_a_sure_line_may_say_it_otherwise() -> None:
    said = missing(
        "Which gate do walkers use at dusk?", "Walkers leave by the west gate.", sure=0.55
    )
    assert "“at dusk”: not in these words; see whether the first line means the same." in said


def test_the_open_part_of_a_question_of_two_is_named_whole() -> None:
    said = missing(
        "Which warden keeps the lighthouse and when was it painted?",
        "The warden keeps the lighthouse.",
    )
    assert "No line here answers the part “when was it painted”." in said


@pytest.mark.parametrize(
    ("letters", "text", "found"),
    [
        ("WHO", "The World Health Organization met.", True),
        ("FOI", "Freedom of Information", True),
        ("WHO", "We open other doors", False),
        ("who", "World Health Organization", False),
    ],
)
def test_acronyms_are_spelled_out(letters: str, text: str, found: bool) -> None:
    assert is_spelled_out(letters, text) is found
