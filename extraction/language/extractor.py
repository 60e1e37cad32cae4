"""The extractor: a stream of segments in, what they say out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from extraction.cached_stages import EXTRACT
from extraction.language.entity_mentions import Namer, settle
from extraction.language.instructions import INSTRUCTION, STEP
from extraction.language.list_items import ListReader
from extraction.language.literal_mentions import literals
from extraction.language.nominals import definition, nominal_relations
from extraction.language.noun_phrases import is_name
from extraction.language.parse import Parse, Piece, StandIns, parse_of, piece_of
from extraction.language.parse_repairs import repaired
from extraction.language.relations import RelationReader
from extraction.language.sentence_ends import read_whole
from extraction.language.spacy_model import load_verb_lemmas
from extraction.language.tables import Columns, row_relations
from extraction.language.told_alternatives import with_all_alternatives
from extraction.profile import Profile
from graph.english_parser import EXPECTED_SHA256, load_language
from graph.model import Block, Extraction, Mention, Relation, Segment, Span

if TYPE_CHECKING:
    from extraction.fact_gate import FactGate

_UNPARSED = ("code", "table_row", "table_head")
_NUMBERED = re.compile(r"(?:^|\n)[ \t>]*(?:\(?\d+[.)]|#?\.)[ \t]+\Z")
_LONG_RUN = re.compile(r"\S{400}")
BATCH = 256  # pieces the model works on at once; the result does not depend on it
BATCH_CHARS = 20_000  # and their characters: the parser takes about 2 kB for each


def _is_parsed(text: str, block: Block) -> bool:
    """Whether the model reads `block`. spaCy's tokenizer takes time by the square of a run without
    blanks, and nothing so long is prose."""
    if block.kind in _UNPARSED:
        return False
    return _LONG_RUN.search(text, block.span.start, block.span.end) is None


@dataclass(slots=True)
class Work:
    """A segment under way: its parses in block order."""

    segment: Segment
    pieces: int
    parses: list[Parse] = field(default_factory=list)


class SpacyExtractor:
    """Names, literals and relations by spaCy's parse and rules; implements `Extractor`.

    Each block is parsed by itself, so no sentence crosses a block's border. With a `gate`,
    that has the last word on which facts are shown. The model is loaded at
    the first call of `extract`; raises `ModelError` where it is missing or not the expected one.
    """

    def __init__(self, profile: Profile, gate: FactGate | None = None) -> None:
        self.profile = profile
        self._facts = gate

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the models, the profile or the code that reads by them."""
        gate = f":{self._facts.fingerprint}" if self._facts else ""
        rules = f"{EXTRACT.fingerprint}:{self.profile.fingerprint}"
        return f"spacy:{EXPECTED_SHA256[:12]}:{rules}{gate}"

    @cached_property
    def _namer(self) -> Namer:
        return Namer(self.profile)

    @cached_property
    def _relations(self) -> RelationReader:
        return RelationReader(self.profile, load_verb_lemmas(), self._namer.sort_of)

    @cached_property
    def _lists(self) -> ListReader:
        return ListReader(self._relations, load_verb_lemmas(), self.profile.may_not)

    def extract(self, segments: Iterable[Segment]) -> Iterator[Extraction]:
        """One `Extraction` for each segment, in order; spans are relative to its text."""
        language = load_language()
        stand_ins = StandIns(self.profile.read_as)
        waiting: list[Work] = []

        def pieces() -> Iterator[tuple[str, tuple[Work, Piece]]]:
            for segment in segments:
                found = [
                    piece
                    for number, block in enumerate(segment.blocks)
                    if _is_parsed(segment.text, block)
                    and (piece := piece_of(number, block.kind, segment.text, block.span, stand_ins))
                ]
                work = Work(segment, len(found))
                waiting.append(work)
                for piece in found:
                    yield piece.text, (work, piece)

        for batch in _batches(pieces()):
            docs = [(read_whole(language, words), context) for words, context in batch]
            for doc, (work, piece) in language.pipe(docs, as_tuples=True, batch_size=len(docs)):
                work.parses.append(repaired(parse_of(doc, piece)))
                while waiting and len(waiting[0].parses) == waiting[0].pieces:
                    yield self._read(waiting.pop(0))
        for work in waiting:
            yield self._read(work)

    def _read(self, work: Work) -> Extraction:
        segment, text = work.segment, work.segment.text
        named = self._namer.in_text(text)
        values = [
            (span, value)
            for span, value in literals(text)
            if not any(mention.span.overlaps(span) for mention in named)
        ]
        by_block: dict[int, list[Mention]] = {}
        starts = [block.span.start for block in segment.blocks]
        for mention in named:
            by_block.setdefault(block_of(starts, mention.span.start), []).append(mention)
        terms: list[tuple[Span, Span]] = []
        for number, block in enumerate(segment.blocks):
            for mention, statement in self._namer.definitions(text, block):
                by_block.setdefault(number, []).append(mention)
                terms.append((mention.span, statement))
        sentences: list[Span] = []
        relations: list[Relation] = []
        lists = self._lists.read(
            text, segment.blocks, {parse.block: parse for parse in work.parses}
        )
        for parse in work.parses:
            by_block.setdefault(parse.block, []).extend(self._namer.in_parse(parse, text))
            for sentence in parse.sentences:
                sentences.append(parse.span(sentence[0], sentence[1] - 1))
                if parse.kind == "heading":
                    continue
                found = self._relations.read(parse, sentence, text)
                found = [lists.as_item(parse.block, relation) for relation in found]
                if _is_numbered(text, segment.blocks[parse.block]):
                    found = [_numbered_step(relation) for relation in found]
                relations += found
                relations += nominal_relations(parse, sentence, text)
        relations += lists.relations
        columns = Columns.of(text, segment.blocks)
        for block in segment.blocks:
            if not _is_parsed(text, block) and text[block.span.start : block.span.end].strip():
                sentences.append(block.span)
                relations += row_relations(text, block, columns)
        relations = [one for one in relations if _is_named(one, text)]
        mentions = [m for number in sorted(by_block) for m in settle(by_block[number])]
        if self._facts is not None:
            relations = self._facts.decided(relations, segment, mentions)
        relations = with_all_alternatives(relations, text)
        return Extraction(
            sentences=tuple(sorted(sentences)),
            mentions=tuple(mentions) + named_objects(relations, mentions, text, self._namer),
            relations=_without_doubles(relations, terms, text),
            terms=tuple(terms),
            literals=tuple(values),
        )


