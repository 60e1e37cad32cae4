"""Whether the context answers the question at all, from several signs together. No single sign
decides, and none is shown as a confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generation.checks.qualifier_checks import LONG, Fit
from generation.checks.worded_otherwise import states_extreme
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from graph.model import AnswerState

# Logistic model; how its weights were got: docs/decisions.md.
INTERCEPT = -4.5
WEIGHTS = {"cosine": 3.4, "relation": 0.1, "names": 1.5, "form": 1.7}
NOT_FOUND_BELOW = -0.45
POSSIBLE = 0.0  # log odds; where a checker finds it less likely than not, no tick
OF_A_ROW = -1.0  # the same for a row of a table, which the checker has hardly learned to read

# Cosines from which a sentence that meets everything answers without a headline. Set on the
# development halves of nine sets (docs/decisions.md): 23 of 24 and 16 of 17 were right.
SEVERAL = 3  # demands; fewer are met by chance
NEAR = 0.6
ALIKE = 0.75
FORMED = 0.85  # cosine plus share of the asked words, of a definition or a list
_WHEN = re.compile(r"^when\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an answer, each from 0 to 1. `cosine`: the best chosen sentence and the
    question. The others are of the candidate, the best chosen sentence that has the form asked
    for, together with its headings and the sentence that led to it: `relation`, the share of the
    question's words, by rarity, names left out; `names`, the share of its names (1 without any);
    `form`, whether there is such a candidate at all (1 where no form is asked for)."""

    cosine: float
    relation: float
    names: float
    form: float


def signs(evidence: Evidence, chosen: tuple[Unit, ...]) -> Signs:
    """The signs for a card that would quote `chosen` (best first); all 0 where it is empty."""
    if not chosen:
        return Signs(0.0, 0.0, 0.0, 0.0)
    question = evidence.question
    candidate = next((unit for unit in chosen if unit.found), chosen[0])
    held = candidate.inner | candidate.outer
    names = candidate.names
    if candidate.via is not None:
        held |= candidate.via.inner | candidate.via.outer
        names |= candidate.via.names
    return Signs(
        cosine=round(max(unit.cosine for unit in chosen), 4),
        relation=round(evidence.relation(held), 4),
        names=_names_share(evidence, names),
        form=float(bool(candidate.found) or not question.typed),
    )


def _names_share(evidence: Evidence, held: frozenset[str]) -> float:
    """Share of the names that `held` has, of those that the documents have at all."""
    known = evidence.names
    return round(len(held & known) / len(known), 4) if known else 1.0


def log_odds(found: Signs) -> float:
    """The weighted sum of the signs; 0 is as likely answered as not."""
    total = INTERCEPT
    for name, weight in WEIGHTS.items():
        total += weight * float(getattr(found, name))
    return total


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found of a card. `direct`: a headline passed its check, or the question asks
    for no form and a chosen sentence is near enough to answer it by itself; `fit`: how far the
    sentence that answers meets what the question narrows itself to; `conflict`: other documents
    state otherwise and none of them is superseded; `linked`: facts of the documents lead from the
    question to the sentence that answers; `odds`: the log odds that the sentence answers,
    after a checker (None where none read it); `read`: they suffice, in whatever words; `several`:
    other statements in force meet the question as well and hold other values; `replies`: it has
    the form of a reply to the question, to each part of it; `part`: only to a part of it; `cut`: it
    is a list, or stands in one, of which items are left out;
    `row`: it is a row of a table; `outright`: the sentence is built to say just this, as a
    definition or a label with its value."""

    signs: Signs
    direct: bool
    fit: Fit
    conflict: bool = False
    linked: bool = False
    odds: float | None = None
    read: bool = False
    several: bool = False
    replies: bool = True
    part: bool = False
    cut: bool = False
    row: bool = False
    outright: bool = False


def is_direct(evidence: Evidence, lead: Unit | None, found: Fit, *, headed: bool) -> bool:
    """Whether a card led by `lead` answers: by its headline, or, where no span is asked for, by a
    sentence near enough to the question: the fewer words the question has, the nearer."""
    question = evidence.question
    if lead is None or not states_extreme(question, lead):
        return False
    if headed:
        return True
    if (question.typed or _WHEN.search(question.asked)) and found.demanded < LONG:
        return False
    if question.expected == "yes_no":  # without a verdict, roles may be swapped
        return False
    if question.expected in ("definition", "list") and lead.fits:
        return lead.cosine + evidence.relation(lead.inner | lead.outer) >= FORMED
    return lead.cosine >= (NEAR if found.demanded >= SEVERAL else ALIKE)


def decide(found: Findings) -> AnswerState:
    """The state of a card, whoever wrote it. Only what is direct and meets everything that the
    question narrows itself to, or reads as an answer, and replies, and stands unopposed and whole,
    is an answer; what replies to a part of the question is a part of one."""
    state = _of_lead(found)
    return "partly_answered" if found.cut and state == "answered" else state


def decide_computed(reasons: Sequence[str]) -> AnswerState:
    """The state of a computed figure: an answer, or, where `reasons` speak against one, none."""
    return "related" if reasons else "answered"


def decide_side(own: AnswerState, *, named: bool, led: bool, cut: bool) -> AnswerState:
    """The state of one side of a comparison, `own` by itself: what does not name the side is not
    shown for it; a side whose answering sentence is not shown (not `led`) is not answered, and one
    whose items are not all shown (`cut`) only in part."""
    if not named:
        return "not_found"
    if own == "answered" and led and cut:
        return "partly_answered"
    return "related" if own == "not_found" or (own == "answered" and not led) else own


def decide_sides(sides: Sequence[AnswerState]) -> AnswerState:
    """The state of a comparison: an answer only where each side is one."""
    kinds = set(sides)
    if len(kinds) == 1:
        return sides[0]
    if kinds & {"answered", "partly_answered", "disagree"}:
        return "partly_answered"
    return "related"


def decide_extract(shown: int, total: int) -> AnswerState:
    """The state of a summary, or of a section of it: whole only where nothing is left out. Where
    nothing can be quoted, the documents may say much that is no sentence."""
    if not shown:
        return "unsupported"
    return "answered" if shown == total else "partly_answered"


def decide_themes(covered: int, total: int) -> AnswerState:
    """The state of a card of themes to which `covered` of `total` documents belong. What documents
    are about is more than any count can say, so it is never answered as a whole."""
    if not covered:
        return "unsupported"
    return "partly_answered" if 2 * covered >= total else "related"


def _of_lead(found: Findings) -> AnswerState:
    if found.part:
        return "partly_answered"
    if not (found.read or (found.replies and found.direct)):
        met = found.fit.demanded > 0 and found.fit.holds
        return "related" if met or log_odds(found.signs) >= NOT_FOUND_BELOW else "not_found"
    if found.conflict:
        return "disagree"
    if found.several:
        return "partly_answered"
    if found.read:
        return "answered"
    # Where facts lead to it, a sentence need not look like the question.
    sure = found.linked or found.outright
    if found.odds is not None and found.odds < _possible(found) and not sure:
        return "related"
    # Of a question of many words some may be open, where a checker says that it is answered.
    if _linked(found) or (found.fit.holds and not found.fit.unmet):
        return "answered"
    return "partly_answered" if found.fit.nearly else "related"


def _possible(found: Findings) -> float:
    return OF_A_ROW if found.row else POSSIBLE


def _linked(found: Findings) -> bool:
    """Where facts lead to the answer, half of the question's words may be worded otherwise."""
    narrow = found.fit
    few = 2 * len(narrow.unmet) <= narrow.demanded
    return found.linked and narrow.exact and not narrow.contradicted and few
