"""Pairs of questions over one document: the case that it states, and another one. With the packaged
embedder and checker the first keeps its tick, the second never gets one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from generation import answer
from graph.model import (
    EVERYTHING,
    AnswerState,
    Block,
    Chunk,
    Context,
    Document,
    Passage,
    Sentence,
    Span,
)
from retrieval.embedders import load_embedder
from retrieval.trained_checker import load_checker

KEPT = 0.85  # of the right ticks at least

# (statement, question that it answers, the same question of another case)
PAIRS = {
    "Fisheries order": (
        (
            "A licence for crab pots costs 80 euros.",
            "How much does a licence for crab pots cost?",
            "How much does a licence for eel nets cost?",
        ),
        (
            "In the northern zone fishing is forbidden from May to July.",
            "When is fishing forbidden in the northern zone?",
            "When is fishing forbidden in the southern zone?",
        ),
        (
            "Recreational anglers may keep five trout a day.",
            "How many trout may recreational anglers keep a day?",
            "How many trout may commercial anglers keep a day?",
        ),
        (
            "The skipper reports a catch of more than 50 kilograms within 2 hours.",
            "Within how many hours is a catch of more than 50 kilograms reported?",
            "Within how many hours is a catch of less than 50 kilograms reported?",
        ),
        (
            "The inspector may board a vessel without notice.",
            "May the inspector board a vessel without notice?",
            "May the buyer board a vessel without notice?",
        ),
        (
            "The board consists of seven members.",
            "How many members does the board consist of?",
            "How many members does the appeals panel consist of?",
        ),
        (
            "In 2021 the yard repaired 34 trawlers.",
            "How many trawlers did the yard repair in 2021?",
            "How many trawlers did the yard repair in 2022?",
        ),
    ),
    "Lease of the mill": (
        (
            "The landlord bears the cost of structural repairs.",
            "Who bears the cost of structural repairs?",
            "Who bears the cost of cosmetic repairs?",
        ),
        (
            "The landlord may enter the workshop of the tenant.",
            "May the landlord enter the workshop of the tenant?",
            "May the tenant enter the workshop of the landlord?",
        ),
        (
            "The deposit for the shop is 9,000 euros.",
            "How much is the deposit for the shop?",
            "How much is the deposit for the flat?",
        ),
        (
            "Notice by the tenant is given six months in advance.",
            "How many months in advance is notice by the tenant given?",
            "How many months in advance is notice by the landlord given?",
        ),
        (
            "Heating costs are settled by 31 May.",
            "By when are heating costs settled?",
            "By when are water costs settled?",
        ),
        (
            "The tenant may sublet the ground floor with written consent.",
            "May the tenant sublet the ground floor with written consent?",
            "May the tenant sublet the upper floor with written consent?",
        ),
        (
            "Keys to the store room are kept by the caretaker.",
            "Who keeps the keys to the store room?",
            "Who keeps the keys to the boiler room?",
        ),
    ),
    "Ward rules": (
        (
            "The initial dose for adults is 40 milligrams.",
            "What is the initial dose for adults?",
            "What is the initial dose for infants?",
        ),
        (
            "Blood samples are stored at 4 degrees.",
            "At how many degrees are blood samples stored?",
            "At how many degrees are tissue samples stored?",
        ),
        (
            "Records of deceased patients are destroyed after 20 years.",
            "After how many years are records of deceased patients destroyed?",
            "After how many years are records of living patients destroyed?",
        ),
        (
            "Visitors of private patients may stay until 9 p.m.",
            "Until when may visitors of private patients stay?",
            "Until when may visitors of insured patients stay?",
        ),
        (
            "A fall of a patient is reported to the ward sister.",
            "To whom is a fall of a patient reported?",
            "To whom is a theft from a patient reported?",
        ),
        (
            "Students must wear a green badge in the ward.",
            "What must students wear in the ward?",
            "What must surgeons wear in the ward?",
        ),
        (
            "Non-resident doctors pay 30 euros for a locker.",
            "How much do non-resident doctors pay for a locker?",
            "How much do resident doctors pay for a locker?",
        ),
    ),
    "Dryer manual": (
        (
            "To start the quick cycle, press the blue key for two seconds.",
            "How do I start the quick cycle?",
            "How do I start the wool cycle?",
        ),
        (
            "The drum holds up to 8 kilograms of dry laundry.",
            "How many kilograms of dry laundry does the drum hold?",
            "How many kilograms of wet laundry does the drum hold?",
        ),
        (
            "Error code F4 means that the hose is blocked.",
            "What does error code F4 mean?",
            "What does error code F7 mean?",
        ),
        (
            "To lock the keys, hold Start for three seconds.",
            "How do I lock the keys?",
            "How do I unlock the keys?",
        ),
        (
            "The warranty of the motor is 10 years.",
            "How long is the warranty of the motor?",
            "How long is the warranty of the display?",
        ),
        (
            "Only an electrician may replace the power cable.",
            "Who may replace the power cable?",
            "Who may replace the door seal?",
        ),
        (
            "Cotton is dried at 70 degrees.",
            "At how many degrees is cotton dried?",
            "At how many degrees is silk dried?",
        ),
    ),
}


@lru_cache
def _vectors(title: str) -> Any:
    """Vectors of the statements of `title`, (7, d)."""
    return np.asarray(load_embedder().embed([said for said, _, _ in PAIRS[title]], query=False))


def state(title: str, question: str) -> AnswerState:
    """The state of the card for `question` over the document `title`."""
    lines = [said for said, _, _ in PAIRS[title]]
    text = "\n\n".join(lines)
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    blocks = tuple(Block("paragraph", span) for span in spans)
    sentences = tuple(
        Sentence("c", "d", "v", span, line) for span, line in zip(spans, lines, strict=True)
    )
    asked = load_embedder().embed([question], query=True)[0]
    cosines = _vectors(title) @ np.asarray(asked)
    document = Document("d", "v", "0" * 64, title, "d.md", ".md", text, blocks)
    chunk = Chunk("c", "d", "v", 0, 0, len(text), text)
    scores = tuple(float(cosine) for cosine in cosines)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), sentences, scores)
    context = Context(question, (passage,), (), EVERYTHING, "g", 1)
    return answer(context, today=date(2030, 1, 1), checker=load_checker()).state


@pytest.mark.parametrize("title", PAIRS)
def test_another_case_never_gets_the_tick(title: str) -> None:
    assert [other for _, _, other in PAIRS[title] if state(title, other) == "answered"] == []


def test_the_case_that_is_stated_keeps_its_tick() -> None:
    asked = [(title, right) for title, pairs in PAIRS.items() for _, right, _ in pairs]
    lost = [right for title, right in asked if state(title, right) != "answered"]
    assert len(lost) <= (1 - KEPT) * len(asked), lost
