"""Style sheets inside a page: what they strike out or hide for good is no text; what a pointer, a
control, a state or print shows is."""

from __future__ import annotations

import pytest

from extraction.documents.readers.html import HtmlReader


def read(css: str, body: str) -> str:
    page = f"<html><head><style>{css}</style></head><body>{body}</body></html>"
    return HtmlReader().read(page.encode(), "page.html").text


@pytest.mark.parametrize(
    ("css", "body", "text"),
    [
        (".old{text-decoration:line-through}", "At <b class='x old'>8</b> 7", "At 7"),
        (".old{TEXT-DECORATION : Line-Through red}", "At <b class=old>8</b> 7", "At 7"),
        (".old{text-decoration-line:line-through}", "At <b class=old>8</b> 7", "At 7"),
        ("li.gone > span{text-decoration:line-through}", "<li class=gone><span>a</span> b", "b"),
        ("#fee .old, q{display:none}", "<p id=fee>9 <i><b class=old>8</b></i></p>", "9"),
        (".a .b > .c{display:none}", "<p class=a><b class=b><u class=b><i class=c>a</i>b", "b"),
        (".a{display:none!important}", "<p class=a style='display:block'>a<p>b", "b"),
        ("@media screen{.a{visibility:hidden}}", "<p class=a>a<p>b", "b"),
        ("@import url(x.css); .a{display:none}", "<p class=a>a<p>b", "b"),
        (".card{display:flex}.card.draft{display:none}", "<p class='card draft'>a<p>b", "b"),
        ("ul{display:block} .x ul{display:none}", "<div class=x><ul><li>a</ul></div>b", "b"),
        (".a{display:none", "<p class=a>a<p>b", "b"),
        ("tr.a{display:none}", "<table><tr><th>A<th>B<tr class=a><td>1<td>2</table>", "A | B"),
    ],
)
def test_what_a_sheet_strikes_out_or_hides_is_left_out(css: str, body: str, text: str) -> None:
    assert read(css, body) == text


@pytest.mark.parametrize(
    ("css", "body"),
    [
        (".gone{font-style:italic}", "<p class=gone>kept"),
        (".a{text-decoration:line-through} .a{text-decoration:none}", "<p class=a>kept"),
        ("p.a{text-decoration:none} .a{text-decoration:line-through}", "<p class=a>kept"),
        (".a{text-decoration:line-through}", "<p class=a style='text-decoration:none'>kept"),
        (".a:hover{text-decoration:line-through}", "<p class=a>kept"),
        ("a.a::after{display:none}", "<p><a class=a>kept</a>"),
        (".b .a{display:none}", "<p class=a>kept"),
        (".b > .a{display:none}", "<div class=b><p><i class=a>kept</i></div>"),
        ("/* .a{display:none} */", "<p class=a>kept"),
        ("@media print{.a{display:none}}", "<p class=a>kept"),
        ("@media (max-width:40em){.a{display:none}}", "<p class=a>kept"),
        (".a{display:none} @media print{.a{display:block}}", "<p class=a>kept"),
        (".a{display:none} .a.open{display:block}", "<p class=a>kept"),
        (".m ul{display:none} .m:hover ul{display:block}", "<div class=m><ul><li>kept</ul>"),
        ("@keyframes k{from{display:none}}", "<p>kept"),
        ("body{visibility:hidden}", "<p>kept"),
        ("[v-cloak]{display:none}", "<p v-cloak>kept"),
    ],
)
def test_what_it_leaves_in_sight_or_somebody_gets_to_see_is_text(css: str, body: str) -> None:
    assert read(css, body) == "kept"


def test_a_sheet_for_print_or_without_scripts_hides_nothing() -> None:
    page = "<style media=print>p{display:none}</style><noscript><style>p{display:none}</style>"
    assert HtmlReader().read(f"{page}</noscript><p>kept".encode(), "a.html").text == "kept"


@pytest.mark.parametrize(
    "body",
    [
        "<h3><button aria-controls=a>Who?</button></h3><div id=a hidden>The clerk.</div>",
        "<button class=accordion>Who?</button><div class=panel>The clerk.</div>",
        "<h3><a href='#a' role=button>Who?</a></h3><div id=a style='display:none'>The clerk.</div>",
        "<div onclick=\"show('a')\">Who?</div><div id=a style='display: none'>The clerk.</div>",
        "<p><span aria-expanded=false>Who?</span></p><div class=panel>The clerk.</div>",
    ],
)
def test_what_a_control_opens_is_text(body: str) -> None:
    assert read(".panel{display:none}", body) == "Who?\n\nThe clerk."


def test_what_no_control_opens_stays_hidden() -> None:
    body = "<button>Save</button><span style='display:none'>Saving</span><div hidden>Draft</div>"
    assert read("", body) == "Save"


def test_a_class_may_raise_text_and_set_heads_bold() -> None:
    assert read(".up{vertical-align:super}", "10<i class=up>6</i> cells") == "10⁶ cells"
    page = "<style>td.h{font-weight:700}</style><table><tr><td class=h>A<td class=h>B<tr><td>1<td>2"
    kinds = [b.kind for b in HtmlReader().read(page.encode(), "a.html").blocks]
    assert kinds == ["table_head", "table_row"]


def test_the_work_is_bounded() -> None:
    rules = ".b .c .a{display:none}" * 3_000
    body = "<div>" * 100 + "<p class=a>x</p>" * 2_000
    assert read(rules, body).count("x") == 2_000
    assert read("{" * 100_000 + "a(" * 100_000, "x") == "x"
