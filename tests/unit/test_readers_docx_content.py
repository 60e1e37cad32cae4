"""What a Word file shows is read, and what is not read is named: every case is made as raw XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from extraction.documents.readers.docx import DocxReader
from extraction.documents.readers.symbol_fonts import PLACEHOLDER, symbol
from graph.errors import ReadError
from graph.model import Reading

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = SPACES["r"]


def package(
    body: str,
    *,
    styles: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    related: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """A Word file with `body`; `related`: id → (kind, path of the part below ``word/``)."""
    links = dict(related or {})
    if styles:
        links["rIdStyles"] = ("styles", "styles.xml")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        if styles:
            made.writestr("word/styles.xml", f"<w:styles {NAMES}>{styles}</w:styles>")
        rows = "".join(
            f'<Relationship Id="{i}" Type="{KIND}/{kind}" Target="{path}"/>'
            for i, (kind, path) in links.items()
        )
        made.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELS}">{rows}</Relationships>',
        )
        for path, content in (parts or {}).items():
            made.writestr(f"word/{path}", content)
    return file.getvalue()


def reading(body: str, **more: object) -> Reading:
    return DocxReader().read(package(body, **more), "a.docx")  # type: ignore[arg-type]


def p(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def notes(made: Reading) -> dict[str, str]:
    return {note.code: note.detail for note in made.notes}


# --- symbols ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", "F0B3", "≥"), ("Symbol", "F0A3", "≤"), ("Symbol", "F06D", "μ"),
        ("Symbol", "F0B1", "±"), ("Symbol", "F0B4", "×"), ("Symbol", "F0B0", "°"),
        ("Symbol", "F0B9", "≠"), ("Symbol", "F0BB", "≈"), ("Symbol", "F0AE", "→"),
        ("Symbol", "F0D6", "√"), ("Symbol", "F0A5", "∞"), ("Symbol", "F0E5", "∑"),
        ("Symbol", "F044", "Δ"), ("Symbol", "F057", "Ω"), ("Symbol", "F0B7", "•"),
        ("Symbol", "B3", "≥"), ("Symbol", "F0D9", "∧"), ("Symbol", "F0FE", "⎭"),
        ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0FD", "☒"), ("Wingdings", "F0A8", "☐"),
        ("Wingdings", "F06F", "☐"), ("Wingdings", "F0FC", "✓"), ("Wingdings", "F0FB", "✗"),
        ("Wingdings", "F0E0", "→"), ("Wingdings", "F078", "☒"), ("Wingdings", "F0F0", "⇨"),
        ("Wingdings", "F081", "①"), ("Wingdings", "F06C", "●"), ("Wingdings", "F0C2", "🕛"),
        ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F054", "☒"), ("Wingdings 2", "F0A3", "☐"),
        ("Wingdings 2", "F050", "✓"), ("Wingdings 2", "F04F", "✗"),
        ("Wingdings 3", "F075", "▶"), ("Wingdings 3", "F022", "→"), ("Webdings", "F061", "✔"),
        ("Segoe UI Symbol", "2612", "☒"), ("Times New Roman", "2265", "≥"),
    ],
)  # fmt: skip
def test_signs_of_symbol_fonts_are_unicode(font: str, code: str, sign: str) -> None:
    assert reading(p(r("is "), sym(font, code), r(" 38"))).text == f"is {sign} 38"


def test_characters_in_a_symbol_font_are_its_signs() -> None:
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    made = reading(p(r("a dose of 5 "), r("m", font), r("g, x "), r("\uf0a3", font), r(" 3")))
    assert made.text == "a dose of 5 μg, x ≤ 3" and not made.notes


def test_a_sign_that_nobody_knows_is_shown_and_named() -> None:
    made = reading(p(r("a "), sym("Corporate Icons", "F041"), r(" b")))
    assert made.text == f"a {PLACEHOLDER} b"
    assert notes(made)["symbols"] == (
        f"Signs of unknown fonts are shown as {PLACEHOLDER} (1 place): “Corporate Icons F041”."
    )
    assert symbol(None, 0xF0FF) == symbol("Symbol", 0xF0FF) == PLACEHOLDER


SYMBOL = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
FONT_STYLES = (
    f'<w:style w:type="character" w:styleId="Greek"><w:rPr>{SYMBOL}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Sign"><w:basedOn w:val="Greek"/></w:style>'
    f'<w:style w:type="paragraph" w:styleId="Formula"><w:rPr>{SYMBOL}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Box"><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    "</w:style>"
)
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Symbol"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Cambria"/></a:minorFont></a:fontScheme></a:theme>'
)


@pytest.mark.parametrize(
    ("look", "style", "written", "shown"),
    [
        (SYMBOL, "", "m", "μ"),
        ('<w:rStyle w:val="Greek"/>', "", "W", "Ω"),
        ('<w:rStyle w:val="Sign"/>', "", "a", "α"),
        ("", "Formula", "a + b", "α + β"),
        ('<w:rStyle w:val="Box"/>', "", "x o à", "☒ ☐ →"),
        ('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', "", "à þ q", "→ ☑ ❑"),
        ('<w:rFonts w:asciiTheme="majorHAnsi"/>', "", "m", "μ"),
        ('<w:rFonts w:ascii="Symbol" w:asciiTheme="minorHAnsi"/>', "", "m", "m"),
        ('<w:rFonts w:cs="Symbol" w:eastAsia="Symbol"/>', "", "m", "m"),
        ('<w:rFonts w:ascii="Arial"/>', "Formula", "m", "m"),
        ('<w:rStyle w:val="Greek"/><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>', "", "m", "m"),
        ('<w:rFonts w:ascii="Segoe UI Symbol"/>', "", "m", "m"),
    ],
)
def test_letters_of_a_symbol_font_are_its_signs(
    look: str, style: str, written: str, shown: str
) -> None:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>{written}</w:t></w:r>"
    more = {"styles": FONT_STYLES, "parts": {"theme.xml": THEME}}
    read = reading(f"<w:p>{properties}{run}</w:p>", related={"t": ("theme", "theme.xml")}, **more)
    assert read.text == shown


def test_a_bullet_in_a_symbol_font_says_nothing_of_the_words_behind_it() -> None:
    mark = f"<w:pPr><w:rPr>{SYMBOL}</w:rPr></w:pPr>"
    bullet = f"<w:r><w:rPr>{SYMBOL}</w:rPr><w:t>\uf0b7</w:t></w:r>"
    read = reading(
        f"<w:p>{mark}{bullet}<w:r><w:t> The lamp m</w:t></w:r></w:p>", styles=FONT_STYLES
    )
    assert read.text == "• The lamp m"


def test_symbol_fields_are_read() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SYMBOL 179 \\f "Symbol" '
        '\\s 11</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert reading(p(r("is "), field, r(" 38 °C"))).text == "is ≥ 38 °C"
    simple = '<w:fldSimple w:instr=" SYMBOL 0xB3 "/>'
    assert reading(p(r("is "), simple, r(" 38 °C"))).text == "is ≥ 38 °C"


def test_fields_that_are_counted_anew_are_named() -> None:
    field = '<w:fldSimple w:instr=" LISTNUM \\l 3 "/>'
    stored = '<w:fldSimple w:instr=" SEQ Table ">' + r("7") + "</w:fldSimple>"
    made = reading(p(r("The clerk "), field, r("signs Table "), stored, r(".")))
    assert made.text == "The clerk signs Table 7."
    assert "LISTNUM" in notes(made)["fields"] and "SEQ" not in notes(made)["fields"]


# --- what is not shown -----------------------------------------------------------------------

CHAR = '<w:style w:type="character" w:styleId="{0}"><w:name w:val="{0}"/>{1}</w:style>'
PARA = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>{1}</w:style>'
BASED = '<w:basedOn w:val="{}"/>'


@pytest.mark.parametrize("switch", ["strike", "dstrike"])
def test_struck_text_is_left_out_with_a_note(switch: str) -> None:
    made = reading(
        p(r("lasts "), r("12", f"<w:{switch}/>"), r(" weeks", f"<w:{switch}/>"), r("24 weeks"))
    )
    assert made.text == "lasts 24 weeks"
    assert notes(made) == {"struck-out": "Struck-out text is left out (1 place): “12 weeks”."}


def test_text_struck_by_a_style_or_by_its_base() -> None:
    styles = CHAR.format("Old", "<w:rPr><w:strike/></w:rPr>")
    styles += CHAR.format("Older", BASED.format("Old"))
    styles += CHAR.format("Back", BASED.format("Older") + '<w:rPr><w:strike w:val="0"/></w:rPr>')
    styles += PARA.format("Gone", "<w:rPr><w:dstrike/></w:rPr>")
    made = reading(
        p(r("a "), r("b ", '<w:rStyle w:val="Older"/>'), r("c ", '<w:rStyle w:val="Back"/>'))
        + p(r("d"), r("e", '<w:strike w:val="false"/><w:dstrike w:val="0"/>'), style="Gone"),
        styles=styles,
    )
    assert made.text == "a c\n\ne"
    assert notes(made)["struck-out"].endswith("(2 places): “b”, “d”.")


def test_switches_of_run_and_paragraph_style_undo_each_other() -> None:
    styles = CHAR.format("Hide", "<w:rPr><w:vanish/></w:rPr>")
    styles += PARA.format("Hidden", "<w:rPr><w:vanish/></w:rPr>")
    made = reading(
        p(r("seen", '<w:rStyle w:val="Hide"/>'), r("unseen"), style="Hidden"), styles=styles
    )
    assert made.text == "seen" and notes(made)["hidden-text"].endswith("“unseen”.")


def test_hidden_text_by_run_style_default_style_and_defaults() -> None:
    for styles, properties in (
        ("", "<w:vanish/>"),
        (CHAR.format("H", "<w:rPr><w:vanish/></w:rPr>"), '<w:rStyle w:val="H"/>'),
        (
            PARA.format("B", "<w:rPr><w:vanish/></w:rPr>")
            + '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>'
            '<w:basedOn w:val="B"/></w:style>',
            "",
        ),
        (
            "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
            "",
        ),
    ):
        made = reading(p(r("x", '<w:vanish w:val="0"/>'), r("secret", properties)), styles=styles)
        assert made.text == "x", styles
        assert "secret" in notes(made)["hidden-text"]


def test_hidden_rows_of_a_table_are_left_out() -> None:
    row = "<w:tr>{}<w:tc>" + p(r("{}")) + "</w:tc><w:tc>" + p(r("{}")) + "</w:tc></w:tr>"
    hidden = row.format("<w:trPr><w:hidden/></w:trPr>", "Beta", "9")
    made = reading(f"<w:tbl>{row.format('', 'Alpha', '5')}{hidden}</w:tbl>")
    assert made.text == "Alpha | 5" and "Beta" in notes(made)["hidden-text"]


# --- forms -----------------------------------------------------------------------------------


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def legacy(form: str, result: str = "", instruction: str = "FORMTEXT") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("state", "glyph", "shown"),
    [
        ("1", r("☒"), "☒"),
        ("0", r("☐"), "☐"),
        ("1", sym("Wingdings", "F0FE"), "☒"),
        ("1", "", "☒"),
        ("0", r("☒"), "☐"),
    ],
)
def test_boxes_of_content_controls_by_their_state(state: str, glyph: str, shown: str) -> None:
    box = control(f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>', glyph)
    assert reading(p(box, r(" Accepted"))).text == f"{shown} Accepted"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☒"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ("<w:checkBox/>", "☐"),
    ],
)
def test_boxes_of_old_forms_by_their_state(form: str, shown: str) -> None:
    assert reading(p(legacy(form, "", "FORMCHECKBOX"), r(" Accepted"))).text == f"{shown} Accepted"


def test_chosen_entries_and_filled_fields() -> None:
    choices = '<w:listEntry w:val="red"/><w:listEntry w:val="green"/>'
    drop = legacy(f'<w:ddList><w:result w:val="1"/>{choices}</w:ddList>', "", "FORMDROPDOWN")
    first = legacy(f"<w:ddList>{choices}</w:ddList>", "", "FORMDROPDOWN")
    text = legacy("<w:textInput/>", r("by ice"))
    new = control("<w:dropDownList/>", r("blue"))
    made = reading(p(r("Colours "), drop, r(", "), first, r(", "), new, r(". Blocked "), text))
    assert made.text == "Colours green, red, blue. Blocked by ice"


def test_prompts_of_empty_fields_are_no_text() -> None:
    prompt = control("<w:showingPlcHdr/>", r("Click here to enter a name."))
    block = control("<w:showingPlcHdr/>", p(r("Choose a date.")))
    cell = control("<w:showingPlcHdr/>", f"<w:tc>{p(r('Enter.'))}</w:tc>")
    row = f"<w:tr>{cell}<w:tc>{p(r('5'))}</w:tc><w:tc>{p(r('6'))}</w:tc></w:tr>"
    made = reading(p(r("Name: "), prompt) + block + f"<w:tbl>{row}</w:tbl>")
    assert made.text == "Name:\n\n5 | 6"
    assert notes(made)["empty-fields"].startswith("Prompts of form fields")
    assert "(3 places)" in notes(made)["empty-fields"]


def test_instructions_of_fields_are_no_text_whatever_is_in_them() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = mark.format("begin") + "<w:r><w:instrText>MERGEFIELD sex</w:instrText></w:r>"
    inner += mark.format("separate") + r("male") + mark.format("end")
    outer = mark.format("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + inner
    outer += '<w:r><w:instrText> = "male" "his" "her"</w:instrText></w:r>' + mark.format("separate")
    made = reading(p(r("The clerk lost "), outer, r("his"), mark.format("end"), r(" keys.")))
    assert made.text == "The clerk lost his keys."


def test_a_field_without_an_end_hides_nothing_after_its_paragraph() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    assert reading(p(r("One."), begin) + p(r("Two."))).text == "One.\n\nTwo."


# --- raised, equations, small signs ----------------------------------------------------------

UP = '<w:vertAlign w:val="superscript"/>'


def test_powers_are_never_digits_of_their_number() -> None:
    assert "106" not in reading(p(r("below 10"), r("6", UP), r(" cells"))).text
    assert reading(p(r("below 10"), r("−", UP), r("6", UP), r(" m"))).text == "below 10⁻⁶ m"
    styles = CHAR.format("Up", f"<w:rPr>{UP}</w:rPr>")
    made = reading(p(r("25 m"), r("3", '<w:rStyle w:val="Up"/>')), styles=styles)
    assert made.text == "25 m³"
    lifted = reading(p(r("10"), r("9", '<w:position w:val="6"/>'))).text
    assert lifted == "10⁹"
    assert reading(p(r("CO"), r("2", '<w:vertAlign w:val="subscript"/>'))).text == "CO₂"
    assert reading(p(r("the 1"), r("st", UP), r(" of May"))).text == "the 1st of May"
    made = reading(
        p(r("within 24 hours"), r("2", UP), r(" of finding it, for 50"), r("3", UP), r("."))
    )
    assert made.text == "within 24 hours of finding it, for 50³ [2]."
    made = reading(p(r("for 50"), r("3", UP), r(".")) + p(r("3", UP), r(" in May")))
    assert made.text == "for 50 [3].\n\n[3] in May"


def test_fractions_and_cents_keep_their_numbers() -> None:
    half = r("1", UP), r("/"), r("2", '<w:vertAlign w:val="subscript"/>')
    assert reading(p(r("Take 2"), *half, r(" cups."))).text == "Take 2 1/2 cups."
    assert reading(p(*half, r(" cup."))).text == "1/2 cup."
    assert reading(p(r("It costs €12"), r("50", UP), r(" a day."))).text == "It costs €12.50 a day."


def test_a_footnote_mark_is_no_digit_and_its_note_follows() -> None:
    reference = f'<w:r><w:rPr>{UP}</w:rPr><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p(r("On Sundays 36."))}</w:footnote>'
    foot = f"<w:footnotes {NAMES}>{note}</w:footnotes>"
    made = reading(
        p(r("within 24"), reference, r(" hours")),
        parts={"footnotes.xml": foot},
        related={"rId9": ("footnotes", "footnotes.xml")},
    )
    assert made.text == "within 24 hours\n\nOn Sundays 36."


def e(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("equation", "text"),
    [
        (f"<m:sSup><m:e>{e('10')}</m:e><m:sup>{e('6')}</m:sup></m:sSup>", "10⁶"),
        (f"<m:sSup><m:e>{e('e')}</m:e><m:sup>{e('kt')}</m:sup></m:sSup>", "e^(kt)"),
        (f"<m:sSup><m:e>{e('e')}</m:e><m:sup>{e('k+t')}</m:sup></m:sSup>", "e^(k+t)"),
        (f"<m:sSub><m:e>{e('x')}</m:e><m:sub>{e('1')}</m:sub></m:sSub>", "x₁"),
        (f"<m:f><m:num>{e('1')}</m:num><m:den>{e('2')}</m:den></m:f>", "1/2"),
        (f"<m:f><m:num>{e('a+b')}</m:num><m:den>{e('2c')}</m:den></m:f>", "(a+b)/2c"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{e('2x')}</m:e></m:rad>", "√(2x)"),
        (f"<m:rad><m:deg>{e('3')}</m:deg><m:e>{e('x')}</m:e></m:rad>", "³√(x)"),
        (f"<m:d><m:e>{e('a')}</m:e></m:d>", "(a)"),
        (
            '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
            f"<m:e>{e('a')}</m:e></m:d>",
            "[a]",
        ),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{e("i=1")}</m:sub>'
            f"<m:sup>{e('n')}</m:sup><m:e>{e('i')}</m:e></m:nary>",
            "∑_(i=1)ⁿ i",
        ),
        (f"<m:func><m:fName>{e('sin')}</m:fName><m:e>{e('x')}</m:e></m:func>", "sin x"),
        (f"<m:m><m:mr><m:e>{e('1')}</m:e><m:e>{e('0')}</m:e></m:mr></m:m>", "[1, 0]"),
    ],
)
def test_equations_are_one_line_with_powers_and_fractions(equation: str, text: str) -> None:
    assert reading(p(r("Let "), f"<m:oMath>{equation}</m:oMath>", r(" hold."))).text == (
        f"Let {text} hold."
    )
    alone = f"<w:p><m:oMathPara><m:oMath>{equation}</m:oMath></m:oMathPara></w:p>"
    assert reading(alone).text == text


def test_hyphens_tabs_and_breaks() -> None:
    made = reading(
        p(
            "<w:r><w:t>X</w:t><w:noBreakHyphen/><w:t>ray</w:t><w:tab/><w:t>co</w:t><w:softHyphen/>"
            "<w:t>operation</w:t><w:cr/><w:t>new line</w:t></w:r>"
        )
    )
    assert made.text == "X-ray cooperation\nnew line"


# --- charts, diagrams, drawings, objects, inserted documents ---------------------------------

GRAPHIC = (
    "<w:r><w:drawing><wp:inline>{}<a:graphic><a:graphicData>{}</a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r>"
)


def graphic(content: str, properties: str = "") -> str:
    return GRAPHIC.format(properties, content)


def points(kind: str, values: list[str], code: str = "General") -> str:
    shown = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
    cache = f"<c:numCache><c:formatCode>{code}</c:formatCode>{shown}</c:numCache>"
    return f"<c:{kind}><c:numRef>{cache}</c:numRef></c:{kind}>"


def series(name: str, categories: list[str], values: list[str], code: str = "General") -> str:
    point = f"<c:pt idx='0'><c:v>{name}</c:v></c:pt>"
    named = f"<c:tx><c:strRef><c:strCache>{point}</c:strCache></c:strRef></c:tx>"
    return f"<c:ser>{named}{points('cat', categories)}{points('val', values, code)}</c:ser>"


def titled(text: str) -> str:
    return (
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    )


def test_a_chart_is_a_table_under_its_title() -> None:
    chart = (
        f"<c:chartSpace {NAMES}><c:chart>{titled('Leaks by year')}<c:plotArea><c:barChart>"
        + series("North", ["2023", "2024"], ["3", "4.4000000000000004"])
        + series("South", ["2023", "2024"], ["0.25", "0.5"], "0%")
        + f"</c:barChart><c:catAx>{titled('Year')}</c:catAx></c:plotArea></c:chart></c:chartSpace>"
    )
    made = reading(
        p(r("See:"), graphic('<c:chart r:id="rId5"/>')),
        parts={"charts/chart1.xml": chart},
        related={"rId5": ("chart", "charts/chart1.xml")},
    )
    assert made.text == (
        "See:\n\nLeaks by year\n\nYear | North | South\n2023 | 3 | 25%\n2024 | 4.4 | 50%"
    )
    cell = made.blocks[-1].cells[2]
    assert cell.head and made.text[cell.head.start : cell.head.end] == "South"


def test_a_chart_whose_part_is_missing_is_named() -> None:
    made = reading(p(r("See:"), graphic('<c:chart r:id="rId5"/>')))
    assert notes(made)["charts"].startswith("Charts could not be read (1 place)")


def test_a_diagram_is_a_list_of_its_points() -> None:
    point = '<dgm:pt modelId="{}"{}><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    link = '<dgm:cxn modelId="{}" srcId="{}" destId="{}" srcOrd="{}"/>'
    data = (
        f"<dgm:dataModel {NAMES}><dgm:ptLst>"
        + point.format(0, ' type="doc"', "")
        + point.format(2, "", "Ann")
        + point.format(1, "", "Head of the hall")
        + point.format(3, "", "Ben")
        + point.format(4, ' type="pres"', "never shown")
        + "</dgm:ptLst><dgm:cxnLst>"
        + link.format(8, 0, 1, 0) + link.format(9, 1, 3, 1) + link.format(7, 1, 2, 0)
        + "</dgm:cxnLst></dgm:dataModel>"
    )  # fmt: skip
    made = reading(
        p(graphic('<dgm:relIds r:dm="rId6"/>')),
        parts={"diagrams/data1.xml": data},
        related={"rId6": ("diagramData", "diagrams/data1.xml")},
    )
    assert [(b.level, made.text[b.span.start : b.span.end]) for b in made.blocks] == [
        (1, "Head of the hall"),
        (2, "Ann"),
        (2, "Ben"),
    ]


def test_word_art_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p(r('In the box.'))}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    art = '<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    drawn = graphic("<a:p><a:r><a:t>On the shape.</a:t></a:r></a:p>")
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert reading(p(r("Words."), both, art, drawn)).text == (
        "Words.\n\nIn the box.\n\nDRAFT\n\nOn the shape."
    )
    assert reading(p(old)).text == "In the box."


def test_text_boxes_and_word_art_of_page_headers() -> None:
    box = f"<w:txbxContent>{p(r('Boxed.'))}</w:txbxContent>"
    head = (
        f"<w:hdr {NAMES}>{p(r('Top'))}<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        '</mc:AlternateContent></w:r><w:r><w:pict><v:textpath string="DRAFT"/></w:pict></w:r>'
        "</w:p></w:hdr>"
    )
    made = reading(
        p(r("Body.")) + '<w:sectPr><w:headerReference r:id="rId7"/></w:sectPr>',
        parts={"header1.xml": head},
        related={"rId7": ("header", "header1.xml")},
    )
    assert made.text == "Top\nBoxed.\nDRAFT\n\nBody."


def test_objects_and_pictures_are_named_with_their_number() -> None:
    ole = (
        '<w:r><w:object><v:shape><v:imagedata r:id="rId1"/></v:shape>'
        '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    )
    described = '<wp:docPr id="1" name="Picture 1" descr="Plan of the hall"/>'
    picture = graphic("<pic:pic/>", described)
    made = reading(p(r("x"), ole, ole, picture))
    assert notes(made) == {
        "embedded-files": "Embedded objects are not read (2 places): “Excel.Sheet.12” ….",
        "images": "Images are not read; what stands in their place (1 place): “Plan of the hall”.",
    }


def inserted(name: str, content: str | bytes) -> Reading:
    return reading(
        p(r("Before.")) + '<w:altChunk r:id="rId8"/>' + p(r("After.")),
        parts={name: content},
        related={"rId8": ("aFChunk", name)},
    )


def test_inserted_html_is_read_as_html() -> None:
    made = inserted(
        "chunk.htm",
        "<html><body><p>Inside <b>it</b>.</p><table><tr><th>A</th><th>B</th></tr>"
        "<tr><td>1</td><td>2</td></tr></table></body></html>",
    )
    assert made.text == "Before.\n\nInside it.\n\nA | B\n1 | 2\n\nAfter."
    for block in made.blocks:
        for cell in block.cells:
            assert made.text[cell.span.start : cell.span.end] in "AB12"
    [_, cell] = made.blocks[3].cells
    assert cell.head and made.text[cell.head.start : cell.head.end] == "B"


def test_an_inserted_word_file_is_read_and_its_notes_are_kept() -> None:
    made = inserted("chunk.docx", package(p(r("Inner "), r("gone", "<w:strike/>"), r("words."))))
    assert made.text == "Before.\n\nInner words.\n\nAfter."
    assert "struck-out" in notes(made)


def test_other_inserted_documents_are_named() -> None:
    made = inserted("chunk.rtf", "{\\rtf1 words}")
    assert made.text == "Before.\n\nAfter."
    assert notes(made) == {
        "inserted-files": "Inserted documents of other formats are not read (1 place): “chunk.rtf”."
    }


def test_word_files_inside_each_other_end_somewhere() -> None:
    data = package(p(r("core")))
    for _ in range(6):
        data = package(
            '<w:altChunk r:id="r1"/>' + p(r("shell")),
            parts={"c.docx": data},
            related={"r1": ("aFChunk", "c.docx")},
        )
    made = DocxReader().read(data, "a.docx")
    assert made.text.count("shell") == 4 and "inserted-files" in notes(made)


# --- numbers and tables ----------------------------------------------------------------------


def numbered(number: str, text: str, level: int = 0) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        "</w:pPr>"
        f"{r(text) if text else ''}</w:p>"
    )


def test_numbers_with_overrides_list_styles_and_empty_items() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1."/>'
        "</w:lvl>"
    )
    decimal, letter = level.format("decimal"), level.format("lowerLetter")
    numbering = (
        f"<w:numbering {NAMES}>"
        f'<w:abstractNum w:abstractNumId="1">{decimal}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/>{letter}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    made = reading(
        numbered("1", "one") + numbered("1", "") + numbered("1", "three") + numbered("2", "five")
        + numbered("3", "letter") + p(r("x")) + numbered("1", "four"),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )  # fmt: skip
    assert made.text == "1. one\n3. three\n5. five\na. letter\n\nx\n\n4. four"


@pytest.mark.parametrize(
    ("format", "third"),
    [
        ('<w:numFmt w:val="decimalZero"/>', "03"),
        ('<w:numFmt w:val="ordinal"/>', "3rd"),
        ('<w:numFmt w:val="upperRoman"/>', "III"),
        ('<w:numFmt w:val="decimalEnclosedCircle"/>', "③"),
        ('<w:numFmt w:val="cardinalText"/>', "3"),
        (
            '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
            'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
            "</mc:Fallback></mc:AlternateContent>",
            "003",
        ),
    ],
)
def test_formats_of_numbers(format: str, third: str) -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="3"/>{format}<w:lvlText w:val="Rule %1:"/></w:lvl>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    made = reading(
        numbered("1", "words"),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )
    assert made.text == f"Rule {third}: words"


def test_a_level_without_a_start_counts_from_nought() -> None:
    level = '<w:lvl w:ilvl="0"><w:lvlText w:val="%1)"/></w:lvl>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    made = reading(
        numbered("1", "a") + numbered("1", "b"),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )
    assert made.text == "0) a\n1) b"


def test_a_hidden_number_is_counted_and_not_shown() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:lvlText w:val="{}"/>{}</w:lvl>'
    levels = level.format(0, "%1.", "<w:rPr><w:vanish/></w:rPr>") + level.format(1, "%1.%2", "")
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    made = reading(
        numbered("1", "a") + numbered("1", "b") + numbered("1", "c", 1),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )
    assert made.text == "a\nb\n2.1 c"


def test_a_level_that_never_restarts_counts_on() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:lvlText w:val="%{depth + 1}."/>'
        f"{restart}</w:lvl>"
        for depth, restart in ((0, ""), (1, '<w:lvlRestart w:val="0"/>'))
    )
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    made = reading(
        "".join(numbered("1", "x", depth) for depth in (0, 1, 0, 1)),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )
    assert made.text == "1. x\n1. x\n2. x\n2. x"


def test_the_strict_form_of_the_standard_is_read() -> None:
    foot = f"<w:hdr {NAMES}>{p(r('Top'))}</w:hdr>"
    data = package(
        p(r("Body ", ""), f"<m:oMath>{e('x')}</m:oMath>")
        + '<w:sectPr><w:headerReference r:id="rId7"/></w:sectPr>',
        parts={"header1.xml": foot},
        related={"rId7": ("header", "header1.xml")},
    )
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part in ("wordprocessingml", "drawingml", "officeDocument"):
                text = text.replace(
                    f"http://schemas.openxmlformats.org/{part}/2006/",
                    f"http://purl.oclc.org/ooxml/{part}/",
                )
            new.writestr(name, text)
    assert DocxReader().read(strict.getvalue(), "a.docx").text == "Top\n\nBody x"


def cell(text: str, properties: str = "", look: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text, look)) if text else p()}</w:tc>"


def heads(made: Reading) -> list[list[tuple[str, tuple[str, ...]]]]:
    """(cell, heads over it) of each body row."""

    def words(span: object) -> str:
        return made.text[span.start : span.end]  # type: ignore[attr-defined]

    return [
        [(words(c.span), tuple(words(h) for h in c.heads)) for c in b.cells]
        for b in made.blocks
        if b.kind == "table_row"
    ]


def test_bold_first_rows_are_heads_and_merged_cells_hold_for_all_their_rows() -> None:
    begin, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide, bold = '<w:gridSpan w:val="2"/>', "<w:b/>"
    rows = (
        (cell("Drug", begin, bold), cell("Dose", wide, bold)),
        (cell("", more), cell("Adult", "", bold), cell("Child", "", bold)),
        (cell("Alphadol", begin), cell("50 mg"), cell("20 mg")),
        (cell("", more), cell("60 mg"), cell("30 mg")),
    )
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    table = f"<w:tbl>{table}</w:tbl>"
    assert heads(reading(table)) == [
        [("Alphadol", ("Drug",)), ("50 mg", ("Dose", "Adult")), ("20 mg", ("Dose", "Child"))],
        [("Alphadol", ("Drug",)), ("60 mg", ("Dose", "Adult")), ("30 mg", ("Dose", "Child"))],
    ]


def test_repeated_rows_are_heads_and_left_out_columns_count() -> None:
    repeat = "<w:trPr><w:tblHeader/></w:trPr>"
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    table = (
        f"<w:tbl><w:tr>{repeat}{cell('A')}{cell('B')}{cell('C')}</w:tr>"
        f"<w:tr>{cell('1')}{cell('2')}{cell('3')}</w:tr><w:tr>{before}{cell('4')}{cell('5')}</w:tr></w:tbl>"
    )
    assert heads(reading(table)) == [
        [("1", ("A",)), ("2", ("B",)), ("3", ("C",))],
        [("4", ("B",)), ("5", ("C",))],
    ]


def test_a_bold_first_column_is_no_head_row() -> None:
    look = '<w:tblPr><w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr>'
    table = (
        f"<w:tbl>{look}<w:tr>{cell('Owner', '', '<w:b/>')}{cell('Ann')}</w:tr>"
        f"<w:tr>{cell('Place', '', '<w:b/>')}{cell('Rome')}</w:tr></w:tbl>"
    )
    assert [b.kind for b in reading(table).blocks] == ["table_row", "table_row"]


def test_a_table_in_a_cell_of_a_headed_table_follows_its_row() -> None:
    inner = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    table = (
        f"<w:tbl><w:tr>{head}{cell('A')}{cell('B')}</w:tr>"
        f"<w:tr>{cell('1')}<w:tc>{p(r('2'))}{inner}{p()}</w:tc></w:tr><w:tr>{cell('3')}{cell('4')}</w:tr></w:tbl>"
    )
    assert reading(table).text == "A | B\n1 | 2\nx | y\n3 | 4"
    without = table.replace(head, "")
    assert reading(without).text == "A | B\n1 | 2\nx | y\n3 | 4"
    placed = f"<w:tbl><w:tr>{cell('left')}<w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    assert reading(placed).text == "left\n\nx | y"


# --- hostile ---------------------------------------------------------------------------------


def test_a_flood_of_elements_is_refused_by_count() -> None:
    with pytest.raises(ReadError, match="more than 3 million tags"):
        reading("<w:p/>" * 3_100_000)


def test_entities_are_neither_followed_nor_multiplied() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
        + "]>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        body = p("<w:r><w:t>words &m;</w:t></w:r>")
        made.writestr(
            "word/document.xml", f"{bomb}<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
    try:
        text = DocxReader().read(file.getvalue(), "a.docx").text
    except ReadError:
        text = ""
    assert text.count("ha") < 10


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(ReadError, match="more than 100 MB"):
        reading("<w:p/>" + " " * 101_000_000)


@pytest.mark.parametrize("wrapper", ["w:smartTag", "w:ins", "w:sdt", "mc:AlternateContent"])
def test_deep_nesting_is_read_or_refused(wrapper: str) -> None:
    for depth in (50, 100_000):
        body = f"<{wrapper}>" * depth + p(r("x")) + f"</{wrapper}>" * depth
        try:
            assert (
                DocxReader().read(package(p(r("words")) + body), "a.docx").text.startswith("words")
            )
        except ReadError as error:
            assert depth > 50 and str(error).endswith(".")


def test_nested_tables_and_boxes_are_read_or_refused() -> None:
    table = p(r("x"))
    box = p(r("x"))
    for _ in range(40):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
        box = f"<w:p><w:r><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></w:r></w:p>"
    assert reading(table).text == reading(box).text == "x"


def test_missing_and_damaged_parts_are_named_and_the_rest_is_read() -> None:
    made = reading(
        p(r("words"), '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        parts={"footnotes.xml": "<not closed", "header1.xml": b"\x00"},
        related={
            "rId1": ("footnotes", "footnotes.xml"),
            "rId2": ("numbering", "nowhere.xml"),
            "rId3": ("header", "header1.xml"),
        },
    )
    assert made.text == "words"
    assert notes(made)["damaged-parts"].endswith("(1 place): “footnotes.xml”.")


@pytest.mark.parametrize("number", ["", "-1", "²", "½", "abc", "9" * 30, "9" * 5000])
def test_numbers_that_are_none_spoil_nothing(number: str) -> None:
    properties = (
        f'<w:pPr><w:pStyle w:val="heading {number[:40]}"/><w:outlineLvl w:val="{number}"/>'
        f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    )
    lifted = r("words", f'<w:position w:val="{number}"/>')
    drop = legacy(f'<w:ddList><w:result w:val="{number}"/><w:listEntry w:val="x"/></w:ddList>')
    row = f'<w:tr><w:trPr><w:gridBefore w:val="{number}"/></w:trPr>'
    wide = f'<w:gridSpan w:val="{number}"/>'
    table = f"<w:tbl>{row}{cell('a', wide)}{cell('b', wide)}</w:tr></w:tbl>"
    level = f'<w:lvl w:ilvl="{number}"><w:start w:val="{number}"/><w:lvlText w:val="%1"/></w:lvl>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="{number}">{level}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num></w:numbering>'
    )
    made = reading(
        f"<w:p>{properties}{lifted}</w:p>" + p(r("y "), drop) + table,
        styles=PARA.format(f"heading {number[:40]}", ""),
        parts={"numbering.xml": numbering},
        related={"rId4": ("numbering", "numbering.xml")},
    )
    assert "words" in made.text and made.text.endswith("y x\n\na | b")


def test_styles_that_go_round_in_a_circle_end() -> None:
    styles = PARA.format("A", BASED.format("B")) + PARA.format("B", BASED.format("A"))
    assert reading(p(r("x"), style="A"), styles=styles).text == "x"
