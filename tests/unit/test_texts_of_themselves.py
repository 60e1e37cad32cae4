"""What a text says of itself ("this policy") is shown where a heading above calls it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.language.speakers import ITSELF
from groundgraph import KnowledgeBase
from tests.unit.test_extraction_relations import reasons


def named(folder: Path, text: str) -> list[str]:
    """The names of the shown facts of a document."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    base = KnowledgeBase(folder / "base", fact_reader="none")
    base.build(folder)
    shown = base.cypher("MATCH (f:Fact {status: 'shown'}) RETURN f.name AS name")
    assert base.verify() == []
    return sorted(str(row["name"]) for row in shown)


def test_all_that_such_a_fact_lacks_is_what_its_text_is_called() -> None:
    assert reasons("This policy applies to all clerks.") == {ITSELF}
    assert reasons("These terms govern the account.") == {ITSELF}
    assert reasons("Such policy applies to all clerks.") == {"subject points back"}
    assert reasons("This custom applies to all clerks.") == {"subject points back"}


def test_the_headings_that_end_its_name_say_which_text(tmp_path: Path) -> None:
    text = "# Leave policy\n\nThis policy applies to all clerks. It does not apply to pilots."
    assert named(tmp_path, text) == [
        "This policy applies to all clerks (under “Leave policy”)",
        "This policy does not apply to pilots (under “Leave policy”)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Leave\n\nThis policy applies to all clerks.",
        "# About this policy\n\nThis policy applies to all clerks.",
        "# Leave policy\n\n“This policy applies to all clerks,” said Ada Reed.",
    ],
)
def test_where_no_heading_says_it_nothing_is_shown(tmp_path: Path, text: str) -> None:
    assert named(tmp_path, text) == []


def test_what_goes_with_this_permit_is_shown_below_the_words_that_call_it_so(
    tmp_path: Path,
) -> None:
    text = (
        "# Permit for the gravel pit\n\nThe operator must pay a fee within four weeks of the grant "
        "of this permit. This permit covers nine pits. We must note the number of this permit. "
        "Mill Ltd must keep a copy of this permit at the pit. The operator must note the number of "
        "this certificate. The operator must note the weight of this load."
    )
    assert named(tmp_path, text) == [
        "The operator must pay a fee within four weeks of the grant of this permit (under “Permit "
        "for the gravel pit”)",
        "This permit covers nine pits (under “Permit for the gravel pit”)",
    ]


def test_an_agreement_may_be_called_a_contract(tmp_path: Path) -> None:
    text = "# Contract of hire\n\nThis agreement does not cover:\n\n- meals;\n- catering."
    assert named(tmp_path, text) == [
        "This agreement does not cover catering (under “Contract of hire”)",
        "This agreement does not cover meals (under “Contract of hire”)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Applying for a permit\n\nThis permit lasts one year.",
        "# Applying for a permit\n\nThe office must note the number of this permit.",
        "# The grant of this permit\n\nThe office must note the number of this permit.",
        "# Fishing\n\nThe office must note the number of this permit.",
    ],
)
def test_a_text_about_permits_is_none(tmp_path: Path, text: str) -> None:
    assert named(tmp_path, text) == []
