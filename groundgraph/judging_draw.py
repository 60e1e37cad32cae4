"""A seeded draw of what a base shows, as a judging sheet and its key."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.judging.sheets import (
    COLUMNS,
    Head,
    Hidden,
    Item,
    Key,
    Population,
    drawn,
    hash_of,
    key_path,
    key_text,
    sheet_lines,
    sheet_text,
)
from evaluation.judging.verdict_words import KINDS, Kind
from extraction.documents.boundaries import sentences
from graph.disk import make_private_folder, private_opener
from graph.document_fields import Where
from graph.errors import NotFound, SettingsError
from graph.model import Document, Scope, Span
from groundgraph.judging_candidates import Candidate, ShownGraph
from groundgraph.judging_sentences import sentence_candidates
from groundgraph.judging_session import FOLDER

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase

SIZES: Mapping[Kind, int] = {"fact": 100, "name": 50, "duty": 50, "sentence": 50, "qualifier": 50}
_AROUND = 400  # characters looked at before and after the words, for their neighbours
_NEIGHBOURS = 2  # sentences shown before and after


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """`sizes`: how many of each kind. `documents`: keys, with ``*`` for any characters; empty for
    all. `where`: fields that a document must have. `by`: the field that names a document's corpus;
    empty for its source. `frozen`: since when documents and rules were, in words. `weak`: instead
    of all that, so many of the facts kept weak for each reason, which stands as their rule."""

    seed: str
    sizes: Mapping[Kind, int] = field(default_factory=lambda: dict(SIZES))
    documents: Sequence[str] = ()
    where: Where | None = None
    by: str = ""
    frozen: str = ""
    weak: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """A sheet that is not yet in a file, and its key."""

    head: Head
    items: tuple[Item, ...]
    key: Key

    @property
    def counts(self) -> dict[Kind, int]:
        counts = Counter(item.kind for item in self.items)
        return {kind: counts[kind] for kind in KINDS if counts[kind]}


def draw(kb: KnowledgeBase, request: DrawRequest) -> Draw:
    """What `request` asks for, from what `kb` shows now. Raises `NotFound` where the base, or the
    part of it that is asked for, holds nothing to judge."""
    kb.opened.require_store()
    documents = _documents(kb, request)
    corpora = {key: _corpus(document, request.by) for key, document in documents.items()}
    graph = ShownGraph(kb.store.export(), documents)
    candidates: dict[Kind, list[Candidate]] = {}
    if request.weak:
        # in no count of what is shown
        chosen = _drawn_by_reason(list(graph.weak_facts()), request)
    else:
        candidates = _candidates(graph, documents.values())
        chosen = _drawn_by_kind(candidates, request)
    if not chosen:
        raise NotFound(
            f"the base in {kb.folder} shows nothing to judge there: no facts, names or sentences "
            "of the documents that were asked for. Build it with documents that hold prose, or "
            "ask for others with --document."
        )
    head = _head(kb, request)
    items = tuple(_item(n, one, documents[one.document]) for n, one in enumerate(chosen, 1))
    hidden = {
        n: Hidden(corpora[one.document], one.rule, one.ids) for n, one in enumerate(chosen, 1)
    }
    population = _population(candidates, documents, corpora)
    return Draw(head, items, Key(hash_of(sheet_lines(head, items)), hidden, population))


def _drawn_by_kind(
    candidates: Mapping[Kind, Sequence[Candidate]], request: DrawRequest
) -> list[Candidate]:
    return [
        candidate
        for kind in KINDS
        for candidate in _drawn(
            candidates[kind], f"{request.seed} {kind}", request.sizes.get(kind, 0)
        )
    ]


def _drawn_by_reason(weak: Sequence[Candidate], request: DrawRequest) -> list[Candidate]:
    """`request.weak` facts of each reason, in an order that tells no reason."""
    chosen = [
        candidate
        for reason in sorted({candidate.rule for candidate in weak})
        for candidate in _drawn(
            [one for one in weak if one.rule == reason], f"{request.seed} {reason}", request.weak
        )
    ]
    return _drawn(chosen, request.seed, len(chosen))


def _drawn(candidates: Sequence[Candidate], seed: str, size: int) -> list[Candidate]:
    return list(drawn(candidates, lambda candidate: candidate.identity, seed, size))


def _documents(kb: KnowledgeBase, request: DrawRequest) -> dict[str, Document]:
    chosen = {
        document.id: document
        for document in kb.record.documents(Scope(where=request.where))
        if not request.documents or any(fnmatchcase(document.id, one) for one in request.documents)
    }
    if not chosen:
        raise NotFound(
            f"no document of {kb.folder} has such a key or field. Its documents: "
            f"groundgraph documents --kb {kb.folder}"
        )
    return dict(sorted(chosen.items()))


def _corpus(document: Document, by: str) -> str:
    if not by:
        return document.source
    if by not in document.metadata:
        raise SettingsError(
            f"{document.id} has no field '{by}'. Choose another one with --by, or leave it out to "
            "count by source."
        )
    return str(document.metadata[by])


def _candidates(graph: ShownGraph, documents: Iterable[Document]) -> dict[Kind, list[Candidate]]:
    found: dict[Kind, list[Candidate]] = {kind: [] for kind in KINDS}
    found["fact"] += graph.facts()
    found["name"] += graph.names()
    found["duty"] += graph.duties()
    for document in documents:
        for candidate in sentence_candidates(document, graph):
            found[candidate.kind].append(candidate)
    return found


def _population(
    candidates: Mapping[Kind, Sequence[Candidate]],
    documents: Mapping[str, Document],
    corpora: Mapping[str, str],
) -> dict[str, Population]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, found in candidates.items():
        for candidate in found:
            counts[corpora[candidate.document]][kind] += 1
    words: Counter[str] = Counter()
    for key, document in documents.items():
        words[corpora[key]] += len(document.text.split())
    return {
        corpus: Population({kind: counts[corpus][kind] for kind in KINDS}, words[corpus])
        for corpus in sorted(words)
    }


def _head(kb: KnowledgeBase, request: DrawRequest) -> Head:
    from importlib.metadata import version

    return Head(
        corpus=kb.folder.resolve().name,
        seed=request.seed,
        base=str(kb.store.generation["content_hash"]),
        version=version("groundgraph"),
        rules=kb.extractor.fingerprint,
        drawn=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        frozen=request.frozen,
    )


def _item(n: int, candidate: Candidate, document: Document) -> Item:
    before, after = neighbours(document.text, candidate.span)
    return Item(
        n=n,
        kind=candidate.kind,
        shown=candidate.shown,
        quote=_flat(document.text[candidate.span.start : candidate.span.end]),
        before=before,
        after=after,
        heading=(
            *(_flat(h) for h in candidate.heading if _flat(h) != _flat(document.name)),
            *_columns(document, candidate.span),
        ),
        document=document.id,
        name=_flat(document.name),
    )


def _columns(document: Document, span: Span) -> tuple[str, ...]:
    """The heads of the table that the words at `span` stand in, as a heading."""
    for block in document.blocks:
        if block.cells and block.span.overlaps(span):
            heads = [cell.head for cell in block.cells if cell.head is not None]
            words = " | ".join(_flat(document.text[head.start : head.end]) for head in heads)
            return (f"{COLUMNS}{words}",) if heads else ()
    return ()


def neighbours(text: str, span: Span) -> tuple[str, str]:
    """The two sentences before and after `span`, as far as they lie within 400 characters."""
    low, high = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before = [text[s.start : s.end] for s in sentences(text, low, span.start)]
    if low and len(before) <= _NEIGHBOURS:  # the first one is cut: from its next word on
        before[:1] = ["… " + re.sub(r"^\S*\s", "", before[0])] if before else []
    after = [text[s.start : s.end] for s in sentences(text, span.end, high)]
    if high < len(text) and len(after) <= _NEIGHBOURS and after:
        after[-1] = re.sub(r"\s\S*$", "", after[-1]) + " …"
    return _flat(" ".join(before[-_NEIGHBOURS:])), _flat(" ".join(after[:_NEIGHBOURS]))


def default_path(kb: KnowledgeBase, seed: str) -> Path:
    """The sheet's place beside the base, where the explorer finds it."""
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in seed)
    return kb.folder / FOLDER / f"draw-{name}.jsonl"


def write_draw(made: Draw, path: Path, text: Path | None = None) -> None:
    """Write the sheet to `path`, its key beside it and, where wanted, the sheet as plain text.
    Nothing is overwritten: raises `SettingsError` where a file is there already."""
    texts = {
        path: sheet_lines(made.head, made.items),
        key_path(path): key_text(made.key),
        **({text: sheet_text(made.head, made.items)} if text else {}),
    }
    for one in texts:
        if one.exists():
            raise SettingsError(
                f"{one} is there already, and people may have judged it. Write to another file "
                "with --output, or delete it."
            )
    for one, content in texts.items():
        if not one.parent.exists():
            make_private_folder(one.parent)
        with open(one, "x", encoding="utf-8", opener=private_opener) as file:
            file.write(content)


def _flat(text: str) -> str:
    return " ".join(text.split())
