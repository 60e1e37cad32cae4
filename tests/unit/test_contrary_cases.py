"""What holds only where a condition does not is no fact of its own."""

import pytest

from tests.unit.test_edge_doubts import told


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        (
            "If slow mode is on the pages are sent with 90 lines, otherwise the pages are sent "
            "with 40 lines.",
            "be sent with",
        ),
        ("Otherwise, the fee must be paid by the guest.", "be paid"),
        ("The bell must ring at noon; otherwise the warden will close the hall.", "close"),
        ("If the tank is full, the pump stops, and if not, the lamp burns for an hour.", "burn"),
        ("If so, the clerk must return the fee.", "return"),
        ("The fee is paid by the guest otherwise.", "be paid"),
    ],
)
def test_a_turned_condition_leaves_no_fact(text: str, unsaid: str) -> None:
    assert not [one for one in told(text) if unsaid in one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unless otherwise agreed, the fee must be paid in May.", "fee must be paid"),
        ("The clerk may send the list by post or otherwise.", "clerk may send list"),
        ("If the bell rings, guests must leave.", "guests must leave"),
    ],
)
def test_otherwise_inside_a_statement_stays(text: str, expected: str) -> None:
    assert expected in told(text)
