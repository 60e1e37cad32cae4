"""Words right before and behind the parts of a fact that show a misreading make it weak."""

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Extraction, Relation, Segment, Span


def extraction(text: str) -> Extraction:
    segment = Segment(text, 0, (Block("paragraph", Span(0, len(text))),))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return found


def shown(text: str) -> list[Relation]:
    return [relation for relation in extraction(text).relations if not relation.why_weak]


def told(text: str) -> list[str]:
    return [
        f"{text[r.subject.start : r.subject.end]} {r.modality} {r.predicate}"
        f" {text[r.object.start : r.object.end] if r.object else ''}".strip()
        for r in shown(text)
    ]


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("Leave is granted to a miller as to when the wheel is to be stopped.", "be granted"),
        ("Millers who adopt this approach are less busy.", "be"),
        ("In the latter case, the miller may keep the flour of the farm.", "keep"),
        ("A list may hold names which includes, but is not limited to, ages and towns.", "limited"),
        ("Millers and/or Bakers will confirm the date of the fair.", "confirm"),
        ("The miller must include in the log, a note on the water.", "include in"),
        (
            "The miller must review the master file and, to the extent not held in it, the "
            "following papers kept by the miller:",
            "review",
        ),
        (
            "The duties in Rule 1, therefore, do not apply to the sale of a mill, if that sale "
            "relates to the coming year (though Mill Owners should be aware that the limits of "
            "Rule 7 do apply).",
            "be",
        ),
        ("The miller must treat the sack as rye if the note says that the sack is", "treat"),
    ],
)
def test_a_fact_with_doubtful_edges_is_not_shown(text: str, unsaid: str) -> None:
    assert not [one for one in told(text) if unsaid in one]


def test_an_item_that_says_what_something_else_holds_is_not_shown() -> None:
    assert told("that the agent will keep the flour apart from other goods;") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Notwithstanding the foregoing, the miller must keep the log.",
            "miller must keep log",
        ),
        (
            "The miller must list the following and retain the list for a year:",
            "miller must retain list",
        ),
        ("A current list is kept by the council.", "current list none be kept by council"),
        ("Millers who adopt this Agreement may use the sluice.", "Millers may use sluice"),
        ("The miller may be holding or moving flour.", "miller may move flour"),
    ],
)
def test_what_the_words_do_not_speak_against_is_shown(text: str, expected: str) -> None:
    assert expected in told(text)
