"""Which units go onto the card: greedy by score and by what a unit adds, within a word budget."""

from __future__ import annotations

from collections.abc import Sequence

from generation.evidence import Evidence, Unit
from graph.model import Passage, Span

NEW_WORDS = 0.3  # worth of question words that nothing selected so far holds
REPEATED = 0.35  # cost of saying again what a selected unit says
FLOOR = 0.55  # of the best score: what scores below is noise


def select(evidence: Evidence, *, budget: int) -> list[Unit]:
    """Units for the card, best first, about `budget` words with their lead-ins and children. The
    first unit is always taken, however long."""
    if not evidence.units:
        return []
    pool = list(evidence.units[:60])
    floor = FLOOR * pool[0].score
    chosen: list[Unit] = []
    covered: set[str] = set()
    shown: set[tuple[str, int, int]] = set()
    spent = 0
    while pool:
        unit = max(pool, key=lambda u: (_gain(u, chosen, covered, evidence), -u.passage.rank))
        pool.remove(unit)
        if chosen and _gain(unit, chosen, covered, evidence) < floor:
            break
        pieces = [piece for piece in quoted(unit, evidence) if _key(unit, piece) not in shown]
        if not pieces or any(_inside(unit, piece, shown) for piece in pieces[-1:]):
            continue
        cost = sum(count_words(unit, piece) for piece in pieces)
        if chosen and spent + cost > budget:
            continue
        chosen.append(unit)
        covered |= unit.inner
        shown.update(_key(unit, piece) for piece in pieces)
        spent += cost
    return chosen


def _gain(unit: Unit, chosen: Sequence[Unit], covered: set[str], evidence: Evidence) -> float:
    if not chosen:
        return unit.score
    new = evidence.weight(unit.inner - covered)
    alike = max(_overlap(unit, other) for other in chosen)
    return unit.score + NEW_WORDS * new - REPEATED * max(0.0, alike - 0.5)


def _overlap(one: Unit, other: Unit) -> float:
    both = len(one.inner & other.inner)
    return both / max(1, min(len(one.inner), len(other.inner)))


def quoted(unit: Unit, evidence: Evidence) -> list[Span]:
    """The spans that are quoted when `unit` is: its lead-in, itself, and the items below it."""
    pieces = []
    lead_in = lead_in_of(unit, evidence)
    if lead_in is not None:
        pieces.append(lead_in)
    pieces.append(unit.span)
    pieces += children_of(unit)
    return pieces


def lead_in_of(unit: Unit, evidence: Evidence) -> Span | None:
    """What introduces a list item; for a later sentence of an item, nothing (the item's own first
    sentence is nearer)."""
    return unit.sentence.lead_in


def children_of(unit: Unit) -> tuple[Span, ...]:
    """The items that a lead-in introduces, trimmed of white space at their ends."""
    text = unit.passage.document.text
    if not unit.text.rstrip().endswith((":", "—", "-", ";")) and unit.kind != "list_item":
        return ()
    return tuple(_trimmed(text, child) for child in unit.sentence.children)


def _trimmed(text: str, span: Span) -> Span:
    quote = text[span.start : span.end]
    start = span.start + len(quote) - len(quote.lstrip())
    return Span(start, max(start, span.start + len(quote.rstrip())))


def count_words(unit: Unit, span: Span) -> int:
    return len(unit.passage.document.text[span.start : span.end].split())


def _key(unit: Unit, span: Span) -> tuple[str, int, int]:
    return (unit.sentence.version, span.start, span.end)


def _inside(unit: Unit, span: Span, shown: set[tuple[str, int, int]]) -> bool:
    version = unit.sentence.version
    return any(v == version and s <= span.start and span.end <= e for v, s, e in shown)


def in_path_order(units: Sequence[Unit]) -> list[Unit]:
    """Units in the order in which a reader follows them: the passages that the question led to
    first, then those reached from them; within a document, in text order."""
    order: dict[str, int] = {}
    for unit in sorted(units, key=lambda u: _place(u.passage)):
        order.setdefault(unit.sentence.version, len(order))
    return sorted(units, key=lambda u: (order[u.sentence.version], u.span))


def _place(passage: Passage) -> tuple[int, int]:
    return (len(passage.path), passage.rank)
