"""What is missing is named in phrases of the question, and nothing that a card shows is named."""

from __future__ import annotations

from datetime import date

import pytest

from generation import answer
from generation.evidence_card import findings
from generation.missing import UNSURE
from generation.missing import missing as of_card
from generation.open_parts import is_spelled_out, phrases, strangers
from generation.writers.quoting import plan
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


def context_of(question: str, *lines: str) -> Context:
    text = "\n".join(lines)
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    sentences = tuple(Sentence("c", "d", "v", s, t) for s, t in zip(spans, lines, strict=True))
    blocks = tuple(Block("paragraph", span) for span in spans)
    document = Document("d", "v", "0" * 64, "Rules", "d.md", ".md", text, blocks)
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, (0.6,) * len(lines))
    return Context(question, (passage,), (), EVERYTHING, "g", 1)


def missing(question: str, *lines: str, sure: float = 0.2) -> str:
    context = context_of(question, *lines)
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
        "How much leave do clerks get in part-time jobs?", "Clerks get 20 days of leave."
    )
    assert "“in part-time jobs”: no line here speaks of it." in said
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
        "Which gate do walkers use in the dusk?", "Walkers use the west gate.", sure=0.55
    )
    assert "“in the dusk”: not in these words; see whether the first line means the same." in said


def test_no_line_is_pointed_to_that_holds_little_of_the_question() -> None:
    said = missing(
        "Which lanterns do the walkers and riders carry in the dusk?",
        "Walkers leave by the west gate.",
        sure=0.55,
    )
    assert "“in the dusk”: no line here speaks of it." in said
    assert "first line" not in said


@pytest.mark.parametrize(
    "asked",
    [
        "Why should a keeper suddenly swap the lantern?",
        "Who phones the keeper about the lantern first?",
        "Is the keeper meant to hand me back my lantern?",
    ],
)
def test_no_everyday_word_is_called_missing(asked: str) -> None:
    said = missing(asked, "The lantern of the keeper is changed.")
    assert said == f"{UNSURE} 1 document was searched."


def test_a_line_that_holds_the_form_asked_for_is_not_denied() -> None:
    said = missing(
        "How long after leaving Quillmere must a clerk keep quiet?",
        "The harbour of Quillmere employs clerks and pilots.",
        "The duty of secrecy lasts for five years.",
    )
    assert said == f"{UNSURE} 1 document was searched."


def test_at_most_two_notes() -> None:
    said = missing(
        "What fee does Quillmere take in Hexwater and in Dunmoor for riders?", "Riders pay a fee."
    )
    assert "“Quillmere” does not occur" in said and "“Hexwater” does not occur" in said
    assert "Dunmoor" not in said and "amount of money" not in said


@pytest.mark.parametrize("written", ["co-op", "coop", "co op"])
def test_a_hyphened_word_is_not_split(written: str) -> None:
    asked = "Which keys are kept for the co-op?"
    assert "co-op" not in missing(asked, f"All keys of a {written} are kept in a blue box.")
    assert "“for the co-op”: no line here speaks of it." in missing(
        asked, "All keys are kept in a blue box."
    )


@pytest.mark.parametrize(
    ("name", "text", "strange"),
    [
        ("Quillmere", "Hexwater", ("Quillmere",)),
        ("Quillmere's Dunmoor", "Quillmere has an office in Hexwater.", ("Dunmoor",)),
        ("Am I", "", ()),
        ("I've", "", ()),
    ],
)
def test_what_of_a_name_is_strange(name: str, text: str, strange: tuple[str, ...]) -> None:
    assert strangers(name, text) == strange


def test_a_form_that_no_line_holds_is_named() -> None:
    said = missing("When was the lighthouse painted?", "The warden keeps the lighthouse.")
    assert "None of the nearest sentences states a date" in said
    said = missing("What does a hall look like for the warden to pay for it?", "Halls are long.")
    assert "amount of money" not in said


def test_an_open_part_is_named_only_beside_one_that_is_answered() -> None:
    asked = "How many beds does the lighthouse have and which warden repaints it?"
    context = context_of(asked, "The lighthouse has 12 beds.")
    planned = plan(context, words=150, today=TODAY, checker=None)
    part = "No line was found that surely answers the part “which warden repaints it”."
    fit = findings(planned).fit
    partly = of_card(context, planned.evidence, planned.units, "partly_answered", fit)
    related = of_card(context, planned.evidence, planned.units, "related", fit)
    assert part in partly and UNSURE not in partly
    assert part not in related and related[0] == UNSURE


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
