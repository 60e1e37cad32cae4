"""What a card has to say about files and parts of files that were not read: an answer is only as
complete as what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph.model import Answer, Note, Scope
from groundgraph.unread import unread

if TYPE_CHECKING:
    from extraction.documents.sources import Skipped
    from graph.record import Record

READ_WHOLE = frozenset(
    """choices comments empty-fields encoding encoding-label front-matter hidden-text not-english
    not-shown phonetic-guides struck-out titles tracked-changes""".split()
)
"""Codes of notes that tell how a document was read, or that it says so itself: no words that a
person would read in it are missing."""

_FILES = 3  # files named on a card
_DOCUMENTS = 3  # documents whose unread parts are told on a card that refuses


def not_read(record: Record, answer: Answer, scope: Scope) -> list[str]:
    """Sentences for `answer`: on a card that refuses, which files were not read at all and what the
    nearest documents hold that was not read; on every other card, what was not read of the
    documents that it quotes."""
    quoted = [c.document for s in answer.sentences for c in s.citations]
    if answer.state != "not_found":
        return _parts(record, dict.fromkeys(quoted))
    nearest = dict.fromkeys(passage.document.id for passage in answer.passages)
    return [*_files(record, scope), *_parts(record, list(nearest)[:_DOCUMENTS])]


def _files(record: Record, scope: Scope) -> list[str]:
    problems = unread(record)
    current = record.current_among(problem.document for problem in problems)
    wanted = scope.documents  # of other fields of a scope nothing is known for what was not read
    missing = [
        problem
        for problem in problems
        if problem.document not in current and (wanted is None or problem.document in wanted)
    ]
    if not missing:
        return []
    total = len(missing) + record.count_documents(scope)
    were = "was" if len(missing) == 1 else "were"
    named = "; ".join(_named(problem) for problem in missing[:_FILES])
    more = f"; and {len(missing) - _FILES:,} more" if len(missing) > _FILES else ""
    return [f"{len(missing):,} of {total:,} files {were} not read: {named}{more}."]


def _named(problem: Skipped) -> str:
    name = problem.document.rsplit("/", 1)[-1] or problem.document
    why = problem.detail.removeprefix(problem.document).lstrip(": ").rstrip(".")
    return f"{name} ({why})"


def _parts(record: Record, keys: Iterable[str]) -> list[str]:
    lines = []
    for name, notes in record.remarks(list(keys)).values():
        lost = [note for note in notes if note.code not in READ_WHOLE]
        if lost:
            lines.append(_of(name, lost))
    return lines


def _of(name: str, notes: Sequence[Note]) -> str:
    told = " ".join(note.detail for note in notes[:_FILES])
    more = f" And {len(notes) - _FILES:,} notes more." if len(notes) > _FILES else ""
    return f"Not all of {name} was read. {told}{more}"
