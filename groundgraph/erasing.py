"""Erasing documents, sources and answers: what goes, in which order, and the proof that it went."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extraction.documents.intake import Intake
from extraction.documents.segments import segment_key, segments_of
from extraction.proposals.ask_model import passages_of
from graph.content_register import Erased, made_by_people, registered
from graph.content_search import Traces, found_in
from graph.errors import NotFound
from groundgraph.components import MODELS
from groundgraph.kept_files import kept_in
from groundgraph.open_base import Readable
from groundgraph.plurals import counted
from groundgraph.removing import Chosen, chosen, still_found
from groundgraph.unread import keep_unread

if TYPE_CHECKING:
    from extraction.build_context import BuildReport, Progress
    from graph.model import Document
    from graph.record import Record
    from groundgraph.settings import Settings

_ALL = 10_000_000
_SHOWN = 20


class Erasable(Readable, Protocol):
    """A base that can be built anew from what is left of its record, and closed."""

    folder: Path
    settings: Settings

    def take_in(
        self, intake: Intake, *, progress: Progress | None = None, rebuild: bool = False
    ) -> BuildReport: ...

    def show_activity(self) -> None: ...

    def forget_former_generations(self) -> None: ...

    def refresh(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ToErase:
    """What `identifier` means: documents with the recorded answers that name them, or one answer
    (then `chosen` is None)."""

    chosen: Chosen | None
    answers: tuple[str, ...]

    def lines(self) -> list[str]:
        """For people."""
        if self.chosen is None:
            return [f"the answer {self.answers[0]}, its question and the comments on it"]
        return [
            f"{len(self.answers)} recorded answers that name them, with comments",
            "the vectors, caches, indexes and former generations that hold words of them",
        ]


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was erased, and what the search of the folder found afterwards. `found`: (file, place,
    words) where something of it is left; `named`: files that were made to be kept and hold it;
    `elsewhere`: what no search from here reaches; `again`: keys whose file is still in its
    folder."""

    versions: int
    answers: int
    found: tuple[tuple[str, str, str], ...]
    named: tuple[str, ...]
    elsewhere: tuple[str, ...]
    again: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """For people."""
        versions, answers = counted(self.versions, "versions"), counted(self.answers, "answers")
        lines = [f"erased: {versions} of documents, {answers}"]
        lines += [
            f"still there: {path}, {place}: “{words}”" for path, place, words in self.found[:_SHOWN]
        ]
        if self.found:
            lines.append(
                "look at each of these places: words that documents still held share, or a fault "
                "to report"
            )
        else:
            lines.append("a search of every file of the base finds nothing of it")
        lines += [f"not touched, and holds it: {path}; delete it" for path in self.named]
        lines += [f"not reached from here: {what}" for what in self.elsewhere]
        if self.again:
            keys = ", ".join(self.again[:_SHOWN])
            lines.append(f"still in their folder, and read again by the next build of it: {keys}")
        return lines


def to_erase(kb: Erasable, identifier: str) -> ToErase:
    """What `identifier` means: an answer's id, a key (of a removed document too) or a source.
    Raises `NotFound`."""
    record = kb.record
    try:
        return ToErase(None, _with_those_that_follow(record, record.answer(identifier).id))
    except NotFound:
        if identifier in record.erased_answers():
            raise
    found = chosen(record, identifier, ever=True)
    return ToErase(found, tuple(_naming(record, found.keys)))


def _with_those_that_follow(record: Record, identifier: str) -> tuple[str, ...]:
    """An answer and the follow-ups to it, which carry words of its question over."""
    found = [identifier]
    for one in found:  # grows while it is read
        found += [name for name in _naming(record, [one]) if name not in found]
    return tuple(found)


def _naming(record: Record, keys: Sequence[str]) -> Iterator[str]:
    """The answers that name one of the documents anywhere (as cited, or among what was read), or an
    answer that they follow."""
    wanted = set(keys)
    for answer in record.answers(_ALL):
        for text in (answer.payload, answer.manifest):
            if any(s in wanted or s.rpartition("@")[0] in wanted for s in _strings(text)):
                yield answer.id
                break


