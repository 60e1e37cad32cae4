"""How many items a list has, and which, where the line above it says just what is asked."""

from __future__ import annotations

import pytest

from extraction.documents.readers.markdown import MarkdownReader
from generation.computing.list_answers import ListAnswer, answer_from_lists
from graph.model import Chunk, Context, Document, Passage, Scope

BOARD = """# Rules of the Harrow Trust

## The board

The board has the following committees:

- Audit Committee
- Risk Committee
- Nomination Committee

The trustees are:

- Mara Lind (chair)
- Jon Pell
- Ada Crewe
- Bo Tarn
"""
CLEANING = """# Cleaning handbook

## Cleaning procedure

1. Switch off the pump.
2. Drain the tank.
3. Rinse the tank.

## Units under inspection

The following units must be inspected yearly:

* Boiler B-2
* Pump P-4
"""
TRUSTEES = "Mara Lind (chair), Jon Pell, Ada Crewe, Bo Tarn"
TWO = "\n\n- Red\n- Blue\n"


def written(text: str, key: str = "a.md") -> Document:
    """`text` as the Markdown reader gives it."""
    read = MarkdownReader().read(text.encode(), key)
    return Document(key, key, "", read.name or key, "", ".md", read.text, read.blocks)


def asked(question: str, *texts: str) -> ListAnswer | None:
    documents = [written(text, f"{number}.md") for number, text in enumerate(texts)]
    passages = tuple(
        Passage(Chunk(f"c{n}", d.id, d.version, 0, 0, len(d.text), d.text), d, n + 1, {})
        for n, d in enumerate(documents)
    )
    return answer_from_lists(Context(question, passages, (), Scope(), "", len(documents)))


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("How many committees does the board have?", BOARD, "3"),
        ("How many committees does the board of the Harrow Trust have?", BOARD, "3"),
        ("What is the number of trustees?", BOARD, "4"),
        ("How many trustees are there?", BOARD, "4"),
        ("Who are the trustees?", BOARD, TRUSTEES),
        ("How many keepers of keys are there?", "## Keepers of keys" + TWO, "2"),
        ("Which files may the clerk open?", "The clerk may open these files:" + TWO, "Red, Blue"),
        (
            "Which committees does the board have?",
            BOARD,
            "Audit Committee, Risk Committee, Nomination Committee",
        ),
        ("List the trustees of the Harrow Trust.", BOARD, TRUSTEES),
        ("How many steps has the cleaning procedure?", CLEANING, "3"),
        ("How many steps does the procedure have?", CLEANING, "3"),
        ("Which units must be inspected yearly?", CLEANING, "Boiler B-2, Pump P-4"),
        ("How many units must be inspected yearly?", CLEANING, "2"),
    ],
)  # fmt: skip
def test_a_whole_list_says_how_many_and_which(question: str, text: str, said: str) -> None:
    found = asked(question, text)
    assert found is not None and not found.reasons, found
    assert found.text == said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many independent trustees are there?", BOARD),
        ("How many boards does the trust have?", BOARD),
        ("How many trustees are not on the board?", BOARD),
        ("How many trustees must sign?", BOARD),
        ("How many more trustees are there?", BOARD),
        ("How many members does the Audit Committee have?", BOARD),
        ("How many trustees were there?", BOARD),
        ("Who is the chair?", BOARD),
        ("How many units may be inspected yearly?", CLEANING),
        ("How many units must be inspected?", CLEANING),
        ("How many steps has the drying procedure?", CLEANING),
        ("Which officers supervise the units?", "The officers supervise these units:" + TWO),
        ("Which clerks may open the files?", "The files may open these clerks:" + TWO),
        (
            "Which officers must the director inform?",
            "The following officers must inform the director:" + TWO,
        ),
        ("How many trustees are there?", "Former trustees are:" + TWO),
        ("How many interviews are there?", "## Interview" + TWO),
        ("How many servers are there?", "## Servers\n\n- The lab has access\n- Staff ask for it\n"),
        ("How many contacts are there?", "## Contacts\n\n- Phone: 12 34\n- Desk: room 5\n"),
        ("How many trustees are there?", "## Trustees in 2019\n\nThe trustees are:" + TWO),
    ],
)  # fmt: skip
def test_a_list_of_something_else_says_nothing(question: str, text: str) -> None:
    assert asked(question, text) is None


@pytest.mark.parametrize(
    ("lead", "items", "why"),
    [
        ("The trustees include:", ("Mara Lind", "Jon Pell"), "leaves open"),
        ("The trustees are, among others:", ("Mara Lind", "Jon Pell"), "leaves open"),
        ("The three trustees are:", ("Mara Lind", "Jon Pell"), "says three, and 2 are listed"),
        ("The trustees are:", ("Mara Lind", "Jon Pell", "others"), "leaves open"),
        ("The trustees are:", ("Mara Lind", "Jon Pell", "etc."), "leaves open"),
        ("The trustees are:", ("Mara Lind; or", "Jon Pell"), "alternatives"),
        ("The trustees are either:", ("Mara Lind", "Jon Pell"), "alternatives"),
        ("The trustees are:", ("Mara Lind", "two members of staff"), "may stand for several"),
        ("The trustees are:", ("Mara Lind", "Jon Pell and Ada Crewe"), "may stand for several"),
        ("The trustees are:", ("Mara Lind", "heads of department"), "may stand for several"),
        ("The trustees are:", ("Mara Lind\n  - chair", "Jon Pell"), "a list of its own"),
        ("The trustees are:", ("Mara Lind", "Mara Lind"), "twice"),
    ],
)  # fmt: skip
def test_no_number_where_the_items_may_not_be_all(
    lead: str, items: tuple[str, ...], why: str
) -> None:
    listed = "\n".join(f"- {item}" for item in items)
    found = asked("How many trustees are there?", f"# Trust\n\n{lead}\n\n{listed}\n")
    assert found is not None
    assert why in found.reasons[0]
    assert found.described()["figure"] == ""


def test_items_that_go_on_below_a_note_are_not_all() -> None:
    text = "# Trust\n\nThe trustees are:\n\n- Mara Lind\n- Jon Pell\n\nA note.\n\n- Ada Crewe\n"
    found = asked("How many trustees are there?", text)
    assert found is not None and "more items stand below it" in found.reasons[0]


def test_numbers_that_skip_give_no_number() -> None:
    text = "# Trust\n\nThe trustees are:\n\n1. Mara Lind\n2. Jon Pell\n"
    assert asked("How many trustees are there?", text).text == "2"  # type: ignore[union-attr]
    found = asked("How many trustees are there?", text.replace("2.", "4."))
    assert found is not None and "do not follow one another" in found.reasons[0]


def test_two_lists_and_another_number_in_a_sentence_give_no_number() -> None:
    other = "# Charter\n\nThe trustees are:\n\n- Mara Lind\n- Jon Pell\n"
    found = asked("How many trustees are there?", BOARD, other)
    assert found is not None and "Several lists may be meant" in found.reasons[0]
    found = asked("How many trustees are there?", BOARD, "# News\n\nThe trust has five trustees.\n")
    assert found is not None and "another sentence says “five trustees”" in found.reasons[0]


def test_which_is_not_said_where_the_list_is_not_whole_or_its_items_are_long() -> None:
    open_ = "# Trust\n\nThe trustees include:\n\n- Mara Lind\n- Jon Pell\n"
    assert asked("Who are the trustees?", open_) is None
    long = "# Trust\n\nThe trustees are:\n\n- " + "a very " * 12 + "old person\n- Jon Pell\n"
    assert asked("Who are the trustees?", long) is None
