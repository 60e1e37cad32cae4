"""Sentences that say what their source says in another order or with other words, and what a
trained checker that is sure may decide; with each, its like with one fault."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.written.near_synonyms import alike
from generation.written.parsed_roles import parsed_role_fault
from generation.written.plain_wording import plain
from generation.written.sentence_checks import Source, check_sentence
from graph.checking import Quote, Relevance, Support
from graph.tokens import stem


class Reader:
    """A checker that finds the same support everywhere."""

    fingerprint = "reader"

    def __init__(self, supports: float) -> None:
        self.supports = supports

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        return [Relevance(0.0, 0.0) for _ in quotes]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        return [Support(self.supports, 0.0, 1 - self.supports) for _ in quotes]


def state(text: str, said: str, supports: float = 0.8) -> str:
    return check_sentence(text, [Source(said, "", Quote(said))], checker=Reader(supports)).state


LOCK = "If a gauge reads above 8 bar, the operator must close the north valve."
KILN = "Children under 12 must not touch the kiln under any circumstances."
TOUR = "The quarry tour is free of charge and takes place fortnightly."
DIES = "Only the foreman may replace worn dies."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The operator must close the north valve if a gauge reads above 8 bar.", LOCK),
        ("Should a gauge read above 8 bar, the operator must close the north valve.", LOCK),
        ("Under no circumstances may children under 12 touch the kiln.", KILN),
        ("Every two weeks the quarry tour takes place; it is free of charge.", TOUR),
        ("The quarry tour takes place every 14 days and is free of charge.", TOUR),
        ("Guests may use the sauna.", "Guests are eligible to use the sauna."),
        ("The lab analysed 48 cores.", "The lab carried out an analysis of 48 cores."),
        ("The report names the NMS.", "The report names the Norvik Mining Society."),
        ("The tests detected three cracks.", "The tests discovered three cracks."),
        ("No less than one week is needed.", "No less than a week is needed."),
    ],
)
def test_another_order_or_another_word_is_no_fault(text: str, said: str) -> None:
    assert state(text, said) == "supported"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The operator must close the north valve.", LOCK),
        ("Should a gauge read above 9 bar, the operator must close the north valve.", LOCK),
        ("Under no circumstances must children under 14 touch the kiln.", KILN),
        ("Children under 12 may touch the kiln.", KILN),
        ("The quarry tour takes place every three weeks and is free of charge.", TOUR),
        ("The foreman may replace worn dies.", DIES),
        ("The lab analysed 84 cores.", "The lab carried out an analysis of 48 cores."),
        ("The report names the NSM.", "The report names the Norvik Mining Society."),
        ("The tests caused three cracks.", "The tests discovered three cracks."),
    ],
)
def test_its_like_with_a_fault_is_not_supported(text: str, said: str) -> None:
    assert state(text, said) != "supported"


def test_only_a_checker_that_is_sure_decides_what_may_be_left_out() -> None:
    """Whether "usually" matters is no question of words; a number always is."""
    said = "Usually the millers grind oats at night."
    text = "The millers grind oats at night."
    assert state(text, said, supports=0.89) == "not_supported"
    assert state(text, said, supports=0.9) == "supported"
    assert state("The millers grind oats at 9.", "The millers grind oats at 8.", 0.99) != (
        "supported"
    )


def test_synonyms_are_words_of_one_sense_and_no_opposites() -> None:
    assert alike(stem("detect"), stem("discover")) and alike(stem("analyse"), stem("analysis"))
    for one, other in (("increase", "decrease"), ("buyer", "seller"), ("may", "must")):
        assert not alike(stem(one), stem(other))


def test_a_question_keeps_its_order() -> None:
    assert plain("Should the door stay open?") == "Should the door stay open?"
    assert plain("Should the door stay open, ring the bell.").startswith("if the door")


# --- who does it, by the parse ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "turned"),
    [
        ("Ledgers are checked by the warden.", "The warden checks the ledgers.", False),
        ("The warden, who checks the ledgers, is paid.", "The warden checks the ledgers.", False),
        ("We tell the keepers about a strike.", "The keepers are told of a strike by us.", False),
        ("The doors opened.", "The keeper opened the doors.", False),
        ("The ledgers check the warden.", "The warden checks the ledgers.", True),
        ("The guild can be sued by members.", "Members can be sued by the guild.", True),
        ("The keepers will warn us of a strike.", "We will warn the keepers of a strike.", True),
        (
            "Since the estimates need the audits, results may differ.",
            "Since the audits need the estimates, results may differ.",
            True,
        ),
    ],
)
def test_who_does_it_is_read_from_the_parse(text: str, said: str, turned: bool) -> None:
    assert (parsed_role_fault(text, said) is not None) == turned


def test_what_is_only_considered_or_tried_is_not_done() -> None:
    said = "We may consider closing the ferry."
    assert state("We will close the ferry.", said) == "not_supported"
    assert state("We may consider closing the ferry.", said) == "supported"


def test_an_opposite_of_general_english_contradicts() -> None:
    said = "The mill stays cheap to run in winter."
    assert state("The mill stays expensive to run in winter.", said) == "contradicted"


def test_classes_named_by_a_letter_do_not_change_places() -> None:
    said = "Type I knots held in one rope, whereas type V knots held in 82 ropes."
    assert state("Type V knots held in one rope, whereas type I knots held in 82 ropes.", said) != (
        "supported"
    )


# --- words of its own, and no statement --------------------------------------------------------


class OneWay(Reader):
    """Finds a statement in its source, and hardly any of the source in the statement."""

    def __init__(self, source: str) -> None:
        super().__init__(0.8)
        self.source = source

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        found = 0.1 if statement == self.source else 0.8
        return [Support(found, 0.0, 1 - found) for _ in quotes]


def test_a_sentence_in_words_of_its_own_must_bear_out_its_source_in_turn() -> None:
    said = "The guild lists each departing weaver on a slate."
    text = "Every weaver who leaves gets a slate."
    cited = [Source(said, "", Quote(said))]
    assert check_sentence(text, cited, checker=Reader(0.8)).state == "supported"
    assert check_sentence(text, cited, checker=OneWay(said)).state == "not_supported"


@pytest.mark.parametrize("text", ["The guild", "The Weavers Slate Policy:", "The guild lists:"])
def test_what_states_nothing_is_not_supported(text: str) -> None:
    said = "The guild lists each departing weaver on a slate, says the Weavers Slate Policy."
    assert state(text, said) == "not_supported"


def test_a_pronoun_of_the_source_is_no_antecedent() -> None:
    said = "It shall be the duty of the wardens to lock the gate."
    assert state("It also says that the wardens lock the gate.", said) == "not_supported"
    assert state(said, said) == "supported"