def _strings(text: str) -> Iterator[str]:
    waiting = [json.loads(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def erase(kb: Erasable, identifier: str, progress: Progress | None = None) -> ErasureReport:
    """Erase what `identifier` means, and search the folder for it. See `ErasureReport`."""
    wanted = to_erase(kb, identifier)
    record = kb.record
    traces, versions = Traces(), 0
    again: list[str] = []
    if wanted.chosen is None:
        for answer in wanted.answers:
            traces.add(record.answer(answer).question)
    else:
        _trace(traces, record, wanted.chosen.keys)
        again = still_found(record, wanted.chosen.keys)
    for answer in wanted.answers:
        record.erase_answer(answer)
    if wanted.chosen is not None:
        versions = _erase_documents(kb, wanted.chosen, progress)
    else:
        kb.show_activity()
    for text in _left(record):
        traces.without(text)
    kb.close()  # the log is emptied, and nothing is held open that would hide a file
    return _report(kb, traces, versions, len(wanted.answers), again)


def _trace(traces: Traces, record: Record, keys: Sequence[str]) -> None:
    traces.names.update(keys)
    for key in keys:
        for document in record.versions(key):
            for text in _texts(document):
                traces.add(text)


def _texts(document: Document) -> Iterator[str]:
    yield document.text
    yield document.name
    yield from (value for value in document.metadata.values() if isinstance(value, str))


def _left(record: Record) -> Iterator[str]:
    """All texts of documents that the record still holds, and what people asked."""
    for key in record.all_keys():
        yield key
        for document in record.versions(key):
            yield from _texts(document)
            yield document.uri
    for answer in record.answers(_ALL):
        yield answer.question


def _erase_documents(kb: Erasable, found: Chosen, progress: Progress | None) -> int:
    """Record, caches, then a store made of what is left."""
    record = kb.record
    _delete_what_is_made_again(kb.folder)
    with record.write_lock():
        versions = record.erase_documents(frozenset(found.keys), source=found.source)
        keep_unread(record, [*found.keys, *([f"{found.source}/"] if found.source else [])], [])
        kept: set[str] = set()
        for document in record.documents():
            kept.update(segment_key(segment) for segment in segments_of(document))
            kept.update(passages_of(document))
        record.keep_only_extractions(kept)
    kb.take_in(Intake(), progress=progress, rebuild=True)
    with record.write_lock():
        record.keep_only_vectors(_vector_keys(kb))
    kb.refresh()
    kb.forget_former_generations()
    return versions


def _delete_what_is_made_again(folder: Path) -> None:
    """Files beside the record that the next build, or the next push to a server, makes again."""
    for path in folder.iterdir():
        known = registered(path.name)
        if path.is_file() and known is not None and known.erased is Erased.FILE:
            path.unlink()


def _vector_keys(kb: Erasable) -> set[str]:
    """The keys of the vectors that the store has now."""
    if not kb.record.holds_documents():
        return set()
    rows = kb.store.read("MATCH (c:Chunk) RETURN c.id AS id", limit=_ALL)
    chunks = [str(row["id"]) for row in rows]
    return {
        text.vector_key
        for kind in ("chunk", "sentence")
        for text in kb.store.texts(chunks, kind=kind)
    }


def _report(
    kb: Erasable, traces: Traces, versions: int, answers: int, again: Sequence[str]
) -> ErasureReport:
    found: list[tuple[str, str, str]] = []
    named: list[str] = []
    for path, place, words in found_in(kb.folder, traces):
        inside = path.relative_to(kb.folder)
        if registered(inside.as_posix()) is None or made_by_people(inside.as_posix()):
            named.append(str(path))
        else:
            found.append((str(path), place, words))
    copies = [str(path) for path in kept_in(kb.folder) if path.is_file()]
    elsewhere = ["backups and exports that were written to other places, and what printed answers"]
    elsewhere += [
        f"{path}: a model that was trained; nothing shows whether its weights rest on what was "
        "erased. If they may, train it again without (groundgraph learn) and delete it"
        for path in sorted((kb.folder / MODELS).glob("*/"))
    ]
    if kb.settings.store != "embedded":
        elsewhere.append(
            f"{kb.settings.store}: its transaction logs, backups and query log "
            "(the rows themselves are deleted)"
        )
    unique = tuple(dict.fromkeys([*named, *copies]))
    return ErasureReport(versions, answers, tuple(found), unique, tuple(elsewhere), tuple(again))


def drop_former_generations(folder: Path) -> None:
    """Delete every generation of the embedded store in `folder` but the newest; one that a reader
    holds stays, and is found by the search."""
    from graph.stores import generations

    if folder.is_dir():
        with generations.writing(folder):
            generations.sweep(folder, kept=1)
