"""HTML in Markdown is read as HTML; the rest of the file stays character for character."""

from __future__ import annotations

import pytest

from extraction.documents.readers.markdown import MarkdownReader
from graph.model import Reading


def parsed(text: str) -> Reading:
    return MarkdownReader().read(text.encode(), "page.md")


def rows(reading: Reading) -> list[str]:
    lines = []
    for block in reading.blocks:
        if block.kind == "table_row":
            cells = []
            for cell in block.cells:
                quoted = [reading.text[s.start : s.end] for s in (*cell.heads, cell.span)]
                cells.append(", ".join(quoted[:-1]) + ": " + quoted[-1])
            lines.append(" · ".join(cells))
    return lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Below 10<sup>6</sup> cells of CO<sub>2</sub>.", "Below 10⁶ cells of CO₂."),
        ("Add 5<sup>1</sup>/<sub>2</sub> kg of salt.", "Add 5 1/2 kg of salt."),
        ("Cut 3<sup>1</sup>&frasl;<sub>4</sub> inch.", "Cut 3 1/4 inch."),
        ("It costs €12<sup>50</sup> or 40<sup>2</sup> cents.", "It costs €12.50 or 40² cents."),
        ("It costs 40<sup>2</sup> cents.\n[2] In May.", "It costs 40 cents [2].\n[2] In May."),
        ("Below 10<sup>**3**</sup> cells.", "Below 10³ cells."),
        ("See <summary>More</summary>inside.", "See More\ninside."),
        ("In 24 hours<sup>2</sup> of it. Rest.", "In 24 hours of it [2]. Rest."),
        ("In 24 hours<sup>[2](#n2)</sup> of it.", "In 24 hours of it [2]."),
        ("In 24 hours[^2] of it.", "In 24 hours of it [^2]."),
        ("lasts <del>12</del><ins>24</ins> months", "lasts 24 months"),
        ("lasts ~~12~~ 24 months", "lasts  24 months"),
        ("a ~~b c", "a ~~b c"),
        ("one<br>two, <b>bold</b>", "one\ntwo, bold"),
        ("5 &lt; 6 &amp; &eacute;", "5 < 6 & é"),
        ("bear\u00adings &shy;x", "bearings x"),
        ("`10<sup>6</sup>` and ``a ` <b>``", "`10<sup>6</sup>` and ``a ` <b>``"),
        (r"\<sup>6\</sup> and 5 < 6 <1>", r"\<sup>6\</sup> and 5 < 6 <1>"),
        ("a <!-- unseen --> b", "a  b"),
        ("a <https://x.example/#b> b", "a <https://x.example/#b> b"),
        ("```\n<del>x</del>\n```", "```\n<del>x</del>\n```"),
    ],
)
def test_inline(text: str, expected: str) -> None:
    assert parsed(text).text == expected


def test_struck_out_text_is_named() -> None:
    found = parsed("lasts ~~12~~ <s>13</s> 24 months").notes
    assert [note.code for note in found] == ["struck-out"]
    assert "“12”" in found[0].detail and "“13”" in found[0].detail


def test_a_table_of_html_has_its_heads_and_spans() -> None:
    text = """# Doses

<table>
  <tr><th rowspan=2>Drug</th><th colspan=2>Dose</th></tr>

  <tr><th>Adult</th><th>Child</th></tr>

    <tr><td>Alphadol</td><td>50 mg</td><td>20 mg</td></tr>
</table>

After *all* of it.
"""
    reading = parsed(text)
    assert rows(reading) == ["Drug: Alphadol · Dose, Adult: 50 mg · Dose, Child: 20 mg"]
    last = reading.blocks[-1]
    assert reading.text[last.span.start : last.span.end] == "After *all* of it."
    assert "<t" not in reading.text


def test_cells_of_a_pipe_table() -> None:
    head = "| Drug<br>name | Dose<sup>a</sup> |\n|--|--|\n"
    text = head + "| A<sub>2</sub> | <del>5</del> 6 mg |\n| ~~x~~ | 7 |\n"
    assert rows(parsed(text)) == ["Drug name: A₂ · Dose [a]: 6 mg", "Dose [a]: 7"]


def test_markdown_between_tags_is_markdown() -> None:
    reading = parsed("<details>\n<summary>More</summary>\n\n- *one*\n\n</details>\n\nEnd.")
    quotes = [(b.kind, reading.text[b.span.start : b.span.end]) for b in reading.blocks]
    assert quotes == [("paragraph", "More"), ("list_item", "*one*"), ("paragraph", "End.")]


def test_an_element_that_never_closes_takes_nothing_with_it() -> None:
    reading = parsed("<table><tr><td>a</td><td>b</td></tr>\n\n# Head\n\nText.\n")
    assert [block.kind for block in reading.blocks] == ["table_row", "heading", "paragraph"]


def test_text_without_html_is_the_file() -> None:
    text = "---\ntitle: T\n---\n# A *b*\n\n> - c `d`\n\n| e | f |\n|--|--|\n| g | h |\n"
    assert parsed(text).text == text


def test_hostile_inline_markup_ends() -> None:
    for part in ('<a x="', "<!--", "`", "``` `", "~~", "<sup>", "[^", "&#", "<b " + " " * 50):
        parsed("x " + part * 20_000)