def _batches(
    pieces: Iterable[tuple[str, tuple[Work, Piece]]],
) -> Iterator[list[tuple[str, tuple[Work, Piece]]]]:
    """Runs of pieces of at most `BATCH` and, a single piece aside, `BATCH_CHARS`."""
    batch: list[tuple[str, tuple[Work, Piece]]] = []
    size = 0
    for piece in pieces:
        if batch and (len(batch) == BATCH or size + len(piece[0]) > BATCH_CHARS):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece[0])
    if batch:
        yield batch


def _is_numbered(text: str, block: Block) -> bool:
    return block.kind == "list_item" and _NUMBERED.search(text, 0, block.span.start) is not None


def _is_named(relation: Relation, text: str) -> bool:
    """Whether the subject has a letter or a figure: marks alone name nothing."""
    return any(map(str.isalnum, text[relation.subject.start : relation.subject.end]))


def _numbered_step(relation: Relation) -> Relation:
    """An instruction in a numbered list is a step: done in its place, not always. What must not be
    done, or is done at times that it says itself, is a rule."""
    kinds = {kind for kind, _ in relation.qualifiers}
    if relation.rule != INSTRUCTION or relation.why_weak or relation.polarity == "negative":
        return relation
    if kinds & {"frequency", "deadline"}:
        return relation
    return replace(relation, why_weak=STEP)


def _without_doubles(
    relations: list[Relation], terms: list[tuple[Span, Span]], text: str
) -> tuple[Relation, ...]:
    """Definitions put in, what the parse made of the same words left out; sorted, each once."""
    defined = [d for term, sentence in terms if (d := definition(term, sentence, text)) is not None]
    taken = {(d.subject.end, d.predicate.split()[0]) for d in defined}
    kept = [r for r in relations if (r.subject.end, r.predicate.split()[0]) not in taken]
    return tuple(
        sorted(
            dict.fromkeys([*kept, *defined]),
            key=lambda r: (r.statement, r.subject, r.predicate_span, r.object or r.subject, r.rule),
        )
    )


def named_objects(
    relations: list[Relation], mentions: list[Mention], text: str, namer: Namer
) -> tuple[Mention, ...]:
    """Mentions for objects of shown relations that no mention covers exactly, so that a fact can
    point at them."""
    known = {mention.span for mention in mentions}
    found: dict[Span, Mention] = {}
    for relation in relations:
        span = relation.object
        if span is None or relation.value is not None or relation.why_weak or span in known:
            continue
        surface = text[span.start : span.end]
        if is_name(surface.lower().split(), surface, namer.ignore):
            found[span] = Mention(span, surface, namer.kind_of(surface), "noun-phrase")
    return tuple(found[span] for span in sorted(found))


def block_of(starts: list[int], offset: int) -> int:
    """The number of the block at `offset`, of blocks that begin at `starts`."""
    return max(0, bisect_right(starts, offset) - 1)
