"""What an answer is that facts give together, and the statements that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generation.writers.quoting import cite
from graph.model import Citation, Context, DraftSentence, Passage, Span, StatedFact

NEAREST = 5  # statements that a card without a figure shows


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """`text`: the figure or the names; `things`: for each that counts its statements, those that
    decide first, with the words that name it; `said`: how it came about. With `reasons`, why none
    is shown."""

    text: str
    operation: str
    things: tuple[tuple[tuple[StatedFact, Span], ...], ...]
    said: str
    passages: tuple[Passage, ...] = field(repr=False)
    cypher: str = ""
    note: str = ""
    reasons: tuple[str, ...] = ()

    def drafts(self, context: Context) -> Iterator[DraftSentence]:
        """The figure, then the statements that it rests on."""
        held = {passage.chunk.id: passage for passage in self.passages}
        firsts = [thing[0] for thing in self.things]
        if not self.reasons:
            cited = tuple(_cited(context, held, fact, span) for fact, span in firsts)
            yield DraftSentence(f"{self.text}{self.note}", cited, "computed")
        shown = self.things[:NEAREST] if self.reasons else self.things
        for fact in dict.fromkeys(fact for thing in shown for fact, _ in thing):
            quoted = _cited(context, held, fact, fact.statement)
            yield DraftSentence(quoted.quote, (quoted,), "sentence", (fact.fact,))

    def rests_on(self, version: str, span: Span) -> bool:
        """Whether one of its statements stands in the sentence `span`: that one alone says less."""
        return any(
            fact.version == version and fact.statement.overlaps(span)
            for thing in self.things
            for fact, _ in thing
        )

    def described(self) -> dict[str, object]:
        """See `computed_answers.Computed`."""
        return {
            "figure": "" if self.reasons else self.text,
            "operation": self.operation,
            "rows": len(self.things),
            "said": self.said,
            "cypher": "" if self.reasons else self.cypher,
        }


def _cited(context: Context, held: dict[str, Passage], fact: StatedFact, span: Span) -> Citation:
    return cite(context, held[fact.chunk], span)
