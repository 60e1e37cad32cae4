"""Verbs read as nouns and nouns read as verbs are put right where a sentence could not stand."""

from __future__ import annotations

import pytest

from extraction.fact_gate import statement_of
from tests.unit.test_extraction_relations import read


def _told(sentence: str) -> list[str]:
    segment, found = read(("paragraph", sentence, 0), profile="regulation")
    return [statement_of(one, segment.text) for one in found.relations if not one.why_weak]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The keeper of the lock must, save in a flood, close the upper gate.",
         ["The keeper of the lock must close the upper gate save in a flood"]),
        ("A guest may, save where the path is flooded, use the lower gate.",
         ["A guest may use the lower gate save where the path is flooded"]),
        ("The warden must save water.", ["The warden must save water"]),
        ("Except as set out in rule 9, the grower shall pay the cost of transport.",
         ["The grower shall pay the cost of transport except as set out in rule 9"]),
        ("Save as provided in rule 8, the owner shall mend the wall.",
         ["The owner shall mend the wall save as provided in rule 8"]),
        ("If the reading exceeds 4 bar, the operator must open the valve.",
         ["The operator must open the valve if the reading exceeds 4 bar"]),
        ("If the blank exceeds 0.2 mg/L, the chemist must clean the cell.",
         ["The chemist must clean the cell if the blank exceeds 0.2 mg/L"]),
        ("The lake warden, in the absence of the harbour officer, may issue permits.",
         ["The lake warden may issue permits in the absence of the harbour officer"]),
        ("Guests needn't telephone before a tour, but the desk clerk must enter every guest in the"
         " book.", ["The desk clerk must enter every guest in the book"]),
        ("The mill owners and the farmers' union fund the bridge.",
         ["The mill owners fund the bridge", "The farmers' union funds the bridge"]),
        ("The first-aider stores splints in Room No. 6.",
         ["The first-aider stores splints in Room No. 6"]),
        ("The vendor warrants that the pipes comply with the norm.",
         ["The vendor warrants that the pipes comply with the norm"]),
        ("Tom Hart, the bursar, left in May 2021. Edda Hart chairs the building panel.",
         ["Edda Hart chairs the building panel"]),
        ("The sales records that the clerk keeps.", []),
    ],
)  # fmt: skip
def test_each_sentence_has_its_verb(sentence: str, expected: list[str]) -> None:
    assert _told(sentence) == expected
