"""What only other sentences, other clauses or the page tell makes a fact weak."""

from __future__ import annotations

import pytest

from tests.unit.test_verb_doubts import relations


def reasons(sentence: str, predicate: str) -> set[str]:
    """Why the facts with this predicate are weak; ``""`` for those that are shown."""
    return {one.why_weak for one in relations(sentence) if one.predicate.startswith(predicate)}


@pytest.mark.parametrize(
    ("sentence", "predicate", "why"),
    [
        ("Certain storms may raise the risk for these mills.", "raise", "a part points back"),
        ("For other mills, the fee is low.", "be", "a part points back"),
        ("One week later, the clerk will send the fee.", "send",
         "a time is counted from another one"),
        ("The miller must repair the wheel, or the clerk must return the fee.", "repair",
         "one of several alternatives"),
        ("The miller must repair the wheel, or the clerk must return the fee.", "return",
         "one of several alternatives"),
        ("The guild may use your notes or share them with others in order to run the mill.", "use",
         "what stands behind the last verb may be said of all"),
        ("Bakers feed millers, guests, clerks and Table of Contents", "feed",
         "words of the page stand in the sentence"),
        ("Any reserve may be Page 38", "be", "words of the page stand in the sentence"),
        ("The wheel is an old part and is linked with a partly new", "be linked",
         "the sentence is cut"),
        ("More notes can be found in the Guide for Guests: Winter Nights at Holm.", "be found",
         "a title goes on behind it"),
        ("Inspection is required to find leaks.", "find", "what is needed may be read as a duty"),
        ("The officers concluded that the wheel is safe.", "be",
         "somebody else concludes or reports it"),
    ],
)  # fmt: skip
def test_what_is_told_elsewhere_makes_weak(sentence: str, predicate: str, why: str) -> None:
    assert reasons(sentence, predicate) == {why}


@pytest.mark.parametrize(
    ("sentence", "predicate"),
    [
        ("The mill must keep the notes of those guests who pay.", "keep"),
        ("The clerk keeps the log under this policy.", "keep"),
        ("A miller may pay rent, and a baker may pay this rent in flour.", "pay"),
        ("A warden is required to keep a log.", "keep"),
        ("Our study concluded that the wheel is safe.", "be"),
        ("The miller may repair the wheel, or the clerk may return the fee.", "repair"),
    ],
)
def test_what_its_sentence_tells_is_shown(sentence: str, predicate: str) -> None:
    assert "" in reasons(sentence, predicate)


@pytest.mark.parametrize(
    ("sentence", "predicate"),
    [
        ("The keeper must open the mill at noon for the following purposes.", "open"),
        ("Guests may use the pool if any of the below cases describes their stay.", "use"),
        ("The clerk accepts the cards listed below.", "accept"),
    ],
)
def test_a_list_that_is_only_announced_keeps_the_fact_weak(sentence: str, predicate: str) -> None:
    assert reasons(sentence, predicate) == {"points to another place"}


@pytest.mark.parametrize(
    ("sentence", "predicate", "why"),
    [
        ("Reed proposed Orla Quist, seconded by Ash.", "propose",
         "only the sentences before say as what"),
        ("Reed proposed Orla Quist as treasurer.", "propose", ""),
        ("The board elected Orla Quist.", "elect", ""),
        ("The Chairman asked the Clerk to investigate and report back.", "ask",
         "only the sentences before say what it acts on"),
        ("The Chairman asked the Clerk to investigate the leak.", "ask", ""),
        ("Warm milk is advised until their fever has gone.", "be advised",
         "whose it is was said before"),
        ("Guests must rest until their fever has gone.", "rest", ""),
    ],
)  # fmt: skip
def test_what_only_the_sentences_before_name_is_missed(
    sentence: str, predicate: str, why: str
) -> None:
    assert reasons(sentence, predicate) == {why}
