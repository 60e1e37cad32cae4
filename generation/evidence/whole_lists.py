"""Lists on a card: whole where there is room, and counted where items had to be left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generation.evidence.noise import is_capital_heading
from generation.evidence.selection import Chosen, count_words, trimmed
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from graph.model import Span
from graph.outline import Outline, is_enumerator, without_enumerator
from graph.tokens import words

_SENTENCE = re.compile(r"[\"“'‘(*_]{0,3}[A-Z](?s:.){20,}[.!?][\"”'’)*_]*\Z")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`count` items of the list that `unit` introduces or belongs to are not on the card."""

    unit: Unit
    count: int

    def holds(self, other: Unit, evidence: Evidence) -> bool:
        """Whether `other` introduces the same list or is an item of it."""
        return which_list(other, evidence.outlines) == which_list(self.unit, evidence.outlines)


def list_of(unit: Unit, outline: Outline) -> tuple[int, ...]:
    """Blocks of the items of the list that `unit` introduces or is an item of, in text order;
    none where it does neither."""
    index = unit.block
    if index is None or unit.kind == "table_row":
        return ()
    found: Sequence[int] = ()
    above = outline.parent[index]
    if unit.sentence.children:
        found = outline.children[index]
    elif above is not None:
        found = outline.children[above]
    elif unit.kind == "list_item":
        found = _run(index, outline)
    items = tuple(i for i in found if _is_item(i, outline))
    return items if len(items) > 1 else ()


def which_list(unit: Unit, outlines: Mapping[str, Outline]) -> tuple[str, tuple[int, ...]]:
    """The version of a document and the items of `list_of`: the same for all items of a list."""
    version = unit.sentence.version
    return version, list_of(unit, outlines[version])


def _run(index: int, outline: Outline) -> list[int]:
    """Items around block `index` that no line introduces."""
    found = [index]
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(outline.blocks) and outline.blocks[at].kind == "list_item":
            if outline.parent[at] is None:
                found.append(at)
            at += step
    return sorted(found)


def _is_item(index: int, outline: Outline) -> bool:
    text = outline.quote(outline.blocks[index].span).strip()
    return not (is_enumerator(text) or is_capital_heading(text))


def left_out(chosen: Sequence[Chosen], unit: Unit, outline: Outline) -> tuple[int, ...]:
    """Blocks of the items of the list of `unit` of which `chosen` shows nothing."""
    version = unit.sentence.version
    shown = [span for c in chosen if c.unit.sentence.version == version for span in c.spans]

    def is_shown(index: int) -> bool:
        blocks = (index, *outline.descendants(index))
        return any(span.overlaps(outline.blocks[i].span) for i in blocks for span in shown)

    return tuple(i for i in list_of(unit, outline) if not is_shown(i))


def with_whole_lists(
    chosen: Sequence[Chosen], lead: Unit, evidence: Evidence, budget: int
) -> list[Chosen]:
    """`chosen` (best first) with the items that it lacks of lists that it shows for the better
    part, as far as each then fits whole into `budget` words; single lines that are worse make room.
    Of the list of `lead` items come in text order as room is left, where a list is asked for."""
    done = list(chosen)
    shown = Counter(which_list(c.unit, evidence.outlines) for c in chosen)
    order = sorted(chosen, key=lambda c: -shown[which_list(c.unit, evidence.outlines)])
    for item in order:
        if any(item.unit is c.unit for c in done):  # else it made room for a better list
            done = _completed(done, item, lead, evidence, budget)
    first = next((c for c in done if c.unit is lead), None)
    if first is None or evidence.question.expected != "list":
        return done
    return _put(done, first, _fitting(_absent(done, first, evidence), budget - _spent(done)))


def _completed(
    chosen: list[Chosen], item: Chosen, lead: Unit, evidence: Evidence, budget: int
) -> list[Chosen]:
    """`chosen` with the whole list of `item`, or as it is."""
    added = _absent(chosen, item, evidence)
    places = [which_list(c.unit, evidence.outlines) for c in chosen]
    same = which_list(item.unit, evidence.outlines)
    cost = sum(map(_cost, added))
    known = [c for c, place in zip(chosen, places, strict=True) if place == same]
    if not added or cost > _spent(known):
        return chosen
    kept = list(chosen)
    for other, place in reversed(list(zip(chosen, places, strict=True))):
        if _spent(kept) + cost <= budget or other is item:
            break
        alone = not place[1] or places.count(place) == 1
        if alone and place != same and other.unit is not lead and not other.unit.on_path:
            kept = [c for c in kept if c is not other]
    return _put(kept, item, added) if _spent(kept) + cost <= budget else chosen


