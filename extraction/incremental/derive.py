"""The steps of a derivation, each over all documents, each recomputed where it has to be."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extraction.failures import Failure
from extraction.incremental.derived import (
    Derived,
    Facts,
    Pointing,
    References,
    Stated,
    digest,
    pack,
    unpack,
)
from extraction.incremental.derived_rows import Rows
from extraction.incremental.kept_passes import Passes
from extraction.incremental.memo import Cache, Memo
from extraction.incremental.statements import pack_statements
from extraction.incremental.summary import Summary
from extraction.incremental.whole_graph import statements_of
from extraction.references import BaseReferences, TitleIndex, lowercase_occurrences
from extraction.resolution import Resolution, guarded_resolve
from graph.model import Document, Reference

if TYPE_CHECKING:
    from extraction.build_context import BuildContext

_KINDS = (
    *("summary", "small", "facts", "statements", "references", "rows", "own"),
    *("shared", "entities", "failures"),
)


class Derivation:
    """The rows of a record's current documents. Callers hold the record's write lock."""

    def __init__(self, context: BuildContext, memo: Memo) -> None:
        self._context = context
        self._extractor = context.extractor.fingerprint
        current = context.record.current()
        self._content = {key: context.made_from(one.content) for key, one in current.items()}
        self._cache = Cache(memo, _KINDS)
        self._passes = Passes(context)
        self._failures: list[tuple[str, Failure]] = []

    def new_documents(self) -> list[Document]:
        """The documents of which nothing is known yet; they have to be extracted first."""
        return [self._passes.document(key) for key in self._new()]

    def derive(self, held: Mapping[str, str]) -> Derived:
        """The rows, for a store that holds `held` (key -> hash). Raises `NotExtracted` where the
        memo knows a document whose extractions the record does not have."""
        with _no_collection():
            return self._derive(held)

    def _derive(self, held: Mapping[str, str]) -> Derived:
        context = self._context
        context.progress("resolve", 0, 0)
        summaries = self._summaries()
        resolved = self._resolution(summaries)
        facts = self._facts(summaries, resolved)
        references = self._references(summaries)
        rows = Rows(self._passes, self._cache, resolved, facts, references, self._extractor)
        hashes, lacking = rows.derive(summaries, held, context.run)
        failures = [(key, one) for key, summary in summaries.items() for one in summary.failures]
        failures += self._failures
        self._cache.save()
        counts = _counts(summaries, resolved, facts, references)
        return Derived(hashes, lacking, counts, self._passes.made.keys(), failures)

    # --- steps -----------------------------------------------------------------------------------

    def _new(self) -> list[str]:
        return self._cache.stale("summary", self._content)

    def _summaries(self) -> dict[str, Summary]:
        """What each document's names are and how it is found: from its content alone."""
        self._passes.make(self._new())
        summaries: dict[str, Summary] = {}
        for key, content in self._content.items():
            data = self._cache.get("summary", key, content)
            if data is None:
                summaries[key] = Summary.of(self._passes[key])
                self._cache.put("summary", key, content, summaries[key].pack())
            else:
                summaries[key] = Summary.unpack(data)
        return summaries

    def _resolution(self, summaries: dict[str, Summary]) -> Resolution:
        """What the names of all documents are; a document that they cannot be resolved with has
        none from here on."""
        context = self._context
        names = [one.names for one in summaries.values()]
        resolved, nameless = guarded_resolve(names, context.record.decisions(), context.profile)
        for key, failure in nameless.items():
            self._failures.append((key, failure))
            self._passes.leave_nameless(key)
            summaries[key] = summaries[key].without_names()
        return resolved

    def _facts(self, summaries: Mapping[str, Summary], resolved: Resolution) -> Facts:
        """Which facts each document states: from its content and the entities of its names."""
        facts, entity_of = Facts(), resolved.entity_of
        for key, summary in summaries.items():
            names = [entity_of[name] for name in summary.names.counts]
            facts.keys[key] = digest(self._content[key], names)
        stale = self._cache.stale("facts", facts.keys)
        self._passes.make({*stale, *self._cache.stale("statements", facts.keys)})
        for key, made_from in facts.keys.items():
            data = self._cache.get("facts", key, made_from)
            if data is None or self._cache.get("statements", key, made_from) is None:
                failed: list[Failure] = []
                stated = facts.stated[key] = statements_of(
                    self._passes[key],
                    entity_of,
                    extractor=self._extractor,
                    run=self._context.run,
                    failures=failed,
                )
                self._keep_failures("facts", key, made_from, failed)
                data = pack([[one.id, one.subject, one.object, one.shown] for one in stated])
                self._cache.put("facts", key, made_from, data)
                self._cache.put("statements", key, made_from, pack_statements(stated))
            known = unpack(data)
            self._recall_failures("facts", key, made_from)
            facts.of_document[key] = [id for id, *_ in known]
            for id, subject, obj, shown in known:
                fact = facts.by_id.setdefault(id, Stated(subject, obj))
                fact.shown |= shown
                fact.documents.append(key)
        return facts

    def _references(self, summaries: Mapping[str, Summary]) -> References:
        """What each document points at: from its content, the titles and numbers of all documents,
        and the content of those that it leads to."""
        addresses = [summary.address for summary in summaries.values()]
        titles = TitleIndex(addresses)
        self._failures += titles.failures
        titles.common = frozenset().union(*self._small(titles.singles))
        all_of_them = digest(
            [(a.document, a.titles, a.identities, a.definitions, a.group) for a in addresses],
            sorted(titles.common),
        )
        base = BaseReferences(titles, addresses, self._passes.references)
        found = References(base)
        for key, content in self._content.items():
            made_from = digest(content, all_of_them)
            data = self._cache.get("references", key, made_from)
            if data is not None:
                what, total, resolved, led_to = unpack(data)
                if all(self._content.get(other) == then for other, then in led_to):
                    self._recall_failures("references", key, made_from)
                    others = [other for other, _ in led_to]
                    found.of_document[key] = Pointing(what, total, resolved, others)
                    continue
            resolved_now, led = base.references(self._passes.references(key))
            found.resolved[key] = resolved_now
            self._keep_failures("references", key, made_from, base.failures)
            self._recall_failures("references", key, made_from)
            leads = [(other, self._content[other]) for other in sorted(led)]
            one = found.of_document[key] = Pointing(
                digest([_values(reference) for reference in resolved_now], leads),
                len(resolved_now),
                sum(reference.target is not None for reference in resolved_now),
                sorted(led),
            )
            kept = pack([one.digest, one.total, one.resolved, leads])
            self._cache.put("references", key, made_from, kept)
        return found

    def _keep_failures(
        self, step: str, key: str, made_from: str, failures: Sequence[Failure]
    ) -> None:
        """Know why a step over one document failed, as long as what it is made from is the same."""
        if failures:
            reasons = pack([one.reason for one in failures])
            self._cache.put("failures", f"{step} {key}", made_from, reasons)

    def _recall_failures(self, step: str, key: str, made_from: str) -> None:
        data = self._cache.get("failures", f"{step} {key}", made_from)
        if data is not None:
            self._failures += [(key, Failure(step, reason)) for reason in unpack(data)]

    def _small(self, singles: frozenset[str]) -> list[frozenset[str]]:
        """Which of the words `singles` each document has, written small."""
        words, found = digest(sorted(singles)), []
        for key, content in self._content.items():
            made_from = digest(content, words)
            data = self._cache.get("small", key, made_from)
            if data is None:
                text = self._passes.document(key).text
                small = lowercase_occurrences(text, singles) if singles else ()
                data = pack(sorted(small))
                self._cache.put("small", key, made_from, data)
            found.append(frozenset(unpack(data)))
        return found


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of small values are made here and none in a cycle; looking for cycles among them
    takes longer than making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _values(reference: Reference) -> list[object]:
    target = reference.target_span
    return [
        reference.id,
        reference.rule,
        reference.target,
        [target.start, target.end] if target else None,
        reference.pinpoint,
        reference.why,
    ]


def _counts(
    summaries: Mapping[str, Summary], resolved: Resolution, facts: Facts, references: References
) -> dict[str, int]:
    shown = sum(fact.shown for fact in facts.by_id.values())
    total = sum(one.total for one in references.of_document.values())
    return {
        "documents": len(summaries),
        "chunks": sum(one.chunks for one in summaries.values()),
        "sentences": sum(one.sentences for one in summaries.values()),
        "entities": sum(entity.status == "shown" for entity in resolved.entities),
        "facts": shown,
        "weak facts": len(facts.by_id) - shown,
        "references": total,
        "unresolved references": total - sum(p.resolved for p in references.of_document.values()),
    }
