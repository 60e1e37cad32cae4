"""Plain text and JSONL rows: encodings, characters kept, structure seen."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers import READERS, read, text_tables
from extraction.documents.readers.line_joins import lines_of
from extraction.documents.readers.plain import plain_blocks
from extraction.language.parse import piece_of
from graph.errors import ReadError
from graph.model import Reading, Source, Span

HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "\r\n\t\f\v \u00a0\u0085\u2028\u200b\u200d\u200e\u200f\u202e\ufeff"
            "\u0301💊👩漢字עבר#-*>|`_("
        ),
    )
)


def text_of(data: bytes, suffix: str = ".txt") -> Reading:
    return READERS[suffix].read(data, "file")


def shape(text: str) -> list[tuple[str, int, str]]:
    reading = text_of(text.encode())
    return [(b.kind, b.level, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    text = "The café in Zürich must report within 60 days – “without delay”.\r\nA second line.\r\n"
    reading = text_of(text.encode(encoding))
    assert reading.text == text
    assert bool(reading.notes) == (encoding in ("utf-16-le", "utf-16-be", "cp1252"))


@given(HOSTILE)
def test_text_is_stored_character_for_character(text: str) -> None:
    text = "Words that make it text. " + text
    stored = text_of(text.encode("utf-8")).text
    assert stored == text or re.search(r"\w[-\xad\u2010][\r\n]+[ \t>]*\w", text)
    assert [c for c in stored if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(st.characters(), min_size=1).filter(lambda text: bool(text.strip())))
def test_row_text_is_unchanged_but_for_lone_surrogates(text: str) -> None:
    line = json.dumps({"id": "1", "text": text}).encode()
    stored = text_of(line, ".jsonl").text
    stored.encode("utf-8")
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert stored == text


def test_nul_is_kept() -> None:
    assert text_of(b"one\x00two three four").text == "one\x00two three four"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(range(256)) * 40,
        b"\x00" * 1000,
        b"\x7fELF\x02\x01\x01\x00 and more",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"file .*: .*\.$"):
        text_of(data)


@pytest.mark.parametrize("data", [b" \r\n\t ", "\ufeff".encode()])
def test_text_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="holds no"):
        read(Source("docs/a.txt", data, ".txt", "a.txt"), max_document_chars=100)


def test_too_long_is_refused_by_name() -> None:
    source = Source("docs/a.txt", b"x" * 11, ".txt", "a.txt")
    assert read(source, max_document_chars=11).text == "x" * 11
    with pytest.raises(ReadError, match=r"docs/a.txt has 11 .* max_document_chars"):
        read(source, max_document_chars=10)


def test_headings_of_plain_text() -> None:
    text = (
        "ACME LIMITED\nREPORT 7\n\nIntro words.\n\n1. WHAT HAPPENED\n\nThe pump\nstopped.\n\n"
        "2.1 Scope\n\nText.\n\nUnderlined\n----------\nMore.\n"
    )
    assert shape(text) == [
        ("heading", 1, "ACME LIMITED\nREPORT 7"),
        ("paragraph", 0, "Intro words."),
        ("heading", 2, "1. WHAT HAPPENED"),
        ("paragraph", 0, "The pump\nstopped."),
        ("heading", 3, "2.1 Scope"),
        ("paragraph", 0, "Text."),
        ("heading", 2, "Underlined"),
        ("paragraph", 0, "More."),
    ]
    assert text_of(text.encode()).name == "ACME LIMITED REPORT 7"


def test_lists_of_plain_text() -> None:
    text = (
        "The notice must contain:\n"
        "- the date;\n"
        "  - of the event, as given in paragraph\n    (b) of this section;\n"
        "- the place.\n"
        "a) First point.\n"
        "b) Second point.\n"
    )
    assert shape(text) == [
        ("paragraph", 0, "The notice must contain:"),
        ("list_item", 1, "the date;"),
        ("list_item", 2, "of the event, as given in paragraph\n    (b) of this section;"),
        ("list_item", 1, "the place."),
        ("list_item", 1, "a) First point."),
        ("list_item", 1, "b) Second point."),
    ]


def test_fields_are_paragraphs_and_their_values_run_on() -> None:
    text = "Date:    1 May\nPresent: Ann, Bob,\n         Cy\nPlace:   Rome\n"
    assert [words for _, _, words in shape(text)] == [
        "Date:    1 May",
        "Present: Ann, Bob,\n         Cy",
        "Place:   Rome",
    ]


def words_of(text: str) -> list[str]:
    return [words for _, _, words in shape(text)]


WRAPPED = (
    "The owner of the bridge must pay the town $56.7\nmillion within 30 days of the notice and "
    "every\nfurther year until it is repaid in full, with the\nusual interest."
)
LONG = (
    "This line was pasted from a window that does not wrap, " + "and it goes on " * 12 + "to here."
)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        # one long line changes nothing for the wrapped ones, in whatever place it stands
        (f"{WRAPPED}\n\n{LONG}\n", [WRAPPED, LONG]),
        (f"{LONG}\n\n{WRAPPED}\n", [LONG, WRAPPED]),
        (f"{LONG}\n{WRAPPED}\n", [LONG, WRAPPED]),
        (f"{LONG}\n\nThe second pays $3\nmillion.\n", [LONG, "The second pays $3\nmillion."]),
        # paragraphs of one line each
        (f"{LONG}\nSecond paragraph.\nThird one.\n", [LONG, "Second paragraph.", "Third one."]),
        # address, verse, figures, columns, a list of words: a line each
        ("Harbour Office\n12 Quay Way\nGrimsby\n", ["Harbour Office", "12 Quay Way", "Grimsby"]),
        ("Roses are red\nViolets are blue\n", ["Roses are red", "Violets are blue"]),
        ("Bring:\nwater\nbread\n", ["Bring:", "water", "bread"]),
        ("losses,\nincluding\n", ["losses,\nincluding"]),
        ("Gain 79,474 70,372\nLoss 11,162 10,080\n", ["Gain 79,474 70,372", "Loss 11,162 10,080"]),
        ("Name      Dose\nAlpha     5 mg\n", ["Name      Dose", "Alpha     5 mg"]),
        ("Name\tDose\nAlpha\t5 mg\n", ["Name\tDose", "Alpha\t5 mg"]),
        # paragraphs that only an indent sets apart
        (
            "  The first is indented and wraps over more\nlines of the page until it ends here.\n"
            "  The second is indented as well and is also\nseveral lines long, as one sees.\n",
            [
                "The first is indented and wraps over more\nlines of the page until it ends here.",
                "The second is indented as well and is also\nseveral lines long, as one sees.",
            ],
        ),
        # a page ends inside a sentence, and after one
        ("The pump must be\n\f\nchecked daily.\n", ["The pump must be\n\f\nchecked daily."]),
        ("The pump stops.\n\f\nchecked daily.\n", ["The pump stops.", "checked daily."]),
        # a line that ends inside brackets or after a small word
        (
            "Every officer who keeps the log (as it is described in the\nRules of the Harbour)\n",
            ["Every officer who keeps the log (as it is described in the\nRules of the Harbour)"],
        ),
        (
            "The officer who keeps the log must sign it every day of the\nMonth of May.\n",
            ["The officer who keeps the log must sign it every day of the\nMonth of May."],
        ),
        # a currency parted from its figure; a head over a column of figures is no such line
        (
            "The port earned EUR\n38.4 million from ships.\n",
            ["The port earned EUR\n38.4 million from ships."],
        ),
        ("Budget in EUR\n38.4 million spent so far\n",
         ["Budget in EUR", "38.4 million spent so far"]),
        ("Price $\n38.4\n", ["Price $", "38.4"]),
        # a short line inside a wrapped sentence
        (
            "Each request for a mooring in the summer months must be\nsent to the harbour office"
            " by post at the latest\n15\nclear days before the boat arrives there from the sea.\n",
            ["Each request for a mooring in the summer months must be\nsent to the harbour office"
             " by post at the latest\n15\nclear days before the boat arrives there from the sea."],
        ),
        ("The dose must be\n> 5 mg for adults.\n", ["The dose must be\n> 5 mg for adults."]),
    ],
)  # fmt: skip
def test_lines_are_joined_pair_by_pair(text: str, blocks: list[str]) -> None:
    assert words_of(text) == blocks
    assert words_of(text.replace("\n", "\r\n")) == [b.replace("\n", "\r\n") for b in blocks]


def test_quoted_mail_stands_apart_from_what_is_said_about_it() -> None:
    text = (
        "Ann wrote:\n> The valve must be closed within three hours of\n"
        "> the alarm by the engineer.\n>\n> > Who says so?\n> I do.\nYes, it must.\n"
    )
    assert words_of(text) == [
        "Ann wrote:",
        "The valve must be closed within three hours of\n> the alarm by the engineer.",
        "Who says so?",
        "I do.",
        "Yes, it must.",
    ]


def test_quote_marks_are_blanks_for_the_parser() -> None:
    text = "closed within three hours of\n> the alarm\n> by the engineer"
    piece = piece_of(0, "paragraph", text, Span(0, len(text)))
    assert piece and piece.text == "closed within three hours of the alarm by the engineer"
    assert [text[at] for at in piece.positions[-9:-1]] == list("engineer")
    more = "must be\n> 5 mg"
    piece = piece_of(0, "paragraph", more, Span(0, len(more)))
    assert piece and piece.text == "must be > 5 mg"


def test_words_divided_at_line_ends_are_whole() -> None:
    text = (
        "The bearings: one must inspect the bear-\nings of a long-\nterm plan. The term is long; "
        "short- \nand an X-\nray, and co\u00ad\r\noperation, see 10-\n12.\n"
        "> The announce-\n> ment.\n"
    )
    assert text_of(text.encode()).text == (
        "The bearings: one must inspect the bearings\nof a long-term\nplan. The term is long; "
        "short- \nand an X-ray,\nand cooperation,\r\nsee 10-\n12.\n> The announcement.\n"
    )


def test_compounds_divided_at_line_ends_keep_their_hyphen() -> None:
    text = (
        "A two-\nthirds vote, a 12-\nmonth pass, an e-\nmail, and no ten-\nant or ex-\nception.\n"
    )
    assert text_of(text.encode()).text == (
        "A two-thirds\nvote, a 12-month\npass, an e-mail,\nand no tenant\nor exception.\n"
    )


def test_a_row_of_a_corpus_keeps_every_character() -> None:
    line = json.dumps({"id": "1", "text": "the bear-\nings"}).encode()
    assert text_of(line, ".jsonl").text == "the bear-\nings"


@given(
    st.lists(st.sampled_from(["The", "pump", "must", "56.7", "-", ">", "\n", " ", "\f", ".", "a)"]))
)
def test_blocks_of_any_lines_are_in_order_and_miss_no_word(parts: list[str]) -> None:
    text = "".join(parts)
    blocks = plain_blocks(text)
    ends = [0, *(b.span.end for b in blocks)]
    starts = [*(b.span.start for b in blocks), len(text)]
    for left, right in zip(ends, starts, strict=True):
        assert left <= right and not any(c.isalnum() for c in text[left:right])


def table_of(text: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """(cell, heads over it) of each body row."""

    def words(span: Span) -> str:
        return text[span.start : span.end]

    return [
        [(words(c.span), tuple(words(h) for h in c.heads)) for c in b.cells]
        for b in plain_blocks(text)
        if b.kind == "table_row"
    ]


def test_columns_are_a_table_and_its_cells_carry_their_heads() -> None:
    text = (
        "Doses of the ward:\n\n"
        "Drug       Dose     Days\nAlphadol   50 mg    3\nBetadol             4\n\nAfter it.\n"
    )
    assert table_of(text) == [
        [("Alphadol", ("Drug",)), ("50 mg", ("Dose",)), ("3", ("Days",))],
        [("Betadol", ("Drug",)), ("4", ("Days",))],
    ]
    ruled = "Drug       Use\n           first\n--------   -----\nAlphadol   pain\nBetadol    x\n"
    assert table_of(ruled) == [
        [("Alphadol", ("Drug",)), ("pain", ("Use", "first"))],
        [("Betadol", ("Drug",)), ("x", ("Use", "first"))],
    ]
    tabs = "Drug\tDose\nAlphadol\t50 mg\nBetadol\t60 mg\n"
    assert table_of(tabs)[1] == [("Betadol", ("Drug",)), ("60 mg", ("Dose",))]
    names = "Ann Lee      Rome\nBen Cook     Pisa\nCy Miller    Bari\n"
    assert table_of(names)[0] == [("Ann Lee", ()), ("Rome", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Date:    1 May\nPlace:   Rome\nPresent: Ann\n",
        "The   pump stops if the   water rises.\nIt is   cleaned on Mondays by the guard,\n"
        "who also   keeps the log   of the hall.\n",
        "The pump of the hall is clean     The gate of the yard is shut\n"
        "on Mondays and on Fridays by      by the guard of the night who\n"
        "the man who keeps the logs of     has the only key of the gate\n",
        "- one     two\n- three   four\n- five    six\n",
    ],
)
def test_fields_prose_and_lists_are_no_tables(text: str) -> None:
    assert table_of(text) == []


def test_lines_beyond_number_are_refused_and_empty_ones_cost_nothing() -> None:
    with pytest.raises(ReadError, match="more than 500,000 lines"):
        text_of(b"a" + b"\n" * 500_001)
    assert len(lines_of("a\n" + "\n" * 1000 + "\f\n\nb")) == 5


@pytest.mark.parametrize("tail", [" ", "\t", " \t", "> ", "- ", "-", "a-\n", "(", "a   "])
def test_long_lines_of_one_sign_are_read(tail: str) -> None:
    """A pattern that is not linear would take hours here."""
    reading = text_of(("Words. a" + tail * 30_000).encode())
    assert reading.text.startswith("Words. a")


def test_work_grows_with_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines with gaps that are no table are looked at once, not once for each line."""
    seen = 0

    class Counting:
        def search(self, text: str) -> object:
            nonlocal seen
            seen += 1
            return gap.search(text)

    gap = text_tables._GAP
    monkeypatch.setattr(text_tables, "_GAP", Counting())
    for count in (500, 1000):
        seen = 0
        plain_blocks("\n".join(f"{'x' * (n % 7)}   y{'z' * (n % 5)}   w" for n in range(count)))
        assert seen <= 2 * count + 2
