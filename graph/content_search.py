"""Searching a base's folder for words, however they are packed: the proof after an erasure.

Every file is read as what it is (SQLite with every table and index, a graph file with every row,
JSON with its escapes) and once more byte by byte; what is compressed is decompressed. Words are
compared without case, white space and punctuation, as runs of `RUN` words: a run is a trace of a
text where no text that is left has it.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import GroundgraphError
from graph.stores.graph_file import GraphFile

RUN = 5
_WORD = re.compile(r"\w+|[\"\[\]{}\x00-\x08]+")
_PLAIN = re.compile(r"\w+")
_BREAK = re.compile(r"[\"\[\]{}\x00-\x08]+")  # where one value ends and another begins
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")  # how zlib's streams begin
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SQLITE = b"SQLite format 3\0"
_MOST = 1 << 26  # bytes that one stream may give


@dataclass(slots=True)
class Traces:
    """What texts that were erased are known by. `names` are looked for as they are."""

    runs: set[tuple[str, ...]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def add(self, text: str) -> None:
        """`text` is to be found; a text of fewer words than a run is found as a whole."""
        words = words_of(text)
        plain = [word for word in words if not _BREAK.fullmatch(word)]
        if len(plain) > RUN:
            self.runs.update(_runs(words))
        elif plain:
            self.runs.add(tuple(plain))

    def without(self, text: str) -> None:
        """`text` is left: what it says is no trace."""
        words = words_of(text)
        for length in {len(run) for run in self.runs}:
            self.runs.difference_update(_runs(words, length))
        self.names = {name for name in self.names if name not in text}

    def in_text(self, text: str) -> str | None:
        """A trace that `text` holds, None where there is none."""
        return _trace_in(text, self, self.lengths())

    def lengths(self) -> list[int]:
        """How many words the runs have, each number once, the smallest first."""
        return sorted({len(run) for run in self.runs})


def _trace_in(text: str, traces: Traces, lengths: Sequence[int]) -> str | None:
    for name in traces.names:
        if name in text:
            return name
    values = [_PLAIN.findall(value) for value in _BREAK.split(text.casefold())]
    for length in lengths:
        for words in values:
            if len(words) < length or traces.runs.isdisjoint(_any_runs(words, length)):
                continue
            return " ".join(next(run for run in _any_runs(words, length) if run in traces.runs))
    return None


def words_of(text: str) -> list[str]:
    """The words of `text` in lower case; what separates values stands as a word of its own, so
    that no run goes over the end of one."""
    return _WORD.findall(text.casefold())


def _runs(words: list[str], length: int = RUN) -> Iterator[tuple[str, ...]]:
    """The runs in which no value ends."""
    for run in _any_runs(words, length):
        if not any(_BREAK.fullmatch(word) for word in run):
            yield run


def _any_runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def found_in(folder: Path, traces: Traces) -> list[tuple[Path, str, str]]:
    """(file, place in it, trace) for each place below `folder` where one is found, each once."""
    found: dict[tuple[Path, str], str] = {}
    lengths = traces.lengths()
    if traces.runs or traces.names:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            for place, text in decoded(path):
                if (path, place) not in found and (
                    trace := _trace_in(text, traces, lengths)
                ) is not None:
                    found[path, place] = trace
    return [(path, place, trace) for (path, place), trace in found.items()]


def decoded(path: Path) -> Iterator[tuple[str, str]]:
    """(place, text) for everything that can be read in a file."""
    if path.suffix == ".npy":
        return  # numbers
    data = path.read_bytes()
    yield "bytes", _text(data)
    for match in _PACKED.finditer(data):
        text = _unpacked(data[match.start() : match.start() + _MOST])
        if text:
            yield "packed bytes", text
    if data.startswith(_SQLITE):
        yield from _cells(path)
    elif path.suffix == ".kgl":
        yield from _graph(path)
    elif path.suffix in (".json", ".jsonl"):
        yield "JSON", _unescaped(_text(data))


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            try:
                rows = connection.execute(f'SELECT * FROM "{name}"')
                for row in rows:
                    yield from ((f"table {name}", text) for text in _values(row))
            except sqlite3.Error:  # an index's own table that is not made to be read
                continue


def _values(row: Iterable[object]) -> Iterator[str]:
    for value in row:
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes):
            yield _unpacked(value) or _text(value)


def _graph(path: Path) -> Iterator[tuple[str, str]]:
    try:
        rows = GraphFile(path).export()
        yield from (("the graph", repr(row)) for row in rows)
    except GroundgraphError as error:
        yield "the graph", str(error)


def _unpacked(data: bytes) -> str:
    """What a zlib stream holds, as far as it goes; empty where `data` is none."""
    try:
        return _text(zlib.decompressobj().decompress(data, _MOST))
    except zlib.error:
        return ""


def _unescaped(text: str) -> str:
    """JSON with its letters as they are; those that it writes as two numbers are joined."""
    halves = _ESCAPED.sub(_plain, text).encode("utf-16", "surrogatepass")
    return halves.decode("utf-16", "replace")


def _plain(escaped: re.Match[str]) -> str:
    """What JSON writes so: a letter by its number, a line end."""
    return chr(int(escaped[1], 16)) if escaped[1] else "\n" if escaped[2] in "nrt" else escaped[2]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")
