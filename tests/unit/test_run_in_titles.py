"""A title that runs into the sentence below it is no part of what is stated."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.language.run_in_titles import RUN_IN
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def relations(text: str) -> list[Relation]:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return list(found.relations)


@pytest.mark.parametrize(
    "sentence",
    [
        "Upper and lower locks Barges may be moved from one side of the weir to the other.",
        "Lock keeper tests A keeper can show that the gate is closed.",
        "Gate tests Gate or sluice tests are used to see how well the lock works.",
        "Kinds of river barges Most barges are found in the outer basin, called the harbour.",
        "Changes in pressure Steam might damage the boiler of the barge.",
    ],
)
def test_nothing_is_said_with_the_title_in_it(sentence: str) -> None:
    shown = [relation for relation in relations(sentence) if not relation.why_weak]
    assert not [relation for relation in shown if relation.subject.start < len("Kinds of river")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The chief keeper Rose Hill inspects the upper lock.",
        "Chief keeper Rose Hill inspects the upper lock.",
        "Lock keepers must inspect the Upper Basin.",
        "Harbour dues and Canal Trust fees must be paid by the owner.",
        "The term Barge means a boat with a flat bottom.",
        "Barge owners in May Street pay the dues.",
        "Barges with a pump or Lynch valve must be logged in Ledger by the keeper.",
    ],
)
def test_names_and_defined_terms_open_no_sentence(sentence: str) -> None:
    found = relations(sentence)
    assert found
    assert RUN_IN not in [relation.why_weak for relation in found]
