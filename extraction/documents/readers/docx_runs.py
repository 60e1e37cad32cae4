"""The visible characters of a paragraph of a Word file.

Left out, and counted: struck-through and hidden text, prompts of empty form fields, deletions.
Read by their state: ticked boxes, chosen entries. Signs of symbol fonts become Unicode, raised
characters stay raised, equations become one line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from extraction.documents.readers.docx_fields import (
    BOXES,
    TICKED,
    UNTICKED,
    OpenField,
    computed_field,
    form_state,
)
from extraction.documents.readers.docx_math import linear
from extraction.documents.readers.docx_omissions import Omissions
from extraction.documents.readers.docx_package import value, whole_number
from extraction.documents.readers.docx_styles import Styles, is_on
from extraction.documents.readers.raised import (
    label_of_note,
    lowered,
    lowered_digits,
    raised,
    settled,
)
from extraction.documents.readers.symbol_fonts import PLACEHOLDER, is_symbol_font, symbol

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DROPPED = frozenset(
    _W + tag for tag in ("del", "moveFrom", "delText", "rPr", "pPr", "sdtPr", "txbxContent", "p")
)
_SIMPLE = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
_LEVEL = "baseline"
_RAISED_POSITION = 4  # half-points from which raised text is a superscript


@dataclass(slots=True)
class Runs:
    """Reads paragraphs one by one, in the order of the file: a field may go over several."""

    styles: Styles
    omissions: Omissions
    labels: frozenset[str] = frozenset()  # of the notes written as paragraphs
    _pieces: list[tuple[str, str]] = field(default_factory=list)  # (position, text)
    _fields: list[OpenField] = field(default_factory=list)
    _paragraph: str | None = None  # style of the one being read
    _plain: dict[str | None, tuple[str | None, str]] = field(default_factory=dict)
    _symbols: dict[tuple[str | None, str | None], tuple[str | None, str | None]] = field(
        default_factory=dict  # symbol fonts by the styles of run and paragraph
    )

    def text(self, paragraph: Any) -> str:
        """The text of one paragraph; that of its text boxes is not in it."""
        properties = paragraph.find(_W + "pPr")
        self._paragraph = value(properties, "pStyle") or None
        self._pieces = []
        self.omissions.end_place()
        if _in_prompt(paragraph):
            prompt = "".join(t.text or "" for t in paragraph.iter(_W + "t"))
            self.omissions.add_text("empty-fields", prompt)
            return ""
        self._inside(paragraph)
        self._fields = [one for one in self._fields if one.in_result]
        return _assembled(self._pieces, self.labels)

    def is_bold(self, paragraph: Any) -> bool | None:
        """Whether all visible words of a paragraph are bold; None where it has none."""
        style = value(paragraph.find(_W + "pPr"), "pStyle") or None
        bold: bool | None = None
        for run in paragraph.iter(_W + "r"):
            words = "".join(t.text or "" for t in run.iterchildren(_W + "t"))
            if words.strip():
                if not self.styles.is_on("b", run.find(_W + "rPr"), style):
                    return False
                bold = True
        return bold

    def _inside(self, element: Any) -> None:
        for child in element:
            self._one(child)

    def _one(self, element: Any) -> None:
        tag = element.tag
        if tag == _W + "r":
            self._run(element)
        elif tag in DROPPED or tag == _MC + "Fallback" or not isinstance(tag, str):
            return
        elif tag == _M + "oMath":
            self._show(f"{self._gap()}{linear(element).strip()} ")
        elif tag == _MC + "AlternateContent":
            self._inside(chosen(element))
        elif tag == _W + "sdt":
            self._control(element)
        elif tag == _W + "fldSimple":
            self._simple_field(element)
        elif tag == _W + "ruby":
            self._ruby(element)
        else:
            self._inside(element)

    def _run(self, run: Any) -> None:
        properties = run.find(_W + "rPr")
        unseen, position = self._look(properties)
        for child in run:
            self._in_run(child, properties, unseen, position)

    def _look(self, properties: Any) -> tuple[str | None, str]:
        """(why it is not seen, whether it is raised or lowered) of a run; those that have no
        properties look as their paragraph's style says."""
        if properties is None and self._paragraph in self._plain:
            return self._plain[self._paragraph]
        position = self.styles.position(properties, self._paragraph)
        look = self._unseen(properties), "superscript" if _is_lifted(properties) else position
        if properties is None:
            self._plain[self._paragraph] = look
        return look

    def _unseen(self, properties: Any) -> str | None:
        """Why a run is not part of the text: hidden, or struck through."""
        for kind, toggles in (
            ("hidden-text", ("vanish", "specVanish")),
            ("struck-out", ("strike", "dstrike")),
        ):
            if any(self.styles.is_on(t, properties, self._paragraph) for t in toggles):
                return kind
        return None

    def _in_run(self, child: Any, properties: Any, unseen: str | None, position: str) -> None:
        tag = child.tag
        if tag == _W + "fldChar":
            self._field_mark(child)
        elif tag == _W + "instrText":
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].instruction += child.text or ""
        elif tag in (_MC + "AlternateContent", _W + "ruby") and unseen is None:
            self._one(child)
        elif any(not one.in_result for one in self._fields):
            if tag == _W + "t":
                self._fields[-1].instruction += child.text or ""
        else:
            text = self._characters(child, properties)
            if unseen is not None:
                self.omissions.add_text(unseen, text)
            else:
                self._show(text, position)

    def _show(self, text: str, position: str = _LEVEL) -> None:
        if text:
            if text.strip():
                self.omissions.end_place()
            self._pieces.append((position, text))

    def _gap(self) -> str:
        return " " if self._pieces and not self._pieces[-1][1][-1:].isspace() else ""

    def _characters(self, child: Any, properties: Any) -> str:
        tag = child.tag
        if tag == _W + "t":
            return self._in_font(child.text or "", properties)
        if tag == _W + "sym":
            code = child.get(_W + "char", "")
            return self._symbol(child.get(_W + "font"), code)
        return _SIMPLE.get(tag, "")

    def _in_font(self, text: str, properties: Any) -> str:
        """Text of a symbol font shows other signs than its characters."""
        plain, other = self._fonts_of(properties)
        if plain is None and (text.isascii() or other is None):
            return "".join(self._in(None, c) if "\ue000" <= c <= "\uf8ff" else c for c in text)
        return "".join(self._in(plain if c.isascii() else other, c) for c in text)

    def _fonts_of(self, properties: Any) -> tuple[str | None, str | None]:
        """The symbol fonts of a run's ASCII characters and of its others, None for plain fonts."""
        key = value(properties, "rStyle") or None, self._paragraph
        own = properties is not None and properties.find(_W + "rFonts") is not None
        if not own and key in self._symbols:
            return self._symbols[key]
        fonts = [self.styles.font(properties, self._paragraph, ascii=a) for a in (True, False)]
        found = [font if is_symbol_font(font) else None for font in fonts]
        if not own:
            self._symbols[key] = found[0], found[1]
        return found[0], found[1]

    def _in(self, font: str | None, character: str) -> str:
        if font is None and not "\ue000" <= character <= "\uf8ff":
            return character
        return self._known(font, ord(character))

    def _symbol(self, font: str | None, code: str) -> str:
        try:
            return self._known(font, int(code, 16))
        except ValueError:
            return self._known(font, -1)

    def _known(self, font: str | None, code: int) -> str:
        sign = symbol(font, code) if code >= 0 else PLACEHOLDER
        if sign == PLACEHOLDER:
            self.omissions.add("symbols", f"{font or 'no font'} {max(code, 0):04X}")
        return sign

    def _control(self, control: Any) -> None:
        """A content control in a line: a box by its state, a prompt not at all."""
        properties = control.find(_W + "sdtPr")
        content = control.find(_W + "sdtContent")
        if content is None:
            return
        box = properties.find(_W14 + "checkbox") if properties is not None else None
        if box is not None:
            checked = box.find(_W14 + "checked")
            state = checked is not None and checked.get(_W14 + "val", "1") in ("1", "true", "on")
            self._show(TICKED if state else UNTICKED)
            before = len(self._pieces)
            self._inside(content)
            rest = self._pieces[before:]
            self._pieces[before:] = [(r, t.lstrip("".join(BOXES) + PLACEHOLDER)) for r, t in rest]
        elif properties is not None and is_on(properties.find(_W + "showingPlcHdr")):
            prompt = "".join(t.text or "" for t in content.iter(_W + "t"))
            self.omissions.add_text("empty-fields", prompt)
        else:
            self._inside(content)

    def _simple_field(self, element: Any) -> None:
        before = len(self._pieces)
        self._inside(element)
        if len(self._pieces) == before:
            self._computed(element.get(_W + "instr", ""))

    def _ruby(self, element: Any) -> None:
        base, guide = element.find(_W + "rubyBase"), element.find(_W + "rt")
        if guide is not None:
            words = "".join(t.text or "" for t in guide.iter(_W + "t"))
            self.omissions.add("phonetic-guides", words)
        if base is not None:
            self._inside(base)

    def _field_mark(self, mark: Any) -> None:
        kind = mark.get(_W + "fldCharType")
        if kind == "begin":
            form = mark.find(_W + "ffData")
            self._fields.append(OpenField(form, pieces=len(self._pieces)))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop())

    def _computed(self, instruction: str) -> None:
        """What a field shows whose result is not stored."""
        shown = computed_field(instruction)
        if shown.symbol:
            self._show(self._known(*shown.symbol))
        elif shown.omitted:
            self.omissions.add(*shown.omitted)
        else:
            self._show(shown.text)

    def _end_field(self, ended: OpenField) -> None:
        if any(not one.in_result for one in self._fields):
            return  # it stands inside another field's instruction
        shown = "".join(text for _, text in self._pieces[ended.pieces :])
        if ended.form is not None:
            self._show(form_state(ended.form, shown))
        elif not shown.strip():
            self._computed(ended.instruction)


