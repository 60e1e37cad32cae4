"""PDF: rows of tables with and without rules, their heads, and columns of prose that are none."""

from __future__ import annotations

import pytest
from written_pdf import WrittenPdf, paragraph, rows, rules, text

from extraction.documents.readers.pdf import PdfReader
from graph.model import Block, Reading

DOSES = [("Alpha", "40"), ("Beta", "55"), ("Gamma", "120")]
KEPT = [
    ("Record", "Kept for", "Owner"),
    ("Incident file", "15 years", "Safety Officer"),
    ("Complaint", "7 years", "Coordinator"),
    ("Audit report", "8 years", "Buyer"),
]
LEFTS = (80, 250, 400)


def read(*pages: str) -> Reading:
    return PdfReader().read(WrittenPdf(list(pages)).bytes(), "a.pdf")


def table(reading: Reading) -> list[tuple[str, ...]]:
    """The cells of each row, each behind its heads: ``Head/Second: cell``."""

    def cell(block: Block, number: int) -> str:
        own = block.cells[number]
        words = reading.text[own.span.start : own.span.end]
        heads = "/".join(reading.text[h.start : h.end] for h in own.heads)
        return f"{heads}: {words}" if heads else words

    return [
        tuple(cell(block, n) for n in range(len(block.cells)))
        for block in reading.blocks
        if block.cells
    ]


