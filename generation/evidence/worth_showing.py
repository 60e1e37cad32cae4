"""Which of the chosen lines a reader is shown beside the one that leads: no scraps, and where a
checker is sure of the lead, none that it calls no answer and that holds no value of the kind asked
for. Where it is not sure it may have misread the question, and its low marks mean nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generation.evidence.exception_rules import speaks_for_exception
from generation.evidence.noise import is_headline_case
from generation.evidence.selection import Chosen
from generation.evidence.units import Unit
from generation.evidence.whole_lists import which_list
from graph.outline import Outline, without_enumerator

SPEAKS = 0.1  # a checker's probability; below it, a line beside the one that answers says nothing
SURE = 0.7
FEW_WORDS = 4


def worth_showing(
    chosen: Sequence[Chosen], lead: Unit, kept: Sequence[Unit], outlines: Mapping[str, Outline]
) -> list[Chosen]:
    """`chosen` in its order without what is not worth a line; `lead` and `kept` always stay, and
    so do what says what holds in their exceptions and the other items of a list of which
    something stays."""
    sure = lead.answers is not None and lead.answers >= SURE

    def stays(item: Chosen) -> bool:
        unit = item.unit
        if unit is lead or any(unit is other for other in kept) or unit.on_path:
            return True
        if any(_is_beside(unit, rule, outlines) for rule in (lead, *kept)):
            return True
        return not _is_scrap(item) and (not sure or _speaks(unit))

    placed = [(item, stays(item), which_list(item.unit, outlines)) for item in chosen]
    lists = {place for _, kept_by_itself, place in placed if kept_by_itself and place[1]}
    return [item for item, by_itself, place in placed if by_itself or place in lists]


def _is_beside(unit: Unit, rule: Unit, outlines: Mapping[str, Outline]) -> bool:
    return speaks_for_exception(unit, rule, outlines[rule.sentence.version])


def _speaks(unit: Unit) -> bool:
    """Whether a checker gives it a chance; what it did not read has none."""
    return bool(unit.found) or (unit.answers is not None and unit.answers >= SPEAKS)


def _is_scrap(item: Chosen) -> bool:
    """Whether it is a title, a few words, or a line that introduces items and has none here."""
    text = without_enumerator(item.unit.text).strip()
    if is_headline_case(text) or (not item.children and text.endswith((":", "—", "–", "--"))):
        return True
    few = len(re.findall(r"[^\W\d_]{2,}", text)) < FEW_WORDS
    return few and not item.lead_ins and not item.unit.found and not re.search(r"[:|]", text)