def chosen(alternatives: Any) -> Any:
    """The one of several renderings that is read: the first."""
    choice = alternatives.find(_MC + "Choice")
    if choice is not None:
        return choice
    fallback = alternatives.find(_MC + "Fallback")
    return fallback if fallback is not None else ()


def _in_prompt(paragraph: Any) -> bool:
    """Whether the paragraph is the prompt of a content control that nobody has filled in."""
    for above in paragraph.iterancestors():
        if above.tag == _W + "sdt":
            properties = above.find(_W + "sdtPr")
            if properties is not None and is_on(properties.find(_W + "showingPlcHdr")):
                return True
        elif above.tag in (_W + "body", _W + "txbxContent"):
            return False
    return False


def _is_lifted(properties: Any) -> bool:
    return (whole_number(value(properties, "position")) or 0) >= _RAISED_POSITION


def note_labels(body: Any) -> frozenset[str]:
    """The labels with which paragraphs begin, as notes do ("² On Sundays …", "2) …")."""
    labels: set[str] = set()
    for paragraph in body.iter(_W + "p"):
        texts = list(islice(paragraph.iter(_W + "t"), 4))
        words = "".join(text.text or "" for text in texts)
        first = (texts[0].text or "").strip() if texts else ""
        properties = texts[0].getparent().find(_W + "rPr") if texts else None
        if properties is not None and value(properties, "vertAlign") == "superscript":
            slashed = words.lstrip().removeprefix(first).lstrip()[:1] in ("/", "⁄", "∕")
            labels.add("" if slashed else first.strip("[]()"))
        else:
            labels.add(label_of_note(words))
    return frozenset(label for label in labels if 0 < len(label) <= 3)


def _assembled(pieces: list[tuple[str, str]], labels: frozenset[str]) -> str:
    """The pieces as one text; raised ones that follow each other are one mark."""
    joined = [
        (position, "".join(text for _, text in group))
        for position, group in groupby(pieces, key=itemgetter(0))
    ]
    made = ""
    for place, (position, text) in enumerate(joined):
        if position == _LEVEL:
            made += text
        else:
            mark = lowered(made, text)
            if position == "superscript":
                mark = raised(made, text, _following(joined, place), noted=text.strip() in labels)
            made += mark + (" " if text[-1].isspace() and mark else "")
    return settled(made)


def _following(pieces: list[tuple[str, str]], place: int) -> str:
    """What stands behind a raised piece; a lowered number in lowered digits."""
    near = pieces[place + 1 : place + 3]
    return "".join(
        lowered_digits(text.strip()) if position == "subscript" else text for position, text in near
    )
