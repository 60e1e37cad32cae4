"""A sentence that holds several values of the form asked for: the headline is the one in the part
that is asked about, whole, and there is none where that cannot be told."""

from __future__ import annotations

import pytest

from generation import answer
from tests.unit.test_worded_otherwise import TODAY, Answers
from tests.unit.test_yes_no_forms import spoken

SURE = 0.97


def headline(asked: str, said: str) -> str | None:
    """The headline of the card for `asked` from a document that says `said` alone."""
    card = answer(spoken(asked, (said,)), today=TODAY, checker=Answers(SURE))
    return card.headline.text if card.headline else None


@pytest.mark.parametrize(
    ("said", "pairs"),
    [
        (
            "An application must be filed within 14 days and an appeal within 30 days.",
            {
                "Within how many days must an application be filed?": "within 14 days",
                "Within how many days must an appeal be filed?": "within 30 days",
            },
        ),
        (
            "The Act was adopted on 3 May 2019, enters into force on 1 July 2019 and expires on "
            "30 June 2029.",
            {
                "When was the Act adopted?": "3 May 2019",
                "When does the Act enter into force?": "1 July 2019",
                "When does the Act expire?": "30 June 2029",
                "When does the Act lapse?": None,
            },
        ),
        (
            "Sales fell from 11.2 million euros in 2022 to 9.7 million euros in 2023.",
            {
                "How high were sales in 2022?": "11.2 million euros",
                "How high were sales in 2023?": "9.7 million euros",
                "How high were sales?": None,
            },
        ),
        (
            "The share of electric boats grew from 4 per cent to 11 per cent.",
            {
                "To what percentage did the share of electric boats grow?": "11 per cent",
                "From what percentage did the share of electric boats grow?": "4 per cent",
                "What percentage is the share of electric boats?": None,
            },
        ),
        (
            "The yard laid 6.8 kilometres of iron pipe, 2.1 kilometres of clay pipe and 34 valves.",
            {
                "How many kilometres of clay pipe did the yard lay?": "2.1 kilometres",
                "How many valves did the yard lay?": "34 valves",
            },
        ),
        (
            "In 2021 the ward treated 310 patients and in 2022 it treated 402.",
            {
                "How many patients did the ward treat in 2021?": "310 patients",
                "How many patients did the ward treat in 2022?": "402",
            },
        ),
        (
            "The daily dose is 15 drops for adults and 5 drops for children.",
            {
                "How many drops is the daily dose for children?": "5 drops",
                "How many drops is the daily dose?": None,
            },
        ),
        (
            "Adults take 8 tablets and children 4 tablets in the first week.",
            {
                "How many tablets do adults take in the first week?": "8 tablets",
                "How many tablets do children take in the first week?": "4 tablets",
            },
        ),
        (
            "The northern and the southern line lost 2 and 5 boats respectively.",
            {
                "How many boats did the northern line lose?": "2",
                "How many boats did the southern line lose?": "5 boats",
                "How many boats did the line lose?": None,
            },
        ),
        (
            "The saw weighs 5.2 kilograms without fuel and 5.9 kilograms with fuel.",
            {
                "How heavy is the saw without fuel?": "5.2 kilograms",
                "How heavy is the saw with fuel?": "5.9 kilograms",
            },
        ),
        (
            "The Insured must report a theft to the police within 24 hours and to the insurer "
            "within 3 days.",
            {
                "By when must the insured report a theft to the police?": "within 24 hours",
                "By when must the insured report a theft to the insurer?": "within 3 days",
            },
        ),
        (
            "The journey takes 3 hours by train and 5 hours by bus.",
            {
                "How long does the journey take by bus?": "5 hours",
                "How long does the journey take?": None,
            },
        ),
        (
            "The canteen charges 6 dollars for lunch and nothing for tea.",
            {
                "How much does the canteen charge for lunch?": "6 dollars",
                "How much does the canteen charge for tea?": None,
            },
        ),
        (
            "The kiosk opens at 6.45 am and closes at 9.15 p.m. on weekdays.",
            {
                "When does the kiosk open?": "6.45 am",
                "When does the kiosk close?": "9.15 p.m.",
            },
        ),
        (
            "The crew spent 120 hours on the hull: 70 on sanding, 30 on painting and 20 on oil.",
            {
                "How many hours did the crew spend on the hull?": "120 hours",
                "How many hours did the crew spend on painting?": "30",
            },
        ),
        (
            "The mill employed 310 people, 44 of whom were weavers.",
            {
                "How many people did the mill employ?": "310 people",
                "How many of the people employed by the mill were weavers?": "44",
            },
        ),
        (
            "The first hour is free; each further hour costs 2 euros.",
            {
                "How much does the first hour cost?": "free",
                "How much does each further hour cost?": "2 euros",
            },
        ),
        (
            "A shower is free for members and costs 1 euro for guests.",
            {"What does a shower cost members?": "free", "What does a shower cost?": None},
        ),
        (
            "In 2018 the yard built 12 boats, but in 2019 it was shut.",
            {
                "How many boats did the yard build in 2018?": "12 boats",
                "How many boats did the yard build in 2019?": None,
            },
        ),
        (
            "Ada Holm won the cup in 2018; in 2019 the cup went to Jan Vik.",
            {"Who won the cup in 2018?": "Ada Holm", "Who won the cup in 2019?": None},
        ),
        (
            "Reports must be filed without delay and the plan within 3 days.",
            {
                "By when must the reports be filed?": "without delay",
                "By when must the plan be filed?": "within 3 days",
            },
        ),
    ],
)
def test_the_value_of_the_part_that_is_asked_about(said: str, pairs: dict[str, str | None]) -> None:
    assert {asked: headline(asked, said) for asked in pairs} == pairs


