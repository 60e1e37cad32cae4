"""Documents that ask and answer: a line that asks states nothing, and says what is below it."""

from __future__ import annotations

import pytest

from generation import answer
from generation.evidence.question_lines import asked_above, asks, bare_question
from graph.model import Answer, Block, Span
from graph.outline import Outline
from tests.unit.test_whole_lists import TODAY, Sure, context

FAQ = """# Lockers
Q: How long may I keep a locker?
A: A locker is yours for nine weeks.
Q: Must I clean my locker before I hand it back?
A: Yes.
Lockers are painted in spring."""


def card(question: str, said: str) -> Answer:
    return answer(context(question, FAQ), today=TODAY, checker=Sure(said))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Q: How long may I keep a locker?", True),
        ("**Who may apply?**", True),
        ("I lost my key. What now?", True),
        ("A: Yes.", False),
        ("Ask the clerk (who else?) for a key.", False),
        ("Is it " + "very " * 40 + "cold?", False),
    ],
)
def test_a_line_that_asks(text: str, wanted: bool) -> None:
    assert asks(text) is wanted


def test_a_question_loses_its_label_and_marks() -> None:
    assert bare_question("2. **Q: Who may apply?**") == "Who may apply?"


def test_the_answer_leads_and_not_its_question() -> None:
    found = card("How long may I keep a locker?", "A: A locker is yours for nine weeks.")
    assert found.state == "answered"
    assert found.headline is not None and "nine weeks" in found.headline.text
    assert found.sentences[0].text == "A: A locker is yours for nine weeks."


def test_a_bare_yes_stands_under_its_question() -> None:
    found = card("Must I clean my locker before I hand it back?", "A: Yes.")
    texts = [sentence.text for sentence in found.sentences]
    assert texts[:2] == ["Q: Must I clean my locker before I hand it back?", "A: Yes."]


def outlined(*lines: str) -> Outline:
    blocks, text = [], ""
    for line in lines:
        blocks.append(Block("paragraph", Span(len(text), len(text) + len(line))))
        text += line + "\n"
    return Outline(text, blocks)


def test_the_question_over_a_line_is_the_nearest() -> None:
    outline = outlined("Who may apply?", "Anybody.", "When is it open?", "Daily.", "Until dusk.")
    for index, wanted in ((1, 0), (3, 2), (4, 2)):
        start = outline.blocks[index].span.start
        assert asked_above(outline, index, start) == outline.blocks[wanted].span
    assert asked_above(outline, 0, 0) is None


def test_a_question_and_its_answer_in_one_paragraph() -> None:
    outline = outlined("Who may apply? Anybody who rows.")
    found = asked_above(outline, 0, outline.text.index("Anybody"))
    assert found is not None and outline.quote(found) == "Who may apply?"
