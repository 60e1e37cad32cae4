"""Parts that the parse ends too early, ends that joined verbs share, subjects that act together and
appositions that are members of a list make no shown fact."""

import pytest

from tests.unit.test_verb_doubts import relations, told


@pytest.mark.parametrize(
    "sentence",
    [
        "The miller agrees it will not at any time, either during the fair or thereafter, sell the"
        " wheel.",
        "The miller shall use reasonable efforts to market, distribute and promote the flour.",
        "The charter shall be governed by and construed and enforced in accordance with the laws of"
        " the State of Arden.",
        "Checks will be made by a vendor in line with the law, including (for millers in the"
        " north), the Grain Act.",
        "The miller must submit to the warden, within two days after the fair, a letter.",
        "When they do, the warden receives a letter.",
        "The notice required pursuant to rule 4 of these Bylaws may be given by any method that"
        " gives notice.",
        "Rules for mills shall remain in effect until midnight, on Saturday, and Sunday mornings"
        " and any night preceding a holiday.",
        "The fair began late in the north, from May in all regions.5 Mills have taken various"
        " measures.",
        "Late entry is permissible, but you are responsible for the difference in price.",
    ],
)  # fmt: skip
def test_a_part_that_goes_on_is_not_shown(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("The miller and the warden shall jointly set the dates of the fair.", "miller"),
        ("The mill and Harbour Trust may make disclosures of letters to each other.", "mill"),
    ],
)
def test_what_several_do_together_none_does_alone(sentence: str, subject: str) -> None:
    assert not any(fact.startswith(f"{subject} |") for fact in told(sentence))
    assert any(r.why_weak == "said of several together" for r in relations(sentence))


def test_each_of_several_does_what_they_do_apart() -> None:
    found = told("The miller and the warden shall keep the dates of the fair.")
    assert found == ["miller | must pos keep | dates of the fair",
                     "warden | must pos keep | dates of the fair"]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("The report names the Warden, a guard of the quay, the mayor, and other persons.", False),
        ("Vale joined the guild through the sale of Ardent Mills Corporation, a milling firm, where"
         " she kept the books and the keys.", True),
    ],
)  # fmt: skip
def test_an_apposition_is_no_member_of_a_list(sentence: str, shown: bool) -> None:
    assert any(r.rule == "apposition" and not r.why_weak for r in relations(sentence)) == shown


def test_what_must_be_allowed_is_no_permission() -> None:
    found = told("The wheel must be allowed to run until dusk.")
    assert [fact for fact in found if "may" in fact] == []
    assert told("The miller must be permitted to enter the mill.") == [
        "miller | must pos be permitted to enter | mill"
    ]
    assert told("The miller is permitted to enter the mill.") == ["miller | may pos enter | mill"]


def test_a_participle_of_what_is_deemed_is_no_duty() -> None:
    text = "Any copy signed by the warden shall be deemed an original letter and duly delivered."
    assert not any("deliver" in fact for fact in told(text))


def test_a_permission_that_something_else_follows_stands() -> None:
    text = "The warden may open the gate, but the miller does not own the gate."
    assert "warden | may pos open | gate" in told(text)
