"""A fact holds its whole clause: what hangs on the verb has a role, or the fact is weak."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def read(sentence: str) -> list[Relation]:
    segment = Segment(sentence, 0, (Block("paragraph", Span(0, len(sentence))),))
    (found,) = SpacyExtractor(load_profile("regulation")).extract([segment])
    return [relation for relation in found.relations if not relation.why_weak]


def roles(sentence: str) -> dict[str, str]:
    """The slots of the only fact of a sentence."""
    (relation,) = read(sentence)
    return {kind: sentence[span.start : span.end] for kind, span in relation.qualifiers}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The porter must report the leak to the matron.", {"recipient": "to the matron"}),
        ("The bakery sells bread in the market hall.", {"place": "in the market hall"}),
        ("The mill closed the dam in 1998.", {"time": "in 1998"}),
        ("The harbour raised the dues 8 percent.", {"amount": "8 percent"}),
        ("The guard checks the lamps weekly.", {"frequency": "weekly"}),
        ("To inspect the hold, the clerk lit a lamp.", {"purpose": "To inspect the hold"}),
        ("For large parcels, the clerk weighs the sack.", {"restriction": "For large parcels"}),
        ("In addition, the clerk weighs the sack.", {}),
    ],
)
def test_what_hangs_on_the_verb_has_a_role(sentence: str, expected: dict[str, str]) -> None:
    assert roles(sentence) == expected


def test_a_prepositional_object_does_not_stand_for_the_direct_one() -> None:
    (relation,) = read("The porter must report the leak to the matron.")
    assert relation.predicate == "report"


def test_an_intransitive_verb_takes_its_preposition() -> None:
    (relation,) = read("The nurse reports to the matron.")
    assert relation.predicate == "report to"


def test_what_is_said_of_the_second_verb_is_not_said_of_the_first() -> None:
    sentence = "The broker must keep a list and, within 40 days, send the deed."
    found = {
        r.predicate: [sentence[s.start : s.end] for _, s in r.qualifiers] for r in read(sentence)
    }
    assert found["keep"] == []


def test_an_object_with_its_complement_is_one_object() -> None:
    sentence = "The act prohibits companies from paying officials."
    for relation in read(sentence):
        held = [relation.object, *(span for _, span in relation.qualifiers)]
        assert any(span and "paying" in sentence[span.start : span.end] for span in held)


def test_words_behind_two_joined_nouns_may_belong_to_both() -> None:
    sentence = "The harbour trust may not charge fees or costs in excess of the tariff."
    (relation,) = read(sentence)
    assert relation.object is not None
    assert sentence[relation.object.start : relation.object.end].startswith("fees or costs in ex")


def test_a_part_that_has_no_role_makes_the_fact_weak() -> None:
    sentence = "The mill sold the barge, the lock, and how it was run."
    assert not read(sentence)
