"""The checker mends the order of the first units and cannot do more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from generation.checks.qualifier_checks import Fit
from generation.evidence.checked_order import FITTED, OF_FORMS, READ, checked_order, quote_of
from generation.evidence.unit_scores import Evidence, gather
from generation.policy import POSSIBLE, Findings, Signs, decide
from generation.question.analysis import analyse
from graph.checking import Quote, Relevance, Support
from graph.model import EVERYTHING, Block, Chunk, Context, Document, Passage, Sentence, Span

LINES = [f"The clerk files form {number} in room {number + 40}." for number in range(30)]


class Ranks:
    """Ranks quotes by `ranks`, others 0; keeps what it was asked."""

    fingerprint = "ranks-1"

    def __init__(self, ranks: dict[str, float]) -> None:
        self.ranks = ranks
        self.asked: list[Quote] = []

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        self.asked += quotes
        return [Relevance(self.ranks.get(quote.text, 0.0), 0.25) for quote in quotes]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        raise AssertionError("not asked here")


def evidence(asked: str = "Who files the form?", totals: Sequence[float] = (1.0,)) -> Evidence:
    """`LINES` in as many passages as there are `totals`, each a line after the other in turn."""
    text = "Forms\n" + "\n".join(LINES)
    blocks = [Block("heading", Span(0, 5), 1)]
    sentences = []
    for line in LINES:
        span = Span(text.index(line), text.index(line) + len(line))
        blocks.append(Block("paragraph", span, 0))
        sentences.append(Sentence("c", "d", "v", span, line))
    document = Document("d", "v", "0" * 64, "Registry", "d.md", ".md", text, tuple(blocks))
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    scores = tuple(0.9 - number / 100 for number in range(len(LINES)))
    step = len(totals)
    passages = tuple(
        Passage(chunk, document, 1, {"total": t}, (), tuple(sentences[n::step]), scores[n::step])
        for n, t in enumerate(totals)
    )
    context = Context(asked, passages, (), EVERYTHING, "g", 1)
    return gather(context, analyse(context.question), date(2030, 1, 1))


def test_a_better_rank_moves_a_unit_up_by_its_weight() -> None:
    before = evidence()
    first, second = before.units[:2]
    enough = (first.score - second.score) / (FITTED.step * first.score)
    for rank, top in ((0.9 * enough, first), (1.1 * enough, second)):
        after = checked_order(evidence(), Ranks({second.text: rank}))
        assert after.units[0].text == top.text and after.units[0].answers == 0.25
        assert [u.score for u in after.units] == [u.score for u in before.units]


def test_the_passage_counts_for_more_unless_a_value_is_asked_for() -> None:
    totals = (0.99, 1.0)
    before = evidence(totals=totals)
    first, second = before.units[:2]
    assert second.passage.scores["total"] > first.passage.scores["total"]
    assert checked_order(before, Ranks({})).units[0].text == second.text
    valued = evidence("How many forms does the clerk file?", totals)
    first = valued.units[0]
    assert checked_order(valued, Ranks({})).units[0].text == first.text
    assert OF_FORMS.passage == 0.0


def test_only_the_first_units_are_read_and_the_others_do_not_overtake_them() -> None:
    checker = Ranks({evidence().units[0].text: 50.0})
    before, after = evidence(), checked_order(evidence(), checker)
    assert [quote.text for quote in checker.asked] == [unit.text for unit in before.units[:READ]]
    assert [unit.text for unit in after.units] == [unit.text for unit in before.units]
    assert after.units[READ].answers is None


def test_equal_ranks_change_no_order() -> None:
    before, after = evidence(), checked_order(evidence(), Ranks({}))
    assert [u.text for u in after.units] == [u.text for u in before.units]
    assert checked_order(replace(before, units=()), Ranks({})).units == ()


def test_a_quote_is_read_behind_its_name_and_headings() -> None:
    found = evidence()
    quote = quote_of(found.units[0], found.outlines)
    assert quote == Quote(found.units[0].text, "Registry > Forms")


def test_a_unit_on_the_path_of_facts_loses_nothing() -> None:
    linked = evidence()
    linked.units[0].on_path = True
    score = linked.units[0].score
    after = checked_order(linked, Ranks({linked.units[1].text: 9.0}))
    assert after.units[0].on_path and after.units[0].score == score


def test_a_low_probability_takes_the_tick_away_and_a_high_one_gives_none() -> None:
    signs = Signs(cosine=1.0, relation=1.0, names=1.0, form=1.0)
    sure = Findings(signs, direct=True, fit=Fit((), ()))
    assert decide(sure) == decide(replace(sure, odds=POSSIBLE)) == "answered"
    assert decide(replace(sure, odds=POSSIBLE - 0.01)) == "related"
    assert decide(replace(sure, odds=-3.0, linked=True)) == "answered"
    assert decide(replace(sure, odds=POSSIBLE - 0.5, row=True)) == "answered"
    assert decide(replace(sure, odds=-3.0, row=True)) == "related"
    for state in (replace(sure, direct=False), replace(sure, conflict=True)):
        assert decide(replace(state, odds=5.0)) == decide(state) != "answered"
