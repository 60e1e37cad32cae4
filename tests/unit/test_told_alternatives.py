"""One of two alternatives is not told without the other."""

import pytest

from extraction.language.told_alternatives import ALTERNATIVE, with_all_alternatives
from graph.model import Relation
from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    "text",
    ["The lodger or Tenant must pay the fee.", "The Lodger or tenant must pay the fee."],
)
def test_both_or_neither(text: str) -> None:
    found: list[Relation] = list(extraction(text).relations)
    assert len([one for one in found if not one.why_weak]) == 2
    first, *others = sorted(found, key=lambda one: one.subject)
    for left, right in ((first, others), (others[0], [first])):
        told_ = with_all_alternatives([left], text)
        assert [one.why_weak for one in told_] == [ALTERNATIVE]
        assert right


def test_an_alternative_that_cannot_be_told_takes_the_other_with_it() -> None:
    assert told("The keeper or his deputy must lock the gate at dusk.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The keeper and the clerk must lock the gate.", "keeper must lock gate"),
        ("The keeper must lock the gate or the door.", "keeper must lock"),
        ("For repairs or upgrades guests must call the clerk.", "guests must call clerk"),
    ],
)
def test_other_subjects_stay(text: str, expected: str) -> None:
    assert [one for one in told(text) if one.startswith(expected)]
