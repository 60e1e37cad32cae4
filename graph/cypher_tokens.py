"""Cuts Cypher text into tokens, as strictly as every engine that will read it.

Where engines differ (Unicode blanks, Unicode escapes, line ends inside comments) the text is
refused: a gate that reads a text otherwise than the engine behind it is no gate.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from graph.errors import QueryRefused

Kind = Literal["word", "quoted", "string", "number", "parameter", "sign"]

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+)
  | (?P<comment>//[^\r\n]*)
  | (?P<block>/\*.*?\*/)
  | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:[^\W\d]\w*|\d+|`(?:[^`]|``)*`))
  | (?P<number>0[xX][0-9a-fA-F]+|0[oO]?[0-7]+(?![\d.])|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>\.\.|<>|<=|>=|=~|\+=|::|\|\||[()\[\]{},.:;|&!%^*/+\-<>=$?])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_LINE_ENDS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it stands; `text` is as written, `upper` its upper case."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        return self.text.upper()


def tokens(cypher: str) -> list[Token]:
    """The tokens of `cypher` without blanks and comments. Raises `QueryRefused` for what cannot be
    cut the same way by every engine."""
    found: list[Token] = []
    position = 0
    while position < len(cypher):
        match = _TOKEN.match(cypher, position)
        if match is None:
            raise QueryRefused(_unexpected(cypher, position))
        kind, text = str(match.lastgroup), match.group()
        if kind in ("comment", "block"):
            _check_comment(text)
        elif kind != "blank":
            if kind in ("string", "quoted", "parameter"):
                _check_escapes(text)
            if kind == "word":
                _check_word(text)
            found.append(Token(kind, text, match.start(), match.end()))  # type: ignore[arg-type]
        position = match.end()
    return found


def _unexpected(cypher: str, position: int) -> str:
    char = cypher[position]
    if char in "'\"`" or cypher.startswith("/*", position):
        return (
            f"The text that begins with {char} at position {position} has no end; close the quote "
            "or comment."
        )
    if char == "\\":
        return (
            f"A backslash at position {position} stands outside of a string; write the character "
            "itself."
        )
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    return (
        f"The character {name} at position {position} is not allowed outside of strings; use plain "
        "blanks and ASCII signs."
    )


def _check_comment(text: str) -> None:
    if _LINE_ENDS & set(text) or _ESCAPE.search(text) or "/*" in text[2:]:
        raise QueryRefused(
            "A comment holds a line end, an escape or another comment that engines read "
            "differently; take it out."
        )


def _check_escapes(text: str) -> None:
    for match in _ESCAPE.finditer(text):
        char = chr(min(int(match[1] or match[2], 16), 0x10FFFF))
        if text[0] != "'" and text[0] != '"':
            raise QueryRefused("A name holds a Unicode escape; write the character itself.")
        if char in "'\"`\\\r\n" or char in _LINE_ENDS:
            raise QueryRefused(
                "A string holds a Unicode escape for a quote, a backslash or a line end, which "
                "engines read differently; pass the value as a parameter."
            )


def _check_word(text: str) -> None:
    """Letters that some engine maps to ASCII (``ſET``, ``ＳＥＴ``) could spell a keyword there."""
    if text.isascii():
        return
    for form in (text.upper(), text.casefold(), unicodedata.normalize("NFKC", text)):
        folded = unicodedata.normalize("NFKC", form)
        if folded.isascii():
            raise QueryRefused(
                f"The word {text} has letters that look like others; write {folded} in plain "
                "letters, or put the name in backticks."
            )
    if any(unicodedata.category(char) in ("Cf", "Cc") for char in text):
        raise QueryRefused(f"The word {text} has invisible characters; take them out.")
