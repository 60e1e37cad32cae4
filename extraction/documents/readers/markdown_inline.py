"""Inline HTML in Markdown: tags are read as HTML, entities are the characters they stand for, and
a footnote mark (``[^2]``) stands at the end of its sentence (see `raised`)."""

from __future__ import annotations

import html
import re
from collections import deque

from extraction.documents.readers.html_inline import HIDDEN, STRUCK
from extraction.documents.readers.left_out import LeftOut
from extraction.documents.readers.raised import (
    CLOSING,
    OPENING,
    label_of_note,
    lowered,
    lowered_digits,
    raised,
    settled,
)

_ANY = re.compile(r"[<&\u00ad]|~~|\[\^")
_TOKEN = re.compile(
    r"""\\[!-/:-@\[-`{-~] | (?P<code>`+) | (?P<comment><!--)
    | <(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)
      (?P<attributes>(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*'|"[^"]*"))?+)*+)
      \s*+/?>
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | \[\^(?P<note>[^\]\s^]{1,30})\](?!:) | (?P<strike>~~) | (?P<hyphen>\u00ad)""",
    re.X,
)
_STRUCK = frozenset({"del", "s", "strike", "~~"})
_KEPT = frozenset({"sup", "sub", *_STRUCK})
_STYLED = frozenset("a b big div em font i mark p small span strong u".split())
_DEEPEST = 50  # open elements; one that is opened deeper has no meaning
_LOWERED = re.compile(r"<sub>\s*(\d{1,4})\s*</sub>", re.I)
_MARKUP = re.compile(r"<[^<>]{1,60}>|^[>\s*+-]{1,6}(?=\S)")
_STRESSED = re.compile(r"\A([*_]{1,3})(\w[^*_]{0,20})\1\Z")  # "**3**"
_STYLE = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"']+))", re.I)
_HREF = re.compile(r"\]\([^)]*#|href\s*=\s*[\"']?[^\"'\s>]*#")


def note_labels(text: str) -> frozenset[str]:
    """The labels with which lines of a Markdown text begin, as notes do."""
    lines = (_MARKUP.sub("", line[:200]) for line in text.splitlines() if line[:1] != "#")
    return frozenset(filter(None, map(label_of_note, lines)))


def inline_text(
    text: str,
    left_out: LeftOut,
    line_break: str = "\n",
    labels: frozenset[str] = frozenset(),
) -> str:
    """`text` (one block or cell) with its inline HTML read; `text` itself where there is none."""
    if not _ANY.search(text):
        return text
    return settled(_Inline(text, left_out, line_break, labels).read())


class _Inline:
    """One pass over the markup of a block. Code spans and escapes are left as they are."""

    def __init__(
        self, text: str, left_out: LeftOut, line_break: str, labels: frozenset[str]
    ) -> None:
        self._labels = labels  # of the notes in the document
        self._text = text
        self._left_out = left_out
        self._break = line_break
        self._parts: list[str] = []
        self._open: list[tuple[str, int, str]] = []  # tag, where its text begins, why it is no text
        self._runs: dict[str, deque[int]] = {}  # the runs of backticks of each length
        for match in re.finditer("`+", text):
            self._runs.setdefault(match.group(), deque()).append(match.start())
        self._last_comment = text.rfind("-->")

    def read(self) -> str:
        at = 0
        while (match := _TOKEN.search(self._text, at)) is not None:
            self._parts.append(self._text[at : match.start()])
            at = self._token(match)
        self._parts.append(self._text[at:])
        for tag, begun, _ in reversed(self._open):
            if tag == "~~":
                self._parts[begun:begun] = ["~~"]
        return "".join(self._parts)

    def _token(self, match: re.Match[str]) -> int:
        """Take one piece of markup; returns where the text goes on."""
        end = match.end()
        if match["code"]:
            end = self._code_end(match)
            self._parts.append(self._text[match.start() : end])
        elif match["comment"]:
            if self._last_comment < end:
                self._parts.append(match.group())
            else:
                end = self._text.index("-->", end) + 3
        elif match["tag"]:
            after = self._text[end : end + 60]
            why = _unseen(match["attributes"] or "")
            self._tag(match["tag"].lower(), bool(match["close"]), after, why)
        elif match["strike"]:
            self._tag("~~", any(one[0] == "~~" for one in self._open), "")
        elif match["entity"]:
            self._parts.append(html.unescape(match["entity"]).replace("\u00ad", ""))
        elif match["note"] and match.start():
            self._parts.append(f"{OPENING}^{match['note']}{CLOSING}")
        elif not match["hyphen"]:
            self._parts.append(match.group())
        return end

    def _code_end(self, match: re.Match[str]) -> int:
        """Where the code span ends that begins here; behind the backticks where none does."""
        runs = self._runs[match["code"]]
        while runs and runs[0] <= match.start():
            runs.popleft()
        return runs[0] + len(match["code"]) if runs else match.end()

    def _tag(self, tag: str, close: bool, after: str, why: str = "") -> None:
        if tag == "br" or (tag == "summary" and close):
            self._parts.append(self._break)
        inside = any(tag == one[0] for one in self._open)
        if tag not in _KEPT and not inside and (close or not why or tag not in _STYLED):
            return
        if not close and len(self._open) < _DEEPEST:
            self._open.append((tag, len(self._parts), "struck-out" if tag in _STRUCK else why))
        elif inside:
            while self._open[-1][0] != tag:
                self._open.pop()
            _, begun, why = self._open.pop()
            if tag in _KEPT or why:
                self._close(tag, begun, after, why)

    def _close(self, tag: str, begun: int, after: str, why: str) -> None:
        words = "".join(self._parts[begun:])
        del self._parts[begun:]
        before = "".join(part[-80:] for part in self._parts[-12:])
        if why:
            if words.strip():
                self._left_out.add(why, words)
            if words != words.strip():
                self._parts.append(" ")
        elif tag == "sub":
            self._parts.append(lowered(before, words))
        else:
            label = re.sub(r"\[([^\]]{0,200})\]\([^)]{0,500}\)", r"\1", words)
            label = _STRESSED.sub(r"\2", label)
            after = _LOWERED.sub(lambda found: lowered_digits(found[1]), html.unescape(after))
            after = re.sub(r"<[^>]*>?", "", after)[:20]
            linked, noted = _HREF.search(words) is not None, label.strip() in self._labels
            self._parts.append(raised(before, label, after, linked=linked, noted=noted))


def _unseen(attributes: str) -> str:
    """Why the text of a tag with these attributes is no text, else nothing."""
    found = _STYLE.search(attributes)
    style = "".join(filter(None, found.groups())) if found else ""
    return "hidden-text" if HIDDEN.search(style) else "struck-out" if STRUCK.search(style) else ""
