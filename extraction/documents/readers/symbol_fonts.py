"""What the signs of the symbol fonts are in Unicode: Symbol, Wingdings 1 to 3, Webdings.

A symbol font puts its signs at the codes of other characters (code 0xB3 of Symbol is ≥); Word names
the font and the code. Ornaments without a meaning of their own become the nearest plain sign.
"""

from __future__ import annotations

PLACEHOLDER = "\ufffd"


def _runs(*runs: tuple[int, str]) -> dict[int, str]:
    """Codes from a first one on; a blank in the row leaves a code out."""
    return {
        first + place: sign for first, row in runs for place, sign in enumerate(row) if sign != " "
    } | {0x20: " "}


_SYMBOL = _runs(
    (0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)
_WINGDINGS = _runs(
    (0x21, "✏✂✁👓🔔📖🕯☎✆✉✉📪📫📬📭📁📂📄📄📄🗄⏳⌨🖰🖲🖳🖴💾🖬✇✍"),
    (0x40, "✍✌👌👍👎☜☞☝☟🖐☺😐☹💣☠⚐🏱✈☼💧❄✞✞✞✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■☐"),
    (0x70, "☐❑❒⬧⧫◆❖⬥☒⍓⌘❀✿“” ⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•○○○○◉◎○▪☐"),
    (0xAA, "✦★✶✴✹✵⌖⌖⟡⌑ ✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛"),
    (0xD5, "⌫⌦◄➢▲▼ ➲"),
    (0xDF, "←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳⇖⇗⇙⇘▭▫✗✓☒☑"),
)
_WINGDINGS_2 = _runs(
    (0x21, "🖊🖋✏🖍✄✀☎☏📄"),
    (0x42, "☜☞"),
    (0x4F, "✗✓☒☑☒☒⊗⊗🚫⦸&"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x95, "••●●○○○◉◉◎▪■☐☐☐☐◆◆◇"),
    (0xA3, "☐"),
    (0xCF, "✚"),
    (0xEA, "★"),
)
_WINGDINGS_3 = _runs(
    (0x21, "←→↑↓↖↗↙↘"),
    (0x2D, "↔↕"),
    (0x46, "↰↱"),
    (0x66, "←→↑↓↔↕"),
    (0x70, "▲▼△▽◀▶◁▷◣◢◤◥◂▸▴▾"),
)
_WEBDINGS = _runs(
    (0x33, "◀▶▲▼"),
    (0x3D, "■"),
    (0x61, "✔ ☐"),
    (0x67, "■"),
    (0x69, "ℹ"),
    (0x6E, "●"),
    (0x72, "✖"),
    (0x78, "⊗"),
)
_FONTS = {
    "symbol": _SYMBOL,
    "symbolmt": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}


def is_symbol_font(font: str | None) -> bool:
    """Whether the font's signs do not stand at their own codes."""
    return _key(font) in _FONTS


def symbol(font: str | None, code: int) -> str:
    """The character that `code` shows in `font`; `PLACEHOLDER` where nobody can say.

    Word writes codes of symbol fonts from 0xF000 on. Codes of other fonts are Unicode.
    """
    table = _FONTS.get(_key(font))
    private = 0xE000 <= code <= 0xF8FF
    if table is not None and (code < 0x100 or 0xF000 <= code < 0xF100):
        return table.get(code & 0xFF, PLACEHOLDER)
    if private or code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return PLACEHOLDER
    return chr(code)


def _key(font: str | None) -> str:
    return (font or "").lower().replace(" ", "").replace("-", "")
