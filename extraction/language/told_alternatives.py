"""One of two subjects joined by "or" says too much alone: "the lodger or the tenant must pay" is
told of both, or of neither."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extraction.language.speakers import sure_fault
from graph.model import Relation, Span

ALTERNATIVE = "the other one of two alternatives is not told"
_OR_BEHIND = re.compile(r"\s{1,3}or\b", re.IGNORECASE)
_OR_BEFORE = re.compile(
    r"\bor\s{1,3}(?:(?:the|an?|any|its|their|his|her|your|our|such)\s{1,3})?\Z", re.IGNORECASE
)
_NEAR = 16  # characters


def with_all_alternatives(relations: Sequence[Relation], text: str) -> list[Relation]:
    """`relations`, in which a fact of one alternative is weak where no fact of the other is
    shown."""
    groups: dict[tuple[Span, Span, Span | None], list[Relation]] = defaultdict(list)
    for relation in relations:
        groups[relation.statement, relation.predicate_span, relation.object].append(relation)
    lone = {
        id(one)
        for group in groups.values()
        if not _is_told_whole(group, text)
        for one in group
        if not sure_fault(one)
    }
    return [replace(r, why_weak=ALTERNATIVE) if id(r) in lone else r for r in relations]


def _is_told_whole(group: Sequence[Relation], text: str) -> bool:
    """Whether no subject of `group` stands beside an "or" on whose other side no shown one does."""
    shown = [one.subject for one in group if not sure_fault(one)]
    return all(_has_other(one.subject, shown, text) for one in group)


def _has_other(subject: Span, shown: Sequence[Span], text: str) -> bool:
    behind = _OR_BEHIND.match(text, subject.end)
    before = _OR_BEFORE.search(text, max(0, subject.start - _NEAR), subject.start)
    after = any(one.start >= subject.end for one in shown)
    ahead = any(one.end <= subject.start for one in shown)
    return (behind is None or after) and (before is None or ahead)
