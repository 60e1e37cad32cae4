"""The document pass: all that is read off one document by itself, before the base is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extraction import references, resolution
from extraction.document_title import title_of
from extraction.documents import chunks as chunking
from extraction.documents.sentences import sentences_of
from extraction.facts import participants, relations_of
from extraction.failures import Failure, attempt
from extraction.guarded_steps import guarded_chunks, guarded_names, guarded_references
from extraction.language.singular import singular
from extraction.language.speakers import (
    ADDRESSED,
    ISSUED,
    ITSELF,
    SPEAKER,
    also,
    calls,
    texts_meant,
)
from extraction.stated_under import JOINED, StatedUnder
from graph.model import Document, Extraction, Mention, Relation, Sentence
from graph.outline import Outline
from graph.projection import ChunkIndex

if TYPE_CHECKING:
    from extraction.build_context import BuildContext


@dataclass(frozen=True, slots=True)
class DocumentPass:
    """What one document says by itself. `chunk_texts` is what is embedded and searched for each
    chunk; `failures` are the steps that could not be taken."""

    document: Document
    chunks: ChunkIndex
    chunk_texts: Mapping[str, str]
    sentences: Sequence[Sentence]
    names: resolution.DocumentNames
    relations: Sequence[Relation]
    references: references.DocumentReferences
    failures: Sequence[Failure] = ()

    def without_names(self) -> DocumentPass:
        """The pass of a document that the names of a base cannot be resolved with."""
        nameless = resolution.DocumentNames(self.document.id, self.document.version, ())
        return replace(self, names=nameless)


def document_pass(
    context: BuildContext, document: Document, parts: Sequence[tuple[int, Extraction]]
) -> DocumentPass:
    """The pass over `document`; `parts` are where each of its segments begins and what was found
    in it, none for a document that is only searched. No document ends it: what fails is left out
    and stands in `failures`."""
    failures = [Failure("facts", part.failure) for _, part in parts if part.failure]
    found = guarded_chunks(document, context.embedder.count_tokens, context.chunk_tokens, failures)
    index = ChunkIndex(found)
    spans = [s.shift(start) for start, part in parts for s in part.sentences]
    if not parts:
        spans = [block.span for block in document.blocks]
    mentions, relations = attempt(
        "facts", lambda: _read(document, parts), lambda: ([], []), failures
    )
    terms = [
        (term.shift(start), body.shift(start)) for start, part in parts for term, body in part.terms
    ]
    return DocumentPass(
        document=document,
        chunks=index,
        chunk_texts={chunk.id: chunking.embedded_text(chunk) for chunk in found},
        sentences=attempt(
            "sentences",
            lambda: sentences_of(document, Outline(document.text, document.blocks), index, spans),
            list,
            failures,
        ),
        names=guarded_names(document, mentions, terms, context.profile, failures),
        relations=relations,
        references=guarded_references(document, context.profile, failures),
        failures=tuple(dict.fromkeys(failures)),
    )


def _read(
    document: Document, parts: Sequence[tuple[int, Extraction]]
) -> tuple[list[Mention], list[Relation]]:
    """Mentions and relations in document offsets."""
    mentions = [
        replace(m, span=m.span.shift(start)) for start, part in parts for m in part.mentions
    ]
    relations = [r for start, part in parts for r in relations_of(start, part)]
    if resolution.stated_issuer(document.text, mentions, document.name) is not None:
        relations = [_spoken(relation, document.text) for relation in relations]
    relations = [_addressed(relation, document.text) for relation in relations]
    under = StatedUnder(document.text, document.blocks, {}, title_of(document))
    relations = [_of_this_text(relation, document.text, under) for relation in relations]
    mentions += resolution.readers(document.text, relations)
    mentions += participants(relations, mentions, document.text)
    mentions.sort(key=lambda m: (m.span, m.rule, m.kind))
    return mentions, relations


def _spoken(relation: Relation, text: str) -> Relation:
    """A relation of "we", which the document says who they are; within quotation marks, and in a
    letter of auditors, somebody else may speak."""
    if relation.why_weak != SPEAKER or _is_quoted(relation, text):
        return relation
    if resolution.speaks_for_others(text, relation.statement):
        return relation
    return replace(relation, why_weak="")


def _addressed(relation: Relation, text: str) -> Relation:
    """A relation of "you", who are whoever reads the document, unless somebody may be quoted."""
    if relation.why_weak != ADDRESSED or _is_quoted(relation, text):
        return relation
    return replace(relation, why_weak="")


_POINTS = re.compile(r"\b(?:this|these)\s+\Z", re.IGNORECASE)
_SELF = re.compile(r"\b(?:this|these|our|the) \w+")  # "About this policy" says nothing


def _of_this_text(relation: Relation, text: str, under: StatedUnder) -> Relation:
    """A relation of "this policy", or of what goes with "this permit", where the headings that end
    its name call something a policy, or their text a permit."""
    if relation.why_weak != ITSELF or _is_quoted(relation, text):
        return relation
    headings = under.of(relation)
    others = [relation.object] if relation.object else []
    others += [span for _, span in relation.qualifiers]
    meant = {noun for span in others for noun in texts_meant(text[span.start : span.end])}
    if not all(calls(headings.split(JOINED), noun) for noun in meant):
        return relation
    subject = relation.subject
    if _POINTS.search(text, max(0, subject.start - 8), subject.start) is None:
        return replace(relation, why_weak="") if meant else relation
    noun = singular(text[subject.start : subject.end].lower().split()[-1])
    told = {singular(word) for word in re.findall(r"[\w-]+", _SELF.sub("", headings.lower()))}
    named = calls(headings.split(JOINED), noun) if noun in ISSUED else bool(also(noun) & told)
    return replace(relation, why_weak="") if named else relation


def _is_quoted(relation: Relation, text: str) -> bool:
    """Whether the subject may stand within quotation marks, which may open or close in another
    sentence; a word in marks behind it (as “durable” goods) is no speech."""
    said = relation.statement
    for words in (text[said.start : said.end], text[said.start : relation.subject.start]):
        if words.count("“") != words.count("”") or words.count('"') % 2:
            return True
    return False