def _absent(chosen: Sequence[Chosen], item: Chosen, evidence: Evidence) -> list[Chosen]:
    outline = evidence.outlines[item.unit.sentence.version]
    return [
        _list_item(index, item, evidence, outline) for index in left_out(chosen, item.unit, outline)
    ]


def _fitting(added: Sequence[Chosen], left: int) -> list[Chosen]:
    """The first of `added` that `left` words have room for."""
    found = []
    for item in added:
        left -= _cost(item)
        if left < 0:
            break
        found.append(item)
    return found


def _put(chosen: list[Chosen], item: Chosen, added: Sequence[Chosen]) -> list[Chosen]:
    """`added` below the line that introduces them, where that is `item`, else behind the others."""
    if not item.children:
        return [*chosen, *added]
    below = {*item.children, *(span for c in added for span in (c.unit.span, *c.children))}
    whole = replace(item, children=tuple(sorted(below)))
    return [whole if c is item else c for c in chosen]


def _list_item(index: int, beside: Chosen, evidence: Evidence, outline: Outline) -> Chosen:
    """Block `index`, an item of the list of `beside`, with what stands below it."""
    text = beside.unit.passage.document.text
    span, *below = (
        trimmed(text, outline.blocks[i].span) for i in (index, *outline.descendants(index))
    )
    version = beside.unit.sentence.version
    known = (u for u in evidence.units if u.sentence.version == version and u.span == span)
    unit = next(known, None) or _unit(span, index, beside.unit, outline)
    return Chosen(unit, beside.lead_ins, tuple(below))


def _unit(span: Span, index: int, beside: Unit, outline: Outline) -> Unit:
    """An item too short to be held against a question by itself ("Leak tests")."""
    text = outline.quote(span)
    sentence = replace(beside.sentence, span=span, text=text, children=())
    return replace(
        beside, sentence=sentence, text=text, kind=outline.blocks[index].kind, block=index,
        inner=frozenset(words(text)), cosine=0.0, found=(), fits=False, before=None, score=0.0,
        on_path=False, answers=None, names=frozenset(), codes=frozenset(), via=None,
    )  # fmt: skip


def _cost(item: Chosen) -> int:
    return sum(count_words(item.unit, span) for span in (item.unit.span, *item.children))


def _spent(chosen: Sequence[Chosen]) -> int:
    spans = {(c.unit.sentence.version, span): c.unit for c in chosen for span in c.spans}
    return sum(count_words(unit, span) for (_, span), unit in spans.items())


def cut_lists(chosen: Sequence[Chosen], evidence: Evidence) -> tuple[LeftOut, ...]:
    """The lists of which `chosen` shows several items but not all, each once, in its order. A
    single item is no list to a reader, nor are sentences that are only numbered, unless a list is
    asked for."""
    found: dict[tuple[str, tuple[int, ...]], LeftOut] = {}
    fewest = 1 if evidence.question.expected == "list" else 2
    for item in chosen:
        unit = item.unit
        outline = evidence.outlines[unit.sentence.version]
        if fewest > 1 and _is_numbered_prose(unit, outline):
            continue
        items = list_of(unit, outline)
        absent = left_out(chosen, unit, outline)
        if absent and len(items) - len(absent) >= fewest:
            found.setdefault((unit.sentence.version, items), LeftOut(unit, len(absent)))
    return tuple(found.values())


def _is_numbered_prose(unit: Unit, outline: Outline) -> bool:
    """Whether `unit` is a sentence of its own that no line introduces: "(e) The landlord shall
    …"."""
    index = unit.block
    if index is None or unit.kind != "list_item" or unit.sentence.children:
        return False
    above = outline.parent[index]
    if above is not None and not outline.quote(outline.blocks[above].span).rstrip().endswith("."):
        return False
    return _SENTENCE.match(without_enumerator(unit.text).strip()) is not None
