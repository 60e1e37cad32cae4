"""Bytes to text: the one place where an encoding is decided.

UTF-8 first, then byte order marks and UTF-16 without one, then charset-normalizer. The byte order
mark is decoded away; every other character is kept as it stands, CR, NUL and zero-width ones
included. A lone surrogate (possible in UTF-16 and in JSON escapes) becomes U+FFFD, one for one,
because no UTF-8 text can hold it.
"""

from __future__ import annotations

import codecs
import re

from graph.errors import ReadError
from graph.model import Note

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
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
_SAMPLE = 65_536
_MAX_CONTROL = 0.05


def decode(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text of `data` and, where the encoding had to be guessed, a note that says which.

    Raises `ReadError` for an empty file and for one that holds no text.
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
            return whole_characters(data[len(mark) :].decode(encoding, "replace")), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, name)
    if "\x00" in text:
        wide = _wide_encoding(data)
        if wide:
            return whole_characters(data.decode(wide, "replace")), _note(wide)
    _refuse_binary(text, name)
    return text, ()


def whole_characters(text: str) -> str:
    """`text` with each lone surrogate replaced by U+FFFD; pairs of them are joined first."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    wide = _wide_encoding(data)
    if wide:
        return whole_characters(data.decode(wide, "replace")), _note(wide)
    if data.count(0) > _MAX_CONTROL * len(data):
        raise _binary(name)
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise _binary(name)
    encoding = best.encoding
    # Short Western texts fit many code pages equally well; prefer the common one.
    for match in matches:
        if match.encoding == "cp1252" and match.chaos <= best.chaos:
            encoding = "cp1252"
    text = data.decode(encoding, "replace")
    _refuse_binary(text, name)
    return whole_characters(text), _note(encoding)


def _refuse_binary(text: str, name: str) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(32.0, _MAX_CONTROL * len(sample)) or (
        sample and not _CONTROL.sub("", sample).strip()
    ):
        raise _binary(name)


def _binary(name: str) -> ReadError:
    return ReadError(f"{name} holds no readable text: save it as UTF-8 text or remove it.")


def _note(encoding: str) -> tuple[Note, ...]:
    return (Note("encoding", f"Read as {encoding}; save it as UTF-8 if characters look wrong."),)
