"""The sentences of a model's answer and the numbers that each rests on, however it writes them:
[1], [1, 2], [1-3], [^1], 【1】, behind or before the full stop, or in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = (
    r"(?:\[\^?(?:(?:sentences?|sources?|no\.?|ref\.?)\s*)?\d{1,4}(?:\s*(?:,|;|and|-|–)\s*\^?\d{1,4})*\]"
    r"|【\d{1,4}(?:\s*[,-]\s*\d{1,4})*(?:†[^】]*)?】)"
)
_MARKS = re.compile(rf"\s*{_MARK}", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
_WIDEST = 20  # numbers that one range may stand for
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^\s*```\w*\s*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+|^\s*#{1,6}\s+")
_END = re.compile(rf"[.!?][\"”’')]*(?:\s*{_MARK})*(?=\s+(?:[A-Z\"“‘(\d*]|$)|$)", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|no|art|sec|para|fig|dr|mr|ms|mrs|prof|inc|ltd|corp|co|st|approx|"
    r"reg|p|pp|vol|ca)|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:I (?:cannot|can't|can’t|am unable|am not able|do not have|don't have|don’t have)|"
    r"I['’]m (?:sorry|unable|not able)|as an AI|"
    r"(?:the )?(?:context|documents?|sentences?|passages?|sources?|text) (?:provided )?"
    r"(?:do(?:es)? not|don['’]t|doesn['’]t) "
    r"(?:state|say|contain|mention|provide|answer|include|specify)|"
    r"(?:cannot|can ?not) be answered|"
    r"no (?:answer|information) (?:is|was) (?:given|found|provided)|"
    r"not enough information)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A sentence as written, without its marks, and the numbers in them, in order."""

    text: str
    numbers: tuple[int, ...]

    @property
    def refuses(self) -> bool:
        """Whether it says that there is no answer, instead of giving one."""
        return _REFUSAL.search(self.text) is not None


class SentenceStream:
    """Cuts an answer into sentences while it arrives: `feed` gives those that are complete, which
    is when the next one has begun; `finish` gives the rest."""

    def __init__(self) -> None:
        self.raw = ""
        self._given = 0

    def feed(self, piece: str) -> list[WrittenText]:
        self.raw += piece
        if _is_data(self.raw) or "<" in self.raw[-12:]:
            return []
        return self._new(written_sentences(self.raw)[:-1])

    def finish(self) -> list[WrittenText]:
        return self._new(written_sentences(self.raw))

    def _new(self, found: list[WrittenText]) -> list[WrittenText]:
        new = found[self._given :]
        self._given = max(self._given, len(found))
        return new


def written_sentences(raw: str) -> list[WrittenText]:
    """The sentences of an answer. What a model thought before (``<think>``) is none of it."""
    text = _THOUGHT.sub(" ", raw)
    if _is_data(text):
        found = _from_data(text)
        if found is not None:
            return found
    text = _FENCE.sub("", text).replace("**", "").replace("__", "")
    return [item for line in text.splitlines() for item in _of_line(line)]


def _is_data(text: str) -> bool:
    start = _FENCE.sub("", _THOUGHT.sub(" ", text)).lstrip()
    return start.startswith("{") or start.startswith(("[{", "[\n", '["'))


def _of_line(line: str) -> Iterator[WrittenText]:
    bullet = _BULLET.match(line)
    rest = line[bullet.end() :] if bullet else line
    start = 0
    for end in _END.finditer(rest):
        piece = rest[start : end.end()]
        if _ABBREVIATED.search(_MARKS.sub("", piece)) and end.end() < len(rest):
            continue
        yield from _sentence(piece)
        start = end.end()
    yield from _sentence(rest[start:])


def _sentence(piece: str) -> Iterator[WrittenText]:
    numbers = [n for mark in _MARKS.finditer(piece) for n in _numbers(mark.group())]
    text = " ".join(_MARKS.sub("", piece).split()).strip()
    if re.search(r"\w", text):
        yield WrittenText(text, tuple(dict.fromkeys(numbers)))


def _numbers(mark: str) -> Iterator[int]:
    for match in _RANGE.finditer(mark.partition("†")[0]):
        first = int(match[1])
        last = int(match[2]) if match[2] else first
        yield from range(first, min(last, first + _WIDEST) + 1) if last >= first else (first, last)


def _from_data(text: str) -> list[WrittenText] | None:
    """The sentences of an answer in JSON; None where it is none."""
    try:
        value = json.loads(_FENCE.sub("", text).strip())
    except ValueError:
        return None
    return list(_of_value(value))


def _of_value(value: object) -> Iterator[WrittenText]:
    if isinstance(value, str):
        yield from written_sentences(value)
    elif isinstance(value, list):
        for item in value:
            yield from _of_value(item)
    elif isinstance(value, dict):
        said = next((value[k] for k in ("text", "sentence", "statement") if k in value), None)
        if isinstance(said, str):
            marks = next((value[k] for k in _CITED if k in value), ())
            numbers = tuple(dict.fromkeys(_of_list(marks)))
            for item in written_sentences(said):
                yield WrittenText(item.text, item.numbers or numbers)
            return
        parts = next((value[k] for k in ("sentences", "answer", "response") if k in value), None)
        if isinstance(parts, str):
            marks = next((value[k] for k in _CITED if k in value), ())
            numbers = tuple(dict.fromkeys(_of_list(marks)))
            for item in written_sentences(parts):
                yield WrittenText(item.text, item.numbers or numbers)
        elif parts is not None:
            yield from _of_value(parts)


_CITED = ("numbers", "citations", "sources", "cites", "references", "evidence")


def _of_list(value: object) -> Iterator[int]:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, int) and not isinstance(item, bool):
            yield item
        elif isinstance(item, str):
            yield from _numbers(item)
