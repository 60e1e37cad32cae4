"""Which units go onto the card: greedy by score and by what a unit adds, within a word budget."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.evidence.introducing_lines import introducing
from generation.evidence.noise import is_capital_heading, is_marked, is_run_in
from generation.evidence.question_lines import asked_above, points_at_question
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from graph.model import Span
from graph.outline import Outline, is_enumerator, without_enumerator

NEW_WORDS = 0.3  # worth of question words that nothing selected so far holds
REPEATED = 0.35  # cost of saying again what a selected unit says
FLOOR = 0.6  # of the best score: what scores below is noise
LONG = 40  # words of a lead-in that is a preamble and no beginning of a sentence
PATH_FLOOR = 0.75  # the same where facts lead to the answer: there, mere likeness says little

_WHOLE = re.compile(r"[A-Z“\"‘'][^\n]*[.!?][”\"’')]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit on the card with what is quoted around it: its lead-ins, outermost first, and the
    items below it."""

    unit: Unit
    lead_ins: tuple[Span, ...]
    children: tuple[Span, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return (*self.lead_ins, self.unit.span, *self.children)


def select(
    evidence: Evidence, *, budget: int, without: frozenset[tuple[str, int, int]] = frozenset()
) -> list[Chosen]:
    """Units for the card, best first, about `budget` words with their lead-ins and items. The
    first unit is always taken; of a list that does not fit, the best items are where its unit is
    the first or holds what was asked for. Units with a key in `without` are left out."""
    pool = [unit for unit in evidence.units[:60] if unit.key not in without]
    if not pool:
        return []
    floor = (PATH_FLOOR if pool[0].on_path else FLOOR) * pool[0].score
    chosen: list[Chosen] = []
    covered: set[str] = set()
    shown: set[tuple[str, Span]] = set()
    left = budget
    gains = {unit.key: unit.score for unit in pool}
    alike = {unit.key: 0.0 for unit in pool}
    while pool:
        unit = max(pool, key=lambda u: (gains[u.key], -u.passage.rank))
        pool.remove(unit)
        if gains[unit.key] < floor:
            break
        version = unit.sentence.version
        if any(v == version and span.overlaps(unit.span) for v, span in shown):
            continue
        candidate = _with_list(unit, evidence, left, partly=not chosen or bool(unit.found))
        new = [span for span in candidate.spans if (version, span) not in shown]
        cost = sum(count_words(unit, span) for span in new)
        if chosen and cost > left:
            continue
        chosen.append(candidate)
        covered |= unit.inner
        shown.update((version, span) for span in new)
        left -= cost
        for other in pool:
            alike[other.key] = max(alike[other.key], _overlap(other, unit))
            fresh = NEW_WORDS * evidence.weight(other.inner - covered)
            repeated = REPEATED * max(0.0, alike[other.key] - 0.5)
            gains[other.key] = other.score + fresh - repeated
    return chosen


def _overlap(one: Unit, other: Unit) -> float:
    both = len(one.inner & other.inner)
    return both / max(1, min(len(one.inner), len(other.inner)))


def _with_list(unit: Unit, evidence: Evidence, budget: int, *, partly: bool) -> Chosen:
    """`unit` with its lead-ins and its items. Where the items do not all fit into `budget`, the
    best of them are kept, in text order, if the list may be quoted `partly`."""
    above = lead_ins(unit, evidence)
    children = _children(unit, evidence.outlines[unit.sentence.version])
    fixed = sum(count_words(unit, span) for span in (unit.span, *above))
    costs = {child: count_words(unit, child) for child in children}
    if fixed + sum(costs.values()) <= budget or not partly:
        return Chosen(unit, above, children)
    left = budget - fixed
    kept: list[Span] = []
    for child in sorted(children, key=lambda c: (-_best_inside(unit, c, evidence), c)):
        if costs[child] <= left:
            kept.append(child)
            left -= costs[child]
    return Chosen(unit, above, tuple(sorted(kept)))


def lead_ins(unit: Unit, evidence: Evidence) -> tuple[Span, ...]:
    """What introduces `unit`, unless that is a sentence or title of its own; and where it is only
    the beginning of a sentence (it ends with a comma), what introduces it: "may not" can stand two
    levels up. A reply that says little without its question ("A: Yes.") has that above it. A long
    preamble ("In consideration of …, the parties agree:") is left away over a
    sentence that is whole."""
    outline = evidence.outlines[unit.sentence.version]
    found: list[Span] = []
    span = unit.sentence.lead_in or unit.before or introducing(unit, outline)
    if span is None and unit.block is not None and points_at_question(unit.text):
        asked = asked_above(outline, unit.block, unit.span.start)
        found += [] if asked is None else [asked]
    while span is not None:
        said = outline.quote(span).rstrip()
        closed = said.endswith((".", "!", "?")) and "follow" not in said
        if (is_run_in(said) and not is_marked(said)) or (closed and span != unit.before):
            break
        found.insert(0, span)
        span = outline.lead_in(span) if said.endswith((",", ";")) else None
    whole = _WHOLE.fullmatch(without_enumerator(unit.text).strip()) is not None
    return tuple(s for s in found if not (whole and len(outline.quote(s).split()) > LONG))


def _best_inside(unit: Unit, child: Span, evidence: Evidence) -> float:
    version = unit.sentence.version
    return max(
        (
            other.score
            for other in evidence.units
            if other.sentence.version == version and child.contains(other.span)
        ),
        default=0.0,
    )


def _children(unit: Unit, outline: Outline) -> tuple[Span, ...]:
    """The items that the end of a sentence introduces, each with those below it, without white
    space at their ends."""
    text = unit.passage.document.text
    spans: list[Span] = []
    for child in unit.sentence.children:
        index = outline.block_at(child.start)
        below = outline.descendants(index) if index is not None else ()
        spans += [child, *(outline.blocks[i].span for i in below)]
    kept = dict.fromkeys(trimmed(text, s) for s in spans)
    quotes = {span: text[span.start : span.end] for span in kept}
    return tuple(s for s, q in quotes.items() if not (is_enumerator(q) or is_capital_heading(q)))


def trimmed(text: str, span: Span) -> Span:
    """`span` of `text` without the blanks at its ends."""
    quote = text[span.start : span.end]
    start = span.start + len(quote) - len(quote.lstrip())
    return Span(start, max(start, span.start + len(quote.rstrip())))


def count_words(unit: Unit, span: Span) -> int:
    """Words of `span` in the unit's document, as a reader counts them; a table row is shown with
    its column heads."""
    document = unit.passage.document
    count = len(document.text[span.start : span.end].split())
    if unit.block is not None and unit.kind == "table_row" and span == unit.span:
        heads = [head for cell in document.blocks[unit.block].cells for head in cell.heads]
        count += sum(len(document.text[head.start : head.end].split()) for head in heads)
    return count
