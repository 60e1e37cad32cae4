"""Items below "if": conditions are no facts; a rule below a condition has it."""

from __future__ import annotations

import pytest

from extraction.language.extractor import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Relation, Segment, Span


def read(lines: str) -> tuple[str, list[Relation]]:
    """Headings ("# "), items ("- ") and paragraphs, and the relations in them."""
    blocks, text = [], ""
    for line in lines.split("\n"):
        words = line.removeprefix("# ").removeprefix("- ")
        span = Span(len(text), len(text) + len(words))
        kind = {"#": "heading", "-": "list_item"}.get(line[0], "paragraph")
        blocks.append(Block(kind, span, int(kind != "paragraph")))  # type: ignore[arg-type]
        text += words + "\n"
    segment = Segment(text, 0, tuple(blocks))
    (found,) = SpacyExtractor(load_profile("general")).extract([segment])
    return text, list(found.relations)


def shown(lines: str) -> dict[str, list[tuple[str, str]]]:
    """Subject of each shown fact -> its slots."""
    text, found = read(lines)
    return {
        text[r.subject.start : r.subject.end]: [(k, text[s.start : s.end]) for k, s in r.qualifiers]
        for r in found
        if not r.why_weak
    }


@pytest.mark.parametrize(
    "above",
    ["# See the warden if", "Close the mill if any of the following apply:",
     "The plan is rejected if either", "# Call us when:"],
)  # fmt: skip
def test_items_below_an_open_if_are_conditions(above: str) -> None:
    assert shown(f"{above}\n- the dam doesn't hold water\n- the wheel must be repaired") == {}


def test_items_below_other_headings_are_facts() -> None:
    assert list(shown("# The mill\n- The dam holds water.")) == ["dam"]


@pytest.mark.parametrize("mark", ["—", ":", ""])
def test_a_rule_below_a_condition_has_it(mark: str) -> None:
    lead = "If a miller requests a hearing during the period described in section 4"
    found = shown(
        f"{lead}{mark}\n(i) the guild shall provide the miller with a hearing; and\n"
        "(ii) the warden must hold a vote."
    )
    assert ("condition", lead) in found["guild"]
    assert found["warden"] == [("condition", lead)]


@pytest.mark.parametrize(
    "lead",
    [
        "If the matter is not settled, the clerk will--",
        "If the rain does not stop and the",
        "If, at any time, one of the following rules is broken the fair will be shut",
    ],
)
def test_a_lead_in_that_is_more_than_a_condition_is_none(lead: str) -> None:
    assert shown(f"{lead}\n(i) the warden must hold a vote; and").get("warden", []) == []


def test_a_whole_sentence_above_is_no_condition_of_the_next() -> None:
    lines = "If it rains, the mill is shut.\n(i) The warden must hold a vote."
    assert shown(lines)["warden"] == []


@pytest.mark.parametrize(
    "lead",
    ["3. A warden shall grant a licence if the warden is reasonably satisfied that:",
     "The guild may refuse a licence provided that:",
     "The warden must be of the opinion that:",
     "A licence is granted only where the following conditions are met:",
     "A miller is paid in full unless:",
     "If at any time, for any reason, any of the following events occur:"],
)  # fmt: skip
def test_items_below_an_open_case_are_no_facts(lead: str) -> None:
    items = "a. the plan must suit the guild; and\nb. the applicant is able to keep the mill."
    found = shown(f"{lead}\n{items}")
    assert not {"plan", "applicant"} & set(found)


def test_items_below_a_case_that_ends_in_a_comma_have_it() -> None:
    found = shown(
        "(1) The miller keeps the log.\n(2) Where rule 1 applies,\n(a) the lease of the mill shall "
        "be extended by one day; and\n(b) the miller shall be paid an average wage."
    )
    assert ("condition", "Where rule 1 applies") in found["lease of the mill"]
    assert ("condition", "Where rule 1 applies") in found["miller"]


def test_a_definition_that_goes_on_in_items_is_cut() -> None:
    found = shown(
        "“year of service” means any period of 12 months of work for one guild, and where the "
        "miller is hired\n(a) on a weekly basis, the year of service shall be a minimum of 208 "
        "days; and\n(b) on other terms, the year of service shall be a minimum of 150 days."
    )
    assert found == {}
