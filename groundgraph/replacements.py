"""Which document stands in the place of which: what documents state of it, brought to the documents
of the base, and what experts reject.

Read at build time with its place (extraction/documents/stated_replacements.py); what a name means
is found out over all current documents whenever it is asked, so that it is the same in any order of
building, and a decision holds at once. Nothing of it is in the graph's hash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.errors import NotFound
from graph.identity import content_id
from graph.model import Answer, Replacement, Span
from graph.record.decisions import REJECTED_REPLACEMENT
from groundgraph.document_names import Called, Spoken, called, meant, spoken

if TYPE_CHECKING:
    from graph.record import Decision, Record, StatedEdition

TextOf = Callable[[str], str]
"""The text of a document by its key."""
Names = Callable[[str], str | None]
_BOTH = "each of the two documents says that it replaces the other"
_AROUND = 32  # characters that a decision keeps on each side of the quote


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement about another document, and the document that makes it."""

    by: Called
    named: str
    span: Span | None
    since: str | None
    by_newer: bool


def replacements(
    record: Record, documents: frozenset[str] | None = None
) -> tuple[Replacement, ...]:
    """Every replacement that the current documents state (those among `documents`, as if there were
    no others), sorted; those that are not clear and those that are rejected too."""
    editions = record.stated_editions()
    return stated_replacements(
        [one for one in editions if documents is None or one.key in documents],
        lambda key: record.document(key).text,
        [one for one in record.decisions() if one.kind == REJECTED_REPLACEMENT],
    )


def stated_replacements(
    editions: Iterable[StatedEdition], text_of: TextOf, decisions: Iterable[Decision]
) -> tuple[Replacement, ...]:
    """As `replacements`, of documents and standing decisions that are given."""
    everyone = [called(one) for one in sorted(editions, key=lambda one: one.key)]
    rejected = {(d.payload["document"], d.payload["quote"]): d.id for d in decisions}
    found: dict[str, Replacement] = {}
    for own in everyone:
        said = list(_said(own))
        text = text_of(own.edition.key) if said else ""
        for one in said:
            for made in _resolved(one, everyone, text):
                decision = rejected.get((made.document, made.quote))
                found.setdefault(made.id, replace(made, decision=decision))
    return tuple(sorted(_not_both(found.values()), key=_order))


def reject_replacement(record: Record, identifier: str, actor: str) -> str:
    """Keep an expert's decision that a stated replacement does not hold; returns its id. It names
    document and words, so it stands after every build. Raises `NotFound`."""
    one = _named(record, identifier)
    if one.decision is not None:
        return one.decision
    text = record.document(one.document).text
    span = one.span or Span(0, 0)
    payload = {
        "document": one.document,
        "quote": one.quote,
        "before": text[max(0, span.start - _AROUND) : span.start],
        "after": text[span.end : span.end + _AROUND] if one.span else "",
    }
    return record.add_decision(REJECTED_REPLACEMENT, payload, actor=actor)


def restore_replacement(record: Record, identifier: str, actor: str) -> None:
    """Take the rejection of a replacement back. Raises `NotFound` where none stands."""
    one = _named(record, identifier)
    if one.decision is None:
        raise NotFound(f"No decision rejects {identifier}; `groundgraph replacements` lists them.")
    record.undo_decision(one.decision, actor=actor)


def _named(record: Record, identifier: str) -> Replacement:
    for one in replacements(record):
        if one.id == identifier:
            return one
    raise NotFound(
        f"No document states a replacement {identifier!r}; `groundgraph replacements` lists them."
    )


def replaced_lines(answer: Answer, said: Iterable[Replacement], names: Names) -> list[str]:
    """What a card says of the documents that it quotes as superseded because another one states
    that it replaces them. `names` gives the name of a document by its key."""
    gone = {
        c.document: c.name for s in answer.sentences if s.role == "superseded" for c in s.citations
    }
    lines = {}
    for one in said:
        if one.holds and one.former in gone and one.former not in lines:
            words = one.words(names(one.newer) if one.newer else None)
            quote = " ".join(one.quote.split())
            lines[one.former] = f"“{gone[one.former]}” is {words}: “{quote}”"
    return list(lines.values())


