"""What a card of a comparison takes from the cards of its sides."""

from __future__ import annotations

from dataclasses import replace

from generation.comparison.compared_sides import Side
from generation.comparison.comparison_card import comparison_card
from generation.policy import decide_side, decide_sides
from graph.model import Answer, AnswerSentence, AnswerState, Citation

PILOT = Side("pilots", "What are pilots?", ("pilot",), (), (("skipper",),), ("pilot",))
SKIPPER = Side("skippers", "What are skippers?", ("skipper",), (), (("pilot",),), ("skipper",))


def sentence(text: str, *, start: int = 0, parent: int | None = None) -> AnswerSentence:
    cited = Citation("d", "d@1", start, start + len(text), text, "c")
    return AnswerSentence(
        text, (cited,), "item" if parent is not None else "sentence", (), (), parent
    )


def side_card(state: AnswerState, *sentences: AnswerSentence, headline: str = "") -> Answer:
    top = None
    if headline:
        own = sentences[0].citations[0]
        start = own.start + own.quote.index(headline)
        cited = replace(own, start=start, end=start + len(headline), quote=headline)
        top = AnswerSentence(headline, (cited,), "headline")
    return Answer("", "q", state, top, sentences, (), (), (), (), (), 3, 0)


def test_a_tick_of_the_whole_needs_one_of_each_side() -> None:
    assert decide_sides(["answered", "answered"]) == "answered"
    assert decide_sides(["answered", "related"]) == "partly_answered"
    assert decide_sides(["related", "not_found"]) == "related"
    assert decide_sides(["not_found", "not_found"]) == "not_found"
    assert decide_side("answered", named=True, led=False, cut=False) == "related"
    assert decide_side("answered", named=True, led=True, cut=True) == "partly_answered"
    assert decide_side("answered", named=False, led=True, cut=False) == "not_found"


def test_what_speaks_of_the_other_side_is_left_out() -> None:
    pilots = side_card(
        "answered",
        sentence("Pilots wait 5 days."),
        sentence("Skippers wait 9 days.", start=50),
        headline="5 days",
    )
    card = comparison_card("?", [PILOT, SKIPPER], [pilots, side_card("related")])
    one, other = card.parts
    assert [s.text for s in card.sentences] == ["Pilots wait 5 days."]
    assert (one.state, one.figure, one.sentences) == ("answered", "5 days", (0,))
    assert (other.state, other.sentences) == ("not_found", ())


def test_no_figure_stands_beside_a_side_that_states_several() -> None:
    pilots = side_card(
        "answered", sentence("Pilots pay $5 a day, and $90 at most."), headline="$90"
    )
    card = comparison_card("?", [PILOT, SKIPPER], [pilots, side_card("related")])
    assert (card.parts[0].state, card.parts[0].figure) == ("answered", "")


def test_what_is_no_value_stands_beside_no_side() -> None:
    pilots = side_card("answered", sentence("Pilots are seafarers of rank."), headline="seafarers")
    card = comparison_card("?", [PILOT, SKIPPER], [pilots, side_card("related")])
    assert (card.parts[0].state, card.parts[0].figure) == ("answered", "")


def test_a_side_that_only_a_heading_names_gets_no_tick() -> None:
    said = sentence("Dinghies must be licensed too.")
    below = replace(said, citations=(replace(said.citations[0], heading=("Pilots",)),))
    card = comparison_card(
        "?", [PILOT, SKIPPER], [side_card("answered", below), side_card("related")]
    )
    assert (card.parts[0].state, card.parts[0].sentences) == ("related", (0,))


def test_a_list_with_a_gap_answers_in_part() -> None:
    items = [
        sentence(f"{mark} item {mark}", start=n * 30 + 50, parent=0)
        for n, mark in enumerate(("(i)", "(ii)", "(v)"))
    ]
    whole = side_card("answered", sentence("Pilots include:"), *items[:2])
    gap = side_card("answered", sentence("Pilots include:"), *items)
    bare = side_card("answered", sentence("Pilots include:"))
    states = [
        comparison_card("?", [PILOT, SKIPPER], [one, side_card("related")]).parts[0].state
        for one in (whole, gap, bare)
    ]
    assert states == ["answered", "partly_answered", "partly_answered"]


def test_a_sentence_of_both_sides_is_kept_once() -> None:
    both = sentence("Pilots and skippers wear a blue coat at sea.")
    cards = [side_card("answered", both), side_card("answered", both)]
    card = comparison_card("?", [PILOT, SKIPPER], cards)
    assert len(card.sentences) == 1
    assert [part.sentences for part in card.parts] == [(0,), (0,)]
    assert card.state == "answered"
