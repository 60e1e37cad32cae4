"""Every word of an HTML page is in its text, or in a note."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.documents.readers.html import HtmlReader
from graph.errors import ReadError
from graph.model import Reading


def parsed(body: str) -> Reading:
    page = f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return HtmlReader().read(page.encode(), "page.html")


def notes(reading: Reading) -> dict[str, str]:
    return {note.code: note.detail for note in reading.notes}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Below 10<sup>6</sup> cells of CO<sub>2</sub>.</p>", "Below 10⁶ cells of CO₂."),
        ("<p>In 24 hours<sup><a href='#n2'>2</a></sup> of it.</p>", "In 24 hours of it [2]."),
        ("<p>In 24 hours<a href='#n2'><sup>2</sup></a> of it.</p>", "In 24 hours of it [2]."),
        ("<p>10<sup class=reference><a href='#c'>[6]</a></sup> cats.</p>", "10 cats [6]."),
        ("<p>7<span style='vertical-align: super'>3</span> cents.</p>", "7³ cents."),
        ("<p><small><sup>2</sup> On Sundays.</small></p>", "[2] On Sundays."),
        ("<p>2<sup>2<sup>2</sup></sup></p>", "2^(2²)"),
        ("<p>Add 5<sup>1</sup>/<sub>2</sub> kg of salt.</p>", "Add 5 1/2 kg of salt."),
        ("<p>Cut 3<sup>1</sup>&frasl;<sub>4</sub> inch.</p>", "Cut 3 1/4 inch."),
        ("<p><sup>3</sup>/<sub>8</sub> inch of rope.</p>", "3/8 inch of rope."),
        ("<p>For 5<sup>1</sup>/2 days.</p>", "For 5 1/2 days."),
        ("<p>It costs €12<sup>50</sup> a day.</p>", "It costs €12.50 a day."),
        ("<p>It costs 40<sup>2</sup> cents.</p>", "It costs 40² cents."),
        ("<p>It is 40<sup>2</sup> c.</p><p>2) In May.</p>", "It is 40 c [2].\n\n2) In May."),
        ("<p>It is €9<sup>50</sup>.</p><p><sup>50</sup> Net.</p>", "It is €9 [50].\n\n[50] Net."),
        ("<p>lasts <del>12</del><ins>24</ins> months</p>", "lasts 24 months"),
        ("<p>send<s> the dealer </s>it</p>", "send it"),
        ("<p>a<span style='text-decoration: line-through'>b</span>c</p>", "ac"),
        ("<h3><button type=button>Who may open it?</button></h3>", "Who may open it?"),
        ("<a href=x><h2>Linked heading</h2></a>", "Linked heading"),
        ("<p>bear\u00adings and hy&shy;phens, long<wbr>word</p>", "bearings and hyphens, longword"),
        ("<p><q>Yes</q>, he said.</p>", "“Yes”, he said."),
        ("<p><ruby>漢字<rp>(</rp><rt>kanji</rt><rp>)</rp></ruby></p>", "漢字(kanji)"),
        ("<p>Unit: <select><option>mg<option selected>g</select></p>", "Unit: g"),
        ("<p>Name: <input value='A. Berg'></p>", "Name: A. Berg"),
        ("<p><input type=checkbox checked>Yes <input type=checkbox>No</p>", "☑ Yes ☐ No"),
        ("<p><textarea>blocked by ice</textarea></p>", "blocked by ice"),
        ("<details><summary>More</summary><p>Inside.</p></details>", "More\n\nInside."),
        ("<figure><img src=x><figcaption>A pump.</figcaption></figure>", "A pump."),
        ("<noscript><p>Without scripts.</p></noscript>", "Without scripts."),
        ("<svg><text>North gate</text></svg>", "North gate"),
        ("<ol start=3 reversed><li>c<li>b</ol>", "3. c\n2. b"),
        ("<ol type=a start=27><li>x</ol>", "aa. x"),
        ("<ol start=-1><li>x</ol>", "-1. x"),
    ],
)
def test_what_is_read(body: str, expected: str) -> None:
    assert parsed(body).text == expected


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("<p>a <del>twelve</del> b</p>", "struck-out", "“twelve”"),
        ("<p>a</p><p hidden>secret clause</p>", "hidden-text", "“secret clause”"),
        ("<p>a</p><p style='display:none'>secret</p>", "hidden-text", "“secret”"),
        ("<p>a</p><template><p>row</p></template>", "not-shown", "“template row”"),
        ("<p>a</p><script>x()</script>", "not-shown", "“script”"),
        ("<p>a</p><iframe src='b.html'></iframe>", "not-shown", "“iframe b.html”"),
        ("<p>a</p><canvas>Chart of 7</canvas>", "not-shown", "“canvas Chart of 7”"),
        ("<p>a</p><img alt='Exit plan'>", "images", "“Exit plan”"),
        ("<p>a <abbr title='part per million'>ppm</abbr></p>", "titles", "“part per million”"),
        ("<p>a <select><option>mg<option>g</select></p>", "choices", "“g”"),
        ("<p>a <input type=hidden value=7></p>", "not-shown", "“hidden field”"),
    ],
)
def test_what_is_not_read_is_named(body: str, code: str, said: str) -> None:
    found = notes(parsed(body))
    assert list(found) == [code] and said in found[code] and "(1 place)" in found[code]


def test_a_note_counts_and_quotes_a_few() -> None:
    detail = notes(parsed("<p>x</p>" + "".join(f"<p><s>old {n}</s></p>" for n in range(1200))))
    assert detail["struck-out"] == (
        "Struck-out text is left out (1,200 places): “old 0”, “old 1”, “old 2”, “old 3”, “old 4” …."
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msub><mi>x</mi><mi>i</mi></msub>", "xᵢ"),
        ("<msub><mi>C</mi><mi>max</mi></msub>", "C_(max)"),
        ("<msqrt><mn>2</mn></msqrt>", "√(2)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√(x)"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        ("<semantics><mrow><mi>y</mi></mrow><annotation>y</annotation></semantics>", "y"),
        ("<semantics><annotation>\\frac{1}{2}</annotation></semantics>", "\\frac{1}{2}"),
    ],
)
def test_formulas_in_one_line(formula: str, expected: str) -> None:
    assert parsed(f"<p>so <math>{formula}</math> holds</p>").text == f"so {expected} holds"


def test_navigation_is_kept_apart() -> None:
    reading = parsed("<nav><ul><li><a href=x>Home</a></ul></nav><p>Text.</p>")
    assert [block.kind for block in reading.blocks] == ["header", "paragraph"]


def test_hidden_cells_take_no_column() -> None:
    row = "<tr><td>Saw</td><td hidden>x</td><td>B2</td></tr>"
    reading = parsed(f"<table><tr><th>Tool</th><th>Shelf</th></tr>{row}</table>")
    head = reading.blocks[1].cells[1].head
    assert head is not None and reading.text[head.start : head.end] == "Shelf"
    assert "hidden-text" in notes(reading)


TAGS = ["p", "td", "tr", "table", "th", "sup", "sub", "del", "ol", "li", "pre", "nav", "q", "rt"]
TAGS += ["math", "mfrac", "msup", "select", "option", "svg", "text", "h2", "button", "dl", "dd"]
SOUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
    | st.text("ab1 <&;\ufdd0\u2028\u00ad", max_size=5)
    | st.sampled_from(["<td rowspan=0>", "<td colspan=99999>", "<ol start=-x type=a>", "<br>"]),
    max_size=40,
)


@given(SOUP)
@settings(max_examples=300, deadline=None)
def test_any_tags_have_blocks_in_order(parts: list[str]) -> None:
    try:
        reading = parsed("".join(parts))
    except ReadError:
        return
    end = 0
    for block in reading.blocks:
        quote = reading.text[block.span.start : block.span.end]
        assert end <= block.span.start < block.span.end and quote == quote.strip()
        end = block.span.end
        for cell in block.cells:
            assert block.span.contains(cell.span) and len(cell.span)
            assert all(head.end <= block.span.start for head in cell.heads)
    assert end == len(reading.text.rstrip())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>60 <font face=Symbol>m</font>m</p>", "60 μm"),
        ("<p>is <span style='font-family:Symbol'>³</span> 3</p>", "is ≥ 3"),
        ("<p><i style='FONT-FAMILY: \"Wingdings\", serif'>þ</i> Fire</p>", "☑ Fire"),
        ("<style>.s{font-family:Symbol}</style><p>5 <b class=s>m</b>g</p>", "5 μg"),
        ("<p><font face='Symbol'>a<font face='Arial'>a</font></font></p>", "αa"),
        (
            "<p><i style='font-family:Symbol'>·<i style='font:7pt Arial'>&nbsp;</i></i>m</p>",
            "•\xa0m",
        ),
        ("<p style='font-family:Segoe UI Symbol'>m <font face='Arial, Symbol'>m</font></p>", "m m"),
        ("<h2><a href='#fee'>#</a>Fee<a href='#fee'>¶</a></h2><p>5</p>", "Fee\n\n5"),
        ("<p>See <a href='#fee'>#</a> 5</p>", "See # 5"),
    ],
)
def test_signs_of_symbol_fonts_and_handles_of_headings(body: str, text: str) -> None:
    assert HtmlReader().read(body.encode(), "a.html").text == text


def test_an_element_with_the_role_of_a_heading_is_one() -> None:
    made = HtmlReader().read(b"<div role=heading aria-level=3>Who?</div><p>I.</p>", "a.html")
    assert [(b.kind, b.level) for b in made.blocks] == [("heading", 3), ("paragraph", 0)]