def under(heads: tuple[str, ...], *cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [
        heads,
        *[tuple(f"{h}: {c}" for h, c in zip(heads, row, strict=True) if c) for row in cells],
    ]


# --- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("top", [200, 740])
def test_rows_are_rows_however_they_are_drawn(by_column: bool, top: int) -> None:
    page = paragraph(80, 100, "Maximum dose in mg by drug. No dose above it may be given.")
    reading = read(page + "\n" + rows((80, 300), top, *DOSES, pitch=18, by_column=by_column))
    assert table(reading) == DOSES


@pytest.mark.parametrize("by_column", [False, True])
def test_heads_need_no_bold_type_over_figures(by_column: bool) -> None:
    cells = [("Drug", "Dose in mg"), *DOSES]
    page = rows((80, 300), 300, *cells, by_column=by_column)
    assert table(read(page)) == under(*cells)


@pytest.mark.parametrize("ruled", [False, True])
def test_bold_heads(ruled: bool) -> None:
    bold = [tuple(f"*{words}*" for words in KEPT[0]), *KEPT[1:]]
    page = rows(LEFTS, 300, *bold)
    if ruled:
        page += "\n" + rules((76, 246, 396, 520), (286, 306, 326, 346, 366))
    assert table(read(page)) == under(*KEPT)


def test_a_rule_below_the_heads() -> None:
    cells = [("Post", "Holder"), ("Keeper", "Ann Smith"), ("Clerk", "Tom Brown"), ("Cook", "Ida")]
    page = rows((80, 300), 300, *cells) + "\n0 G 76 494 m 500 494 l S"
    assert table(read(page)) == under(*cells)
    assert table(read(rows((80, 300), 300, *cells))) == cells


def test_cells_of_several_lines_stay_cells() -> None:
    page = rows(
        LEFTS,
        300,
        ("Record", "Kept for", "Owner"),
        ("Incident", "fifteen years after", "Safety"),
        ("file", "the closing of it", "Officer"),
        ("Complaint", "seven years after", "Coordinator"),
        ("", "the last letter", ""),
        pitch=13,
    )
    page += "\n" + rules((76, 246, 396, 520), (288, 305, 331, 357))
    assert table(read(page)) == [
        ("Record", "Kept for", "Owner"),
        ("Record: Incident file", "Kept for: fifteen years after the closing of it",
         "Owner: Safety Officer"),
        ("Record: Complaint", "Kept for: seven years after the last letter", "Owner: Coordinator"),
    ]  # fmt: skip


def test_cells_of_several_lines_without_rules() -> None:
    cells = [
        ("Incident file", "15 years after", "Safety Officer"),
        ("", "the closing of it", ""),
        ("Complaint", "7 years after", "Coordinator"),
        ("", "the last letter", ""),
        ("Audit report", "8 years", "Buyer"),
    ]
    assert table(read(rows(LEFTS, 300, *cells, pitch=14))) == [
        ("Incident file", "15 years after the closing of it", "Safety Officer"),
        ("Complaint", "7 years after the last letter", "Coordinator"),
        ("Audit report", "8 years", "Buyer"),
    ]


def test_several_head_rows() -> None:
    page = "\n".join(
        [
            text(250, 300, 11, "Dose in mg"),
            rows((80, 250, 400), 320, ("Drug", "lowest", "highest"), ("Alpha", "10", "40"),
                 ("Beta", "5", "55"), ("Gamma", "20", "120")),
            rules((76, 246, 396, 520), (286, 306, 326, 346, 366, 386)).replace(
                "396 514 m 396 414 l S", "396 494 m 396 414 l S"),
        ]
    )  # fmt: skip
    found = table(read(page))
    assert found[0] == ("Dose in mg",)
    assert found[2] == ("Drug: Alpha", "Dose in mg/lowest: 10", "Dose in mg/highest: 40")


def test_a_cell_over_several_rows_holds_for_each() -> None:
    page = rows((80, 250, 400), 300, ("*Region*", "*Town*", "*Fee*"), ("North", "Ard", "10 crowns"),
                ("", "Bex", "12 crowns"), ("South", "Cull", "9 crowns"))  # fmt: skip
    grid = rules((76, 246, 396, 520), (286, 306, 326, 346, 366))
    grid = grid.replace("76 474 m 520 474 l S", "246 474 m 520 474 l S")
    found = table(read(page + "\n" + grid))
    assert found[2] == ("Region: North", "Town: Bex", "Fee: 12 crowns")


def test_years_are_heads() -> None:
    cells = [("in million", "2024", "2023"), ("Revenue", "1,204", "1,180"), ("Cost", "804", "790")]
    assert table(read(rows(LEFTS, 300, *cells))) == under(*cells)


def test_a_table_goes_on_over_the_page() -> None:
    first = rows(LEFTS, 660, *[tuple(f"*{w}*" for w in KEPT[0]), *KEPT[1:]])
    second = rows(LEFTS, 100, ("Log", "2 years", "Keeper"), ("Key list", "3 years", "Clerk"),
                  ("Map", "4 years", "Town"))  # fmt: skip
    assert table(read(first, second))[-1] == ("Record: Map", "Kept for: 4 years", "Owner: Town")


def test_lines_of_contents_are_rows() -> None:
    entries = [("1 Mills", "3"), ("1.1 Duties of the owner of a mill", "iv"), ("2 Bridges", "12")]
    dots = (62, 40, 60)  # of 6.1 points each, up to the numbers
    titles = [f"{title} {'. ' * n}" for (title, _), n in zip(entries, dots, strict=True)]
    numbers = [number for _, number in entries]
    found = table(read(paragraph(70, 300, *titles) + "\n" + paragraph(505, 300, *numbers)))
    assert [(title.rstrip(". "), number) for title, number in found] == entries


# --- what is no table ----------------------------------------------------------------------------

LEFT = (
    "The first column begins here and",
    "goes on for several lines until it",
    "reaches the end of the page where",
    "the reader turns to the other",
    "side of the page. The miller must",
    "grease the wheel.",
)
RIGHT = (
    "second column begins in the middle",
    "of a sentence, as it often does in",
    "print, and its lines are as long as",
    "those of the first. The owner pays",
    "the fee, and nobody else may",
    "open the sluice.",
)


@pytest.mark.parametrize("drawn", ["line by line", "column by column", "second column lower"])
def test_columns_of_prose_are_no_table(drawn: str) -> None:
    lower = 6 if drawn == "second column lower" else 0
    if drawn == "line by line":
        page = rows((60, 330), 200, *zip(LEFT, RIGHT, strict=True), pitch=14)
    else:
        page = paragraph(60, 200, *LEFT) + "\n" + paragraph(330, 200 + lower, *RIGHT)
    reading = read(page)
    assert not table(reading)
    assert "\n".join(LEFT) in reading.text
    assert "\n".join(RIGHT) in reading.text


def test_a_list_is_no_table() -> None:
    items = [("(a)", "the date of the leak;"), ("(b)", "the place;"), ("(c)", "the cause.")]
    reading = read(rows((80, 110), 300, *items))
    assert [block.kind for block in reading.blocks] == ["list_item"] * 3


def test_a_frame_is_no_table() -> None:
    page = paragraph(80, 300, "Nobody may open the sluice at night.", "The miller keeps the key.")
    assert not table(read(page + "\n" + rules((70, 500), (280, 340))))


def test_text_around_a_table_stays_out_of_it() -> None:
    page = "\n".join(
        [
            paragraph(80, 260, "The doses below hold for adults, and for no one else who is ill."),
            rows((80, 300), 300, *DOSES),
            paragraph(
                80, 380, "After the table comes a paragraph that is wide enough to cross it."
            ),
        ]
    )
    reading = read(page)
    assert table(reading) == DOSES
    assert [reading.blocks[n].kind for n in (0, -1)] == ["paragraph", "paragraph"]


def test_a_page_of_text_that_runs_up_is_laid_out_as_it_is_read() -> None:
    def up(left: float, top: float, words: str) -> str:
        return f"BT /F1 11 Tf 0 1 -1 0 {top} {left} Tm ({words}) Tj ET"

    page = "\n".join(
        up(100 + 200 * column, 200 + 20 * number, words)
        for number, row in enumerate(DOSES)
        for column, words in enumerate(row)
    )
    assert table(read(page)) == DOSES


# --- heads over several columns, amounts in words, tables that go on ----------------------------

HIRE = [("Boat", "Day", "Week", "Day", "Week"), ("Skiff", "4", "20", "2", "11"),
        ("Cutter", "6", "30", "7", "33")]  # fmt: skip
FIVE = (70, 180, 270, 360, 450)


@pytest.mark.parametrize("lefts", [(205, 390), (225, 405)])
def test_a_head_stands_over_all_columns_that_it_spans(lefts: tuple[int, int]) -> None:
    spans = text(lefts[0], 185, 11, "Summer") + "\n" + text(lefts[1], 185, 11, "Winter")
    found = table(read(spans + "\n" + rows(FIVE, 200, *HIRE, pitch=15)))
    assert found[0] == ("Summer", "Winter")
    assert found[2] == (
        "Boat: Skiff", "Summer/Day: 4", "Summer/Week: 20", "Winter/Day: 2", "Winter/Week: 11",
    )  # fmt: skip


def test_words_that_may_stand_over_other_columns_head_none_of_them() -> None:
    above = text(225, 185, 11, "Summer")
    found = table(read(above + "\n" + rows(FIVE, 200, *HIRE, pitch=15)))
    assert not any("Summer" in cell for row in found[-2:] for cell in row[3:])


def test_words_stand_over_amounts_in_words() -> None:
    fares = [("Horse", "9 crowns", "led by a groom"), ("Goat", "", "free in May"),
             ("Cart", "14 crowns", "empty")]  # fmt: skip
    heads = ("Class", "Fare", "Remark")
    assert table(read(rows(LEFTS, 200, heads, *fares, pitch=18))) == under(heads, *fares)
    assert table(read(rows(LEFTS, 200, *fares, pitch=18)))[0] == fares[0]


def test_a_table_goes_on_behind_a_number_at_the_foot_of_the_page() -> None:
    heads = ("Drug", "Adult", "Child")
    first = rows(LEFTS, 650, heads, ("Alpha", "40 mg", "10 mg"), ("Beta", "55 mg", "9 mg"))
    then = rows(LEFTS, 60, ("Gamma", "70 mg", "8 mg"), ("Delta", "80 mg", "7 mg"))
    found = table(read(first + "\n" + text(290, 800, 11, "7"), then))
    assert found[-1] == ("Drug: Delta", "Adult: 80 mg", "Child: 7 mg")
    between = paragraph(80, 40, "Doses of horses")
    found = table(read(first + "\n" + text(290, 800, 11, "7"), between + "\n" + then))
    assert found[-1] == ("Delta", "80 mg", "7 mg")
