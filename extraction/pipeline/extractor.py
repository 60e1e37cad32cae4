"""The extractor: a stream of segments in, what they say out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from extraction.pipeline.entities import Namer, settle
from extraction.pipeline.language import EXPECTED_SHA256, load_language, load_verb_lemmas
from extraction.pipeline.literals import literals
from extraction.pipeline.parse import Parse, Piece, parse_of, piece_of
from extraction.pipeline.relations import RelationReader
from extraction.profile import Profile
from graph.model import Extraction, Mention, Relation, Segment, Span

BATCH = 256  # pieces the model works on at once; the result does not depend on it


@dataclass(slots=True)
class _Work:
    """A segment under way: its parses in block order."""

    segment: Segment
    pieces: int
    parses: list[Parse] = field(default_factory=list)


class SpacyExtractor:
    """Names, literals and relations by spaCy's parse and rules; implements `Extractor`.

    Each block is parsed by itself, so no sentence crosses a block's border. The model is loaded at
    the first call of `extract`; raises `ModelError` where it is missing or not the expected one.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the model, the profile or the code of this package."""
        digest = hashlib.sha256()
        for path in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(path.read_bytes())
        return f"spacy:{EXPECTED_SHA256[:12]}:{digest.hexdigest()[:12]}:{self.profile.fingerprint}"

    @cached_property
    def _namer(self) -> Namer:
        return Namer(self.profile)

    @cached_property
    def _relations(self) -> RelationReader:
        return RelationReader(self.profile, load_verb_lemmas())

    def extract(self, segments: Iterable[Segment]) -> Iterator[Extraction]:
        """One `Extraction` for each segment, in order; spans are relative to its text."""
        language = load_language()
        waiting: list[_Work] = []

        def pieces() -> Iterator[tuple[str, tuple[_Work, Piece]]]:
            for segment in segments:
                found = [
                    piece
                    for number, block in enumerate(segment.blocks)
                    if block.kind not in ("code", "table_row", "table_head")
                    and (piece := piece_of(number, block.kind, segment.text, block.span))
                ]
                work = _Work(segment, len(found))
                waiting.append(work)
                for piece in found:
                    yield piece.text, (work, piece)

        for doc, (work, piece) in language.pipe(pieces(), as_tuples=True, batch_size=BATCH):
            work.parses.append(parse_of(doc, piece))
            while waiting and len(waiting[0].parses) == waiting[0].pieces:
                yield self._read(waiting.pop(0))
        for work in waiting:
            yield self._read(work)

    def _read(self, work: _Work) -> Extraction:
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
            by_block.setdefault(_block_of(starts, mention.span.start), []).append(mention)
        terms: list[tuple[Span, Span]] = []
        for number, block in enumerate(segment.blocks):
            for mention, statement in self._namer.definitions(text, block):
                by_block.setdefault(number, []).append(mention)
                terms.append((mention.span, statement))
        sentences: list[Span] = []
        relations: list[Relation] = []
        for parse in work.parses:
            by_block.setdefault(parse.block, []).extend(self._namer.in_parse(parse, text))
            for first, stop in parse.sentences:
                sentences.append(parse.span(first, stop - 1))
                if parse.kind != "heading":
                    relations.extend(self._relations.read(parse, (first, stop), text))
        mentions = [m for number in sorted(by_block) for m in settle(by_block[number])]
        return Extraction(
            sentences=tuple(sentences),
            mentions=tuple(mentions),
            relations=tuple(relations),
            terms=tuple(terms),
            literals=tuple(values),
        )


def _block_of(starts: list[int], offset: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right(starts, offset) - 1)
