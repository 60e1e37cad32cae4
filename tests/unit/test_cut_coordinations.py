"""A fact that holds one half of what words join is not shown."""

import pytest

from tests.unit.test_edge_doubts import told


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        (
            "Monthly guild meetings will be focused on harvest talks and going over new prices or "
            "tools.",
            "be focused",
        ),
        (
            "Millers must wear a leather apron that conforms to the guild rules, is the right size "
            "and tightly fastened.",
            "wear",
        ),
        ("The guild will focus on grain safety and checking old tools.", "focus"),
        ("Avoid flour dust - obtain a mask before use.", "must be avoided"),
        (
            "The price will depend on things such as age of grain, colour, size of sack, time of "
            "the last harvest",
            "depend",
        ),
        (
            "Lock the slide with the small pin on the frame, to cut wider planks, unlock the pin.",
            "be locked",
        ),
        ("No clerk shall be required without his consent,", "be required"),
        ("The costs of the guild can be summarized as follows", "be summarized"),
        ("The key must be set in the menu Tools/Setup:Mill Options.", "be set"),
    ],
)
def test_half_of_a_coordination_is_not_shown(text: str, unsaid: str) -> None:
    assert not [one for one in told(text) if unsaid in one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guild meetings will be focused on harvest talks.", "Guild meetings will be focused on"),
        ("Millers must wear an apron that fits and is new.", "Millers must wear apron that fits"),
        ("The board may, by order, amend the hours.", "board may amend hours"),
        ("The clerk must send, within 3 days, a copy of the list.", "clerk must send copy of"),
        ("The fee must be paid without delay,", "fee must be paid"),
        ("The key must be set in the menu Tools/Setup.", "key must be set in menu Tools/Setup"),
        (
            "Part-time clerks and senior wardens who work on Sundays are entitled to cheap flour.",
            "Part-time clerks and senior wardens none be entitled to cheap flour",
        ),
    ],
)
def test_what_is_whole_is_told(text: str, expected: str) -> None:
    assert any(one.startswith(expected) for one in told(text)), told(text)
