"""Where the words say that the parse of a clause is wrong, the fact is weak; where they say how its
parts belong together, it is read that way."""

import pytest

from extraction.fact_sentence import _with_determiner
from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def read(text: str) -> list[Relation]:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return [relation for relation in found.relations if not relation.why_weak]


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    """(subject, polarity, modality, predicate, object) of the shown facts."""
    return [
        (
            text[r.subject.start : r.subject.end],
            r.polarity,
            r.modality,
            r.predicate,
            text[r.object.start : r.object.end] if r.object else "",
        )
        for r in read(text)
    ]


def subjects(text: str) -> list[str]:
    return [subject for subject, *_ in told(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We and Norland Rail will share the costs of the bridge.",
        "The ministry and Norland Rail will share the costs of the bridge.",
        "The valley and the coast are two among a growing number of districts.",
        "COOKIES AND SIMILAR TECHNOLOGIES Larkmail may set a cookie on the computer.",
        "Access to Your File If you have an account with Lark Mills, you may change your file.",
        "Age and Size composition of mill loans Refer to Note 9 for the composition of the loans.",
        "Emergencies Or Public Need Lark Clinic may use the file in an emergency.",
        "Privacy Policy Lark-Mills.com is committed to protecting the reader.",
        "Water Litigation and Inquiries The Company is named as a defendant in a lawsuit.",
        "Either the carrier will bear the costs, or the sender will pay a fee.",
        "Either type of account may hold bonds.",
        "The clinic may use the file if the keeper is ill, and the warden believes the patient.",
        "Lark Clinic may use the file if it obtains approval through a process to ensure that "
        "research without the consent of patients poses minimal risk to privacy.",
        "Increases in the price of steel, labor or other inputs that the mill or its suppliers use "
        "in making and selling products, may lead to higher costs.",
        "Every bank that obtains or creates records, as required under these rules, in a language "
        "other than Danish shall, upon request, provide a translation to the registrar.",
        "The agent shall have received the notice of borrowing.",
    ],
)
def test_what_the_words_speak_against_is_not_shown(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The keeper and the warden must lock the gate.", ["keeper", "warden"]),
        ("The clinic and the ward may share files with insurers.", ["clinic", "ward"]),
        ("Some mills and farms have sold the land.", ["Some mills and farms"]),
        ("Property and equipment is stated at cost.", ["Property and equipment"]),
        ("Bank of The West may charge fees.", ["Bank of The West"]),
        ("The clinic may keep the file if the patient agrees, and the ward must lock the room.",
         ["clinic", "ward"]),
        ("If the tide is high, and the wind is strong, the pilot must warn the crew.", ["pilot"]),
        ("The keeper shall receive a lamp.", ["keeper"]),
    ],
)  # fmt: skip
def test_what_belongs_together_is_one_subject(sentence: str, expected: list[str]) -> None:
    assert subjects(sentence) == expected


def test_a_heading_that_ends_in_a_name_is_no_subject() -> None:
    text = (
        "Patient Directory/Family and Friends Lark Clinic may use the file. "
        "Lark Clinic will give notice."
    )
    assert subjects(text) == ["Lark Clinic"]


def test_an_apposition_is_no_clause_of_its_own() -> None:
    sentence = "The till is verified by Larksign, the premier secure transaction authority."
    assert "premier" not in subjects(sentence)


def test_the_subject_behind_a_place_is_no_apposition() -> None:
    sentence = (
        "Application of Part 3: As noted above, where an applicant becomes a RIE, the entirety of "
        "Part 3 (Rules for RIEs) will apply."
    )
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Owners will not be entitled to receive a copy of the deed.",
         ("Owners", "negative", "will", "be entitled to receive", "copy of the deed")),
        ("No member shall be entitled to receive a refund of the fee.",
         ("member", "negative", "none", "be entitled to receive", "refund of the fee")),
        ("No member shall be entitled to a refund.",
         ("member", "negative", "none", "be entitled to", "refund")),
        ("The tenant is not permitted to sublet the flat.",
         ("tenant", "negative", "must", "sublet", "flat")),
        ("The tenant is entitled to sublet the flat.",
         ("tenant", "positive", "may", "sublet", "flat")),
    ],
)  # fmt: skip
def test_who_has_no_right_is_not_forbidden(
    sentence: str, expected: tuple[str, str, str, str, str]
) -> None:
    assert told(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "term", "body"),
    [
        ("Mine Resources and Ore Reserves Holdings Means the interests in the mine.",
         "Mine Resources and Ore Reserves Holdings", "interests in the mine"),
        ("Water Liabilities Means General Water liabilities and Long Term Water liabilities.",
         "Water Liabilities", "General Water liabilities and Long Term Water liabilities"),
        ("Fund Manager Means a Person responsible for the management of the property held by a "
         "Fund and who otherwise operates the Fund.", "Fund Manager",
         "Person responsible for the management of the property held by a Fund and who otherwise "
         "operates the Fund"),
    ],
)  # fmt: skip
def test_a_definition_is_whole(sentence: str, term: str, body: str) -> None:
    assert told(sentence) == [(term, "positive", "none", "mean", body)]


def test_a_case_of_a_term_is_not_the_term() -> None:
    text = "Issuer, in relation to any Share in a Fund, means the Person who issued the Share."
    item = "In relation to a Fund any Share means the Person who issued the Share."
    assert "Share" not in subjects(text)
    assert subjects(item) == []
    whole = "In this part, a harbour order means an order of the harbour court."
    assert subjects(whole) == ["harbour order"]


def test_both_is_not_said_of_one() -> None:
    text = "In that case, both the surveyor and the broker will receive a fee."
    span = Span(text.index("surveyor"), text.index("surveyor") + len("surveyor"))
    assert _with_determiner(text, span) == "the surveyor"
    several = "Both brokers will receive a fee."
    assert _with_determiner(several, Span(5, 12)) == "Both brokers"