@pytest.mark.parametrize(
    ("asked", "said", "whole"),
    [
        ("How much does water cost?", "Water costs 2.15 euros per cubic metre.",
         "2.15 euros per cubic metre"),
        ("How much does a room cost?", "A room costs 90 euros a night, breakfast 12 euros.",
         "90 euros a night"),
        ("How high is the excess?", "The excess is 10 per cent of the damage, but at least 50 "
         "euros.", "10 per cent of the damage, but at least 50 euros"),
        ("At what rate must the infusion run?", "The infusion must run at a rate of 40 to 60 "
         "millilitres per hour.", "40 to 60 millilitres per hour"),
        ("At what rate is interest charged?", "Interest is charged at a rate of 6 per cent a year.",
         "6 per cent a year"),
        ("How high is the fine?", "The fine is 200 to 500 crowns.", "200 to 500 crowns"),
        ("How many members has the board?", "The board has between 5 and 9 members.",
         "between 5 and 9 members"),
        ("How many clerks does the mill employ?", "The mill employs 212 people, of whom 38 are "
         "clerks.", "38"),
        ("How many rooms does the inn have?", "The inn was built in 1901 and has 30 rooms, 12 of "
         "them with a bath.", "30 rooms"),
        ("When is the tip open?", "The tip is open from 8 a.m. to 4.30 p.m. on Mondays.",
         "8 a.m. to 4.30 p.m."),
        ("When does version 2.10 start?", "Version 2.10 starts at 5 pm.", "5 pm"),
        ("At what rate do late payments bear interest?", "Late payments bear interest at 4% above "
         "the base rate of the Northern Bank and are recovered as a debt.",
         "4% above the base rate of the Northern Bank"),
        ("What percentage of the turnover is the levy?", "The levy is 2% of the turnover of the "
         "year before, but not less than €500.",
         "2% of the turnover of the year before, but not less than €500"),
        ("What percentage of tenants reported damp?", "Of those asked, 12% of tenants reported "
         "damp.", "12%"),
        ("How much is the fine?", "The fine is £200 over and above the toll.", "£200"),
        ("What is the fee for a late return?", "The fee for a late return is 30 cent a day, to a "
         "ceiling of €9.", "30 cent a day, to a ceiling of €9"),
        ("What is the fee for a late return?", "The fee for a late return is 30p a day.",
         "30p a day"),
        ("How long must the logs be kept?", "The logs must be kept for the term of the lease or "
         "for six years, whichever is the longer.",
         "for the term of the lease or for six years, whichever is the longer"),
        ("How long must the logs be kept?", "The logs must be kept for the longer of six years "
         "and the life of the pump.", "the longer of six years and the life of the pump"),
        ("How long must the logs be kept?", "The logs must be kept until the pump is scrapped or "
         "for six years, whichever is later.", "The logs must be kept until the pump is scrapped "
         "or for six years, whichever is later"),
        ("What does parking a caravan cost?", "Parking a caravan is free of charge.",
         "free of charge"),
        ("By when must a fault be reported?", "A fault must be reported at once and in any event "
         "within 24 hours.", "at once and in any event within 24 hours"),
    ],
)  # fmt: skip
def test_a_value_is_shown_whole(asked: str, said: str, whole: str) -> None:
    assert headline(asked, said) == whole


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        ("How much did the fete of 2019 raise?", "The fete of June 2018 raised £2,310; the one "
         "of 2019 was rained off.", "related"),
        ("How much did the fete of 2018 raise?", "The fete of June 2018 raised £2,310; the one "
         "of 2019 was rained off.", "answered"),
        ("How much did the fete raise in 2019?", "In 2018 the fete raised £2,310; in 2019 £2,500.",
         "answered"),
        ("How much did the fete raise in 2019?", "In 2018 the fete raised £2,310, while in 2019 "
         "there was no fete.", "related"),
    ],
)  # fmt: skip
def test_no_tick_over_what_is_told_of_another_year(asked: str, said: str, wanted: str) -> None:
    assert answer(spoken(asked, (said,)), today=TODAY, checker=Answers(SURE)).state == wanted


def test_no_tick_over_a_value_that_may_be_of_another_part() -> None:
    said = "The hall has 300 seats on the ground floor and 120 seats on the balcony."
    asked = "How many seats does the hall have?"
    assert answer(spoken(asked, (said,)), today=TODAY, checker=Answers(SURE)).state == "related"


def test_a_value_of_something_else_is_no_other_value_in_force() -> None:
    asked = "How long is the minimum term for a club?"
    said = ["The minimum term is two years for a club.", "A club may give notice of 30 days."]
    far = answer(spoken(asked, said), checker=Answers(0.95, marked="minimum"), today=TODAY)
    assert (far.state, far.headline and far.headline.text) == ("answered", "two years")
    near = answer(spoken(asked, said), checker=Answers(0.95), today=TODAY)
    assert near.state == "partly_answered"
