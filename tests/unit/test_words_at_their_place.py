"""Each word of a fact is said of what the text says it of: a restriction of its subject, a place of
the verb that needs it, a phrase of the second of two verbs, a condition of the clause that it
opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.fact_gate import statement_of
from extraction.language.qualifiers import balanced
from graph.model import Span
from tests.unit.test_extraction_relations import read, reasons
from tests.unit.test_fact_sentence import name


def told(sentence: str) -> list[str]:
    """The shown facts of `sentence`, as they are named."""
    segment, found = read(("paragraph", sentence, 0), profile="general")
    return [statement_of(r, segment.text) for r in found.relations if not r.why_weak]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("All barns in which animals are kept must be suitably screened from any street.",
         "All barns in which animals are kept must suitably be screened from any street"),
        ("The ferry you use can normally be repaired after a storm by new nails.",
         "The ferry you use can normally be repaired after a storm by new nails"),
        ("The boats the guild owns must be moored at the pier.",
         "The boats the guild owns must be moored at the pier"),
        ("The clerk to whom the letter is sent must not open the seal.",
         "The clerk to whom the letter is sent must not open the seal"),
    ],
)  # fmt: skip
def test_a_restriction_stands_behind_its_subject(sentence: str, expected: str) -> None:
    assert told(sentence) == [expected]


_RESTRICTIONS = st.sampled_from(
    ["in which salt is kept", "you rent", "the guild owns", "with two doors", "to whom it belongs",
     "built before 1900", "under a lease", "whose roof leaks"]
)  # fmt: skip
_HELPERS = st.sampled_from(["must", "must not", "may never", "can normally", "should only"])


@given(restriction=_RESTRICTIONS, helpers=_HELPERS, end=st.sampled_from(["at night", "by hand"]))
def test_what_stands_right_behind_the_subject_stays_there(
    restriction: str, helpers: str, end: str
) -> None:
    marked = f"All ⟦S sheds⟧ ⟦restriction {restriction}⟧ {helpers} be ⟦V closed⟧ ⟦manner {end}⟧."
    denied = " not" if "n" in helpers.split()[-1][:1] else ""
    said = name(marked, f"{helpers.split()[0]}{denied} be closed", rule="passive")
    assert said.startswith(f"All sheds {restriction} ")
    assert said.endswith(end)


def test_a_phrase_of_the_second_verb_is_none_of_the_first() -> None:
    sentence = "The tenant shall promptly mend and pay for any broken pane."
    assert told(sentence) == ["The tenant must promptly pay for any broken pane"]
    assert "a phrase may belong to the second verb alone" in reasons(sentence, "general")
    assert told("Guests must apply and pay for a licence.") == [
        "Guests must apply for a licence",
        "Guests must pay for a licence",
    ]


def test_a_verb_behind_or_otherwise_is_not_read_as_a_noun() -> None:
    sentence = "No clerk may keep, grow, breed or otherwise culture fish in the harbour."
    assert told(sentence) == []
    assert "the last verb may be read as a noun" in reasons(sentence, "general")


def test_those_who_act_together_are_named_together() -> None:
    assert told("The fare can now be approved by the warden and the clerk.") == [
        "The fare can now be approved by the warden and the clerk"
    ]
    assert told("The deed may be signed by the warden or the clerk.") == [
        "The deed may be signed by the warden",
        "The deed may be signed by the clerk",
    ]


def test_what_may_go_on_with_a_relative_clause_is_no_subject() -> None:
    sentence = "Clerks who use the mill, and other barns or flour stores should follow the rules."
    assert told(sentence) == ["Clerks who use the mill should follow the rules"]
    assert "the subject may belong to a relative clause" in reasons(sentence, "general")


def test_a_clause_is_no_term() -> None:
    sentence = "Most clerks are kind, and being a warden means that you must greet them."
    assert not any(" means " in said for said in told(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Always keep the lamp in the carrier box.",
         "The lamp must always be kept in the carrier box"),
        ("Always leave the keys at the desk.", "The keys must always be left at the desk"),
    ],
)  # fmt: skip
def test_an_instruction_keeps_its_place_behind_the_verb(sentence: str, expected: str) -> None:
    assert told(sentence) == [expected]


def test_a_place_that_may_be_of_the_verb_is_not_shown_of_the_thing() -> None:
    sentence = "Always store the lid of the pot in the drawer."
    assert told(sentence) == []
    assert reasons(sentence, "general") == {"the place may belong to the verb"}


def test_a_clause_behind_a_dash_is_no_condition_of_the_one_before() -> None:
    sentence = (
        "The warden may open the lid too - if kept in small rooms, the pump may not be able to"
        " move air."
    )
    segment, found = read(("paragraph", sentence, 0), profile="general")
    said = {statement_of(r, segment.text) for r in found.relations}
    assert not any("warden" in words and "pump" in words for words in said)


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ('a "Keep" sign', 'a "Keep', 'a "Keep"'),
        ('a "Keep" sign', 'Keep" sign', '"Keep" sign'),
        ("a “Keep” sign", "Keep” sign", "“Keep” sign"),
        ('known as "Keep." Then', 'known as "Keep', 'known as "Keep."'),
        ('a "Keep" sign', "sign", "sign"),
        ('a "Keep" sign', "Keep", "Keep"),
    ],
)
def test_a_span_takes_in_the_other_mark_beside_it(text: str, words: str, whole: str) -> None:
    start = text.index(words)
    found = balanced(text, Span(start, start + len(words)))
    assert text[found.start : found.end] == whole


def test_a_part_holds_both_marks_of_a_quotation_or_none() -> None:
    assert told('The boat will be listed as "dark" if the lamp is out.') == [
        'The boat will be listed as "dark" if the lamp is out'
    ]
    sentence = (
        "Use of the card is needed for all fares, except fares for which it "
        '"is late (e.g., guests do not accept cards) or imposes costs."'
    )
    assert told(sentence) == []
    assert "a part ends inside a quotation" in reasons(sentence, "general")


def test_a_proviso_behind_a_semicolon_belongs_to_the_clause_behind_it() -> None:
    sentence = (
        "A licence shall be shown to an officer upon request; provided that the owner of a boat is"
        " unable to show a licence, the boat shall be deemed to be unlicensed."
    )
    assert told(sentence) == [
        "A licence shall be shown to an officer upon request",
        "The boat shall be deemed to be unlicensed provided that the owner of a boat is unable to"
        " show a licence",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Owners may keep a dog provided that the dog is registered with the city.",
        "Guests may stay provided that they pay the fee.",
        "The tank may be filled provided that the valve is shut.",
    ],
)
def test_a_proviso_behind_its_clause_is_a_condition(sentence: str) -> None:
    segment, found = read(("paragraph", sentence, 0), profile="general")
    spans = [span for r in found.relations for kind, span in r.qualifiers if kind == "condition"]
    said = [segment.text[span.start : span.end] for span in spans]
    assert said == [sentence[sentence.index("provided") : -1]]
