"""Edits that make training pairs: what they change, and that they hang on the seed alone."""

from __future__ import annotations

from random import Random

import pytest

from learning.made_rows import made_rows
from learning.question_edits import narrowed, swapped
from learning.sentence_edits import OTHERWISE, SUPPORTS, changed, kept, other_number
from learning.training_rows import Group, Sentence, TrainingRows

RULE = (
    "Part-time employees must report a leak to the Control Room within 5 days, unless the pump is "
    "shut."
)
GROUP = Group(
    "asked",
    "leaks",
    "How soon must part-time employees report a leak?",
    (Sentence("Leaks", RULE), Sentence("Leaks", "The canteen opens at noon.")),
    (0,),
)


def edits(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for seed in range(300):
        edit = changed(text, Random(seed))
        assert edit and edit.text != text and edit.allowed == OTHERWISE
        found.setdefault(edit.kind, set()).add(edit.text)
    return found


def test_every_kind_of_edit_that_applies_is_made() -> None:
    found = edits(RULE)
    assert found["negation"] == {RULE.replace("must", "must not")}
    assert found["modality"] == {RULE.replace("must", "may")}
    assert found["unit"] == {RULE.replace("days", "months")}
    assert RULE.replace("Part-time", "Full-time") in found["swapped_qualifier"]
    assert RULE.replace(", unless the pump is shut", "") in found["dropped_restriction"]
    assert found["widened_population"] == {RULE.replace("Part-time employees", "All employees")}
    assert all("within 5 days" not in text for text in found["number"])


def test_two_names_change_places() -> None:
    found = edits("The Site Lead informs Ada Berg about every leak.")
    assert found["role_swap"] == {"Ada Berg informs The Site Lead about every leak."}


def test_what_is_kept_supports() -> None:
    said = {kept("(a) The pump shall stop prior to noon.", Random(seed)).text for seed in range(60)}
    assert "(a) The pump must stop prior to noon." in said
    assert "(a) The pump shall stop before noon." in said
    assert "The pump shall stop prior to noon." in said
    assert kept("Red.", Random(1)).allowed == (SUPPORTS,)


@pytest.mark.parametrize("written", ["5", "1,200", "0.5", "2021"])
def test_another_number_is_another(written: str) -> None:
    assert all(other_number(written, Random(seed)) != written for seed in range(50))


def test_a_question_is_narrowed_to_a_case_that_the_text_has_and_to_one_it_lacks() -> None:
    for seed in range(40):
        right, wrong = narrowed(GROUP, GROUP.sentences[0], Random(seed))
        assert right.answers and not wrong.answers and right.question == wrong.question
        assert right.quote != wrong.quote
    assert swapped(GROUP.question, RULE, Random(1)) is not None
    assert swapped("Who?", RULE, Random(1)) is None


def test_made_rows_hang_on_seed_and_row_alone() -> None:
    one = made_rows(TrainingRows([GROUP]), 11)
    assert one.support and one.answers
    other = Group("asked", "x", "Who opens it?", GROUP.sentences, (1,))
    both = made_rows(TrainingRows([other, GROUP]), 11)
    assert [row for row in both.support if row.document == "leaks"] == one.support
    assert made_rows(TrainingRows([GROUP]), 12).support != one.support