# --- what is said ------------------------------------------------------------------------------


def _said(own: Called) -> Iterator[_Said]:
    stated = own.edition.stated
    versions = {spoken(one.value).version for one in stated if one.kind == "replaces-document"}
    for one in stated:
        if one.kind == "replaces" and one.value not in versions:
            yield _Said(own, f"version {one.value}", one.span, None, True)
        elif one.kind in ("replaces-document", "replaced-by-document"):
            by_newer = one.kind == "replaces-document"
            yield _Said(own, one.value, one.span, one.since, by_newer)


def _resolved(said: _Said, everyone: Sequence[Called], text: str) -> Iterator[Replacement]:
    """What is said of each document that is named; of none where it names no document of the base.
    Nothing for a former version of the same document that only its own text tells of."""
    others = [other for other in everyone if other is not said.by]
    whole, why = _one(spoken(said.named), said.by, others)
    if whole is not None:
        yield _made(said, text, whole, "")
        return
    parts = [_one(spoken(part), said.by, others)[0] for part in _parts(said.named)]
    if len(parts) > 1 and all(parts):
        yield from (_made(said, text, part, "") for part in parts)
    elif spoken(said.named).whole or why.startswith("several"):
        yield _made(said, text, None, why)


def _parts(named: str) -> list[str]:
    return [part for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", named) if part.strip()]


def _one(name: Spoken, own: Called, others: Sequence[Called]) -> tuple[Called | None, str]:
    """The one document that `name` can mean, else why there is none."""
    able = meant(name, own, others)
    if not able:
        return None, "no document of the base is called so"
    if name.version:
        able = [other for other in able if other.version == name.version]
        if not able:
            return None, f"no document of the base that is called so states version {name.version}"
    if len(able) > 1:
        keys = ", ".join(one.edition.key for one in able[:3])
        return None, f"several documents of the base are called so: {keys}"
    return able[0], ""


def _made(said: _Said, text: str, other: Called | None, why: str) -> Replacement:
    own = said.by.edition
    there = None if other is None else other.edition
    newer, former = (own, there) if said.by_newer else (there, own)
    if _later(former, newer):
        why = "the document that is called so begins to hold on the wrong side of it"
        newer, former = (own, None) if said.by_newer else (None, None)
    span = None if said.span is None else _statement(text, said.span)
    quote = said.named if span is None else text[span.start : span.end]
    since = said.since or (newer.valid_from if newer is not None else None)
    keys = (newer.key if newer else None, former.key if former else None)
    return Replacement(
        content_id("rp", own.key, quote, said.named, *keys),
        own.key,
        said.named,
        quote,
        span,
        *keys,
        since,
        why,
    )


def _later(former: StatedEdition | None, newer: StatedEdition | None) -> bool:
    """Whether both say from when they hold, and the former one later."""
    if former is None or newer is None:
        return False
    return (former.valid_from or "") > (newer.valid_from or "9999")


def _statement(text: str, span: Span) -> Span:
    """`span`, or where it holds but the name, the line it stands in."""
    if re.search(
        r"replac|supersed|repeal|withdraw|revok|rescind|annul", text[span.start : span.end]
    ):
        return span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span(start, len(text) if end < 0 else end)


def _not_both(found: Iterable[Replacement]) -> Iterator[Replacement]:
    """`found`, without the ends where two documents each say that they replace the other."""
    listed = list(found)
    pairs = {(one.newer, one.former) for one in listed if one.holds}
    for one in listed:
        if one.newer and one.former and (one.former, one.newer) in pairs:
            newer = one.newer if one.document == one.newer else None
            yield replace(one, why=_BOTH, newer=newer, former=None)
        else:
            yield one


def _order(one: Replacement) -> tuple[str, int, str]:
    return (one.document, one.span.start if one.span else -1, one.id)
