"""Doubts stand in one list, each a function with its reason."""

from __future__ import annotations

from extraction.language.fact_doubts import OF_CLAUSES, OF_PARTS, OF_VERBS, doubted, first_doubt
from extraction.language.fact_view import FactView
from extraction.language.parse import Parse
from graph.model import Relation, Span

TEXT = "That the guard files a report."


def _view(why: str = "") -> FactView:
    words = ["That", "the", "guard", "files", "a", "report", "."]
    begin = [TEXT.index(word) for word in words[:4]] + [21, 23, 29]
    parse = Parse(
        words=words,
        lower=[word.lower() for word in words],
        tag=["IN", "DT", "NN", "VBZ", "DT", "NN", "."],
        dep=["mark", "det", "nsubj", "ROOT", "det", "dobj", "punct"],
        head=[3, 2, 3, 3, 5, 3, 3],
        begin=begin,
        end=[at + len(word) for at, word in zip(begin, words, strict=True)],
        sentences=[(0, 7)],
        entities=[],
    )
    relation = Relation(
        statement=Span(0, len(TEXT)), subject=Span(9, 14), predicate="file",
        predicate_span=Span(15, 20), object=Span(23, 29), value=None, modality="none",
        polarity="positive", rule="active", why_weak=why,
    )  # fmt: skip
    return FactView(parse, (0, 7), relation, TEXT)


def test_no_doubt_is_listed_twice() -> None:
    doubts = [holds for _, holds in (*OF_CLAUSES, *OF_VERBS, *OF_PARTS)]
    assert len(doubts) == len(set(doubts)) > 40


def test_a_fact_without_clause_meets_the_doubts_about_its_parts() -> None:
    assert first_doubt(_view()) == "says what something else holds"
    assert doubted(_view()).why_weak == "says what something else holds"


def test_a_reason_that_is_known_already_stays() -> None:
    assert doubted(_view("long object")).why_weak == "long object"


def test_a_view_gives_the_words_around_a_part() -> None:
    view = _view()
    report = view.relation.object
    assert report is not None
    assert view.before(report) == "That the guard files a "
    assert (view.words(report), view.after(report)) == ("report", ".")
    assert view.first_token(report) == view.last_token(report) == 5
    assert view.last_token(Span(23, 27)) is None
