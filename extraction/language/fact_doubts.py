"""Every doubt that can keep a fact weak, in one list, run in one place. A doubt is a small function
over a fact beside its sentence (fact_view.py); the files it comes from group them by what they
look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.language.causing_verbs import CAUSING_VERBS
from extraction.language.checked_clauses import CHECKED_CLAUSES
from extraction.language.clause_doubts import CLAUSE_DOUBTS
from extraction.language.closing_bounds import FIRST_CLOSING_BOUNDS
from extraction.language.condition_ends import CONDITION_ENDS
from extraction.language.connectives import CONNECTIVES, FIRST_CONNECTIVES
from extraction.language.contrary_cases import CONTRARY_CASES
from extraction.language.cut_coordinations import CUT_BY_MARKS, CUT_COORDINATIONS, CUT_SUBJECTS
from extraction.language.cut_parts import CUT_PARTS, FIRST_CUT_PARTS
from extraction.language.denial_doubts import DENIALS_LEFT, DENYING_ADVERBIALS
from extraction.language.edge_doubts import EDGE_DOUBTS, FIRST_EDGES
from extraction.language.fact_view import ClauseView, Doubt, FactView, VerbView
from extraction.language.incomplete_verbs import INCOMPLETE_VERBS
from extraction.language.indirect_questions import INDIRECT_QUESTIONS
from extraction.language.instruction_doubts import FIRST_OF_INSTRUCTIONS, INSTRUCTION_DOUBTS
from extraction.language.instruction_order import INSTRUCTION_ORDER
from extraction.language.lent_objects import LENT_OBJECTS
from extraction.language.lost_bounds import FIRST_LOST_BOUNDS
from extraction.language.misplaced_parts import MISPLACED_BY_VERBS, MISPLACED_PARTS
from extraction.language.misread_verbs import MISREAD_VERBS, URGINGS
from extraction.language.open_ends import OPEN_ENDS, OPEN_ENDS_OF_VERBS
from extraction.language.opening_doubts import FIRST_JOINED_CASES, FIRST_OPENINGS
from extraction.language.page_remains import PAGE_REMAINS
from extraction.language.reader_doubts import READER_DOUBTS
from extraction.language.second_pairs import SECOND_PAIRS
from extraction.language.shared_clauses import SHARED_CLAUSES, SHARED_VERBS
from extraction.language.slot_checks import SLOT_DOUBTS
from extraction.language.speakers import sure_fault
from extraction.language.subject_doubts import SUBJECT_DOUBTS
from extraction.language.told_elsewhere import TOLD_ELSEWHERE
from extraction.language.untold_subjects import UNTOLD_SUBJECTS
from extraction.language.verb_doubts import VERB_DOUBTS
from graph.model import Relation

PLAIN_OF_CLAUSES: tuple[Doubt[ClauseView], ...] = (
    *CUT_SUBJECTS,
    *FIRST_CLOSING_BOUNDS,
    *FIRST_CONNECTIVES,
    *INSTRUCTION_ORDER,
)
FIRST_OF_CLAUSES: tuple[Doubt[ClauseView], ...] = (
    *CAUSING_VERBS,
    *PLAIN_OF_CLAUSES,
    *MISREAD_VERBS,
)
FIRST_OF_VERBS: tuple[Doubt[VerbView], ...] = (
    *CONTRARY_CASES,
    *DENYING_ADVERBIALS,
    *CHECKED_CLAUSES,
    *INDIRECT_QUESTIONS,
    *FIRST_OF_INSTRUCTIONS,
    *CUT_COORDINATIONS,
    *FIRST_OPENINGS,
    *FIRST_LOST_BOUNDS,
    *URGINGS,
    *CONNECTIVES,
    *INCOMPLETE_VERBS,
    *LENT_OBJECTS,
)
FIRST_OF_PARTS: tuple[Doubt[FactView], ...] = (
    *CUT_BY_MARKS,
    *FIRST_JOINED_CASES,
    *DENIALS_LEFT,
    *SECOND_PAIRS,
    *FIRST_EDGES,
    *FIRST_CUT_PARTS,
)
"""Faults that are plain whatever else is doubtful; no trained reader has a say in them."""
OF_CLAUSES: tuple[Doubt[ClauseView], ...] = (
    *CLAUSE_DOUBTS,
    *VERB_DOUBTS,
    *SUBJECT_DOUBTS,
    *UNTOLD_SUBJECTS,
    *SHARED_CLAUSES,
    *INSTRUCTION_DOUBTS,
    *READER_DOUBTS,
)
OF_VERBS: tuple[Doubt[VerbView], ...] = (
    *CONDITION_ENDS,
    *SLOT_DOUBTS,
    *OPEN_ENDS_OF_VERBS,
    *MISPLACED_BY_VERBS,
    *SHARED_VERBS,
)
OF_PARTS: tuple[Doubt[FactView], ...] = (
    *PAGE_REMAINS,
    *EDGE_DOUBTS,
    *CUT_PARTS,
    *OPEN_ENDS,
    *MISPLACED_PARTS,
    *TOLD_ELSEWHERE,
)


def first_doubt(fact: FactView) -> str:
    """Why `fact` is not certain, or ``""``. A fact whose verb or clause stands in another block (an
    item of a list) has none of the doubts about these."""
    return _first(fact, FIRST_OF_CLAUSES, FIRST_OF_VERBS, FIRST_OF_PARTS) or _first(
        fact, OF_CLAUSES, OF_VERBS, OF_PARTS
    )


def _first(
    fact: FactView, of_clauses: Sequence[Doubt[ClauseView]], of_verbs: Sequence[Doubt[VerbView]],
    of_parts: Sequence[Doubt[FactView]],
) -> str:  # fmt: skip
    found = ""
    if isinstance(fact, ClauseView):
        found = next((why for why, holds in of_clauses if holds(fact)), "")
    if isinstance(fact, VerbView):
        found = found or next((why for why, holds in of_verbs if holds(fact)), "")
    return found or next((why for why, holds in of_parts if holds(fact)), "")


def doubted(fact: FactView) -> Relation:
    """The relation of `fact`, weak where it is doubtful."""
    relation = fact.relation
    if sure_fault(relation):
        plain = _first(fact, PLAIN_OF_CLAUSES, FIRST_OF_VERBS, FIRST_OF_PARTS)
        return replace(relation, why_weak=plain) if plain else relation
    return replace(relation, why_weak=first_doubt(fact) or relation.why_weak)
