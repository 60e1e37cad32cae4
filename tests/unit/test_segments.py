"""Segments: whole blocks, free of context, and little changed by an edit."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers import READERS
from extraction.documents.segments import segment_key, segments
from graph.model import Reading, Segment, Span


def reading(text: str, suffix: str = ".md") -> Reading:
    return READERS[suffix].read(text.encode(), "file")


def check(read: Reading, made: list[Segment], limit: int) -> None:
    pieces = []
    for segment in made:
        assert len(segment.text) <= limit
        assert read.text[segment.start : segment.start + len(segment.text)] == segment.text
        for block in segment.blocks:
            assert block.page is None
            assert segment.text[block.span.start : block.span.end].strip()
            pieces.append(block.span.shift(segment.start))
            for cell in block.cells:
                assert block.span.contains(cell.span)
                assert cell.head is None or cell.head.end <= len(segment.text)
    assert pieces == sorted(pieces)
    inside = "".join(read.text[span.start : span.end] for span in pieces)
    whole = "".join(read.text[b.span.start : b.span.end] for b in read.blocks)
    assert "".join(inside.split()) == "".join(whole.split())


def paragraphs(number: int, seed: int = 1) -> list[str]:
    choose = random.Random(seed)
    return [
        ("## Part\n\n" if choose.random() < 0.1 else "")
        + " ".join(choose.choice(["The operator", "must", "report", "a leak"]) for _ in range(60))
        + f" {n}."
        for n in range(number)
    ]


def test_short_text_is_one_segment() -> None:
    assert len(segments("", ())) == 0
    read = reading("# A\n\nOne.\n\nTwo.\n")
    [only] = segments(read.text, read.blocks)
    assert only.text == "A\n\nOne.\n\nTwo." and only.start == 2
    assert [only.text[b.span.start : b.span.end] for b in only.blocks] == ["A", "One.", "Two."]


def test_segments_are_of_moderate_size_and_begin_at_headings_where_they_can() -> None:
    read = reading("\n\n".join(paragraphs(400)))
    made = segments(read.text, read.blocks)
    check(read, made, 20_000)
    sizes = [len(segment.text) for segment in made[:-1]]
    assert min(sizes) > 2_000 and max(sizes) < 9_000
    assert sum(segment.blocks[0].kind == "heading" for segment in made) > len(made) // 4


def test_an_edit_in_one_place_changes_few_segments() -> None:
    before = paragraphs(1_000)
    after = [*before[:300], "A new sentence.", *before[300:600], *before[602:]]
    keys = []
    for parts in (before, after):
        read = reading("\n\n".join(parts))
        keys.append({segment_key(segment) for segment in segments(read.text, read.blocks)})
    assert len(keys[0]) > 40
    assert len(keys[1] - keys[0]) <= 8


def test_an_edit_inside_one_endless_paragraph_changes_few_segments() -> None:
    before = " ".join(part.replace("## Part\n\n", "") for part in paragraphs(1_000))
    after = before[:200_000] + " Inserted words. " + before[200_000:]
    keys = []
    for text in (before, after):
        read = reading(text, ".txt")
        made = segments(read.text, read.blocks)
        check(read, made, 20_000)
        keys.append({segment_key(segment) for segment in made})
    assert len(keys[1] - keys[0]) <= 4


def test_the_key_depends_on_structure_and_not_on_place() -> None:
    first = reading("Words here.\n\n# A\n\nOne.\n")
    blocks = first.blocks[1:]
    [one] = segments(first.text, blocks)
    moved = reading("# A\n\nOne.\n")
    [other] = segments(moved.text, moved.blocks)
    assert one.start != other.start and segment_key(one) == segment_key(other)
    [flat] = segments(moved.text, [replace(moved.blocks[0], kind="paragraph"), moved.blocks[1]])
    assert flat.text == other.text and segment_key(flat) != segment_key(other)


def test_a_row_keeps_no_head_that_lies_elsewhere() -> None:
    rows = "\n".join(f"| {'x' * 300} | {n} |" for n in range(200))
    read = reading(f"| A | B |\n|---|---|\n{rows}\n")
    made = segments(read.text, read.blocks)
    check(read, made, 20_000)
    assert len(made) > 1
    assert made[0].blocks[1].cells[0].head == Span(0, 1)
    assert made[1].blocks[0].cells[0].head is None


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200)


@given(st.lists(TEXT, max_size=20), st.integers(20, 400))
def test_nothing_is_lost_of_hostile_text(parts: list[str], limit: int) -> None:
    read = reading("Some words. " + "\n\n".join(parts), ".txt")
    check(read, segments(read.text, read.blocks, limit), limit)
