"""The last gate of facts: a trained reader says how likely a fact says what its words say.

The reader was trained on facts that people judged beside their words. It keeps facts weak that the
rules would show, and shows some that the rules only doubted. Each fact is read by itself and its
probability is rounded, so that what is decided is the same in any batch, order and number of
threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extraction.cached_stages import DECIDE
from extraction.fact_context import FactContext
from extraction.fact_sentence import fact_sentence, sentence_name
from extraction.language.speakers import sure_fault
from extraction.row_facts import is_row
from extraction.stated_under import UNDER, StatedUnder, told_under
from graph.checking import Quote
from graph.model import Evidence, Fact, Mention, Relation, Segment, Span
from graph.protocols import FactReader

DOUBTED = "the trained reader doubts it"
SHORT = "few words"
"""Names the bound of statements of fewer than `FEW` words that the rules show."""

FEW = 9
_AFTER = 160  # characters read behind the words of a fact
_BEHIND = " || "


class FactGate:
    """The gate with the reader that decides."""

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    @property
    def fingerprint(self) -> str:
        """Changes with the reader, its bounds and the code that reads by them."""
        return f"{self._reader.fingerprint}:{DECIDE.fingerprint}"

    def decided(
        self, relations: Sequence[Relation], segment: Segment, mentions: Iterable[Mention]
    ) -> list[Relation]:
        """`relations` of `segment`, each shown where the reader finds it likely enough. What the
        rules keep weak for a reason that the reader was not trained on stays weak."""
        text, bounds = segment.text, self._reader.bounds
        under = StatedUnder(text, segment.blocks, {mention.span: mention for mention in mentions})
        asked = [one for one in relations if sure_fault(one) in bounds and not is_row(one)]
        context = FactContext(text, segment.blocks)
        read = [read_beside(one, text, under.of(one), context) for one in asked]
        found = self._reader.right(read)
        decided = {
            id(one): _decided(one, right=right >= bound_of(bounds, sure_fault(one), told))
            for one, (told, _), right in zip(asked, read, found, strict=True)
        }
        return [decided.get(id(one), one) for one in relations]


def bound_of(bounds: Mapping[str, float], reason: str, told: str) -> float:
    """From which probability the fact `told`, which the rules keep weak for `reason` (a key of
    `bounds`), is shown: of a statement of few words, where they show it, from a lower one if
    `bounds` has it. Less can be lost in it, and readers are stricter with it than judges."""
    few = len(told.partition(UNDER)[0].split()) < FEW
    return bounds[SHORT] if few and not reason and SHORT in bounds else bounds[reason]


def _decided(relation: Relation, *, right: bool) -> Relation:
    """Who "we" and "you" are is decided with the whole document, so that reason stays."""
    fault = sure_fault(relation)
    if right:
        return replace(relation, why_weak="") if fault else relation
    return relation if fault else replace(relation, why_weak=DOUBTED)


def statement_of(relation: Relation, text: str) -> str:
    """The sentence that a relation would be shown as, in the words of `text`."""
    evidence = Evidence(
        document="", version="", statement=relation.statement, quote="", subject=relation.subject,
        predicate=relation.predicate_span, object=relation.object, qualifiers=relation.qualifiers,
        rule=relation.rule, extractor="", run="",
    )  # fmt: skip
    fact = Fact(
        id="", claim_id="", name="", subject="", predicate=relation.predicate, object=None,
        value=relation.value, modality=relation.modality, polarity=relation.polarity,
    )  # fmt: skip
    words = text[relation.subject.start : relation.subject.end]
    return sentence_name(words, fact_sentence(fact, [evidence], text))


def read_beside(
    relation: Relation, text: str, under: str, context: FactContext
) -> tuple[str, Quote]:
    """What the reader is given: the fact as it would be shown, and its words with what stands
    around them."""
    told = statement_of(relation, text) + told_under(under)
    return told, words_beside(text, relation.statement, context)


def words_beside(text: str, words: Span, context: FactContext) -> Quote:
    """What is read of a document or segment `text` for a fact that it states at `words`."""
    after = text[words.end : words.end + _AFTER]
    return Quote(text[words.start : words.end] + _BEHIND + after, context.above(words))


def on_sheet(above: str, words: str, after: str) -> Quote:
    """What is read of a fact of which a sheet shows its words, what stands `above` them (see
    `told_above`) and the text behind."""
    return Quote(words + _BEHIND + after[:_AFTER], above)
