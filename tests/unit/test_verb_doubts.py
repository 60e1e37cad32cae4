"""A command, a label or a participle that the parse makes a verb of states nothing; a word that
heads a remark ("TIP") is no part of its first noun."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def relations(text: str) -> list[Relation]:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return list(found.relations)


def told(text: str) -> list[str]:
    """Subject, modality, polarity and predicate with object of the shown facts."""
    return [
        f"{text[r.subject.start : r.subject.end]} | {r.modality} {r.polarity[:3]} {r.predicate}"
        f" | {text[r.object.start : r.object.end] if r.object else ''}"
        for r in relations(text)
        if not r.why_weak
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Configure selected Workshop features to open by pressing the green key.",
        "Mill settings: Configure closed sluice and gate services.",
        "Locate mill hands, block chutes and sluices, and set limits on water usage.",
        "Tap Still water effect, choose a wheel, and drag the lever to slow the wheel.",
        "Tap Sluices > Add new wheel and select a size.",
        "Tap Millstone and then choose either coarse flour or fine flour.",
        "Turn the wheel Turn the wheel Push a lever or a crank to the right to make it turn.",
        "While the sluice is open: The wheel will replace the engine.",
        "Apply to the floor: Have the lamp settings applied to the floor when it is active.",
        "The rates requiring every miller to keep all flour dry is reinforced by a seal.",
        "Relief for Lark Mill Owners engaged in Milling Rye Flour.",
        "An account is required to download from the shop.",
        "**Why does the mill close at dusk?**",
        "Why the mill closes at dusk.",
        "**How the miller keeps the log**",
        "The transaction closed on 9 October 2020.",
        "The rest of the mill remains dry.",
        "The programme does not have an end date.",
        "These rules may add other wheels and sluices, which often results in a loss of water.",
        "A place is not promised, but may be possible depending on skill and what roles are open.",
    ],
)
def test_what_is_no_statement_is_not_shown(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Millers keep logs for safety and to help inspectors.",
            ["Millers | none pos keep | logs"],
        ),
        (
            "Millers keep logs to help inspectors, improve the mill, and detect leaks.",
            ["Millers | none pos keep | logs to help inspectors"],
        ),
        (
            "Millers may use the sluice when they open the mill, clean the wheel, leave the yard,"
            " or repair the dam.",
            ["Millers | may pos use | sluice"],
        ),
        (
            "Millers keep logs and clean the wheel.",
            ["Millers | none pos keep | logs", "Millers | none pos clean | wheel"],
        ),
    ],
)
def test_what_something_is_done_for_is_not_said_to_be_done(
    sentence: str, expected: list[str]
) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Water drives the wheel.", ["Water | none pos drive | wheel"]),
        ("Staff receive a key.", ["Staff | none pos receive | key"]),
        ("Access requires a badge.", ["Access | none pos require | badge"]),
        ("The council closed the mill.", ["council | none pos close | mill"]),
        ("The transaction must be recorded.", ["transaction | must pos be recorded | "]),
        ("A miller is required to keep a log.", ["miller | must pos keep | log"]),
        ("Lark Mills merged with Rye Farms.", ["Lark Mills | none pos merge with | Rye Farms"]),
        (
            "Lark Mill Center does not collect or use flour.",
            [
                "Lark Mill Center | none neg collect | flour",
                "Lark Mill Center | none neg use | flour",
            ],
        ),
        (
            "Opt-in means a choice made beforehand.",
            ["Opt-in | none pos mean | a choice made beforehand"],
        ),
    ],
)
def test_nouns_that_could_be_verbs_are_subjects(sentence: str, expected: list[str]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Set up the mill. TIP Millers may use the sluice.",
            ["Millers | may pos use | sluice"],
        ),
        (
            "NOTE: The keeper holds the key. Note: The warden must lock the gate.",
            ["keeper | none pos hold | key", "warden | must pos lock | gate"],
        ),
        ("IMPORTANT The gate must be locked at dusk.", ["gate | must pos be locked | "]),
        (
            "NOTICE OF SALE The keeper holds the key.",
            [],
        ),
    ],
)
def test_words_that_head_a_remark_are_left_out(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_offsets_behind_a_remark_are_those_of_the_text() -> None:
    text = "Oil the wheel. CAUTION Millers must stop the wheel."
    (relation,) = [r for r in relations(text) if r.modality == "must"]
    statement = text[relation.statement.start : relation.statement.end]
    assert statement == "Millers must stop the wheel."


def test_a_time_at_the_very_end_is_read() -> None:
    assert told("The keeper must lock the gate after the bell ,") in (
        [],
        ["keeper | must pos lock | gate"],
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The above table lists the mills of the valley.",
        "Concerns with any of the foregoing may lower the price of rye.",
        "Claims for miller health care benefits, carters' compensation, general liability, water "
        "damage, cart liability, flour loss, and other exposures are paid through a pool.",
        "If the sum is less than the Flour Limit, the Plan pays the rest.",
    ],
)
def test_what_points_back_or_may_belong_to_a_phrase_is_not_shown(sentence: str) -> None:
    assert not [one for one in told(sentence) if "table" in one or "paid" in one or "Limit" in one]
