"""The computed answer to a question: a figure that no sentence states, from the rows of a table or
the items of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from generation.computing.list_answers import answer_from_lists
from generation.computing.table_answers import answer_from_tables
from graph.model import Context, DraftSentence


class Computed(Protocol):
    """A figure and what it rests on, or, with `reasons`, why none is shown."""

    @property
    def reasons(self) -> tuple[str, ...]: ...

    def drafts(self, context: Context) -> Iterator[DraftSentence]:
        """The figure with all that it rests on (role ``computed``), then the lines below it;
        without a figure the nearest lines."""
        ...

    def described(self) -> dict[str, object]:
        """What a manifest keeps of it: ``figure`` (empty where none is shown), ``operation``, how
        many ``rows`` it was computed from, how it came about for people (``said``), and as a query
        (``cypher``, empty where there is none)."""
        ...


def compute(context: Context) -> Computed | None:
    """What is computed for the question of `context`; None where its words do not all speak of one
    table or list."""
    return answer_from_tables(context) or answer_from_lists(context)
