"""Superscripts and subscripts: an exponent is never a digit of its base, a footnote mark never a
digit of the number before it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers.raised import label_of_note, lowered, raised, settled


def written(text: str) -> str:
    """`text` with each ``{mark}`` raised; the notes 1 and 2 are in the document."""
    made, at = "", 0
    for match in re.finditer(r"\{(.*?)\}", text):
        made += text[at : match.start()]
        at = match.end()
        after = re.sub(r"\{.*?\}", "", text[at : at + 20])
        made += raised(made, match[1], after, noted=match[1] in ("1", "2"))
    return settled(made + text[at:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fewer than 10{6} cells per litre", "fewer than 10⁶ cells per litre"),
        ("1.5 × 10{-6} m", "1.5 × 10⁻⁶ m"),
        ("10{5}/ml", "10⁵/ml"),
        ("a tank of 25 m{3}.", "a tank of 25 m³."),
        ("12 km{2} of moor", "12 km² of moor"),
        ("9.8 m/s{2}", "9.8 m/s²"),
        ("7 kg m{-3}", "7 kg m⁻³"),
        ("6 metres{3} of sand", "6 metres³ of sand"),
        ("x{n+1} and R{2}", "xⁿ⁺¹ and R²"),
        ("e{-kt}", "e^(-kt)"),
        ("E = mc{2}", "E = mc²"),
        ("(a + b){2}", "(a + b)²"),
        ("3{2} = 9", "3² = 9"),
        ("Ca{2+} ions", "Ca²⁺ ions"),
        ("the {14}C method", "the ¹⁴C method"),
        ("the 1{st} of May", "the 1st of May"),
        ("Sudsol{TM} is", "Sudsol™ is"),
        ("25{o}C", "25°C"),
        ("a fare of €12{50}.", "a fare of €12.50."),
        ("CHF 1,200{75} a year", "CHF 1,200.75 a year"),
        ("12{95} euros", "12.95 euros"),
        ("$4{9} or 40{5} cents", "$4⁹ or 40⁵ cents"),
        ("at 10{00} hours", "at 10⁰⁰ hours"),
        ("closed at 17{30} Uhr", "closed at 17:30 Uhr"),
        ("heated to 60 {◦}F", "heated to 60 °F"),
        ("turned by 45{o} to the left", "turned by 45° to the left"),
        ("$4.50{99}", "$4.50⁹⁹"),
    ],
)
def test_exponents_and_symbols(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Ms Iona M{c}Tavish,", "by Ms Iona McTavish,"),
        ("the M{ac}DONALD hall", "the MacDONALD hall"),
        ("M{me} Leroux and D{r} Bell", "Mme Leroux and Dr Bell"),
        ("form N{o} 5, n{o}7, N{os} 3", "form Nº 5, nº7, Nos 3"),
        ("in the XIX{e} and the XX{th} century", "in the XIXe and the XXth century"),
        ("on the n{th} day", "on the nth day"),
        ("the pump{c} runs.", "the pump runs [c]."),
        ("Class B{c} runs.", "Class B runs [c]."),
        ("x{n}y and A{n}B", "xⁿy and AⁿB"),
        ("two hours{2}and a half.", "two hours and a half [2]."),
        ("the clerk{(2)} signs.", "the clerk signs [2]."),
        ("f{(2)} = 3", "f⁽²⁾ = 3"),
    ],
)
def test_letters_of_a_word_stay_in_it_and_marks_of_notes_do_not(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 24 hours{2} of it. It costs 50{1} cents.",
         "within 24 hours of it [2]. It costs 50 cents [1]."),
        ("by 1 March.{2} Then{4} rest", "by 1 March [2]. Then rest [4]"),
        ("5 g{2} a day", "5 g a day [2]"),
        ("price: 5 €{1}", "price: 5 € [1]"),
        ("2{1} people", "2 people [1]"),
        ("vitamin C{2} helps.", "vitamin C helps [2]."),
        ("(see below){3} and", "(see below) and [3]"),
        ("word{*} or word{a,b}.", "word or word [*] [a,b]."),
        ("word {2} next", "word next [2]"),
        ("text{[12]}, more", "text, more [12]"),
        ("{2} On Sundays", "[2] On Sundays"),
        ("a room of 30 m{2}{1}.", "a room of 30 m² [1]."),
        ("U.S.{4} law applies.", "U.S. law applies [4]."),
    ],
)  # fmt: skip
def test_footnote_marks_stand_at_the_end_of_their_sentence(text: str, expected: str) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("before", "mark", "expected"),
    [
        ("CO", "2", "₂"),
        ("x", "i", "ᵢ"),
        ("C", "max", "max"),
        ("log", "10", "₁₀"),
        ("a", "n+1", "ₙ₊₁"),
        ("k", "B,0", "_(B,0)"),
        ("x", " ", ""),
    ],
)
def test_subscripts(before: str, mark: str, expected: str) -> None:
    assert lowered(before, mark) == expected


@pytest.mark.parametrize(
    ("before", "mark", "after", "expected"),
    [
        ("add 5", "1", "/₂ kg", " 1"),
        ("cut 3 ", "1", "⁄₄ inch", "1"),
        ("", "3", "/₈ inch", "3"),
        ("for 10", "3", "/₄ of it", " 3"),
        ("for 5", "1", "/2 days", " 1"),
        ("10", "2", "/5", "²"),
        ("5 km", "2", "/₃", "²"),
        ("40", "2", "/person", "²"),
    ],
)
def test_a_raised_number_before_a_slash_and_a_number_is_a_numerator(
    before: str, mark: str, after: str, expected: str
) -> None:
    assert raised(before, mark, after) == expected


def test_the_denominator_is_a_plain_number() -> None:
    assert lowered("add 5 1/", "2") == "2"
    assert lowered("H/", "2") == "₂"
    assert settled("3 1⁄4 inch") == "3 1/4 inch"


@pytest.mark.parametrize(
    ("block", "label"),
    [
        ("[2] on Sundays", "2"),
        ("2) on Sundays", "2"),
        ("2 On Sundays", "2"),
        ("2. On Sundays", "2"),
        ("50 kg of salt", ""),
        ("On Sundays", ""),
    ],
)
def test_how_a_note_begins(block: str, label: str) -> None:
    assert label_of_note(block) == label


def test_a_link_is_a_note_whatever_stands_before_it() -> None:
    assert settled("10" + raised("10", "6", " cells", linked=True) + " cells.") == "10 cells [6]."


PIECES = st.lists(st.text("ab 1.)m\n", max_size=6) | st.sampled_from(["{2}", "{*}", "{x y}"]))


@given(PIECES)
def test_no_word_and_no_mark_is_lost(pieces: list[str]) -> None:
    """A mark that is set twice in one sentence is said once."""
    text = "".join(pieces)
    made = written(text)
    assert sorted(re.sub("[^abm1xy]", "", made)) == sorted(re.sub("[^abm1xy]", "", text))
    assert all((sign in text) == (sign in made.replace("²", "2")) for sign in "2*")


def test_it_is_linear_in_the_number_of_marks() -> None:
    text = "word{2}" * 20_000
    assert settled("word\ufdd02\ufdd1" * 20_000).count("[2]") == 1
    assert written(text[:7000]).startswith("word word")
