"""Answers by quotation: a `Generator` without a language model. Every draft is words of the
documents with the place they stand at; nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generation.checks.qualifier_checks import Fit, fit
from generation.checks.reply_forms import says_by_what
from generation.evidence.amendments import amendments
from generation.evidence.card_order import in_reading_order
from generation.evidence.checked_order import checked_order
from generation.evidence.companions import Companion, amending, conflicting, qualifying
from generation.evidence.place_lookup import SEVERAL_PLACES, units_at
from generation.evidence.referred_lists import referred_list
from generation.evidence.selection import Chosen, count_words, select
from generation.evidence.under_place import under_place, unknown_place
from generation.evidence.unit_scores import Evidence, gather
from generation.evidence.units import Unit
from generation.evidence.values_in_force import other_values
from generation.evidence.whole_lists import LeftOut, cut_lists, with_whole_lists
from generation.evidence.whole_passage import asks_for_steps, is_title, with_steps
from generation.evidence.worth_showing import worth_showing
from generation.question.analysis import analyse
from generation.question.sections import named_place
from generation.question.spelling import respelled
from generation.writers.headline import Headline, headline
from generation.writers.lead_order import by_answer
from generation.writers.participants import alike, participant
from graph.model import Cell, Citation, Context, DraftSentence, Passage, Span
from graph.outline import Outline
from graph.protocols import Checker

_WORD = re.compile(r"[^\W\d_]+")
COMPARED = 80  # units that are held against the question, best first
BESIDE_SHARE = 0.25  # of the words, kept free for exceptions, conditions and conflicts


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be quoted: units in selection order, what stands beside them, the headline;
    `several`: the units that each state another value in force, where no single one answers;
    `opened`: the question names a place, and this is it; `respelled`: words of the question were
    put right, and what was read into it is no ground for a tick; `unknown`: a place that it names
    and no document has; `folded`: chosen units that a card
    shows only when it is unfolded."""

    evidence: Evidence
    chosen: tuple[Chosen, ...]
    beside: tuple[Companion, ...]
    headline: Headline | None
    fits: Mapping[tuple[str, int, int], Fit]
    opened: bool = False
    several: tuple[Unit, ...] = ()
    respelled: bool = False
    unknown: str = ""
    folded: frozenset[tuple[str, int, int]] = frozenset()

    @property
    def lead(self) -> Unit | None:
        """The unit that answers: the headline's, else the first chosen."""
        if self.headline is not None:
            return self.headline.unit
        if self.several:
            return self.several[0]
        return self.chosen[0].unit if self.chosen else None

    @property
    def fit(self) -> Fit:
        """How far the unit that answers meets the question."""
        return _fit(self.fits, self.lead) if self.lead is not None else Fit((), ())

    @property
    def conflict(self) -> bool:
        """Whether another document states otherwise than the unit that answers."""
        lead = self.lead
        return any(
            item.role == "conflict" and (item.of is lead or item.unit is lead)
            for item in self.beside
        )

    @property
    def in_reading_order(self) -> list[Chosen]:
        """What was chosen in the order in which a card shows it."""
        lead = self.lead
        if lead is None:
            return []
        outline = self.evidence.outlines[lead.sentence.version]
        told = asks_for_steps(self.evidence.question) and not says_by_what(lead.text)
        steps = self.opened or told or is_title(lead)
        return in_reading_order(self.chosen, lead, outline, as_written=steps)

    @property
    def cut_lists(self) -> tuple[LeftOut, ...]:
        """The lists that the card shows in part, where no headline answers by itself."""
        if self.headline is not None or self.several or self.opened:
            return ()
        return cut_lists(self.in_reading_order, self.evidence)

    @property
    def is_cut(self) -> bool:
        """Whether the unit that answers is one of a list that is shown in part."""
        lead = self.lead
        if lead is None or lead.on_path:
            return False
        return any(cut.holds(lead, self.evidence) for cut in self.cut_lists)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The chosen units, best first."""
        return tuple(item.unit for item in self.chosen)


def plan(context: Context, *, words: int, today: date, checker: Checker | None = None) -> Plan:
    """Choose what to quote from `context`, about `words` words in all; `checker` mends the order of
    what comes first."""
    known = {w for p in context.passages for w in _WORD.findall(p.chunk.text.casefold())}
    asked = respelled(context.question, known)
    evidence = gather(context, analyse(asked), today)
    place = named_place(evidence.question.asked)
    unknown = unknown_place(evidence, context)
    evidence = evidence if unknown else under_place(evidence, context)
    if checker is not None and place is None:
        evidence = checked_order(evidence, checker)
    fits = {unit.key: fit(evidence, unit) for unit in evidence.units[:COMPARED]}
    evidence = evidence.demoted({key for key, found in fits.items() if found.contradicted})
    if place is not None and (at := units_at(place, evidence, context)):
        return _opened(evidence, at, words, fits)
    chosen = with_steps(select(evidence, budget=words), evidence, words)
    beside = _beside(evidence, chosen, words)
    if beside:
        spent = sum(count_words(item.unit, item.span) for item in beside)
        # what stands beside a sentence says so there, and is not chosen for its own sake again
        aside = frozenset(item.unit.key for item in beside if item.unit is not item.of)
        chosen = select(evidence, budget=words - spent, without=aside)
        chosen = with_steps(chosen, evidence, words - spent)
        kept = {item.unit.key for item in chosen}
        beside = [item for item in beside if item.of.key in kept]
    by_fit = sorted(chosen, key=lambda item: _fit(fits, item.unit).rank)
    top = headline(evidence, [item.unit for item in by_fit])
    met = [(item.unit, _fit(fits, item.unit)) for item in chosen]
    listed = evidence.question.expected == "list"
    order = [chosen[i] for i in by_answer(met, listed=listed, order=evidence.units)]
    if top is not None and top.answer:  # no bare yes or no over an exception or a conflict
        bounded = ("exception", "condition", "conflict")
        if any(item.of is top.unit and item.role in bounded for item in beside):
            top = None
    other = asked != context.question
    if other or (top is not None and is_amended(top.unit, beside)):
        top = None
    if top is not None and not top.answer:
        said = {item.unit.key for item in beside if item.unit is not item.of}
        others = [u for u in other_values(evidence, top.unit, fits) if u.key not in said]
        if others:
            several = (top.unit, *others)
            order = _shown(_with(order, several), several, evidence)
            return Plan(evidence, tuple(order), tuple(beside), None, fits, False, several)
    rivals = _rivals(evidence, top, fits) if top is not None and not top.answer else []
    order = _shown(order, [top.unit] if top is not None else [], evidence)
    if top is None and order:  # a headline answers by itself
        left = words - sum(count_words(item.unit, item.span) for item in beside)
        order = with_whole_lists(order, order[0].unit, evidence, left)
    lead = top.unit if top is not None else order[0].unit if order else None
    listed_at = referred_list(lead, evidence, words // 2) if lead is not None else []
    stands = (*listed_at, *rivals, *beside)
    return Plan(evidence, tuple(order), stands, top, fits, respelled=other, unknown=unknown)


def _shown(order: Sequence[Chosen], leads: Sequence[Unit], evidence: Evidence) -> list[Chosen]:
    """`order` without what is not worth a line beside the first of `leads`, or of `order`; a course
    of steps stays whole."""
    lead = leads[0] if leads else order[0].unit if order else None
    if lead is None or asks_for_steps(evidence.question) or is_title(lead):
        return list(order)
    return worth_showing(order, lead, leads, evidence.outlines)


def _with(order: Sequence[Chosen], units: Sequence[Unit]) -> tuple[Chosen, ...]:
    """`units` first, then what else was chosen."""
    known = {item.unit.key: item for item in order}
    first = [known.get(unit.key, Chosen(unit, (), ())) for unit in units]
    keys = {unit.key for unit in units}
    return (*first, *(item for item in order if item.unit.key not in keys))


def _opened(
    evidence: Evidence, at: Sequence[Unit], words: int, fits: dict[tuple[str, int, int], Fit]
) -> Plan:
    """The plan that opens the place named in the question, as far as `words` go. Where several
    documents have such a place, they stand side by side, each with its share of the words."""
    places: dict[str, list[Unit]] = {}
    for unit in at:
        places.setdefault(unit.sentence.version, []).append(unit)
    chosen: list[Chosen] = []
    for units in places.values():
        left = words // len(places)
        for number, unit in enumerate(units):
            left -= count_words(unit, unit.span)
            if number and left < 0:
                break
            chosen.append(Chosen(unit, (), ()))
    met = Fit((), ())
    if len(places) > 1:
        met = Fit((SEVERAL_PLACES,), ())
    elif len(chosen) < len(at):
        met = Fit(("the whole place",), ())
    return Plan(evidence, tuple(chosen), (), None, {**fits, **{u.key: met for u in at}}, True)


def _rivals(
    evidence: Evidence, top: Headline, fits: Mapping[tuple[str, int, int], Fit]
) -> list[Companion]:
    """Sentences of other documents that meet the question as well and name another participant."""
    if evidence.question.expected != "person":
        return []
    said = evidence.quote(top.unit, top.span)
    found = []
    for unit in evidence.units:
        if unit.sentence.document == top.unit.sentence.document or not _fit(fits, unit).holds:
            continue
        span = participant(evidence.question.asked, unit.text)
        if span is not None and not alike(unit.text[span.start : span.end], said):
            found.append(Companion(top.unit, unit, unit.span, "conflict"))
    return found[:2]


def _fit(fits: Mapping[tuple[str, int, int], Fit], unit: Unit) -> Fit:
    """How far `unit` meets the question; what was not compared meets nothing."""
    return fits.get(unit.key, Fit(("the question",), ()))


def _beside(evidence: Evidence, chosen: Sequence[Chosen], words: int) -> list[Companion]:
    """What stands beside the chosen units: each change of their wording, the rest as far as its
    share of `words` goes."""
    units = [item.unit for item in chosen]
    changes = amending(evidence, units)
    limits = [*conflicting(evidence, units), *qualifying(evidence, units)]
    return [*changes, *_affordable(limits, words)]


def is_amended(unit: Unit, beside: Sequence[Companion]) -> bool:
    """Whether the wording of `unit` is changed by what stands beside it, or `unit` changes another:
    neither value is the answer by itself."""
    if amendments(unit.text):
        return True
    return any(item.of is unit and amendments(item.unit.text) for item in beside)


def _affordable(beside: Sequence[Companion], words: int) -> list[Companion]:
    left = BESIDE_SHARE * words
    kept = []
    for item in beside:
        cost = count_words(item.unit, item.span)
        if cost <= left:
            kept.append(item)
            left -= cost
    return kept


class QuotingGenerator:
    """Quotes the sentences that bear on the question; `words` is the length aimed at."""

    fingerprint = "quoting-1"

    def __init__(self, words: int = 150) -> None:
        self.words = words

    def generate(self, context: Context) -> Iterator[DraftSentence]:
        """Headline (if its check passes), then sentences in the order of the path."""
        return self.drafts(context, plan(context, words=self.words, today=date.today()))

    def drafts(self, context: Context, planned: Plan) -> Iterator[DraftSentence]:
        """The drafts of a plan made before, those that are folded last. `parent` counts drafts, the
        headline left out."""
        top = planned.headline
        if top is not None:
            citation = cite(context, top.unit.passage, top.span)
            text = f"{top.answer}: {citation.quote}" if top.answer else citation.quote
            yield DraftSentence(text, (citation,), "headline", _facts(top.unit))
        count = 0
        places: dict[tuple[str, int, int], int] = {}
        order = planned.in_reading_order
        for chosen in sorted(order, key=lambda item: item.unit.key in planned.folded):
            unit = chosen.unit
            folded = unit.key in planned.folded
            for draft, span in self._unit(context, chosen, places):
                key = (unit.sentence.version, span.start, span.end)
                if key in places:
                    continue
                places[key] = count
                count += 1
                yield replace(_standing(draft, planned.evidence), folded=folded)
            parent = places.get(unit.key)
            for item in planned.beside:
                if item.of is unit:
                    key = (item.unit.sentence.version, item.span.start, item.span.end)
                    if key not in places:
                        places[key] = count
                        count += 1
                        quote = self._quote(context, item.unit, item.span, item.role, parent)
                        yield replace(quote, folded=folded)

    def _unit(
        self, context: Context, chosen: Chosen, places: dict[tuple[str, int, int], int]
    ) -> Iterator[tuple[DraftSentence, Span]]:
        unit = chosen.unit
        parent = None
        for lead_in in chosen.lead_ins:
            yield self._quote(context, unit, lead_in, "lead_in", parent), lead_in
            parent = places.get((unit.sentence.version, lead_in.start, lead_in.end))
        role = "lead_in" if chosen.children else "item" if chosen.lead_ins else "sentence"
        if unit.kind == "table_row":
            yield self._row(context, unit), unit.span
        else:
            yield self._quote(context, unit, unit.span, role, parent), unit.span
        if not chosen.children:
            return
        outline = Outline(unit.passage.document.text, unit.passage.document.blocks)
        for child in chosen.children:
            parent = _parent(unit, child, outline, places)
            yield self._quote(context, unit, child, "item", parent), child

    def _quote(
        self, context: Context, unit: Unit, span: Span, role: str, parent: int | None
    ) -> DraftSentence:
        citation = cite(context, unit.passage, span)
        return DraftSentence(citation.quote, (citation,), role, _facts(unit), parent)

    def _row(self, context: Context, unit: Unit) -> DraftSentence:
        """A table row, each cell behind all its heads; both are cited."""
        cells: tuple[Cell, ...] = ()
        if unit.block is not None:
            cells = unit.passage.document.blocks[unit.block].cells
        cells = tuple(cell for cell in cells if len(cell.span))
        if not cells:
            return self._quote(context, unit, unit.span, "sentence", None)
        quote = unit.passage.document.text
        parts = []
        citations = [cite(context, unit.passage, unit.span)]
        for cell in cells:
            text = quote[cell.span.start : cell.span.end].strip()
            citations += [cite(context, unit.passage, head) for head in cell.heads]
            above = ", ".join(quote[head.start : head.end].strip() for head in cell.heads)
            parts.append(f"{above}: {text}" if above else text)
        return DraftSentence(" · ".join(parts), tuple(citations), "sentence", _facts(unit))


def _parent(
    unit: Unit, child: Span, outline: Outline, places: Mapping[tuple[str, int, int], int]
) -> int | None:
    """The nearest quoted block that holds the item `child`, else the sentence that introduces the
    whole list."""
    index = outline.block_at(child.start)
    for above in outline.ancestors(index) if index is not None else ():
        span = outline.blocks[above].span
        for (version, start, end), place in places.items():
            inside = span.start <= start and end <= span.end and end <= child.start
            if version == unit.sentence.version and inside:
                return place
    return places.get(unit.key)


def _standing(draft: DraftSentence, evidence: Evidence) -> DraftSentence:
    """`draft`, named superseded where its document is."""
    gone = draft.role == "sentence" and draft.citations[0].version in evidence.retired
    return replace(draft, role="superseded") if gone else draft


def _facts(unit: Unit) -> tuple[str, ...]:
    """Facts of the passage that are stated in this unit."""
    return tuple(
        fact.id
        for fact in unit.passage.facts
        if any(
            e.version == unit.sentence.version and e.statement.overlaps(unit.span)
            for e in fact.evidence
        )
    )


def cite(context: Context, passage: Passage, span: Span) -> Citation:
    """The citation of `span`. Its chunk is the one of the context that holds the span, or, for a
    lead-in outside all of them, the passage that led there."""
    document = passage.document
    holder = passage
    if not (passage.chunk.start <= span.start and span.end <= passage.chunk.end):
        for other in context.passages:
            chunk = other.chunk
            if chunk.version == document.version and (
                chunk.start <= span.start and span.end <= chunk.end
            ):
                holder = other
                break
    page = holder.chunk.page
    for block in document.blocks:
        if block.span.start <= span.start < block.span.end:
            page = block.page
            break
    return Citation(
        document=document.id,
        version=document.version,
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
        chunk=holder.chunk.id,
        row=document.row,
        name=document.name,
        heading=holder.chunk.heading,
        page=page,
        text_hash=document.text_hash,
    )
