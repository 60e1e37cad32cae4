"""Paragraphs with enumerators below what introduces them are items of lists, in every format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers import read
from extraction.documents.readers.enumerated_items import with_enumerated_items
from graph.model import Block, Source, Span


def depths(*lines: str, kind: str = "paragraph") -> list[int]:
    """The depth of each line, each a block by itself; 0 for what is no item."""
    text = "\n\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        kinds = "heading" if line.startswith("#") else kind
        blocks.append(Block(kinds, Span(start, start + len(line))))  # type: ignore[arg-type]
        start += len(line) + 2
    made = with_enumerated_items(text, blocks)
    assert [block.span for block in made] == [block.span for block in blocks]
    return [block.level if block.kind == "list_item" else 0 for block in made]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["No person may keep—", "(a) a goat; and", "(b) a goose."], [0, 1, 1]),
        (["The master must:", "a) moor;", "b) report.", "Then he may land."], [0, 1, 1, 0]),
        (["Where a fee is due,", "a. the owner pays; and", "b. it ends."], [0, 1, 1]),
        # below one of them, and back
        (
            ["It covers:", "(a) boats that", "(i) float;", "(ii) sail;", "(b) rafts."],
            [0, 1, 2, 2, 1],
        ),
        # the ninth letter is no Roman one behind the eighth
        (["It covers:", *(f"({c}) x;" for c in "abcdefghij")], [0, *[1] * 10]),
        (["It covers:", "(i) x;", "(ii) y;", "(iii) z."], [0, 1, 1, 1]),
        # paragraphs that carry numbers of their own are not below one another
        (["(1) The guild meets.", "(2) It votes.", "(3) It ends."], [0, 0, 0]),
        (["(1) The guild may:", "(a) meet;", "(b) vote.", "(2) It ends."], [0, 1, 1, 0]),
        # not the first, not the next one, behind a whole sentence, below a heading
        (["The guild may:", "(c) meet."], [0, 0]),
        (["The guild may:", "(a) meet;", "(d) vote."], [0, 1, 0]),
        (["The guild meets.", "(a) Votes are cast."], [0, 0]),
        (["# The guild may:", "(a) meet."], [0, 0]),
        (["The guild may:", "# Votes", "(a) meet."], [0, 0, 0]),
    ],
)  # fmt: skip
def test_enumerators_tell_items_and_their_depth(lines: list[str], expected: list[int]) -> None:
    assert depths(*lines) == expected


def test_items_of_a_format_get_the_depth_below_what_introduces_them() -> None:
    text = "(1) No one may:\n(a) fish;\n(b) swim.\n(2) It ends.\n"
    reading = read(Source("rules.txt", text.encode(), ".txt", "rules.txt"), max_document_chars=999)
    found = [(reading.text[b.span.start :][:3], b.kind, b.level) for b in reading.blocks]
    one = found[0][2]
    assert found == [
        ("(1)", "list_item", one), ("(a)", "list_item", one + 1), ("(b)", "list_item", one + 1),
        ("(2)", "list_item", one),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_such_paragraphs_are_items_whatever_the_format(suffix: str) -> None:
    lines = ["No person may keep—", "(a) more than two dogs; and", "(b) more than two cats."]
    if suffix == ".html":
        lines = [f"<p>{line}</p>" for line in lines]
    source = Source("pets", "\n\n".join(lines).encode(), suffix, "pets")
    reading = read(source, max_document_chars=999)
    assert [(block.kind, block.level) for block in reading.blocks] == [
        ("paragraph", 0), ("list_item", 1), ("list_item", 1),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["(a) x;", "(b) y;", "(i) z", "It is:", "(1) A.", "b) so", "# H"])))
def test_no_block_is_lost_and_no_item_is_deeper_than_one_below_the_last(lines: list[str]) -> None:
    found = depths(*lines)
    assert len(found) == len(lines)
    assert all(level <= before + 1 for before, level in zip([0, *found], found, strict=False))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The steward must:\n(a) wash the cups;\n(b) dry them; or\n(c) lock the bar.",
         ["(a) wash the cups;", "(b) dry them; or", "(c) lock the bar."]),
        ("Guests may not\n\ni. swim;\nii. fish;\niii. light a fire.",
         ["i. swim;", "ii. fish;", "iii. light a fire."]),
        ("It falls under paragraph\n(b) of this rule. It ends.", []),
        ("The plan (see\n(a) and\n(c) below) holds.", []),
    ],
)  # fmt: skip
def test_lines_that_go_on_with_an_enumeration_are_items(text: str, items: list[str]) -> None:
    reading = read(Source("d", text.encode(), ".md", "d"), max_document_chars=999)
    found = [reading.text[b.span.start : b.span.end] for b in reading.blocks]
    kinds = [b.kind for b in reading.blocks]
    assert [w for w, k in zip(found, kinds, strict=True) if k == "list_item"] == items
