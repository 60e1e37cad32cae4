"""Which of the chosen lines a reader is shown beside the one that answers: not those that a checker
calls no answer and that hold no value of the kind asked for, and no scraps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.noise import is_headline_case
from generation.evidence.selection import Chosen
from generation.evidence.units import Unit
from graph.outline import without_enumerator

SPEAKS = 0.1  # a checker's probability; below it, a line beside the one that answers says nothing
SURE = 0.5  # below it, the line that answers is not left alone
FEWEST = 2  # lines then
FEW_WORDS = 4


def worth_showing(chosen: Sequence[Chosen], lead: Unit, kept: Sequence[Unit]) -> list[Chosen]:
    """`chosen` in its order without what is not worth a line; `lead` and `kept` always stay."""
    sure = lead.answers is not None and lead.answers >= SURE
    fewest = 1 if sure or lead.answers is None else FEWEST
    shown: list[Chosen] = []
    for item in chosen:
        unit = item.unit
        stays = unit is lead or any(unit is other for other in kept) or unit.on_path
        if stays or (not _is_scrap(item) and (len(shown) < fewest or _speaks(unit, sure=sure))):
            shown.append(item)
    return shown


def _speaks(unit: Unit, *, sure: bool) -> bool:
    """Whether a checker gives it a chance; what it did not read has none beside a `sure` line."""
    if unit.answers is None:
        return not sure or bool(unit.found)
    return unit.answers >= SPEAKS or bool(unit.found)


def _is_scrap(item: Chosen) -> bool:
    """Whether it is a title, a few words, or a line that introduces items and has none here."""
    text = without_enumerator(item.unit.text).strip()
    if is_headline_case(text) or (not item.children and text.endswith((":", "—", "–", "--"))):
        return True
    few = len(re.findall(r"[^\W\d_]{2,}", text)) < FEW_WORDS
    return few and not item.lead_ins and not item.unit.found and not re.search(r"[:|]", text)
