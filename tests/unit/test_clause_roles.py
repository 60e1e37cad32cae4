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


def parts(sentence: str) -> list[tuple[str, str, str, dict[str, str]]]:
    return [
        (
            sentence[r.subject.start : r.subject.end],
            r.predicate,
            sentence[r.object.start : r.object.end] if r.object else "",
            {kind: sentence[span.start : span.end] for kind, span in r.qualifiers},
        )
        for r in read(sentence)
    ]


def test_verbs_that_share_an_object_share_its_parts() -> None:
    found = parts("The clerk may lend or sell maps to visitors.")
    assert found == [
        ("clerk", "lend", "maps", {"recipient": "to visitors"}),
        ("clerk", "sell", "maps", {"recipient": "to visitors"}),
    ]


def test_a_heading_that_runs_in_is_no_part() -> None:
    assert parts("Performance: porters must reach a rating of 3.") == [
        ("porters", "reach", "rating of 3", {}),
    ]


def test_a_long_subject_is_named_by_its_first_words() -> None:
    sentence = (
        "The keeper of the lamp in the old tower at the end of the long pier paints the boat."
    )
    ((subject, _, _, slots),) = parts(sentence)
    assert subject == "keeper"
    assert slots == {"restriction": "of the lamp in the old tower at the end of the long pier"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan lists ferry passes, restricted moorings and tolls of the",
        "the mill sold the barge.",  # the page before has its beginning
        "Dues 120 130 140 were paid by the mill.",
        "The harbour must use.",
    ],
)
def test_a_sentence_that_is_cut_shows_nothing(sentence: str) -> None:
    assert parts(sentence) == []


def test_the_forest_of_an_adjective_is_whole() -> None:
    ((subject, _, _, _),) = parts("Delegated power and authority expire on Friday.")
    assert subject == "Delegated power and authority"


def test_the_exception_of_the_last_verb_is_that_of_all() -> None:
    found = parts("The deed may be changed, sold or burnt only by the matron of the house.")
    assert all(slots for _, _, _, slots in found)


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Wherever possible repairs should be made at night.", "repairs"),
        ("This Agreement shall commence on May 1.", "Agreement"),
    ],
)
def test_what_the_subject_is(sentence: str, subject: str) -> None:
    assert [found for found, _, _, _ in parts(sentence)] == [subject]


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill may sell grain without consulting with, and paying, the guild.",
        "The duty would either raise or lower the price of grain.",
        "The owner has the keys of the mill and must pay for the following.",
    ],
)
def test_a_slot_that_is_cut_or_points_elsewhere_makes_the_fact_weak(sentence: str) -> None:
    assert not [found for found in parts(sentence) if found[1] != "have"]


def test_the_deadline_of_the_second_verb_is_not_that_of_the_first() -> None:
    found = parts("Pilots must not board a wreck, and must return the chart within 10 days.")
    slots = {predicate: slots for _, predicate, _, slots in found}
    assert slots["board"] == {}


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("The kiln may be opened while it is cooling.", "while it is cooling"),
        ("Divers must wear gloves while they handle samples.", "while they handle samples"),
        ("The mill raised the dues, while costs fell.", None),
        ("While the clerk keeps the log, the porter must lock the gate.", None),
    ],
)
def test_while_bounds_what_it_stands_behind_and_else_contrasts(
    sentence: str, bound: str | None
) -> None:
    relations = [relation for relation in read(sentence) if not relation.why_weak]
    said = [
        sentence[span.start : span.end]
        for relation in relations
        for kind, span in relation.qualifiers
        if kind == "time"
    ]
    assert relations and said == ([bound] if bound else [])


def test_what_is_so_at_the_time_is_not_said_by_itself() -> None:
    subjects = [one.subject for one in read("The alarm sounds while the door is open.")]
    assert subjects == [Span(4, 9)]
