"""A clause that a connective ties to what stands before or behind it means little alone."""

from __future__ import annotations

import pytest

from extraction.language.connectives import CONCEDED, DEPENDS, EXAMPLE, LIMITED, NOR
from extraction.language.quality import GOES_ON_FROM
from tests.unit.test_opening_doubts import reasons


@pytest.mark.parametrize(
    ("text", "predicate", "why"),
    [
        ("Hens do not get enough grit, and as a result they may have soft eggs.", "have", DEPENDS),
        ("As a result, the guild may close the mill.", "close", DEPENDS),
        ("Any spare grain will then be used to feed the hens.", "be used to feed", DEPENDS),
        ("The keeper could get a day of leave instead.", "get", DEPENDS),
        ("The clerk must otherwise return the fee.", "return", DEPENDS),
        ("For example, a voter marked two names on one card.", "mark", EXAMPLE),
        ("Members must not enter the mill, nor should guests be admitted.", "be admitted", NOR),
        ("Leave will be granted in writing, but this will normally be unpaid.", "be granted",
         LIMITED),
        ("The balance was healthy in March, although it should be noted that a debt of £40 was "
         "due.", "be", LIMITED),
    ],
)  # fmt: skip
def test_what_a_connective_ties_to_another_clause_is_weak(
    text: str, predicate: str, why: str
) -> None:
    assert reasons(text)[predicate] == why


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("As a result, sales fell by 3%.", "fall"),
        ("If the fee is paid, the clerk will then issue the permit.", "issue"),
        ("A guest can then push the card into the slot.", "push"),
        ("Rent is due on Monday unless otherwise agreed.", "be"),
        ("For example, guests may use the pool in winter.", "use"),
        ("The mill grinds rye, but the bakery sells bread.", "grind"),
        ("The mill grinds rye, although the bakery sells bread.", "grind"),
    ],
)
def test_a_clause_that_says_all_by_itself_stays(text: str, predicate: str) -> None:
    assert reasons(text)[predicate] == ""


def test_a_line_that_begins_with_but_goes_on_from_the_one_before() -> None:
    text = "but the hen does not lay eggs in the barn, ask the keeper about its food."
    assert reasons(text, "list_item").get("lay", GOES_ON_FROM) == GOES_ON_FROM


def test_two_lines_without_an_end_between_them_are_two() -> None:
    text = "The ward keeps saline at 20 ml per kg\nFor poor flow, the nurse must call the doctor."
    assert set(reasons(text).values()) == {"two sentences may run together"}
    assert set(reasons("The ward keeps saline\nin The Old Store.").values()) == {""}


def test_what_will_come_of_a_step_is_weak_behind_it() -> None:
    box = "The box will automatically lock the lid."
    assert reasons(f"Connect the lamp to the box. {box}")["lock"] == DEPENDS
    assert reasons(f"The lamp is bright. {box}")["lock"] == ""
    assert reasons(box)["lock"] == ""


def test_a_few_seconds_count_from_something() -> None:
    soon = "The screen will return to the first page after a few seconds."
    assert set(reasons(soon).values()) == {"a time is counted from another one"}
    told = "If the card is taken, the screen will return to the first page after a few seconds."
    assert set(reasons(told).values()) == {""}
    assert set(reasons("The notice will expire after thirty days.").values()) == {""}


def test_while_before_an_instruction_says_when() -> None:
    text = "While the lid is still tied to the post, hang the lamps on the hook."
    assert "be tied to" not in reasons(text)
    assert reasons("While the mill is old, the guild keeps bread there.")["be"] == CONCEDED
