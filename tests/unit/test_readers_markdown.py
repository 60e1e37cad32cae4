"""Markdown: the text as it stands, markup outside the blocks, depth of lists, cells of tables."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers.markdown import MarkdownReader
from graph.model import Reading
from graph.outline import Outline


def parsed(text: str) -> Reading:
    return MarkdownReader().read(text.encode(), "a.md")


def shape(text: str) -> list[tuple[str, int, str]]:
    reading = parsed(text)
    return [(b.kind, b.level, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


def test_headings_paragraphs_and_markup() -> None:
    text = (
        "# Title #\r\n\r\nFirst *line*\r\nsecond line.\r\n\r\nSetext\r\n------\r\n"
        "> quoted\r\n> words\r\n\r\n```py\r\ncode = 1\r\n```\r\n\r\n[^1]: A note.\r\n"
    )
    assert shape(text) == [
        ("heading", 1, "Title"),
        ("paragraph", 0, "First *line*\r\nsecond line."),
        ("heading", 2, "Setext"),
        ("paragraph", 0, "quoted\r\n> words"),
        ("code", 0, "code = 1"),
        ("footnote", 0, "[^1]: A note."),
    ]
    assert parsed(text).name == "Title" and parsed(text).text == text


def test_list_items_hold_their_own_text_only() -> None:
    text = (
        "(a) Lead-in:\n\n- (1) One:\n\n  - (i) Two:\n\n    - (A) Three:\n\n"
        "      - (1) Four.\n\n  - (ii) Two again.\n\n    Further words.\n\n- (2) One again.\n"
    )
    assert shape(text) == [
        ("paragraph", 0, "(a) Lead-in:"),
        ("list_item", 1, "(1) One:"),
        ("list_item", 2, "(i) Two:"),
        ("list_item", 3, "(A) Three:"),
        ("list_item", 4, "(1) Four."),
        ("list_item", 2, "(ii) Two again."),
        ("paragraph", 3, "Further words."),
        ("list_item", 1, "(2) One again."),
    ]
    outline = Outline(text, parsed(text).blocks)
    assert outline.ancestors(4) == (3, 2, 1, 0)
    assert outline.ancestors(6) == (5, 1, 0)


def test_ordered_and_same_line_nested_lists() -> None:
    assert shape("1. one\n2. two\n   - three\n- - deep\n") == [
        ("list_item", 1, "one"),
        ("list_item", 1, "two"),
        ("list_item", 2, "three"),
        ("list_item", 2, "deep"),
    ]


def test_table_cells_carry_their_heads() -> None:
    text = "| Record | Kept |\n|:--|--:|\n| A \\| B | 7 years |\n| only |\n|  | 2 |\n\nAfter.\n"
    reading = parsed(text)

    def quote(start: int, end: int) -> str:
        return text[start:end]

    rows = [
        [
            (quote(c.span.start, c.span.end), c.head and quote(c.head.start, c.head.end))
            for c in block.cells
        ]
        for block in reading.blocks
        if block.cells
    ]
    assert [block.kind for block in reading.blocks] == [
        "table_head",
        "table_row",
        "table_row",
        "table_row",
        "paragraph",
    ]
    assert rows == [
        [("Record", None), ("Kept", None)],
        [("A \\| B", "Record"), ("7 years", "Kept")],
        [("only", "Record")],
        [("2", "Kept")],
    ]


def test_table_without_outer_pipes_in_a_quote() -> None:
    reading = parsed("> a | b\n> --|--\n> c | d\n")
    assert [
        [reading.text[c.span.start : c.span.end] for c in block.cells] for block in reading.blocks
    ] == [["a", "b"], ["c", "d"]]


def test_front_matter_is_metadata() -> None:
    text = "---\ntitle: A policy\nversion: 3\nowner: Ann\ntags: [x]\n---\n# Heading\n\nText.\n"
    reading = parsed(text)
    assert reading.name == "A policy"
    assert reading.metadata == {"version": 3, "owner": "Ann", "tags": ("x",)}
    assert [block.kind for block in reading.blocks] == ["code", "heading", "paragraph"]
    assert parsed("---\nnot: [closed\n---\n\nText\n").metadata == {}


def test_deep_nesting_does_not_break() -> None:
    parsed(">" * 2000 + " deep\n")
    parsed("".join("  " * depth + "- x\n" for depth in range(300)))


@given(
    st.lists(
        st.sampled_from(
            "# |a |- |1. |> |  |\t|\n|\r\n|\r|\n\n|```\n|| |---|word. |漢字 |e\u0301|\x00|\ufeff|"
            "\u2028|\u200f|💊|<b>|[x]: y\n|* * *\n|***|`|\\|---\n|==\n|&amp;".split("|")
        ),
        max_size=60,
    )
)
def test_blocks_of_hostile_markdown_lie_in_order_inside_the_text(parts: list[str]) -> None:
    text = "Start.\n\n" + "".join(parts)
    reading = parsed(text)
    assert reading.text == text or "<" in text or "&" in text
    end, text = 0, reading.text
    for block in reading.blocks:
        quote = text[block.span.start : block.span.end]
        assert end <= block.span.start < block.span.end <= len(text)
        assert quote == quote.strip()
        for cell in block.cells:
            assert block.span.contains(cell.span) and len(cell.span)
        end = block.span.end


def test_every_paragraph_of_hipaa_is_a_block_at_its_depth(shared_data: Path) -> None:
    files = sorted((shared_data / "hipaa" / "documents").glob("*.md"))
    assert len(files) == 147
    paragraphs = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        wanted = []
        for line in text.splitlines():
            bare = line.strip().removeprefix("# ").removeprefix("- ")
            if bare:
                item = line.lstrip().startswith("- ")
                indent = len(line) - len(line.lstrip())
                wanted.append((bare, indent // 2 + 1 if item else 0))
        reading = parsed(text)
        seen = [
            (text[b.span.start : b.span.end], 0 if b.kind == "heading" else b.level)
            for b in reading.blocks
        ]
        assert [words for words, _ in seen] == [words for words, _ in wanted], file.name
        paragraphs += sum(a == b for a, b in zip(seen, wanted, strict=True))
    # Depth by nesting differs from depth by indentation where the copy skips a level.
    assert paragraphs >= 2_400


def test_inline_styles_strike_out_and_hide() -> None:
    text = "At <span style='text-decoration:line-through'>8 <span>a</span> b</span>7 <b>c</b>, "
    text += '<i style="display:none">d</i><i style="color:red">e</i> f.'
    made = MarkdownReader().read(text.encode(), "a.md")
    assert made.text == "At 7 c, e f."
    assert [note.code for note in made.notes] == ["hidden-text", "struck-out"]
