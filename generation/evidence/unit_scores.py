"""The units of a context with a score for the question: likeness, shared words, the form of an
answer, names, and what references and facts add."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from generation.evidence.answer_forms import defined_terms
from generation.evidence.question_lines import asked_above, asks
from generation.evidence.short_forms import short_forms
from generation.evidence.standing import asked_period, retired
from generation.evidence.units import Unit, make_unit
from generation.question.analysis import Question
from generation.question.named_things import names_in
from graph.kept_outlines import outline_of
from graph.model import Context, Sentence, Span
from graph.outline import Outline

# Weights of a unit's score, the same for every collection. Set by hand on the hipaa development
# questions and the example questions; see docs/decisions.md.
COVERAGE = 0.6
PASSAGE = 0.4
TYPE = 0.3
NAMES = 0.1
BRIDGE = 0.25
PATH = 0.8  # a fact that links the question to its answer outweighs mere likeness
EXACT = 0.5  # the identifier stands there, where little else is asked ("What is SOP-014?")
OTHER_CASE = 0.4  # cost of stating another case than the one asked about
LEAD_IN = 0.01  # so that a lead-in goes before the item it was lifted by
ABOVE = 0.9  # what a question word is worth in a heading or lead-in instead of the unit itself


@dataclass(frozen=True)
class Evidence:
    """All units of a context, best first; `idf` of every word over them; `outlines` by version;
    `forms`: the short forms that the documents introduce; `terms`: the words of the terms they
    define and of what these mean; `today`: the day on which it is asked; `retired`: versions
    that no longer hold."""

    question: Question
    units: tuple[Unit, ...]
    idf: Mapping[str, float]
    outlines: Mapping[str, Outline]
    forms: Mapping[str, frozenset[str]]
    terms: Mapping[frozenset[str], frozenset[str]]
    today: date
    retired: frozenset[str]

    def reach(self, unit: Unit) -> frozenset[str]:
        """The index words of `unit`, of what stands above it, of the sentences that led to it
        and of the definitions of its terms."""
        held = unit.inner | unit.outer
        if unit.via is not None:
            held |= unit.via.inner
        if unit.on_path:
            held = held.union(*(other.inner for other in self.units if other.on_path))
        defined = [said for term, said in self.terms.items() if term <= unit.inner]
        return held.union(*defined)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the question that stand in any unit or above it."""
        return frozenset().union(*(unit.names for unit in self.units))

    def quote(self, unit: Unit, span: Span) -> str:
        """The words of `unit`'s document at `span`."""
        return self.outlines[unit.sentence.version].quote(span)

    @property
    def answerable(self) -> bool:
        """False where the question holds no words, or an identifier that stands nowhere."""
        if not self.question.words and not self.question.names:
            return False
        held = frozenset().union(*(unit.codes for unit in self.units))
        return all(code in held for code in self.question.identifiers)

    def demoted(self, keys: Collection[tuple[str, int, int]]) -> Evidence:
        """The same with the units `keys`, which speak of another case, behind what is as near."""
        for unit in self.units:
            if unit.key in keys:
                unit.score = round(unit.score - OTHER_CASE, 6)
        order = sorted(self.units, key=lambda u: (-u.score, u.passage.rank, u.key))
        return replace(self, units=tuple(order))

    def weight(self, kept: Iterable[str]) -> float:
        """Share of the question's words, weighted by rarity, that `kept` holds (0 to 1)."""
        return self._share(self.question.words, kept)

    def relation(self, kept: Iterable[str]) -> float:
        """As `weight`, over the words that are no part of the question's names: what is asked of
        them. 1 where there are none."""
        relation = self.question.relation
        return self._share(relation, kept) if relation else 1.0

    def _share(self, wanted: Sequence[str], kept: Iterable[str]) -> float:
        total = sum(self.idf[word] for word in wanted)
        held = set(kept)
        return sum(self.idf[word] for word in wanted if word in held) / total if total else 0.0


def gather(context: Context, question: Question, today: date) -> Evidence:
    """The units of `context`, scored. Passages that share a sentence give it once, with the better
    cosine."""
    outlines: dict[str, Outline] = {}
    documents = {passage.document.version: passage.document for passage in context.passages}
    forms = short_forms(document.text for document in documents.values())
    units: dict[tuple[str, int, int], Unit] = {}
    for passage in context.passages:
        document = passage.document
        if document.version not in outlines:
            outlines[document.version] = outline_of(document)
        outline = outlines[document.version]
        scores = passage.sentence_scores or (0.0,) * len(passage.sentences)
        previous: Sentence | None = None
        for sentence, cosine in zip(passage.sentences, scores, strict=True):
            unit = make_unit(passage, sentence, previous, cosine, question, outline, forms)
            previous = sentence
            if unit is None:
                continue
            known = units.get(unit.key)
            if known is None or known.cosine < unit.cosine:
                units[unit.key] = unit
    listed = list(units.values())
    if any(unit.codes for unit in listed):
        listed = [unit for unit in listed if not unit.other_code]
    idf = _idf(listed, question)
    evidence = Evidence(
        question,
        (),
        idf,
        outlines,
        forms,
        defined_terms(listed),
        today,
        retired(documents.values(), asked_period(question.asked, today), context.replaced),
    )
    top = max((p.scores.get("total", 0.0) for p in context.passages), default=0.0)
    for unit in listed:
        unit.coverage = evidence.weight(unit.inner)
        above = evidence.weight(unit.inner | unit.outer) - unit.coverage
        total = unit.passage.scores.get("total", 0.0)
        unit.score = (
            unit.cosine
            + COVERAGE * (unit.coverage + ABOVE * above)
            + (PASSAGE * max(total, 0.0) / top if top > 0 else 0.0)
            + (NAMES * len(unit.names) / len(question.names) if question.names else 0.0)
            + (_form_worth(question) if unit.fits else 0.0)
            + (EXACT if unit.codes and len(question.relation) < 2 else 0.0)
        )
    _add_bridges(listed, question)
    _add_paths(listed, context)
    listed = _answers_for_questions(listed, outlines)
    lift_lead_ins(listed, question)
    for unit in listed:
        unit.score = round(unit.score, 6)
    listed.sort(key=lambda u: (-u.score, u.passage.rank, u.key))
    return replace(evidence, units=tuple(listed))


