"""The second half of a condition is not lost: it is in the slot, or the fact is weak."""

from __future__ import annotations

import pytest

from extraction.language.condition_ends import end_of_run, with_second_conditions
from graph.model import Span
from tests.unit.test_clause_roles import read


def conditions(sentence: str) -> dict[str, list[str]]:
    """The conditions of each shown fact, by its predicate."""
    return {
        relation.predicate: [
            sentence[span.start : span.end]
            for kind, span in relation.qualifiers
            if kind == "condition"
        ]
        for relation in read(sentence)
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The clinic may share your chart with the sheriff if the chart relates to a crime, and if "
         "the sheriff asks.",
         {"share": ["if the chart relates to a crime, and if the sheriff asks"]}),
        ("If the chart is related to a crime, and the sheriff asks, the clinic may lend the file.",
         {"lend": ["If the chart is related to a crime, and the sheriff asks"]}),
        ("The clerk must sign the bill if the guest leaves early, and the porter must carry the "
         "bags.",
         {"sign": ["if the guest leaves early"], "carry": []}),
        ("The clerk must sign the bill if the guest leaves early, and must keep a copy.",
         {"sign": ["if the guest leaves early"], "keep": []}),
        ("A dealer if licensed may open a bar.", {"open": ["if licensed"]}),
    ],
)  # fmt: skip
def test_a_condition_ends_where_the_text_ends_it(
    sentence: str, expected: dict[str, list[str]]
) -> None:
    assert conditions(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "A warden may lend a chart if the chart is related to a wreck, and the owner agrees.",
        "The clinic may tell your cousin if you are unable to object, and we believe the cousin "
        "should know.",
        "The clinic may lend your chart if the porter is unable to obtain your consent, and the "
        "nurse believes you would agree.",
        "The clinic may use and lend your chart if we are unable to reach you because of severe "
        "storm damage, and we believe you would want us to treat you if we could.",
        "The firm records a loss when it is probable that a debt is owed, and the amount can be "
        "estimated.",
        "The clinic may use the chart if the board gives approval through a special process to "
        "ensure that research without your written consent poses minimal risk to your privacy.",
    ],
)
def test_a_fact_is_weak_where_its_condition_may_go_on(sentence: str) -> None:
    assert conditions(sentence) == {}


def test_a_duty_with_its_own_condition_is_no_second_half() -> None:
    text = "The owner pays if the barge is loaded, and when it is empty the mate may rest."
    slots = (("condition", Span(15, 37)),)
    assert text[15:37] == "if the barge is loaded"
    assert with_second_conditions(Span(0, len(text)), slots, text) == slots


def test_a_slot_right_behind_a_condition_may_be_of_it() -> None:
    text = "if we fail because of fog, and we ask"
    slots = (("condition", Span(0, 10)), ("source", Span(11, 25)))
    assert end_of_run(Span(0, 10), slots, text) == 25
    assert end_of_run(Span(0, 10), slots[:1], text) == 10
