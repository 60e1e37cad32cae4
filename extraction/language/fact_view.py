"""A fact beside its sentence: what the doubts about it look at, put together once for each fact."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extraction.language.arguments import Phrase
from extraction.language.clauses import Clause
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.qualifiers import Qualifiers
from graph.model import Relation, Span


@dataclass(frozen=True, slots=True)
class FactView:
    """`relation` with all its slots, and the `parse` in which its statement stands. `sentence` is
    the first token of its sentence and the one behind its last; `text` is the segment's."""

    parse: Parse
    sentence: tuple[int, int]
    relation: Relation
    text: str

    @property
    def slots(self) -> Qualifiers:
        return self.relation.qualifiers

    @property
    def statement(self) -> Span:
        return self.relation.statement

    @property
    def object(self) -> Span | None:
        return self.relation.object

    def parts(self) -> list[Span]:
        """Subject, object and slots."""
        named = [self.relation.subject, *([self.object] if self.object else [])]
        return named + [span for _, span in self.slots]

    def said(self) -> list[Span]:
        """Object and slots, as far as they stand in the statement."""
        held = [span for _, span in self.slots] + ([self.object] if self.object else [])
        return [span for span in held if self.statement.contains(span)]

    def words(self, span: Span) -> str:
        """The words of `span`, with single blanks."""
        return " ".join(self.text[span.start : span.end].split())

    def before(self, span: Span) -> str:
        """The statement up to `span`."""
        return self.text[self.statement.start : span.start]

    def after(self, span: Span) -> str:
        """The statement behind `span`."""
        return self.text[span.end : self.statement.end]

    def first_token(self, span: Span) -> int:
        return bisect_left(self.parse.begin, span.start)

    def last_token(self, span: Span) -> int | None:
        """The token that `span` ends with, None where it ends inside one."""
        last = bisect_left(self.parse.end, span.end)
        return last if self.parse.end[last : last + 1] == [span.end] else None


@dataclass(frozen=True, slots=True)
class VerbView(FactView):
    """A fact whose verb stands in `parse`."""

    group: VerbGroup


@dataclass(frozen=True, slots=True)
class ClauseView(VerbView):
    """A fact of a whole clause. `subjects` are those of the clause, `named` is the fact's own."""

    clause: Clause
    subjects: Sequence[Phrase]
    named: Phrase

    @property
    def start(self) -> int:
        """The first token of the sentence."""
        return self.sentence[0]


View = TypeVar("View", bound=FactView)
Doubt = tuple[str, Callable[[View], bool]]
"""A reason to keep a fact weak, and whether it holds for a fact."""
