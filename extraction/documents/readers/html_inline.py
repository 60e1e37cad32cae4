"""Running text of HTML: what inline elements say, and what of a page is no running text."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from extraction.documents.readers.encoding import whole_characters
from extraction.documents.readers.left_out import LeftOut
from extraction.documents.readers.mathml import linear_math
from extraction.documents.readers.raised import (
    CLOSING,
    OPENING,
    label_of_note,
    lowered,
    lowered_digits,
    raised,
    settled,
)
from extraction.documents.readers.symbol_fonts import PLACEHOLDER, is_symbol_font, symbol
from extraction.documents.readers.text_builder import one_line, some_lines

BREAK = "\u2028"  # stands for <br> until white space has been collapsed
_DELETED = frozenset({"del", "s", "strike"})
_NOT_SHOWN = frozenset(
    "script style template iframe object embed applet canvas audio video datalist frame".split()
)
_SILENT_INPUTS = frozenset({"hidden", "password", "file", "image"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
STRUCK = re.compile(r"text-decoration[^;]{0,100}line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.I)
_NOTE_REFERENCE = re.compile(r"noteref|footnote|endnote|\bcite", re.I)
_FAMILY = re.compile(  # "font:" sets it somewhere behind the size: never a symbol font in practice
    r"(?:\A|[;\s])font(?:-family\s*:\s*([^,;]{1,60})|\s*:)", re.I
)
_COLLAPSE = re.compile(r"[ \t\n\r\f]+")
_DROPPED = {ord("\u00ad"): None, ord(OPENING): "\ufffd", ord(CLOSING): "\ufffd"}
_NOTE_BLOCKS = ("p", "li", "dd", "div", "small", "aside", "footer")
_HANDLES = ("#", "¶", "🔗", "§")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
_TAIL_PARTS = 12  # pieces of text looked at for what stands before a mark,
_TAIL_CHARS = 80  # and the end of each


class RunningText:
    """Collects the text of one block; `LeftOut` counts what is no part of it.

    `start` returns True where an element has been read or left out whole, so that the walk goes on
    behind it.
    """

    def __init__(self, left_out: LeftOut, labels: frozenset[str] = frozenset()) -> None:
        self.left_out = left_out
        self.labels = labels
        self.pre = 0  # open pre elements
        self._parts: list[str] = []
        self._fonts: list[str] = []  # of the open elements that set one
        self._open: list[tuple[str, int]] = []  # of sup and sub: which, and where their text begins

    def text(self, text: str | None) -> None:
        if text:
            text = text.translate(_DROPPED)
            if self._fonts and is_symbol_font(self._fonts[-1]):
                text = "".join(map(self._sign, text))
            self._parts.append(text.replace("\n", BREAK) if self.pre else text)

    def _sign(self, character: str) -> str:
        """What a character shows in the symbol font that is set."""
        sign = character if character.isspace() else symbol(self._fonts[-1], ord(character))
        if sign == PLACEHOLDER:
            self.left_out.add("symbols", f"{self._fonts[-1]} {ord(character):04X}")
        return sign

    def start(self, element: Any, tag: str) -> bool:
        style = element.get("style") or ""
        if self._skipped(element, tag, style):
            return True
        if font := _font(element, style):
            self._fonts.append(font)
        title = element.get("title")
        if title and title.strip():
            self.left_out.add("titles", title)
        if tag == "br":
            self._parts.append(BREAK)
        elif tag in ("rt", "q"):
            self._parts.append("(" if tag == "rt" else "“")
        elif position(tag, style):
            self._open.append((position(tag, style), len(self._parts)))
        return False

    def end(self, element: Any, tag: str) -> None:
        if self._fonts and _font(element, element.get("style") or ""):
            self._fonts.pop()
        if tag in ("rt", "q"):
            self._parts.append(")" if tag == "rt" else "”")
        elif self._open and position(tag, element.get("style") or ""):
            which, begun = self._open.pop()
            mark = "".join(self._parts[begun:])
            del self._parts[begun:]
            near = self._parts[max(self._open[-1][1] if self._open else 0, begun - _TAIL_PARTS) :]
            before = "".join(part[-_TAIL_CHARS:] for part in near)
            if which == "sub":
                self._parts.append(lowered(before, mark))
            else:
                noted = mark.strip() in self.labels
                made = raised(before, mark, _after(element), linked=is_note(element), noted=noted)
                self._parts.append(made)

    def take(self) -> str:
        """The text so far, white space collapsed as a browser does; the next begins."""
        collapsed = _COLLAPSE.sub(" ", "".join(self._parts)).replace(BREAK, "\n")
        self._parts.clear()
        self._open = [(which, 0) for which, _ in self._open]
        text = collapsed.strip() if self.pre else some_lines(collapsed)
        return whole_characters(settled(text))

    def _skipped(self, element: Any, tag: str, style: str) -> bool:
        if not tag or tag in ("head", "rp"):
            return True
        if tag in _NOT_SHOWN:
            self._not_shown(element, tag)
        elif is_hidden(element):
            self._leave("hidden-text", element)
        elif tag in _DELETED or (style and STRUCK.search(style)):
            self._leave("struck-out", element)
        elif tag == "a" and _is_permalink(element):
            pass
        elif tag == "math":
            self._parts.append(f" {linear_math(element)} ".translate(_DROPPED))
        elif tag == "svg":
            words = [one_line("".join(text.itertext())) for text in element.iter("text")]
            self._parts.append(f" {' '.join(words)} ".translate(_DROPPED))
        elif tag == "img":
            self.left_out.add("images", element.get("alt") or "")
        elif tag == "input":
            self._input(element)
        elif tag == "select":
            self._select(element)
        else:
            return False
        return True

    def _leave(self, code: str, element: Any) -> None:
        words = "".join(element.itertext())
        if words.strip():
            self.left_out.add(code, words)
        if words != words.strip() or not words:
            self._parts.append(" ")

    def _not_shown(self, element: Any, tag: str) -> None:
        where = element.get("src") or element.get("data") or ""
        inside = "" if tag in ("script", "style") else one_line("".join(element.itertext()))
        self.left_out.add("not-shown", f"{tag} {inside or where}".rstrip())

    def _input(self, element: Any) -> None:
        kind = (element.get("type") or "text").lower()
        value = one_line(element.get("value") or "")
        if kind in ("checkbox", "radio"):
            self._parts.append("☐ " if element.get("checked") is None else "☑ ")
        elif kind in _SILENT_INPUTS:
            self.left_out.add("not-shown", f"{kind} field")
        elif value:
            self._parts.append(f" {value} ".translate(_DROPPED))

    def _select(self, element: Any) -> None:
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]
        kept = set(chosen)
        for option in options:
            words = one_line("".join(option.itertext()))
            if option in kept:
                self._parts.append(f" {words} ".translate(_DROPPED))
            elif words:
                self.left_out.add("choices", words)


def _is_permalink(element: Any) -> bool:
    """Whether a link is only the handle ("#", "¶") by which its heading can be linked to."""
    if not (element.get("href") or "").startswith("#"):
        return False
    words = "".join(islice(element.itertext(), 4)).strip()
    above = (one.tag for one in islice(element.iterancestors(), 3))
    return words in _HANDLES and any(tag in _HEADINGS for tag in above)


def is_hidden(element: Any) -> bool:
    hidden, style = element.get("hidden"), element.get("style")
    if hidden is not None and hidden != "until-found":
        return True
    return bool(style and HIDDEN.search(style))


def _font(element: Any, style: str) -> str:
    """The first font that an element sets, else nothing."""
    face = str(element.get("face") or "") if element.tag == "font" else ""
    named = _FAMILY.search(style) if style else None
    name = (named[1] or "other") if named else face.split(",")[0]
    return name.strip(" \t\n\"'")


def position(tag: str, style: str) -> str:
    """``sup``, ``sub`` or nothing."""
    if tag in ("sup", "sub"):
        return tag
    found = _RAISED.search(style) if style else None
    return "" if found is None else found.group(1)[:3].lower()


def is_note(element: Any) -> bool:
    """Whether a raised element is a link to a place in the document, or is called a note."""
    links = (one for one in islice(element.iterancestors(), 3) if one.tag == "a")
    near = [element, *links, *islice(element.iter("a"), 2)]
    return any(
        "#" in (one.get("href") or "")
        or _NOTE_REFERENCE.search(f"{one.get('class') or ''} {one.get('role') or ''}") is not None
        for one in near
    )


def note_labels(root: Any) -> frozenset[str]:
    """The marks that begin a block, as the labels of notes do ("² On Sundays …", "[2] …")."""
    sups = (sup for sup in root.iter("sup") if _begins(sup) and not _slash_follows(sup))
    labels = [one_line("".join(sup.itertext())).strip("[]()") for sup in sups]
    labels += [label_of_note(block.text or "") for block in root.iter(*_NOTE_BLOCKS)]
    labels += [label_of_note(line.tail or "") for line in root.iter("br")]
    return frozenset(label for label in labels if 0 < len(label) <= 3)


def _slash_follows(element: Any) -> bool:
    return (element.tail or "").lstrip()[:1] in ("/", "⁄", "∕") and bool(
        (element.tail or "").strip()
    )


def _begins(element: Any) -> bool:
    """Whether nothing stands before an element in its block."""
    for _ in range(3):
        above = element.getparent()
        if above is None or element.getprevious() is not None or (above.text or "").strip():
            return False
        if above.tag in ("p", "li", "dd", "dt", "td", "th", "div", "body", "aside", "footer"):
            return True
        element = above
    return False


def _after(element: Any) -> str:
    """What follows a raised element at once; a lowered number in lowered digits."""
    for _ in range(3):
        tail = str((element.tail or "")[:20])
        following = element.getnext()
        if following is not None and len(tail.strip()) < 2:
            words = "".join(islice(following.itertext(), 3))[:20]
            low = position(str(following.tag), following.get("style") or "") == "sub"
            return tail + (lowered_digits(words.strip()) if low else words)
        if tail:
            return tail
        element = element.getparent()
        if element is None or element.tag not in ("a", "b", "i", "em", "strong", "span"):
            break
    return ""
