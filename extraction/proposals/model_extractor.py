"""The extractor that has a second reader: what spaCy and our rules read, and what of a language
model's proposals passes the gate. It asks no model: it works on replies that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from extraction.cached_stages import PROPOSE
from extraction.fact_gate import FactGate, statement_of
from extraction.language.extractor import SpacyExtractor, Work, named_objects
from extraction.profile import Profile
from extraction.proposals import refusals
from extraction.proposals.admission import Gate, Passage, Refused
from extraction.proposals.proposed import ProposedFact, read_reply
from extraction.proposals.proposed_names import NameGate
from extraction.proposals.read_passages import passage_key, passages
from graph.checking import Quote
from graph.model import Extraction, Mention, Refusal, Relation, Span
from graph.protocols import Checker

Replies = Callable[[Sequence[str]], Mapping[str, str]]
"""The kept replies of the model for passages, by key; those that are not kept are left out."""

CONTRADICTS = 0.5
"""From which probability the checker's "contradicts" refuses a proposal."""


class ModelExtractor(SpacyExtractor):
    """Implements `Extractor`. `asked` names the model and the words it is asked in; `checker` reads
    each admitted fact beside its sentence once more, `gate` has the last word on spaCy's own."""

    def __init__(
        self, profile: Profile, asked: str, replies: Replies, checker: Checker,
        gate: FactGate | None = None,
    ) -> None:  # fmt: skip
        super().__init__(profile, gate)
        self.asked = asked
        self._replies = replies
        self._checker = checker

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the model, its prompt, the gate, the checker and all that spaCy's does."""
        parts = (self.asked, PROPOSE.fingerprint, self._checker.fingerprint, super().fingerprint)
        return ":".join(("llm", *parts))

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._relations, frozenset(self.profile.predicates))

    @cached_property
    def _names(self) -> NameGate:
        return NameGate(self._namer, frozenset(self.profile.kinds))

    def _read(self, work: Work) -> Extraction:
        found = super()._read(work)
        segment = work.segment
        spans = {passage_key(segment.text[s.start : s.end]): s for s in passages(segment)}
        replies = self._replies(sorted(spans))
        parses = {parse.block: parse for parse in work.parses}
        lists = self._lists.read(segment.text, segment.blocks, parses)
        relations: dict[tuple[object, ...], Relation] = {}
        mentions: list[Mention] = []
        refused: list[Refusal] = []
        for key, span in sorted(spans.items(), key=lambda entry: entry[1]):
            if key not in replies:
                continue
            passage = Passage(segment.text, span, segment.blocks, parses, lists)
            reply = read_reply(replies[key])
            refused += [Refusal(reason, line, None) for reason, line in reply.faults]
            for fact in reply.facts:
                decided = self._decided(fact, passage)
                if isinstance(decided, Refused):
                    refused.append(Refusal(decided.reason, fact.line, decided.at))
                else:
                    relations.update((_identity(relation), relation) for relation in decided)
            held = (*found.mentions, *mentions)
            for name in reply.names:
                given = self._names.decide(name, passage, held)
                if isinstance(given, Refused):
                    refused.append(Refusal(given.reason, name.line, given.at))
                else:
                    mentions += given
        admitted = list(relations.values())
        mentions += named_objects(admitted, [*found.mentions, *mentions], segment.text, self._namer)
        return _joined(found, admitted, mentions, refused)

    def _decided(self, fact: ProposedFact, passage: Passage) -> tuple[Relation, ...] | Refused:
        decided = self._gate.decide(fact, passage)
        if isinstance(decided, Refused):
            return decided
        for relation in decided:
            said = self._checker.support(
                statement_of(relation, passage.text),
                [Quote(passage.text[relation.statement.start : relation.statement.end])],
            )[0]
            if said.contradicts >= CONTRADICTS:
                return Refused(refusals.CONTRADICTED, relation.statement)
        return tuple(replace(relation, extractor=self.fingerprint) for relation in decided)


def _identity(relation: Relation) -> tuple[object, ...]:
    return (relation.statement, relation.subject, relation.predicate_span, relation.object,
            relation.predicate)  # fmt: skip


def _in_order(relation: Relation) -> tuple[object, ...]:
    return (relation.statement, relation.subject, relation.predicate_span,
            relation.object or relation.subject, relation.rule, relation.extractor)  # fmt: skip


def _joined(
    found: Extraction, relations: Iterable[Relation], mentions: Sequence[Mention],
    refused: Sequence[Refusal],
) -> Extraction:  # fmt: skip
    """What both readers found, in the order of the text whatever the order of the proposals."""
    return replace(
        found,
        mentions=tuple(
            [*found.mentions, *sorted(mentions, key=lambda m: (m.span, m.kind, m.surface))]
        ),
        relations=tuple(sorted([*found.relations, *relations], key=_in_order)),
        refused=tuple(sorted(refused, key=lambda r: (r.at or Span(0, 0), r.reason, r.proposal))),
    )
