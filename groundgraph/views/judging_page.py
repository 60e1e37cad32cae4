"""What the explorer shows of a sheet to a judge: the next item, what can be said, how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.judging.sheets import Item
from evaluation.judging.verdict_words import Word
from groundgraph.judging_session import JudgingSession, faults_for, words_for


@dataclass(frozen=True, slots=True)
class OfferedWord:
    """A word that can be said, the `key` that says it, and what it `means`."""

    name: str
    key: str
    means: str


@dataclass(frozen=True, slots=True)
class OfferedVerdict:
    """A verdict, with the faults that are then asked for."""

    name: str
    key: str
    means: str
    faults: tuple[OfferedWord, ...]


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item with the verdicts that it can get. `name` is that of its document."""

    n: int
    kind: str
    shown: Mapping[str, str]
    quote: str
    before: str
    after: str
    heading: tuple[str, ...]
    name: str
    verdicts: tuple[OfferedVerdict, ...]


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """What was said of item `n`."""

    n: int
    verdict: str


@dataclass(frozen=True, slots=True)
class JudgingPage:
    """How many of `total` items are `done`, the `last` verdict and the next `item`, if any."""

    done: int
    total: int
    last: GivenVerdict | None
    item: JudgedItem | None


def page_of(path: Path, judge: str) -> JudgingPage:
    """The sheet at `path` as `judge` sees it. Raises as `JudgingSession`."""
    session = JudgingSession(path, judge)
    said, item = session.verdicts, session.next
    last = list(said.values())[-1] if said else None
    return JudgingPage(
        done=len(said),
        total=len(session.sheet.items),
        last=None if last is None else GivenVerdict(last.n, last.verdict),
        item=None if item is None else _item(item),
    )


def _item(item: Item) -> JudgedItem:
    return JudgedItem(
        n=item.n,
        kind=item.kind,
        shown=dict(item.shown),
        quote=item.quote,
        before=item.before,
        after=item.after,
        heading=tuple(item.heading),
        name=item.name or item.document,
        verdicts=tuple(_verdict(item, word) for word in words_for(item)),
    )


def _verdict(item: Item, word: Word) -> OfferedVerdict:
    faults = tuple(OfferedWord(one.name, one.key, one.means) for one in faults_for(item, word.name))
    return OfferedVerdict(word.name, word.key, word.means, faults)
