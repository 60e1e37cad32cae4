"""To which documents of a base a stated replacement leads, and to none where that is not clear."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from generation.evidence.standing import retired
from generation.question.periods import Period
from graph.model import Document, Replacement, Span, Stated
from graph.record import Decision, StatedEdition
from graph.record.decisions import REJECTED_REPLACEMENT
from groundgraph.replacements import stated_replacements

Edition = StatedEdition


def edition(key: str, name: str, *stated: Stated, valid_from: str | None = None) -> Edition:
    return Edition(f"docs/{key}", f"docs/{key}@1", name, {}, valid_from, stated)


def version(number: str) -> Stated:
    return Stated("version", number)


def replaces(named: str, since: str | None = None) -> Stated:
    return Stated("replaces-document", named, None, since)


def found(*editions: Edition, decisions: tuple[Decision, ...] = ()) -> list[Replacement]:
    return list(stated_replacements(editions, lambda key: "", decisions))


OLD = edition("sop-12.md", "SOP-12 Cleaning of tanks", version("2"))
OTHER = edition("hoses-7.md", "SOP-1 2 Hoses")


@pytest.mark.parametrize(
    ("named", "former"),
    [
        ("SOP-12 version 2", "docs/sop-12.md"),
        ("SOP 12", "docs/sop-12.md"),
        ("SOP-12 Cleaning of tanks", "docs/sop-12.md"),
        ("the Travel Policy of 2021", "docs/travel-2021.md"),
        ("Travel Policy (2021)", "docs/travel-2021.md"),
        ("Leave Policy 2019", "docs/leave.md"),  # by the day from which it holds
        ("Hoses-7", "docs/hoses-7.md"),  # by the name of its file
        ("By-law 1987-26 entitled “A by-law on moorings”", "docs/moorings.md"),
        ("SOP-12 version 1", None),
        ("SOP-1", None),
        ("SOP-121", None),
        ("the Travel Policy of 2020", None),
        ("the Travel Policy", None),  # of which year is not said
        ("the Berth Rules", None),  # two are called so
        ("the New Policy", None),  # itself
    ],
)
def test_a_name_leads_to_the_one_document_that_is_called_so(named: str, former: str | None) -> None:
    listed = [
        OLD,
        OTHER,
        edition("travel-2021.md", "Travel Policy 2021"),
        edition("travel-2019.md", "Travel Policy 2019"),
        edition("leave.md", "Leave Policy", valid_from="2019-04-01"),
        edition("moorings.md", "By-law 1987-26: A by-law on moorings"),
        edition("a/berths.md", "Berth Rules"),
        edition("b/berths.md", "Berth Rules"),
        edition("new.md", "New Policy", replaces(named, "2025-03-01")),
    ]
    (one,) = found(*listed)
    assert (one.newer, one.former, one.since) == ("docs/new.md", former, "2025-03-01")
    assert bool(one.why) == (former is None)
    for order in list(permutations(listed))[::997]:
        assert found(*order) == [one]


def test_a_version_alone_is_one_of_the_same_title_and_nothing_where_it_is_not_there() -> None:
    new = edition("v3.md", "Berth Rules, version 3", replaces("version 2"), valid_from="2025-03-01")
    assert found(new, OLD) == []
    (one,) = found(new, edition("v2.md", "Berth Rules, version 2"), OLD)
    assert (one.former, one.since) == ("docs/v2.md", "2025-03-01")


def test_several_are_all_found_or_none() -> None:
    new = edition("new.md", "New", replaces("SOP-12 and SOP-13"))
    (one,) = found(new, OLD)
    assert one.former is None
    two = found(new, OLD, edition("sop-13.md", "Hoses"))
    assert {one.former for one in two} == {"docs/sop-12.md", "docs/sop-13.md"}


def test_the_former_document_may_say_it_itself() -> None:
    said = Stated("replaced-by-document", "SOP-14", None, "2024-05-01")
    (one,) = found(edition("a.md", "Old rules", said), edition("sop-14.md", "Hoses"))
    assert (one.newer, one.former, one.since) == ("docs/sop-14.md", "docs/a.md", "2024-05-01")
    (alone,) = found(edition("a.md", "Old rules", said))
    assert (alone.newer, alone.former, alone.holds) == (None, "docs/a.md", True)


def test_what_contradicts_itself_leads_nowhere() -> None:
    mutual = found(
        edition("a.md", "Rules A", replaces("Rules B")),
        edition("b.md", "Rules B", replaces("Rules A")),
    )
    assert [one.former for one in mutual] == [None, None]
    (later,) = found(
        edition("a.md", "Rules A", replaces("Rules B"), valid_from="2020-01-01"),
        edition("b.md", "Rules B", valid_from="2024-01-01"),
    )
    assert later.former is None


def test_a_decision_stands_for_the_words() -> None:
    new = edition("new.md", "New", replaces("SOP-12"))
    payload = {"document": "docs/new.md", "quote": "SOP-12"}
    made = Decision("d_1", REJECTED_REPLACEMENT, payload, "expert", "2026-01-01", 1, None)
    (one,) = found(new, OLD, decisions=(made,))
    assert (one.decision, one.holds) == ("d_1", False)


# --- in force ------------------------------------------------------------------------------------


def document(key: str, valid_from: str | None = None) -> Document:
    return Document(
        key, f"{key}@1", "", key, "", ".md", "", (), valid_from=valid_from, text_hash=""
    )


OLDER, NEWER = document("old.md"), document("new.md", "2025-03-01")


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        (date(2025, 2, 28), {"new.md@1"}),  # not yet valid
        (date(2025, 3, 1), {"old.md@1"}),
        (date(2026, 1, 1), {"old.md@1"}),
    ],
)
def test_the_day_decides_which_is_in_force(day: date, gone: set[str]) -> None:
    said = Replacement("rp_1", "new.md", "Old", "", Span(0, 0), "new.md", "old.md", "2025-03-01")
    assert retired([OLDER, NEWER], Period(day, day), [said]) == gone
    assert retired([OLDER], Period(day, day), [said]) == gone & {"old.md@1"}
    rejected = Replacement(
        "rp_1", "new.md", "Old", "", None, "new.md", "old.md", "2025-03-01", "", "d_1"
    )
    assert retired([OLDER, NEWER], Period(day, day), [rejected]) == frozenset()
