"""Which encoding bytes are in that are no UTF-8: every candidate is decoded, and its text judged
by how much it looks like one of the languages that come in that encoding.

Points are per character outside ASCII: a letter of the language's alphabet counts for it, one that
is foreign to it, a capital in the middle of a word, a sign between two letters or a control
character against it; common short words of the language count for it. Ties go to the encoding named
first, windows-1252 before all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from unicodedata import category

from extraction.documents.readers.encoding_labels import decode_as
from extraction.documents.readers.encoding_languages import EAST_ASIAN, LATIN, OTHERS, Language

_SAMPLE = 16_384  # bytes
_WIDE = ("utf-16-le", "utf-16-be")  # without one blank or line end: East Asian text may have none
_PRINTABLE = bytes([9, 10, 13, *range(32, 127)])
_FEW = 0.25
_ALL_COMMON = "".join(EAST_ASIAN.values())
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd]")
_OPENING = frozenset("“„«‘‚‹")
_INVERTED = frozenset("¿¡")
_CLOSING = frozenset("”»’›")
_DASHES = frozenset("–—―")
_BEFORE_NUMBERS = frozenset("£€¥§±≥≤×÷¶№≈")
_AFTER_NUMBERS = frozenset("°%²³½¼¾€£‰µºª±×")
_AFTER_WORDS = frozenset("®™©…·²³†‡ºª")
_LINE_STARTS = frozenset("•·■▪●–—")
_EAST_PUNCTUATION = frozenset("、。，．！？「」『』：；（）・《》“”‘’…　〈〉【】")
_FOREIGN, _MIDDLE_CAPITAL, _NEIGHBOURS, _ODD_SIGN = -2.0, -4.0, -0.4, -1.0
_UNUSABLE = -4.0
_WORDS_COUNT = 2.5
_TIE = 0.003
_CLOSE = 0.15  # points: two encodings this near are both possible


@dataclass(frozen=True, slots=True)
class Guess:
    """`name` is the likeliest encoding, `rival` another one that fits almost as well and reads the
    text differently, None where there is none. `points` below zero: it looks like no language."""

    name: str
    points: float
    rival: str | None = None


def guess(data: bytes) -> Guess | None:
    """The likeliest encoding of bytes that are no UTF-8; None where no candidate can be decoded."""
    sample = _sample(data)
    if _is_ebcdic(sample):
        return Guess("cp500", 1.0)
    found = sorted(_candidates(sample), key=lambda one: -one[0])
    if not found:
        return None
    points, name = found[0]
    text = decode_as(sample, name)
    for others, rival in found[1:]:
        if points - others > _CLOSE:
            break
        if decode_as(sample, rival) != text:
            return Guess(name, points, rival)
    return Guess(name, points)


def _sample(data: bytes) -> bytes:
    """The lines that hold bytes outside ASCII, as far as they go into the sample."""
    if len(data) <= _SAMPLE:
        return data
    taken: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if size + len(line) <= _SAMPLE and not line.isascii():
            taken.append(line)
            size += len(line)
    return b"".join(taken) or data[:_SAMPLE]


def _is_ebcdic(sample: bytes) -> bool:
    """Mainframe text: the blank is 0x40, and what it decodes to is almost all plain words."""
    if sample.count(0x40) < 0.05 * len(sample) or sample.count(0x20) > 0.01 * len(sample):
        return False
    text = sample.decode("cp500")
    plain = sum(1 for c in text if c.isascii() and (c.isalnum() or c in " \r\n\t.,;:'\"()-/"))
    return plain > 0.9 * len(text)


def _candidates(sample: bytes) -> Iterator[tuple[float, str]]:
    for place, name in enumerate(_encodings()):
        text = decode_as(sample, name)
        if name in EAST_ASIAN:
            points = _east_asian_points(text, EAST_ASIAN[name])
        elif name in _WIDE and mostly_ascii(sample):
            continue
        elif name in _WIDE:
            points = _east_asian_points(text, _ALL_COMMON)
        else:
            seen = _Signs.of(text)
            points = max(seen.points(language) for language in _encodings()[name])
        yield points - _TIE * place, name


def mostly_ascii(sample: bytes) -> bool:
    """No text in two bytes a character is: hardly any of its characters has two of ASCII."""
    return len(sample.translate(None, _PRINTABLE)) < _FEW * len(sample)


@cache
def _encodings() -> dict[str, list[Language]]:
    """Every candidate and the languages that come in it."""
    found: dict[str, list[Language]] = {}
    for language in (*LATIN, *OTHERS):
        for name in language.encodings:
            found.setdefault(name, []).append(language)
    rest = sorted(found, key=lambda name: not name.startswith("windows-"))
    order = [*rest, *EAST_ASIAN, *_WIDE]
    return {name: found.get(name, []) for name in order}


@dataclass(slots=True)
class _Signs:
    """What one decoding of the sample looks like, whatever the language."""

    letters: Counter[str] = field(default_factory=Counter)  # outside ASCII, in lower case
    words: Counter[str] = field(default_factory=Counter)
    beside_ascii: int = 0  # letters outside ASCII that touch a letter of ASCII
    touching: int = 0  # letters outside ASCII after another one
    alone: Counter[str] = field(default_factory=Counter)  # words of one letter outside ASCII
    ascii_share: float = 0.0  # of all letters
    fixed: float = 0.0  # points that no language changes
    count: int = 0

    @classmethod
    def of(cls, text: str) -> _Signs:
        words = Counter(_WORD.findall(text.lower()))
        letters = sum(len(word) * times for word, times in words.items())
        plain = sum(len(word) * times for word, times in words.items() if word.isascii())
        made = cls(
            words=words,
            alone=Counter({w: n for w, n in words.items() if len(w) == 1 and not w.isascii()}),
            ascii_share=plain / max(1, letters),
            fixed=-abs(text.count("«") - text.count("»")),
        )
        for match in _NOT_ASCII.finditer(text):
            at = match.start()
            before = text[at - 1] if at else "\n"
            after = text[at + 1] if at + 1 < len(text) else "\n"
            made.count += 1
            made._take(match.group(), before, after)
        return made

    def _take(self, sign: str, before: str, after: str) -> None:
        if _CONTROL.match(sign):
            self.fixed += _UNUSABLE
        elif (sign.isalpha() and sign not in "ºªµ") or category(sign) in ("Mn", "Mc"):
            self.letters[sign.lower()] += 1
            self.beside_ascii += _ascii_letter(before) or _ascii_letter(after)
            self.touching += before.isalpha() and not before.isascii()
            if sign.isupper() and before.islower():
                self.fixed += _MIDDLE_CAPITAL
            elif before.isdigit() or after.isdigit():
                self.fixed += _ODD_SIGN
        else:
            self.fixed += _sign_points(sign, before, after)

    def points(self, language: Language) -> float:
        """Points per character outside ASCII, with what the words add."""
        latin = language.letters[0] < "\u0250"
        steep = 0.5 if latin else 1.4
        total = self.fixed
        for letter, times in self.letters.items():
            rank = language.letters.lower().find(letter)
            total += times * (_FOREIGN if rank < 0 else 1 - steep * rank / len(language.letters))
        if latin:
            total += _NEIGHBOURS * self.touching
            alone = ((word, n) for word, n in self.alone.items() if word not in language.words)
            total += _FOREIGN * sum(times for _, times in alone)
        else:
            total += _FOREIGN * self.beside_ascii - self.count * self.ascii_share
        common = sum(times for word, times in self.words.items() if word in language.words)
        share = common / max(1, self.words.total())
        return total / max(1, self.count) + _WORDS_COUNT * min(0.4, share)


def _ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _sign_points(sign: str, before: str, after: str) -> float:
    """Points of a sign that is no letter, by where it stands."""
    opens, closes = not before.isalnum(), not after.isalnum()
    fits = (
        (sign in _OPENING and opens and after.isalnum())
        or (sign in _CLOSING and (closes or sign == "’") and not before.isspace())
        or (sign in _DASHES and before.isspace() == after.isspace() and not before.islower())
        or (sign in _BEFORE_NUMBERS and (after.isdigit() or after.isspace()) and opens)
        or (sign in _AFTER_NUMBERS and (before.isdigit() or before.isspace()))
        or (sign in _AFTER_WORDS and before.isalnum() and closes)
        or (sign in _LINE_STARTS and before in "\n\t ")
        or sign in "\xa0\xad"
    )
    if fits:
        return 1.0
    if sign in _INVERTED and opens and after.isalpha():
        return 0.2
    return 2 * _ODD_SIGN if before.isalpha() and after.isalpha() else _ODD_SIGN


def _east_asian_points(text: str, common: str) -> float:
    total = 0.0
    count = 0
    known = frozenset(common)
    for match in _NOT_ASCII.finditer(text):
        sign = match.group()
        count += 1
        total += _east_asian_sign(sign, known)
        if sign.isalpha() and match.start() and _ascii_letter(text[match.start() - 1]):
            total += _ODD_SIGN
    return total / max(1, count) + 0.3


def _east_asian_sign(sign: str, known: frozenset[str]) -> float:
    if sign in known:
        return 2.0
    if _CONTROL.match(sign):
        return _UNUSABLE
    if sign in _EAST_PUNCTUATION:
        return 1.0
    if "\u3041" <= sign <= "\u30fe" or "\uff01" <= sign <= "\uff5e":
        return 0.6
    if "\uac00" <= sign <= "\ud7a3":
        return 0.6 if _encodable(sign, "euc_kr") else _ODD_SIGN
    if "\u4e00" <= sign <= "\u9fff":
        return 0.3 if _level_one(sign) else -0.6
    return _ODD_SIGN


def _encodable(sign: str, codec: str) -> bool:
    try:
        sign.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _level_one(sign: str) -> bool:
    """Whether a Han character is in the first, common level of GB 2312, Big5 or JIS X 0208."""
    for codec, last in (("gb2312", 0xD7), ("big5", 0xC6), ("euc_jp", 0xCF)):
        try:
            if sign.encode(codec)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
