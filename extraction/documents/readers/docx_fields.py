"""Fields and form fields of a Word file: what they show where no result is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from extraction.documents.readers.docx_package import value, whole_number
from extraction.documents.readers.docx_styles import is_on

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TICKED, UNTICKED = "☒", "☐"
BOXES = frozenset("☐☑☒✓✗✔✘□■")
_SYMBOL_FIELD = re.compile(r"\s*SYMBOL\s+(0x[0-9A-Fa-f]+|\d+)", re.I)
_FONT_SWITCH = re.compile(r"\\f\s*\"?([^\"\\]+)")
_PROMPT_FIELD = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s*(.*)", re.I | re.S)
# Word makes these anew each time it shows them: a number, a formula, words from elsewhere.
_COUNTED_FIELD = re.compile(
    r"\s*(?:LISTNUM|AUTONUM\w*|EQ|SEQ|REF|STYLEREF|QUOTE|INCLUDETEXT|DOCPROPERTY|DOCVARIABLE|"
    r"MERGEFIELD|DATABASE|DDE\w*)\b",
    re.I,
)
_FRACTION_FIELD = re.compile(r"\s*EQ\s+\\f\s*\(([^();,]+)[;,]([^();,]+)\)\s*\Z", re.I)


@dataclass(slots=True)
class OpenField:
    """An open field: its instruction until ``separate``, its shown result after it."""

    form: Any = None
    instruction: str = ""
    in_result: bool = False
    pieces: int = 0  # pieces of text when it began


@dataclass(frozen=True, slots=True)
class Shown:
    """`text`, or a sign of a font (`symbol`: font and code), or why there is nothing (`omitted`:
    kind and name)."""

    text: str = ""
    symbol: tuple[str, int] | None = None
    omitted: tuple[str, str] | None = None


def computed_field(instruction: str) -> Shown:
    """What the field of `instruction` shows by itself."""
    if found := _SYMBOL_FIELD.match(instruction):
        font = _FONT_SWITCH.search(instruction)
        number = found.group(1)
        code = int(number, 16) if number[:2].lower() == "0x" else int(number)
        return Shown(symbol=(font.group(1).strip() if font else "Symbol", code))
    if found := _FRACTION_FIELD.match(instruction):
        return Shown(f"{found.group(1).strip()}/{found.group(2).strip()}")
    if found := _PROMPT_FIELD.match(instruction):
        return Shown(omitted=("empty-fields", found.group(1).strip() or "a button"))
    if _COUNTED_FIELD.match(instruction):
        return Shown(omitted=("fields", instruction))
    return Shown()


def form_state(form: Any, shown: str) -> str:
    """A box, or the chosen entry of a list; nothing where its text is there already."""
    box, choices = form.find(_W + "checkBox"), form.find(_W + "ddList")
    if box is not None:
        checked = box.find(_W + "checked")
        state = checked if checked is not None else box.find(_W + "default")
        return "" if BOXES & set(shown) else TICKED if is_on(state) else UNTICKED
    if choices is not None and not shown.strip():
        entries = [entry.get(_W + "val", "") for entry in choices.iterchildren(_W + "listEntry")]
        number = value(choices, "result") or value(choices, "default")
        chosen_entry = whole_number(number) or 0
        return entries[chosen_entry] if chosen_entry < len(entries) else ""
    return ""
