"""The computed answer to a question: a figure that no sentence states, from the rows of a table,
the items of a list, or facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Protocol

from generation.computing.fact_answers import FactAnswer
from generation.computing.fact_counts import counted_things
from generation.computing.fact_extremes import first_in_order
from generation.computing.fact_questions import FactQuestion, readings
from generation.computing.list_answers import answer_from_lists
from generation.computing.table_answers import answer_from_tables
from generation.evidence.standing import asked_period, retired
from graph.model import Context, DraftSentence, Passage, Span


class Computed(Protocol):
    """A figure and what it rests on, or, with `reasons`, why none is shown."""

    @property
    def reasons(self) -> tuple[str, ...]: ...

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Passages that it cites and that were not retrieved for the question."""
        ...

    def drafts(self, context: Context) -> Iterator[DraftSentence]:
        """The figure with all that it rests on (role ``computed``), then the lines below it;
        without a figure the nearest lines."""
        ...

    def rests_on(self, version: str, span: Span) -> bool:
        """Whether it was computed from the sentence `span` of a document `version` and others, so
        that it says more than that one."""
        ...

    def described(self) -> dict[str, object]:
        """What a manifest keeps of it: ``figure`` (empty where none is shown), ``operation``, how
        many ``rows`` it was computed from, how it came about for people (``said``), and as a query
        (``cypher``, empty where there is none)."""
        ...


def compute(context: Context, today: date | None = None) -> Computed | None:
    """What is computed for the question of `context`, as of `today` (default: this day); None where
    its words do not all speak of one table, list or relation."""
    stated = context.stated.passages if context.stated is not None else ()
    documents = {p.document.version: p.document for p in (*context.passages, *stated)}
    period = asked_period(context.question, today or date.today())
    former = retired(documents.values(), period, context.replaced)
    return (
        answer_from_tables(context)
        or answer_from_lists(context, former)
        or answer_from_facts(context, former)
    )


def answer_from_facts(context: Context, retired: Collection[str]) -> FactAnswer | None:
    """What the facts read for `context` say to its question, in the first way to read it to which
    they speak, those of `retired` versions left out; None where they do to none."""
    stated = context.stated
    if stated is None:
        return None
    for asked in readings(context.question):
        if isinstance(asked, FactQuestion):
            found = counted_things(asked, stated, context, retired)
        else:
            found = first_in_order(asked, stated, context, retired)
        if found is not None:
            return found
    return None
