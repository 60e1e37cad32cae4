"""Lists on a card: no item is lost without a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from generation import answer
from generation.checks.qualifier_checks import Fit
from generation.evidence.unit_scores import gather
from generation.evidence.whole_lists import list_of
from generation.policy import Findings, Signs, decide
from generation.question.analysis import analyse
from graph.checking import Quote, Relevance, Support
from graph.model import EVERYTHING, Answer, Block, Chunk, Context, Document, Passage, Sentence, Span
from graph.outline import Outline

TODAY = date(2030, 1, 1)
DIVERS = """# Diving course
The diving course for keepers must cover:
- Checks of the air hose at the pump
- Checks of the air hose at the helmet
- Leak tests
- Signals By Rope
- Flow of air through the helmet and the hose
# Quay
The quay is swept on Mondays.
The quay lamp is lit by the keeper."""


class Sure:
    """Calls the lines of `said` an answer and all others none."""

    fingerprint = "sure-1"

    def __init__(self, *said: str) -> None:
        self.said = said

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        return [Relevance(p, p) for p in (0.9 if q.text in self.said else 0.02 for q in quotes)]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        raise AssertionError("not asked here")


def context(question: str, lines: str = DIVERS) -> Context:
    """One document: headings ("# "), items ("- ") and paragraphs."""
    blocks, text = [], ""
    for line in lines.split("\n"):
        words = line.removeprefix("# ").removeprefix("- ")
        span = Span(len(text), len(text) + len(words))
        kind = {"#": "heading", "-": "list_item"}.get(line[0], "paragraph")
        blocks.append(Block(kind, span, int(kind != "paragraph")))  # type: ignore[arg-type]
        text += words + "\n"
    outline = Outline(text, blocks)
    sentences = tuple(
        Sentence(
            "c", "d", "v", b.span, outline.quote(b.span), outline.lead_in(b.span),
            outline.introduced(b.span),
        )
        for b in blocks
        if b.kind != "heading"
    )  # fmt: skip
    document = Document("d", "v", "0" * 64, "Harbour rules", "d.md", ".md", text, tuple(blocks))
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    cosines = tuple(0.7 if "hose" in s.text else 0.3 for s in sentences)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, cosines)
    return Context(question, (passage,), (), EVERYTHING, "g", 1)


def shown(card: Answer) -> list[str]:
    return [sentence.text for sentence in card.sentences]


ITEMS = [line[2:] for line in DIVERS.split("\n") if line.startswith("- ")]
ASKED = "What about checks of the air hose?"


@pytest.mark.parametrize("checker", [None, Sure(ITEMS[0], ITEMS[1])])
def test_short_and_title_like_items_stand_with_the_others_in_their_order(
    checker: Sure | None,
) -> None:
    card = answer(context(ASKED), checker=checker, today=TODAY)
    assert [text for text in shown(card) if text in ITEMS] == ITEMS
    assert not any("of the list" in line for line in card.missing)


def test_what_has_no_room_is_counted_with_its_place() -> None:
    card = answer(context(ASKED), words=24, today=TODAY)
    kept = [text for text in shown(card) if text in ITEMS]
    assert kept == ITEMS[:2]
    assert card.state != "answered"
    [line] = [line for line in card.missing if "of the list" in line]
    assert line.startswith("3 more items of the list with “")
    assert "in Harbour rules › Diving course:" in line


def test_a_single_item_draws_no_list_behind_it() -> None:
    long = "\n".join(f"- Rule {n} is about sails, oars and masts of all boats." for n in range(9))
    lines = f"# Boats\nThe rules are:\n- The hose is red.\n{long}"
    card = answer(context("Is the hose red?", lines), today=TODAY)
    assert len([text for text in shown(card) if text.startswith("Rule")]) < 9


def test_items_that_no_line_introduces_are_a_list_too() -> None:
    asked = context("Which hose?", "# Tools\n- Red hose of the pump\n- Rope\n# Other\n- Blue hose")
    evidence = gather(asked, analyse(asked.question), TODAY)
    found = {unit.text: list_of(unit, evidence.outlines["v"]) for unit in evidence.units}
    assert found["Red hose of the pump"] == (1, 2)


@pytest.mark.parametrize(("cut", "state"), [(False, "answered"), (True, "partly_answered")])
def test_a_list_that_is_cut_gets_no_tick(cut: bool, state: str) -> None:
    signs = Signs(1.0, 1.0, 1.0, 1.0)
    assert decide(Findings(signs, direct=True, fit=Fit((), ()), cut=cut)) == state


def test_numbered_sentences_are_no_list() -> None:
    rules = """# Shops
- (a) The landlord shall not ask for a postdated check.
- (b) The landlord shall not lock the shop at any time of the day.
- (c) The tenant shall sweep the shop on each Monday of the year.
- (d) The tenant shall not keep more than two geese in the shop."""
    asked = "May the landlord ask for a postdated check?"
    said = "(a) The landlord shall not ask for a postdated check."
    found = answer(context(asked, rules), today=TODAY, checker=Sure(said), words=30)
    assert found.state == "answered"
    assert not any("more items" in line for line in found.missing)


def test_what_a_heading_names_is_not_another_kind_of_it() -> None:
    asked = "How many weeks of harbour leave can a pilot take?"
    for kind, wanted in (("sea leave", "related"), ("leave", "answered")):
        said = f"A pilot can take 9 weeks of {kind}."
        lines = f"# Harbour leave\n{said}"
        assert answer(context(asked, lines), today=TODAY, checker=Sure(said)).state == wanted
