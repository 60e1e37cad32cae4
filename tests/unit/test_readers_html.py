"""HTML: what is text, what is structure, what is left out."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers.html import HtmlReader
from graph.errors import ReadError
from graph.model import Reading


def parsed(page: str | bytes) -> Reading:
    data = page if isinstance(page, bytes) else page.encode()
    return HtmlReader().read(data, "a.html")


def shape(page: str) -> list[tuple[str, int, str]]:
    reading = parsed(page)
    return [(b.kind, b.level, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


def test_structure() -> None:
    page = """<html><head><title> The  policy </title><style>p{}</style></head><body>
    <header><p>Running head</p></header><nav><a href=x>Menu</a></nav>
    <main><h1>A <em>policy</em></h1><p>One  <b>bold</b>\n word.<br>Next&nbsp;line &lt;b&gt;.</p>
    loose text <script>alert(1)</script><p hidden>unseen</p><p style="display:none">unseen</p>
    <pre><code>x = 1\n  y</code></pre></main>
    <footer>Foot</footer></body></html>"""
    assert shape(page) == [
        ("header", 0, "Running head"),
        ("header", 0, "Menu"),
        ("heading", 1, "A policy"),
        ("paragraph", 0, "One bold word.\nNext\u00a0line <b>."),
        ("paragraph", 0, "loose text"),
        ("code", 0, "x = 1\n y"),
        ("header", 0, "Foot"),
    ]
    assert parsed(page).name == "The policy"


def test_lists_have_depth_and_visible_numbers() -> None:
    page = """<p>The notice must contain:</p>
    <ol type=a><li>one<ul><li>deep</li></ul></li><li><p>two</p><p>more</p></li></ol>
    <ol start=3><li>three<li value=7>seven</ol><dl><dt>Term<dd>meaning</dl>"""
    assert shape(page) == [
        ("paragraph", 0, "The notice must contain:"),
        ("list_item", 1, "a. one"),
        ("list_item", 2, "deep"),
        ("list_item", 1, "b. two"),
        ("paragraph", 2, "more"),
        ("list_item", 1, "3. three"),
        ("list_item", 1, "7. seven"),
        ("paragraph", 0, "Term"),
        ("list_item", 1, "meaning"),
    ]


def test_table_cells_find_their_heads_through_spans() -> None:
    page = """<table><caption>Times</caption>
    <thead><tr><th>Record<th colspan=2>Kept</tr></thead>
    <tr><td rowspan=2>File<td>7 <b>years</b><td>paper</tr><tr><td><td>8 years</tr></table>"""
    reading = parsed(page)
    rows = [
        [
            (
                reading.text[c.span.start : c.span.end],
                c.head and reading.text[c.head.start : c.head.end],
            )
            for c in block.cells
        ]
        for block in reading.blocks
    ]
    assert rows == [
        [],
        [("Record", None), ("Kept", None)],
        [("File", "Record"), ("7 years", "Kept"), ("paper", "Kept")],
        [("File", "Record"), ("8 years", "Kept")],
    ]
    assert "File | 7 years | paper\nFile |  | 8 years" in reading.text
    again = reading.blocks[3].cells[0]
    assert again.first == reading.blocks[2].cells[0].span == reading.blocks[2].cells[0].first


def test_layout_tables_are_text() -> None:
    page = "<table><tr><td><h2>Head</h2><p>One.</p></td><td><p>Two.</p></td></tr></table>"
    assert [kind for kind, _, _ in shape(page)] == ["heading", "paragraph", "paragraph"]


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-16", "cp1252", "iso-8859-1"):
        page = f'<meta charset="{encoding}"><p>Zürich – café</p>'.replace("–", "-")
        assert parsed(page.encode(encoding)).text == "Zürich - café"


def test_nul_and_surrogates_become_the_replacement_character() -> None:
    text = parsed(b"<p>a\x00b &#0; &#xD800; &#55357;&#56490;</p>").text
    assert "\x00" not in text and text.startswith("a\ufffdb")
    text.encode("utf-8")


def test_deep_nesting_loses_nothing_in_silence() -> None:
    def nested(depth: int) -> str:
        return "<div><ul><li>" * depth + "deep words" + "</ul></div>" * depth

    assert "deep words" in parsed(nested(300)).text
    with pytest.raises(ReadError, match="too deeply"):
        parsed(nested(5000))


def test_what_follows_the_end_of_the_page_is_kept() -> None:
    page = "<html><body><p>One</p></body></html><p>Two</p> three"
    assert [words for _, _, words in shape(page)] == ["One", "Two", "three"]


def test_empty_is_refused() -> None:
    with pytest.raises(ReadError, match="empty"):
        parsed(b"")


WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc")),
        st.sampled_from("\r\n\t \u00a0\u200b\u200f\u202e\ufeff\u0301💊漢字עבר&<>|"),
    ),
    min_size=1,
)


@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "td", "div", "b", "dd"]), WORDS)))
def test_every_character_of_hostile_words_is_kept(parts: list[tuple[str, str]]) -> None:
    page = "<body>" + "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    reading = parsed(page)
    wanted = "".join("".join(text.split()) for _, text in parts)
    seen = "".join(reading.text.split())
    assert seen == wanted or set(seen) - set(wanted) <= {"|"}
    end = 0
    for block in reading.blocks:
        assert end <= block.span.start < block.span.end <= len(reading.text)
        end = block.span.end
