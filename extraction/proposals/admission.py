"""The gate in front of what a language model proposes: every part stands verbatim in one sentence,
a clause of that sentence says just this by our own rules, and nothing that bounds it is lost.

What passes is not the proposal but the relation that our rules read at its place: its spans, its
"must" and "not" are computed here and never taken over. The rules doubt some clauses only because
words of them stand in no part; where the proposal gives all of those a part, the doubt is lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from extraction.language.fact_doubts import doubted
from extraction.language.fact_view import ClauseView
from extraction.language.list_items import ReadLists
from extraction.language.parse import Parse
from extraction.language.relations import ReadClause, RelationReader
from extraction.proposals import refusals
from extraction.proposals.agreement import KINDS, Parts, core, disagreement
from extraction.proposals.given_parts import predicate_words, with_given_parts
from extraction.proposals.kind_words import can_be
from extraction.proposals.predicates_said import is_passive, says_predicate
from extraction.proposals.proposal_spans import places, tokens_at
from extraction.proposals.proposed import ProposedFact
from extraction.proposals.unparsed_clause import by_word_order
from graph.model import Block, Relation, Span

_PARSED = ("paragraph", "list_item")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a proposal is refused. `at`: the sentence that it quotes, where there is one; `far`: how
    many of the steps it passed."""

    reason: str
    at: Span | None = None
    far: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that the model was shown: `span` of the segment's `text`, its blocks, their parses
    by number, and the blocks that depend on a lead-in above them."""

    text: str
    span: Span
    blocks: tuple[Block, ...]
    parses: Mapping[int, Parse]
    lists: ReadLists


class Gate:
    """Decides on proposed facts, with the rules of one profile. `predicates`: the names that the
    profile knows; none where it leaves them to the verbs."""

    def __init__(self, reader: RelationReader, predicates: frozenset[str]) -> None:
        self._reader = reader
        self._predicates = predicates

    def decide(self, fact: ProposedFact, passage: Passage) -> tuple[Relation, ...] | Refused:
        """The relations that our rules read where `fact` is proposed, or why there are none."""
        if any(kind not in KINDS for kind, _ in fact.qualifiers):
            return Refused(refusals.UNKNOWN_QUALIFIER)
        for kind, words in fact.qualifiers:
            if not can_be(kind, words):
                return Refused(refusals.other_kind(kind))
        best = Refused(refusals.QUOTE_ABSENT)
        for quote in places(fact.quote, passage.text, passage.span):
            for found in self._at(fact, quote, passage):
                if not isinstance(found, Refused):
                    return found
                best = max(best, found, key=lambda one: one.far)
        return best

    def _at(
        self, fact: ProposedFact, quote: Span, passage: Passage
    ) -> Iterator[tuple[Relation, ...] | Refused]:
        """What comes of `fact` in each sentence of the quote."""
        parses = [
            passage.parses[number]
            for number, block in enumerate(passage.blocks)
            if block.span.overlaps(quote) and block.kind in _PARSED and number in passage.parses
        ]
        if not parses:
            yield Refused(refusals.NOT_READ, far=1)
        for parse in parses:
            for sentence in parse.sentences:
                statement = parse.span(sentence[0], sentence[1] - 1)
                if not statement.overlaps(quote):
                    continue
                within = Span(max(statement.start, quote.start), min(statement.end, quote.end))
                found = self._in_sentence(fact, parse, sentence, within, passage)
                yield replace(found, at=statement) if isinstance(found, Refused) else found

    def _in_sentence(
        self, fact: ProposedFact, parse: Parse, sentence: tuple[int, int], within: Span,
        passage: Passage,
    ) -> tuple[Relation, ...] | Refused:  # fmt: skip
        verbs = list(places(fact.verb, passage.text, within))
        if not verbs:
            return Refused(refusals.VERB_ABSENT, far=1)
        best = Refused(refusals.NO_CLAUSE, far=3)
        clauses = self._reader.clauses(parse, sentence, passage.text)
        for verb in verbs:
            at = tokens_at(parse, verb)
            if at is None:
                best = max(best, Refused(refusals.CUTS_A_WORD, far=2), key=lambda one: one.far)
                continue
            inside = frozenset(range(at[0], at[1] + 1))
            for clause in clauses:
                if clause.clause.group.inner not in inside:
                    continue
                found = self._of_clause(fact, parse, sentence, clause, inside, within, passage)
                if not isinstance(found, Refused):
                    return found
                best = max(best, found, key=lambda one: one.far)
        if best.far <= 3:
            by_order = self._without_verb(fact, parse, sentence, within, passage)
            if by_order is not None:
                return by_order
        absent = _absent(fact, passage.text, within)
        return Refused(absent, far=2) if absent and best.far <= 3 else best

    def _of_clause(
        self, fact: ProposedFact, parse: Parse, sentence: tuple[int, int], clause: ReadClause,
        verb: frozenset[int], within: Span, passage: Passage,
    ) -> tuple[Relation, ...] | Refused:  # fmt: skip
        views = list(self._reader.views(parse, sentence, clause, passage.text))
        best = Refused(refusals.OTHER_SUBJECT if views else refusals.NO_CLAUSE, far=3)
        for parts in _parts(fact, parse, verb, within, passage.text):
            agreed: list[Relation] = []
            for view in views:
                found = self._compare(fact, parts, view, passage.lists, parse.block)
                if isinstance(found, Refused):
                    best = max(best, found, key=lambda one: one.far)
                else:
                    agreed.append(found)
            if agreed:
                return tuple(agreed)
        return best

    def _without_verb(
        self, fact: ProposedFact, parse: Parse, sentence: tuple[int, int], within: Span,
        passage: Passage,
    ) -> tuple[Relation, ...] | Refused | None:  # fmt: skip
        """What comes of `fact` in a sentence that the parse has no verb for; None where its words
        do not tell either."""
        if passage.lists.binds(parse.block):
            return None
        for verb in places(fact.verb, passage.text, within):
            at = tokens_at(parse, verb)
            if at is None or at[0] != at[1]:
                continue
            for parts in _parts(fact, parse, frozenset({at[0]}), within, passage.text):
                own = by_word_order(fact, parse, sentence, parts, passage.text)
                if own is not None and says_predicate(fact.predicate, own.predicate):
                    return self._unless_doubted(own)
        return None

    def _compare(
        self, fact: ProposedFact, parts: Parts, view: ClauseView, lists: ReadLists, block: int
    ) -> Relation | Refused:
        """The relation of `view` where `fact` says the same."""
        own = view.relation
        if own.rule == "passive-agent" and is_passive(fact.predicate):
            # ours says who acts, first; the sentence, and its proposal, to whom
            parts = replace(parts, subject=parts.object, object=parts.subject)
        taken = predicate_words(view)
        completed = with_given_parts(view, parts, taken)
        if completed is not None:
            view = replace(view, relation=completed)
        why = disagreement(view.parse, parts, view.relation, taken)
        if why:
            return Refused(why, far=5)
        if fact.negated != (own.polarity == "negative"):
            return Refused(refusals.NEGATION, far=6)
        if not _same_modality(fact, own):
            return Refused(refusals.MODALITY, far=6)
        # of "is open to suppliers" all but the "is" may be given as the object
        copula = own.rule == "copula" and says_predicate(fact.predicate, "be")
        if not copula and not says_predicate(fact.predicate, own.predicate):
            return Refused(refusals.PREDICATE, far=7)
        relation = lists.as_item(block, doubted(view))
        decided = self._unless_doubted(relation)
        return decided if isinstance(decided, Refused) else relation

    def _unless_doubted(self, own: Relation) -> tuple[Relation, ...] | Refused:
        if own.why_weak:
            return Refused(refusals.not_certain(own.why_weak), far=8)
        if self._predicates and not _is_named(own.predicate, self._predicates):
            return Refused(refusals.FOR_REVIEW, far=9)
        return (own,)


def _same_modality(fact: ProposedFact, own: Relation) -> bool:
    """Whether both say the same word; "may not" may be given for what it forbids, where ours read
    it so."""
    forbidding = fact.negated and "may" in fact.verb.casefold().split()
    return fact.modality == own.modality or (
        forbidding and (fact.modality, own.modality) == ("may", "must")
    )


def _is_named(predicate: str, names: frozenset[str]) -> bool:
    return any(predicate == name or predicate.startswith(f"{name} ") for name in names)


def _absent(fact: ProposedFact, text: str, within: Span) -> str:
    """The part of `fact` that does not stand in the quote."""
    if not any(places(fact.subject, text, within)):
        return refusals.SUBJECT_ABSENT
    if fact.object and not any(places(fact.object, text, within)):
        return refusals.OBJECT_ABSENT
    for kind, words in fact.qualifiers:
        if not any(places(words, text, within)):
            return refusals.qualifier_absent(kind)
    return ""


def _parts(
    fact: ProposedFact, parse: Parse, verb: frozenset[int], within: Span, text: str
) -> Iterator[Parts]:
    """The ways in which the parts of `fact` can stand in the sentence without overlapping the verb
    or each other; nothing where one of them stands nowhere."""

    def found(words: str) -> list[frozenset[int]]:
        spans = places(words, text, within)
        return [core(parse, span) for span in spans if tokens_at(parse, span) is not None]

    qualifiers = [(kind, found(words)) for kind, words in fact.qualifiers]
    objects = found(fact.object) if fact.object else [frozenset[int]()]
    for subject in found(fact.subject):
        for obj in objects:
            if subject & obj or not subject or (fact.object and not obj):
                continue
            chosen = _chosen(qualifiers, verb | subject | obj)
            if chosen is not None:
                yield Parts(subject, verb, obj, chosen)


def _chosen(
    qualifiers: Iterable[tuple[str, list[frozenset[int]]]], taken: frozenset[int]
) -> tuple[tuple[str, frozenset[int]], ...] | None:
    """The first place of each qualifier that is free; None where one has none."""
    made: list[tuple[str, frozenset[int]]] = []
    for kind, spots in qualifiers:
        spot = next((one for one in spots if one and not one & taken), None)
        if spot is None:
            spot = next((one for one in spots if one), None)
        if spot is None:
            return None
        taken |= spot
        made.append((kind, spot))
    return tuple(made)
