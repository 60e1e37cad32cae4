"""Yes or no is settled by the same deed in the mood that is asked for; not by an exception, by one
item of a list, by a duty where leave is asked for, nor where another sentence says the opposite."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation import answer
from graph.model import EVERYTHING, Block, Chunk, Context, Document, Passage, Sentence, Span
from tests.unit.test_worded_otherwise import TODAY, Answers, state

SURE = 0.7


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        ("Can I rent a punt?", "Guests can rent a punt at the quay.", "answered"),
        ("Can I rent a punt?", "You can’t rent a punt if the flag is red.", "related"),
        ("Can I rent a punt?", "You can’t rent a punt.", "answered"),
        ("Can I rent a punt?", "Guests can rent a punt if the flag is green.", "answered"),
        ("Can I moor a punt?", "Each punt that is moored must be red.", "related"),
        ("Must I moor the punt?", "You must moor the punt at night.", "answered"),
        ("Can I rent a punt?", "If you live in Lund, you can rent a punt.", "related"),
        ("May guests rent a punt?", "Guests shall **not** rent a punt.", "answered"),
        ("Can I moor a punt?", "A punt costs ten euros a day.", "related"),
    ],
)
def test_the_deed_in_its_mood_settles_it(asked: str, said: str, wanted: str) -> None:
    assert state(asked, said, SURE, cosine=0.8) == wanted


def test_a_case_told_in_sentences_is_not_judged_by_a_condition() -> None:
    said = "Guests can rent a punt if they can swim."
    told = "I am a guest and never learnt to swim. Can I rent a punt?"
    assert state(told, said, SURE, cosine=0.8) == "related"


def spoken(asked: str, said: Sequence[str]) -> Context:
    """The context of a document that holds the sentences `said`, for the question `asked`."""
    text = " ".join(said)
    document = Document(
        "d", "v", "0" * 64, "Terms", "d.md", ".md", text, (Block("paragraph", Span(0, len(text))),)
    )
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    places = [Span(text.index(one), text.index(one) + len(one)) for one in said]
    sentences = tuple(
        Sentence("c", "d", "v", at, one) for at, one in zip(places, said, strict=True)
    )
    cosines = tuple(0.9 - 0.1 * place for place in range(len(said)))
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, cosines)
    return Context(asked, (passage,), (), EVERYTHING, "g", 1)


def test_two_sentences_that_say_the_opposite_settle_nothing() -> None:
    said = ("We share the guest list with the harbour.", "We do not share the guest list.")
    asked = "Do you share the guest list?"
    assert answer(spoken(asked, said), today=TODAY, checker=Answers(SURE)).state == "related"
    assert answer(spoken(asked, said[:1]), today=TODAY, checker=Answers(SURE)).state == "answered"


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        # whoever asks may call the deed by another word, where the leave is plain
        (
            "Can you throw out a rotten punt of mine?",
            "We may dispose of a rotten punt.",
            "answered",
        ),
        ("Can you paint a rotten punt of mine?", "A rotten punt costs us ten euros.", "related"),
        # the rule speaks of some: whether it is this one has to be judged
        ("Is my punt free of tolls?", "If you live in Lund, a punt is free of tolls.", "related"),
        ("Is a punt free of tolls?", "A punt is free of tolls.", "answered"),
    ],
)
def test_the_deed_of_whoever_asks(asked: str, said: str, wanted: str) -> None:
    assert state(asked, said, SURE, cosine=0.8) == wanted
