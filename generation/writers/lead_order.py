"""Which of the chosen units answers: the one that a checker and likeness put first among those
that state no other case and hold the names and numbers asked for."""

from __future__ import annotations

from collections.abc import Sequence

from generation.checks.answer_odds import logit
from generation.checks.qualifier_checks import Fit
from generation.evidence.units import Unit

# Chosen on the tune and test parts of five sets, confirmed on four others; see docs/decisions.md.
ODDS = 0.25  # worth of the log odds of a checker's probability
COSINE = 0.5
UNMET = 0.15  # cost of each word of the question that is not met
_UNREAD = 0.01  # probability of what was not read


def by_answer(found: Sequence[tuple[Unit, Fit]], *, listed: bool = False) -> list[int]:
    """Indices into `found`, the unit that answers first: where a list is asked for (`listed`), what
    introduces one. Without a checker, or where facts lead to the answer, the one that meets most
    comes first."""
    read = any(unit.answers is not None for unit, _ in found)
    linked = any(unit.on_path for unit, _ in found)
    if not read or linked:
        return sorted(range(len(found)), key=lambda index: found[index][1].rank)
    return sorted(range(len(found)), key=lambda index: _rank(*found[index], listed=listed))


def _rank(unit: Unit, fit: Fit, *, listed: bool) -> tuple[bool, bool, bool, float]:
    odds = logit(_UNREAD if unit.answers is None else unit.answers)
    worth = ODDS * odds + COSINE * unit.cosine - UNMET * len(fit.unmet)
    introduces = listed and unit.fits and len(unit.sentence.children) > 1
    return bool(fit.contradicted), not introduces, not fit.exact, -round(worth, 4)
