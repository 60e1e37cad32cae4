"""Judging sheets: what a judge reads, and apart from it what a judge must not see.

A sheet is JSON lines: a head (``"sheet"``: its format), then one item a line, numbered from 1. Its
key (a file of its own, JSON) holds for each item what read it (rule, ids) and for each corpus how
much there was to draw from. The key names the sheet by the hash of its bytes.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from evaluation.judging.verdict_words import KINDS, Kind
from graph.errors import SettingsError

FORMAT = "groundgraph judging sheet 1"
COLUMNS = "columns: "
"""How the heading begins that names the heads of the table that an item stands in."""

_KEY_FORMAT = "groundgraph judging key 1"
Drawn = TypeVar("Drawn")


@dataclass(frozen=True, slots=True)
class Item:
    """What is judged. `shown` holds what the graph shows, in words (kind of part -> words, or a
    list of such). `quote` are the words it came from, `before` and `after` those around them."""

    n: int
    kind: Kind
    shown: Mapping[str, Any]
    quote: str
    before: str = ""
    after: str = ""
    heading: tuple[str, ...] = ()
    document: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a sheet comes from. `base` is the content hash of the graph, `rules` the fingerprint of
    what read it; `frozen` says since when documents and rules were, in the words of whoever drew
    the sheet; empty where nobody said so, and then its figures are of development."""

    corpus: str
    seed: str
    base: str
    version: str
    rules: str
    drawn: str
    frozen: str = ""

    @property
    def figure(self) -> str:
        return "test" if self.frozen else "development"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`hash` is the SHA-256 of the file."""

    head: Head
    items: tuple[Item, ...]
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a judge must not see of an item."""

    corpus: str
    rule: str = ""
    ids: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Population:
    """What there was to draw from in one corpus: `items` of each kind, and `words` of text."""

    items: Mapping[str, int]
    words: int


@dataclass(frozen=True, slots=True)
class Key:
    """`hidden` by the number of the item, `population` by corpus."""

    sheet: str
    hidden: Mapping[int, Hidden]
    population: Mapping[str, Population]


def drawn(
    candidates: Iterable[Drawn], identity: Callable[[Drawn], str], seed: str, size: int
) -> list[Drawn]:
    """`size` of `candidates` (all, where there are fewer), in an order without meaning. Each one's
    place follows from its identity and the seed alone, so that whatever else there is, the same
    candidate comes to the same place: draws before and after a change can be compared in pairs."""

    def place(candidate: Drawn) -> tuple[str, str]:
        name = identity(candidate)
        return hashlib.sha256(f"{seed}\0{name}".encode()).hexdigest(), name

    return heapq.nsmallest(size, candidates, key=place)


# --- files --------------------------------------------------------------------------------------


def sheet_lines(head: Head, items: Sequence[Item]) -> str:
    """The sheet as JSON lines."""
    rows: list[dict[str, Any]] = [{"sheet": FORMAT, **asdict(head), "figure": head.figure}]
    rows += [{name: value for name, value in asdict(item).items() if value} for item in items]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def hash_of(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()


def key_text(key: Key) -> str:
    data = {
        "key": _KEY_FORMAT,
        "sheet": key.sheet,
        "population": {name: asdict(value) for name, value in key.population.items()},
        "items": {str(n): asdict(hidden) for n, hidden in key.hidden.items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def key_path(sheet: Path) -> Path:
    """Where the key of a sheet lies: ``draw.jsonl`` has ``draw.key.json``."""
    return sheet.with_name(f"{sheet.stem}.key.json")


def read_sheet(path: Path) -> Sheet:
    """Raises `SettingsError` where the file is missing or is no sheet."""
    text = read_text(path, "a judging sheet", "groundgraph eval facts draw makes one")
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        head = dict(rows[0])
        if head.pop("sheet") != FORMAT:
            raise ValueError("another format")
        head.pop("figure", None)
        items = tuple(_item(row) for row in rows[1:])
        return Sheet(Head(**head), items, hash_of(text))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise SettingsError(
            f"{path} is no judging sheet ({error}). Name the file that groundgraph eval facts draw "
            "wrote."
        ) from error


def _item(row: dict[str, Any]) -> Item:
    if row["kind"] not in KINDS:
        raise ValueError(f"item {row['n']} is a {row['kind']}")
    return Item(**{"quote": "", **row, "heading": tuple(row.get("heading", ()))})


def read_key(path: Path, sheet: Sheet) -> Key:
    """The key of `sheet`. Raises `SettingsError` where it is missing or another sheet's."""
    text = read_text(path, "the key of the sheet", "name it with --key")
    try:
        data = json.loads(text)
        key = Key(
            data["sheet"],
            {int(n): Hidden(**hidden) for n, hidden in data["items"].items()},
            {name: Population(**value) for name, value in data["population"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{path} is no key of a judging sheet ({error}). Name the right one with --key."
        ) from error
    if key.sheet != sheet.hash:
        raise SettingsError(
            f"{path} belongs to another sheet, or the sheet was changed after it was drawn. Name "
            "the sheet as it was drawn, or its own key with --key."
        )
    return key


def read_text(path: Path, what: str, remedy: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SettingsError(f"{path}, {what}, cannot be read: {reason}; {remedy}.") from error


# --- for people ---------------------------------------------------------------------------------


def sheet_text(head: Head, items: Sequence[Item]) -> str:
    """The sheet as plain text: to be read and judged on paper, or in any editor."""
    lines = [f"Judging sheet {head.corpus}, seed {head.seed}: {len(items)} items", ""]
    for item in items:
        lines += [*item_lines(item), ""]
    return "\n".join(lines)


def item_lines(item: Item) -> Iterator[str]:
    where = " › ".join((item.name or item.document, *item.heading))
    yield f"[{item.n}] {item.kind}"
    for part, words in item.shown.items():
        if isinstance(words, list):
            yield f"  {part}:" if words else f"  {part}: nothing"
            for one in words:
                yield f"    - {one if isinstance(one, str) else _parts(one)}"
        else:
            yield f"  {part}: {words}"
    yield f"  in: {item.before} ⟦{item.quote}⟧ {item.after}"
    yield f"  at: {where}"


def _parts(one: Mapping[str, str]) -> str:
    first, *others = one.items()
    return " | ".join([first[1], *(f"{part}: {words}" for part, words in others)])
