"""An extractor's stream that no segment ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.failures import Failure, attempt
from graph.model import Extraction, Segment
from graph.protocols import Extractor

STEP = "facts"


def guarded_extraction(extractor: Extractor, segments: Sequence[Segment]) -> Iterator[Extraction]:
    """One `Extraction` for each segment, in order. One that the extractor fails on has its blocks
    as sentences and nothing else, and says why in `failure`.

    An extractor reads ahead, so what fails may stand further on than what comes next: segments are
    then read one by one until it is found, and as a stream again behind it.
    """
    done = 0
    while done < len(segments):
        for found in _until_failure(extractor, segments[done:]):
            done += 1
            yield found
        while done < len(segments):
            found = _alone(extractor, segments[done])
            done += 1
            yield found
            if found.failure:
                break


def _until_failure(extractor: Extractor, segments: Sequence[Segment]) -> Iterator[Extraction]:
    failed: list[Failure] = []
    stream = extractor.extract(segments)
    for _ in segments:
        found = attempt(STEP, lambda: next(stream), lambda: None, failed)
        if found is None:
            return
        yield found


def _alone(extractor: Extractor, segment: Segment) -> Extraction:
    failed: list[Failure] = []
    return attempt(
        STEP,
        lambda: next(extractor.extract([segment])),
        lambda: Extraction(
            sentences=tuple(block.span for block in segment.blocks if len(block.span)),
            mentions=(),
            relations=(),
            failure=failed[0].reason,
        ),
        failed,
    )
