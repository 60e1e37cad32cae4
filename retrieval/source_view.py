"""What a page needs to show a document at the exact words: blocks cut into runs of plain and
marked text. Text is handed over as text, never as markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Block, Document, Span
from graph.outline import Outline

_AROUND = 40


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters with the same marks; `marks` are indices into the marked spans."""

    start: int
    text: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block for display. `kind`, `level`, `page` as in `Block`; a table row has its `cells`.
    `skipped` counts the blocks that were left out just before this one."""

    kind: str
    level: int
    page: int | None
    runs: tuple[Run, ...]
    cells: tuple[tuple[Run, ...], ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document (or the parts of a long one around the marks) ready to be laid out.

    `cut_after` counts the blocks left out at the end.
    """

    document: str
    version: str
    number: int
    edition: str
    name: str
    blocks: tuple[ShownBlock, ...]
    headings: tuple[tuple[str, ...], ...]
    cut_after: int = 0


def source_view(
    document: Document,
    marks: Sequence[Span],
    *,
    max_blocks: int = 400,
    around: int | None = None,
) -> SourceView:
    """`document` with `marks` cut out as runs; `headings` is the heading path of each mark. Of a
    document with more than `max_blocks` blocks, those near a mark are kept, or, where an offset
    `around` is given, the `max_blocks` about it."""
    outline = Outline(document.text, document.blocks)
    blocks = document.blocks or (Block("paragraph", Span(0, len(document.text))),)
    kept = list(range(len(blocks)))
    if len(blocks) > max_blocks and around is not None:
        at = sum(block.span.start <= around for block in blocks)
        first = min(max(0, at - max_blocks // 3), len(blocks) - max_blocks)
        kept = list(range(first, first + max_blocks))
    elif len(blocks) > max_blocks:
        touched = [i for i, b in enumerate(blocks) if any(b.span.overlaps(m) for m in marks)]
        near = {j for i in touched or [0] for j in range(i - _AROUND, i + _AROUND + 1)}
        kept = [i for i in kept if i in near]
    headings = []
    for mark in marks:
        index = outline.block_at(mark.start)
        headings.append(outline.heading_path(index) if index is not None else ())
    return SourceView(
        document=document.id,
        version=document.version,
        number=document.number,
        edition=document.edition,
        name=document.name,
        blocks=tuple(
            _shown(document.text, blocks[index], marks, index - former - 1)
            for former, index in pairwise([-1, *kept])
        ),
        headings=tuple(headings),
        cut_after=len(blocks) - kept[-1] - 1,
    )


def _shown(text: str, block: Block, marks: Sequence[Span], skipped: int) -> ShownBlock:
    return ShownBlock(
        kind=block.kind,
        level=block.level,
        page=block.page,
        runs=_runs(text, block.span, marks),
        cells=tuple(_runs(text, cell.span, marks) for cell in block.cells),
        skipped=skipped,
    )


def _runs(text: str, span: Span, marks: Sequence[Span]) -> tuple[Run, ...]:
    edges = {span.start, span.end}
    for mark in marks:
        if mark.overlaps(span):
            edges.update((max(mark.start, span.start), min(mark.end, span.end)))
    cuts = sorted(edges)
    return tuple(
        Run(
            start,
            text[start:end],
            tuple(i for i, m in enumerate(marks) if m.start <= start < m.end),
        )
        for start, end in pairwise(cuts)
    )
