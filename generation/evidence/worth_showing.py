"""Which of the chosen lines a reader is shown beside the one that answers: not those that a checker
calls no answer and that hold no value of the kind asked for, and no titles."""

from __future__ import annotations

from collections.abc import Sequence

from generation.evidence.noise import is_headline_case
from generation.evidence.selection import Chosen
from generation.evidence.units import Unit

SPEAKS = 0.1  # a checker's probability; below it, a line beside the one that answers says nothing
SURE = 0.5  # below it, the line that answers is not left alone
FEWEST = 2  # lines then


def worth_showing(chosen: Sequence[Chosen], lead: Unit, kept: Sequence[Unit]) -> list[Chosen]:
    """`chosen` in its order without what is not worth a line; `lead` and `kept` always stay."""
    fewest = FEWEST if lead.answers is not None and lead.answers < SURE else 1
    shown: list[Chosen] = []
    for item in chosen:
        unit = item.unit
        stays = unit is lead or any(unit is other for other in kept) or unit.on_path
        if stays or len(shown) < fewest or (_speaks(unit) and not is_headline_case(unit.text)):
            shown.append(item)
    return shown


def _speaks(unit: Unit) -> bool:
    return unit.answers is None or unit.answers >= SPEAKS or bool(unit.found)
