"""Bytes to text: the one place where an encoding is decided.

In this order: a byte order mark; UTF-8 where the bytes are UTF-8; what the file says of itself;
UTF-16 and UTF-32 without a mark; UTF-8 with a few foreign bytes; else the encoding whose text looks
most like a language. What was not certain is said in a note. The byte order mark is decoded away;
every other character is kept as it stands, CR, NUL and zero-width ones included. A lone surrogate
(possible in UTF-16 and in JSON escapes) becomes U+FFFD, one for one, because no UTF-8 text can hold
it.
"""

from __future__ import annotations

import codecs
import re

from extraction.documents.readers.encoding_evidence import guess, mostly_ascii
from extraction.documents.readers.encoding_labels import decode_as, standard_name
from graph.errors import ReadError
from graph.model import Note

Decoded = tuple[str, tuple[Note, ...]]

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
}
_ESCAPES = ((b"\x1b$B", "iso-2022-jp"), (b"\x1b$@", "iso-2022-jp"), (b"\x1b$)C", "iso-2022-kr"))
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_WIDE_TEXT = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u052f\u0590-\u06ff\u0900-\u0e7f\u1e00-\u20cf\u2100-\u21ff\u3000-\u30ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff65]"
)
_SAMPLE = 65_536
_MAX_CONTROL = 0.05
_WIDE_CONTROL = 0.2
_NO_LANGUAGE_CONTROL = 0.03
_STRAY_BYTE = "groundgraph.stray-byte"


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of `data` and notes on what was not certain about its encoding.

    `declared`: the label the file gives itself (``<meta charset>``, XML declaration). Raises
    `ReadError` for an empty file and for one that holds no text.
    """
    if not data:
        raise ReadError(f"{name} is empty: put text into it or remove it.")
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise ReadError(
                f"{name} is {what}, not text: give it the file name extension that fits."
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    text, notes = _unmarked(data, name, declared)
    _refuse_binary(text, name)
    return whole_characters(text), notes


def whole_characters(text: str) -> str:
    """`text` with each lone surrogate replaced by U+FFFD; pairs of them are joined first."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _marked(data: bytes, encoding: str) -> Decoded:
    text = whole_characters(data.decode(encoding, "replace"))
    unreadable = text.count("\ufffd") - _encoded_replacements(data, encoding)
    return text, _damage(unreadable, encoding)


def _encoded_replacements(data: bytes, encoding: str) -> int:
    """How often the file itself holds U+FFFD; it is no damage of this reading."""
    return data.count("\ufffd".encode(encoding))


def _unmarked(data: bytes, name: str, declared: str | None) -> Decoded:
    label = standard_name(declared) if declared else None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _no_utf8(data, name, declared, label)
    wide = _wide_encoding(data) if _mostly_control(text) else None
    if wide:
        return data.decode(wide, "replace"), _note(wide)
    for escape, encoding in _ESCAPES:
        if escape in data:
            return data.decode(encoding, "replace"), _note(encoding)
    if label not in (None, "utf-8", "utf-16le", "utf-16be") and not data.isascii():
        return text, (
            Note("encoding", f"Says it is {declared}, but is UTF-8, and was read as UTF-8."),
        )
    return text, ()


def _no_utf8(data: bytes, name: str, declared: str | None, label: str | None) -> Decoded:
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace"), _note(wide)
    if data.count(0) > _MAX_CONTROL * len(data):
        raise _binary(name)
    if label and not label.startswith("utf-"):
        text = decode_as(data, label)
        if "\ufffd" not in text:
            return text, ()
    notes = _ignored(declared, label)
    strays = _strays(data)
    if strays:
        text = data.decode("utf-8", _STRAY_BYTE)
        detail = f"Read as UTF-8; bytes in {strays} places are none and were read as windows-1252."
        return text, (*notes, Note("encoding", detail))
    return _guessed(data, name, notes)


def _ignored(declared: str | None, label: str | None) -> tuple[Note, ...]:
    """The note on a label that was not followed."""
    if not declared:
        return ()
    why = "its bytes are not that" if label else "that is no encoding"
    return (Note("encoding-label", f'Says its encoding is "{declared[:40]}": {why}.'),)


def _strays(data: bytes) -> int:
    """How many bytes stand out of a text that is otherwise UTF-8; 0 where it is not UTF-8 at all:
    whole characters of several bytes must outnumber the strays by far."""
    text = data.decode("utf-8", "replace")
    strays = text.count("\ufffd") - _encoded_replacements(data, "utf-8")
    whole = sum(1 for character in text if character > "\x7f") - strays
    return strays if whole >= 4 * strays else 0


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """One foreign byte as windows-1252; what a cut-off end leaves becomes U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.end == len(error.object) and "unexpected end" in error.reason:
        return "\ufffd", error.end
    return decode_as(error.object[error.start : error.start + 1], "windows-1252"), error.start + 1


codecs.register_error(_STRAY_BYTE, _stray_byte)


def _mostly_control(text: str) -> bool:
    """Of ASCII and Cyrillic in UTF-16, every second byte is a control character."""
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > _WIDE_CONTROL * len(sample)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the zero bytes of its blanks, digits and line ends stand in
    the same place of each character, and what it decodes to is text."""
    sample = data[:_SAMPLE]
    if 0 not in sample or mostly_ascii(sample):
        return None
    for encoding in _WIDE:
        if len(data) % (4 if "32" in encoding else 2):
            continue
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        if len(_WIDE_TEXT.findall(text)) > 0.95 * len(text) and _has_ascii(text):
            return encoding
    return None


def _has_ascii(text: str) -> bool:
    """Blanks and line ends are there in every script; the wrong byte order has none."""
    plain = sum(1 for character in text if character in " \n\r" or "0" <= character <= "z")
    return plain >= max(1, 0.01 * len(text))


def _guessed(data: bytes, name: str, notes: tuple[Note, ...]) -> Decoded:
    found = guess(data)
    if found is None or (found.points < 0 and _holds_control_bytes(data)):
        raise _binary(name)
    text = decode_as(data, found.name)
    damage = _damage(text.count("\ufffd"), found.name)
    return text, (*notes, *_note(found.name, found.rival, found.points < 0), *damage)


def _holds_control_bytes(data: bytes) -> bool:
    """Of bytes at random every ninth is a control byte, and the best guess for them is UTF-16."""
    sample = data[:_SAMPLE]
    return len(_CONTROL_BYTE.findall(sample)) > _NO_LANGUAGE_CONTROL * len(sample)


def _damage(unreadable: int, encoding: str) -> tuple[Note, ...]:
    if unreadable <= 0:
        return ()
    detail = f"{unreadable} characters could not be read as {encoding}; each is shown as \ufffd."
    return (Note("unreadable-characters", detail),)


def _refuse_binary(text: str, name: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(32.0, _MAX_CONTROL * len(sample)) or (
        sample and not _CONTROL.sub("", sample).strip()
    ):
        raise _binary(name)


def _binary(name: str) -> ReadError:
    return ReadError(f"{name} holds no readable text: save it as UTF-8 text or remove it.")


def _note(encoding: str, rival: str | None = None, doubtful: bool = False) -> tuple[Note, ...]:
    or_else = f" ({rival} is possible too)" if rival else ""
    if doubtful:
        or_else += ", though it looks like no language in it"
    detail = f"Read as {encoding}{or_else}; save it as UTF-8 if characters look wrong."
    return (Note("encoding", detail),)
