"""Questions that compare: which do, what their sides are, and what is asked for each of them."""

from __future__ import annotations

import pytest

from generation.comparison.compared_sides import Side, compared_sides
from graph.english_parser import load_language


def sides(question: str) -> list[tuple[str, str]]:
    return [(one.name, one.question) for one in compared_sides(question, load_language())]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How does the retention of incident files differ from that of complaint files?",
         [("retention of incident files", "What is the retention of incident files?"),
          ("retention of complaint files", "What is the retention of complaint files?")]),
        ("Compare the duties of the operator and of the inspector",
         [("duties of the operator", "What are the duties of the operator?"),
          ("duties of the inspector", "What are the duties of the inspector?")]),
        ("Compare the duties of the operator and the inspector.",
         [("duties of the operator", "What are the duties of the operator?"),
          ("duties of the inspector", "What are the duties of the inspector?")]),
        ("What is the difference between a Class A and a Class B event?",
         [("Class A event", "What is a Class A event?"),
          ("Class B event", "What is a Class B event?")]),
        ("What's the difference between civil and criminal penalties?",
         [("civil penalties", "What are civil penalties?"),
          ("criminal penalties", "What are criminal penalties?")]),
        ("What are the differences between full-time and part-time pilots?",
         [("full-time pilots", "What are full-time pilots?"),
          ("part-time pilots", "What are part-time pilots?")]),
        ("How do the mooring periods for guest boats and work boats differ?",
         [("mooring periods for guest boats", "What are the mooring periods for guest boats?"),
          ("mooring periods for work boats", "What are the mooring periods for work boats?")]),
        ("How do guest boats and work boats differ in how long they are moored?",
         [("guest boats", "How long are guest boats moored?"),
          ("work boats", "How long are work boats moored?")]),
        ("Compare how long guest boats and work boats are moored.",
         [("guest boats", "How long are guest boats moored?"),
          ("work boats", "How long are work boats moored?")]),
        ("How does retention differ between incident files and complaint files?",
         [("incident files", "What is the retention of incident files?"),
          ("complaint files", "What is the retention of complaint files?")]),
        ("Could you explain the difference between terms and conditions and the privacy policy?",
         [("terms and conditions", "What are terms and conditions?"),
          ("privacy policy", "What is the privacy policy?")]),
        ("What is the difference between the date of delivery and the invoice date?",
         [("date of delivery", "What is the date of delivery?"),
          ("invoice date", "What is the invoice date?")]),
        ("What distinguishes a pilot from a harbour master?",
         [("pilot", "What is a pilot?"), ("harbour master", "What is a harbour master?")]),
        ("Compare Class A, Class B and Class C events",
         [("Class A events", "What are Class A events?"),
          ("Class B events", "What are Class B events?"),
          ("Class C events", "What are Class C events?")]),
        ("Compare Sections 4 and 5",
         [("Section 4", "What is Section 4?"), ("Section 5", "What is Section 5?")]),
        ("How do pilots and harbour masters differ from each other?",
         [("pilots", "What are pilots?"), ("harbour masters", "What are harbour masters?")]),
        ("Compare the composition and function of the board in spring and autumn",
         [("composition and function of the board in spring",
           "What is the composition and function of the board in spring?"),
          ("composition and function of the board in autumn",
           "What is the composition and function of the board in autumn?")]),
        ("How does the draught of the MX-2 compare with that of the work boat?",
         [("draught of the MX-2", "What is the draught of the MX-2?"),
          ("draught of the work boat", "What is the draught of the work boat?")]),
        ("What is the difference between on-duty time and off-duty time?",
         [("on-duty time", "What is on-duty time?"), ("off-duty time", "What is off-duty time?")]),
        ("How does the notice period for pilots differ from the probation period?",
         [("notice period for pilots", "What is the notice period for pilots?"),
          ("probation period", "What is the probation period?")]),
        ("How does a guest berth compare to a work berth in terms of price?",
         [("guest berth", "What is the price of a guest berth?"),
          ("work berth", "What is the price of a work berth?")]),
    ],
)  # fmt: skip
def test_each_side_gets_a_question_of_its_own(question: str, found: list[tuple[str, str]]) -> None:
    assert sides(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "What is the difference in price?",
        "What is the difference?",
        "How is the difference between the deposit and the fee treated?",
        "Who pays the difference between the deposit and the fee?",
        "What is the difference between the purchase price and the fair value called?",
        "What is the difference between actual and planned hours recorded as?",
        "What is the difference between 12 kg and 9 kg?",
        "How does the auditor compare the invoice with the order?",
        "How are the two samples compared?",
        "Compare the invoices.",
        "How do the rules differ for small boats?",
        "How does the fee differ by season?",
        "What does “compare” mean?",
        "Which is heavier, the Aster or the Kestrel?",
        "Is a pilot the same as a harbour master?",
        "Who compares the log and the chart?",
        "What happens if the log and the chart differ?",
        "How must differences between the log and the chart be reported?",
        "Compare A to B",
        "Where is the comparison of prices kept?",
        "What is the difference between the same pilot and the same pilot?",
        "How do the pilots compare with other pilots?",
        "How does the fee compare to the rest?",
        "How long does the comparison between the log and the chart take?",
    ],
)
def test_what_only_looks_like_a_comparison_is_none(question: str) -> None:
    assert sides(question) == []


def test_a_sentence_belongs_to_the_side_that_it_names() -> None:
    pilot, master = compared_sides(
        "What are the differences between pilots and harbour masters?", load_language()
    )
    assert pilot.is_named_in("Pilots wear a blue coat.")
    assert not pilot.is_named_in("The harbour master closes the gate.", above="Pilots")
    assert pilot.is_named_in("They board at the buoy.", above="Pilots")
    assert not master.is_named_in("They board at the buoy.", above="Pilots")
    assert not master.is_named_in("Pilots wear a blue coat.")


def test_beside_no_answer_a_side_is_named_in_its_own_words() -> None:
    sick, parental = compared_sides(
        "What is the difference between sick leave and parental leave?", load_language()
    )
    assert parental.is_treated_in("Parental leave is paid.")
    assert not parental.is_treated_in("Family includes parents and children.", above="Leave")
    assert sick.is_treated_in("It is paid in full.", above="Sick leave")
    assert not sick.is_treated_in("Whoever stays away without sick leave is fined.")


def test_a_plain_thing_may_be_asked_for_by_what_it_means() -> None:
    found = compared_sides("What is the difference between a pilot and a skipper?", load_language())
    assert [one.otherwise for one in found] == [
        "What does pilot mean?",
        "What does skipper mean?",
    ]
    found = compared_sides("Compare the duties of the pilot and the skipper", load_language())
    assert [one.otherwise for one in found] == ["", ""]


def test_a_side_without_a_word_of_its_own_is_where_the_other_is_not() -> None:
    any_pilot = Side("pilot", "What is a pilot?", (), ("pilot",), (("deputy",),))
    assert any_pilot.is_named_in("A pilot boards at the buoy.")
    assert not any_pilot.is_named_in("A deputy pilot stays ashore.")
