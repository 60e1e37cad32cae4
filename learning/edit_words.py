"""Words that edits of sentences and questions put in place of others."""

from __future__ import annotations

import re


def _pairs(text: str) -> list[tuple[str, str]]:
    """``a|b / c|d`` as pairs."""
    found = (" ".join(pair.split()).split("|") for pair in text.split("/"))
    return [(first, second) for first, second in found]


OPPOSITES = _pairs("""
children|adults / child|adult / minors|adults / part-time|full-time / written|oral /
in writing|orally / annual|monthly / annually|monthly / quarterly|annually /
monthly|weekly / weekly|daily / daily|weekly / domestic|foreign / initial|final /
internal|external / public|private / minimum|maximum / at least|at most /
no later than|no earlier than / before|after / prior to|after / above|below /
more than|less than / over|under / higher|lower / increase|decrease / increased|decreased /
increases|decreases / greater|smaller / first|last / largest|smallest / male|female /
men|women / boys|girls / temporary|permanent / new|existing / employee|contractor /
employees|contractors / buyer|seller / licensor|licensee / lessor|lessee /
landlord|tenant / customer|supplier / employer|employee /
disclosing party|receiving party / north|south / northern|southern / eastern|western /
east|west / winter|summer / early|late / young|old / include|exclude / includes|excludes /
including|excluding / inclusive|exclusive / exclusive|non-exclusive / mandatory|optional /
required|prohibited / permitted|prohibited / allowed|forbidden / voluntary|compulsory /
direct|indirect / positive|negative / acute|chronic / high|low / short|long / upper|lower /
left|right / hospital|pharmacy / income|expenses / assets|liabilities / gross|net /
fixed|variable / current|former / accept|reject / accepted|rejected / approved|denied /
inpatient|outpatient / electronic|paper / commercial|personal / hardware|software /
urgent|routine / lead|follow / with|without
""")

OPPOSITE: dict[str, str] = {}
for _first, _second in OPPOSITES:
    OPPOSITE.setdefault(_first, _second)
    OPPOSITE.setdefault(_second, _first)


def any_of(words: list[str], flags: int = 0) -> re.Pattern[str]:
    """Any one of `words`, whole, the longest first."""
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(longest) + r")\b", flags)


OPPOSITE_WORD = any_of(list(OPPOSITE), re.IGNORECASE)

CASES = _pairs("""
for part-time employees|for full-time employees / for children under 12|for adults /
for children|for adults over 65 / in 2021|in 2019 / in 2023|in 2024 /
in California|in Texas / in Scotland|in England /
for new customers|for existing customers / for small businesses|for large companies /
for contractors|for employees / for men|for women / in winter|in summer /
for students|for teachers / for dogs|for cats / for pregnant women|for other patients /
for the Mark II model|for the Mark III model / for written requests|for oral requests /
for domestic shipments|for international shipments /
in an emergency|in ordinary operation / during weekends|during working days /
for wholesale clients|for retail clients /
for the northern region|for the southern region /
for electronic records|for paper records / for non-profit organisations|for companies /
before 2015|after 2020 / for first-time applicants|for renewals /
under version 2|under version 3 / for private wells|for public wells /
for inpatients|for outpatients / for unpaid volunteers|for paid staff /
for tenants|for owners / at night|in daylight / for members|for guests
""")
"""Cases that a question can be narrowed to, each with another of its kind."""

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty ninety hundred thousand"
).split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = {
    "days": "months",
    "day": "month",
    "months": "years",
    "month": "year",
    "years": "months",
    "year": "month",
    "hours": "days",
    "hour": "day",
    "weeks": "months",
    "minutes": "hours",
    "percent": "percentage points",
    "million": "billion",
    "billion": "million",
}
MODALS = {
    "must": "may",
    "shall": "may",
    "may": "must",
    "should": "must",
    "can": "must",
    "will": "might",
    "is required to": "may",
    "are required to": "may",
    "is permitted to": "must",
    "might": "will",
    "could": "will",
    "required": "encouraged",
    "must not": "need not",
    "shall not": "need not",
    "may not": "may",
    "always": "sometimes",
    "usually": "always",
    "often": "always",
    "some": "all",
    "most": "all",
    "all": "some",
    "only": "mainly",
}
SAME = {
    "shall not": "must not",
    "shall": "must",
    "must": "is required to",
    "may not": "must not",
    "prior to": "before",
    "in the event that": "if",
    "no later than": "not later than",
    "at least": "a minimum of",
    "such as": "for example",
    "in order to": "to",
    "pursuant to": "under",
    "is entitled to": "has the right to",
    "regarding": "about",
    "commence": "begin",
    "terminate": "end",
    "obtain": "get",
    "purchase": "buy",
    "however, ": "",
    "percent": "%",
    "approximately": "about",
    "also ": "",
    "individuals": "people",
    "upon": "on",
    "may": "is allowed to",
    "cannot": "can not",
    "physicians": "doctors",
    "in addition, ": "",
    "furthermore, ": "",
}
FIGURES = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "thirty": "30",
    "sixty": "60",
    "ninety": "90",
}
NAMES = (
    "Texas|California|Ontario|Norway|Brazil|Kenya|Japan|Acme Corporation|Dr. Hall|Sandra Lee|"
    "Northwind Limited|Chicago|Lisbon|the Treasury|John Porter|Bristol|Delta Air|Microsoft|"
    "the European Union|Peru|Madrid|Thomas Reed|Apollo Group|Michigan|New Zealand|the Ministry|"
    "Helen Fox"
).split("|")
