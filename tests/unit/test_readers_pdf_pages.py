"""PDF: page furniture, sentences across pages, divided words, forms and raised digits."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from written_pdf import WrittenPdf, paragraph, rows, text, widget

from extraction.documents.readers import pdf_image
from extraction.documents.readers.pdf import PdfReader
from extraction.documents.readers.pdf_hyphens import LineEnds
from extraction.documents.readers.pdf_image import page_image
from graph.errors import ReadError
from graph.model import Reading, Span

ROW = (70, 200)


def read(*pages: str, **more: object) -> Reading:
    return PdfReader().read(WrittenPdf(list(pages), **more).bytes(), "a.pdf")  # type: ignore[arg-type]


def blocks(reading: Reading) -> list[tuple[str, str]]:
    return [(b.kind, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


# --- page furniture ------------------------------------------------------------------------------

BODY = ("The town keeps every bridge open to all carts that are not", "too wide for it.")


def edges(*tops: str, foot: str = "") -> list[str]:
    body = paragraph(70, 300, *BODY)
    low = [text(70, 780, 9, foot.replace("#", str(n))) for n in range(1, len(tops) + 1)]
    return [
        "\n".join([text(70, 40, 11, top), body, *([low[n]] if foot else [])])
        for n, top in enumerate(tops)
    ]


@pytest.mark.parametrize(
    "tops",
    [
        ("Leaks of class 2 must be told in 3 days", "Leaks of class 3 must be told in 9 days"),
        ("Rule 1. Goats must be kept off the road.", "Rule 2. Goats must be kept off the road."),
        ("Article 4 Goats", "Article 5 Sheep", "Article 6 Cows"),
        ("Fee 10", "Fee 20", "Fee 30"),
        ("1. Every goat must be kept off the road.", "2. Every goat must be kept off the road.",
         "3. Every goat must be kept off the road."),
    ],
)  # fmt: skip
def test_lines_that_look_alike_and_say_different_things_are_text(tops: tuple[str, ...]) -> None:
    found = blocks(read(*edges(*tops)))
    assert [words for kind, words in found if kind != "header"].count(BODY[0] + "\n" + BODY[1])
    for top in tops:
        assert any(kind != "header" and top.split(". ")[-1] in words for kind, words in found)


def test_furniture_is_kept_and_marked() -> None:
    reading = read(
        *edges("Manual of Bridges", "Manual of Bridges", "Manual of Bridges", foot="- # -")
    )
    assert blocks(reading) == [
        ("header", "Manual of Bridges"),
        *[("paragraph", "\n".join(BODY))] * 3,
        ("header", "- 1 -"),
        ("header", "Manual of Bridges"),
        ("header", "- 2 -"),
        ("header", "Manual of Bridges"),
        ("header", "- 3 -"),
    ]
    assert [b.page for b in reading.blocks if b.kind == "header"] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("foot", ["Page # of 9", "#", "iv", "Bridges 2024/7 · #"])
def test_a_number_counts_on_over_three_pages(foot: str) -> None:
    numbers = {"iv": ["iv", "v", "vi", "vii"]}.get(foot, [foot.replace("#", n) for n in "4567"])
    pages = [paragraph(70, 300, *BODY) + "\n" + text(290, 770, 9, n) for n in numbers]
    assert [w for kind, w in blocks(read(*pages)) if kind == "header"] == numbers
    assert not [w for kind, w in blocks(read(*pages[:2])) if kind == "header"]


def test_bare_numbers_at_the_foot_that_do_not_count_pages_are_text() -> None:
    pages = [paragraph(70, 300, *BODY) + "\n" + text(290, 770, 9, n) for n in ("12", "40", "7")]
    assert not [w for kind, w in blocks(read(*pages)) if kind == "header"]


def test_a_repeated_row_of_heads_is_no_running_header() -> None:
    head = rows([70, 250, 400], 60, ("Record", "Kept for", "Owner"), ("File", "3 years", "Clerk"))
    found = blocks(read(*[head + "\n" + paragraph(70, 300, *BODY)] * 3))
    assert not [words for kind, words in found if kind == "header"]


def kinds_of(reading: Reading, words: str) -> set[str]:
    return {kind for kind, found in blocks(reading) if words in found}


def first_lines(*tops: list[str], at: int = 40) -> list[str]:
    """Pages that begin with a paragraph each, a text apart from it below."""
    return [paragraph(70, at, *top) + "\n" + paragraph(70, 300, *BODY) for top in tops]


@pytest.mark.parametrize("at", [40, 760])
def test_a_line_of_a_paragraph_stays_in_it_however_often_it_recurs(at: int) -> None:
    pages = first_lines(
        *[[f"The owner of a {name} must pay {fee} crowns", "unless he is the miller."]
          for name, fee in (("cart", 3), ("mule", 8), ("raft", 21))],
        at=at,
    )  # fmt: skip
    for count in (2, 3):
        reading = read(*pages[:count])
        assert not kinds_of(reading, "unless") & {"header"}
        assert reading.text.count("crowns\nunless he is the miller.") == count


def test_a_first_line_that_recurs_on_two_pages_stays_with_the_next() -> None:
    pages = first_lines(
        ["The owner of a mill must pay 30 crowns", "unless the wheel stands."],
        ["The owner of a mill must pay 30 crowns", "unless the sluice is shut."],
    )
    reading = read(*pages)
    assert "30 crowns\nunless the wheel" in reading.text
    assert "30 crowns\nunless the sluice" in reading.text
    assert not [words for kind, words in blocks(reading) if kind == "header"]


def test_the_same_rule_on_top_of_two_pages_is_text() -> None:
    pages = first_lines(*[["Every goat on the bridge must be led by its owner"]] * 2)
    assert kinds_of(read(*pages), "Every goat") == {"paragraph"}


@pytest.mark.parametrize("size", [16, 13])
def test_counted_headings_head_their_own_pages(size: int) -> None:
    pages = [
        text(70, 40, size, f"Schedule {n}") + "\n" + paragraph(70, 72, *BODY) for n in (1, 2, 3)
    ]
    found = blocks(read(*pages))
    assert [words for _, words in found[::2]] == ["Schedule 1", "Schedule 2", "Schedule 3"]
    assert {kind for kind, _ in found[::2]} == {"heading"}


def test_a_large_page_count_is_furniture_all_the_same() -> None:
    pages = [
        text(70, 40, 16, f"Page {n} of 3") + "\n" + paragraph(70, 300, *BODY) for n in (1, 2, 3)
    ]
    assert kinds_of(read(*pages), "Page") == {"header"}


def test_the_same_rule_under_different_headings_is_text() -> None:
    pages = [
        text(70, 30, 16, f"The {name} bridge") + "\n"
        + text(70, 70, 11, "The gate is shut at dusk by the guard.") + "\n"
        + paragraph(70, 300, *BODY)
        for name in ("north", "east", "south")
    ]  # fmt: skip
    reading = read(*pages)
    assert kinds_of(reading, "shut at dusk") == {"paragraph"}
    assert [w for kind, w in blocks(reading) if kind == "heading"][2] == "The south bridge"


def test_two_lines_of_furniture_on_end_are_furniture() -> None:
    pages = [
        paragraph(70, 40, "Manual of Bridges", f"Page {n} of 3") + "\n" + paragraph(70, 300, *BODY)
        for n in (1, 2, 3)
    ]
    reading = read(*pages)
    assert kinds_of(reading, "Manual") == kinds_of(reading, "Page") == {"header"}


# --- sentences across pages ----------------------------------------------------------------------

START = ("The owner of a mill must grease the wheel every month and must", "keep the")
END = ("keys of the sluice in the house of the miller.",)
WHOLE = "keep the\nkeys of the sluice"


@pytest.mark.parametrize(
    ("foot", "top"),
    [
        ("Uncontrolled copy", ""),
        ("Page 1 of 2", "Mills"),
        ("", "Mills and sluices"),
        ("1 See the map of the valley.", "Part two"),
    ],
)
def test_a_sentence_goes_on_after_what_stands_between(foot: str, top: str) -> None:
    first = paragraph(70, 600, *START) + (("\n" + text(70, 770, 8, foot)) if foot else "")
    second = ((text(70, 40, 11, top) + "\n") if top else "") + paragraph(70, 120, *END)
    reading = read(first, second)
    assert WHOLE in reading.text
    assert all(words in reading.text for words in (foot, top))
    data = WrittenPdf([first, second]).bytes()
    start = reading.text.index("keep the")
    found = PdfReader().rectangles(data, Span(start, start + len(WHOLE)))
    assert [box.page for box in found] == [1, 2]


def test_a_full_line_goes_on_with_a_capital_on_the_next_page() -> None:
    first = paragraph(
        70,
        700,
        "The owner must send the yearly list of all the repairs to the Head of",
        "the mill, and the list of keys that were lost in the year to the Town",
    )
    reading = read(first, paragraph(70, 120, "Clerk. Nobody else may see it."))
    assert "the Town\nClerk. Nobody" in reading.text


def test_a_plain_heading_does_not_run_into_the_sentence_below_it() -> None:
    found = blocks(
        read(
            paragraph(
                70,
                200,
                "Duties of owners",
                "The owner of a mill must grease the wheel every month",
                "and must keep the keys.",
            )
        )
    )
    assert [words.split("\n")[0] for _, words in found] == [
        "Duties of owners",
        "The owner of a mill must grease the wheel every month",
    ]


# --- divided words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("The owner must inspect the bear-", "ings of the bridge."), "bearings"),
        (
            ("A re-entry is barred. After the fire a re-", "entry needs a permit."),
            "a re-entry needs",
        ),
        (("The pump must run for a full 36-", "hour test."), "36-hour test"),
        (("The low battery light is the low-", "battery light."), "the low-battery light"),
        (("A man of any age is managed, but none can man-", "age it alone."), "manage it"),
        (("This is the Trans-", "European road."), "Trans-European"),
        (("Ask for form SOP-", "12 at the desk."), "SOP-12"),
        (("Both the short-", "and long-term plans."), "short-\nand long-term"),
        (("All mem-", "bers of the self-", "help club."), "members of the self-help club"),
        (("The NON-COM-", "BUSTIBLE wall."), "NON-COMBUSTIBLE"),
        (("They need a two-", "thirds vote."), "two-thirds vote"),
        (("Send it by e-", "mail."), "e-mail"),
        (("The X-", "ray room."), "X-ray room"),
        (("A risk-", "based plan."), "risk-based"),
        (("The antifouling coat and the anti-", "fouling paint."), "antifouling paint"),
        (("The bear-ings rule: bearings and bear-", "ings."), "bear-ings."),
    ],
)
def test_words_are_whole(lines: tuple[str, ...], whole: str) -> None:
    page = paragraph(70, 200, "A line that is wider than all the others of its page.", *lines)
    data = WrittenPdf([page]).bytes()
    found = PdfReader().read(data, "a.pdf").text
    assert whole in found
    start = found.index(whole)
    assert len(PdfReader().rectangles(data, Span(start, start + len(whole)))) == 1 + sum(
        line.endswith("-") for line in lines
    )


@pytest.mark.parametrize(
    ("word", "joint"),
    [
        *((word, "keep") for word in """long-term non-resident twenty-five ten-year anti-fouling
          a-frame co-owner mid-size half-hour one-third semi-annual ex-wife post-season duty-free
          part-time twenty-ninth all-inclusive well-known""".split()),
        *((word, "drop") for word in """inspec-tor ten-ant ten-sion seven-teen eight-een eight-ieth
          ex-ample ex-pect anti-cipate non-sense mid-dle post-pone post-age all-ow cross-ing
          part-ner high-way low-er free-dom cor-related un-related co-lumn short-age second-ary
          semi-nar hundred-th self-ish""".split()),
    ],
)  # fmt: skip
def test_halves_of_compounds_keep_their_hyphen(word: str, joint: str) -> None:
    above, below = word.split("-")
    assert LineEnds([f"{above}-", below]).join(f"{above}-", below) == joint


def test_what_is_signed_again_is_not_resigned() -> None:
    assert LineEnds(["They sign and re-", "sign it."]).join("re-", "sign") == "keep"
    assert LineEnds(["They resigned, and sign; re-", "signed"]).join("re-", "signed") == "drop"
    assert LineEnds(["They shall re-", "sign from office."]).join("re-", "sign") == "drop"


@given(
    st.lists(st.sampled_from(["re", "bear", "36", "low", "EU", "a.b/c", "x-y"]), min_size=1),
    st.sampled_from(["-", "\u2010", "\u00ad", ""]),
    st.text(alphabet="abcAB1 -", min_size=1, max_size=8),
)
def test_a_line_end_is_dropped_only_behind_a_hyphen(
    words: list[str], hyphen: str, below: str
) -> None:
    above = " ".join(words) + hyphen
    joint = LineEnds([above, below]).join(above, below)
    assert joint in ("", "keep", "drop")
    if not hyphen or not below[:1].isalnum():
        assert not joint


# --- raised digits -------------------------------------------------------------------------------


def raised(*runs: str) -> str:
    """Runs of text in a line, every second of them raised."""
    drawn = [
        f"/F1 {7 if n % 2 else 11} Tf {5 if n % 2 else 0} Ts ({run}) Tj"
        for n, run in enumerate(runs)
    ]
    return f"BT 70 500 Td {' '.join(drawn)} ET"


@pytest.mark.parametrize(
    ("runs", "right"),
    [
        (("at most 10", "6", " cells per ml"), "at most 10⁶ cells per ml"),
        (("at most 10", "-3", " mol"), "at most 10⁻³ mol"),
        (("within 30", "2", " days"), "within 30² days"),
        (("within 30 days", "12", " of it"), "within 30 days¹² of it"),
        (("the 5", "th", " day"), "the 5th day"),
        (("costs 30", "a", " crowns"), "costs 30ᵃ crowns"),
    ],
)
def test_raised_digits_are_none_of_the_number_before_them(
    runs: tuple[str, ...], right: str
) -> None:
    assert read(raised(*runs)).text == right


# --- forms ---------------------------------------------------------------------------------------

LABEL = text(70, 200, 11, "Cause:") + "\n" + text(70, 240, 11, "The valve is")


def filled(more: str, *, box: tuple[float, float, float, float] = (120, 188, 400, 206)) -> Reading:
    return read(LABEL, annotations={0: [widget("field", box, more)]}, fields=True)


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ("/FT /Tx /V (The valve was blocked by ice.)", r"Cause: The valve was blocked by ice\."),
        ("/FT /Tx /Ff 4096 /V (Ice in it.\\rSnow on it.)", r"Ice in it\.\s+Snow on it\."),
        ("/FT /Ch /Ff 131072 /Opt [(Ice) (Snow)] /V (Snow)", r"Cause: Snow"),
        ("/FT /Ch /Opt [[(a) (Ice)] [(b) (Snow)] [(c) (Rain)]] /V [(a) (c)] /Ff 2097152",
         r"Ice\W+Rain"),
        ("/FT /Btn /V /Yes /AS /Yes /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>", r"Cause: ☒"),
        ("/FT /Btn /V /Off /AS /Off /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>", r"Cause: ☐"),
        ("/FT /Btn /Ff 32768 /V /Yes /AS /Yes /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>",
         r"Cause: ☒"),
        ("/FT /Tx /Ff 16777216 /MaxLen 6 /V (402193)", r"402193"),
    ],
)  # fmt: skip
def test_what_was_filled_in_is_read(more: str, right: str) -> None:
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    annotations = {0: [widget("field", (120, 188, 400, 206), more)]}
    written = WrittenPdf([LABEL], annotations=annotations, objects=[form], fields=True)
    data = written.bytes()
    reading = PdfReader().read(data, "a.pdf")
    assert re.search(right, reading.text)
    start = re.search(r"blocked|Ice|Snow|☒|☐|402193", reading.text).start()  # type: ignore[union-attr]
    found = PdfReader().rectangles(data, Span(start, start + 1))
    assert found and 110 < found[0].left < 400 and 180 < found[0].top < 210


def test_hidden_values_and_comments_are_noted() -> None:
    secret = widget("code", (120, 188, 400, 206), "/FT /Tx /Ff 8192 /V (open sesame)")
    comment = "/Subtype /Text /Rect [10 10 30 30] /Contents (check this)"
    reading = read(LABEL, annotations={0: [secret, comment]}, fields=True)
    assert "sesame" not in reading.text
    assert [n.detail for n in reading.notes if n.code == "not-read"] == [
        "On page 1 was not read: the hidden field code, a comment."
    ]


def test_free_text_is_read() -> None:
    note = "/Subtype /FreeText /Rect [300 600 500 620] /DA (/F1 11 Tf) /Contents (Closed in May.)"
    assert "Closed in May." in read(LABEL, annotations={0: [note]}).text


def test_a_picture_of_a_page_shows_what_was_filled_in() -> None:
    value = widget("cause", (120, 188, 400, 206), "/FT /Tx /V (Ice in the valve.)")
    data = WrittenPdf([LABEL], annotations={0: [value]}, fields=True).bytes()
    image = page_image(data, 1, scale=1.0)
    picture = Image.open(io.BytesIO(image.webp)).convert("L")
    assert picture.crop((120, 188, 400, 206)).getextrema()[0] < 100


# --- pictures of pages ---------------------------------------------------------------------------


def sheet(width: float, height: float) -> bytes:
    """A page of these measures, in points, with one sentence."""
    box = f"/MediaBox [0 0 {width} {height}]"
    return WrittenPdf([text(10, 20, 11, "Goats are kept off.")], page=box).bytes()


@pytest.mark.parametrize(
    ("width", "height"),
    [(4_000, 4_000), (14_400, 14_400), (9_000, 120), (120, 9_000), (1_000_000, 0.5)],
)
def test_pictures_of_large_pages_are_scaled_down(width: float, height: float) -> None:
    image = page_image(sheet(width, height), 1)
    assert (image.width, image.height) == (width, height)
    across, down = Image.open(io.BytesIO(image.webp)).size
    assert max(across, down) <= pdf_image.LONGEST_SIDE
    assert across * down <= pdf_image.MOST_PIXELS + across + down  # a broken pixel counts whole


@pytest.mark.parametrize(("width", "height"), [(595, 842), (842, 1_191), (120, 120)])
def test_pictures_of_usual_pages_have_two_pixels_for_each_point(width: int, height: int) -> None:
    image = page_image(sheet(width, height), 1)
    assert Image.open(io.BytesIO(image.webp)).size == (2 * width, 2 * height)


def test_a_page_that_cannot_be_drawn_names_the_way_to_see_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_image, "LONGEST_SIDE", 20_000)  # more than WebP has room for
    for number in (1, 2):  # there is no second page
        with pytest.raises(ReadError, match=f"page {number}: .* open the file itself"):
            page_image(sheet(12_000, 20), number)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_values_have_their_places_on_turned_pages(rotate: int) -> None:
    value = widget("cause", (120, 188, 400, 206), "/FT /Tx /V (Ice in the valve.)")
    written = WrittenPdf([LABEL], annotations={0: [value]}, fields=True, page=f"/Rotate {rotate}")
    data = written.bytes()
    start = PdfReader().read(data, "a.pdf").text.index("Ice in")
    [box] = PdfReader().rectangles(data, Span(start, start + 6))
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    shown = {
        0: (across, down),
        90: (down, 800 - across),
        180: (600 - across, 800 - down),
        270: (600 - down, across),
    }[rotate]
    assert 120 < shown[0] < 400 and 188 < shown[1] < 206
