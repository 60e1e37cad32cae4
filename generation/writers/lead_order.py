"""Which of the chosen units answers: the one that a checker, likeness and the order of the evidence
put first among those that state no other case and hold the names and numbers asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from generation.checks.answer_odds import logit
from generation.checks.qualifier_checks import Fit
from generation.evidence.units import Unit

# Chosen on the tune and test parts of five sets, confirmed on four others; see docs/decisions.md.
ODDS = 0.25  # worth of the log odds of a checker's probability
COSINE = 0.5
UNMET = 0.15  # cost of each word of the question that is not met
PLACE = 0.3  # cost of the log of its place in the order of the evidence
_UNREAD = 0.01  # probability of what was not read


def by_answer(
    found: Sequence[tuple[Unit, Fit]], *, listed: bool = False, order: Sequence[Unit] = ()
) -> list[int]:
    """Indices into `found`, the unit that answers first: where a list is asked for (`listed`), what
    introduces one. `order`: all units, best first. Without a checker, or where facts lead to the
    answer, the one that meets most comes first."""
    read = any(unit.answers is not None for unit, _ in found)
    linked = any(unit.on_path for unit, _ in found)
    if not read or linked:
        return sorted(range(len(found)), key=lambda index: found[index][1].rank)
    places = {unit.key: place for place, unit in enumerate(order)}
    at = [places.get(unit.key, len(order)) for unit, _ in found]
    return sorted(
        range(len(found)), key=lambda index: _rank(*found[index], at[index], listed=listed)
    )


def _rank(unit: Unit, fit: Fit, place: int, *, listed: bool) -> tuple[bool, bool, bool, float]:
    odds = logit(_UNREAD if unit.answers is None else unit.answers)
    worth = ODDS * odds + COSINE * unit.cosine - UNMET * len(fit.unmet)
    introduces = listed and unit.fits and len(unit.sentence.children) > 1
    worth -= PLACE * math.log(1 + place)
    return bool(fit.contradicted), not introduces, not fit.exact, -round(worth, 4)