def _form_worth(question: Question) -> float:
    """A list that was asked for outweighs sentences that only name its subject."""
    return 2 * TYPE if question.expected == "list" else TYPE


def _idf(units: Sequence[Unit], question: Question) -> dict[str, float]:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) over the units, for the question's words."""
    counts: Counter[str] = Counter()
    for unit in units:
        counts.update(unit.inner & set(question.words))
    total = len(units)
    return {
        word: math.log(1 + (total - counts[word] + 0.5) / (counts[word] + 0.5))
        for word in question.words
    }


def _add_bridges(units: list[Unit], question: Question) -> None:
    """A good sentence that brings in a name the question lacks ("Class B event") lifts the other
    sentences that hold the name: the second hop. Rare names lift more, and only once."""
    asked = {name.casefold() for name in question.names}
    asked_text = question.text.casefold()
    names = {id(unit): {n.casefold() for n in names_in("x " + unit.text)} for unit in units}
    counts = Counter(name for held in names.values() for name in held)
    best = sorted(units, key=lambda u: (-u.score, u.key))[:6]
    total = len(units)
    own = {id(unit): unit.score for unit in units}
    if not best or own[id(best[0])] <= 0:
        return
    for source in best:
        for name in sorted(names[id(source)] - asked):
            if name in asked_text or not 2 <= counts[name] <= max(2, total // 4):
                continue
            rarity = 1 - math.log(counts[name]) / math.log(total + 1)
            gain = BRIDGE * rarity * max(own[id(source)] / own[id(best[0])], 0.0)
            for unit in units:
                if unit is not source and name in names[id(unit)] and gain > unit.bridge:
                    unit.score += gain - unit.bridge
                    unit.bridge, unit.via = gain, source


def _add_paths(units: list[Unit], context: Context) -> None:
    """Sentences that state the facts by which a passage was reached (`retrieval.fact_paths`)."""
    facts = {step.node for p in context.passages for step in p.path if step.via == "fact"}
    stated = [
        (evidence.version, evidence.statement)
        for passage in context.passages
        for fact in passage.facts
        if fact.id in facts
        for evidence in fact.evidence
    ]
    for unit in units:
        if any(v == unit.sentence.version and s.overlaps(unit.span) for v, s in stated):
            unit.score += PATH
            unit.on_path = True


def _answers_for_questions(units: list[Unit], outlines: Mapping[str, Outline]) -> list[Unit]:
    """`units` without the lines that ask and are answered below, which are as good as their line:
    the first line of an answer gets its question's score and cosine."""
    asking = {u.key: u for u in units if asks(u.text) and not u.sentence.children}
    if not asking:
        return units
    answered: set[tuple[str, int, int]] = set()
    for unit in sorted(units, key=lambda u: u.span):
        if unit.block is None or unit.key in asking:
            continue
        above = asked_above(outlines[unit.sentence.version], unit.block, unit.span.start)
        found = None if above is None else _within(above, unit.sentence.version, asking)
        if found is None or found.key in answered:
            continue
        answered.add(found.key)
        unit.score, unit.cosine = max(unit.score, found.score), max(unit.cosine, found.cosine)
    return [unit for unit in units if unit.key not in answered]


def _within(span: Span, version: str, units: Mapping[tuple[str, int, int], Unit]) -> Unit | None:
    """The one of `units` that stands in `span` of `version`."""
    return next(
        (u for u in units.values() if u.sentence.version == version and span.overlaps(u.span)), None
    )


def lift_lead_ins(units: list[Unit], question: Question) -> None:
    """The sentence that introduces a list is as good as its best item where a list is asked for,
    else as its second best: it is quoted with all of them."""
    rank = 0 if question.expected == "list" else 1
    for unit in units:
        if not unit.sentence.children:
            continue
        inside = sorted(
            (
                other.score
                for other in units
                if other.sentence.version == unit.sentence.version
                and any(child.contains(other.span) for child in unit.sentence.children)
            ),
            reverse=True,
        )
        if len(inside) > rank:
            unit.score = max(unit.score, inside[rank] + LEAD_IN)
