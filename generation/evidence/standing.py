"""Which documents hold on the day that is asked about, and which are superseded: what they say of
themselves, the dates of their validity, what newer versions say of them, and the replacements that
other documents state. Decided when a question is asked: nothing of it is kept in the graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generation.question.periods import Period, periods
from graph.model import Document, Replacement

_HEAD = 800  # characters at the beginning where a document speaks of itself
_GONE = r"(?:withdrawn|superseded|repealed|revoked|cancelled|obsolete|rescinded|no longer in force)"
_SINCE = r"(?P<since>\s+(?:(?:on|from|since|as of|with effect from)\s+)?[^.;\n|]{4,30})?"
_ITSELF = re.compile(
    rf"\b(?:status\s*:\s*{_GONE}|(?:this|the present) [\w ]{{0,30}}(?:is|was|has been) {_GONE})"
    rf"{_SINCE}",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\bversion (?P<old>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_REPLACES = re.compile(r"\breplaces? (?:the )?version (?P<old>\d+(?:\.\d+)*)", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:version|revision|edition|v|rev)\.?\s*\d+(?:\.\d+)*\b", re.IGNORECASE)


def asked_period(asked: str, today: date) -> Period:
    """The days that a question asks about: those it names first ("in June 2023"), else `today`."""
    named = periods(asked)
    if not named:
        return Period(today, today)
    first = named[0]
    return Period(max(first.first, date(1, 1, 1)), min(first.last, date(9999, 12, 31)))


def retired(
    documents: Iterable[Document], at: Period, replaced: Iterable[Replacement] = ()
) -> frozenset[str]:
    """Versions among `documents` that do not hold at `at`: they say so themselves, their validity
    has ended, another version of the same document stands in their place by then, or, as one of
    `replaced` says, another document does. One that is not yet valid is set back only for a version
    that is."""
    listed = list(documents)
    replacing = [one for one in replaced if one.holds]
    former = {one.former for one in replacing if in_place(one, at)}
    found = {d.version for d in listed if d.id in former or _gone(d, at) or _ended(d, at)}
    current = {d.id for d in listed if d.version not in found}
    not_yet = {one.newer for one in replacing if one.former in current}
    found |= {d.version for d in listed if d.id in not_yet and not _begun(d, at)}
    for newer in listed:
        for older in _older(newer, listed):
            if _begun(newer, at) and newer.version not in found:
                found.add(older.version)
            elif older.version not in found:
                found.add(newer.version)
    return frozenset(found)


def in_place(one: Replacement, at: Period) -> bool:
    """Whether a replacement holds from a day within or before `at`; one without a date does."""
    return one.since is None or date.fromisoformat(one.since) <= at.last


def _gone(document: Document, at: Period) -> bool:
    """Whether it says of itself that it no longer holds, and since a day before `at`."""
    said = _ITSELF.search(document.text[:_HEAD])
    if said is None:
        return False
    since = periods(said.group("since") or "")
    return not since or max(since[0].first, date.min) <= at.last


def _ended(document: Document, at: Period) -> bool:
    return document.valid_to is not None and date.fromisoformat(document.valid_to) < at.first


def _begun(document: Document, at: Period) -> bool:
    """Whether it holds from a day within or before `at`; one without a date does."""
    return document.valid_from is None or date.fromisoformat(document.valid_from) <= at.last


def _older(newer: Document, listed: Sequence[Document]) -> Iterator[Document]:
    """The documents that `newer` replaces: those it names, and those of the same name with a lower
    version of their own or an earlier beginning."""
    replaced = _replaced_by(newer)
    for other in listed:
        if other is newer or _title(other) != _title(newer):
            continue
        if _own(other) in replaced or _earlier(other, newer):
            yield other


def _earlier(one: Document, other: Document) -> bool:
    """Whether `one` is the earlier of two versions that both say which they are."""
    if not (_own(one) and _own(other)) or _own(one) == _own(other):
        return False
    if one.valid_from and other.valid_from:
        return one.valid_from < other.valid_from
    return _parts(_own(one)) < _parts(_own(other))


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _replaced_by(document: Document) -> set[str]:
    stated = {one.value for one in document.stated if one.kind == "replaces"}
    return stated | {m.group("old") for m in _REPLACES.finditer(document.text[:_HEAD])}


def _own(document: Document) -> str:
    named = _VERSION.search(document.name)
    return document.own_version or (named.group("old") if named else "")


def _title(document: Document) -> str:
    return _LABEL.sub("", document.name).casefold().strip(" ,.-–()")
